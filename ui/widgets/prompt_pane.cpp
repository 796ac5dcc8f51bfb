#include "widgets/prompt_pane.h"

#include "bridge/prompt_outline.h"
#include "format/core_text.h"
#include "format/numbers.h"
#include "widgets/elided_label.h"
#include "widgets/folding_view.h"
#include "widgets/manual_reply.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QResizeEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

QLabel* columnTitle(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setContentsMargins(6, 2, 6, 2);
    return label;
}

QWidget* column(QLabel* title, QWidget* body, QWidget* parent)
{
    auto* made = new QWidget(parent);
    auto* layout = new QVBoxLayout(made);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(title);
    layout->addWidget(body, 1);
    return made;
}

} // namespace

PromptPane::PromptPane(const PaneContext& context, QWidget* parent)
    : Pane(context, parent)
{
    build();
    connectAll();
    retranslateUi();
}

void PromptPane::build()
{
    m_prompt = new FoldingView(m_theme, this);
    m_prompt->setObjectName(u"promptView"_s);
    m_reply = new FoldingView(m_theme, this);
    m_reply->setObjectName(u"replyView"_s);
    m_promptTitle = columnTitle(this);
    m_replyTitle = columnTitle(this);
    m_right = new QStackedWidget(this);
    m_right->addWidget(m_reply);
    m_manual = new ManualReply(m_theme.codeFont(), this);
    m_right->addWidget(m_manual);
    m_splitter = new QSplitter(this);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(column(m_promptTitle, m_prompt, this));
    m_splitter->addWidget(column(m_replyTitle, m_right, this));
    m_message = new QLabel(this);
    m_message->setObjectName(u"exchangeMessage"_s);
    m_message->setWordWrap(true);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setContentsMargins(8, 2, 8, 4);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header());
    layout->addWidget(m_message);
    layout->addWidget(m_splitter, 1);
}

QWidget* PromptPane::header()
{
    auto* bar = new QWidget(this);
    m_chooser = new QComboBox(bar);
    m_chooser->setObjectName(u"exchangeChooser"_s);
    m_chooser->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_chooser->setMinimumContentsLength(28);
    m_badge = new QLabel(bar);
    m_badge->setObjectName(u"replayedBadge"_s);
    m_badge->setContentsMargins(6, 1, 6, 1);
    m_badge->setAutoFillBackground(true);
    m_facts = new ElidedLabel(bar);
    m_facts->setObjectName(u"exchangeFacts"_s);
    m_find = new QLineEdit(bar);
    m_find->setObjectName(u"promptFind"_s);
    m_find->setClearButtonEnabled(true);
    m_find->setMaximumWidth(fontMetrics().averageCharWidth() * 24);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(8, 4, 6, 4);
    layout->setSpacing(8);
    layout->addWidget(m_chooser);
    layout->addWidget(m_badge);
    layout->addWidget(m_facts, 1);
    layout->addWidget(m_find);
    for (const char* id : { "prompt.follow", "prompt.fold", "prompt.unfold", "prompt.copy" }) {
        auto* button = new QToolButton(bar);
        button->setDefaultAction(m_actions[id]);
        button->setAutoRaise(true);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        layout->addWidget(button);
    }
    return bar;
}

void PromptPane::connectAll()
{
    ExchangeController& exchanges = m_workbench.exchanges();
    connect(&exchanges, &ExchangeController::itemsChanged, this, &PromptPane::showItems);
    connect(&exchanges, &ExchangeController::shownChanged, this, &PromptPane::showExchange);
    connect(&exchanges, &ExchangeController::streamed, this, &PromptPane::addStreamed);
    connect(&exchanges, &ExchangeController::noticed, this, &PromptPane::showFacts);
    connect(m_chooser, &QComboBox::activated, this, [this](int index) {
        const auto& items = m_workbench.exchanges().items();
        if (index >= 0 && index < static_cast<int>(items.size()))
            m_workbench.exchanges().show(items[static_cast<std::size_t>(index)]);
    });
    SelectionController& selection = m_workbench.selection();
    for (FoldingView* view : { m_prompt, m_reply }) {
        connect(view, &FoldingView::entryLinked, this, [this](qint64 entry) {
            m_workbench.selection().selectEntry(entry);
            Q_EMIT entryWanted();
        });
        connect(view, &FoldingView::findWanted, m_find, qOverload<>(&QWidget::setFocus));
        connect(&m_theme, &Theme::changed, view, &FoldingView::applyTheme);
    }
    connect(&m_theme, &Theme::changed, this, &PromptPane::showFacts);
    connect(&selection, &SelectionController::entryChanged, m_prompt, &FoldingView::showEntry);
    connect(m_find, &QLineEdit::textEdited, this, [this] { find(true); });
    connect(m_find, &QLineEdit::returnPressed, this, [this] { find(false); });
    connect(&m_workbench.port(), &WindowPort::questionChanged, this, &PromptPane::showQuestion);
    connect(m_manual, &ManualReply::copyWanted, this, &PromptPane::copyPrompt);
    connect(m_manual, &ManualReply::submitted, this, [this](const QString& reply) { m_workbench.port().submit(m_question, reply); });
    // The run first: while it goes on, the engine would only ask again.
    connect(m_manual, &ManualReply::givenUp, this, [this] {
        m_workbench.run().stop();
        m_workbench.port().giveUp(m_question);
    });
    connect(m_actions["prompt.copy"], &QAction::triggered, this, &PromptPane::copyPrompt);
    connect(m_actions["prompt.find"], &QAction::triggered, this, [this] {
        Q_EMIT wanted();
        m_find->setFocus();
        m_find->selectAll();
    });
    connect(m_actions["prompt.fold"], &QAction::triggered, this, [this] {
        m_prompt->foldAll(true);
        m_reply->foldAll(true);
    });
    connect(m_actions["prompt.unfold"], &QAction::triggered, this, [this] {
        m_prompt->foldAll(false);
        m_reply->foldAll(false);
    });
    m_actions["prompt.follow"]->setCheckable(true);
    m_actions["prompt.follow"]->setChecked(exchanges.following());
    connect(m_actions["prompt.follow"], &QAction::toggled, &exchanges, &ExchangeController::setFollowing);
}

