#include "bridge/exchange_controller.h"

#include "bridge/error_text.h"
#include "bridge/exchange_view.h"
#include "bridge/prompt_outline.h"
#include "format/core_text.h"
#include "format/numbers.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

/// A list line, short: "reply 12, repair turn".
QString itemTitle(const store::ExchangeRecord& row)
{
    QString title = coreText(toQt(row.label)) + u"  \u00b7  "_s + toQt(row.model);
    if (!row.failureKind.empty())
        title += u"  \u00b7  "_s + ExchangeController::tr("failed");
    return title;
}

ExchangeView liveView(const engine::PromptSent& event)
{
    ExchangeView view;
    view.task = event.task.value;
    view.spec = toQt(event.spec);
    view.label = toQt(event.label);
    view.model = toQt(event.model);
    view.live = true;
    view.repairTurn = event.repairTurn;
    if (event.repairTurn && !event.messages.empty())
        view.repairReason = toQt(event.messages.back().text).section(u"\n\n"_s, 0, 0);
    view.promptTokens = event.promptTokens;
    view.tokensEstimated = true;
    std::map<QString, int> dropped;
    for (const auto& [title, count] : event.dropped)
        dropped[toQt(title)] = static_cast<int>(count);
    view.prompt = outline(event.messages, dropped);
    return view;
}

} // namespace

