#include "widgets/manual_reply.h"

#include "format/core_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolTip>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hawk::ui {

ManualReply::ManualReply(const QFont& codeFont, QWidget* parent)
    : QWidget(parent)
    , m_ask(new QLabel(this))
    , m_paste(new QPlainTextEdit(this))
    , m_copy(new QPushButton(this))
    , m_submit(new QPushButton(this))
    , m_giveUp(new QPushButton(this))
{
    m_ask->setWordWrap(true);
    m_paste->setObjectName(u"pastedReply"_s);
    m_paste->setTabChangesFocus(true);
    m_paste->setFont(codeFont);
    m_copy->setObjectName(u"copyManualPrompt"_s);
    m_submit->setObjectName(u"submitReply"_s);
    m_submit->setEnabled(false);
    m_giveUp->setObjectName(u"giveUpReply"_s);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_copy);
    buttons->addWidget(m_submit);
    buttons->addWidget(m_giveUp);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 6);
    layout->addWidget(m_ask);
    layout->addWidget(m_paste, 1);
    layout->addLayout(buttons);
    connect(m_paste, &QPlainTextEdit::textChanged, this,
        [this] { m_submit->setEnabled(!m_paste->document()->isEmpty()); });
    connect(m_copy, &QPushButton::clicked, this, &ManualReply::copyWanted);
    connect(m_submit, &QPushButton::clicked, this, [this] { Q_EMIT submitted(m_paste->toPlainText()); });
    connect(m_giveUp, &QPushButton::clicked, this, &ManualReply::givenUp);
    retranslateUi();
}

void ManualReply::ask(const QString& label)
{
    clear();
    m_label = label;
    retranslateUi();
}

void ManualReply::clear()
{
    m_label.clear();
    m_paste->clear();
}

void ManualReply::focusReply() { m_paste->setFocus(); }

void ManualReply::showCopied()
{
    if (m_copy->isVisible())
        QToolTip::showText(m_copy->mapToGlobal(QPoint(0, m_copy->height())), tr("Copied"), m_copy);
}

void ManualReply::retranslateUi()
{
    m_ask->setText(tr("You are the model for %1. Copy the prompt, give it to whom you like, and paste the whole reply here.")
                       .arg(coreText(m_label)));
    m_paste->setAccessibleName(tr("Your reply"));
    m_paste->setPlaceholderText(tr("Paste the reply here"));
    m_copy->setText(tr("&Copy Prompt"));
    m_submit->setText(tr("&Submit Reply"));
    m_giveUp->setText(tr("&Give Up"));
    m_giveUp->setToolTip(tr("End the run here; it can be resumed"));
}

} // namespace hawk::ui
