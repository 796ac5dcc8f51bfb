#include "widgets/run_limits.h"

#include "format/numbers.h"
#include "widgets/optional_field.h"

#include <QEvent>
#include <QFormLayout>
#include <QFrame>
#include <QLabel>
#include <QScreen>
#include <QSpinBox>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

// Nothing is known yet: the budget of a prompt, and a long kernel with its reasoning.
constexpr double kLargestPrompt = 32'000;
constexpr double kLongReply = 8'000;
constexpr double kPerTokens = 1e6;

} // namespace

RunLimits::RunLimits(QWidget* parent)
    : QToolButton(parent)
{
    setObjectName(u"runLimits"_s);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    m_popup = new QFrame(this, Qt::Popup);
    m_popup->setFrameShape(QFrame::StyledPanel);
    m_popup->setObjectName(u"limitsPopup"_s);
    // It lies on panes of its own colour: without a line around it nobody sees where it ends.
    m_popup->setStyleSheet(u"QFrame#limitsPopup { border: 1px solid palette(mid); }"_s);
    m_attempts = new QSpinBox(m_popup);
    m_attempts->setObjectName(u"attempts"_s);
    m_attempts->setRange(1, 1000);
    m_tokens = new OptionalField(true, m_popup);
    m_tokens->setObjectName(u"tokenCap"_s);
    m_money = new OptionalField(false, m_popup);
    m_money->setObjectName(u"moneyCap"_s);
    m_estimate = new QLabel(m_popup);
    m_estimate->setObjectName(u"estimate"_s);
    m_estimate->setWordWrap(true);
    m_estimate->setMinimumWidth(fontMetrics().averageCharWidth() * 44);
    auto* form = new QFormLayout(m_popup);
    const auto row = [&](QLabel*& label, QWidget* field) {
        label = new QLabel(m_popup);
        label->setBuddy(field);
        form->addRow(label, field);
    };
    row(m_attemptsLabel, m_attempts);
    row(m_tokensLabel, m_tokens);
    row(m_moneyLabel, m_money);
    form->addRow(m_estimate);
    connect(m_attempts, &QSpinBox::valueChanged, this, &RunLimits::update);
    connect(m_tokens, &QLineEdit::textChanged, this, &RunLimits::update);
    connect(m_money, &QLineEdit::textChanged, this, &RunLimits::update);
    connect(this, &QToolButton::clicked, this, &RunLimits::open);
    retranslateUi();
}

void RunLimits::setValues(const Values& values)
{
    m_attempts->setValue(values.attempts);
    m_tokens->setNumber(values.tokens > 0 ? std::optional(values.tokens) : std::nullopt);
    m_money->setNumber(values.money > 0 ? std::optional(values.money) : std::nullopt);
    update();
}

RunLimits::Values RunLimits::values() const
{
    Values values { m_attempts->value(), m_tokens->integer().value_or(0), m_money->number().value_or(0) };
    if (!m_subject.model)
        values.tokens = 0;
    if (!m_subject.model || !m_subject.price)
        values.money = 0; // without a price money cannot be counted
    return values;
}

void RunLimits::setSubject(const Subject& subject)
{
    m_subject = subject;
    update();
}

QString RunLimits::estimate(const Subject& subject, const Values& values)
{
    if (!subject.model)
        return {};
    const bool known = subject.replies > 0;
    const double prompt = known ? subject.meanPrompt : kLargestPrompt;
    const double reply = known
        ? subject.meanReply
        : static_cast<double>(subject.maxReply.value_or(static_cast<qint64>(kLongReply)));
    const double asked = static_cast<double>(values.attempts) * std::max(1, subject.operators);
    const double tokens = asked * (prompt + reply);
    const QString basis = known
        ? tr("%1 attempts for each of %2 operators, as long as the %3 earlier replies were")
              .arg(values.attempts)
              .arg(std::max(1, subject.operators))
              .arg(wholeNumber(subject.replies))
        : tr("%1 attempts for each of %2 operators, the longest prompts, replies of %3 tokens")
              .arg(values.attempts)
              .arg(std::max(1, subject.operators))
              .arg(wholeNumber(static_cast<qint64>(reply)));
    if (subject.bundled)
        return tr("At most about %1 tokens (%2). The bundled script costs nothing.").arg(tokenCount(static_cast<qint64>(tokens)), basis);
    if (!subject.price)
        return tr("At most about %1 tokens (%2). No price is known for this model, so money is not counted.")
            .arg(tokenCount(static_cast<qint64>(tokens)), basis);
    const double cost = asked * (prompt * subject.price->input + reply * subject.price->output) / kPerTokens;
    return tr("At most about %1 and %2 tokens (%3). Operators that are done early need less.")
        .arg(money(cost, subject.price->currency), tokenCount(static_cast<qint64>(tokens)), basis);
}

void RunLimits::open()
{
    update();
    m_popup->adjustSize();
    QPoint at = mapToGlobal(QPoint(0, height()));
    if (const QScreen* shown = screen())
        at.setX(std::min(at.x(), shown->availableGeometry().right() - m_popup->width()));
    m_popup->move(at);
    m_popup->show();
    m_attempts->setFocus();
}

void RunLimits::update()
{
    const Values now = values();
    QStringList parts { tr("%n attempts", nullptr, now.attempts) };
    if (now.tokens > 0)
        parts.append(tr("%1 tokens").arg(tokenCount(now.tokens)));
    if (now.money > 0)
        parts.append(money(now.money, m_subject.price->currency));
    const QString limits = parts.join(u" \u00b7 "_s);
    setText(limits + u" \u25be"_s); // there is something behind it
    setAccessibleName(tr("Limits of a run: %1").arg(limits));
    m_tokens->setEnabled(m_subject.model);
    m_tokensLabel->setEnabled(m_subject.model);
    m_money->setEnabled(m_subject.model && m_subject.price);
    m_moneyLabel->setEnabled(m_money->isEnabled());
    m_moneyLabel->setText(
        m_subject.price ? tr("&Money at most, %1").arg(m_subject.price->currency) : tr("&Money at most"));
    m_estimate->setText(m_subject.model ? estimate(m_subject, now)
                                        : tr("The built-in synthesizer asks nobody and costs nothing."));
    if (m_popup->isVisible())
        m_popup->adjustSize();
}

void RunLimits::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslateUi();
    QToolButton::changeEvent(event);
}

void RunLimits::retranslateUi()
{
    setToolTip(tr("What a run may use: attempts, tokens, money"));
    m_attemptsLabel->setText(tr("&Attempts per operator"));
    m_attempts->setAccessibleName(tr("Attempts per operator"));
    m_attempts->setToolTip(tr("The most attempts an operator gets in a run"));
    m_tokensLabel->setText(tr("To&kens at most"));
    m_tokens->setAccessibleName(tr("Tokens at most"));
    m_tokens->setToolTip(tr("Prompts and replies of the whole run; what is under way is not cut off"));
    m_tokens->setPlaceholderText(tr("no cap"));
    m_money->setAccessibleName(tr("Money at most"));
    m_money->setToolTip(tr("Of the whole run, at the price that is known"));
    m_money->setPlaceholderText(tr("no cap"));
    update();
}

} // namespace hawk::ui