bool PromptPane::asking() const { return m_workbench.port().question().id != 0; }

const PromptView& PromptPane::prompt() const
{
    return asking() ? m_workbench.port().question().prompt : m_workbench.exchanges().shown().prompt;
}

void PromptPane::showItems()
{
    const QSignalBlocker quiet(m_chooser);
    m_chooser->clear();
    for (const ExchangeController::Item& item : m_workbench.exchanges().items())
        m_chooser->addItem(item.title);
    showChosen();
}

void PromptPane::showChosen()
{
    // A question stays until it is answered. What came of a run that ended in the middle is shown, and in no list.
    const QString& label
        = asking() ? m_workbench.port().question().label : m_workbench.exchanges().shown().label;
    m_chooser->setPlaceholderText(label.isEmpty() ? tr("No exchange with a model") : coreText(label));
    m_chooser->setCurrentIndex(asking() ? -1 : m_workbench.exchanges().shownItem());
    m_chooser->setEnabled(!asking() && m_chooser->count() > 0);
}

void PromptPane::showExchange()
{
    showChosen();
    showFacts();
    if (asking())
        return;
    m_prompt->setPrompt(prompt(), true);
    showReply();
    m_actions["prompt.copy"]->setEnabled(!prompt().raw.isEmpty());
}

void PromptPane::showReply()
{
    const ExchangeView& shown = m_workbench.exchanges().shown();
    std::vector<FoldingView::Part> parts;
    std::vector<EntrySpan> links;
    int line = 0;
    const auto add
        = [&](const QString& heading, const QString& body, bool folded, bool bad, Mentions mentions) {
              parts.push_back({ heading, body, folded, bad });
              for (EntrySpan span : entryMentions(body, mentions)) {
                  span.firstLine += line + 1;
                  links.push_back(span);
              }
              line += 1 + static_cast<int>(body.count(u'\n')) + 1;
          };
    // A reply that goes on keeps the plain headings that append() looks for.
    if (!shown.reasoning.isEmpty())
        add(tr("Reasoning"), shown.reasoning, true, false, Mentions::Everywhere);
    if (!shown.answer.isEmpty())
        add(shown.contractError.isEmpty() ? tr("Answer") : tr("Answer, not usable"), shown.answer, false,
            !shown.contractError.isEmpty(), Mentions::UsedLine);
    m_reply->setParts(parts);
    m_reply->setLinks(links);
    m_reply->markBad(shown.rejectedPart);
}

void PromptPane::addStreamed(bool reasoning, const QString& text)
{
    if (asking())
        return; // a person's own words come back to them
    showFacts();
    m_reply->append(reasoning ? tr("Reasoning") : tr("Answer"), text, reasoning);
}

QStringList PromptPane::facts() const
{
    if (asking())
        return { tr("about %1 tokens").arg(tokenCount(prompt().tokens)) };
    const ExchangeView& shown = m_workbench.exchanges().shown();
    QStringList facts;
    if (!shown.model.isEmpty())
        facts.append(shown.reportedModel.isEmpty() || shown.reportedModel == shown.model
                ? shown.model
                : u"%1 (%2)"_s.arg(shown.model, shown.reportedModel));
    if (shown.completionTokens > 0)
        facts.append(tr("%1 tokens in, %2 out").arg(tokenCount(shown.promptTokens), tokenCount(shown.completionTokens)));
    else if (shown.promptTokens > 0)
        facts.append(tr("%1 tokens in").arg(tokenCount(shown.promptTokens)));
    if (!shown.cost.isEmpty())
        facts.append(shown.cost);
    if (shown.totalMs > 0)
        facts.append(duration(shown.totalMs / 1000));
    if (shown.repairTurn)
        facts.append(tr("repair turn"));
    return facts;
}