ExchangeController::ExchangeController(
    WorkspaceController& workspace, SelectionController& selection, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_selection(selection)
{
    connect(&m_selection, &SelectionController::candidateChanged, this, &ExchangeController::selectCandidate);
    connect(&m_workspace, &WorkspaceController::opened, this, &ExchangeController::countUsage);
    connect(&m_workspace, &WorkspaceController::closed, this, [this] {
        m_usage.clear();
        m_live.clear();
        m_kept.clear();
        rebuildItems();
        adopt({});
    });
}

int ExchangeController::shownItem() const
{
    const auto found = std::find_if(m_items.begin(), m_items.end(), [this](const Item& item) {
        return m_shown.live ? item.exchange == 0 && item.task == m_shown.task
                            : item.exchange != 0 && item.exchange == m_shown.id;
    });
    return found == m_items.end() ? -1 : static_cast<int>(found - m_items.begin());
}

void ExchangeController::show(const Item& item)
{
    if (item.exchange != 0) {
        load(item.exchange);
        return;
    }
    if (const auto live = m_live.find(item.task); live != m_live.end())
        adopt(live->second);
}

void ExchangeController::setFollowing(bool follow)
{
    m_follow = follow;
    if (follow && !m_live.empty() && !m_shown.live)
        adopt(m_live.rbegin()->second);
}

void ExchangeController::selectCandidate(qint64 id)
{
    const quint64 life = ++m_listLife;
    if (id == 0) {
        m_kept.clear();
        rebuildItems();
        if (!m_shown.live)
            adopt({});
        return;
    }
    m_workspace.read(
        this, [id](store::Workspace& workspace) { return exchangesOf(workspace, CandidateId { id }); },
        [this, life](Result<std::vector<store::ExchangeRecord>> rows) {
            if (life != m_listLife)
                return;
            m_kept.clear();
            if (rows)
                for (auto row = rows->rbegin(); row != rows->rend(); ++row)
                    m_kept.push_back({ row->id, row->task.value, itemTitle(*row) });
            rebuildItems();
            if (!m_kept.empty())
                load(m_kept.front().exchange);
            else if (!m_shown.live)
                adopt({});
        });
}

void ExchangeController::load(qint64 exchange)
{
    const quint64 life = ++m_life;
    m_workspace.read(
        this, [exchange](store::Workspace& workspace) { return loadExchangeView(workspace, exchange); },
        [this, life](Result<ExchangeView> view) {
            if (life != m_life)
                return;
            if (view)
                adopt(*std::move(view));
            else
                Q_EMIT failed(toUiError(view.error(), tr("The exchange could not be read")));
        });
}

void ExchangeController::rebuildItems()
{
    std::vector<Item> items;
    for (const auto& [task, view] : m_live)
        items.push_back({ 0, task, tr("Now: %1").arg(coreText(view.label)) });
    items.insert(items.end(), m_kept.begin(), m_kept.end());
    if (items == m_items)
        return;
    m_items = std::move(items);
    Q_EMIT itemsChanged();
}

void ExchangeController::adopt(ExchangeView view)
{
    ++m_life; // what is still being read is no longer wanted
    m_shown = std::move(view);
    Q_EMIT shownChanged();
}

void ExchangeController::apply(const std::vector<engine::Event>& events)
{
    for (const engine::Event& event : events) {
        if (const auto* sentEvent = std::get_if<engine::PromptSent>(&event))
            sent(*sentEvent);
        else if (const auto* pieceEvent = std::get_if<engine::ModelStreamed>(&event))
            piece(*pieceEvent);
        else if (const auto* reply = std::get_if<engine::ReplyReceived>(&event))
            received(*reply);
        else if (const auto* created = std::get_if<engine::CandidateCreated>(&event);
                 created && created->candidate.value == m_selection.candidate())
            selectCandidate(created->candidate.value);
    }
}

void ExchangeController::sent(const engine::PromptSent& event)
{
    ExchangeView view = liveView(event);
    const bool ours = m_shown.live && m_shown.task == view.task;
    m_live[view.task] = view;
    rebuildItems();
    // With several tasks under way the one that is watched stays.
    if (ours || (m_follow && !m_shown.live))
        adopt(std::move(view));
}

void ExchangeController::piece(const engine::ModelStreamed& event)
{
    const auto live = m_live.find(event.task.value);
    if (live == m_live.end())
        return;
    const QString text = toQt(event.text);
    const bool ours = m_shown.live && m_shown.task == event.task.value;
    const auto both = [&](auto change) {
        change(live->second);
        if (ours)
            change(m_shown);
    };
    if (event.kind == "restart") {
        both([](ExchangeView& view) {
            view.answer.clear();
            view.reasoning.clear();
        });
        if (ours)
            Q_EMIT shownChanged();
        return;
    }
    if (event.kind == "notice") {
        both([&](ExchangeView& view) { view.notice = text; });
        if (ours)
            Q_EMIT noticed();
        return;
    }
    const bool reasoning = event.kind == "reasoning";
    const bool waited = !live->second.notice.isEmpty();
    both([&](ExchangeView& view) {
        (reasoning ? view.reasoning : view.answer) += text;
        view.notice.clear();
    });
    if (!ours)
        return;
    if (waited)
        Q_EMIT noticed();
    Q_EMIT streamed(reasoning, text);
}

void ExchangeController::received(const engine::ReplyReceived& event)
{
    const auto live = m_live.find(event.task.value);
    const bool ours = m_shown.live && m_shown.task == event.task.value;
    if (live != m_live.end())
        m_live.erase(live);
    rebuildItems();
    if (ours)
        load(event.exchange);
}

void ExchangeController::countUsage()
{
    m_workspace.read(
        this,
        [](store::Workspace& workspace) -> Result<QHash<QString, Usage>> {
            const auto rows = workspace.exchanges({ .repliesOnly = true });
            if (!rows)
                return rows.error();
            QHash<QString, Usage> sums;
            for (const store::ExchangeRecord& row : *rows) {
                Usage& sum = sums[toQt(row.model)];
                ++sum.replies;
                sum.meanPrompt += static_cast<double>(row.promptTokens);
                sum.meanReply += static_cast<double>(row.completionTokens);
            }
            for (Usage& sum : sums) {
                sum.meanPrompt /= static_cast<double>(sum.replies);
                sum.meanReply /= static_cast<double>(sum.replies);
            }
            return sums;
        },
        [this](Result<QHash<QString, Usage>> sums) {
            if (sums)
                m_usage = *std::move(sums);
            Q_EMIT usageKnown();
        });
}

void ExchangeController::endRun(const QString& message)
{
    countUsage();
    m_live.clear();
    rebuildItems();
    if (!m_shown.live)
        return;
    // What came is kept in view; it is no exchange that could be looked up again.
    m_shown.live = false;
    m_shown.notice.clear();
    if (m_shown.failure.isEmpty() && m_shown.answer.isEmpty())
        m_shown.failure = message.isEmpty() ? tr("the run ended before a reply came")
                                            : tr("the run ended before a reply came: %1").arg(coreText(message));
    Q_EMIT shownChanged();
}

} // namespace hawk::ui