QStringList PromptPane::furtherFacts() const
{
    const ExchangeView& shown = m_workbench.exchanges().shown();
    QStringList facts;
    if (asking())
        return facts;
    if (shown.cachedTokens > 0)
        facts.append(
            tr("%1 tokens of the prompt came from the server's cache").arg(wholeNumber(shown.cachedTokens)));
    if (shown.tokensEstimated)
        facts.append(tr("Tokens are estimated by length: the server gave no figures"));
    if (shown.firstByteMs > 0)
        facts.append(tr("First byte after %1").arg(duration(shown.firstByteMs / 1000)));
    if (!shown.finishReason.isEmpty())
        facts.append(tr("The model ended with: %1").arg(shown.finishReason));
    return facts;
}

void PromptPane::showFacts()
{
    const ExchangeView& shown = m_workbench.exchanges().shown();
    m_facts->setText(facts().join(u"  \u00b7  "_s));
    m_facts->setToolTip((QStringList { m_facts->text() } + furtherFacts()).join(u'\n'));
    m_badge->setVisible(shown.replayed && !asking());
    const Colors& c = m_theme.colors();
    QPalette badge = m_badge->palette();
    badge.setColor(QPalette::Window, c.adviceFill);
    badge.setColor(QPalette::WindowText, c.advice);
    m_badge->setPalette(badge);
    const bool bad = !asking() && (!shown.contractError.isEmpty() || !shown.failure.isEmpty());
    // A question is about the exchange under way; what came before it is none of its business.
    m_message->setText(asking()               ? (shown.live ? shown.repairReason : QString())
            : !shown.failure.isEmpty()        ? tr("No reply: %1").arg(shown.failure)
            : !shown.contractError.isEmpty()  ? tr("The answer could not be used: %1").arg(shown.contractError)
            : !shown.notice.isEmpty()         ? shown.notice
            : shown.live                      ? shown.repairReason
                                              : QString());
    m_message->setVisible(!m_message->text().isEmpty());
    QPalette palette = m_message->palette();
    palette.setColor(QPalette::WindowText, bad ? c.bad : c.warning);
    m_message->setPalette(palette);
    const bool silent = shown.live && shown.answer.isEmpty() && shown.reasoning.isEmpty();
    m_replyTitle->setText(asking() ? tr("Your reply")
            : silent               ? tr("Reply: nothing has come yet")
            : shown.live           ? tr("Reply, as it comes")
                                   : tr("Reply"));
}

void PromptPane::showQuestion()
{
    const ManualQuestion& question = m_workbench.port().question();
    if (question.id == m_question)
        return;
    m_question = question.id;
    m_right->setCurrentIndex(m_question != 0 ? 1 : 0);
    if (m_question == 0) {
        m_manual->clear();
        showExchange();
    } else {
        m_prompt->setPrompt(question.prompt, true);
        m_manual->ask(question.label);
        m_actions["prompt.copy"]->setEnabled(true);
        showChosen();
        showFacts();
        Q_EMIT wanted();
        m_manual->focusReply();
    }
    Q_EMIT titleChanged();
}

void PromptPane::copyPrompt()
{
    QGuiApplication::clipboard()->setText(prompt().raw);
    m_manual->showCopied();
}

void PromptPane::find(bool fromStart)
{
    // The prompt first, then the reply.
    if (m_find->text().isEmpty())
        return;
    const bool inReply = m_reply->hasSelectedText() && !fromStart;
    FoldingView* first = inReply ? m_reply : m_prompt;
    FoldingView* second = inReply ? m_prompt : m_reply;
    if (!first->findNext(m_find->text(), fromStart))
        second->findNext(m_find->text(), true);
}

void PromptPane::resizeEvent(QResizeEvent* event)
{
    Pane::resizeEvent(event);
    m_splitter->setOrientation(
        event->size().width() > event->size().height() ? Qt::Horizontal : Qt::Vertical);
}

QString PromptPane::title() const
{
    return asking() ? tr("Prompt && Reply (asks you)") : tr("Prompt && Reply");
}

void PromptPane::retranslateUi()
{
    m_promptTitle->setText(tr("Prompt"));
    m_chooser->setAccessibleName(tr("Exchange"));
    m_find->setPlaceholderText(tr("Find"));
    m_find->setAccessibleName(tr("Find in prompt and reply"));
    m_prompt->setAccessibleName(tr("Prompt"));
    m_reply->setAccessibleName(tr("Reply"));
    m_badge->setText(badgeWord(Badge::Replayed));
    m_badge->setToolTip(tr("From a recording: nothing was asked, nothing is owed."));
    m_manual->retranslateUi();
    showItems();
    showExchange();
}

} // namespace hawk::ui
