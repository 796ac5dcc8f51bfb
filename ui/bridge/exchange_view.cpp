#include "bridge/exchange_view.h"

#include "bridge/error_text.h"
#include "bridge/prompt_outline.h"
#include "engine/exchange_log.h"
#include "format/numbers.h"
#include "synth/prompt/contract.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

std::vector<llm::Message> messagesOf(const Json& request)
{
    std::vector<llm::Message> messages;
    if (!request.is_object() || !request.contains("messages") || !request.at("messages").is_array())
        return messages;
    for (const Json& each : request.at("messages")) {
        llm::Message message;
        for (const auto role :
            { llm::Message::Role::System, llm::Message::Role::User, llm::Message::Role::Assistant })
            if (each.value("role", std::string()) == llm::name(role))
                message.role = role;
        message.text = each.value("text", std::string());
        messages.push_back(std::move(message));
    }
    return messages;
}

/// Source the reply could edit, when its run asked for edits.
std::string parentSource(const store::Workspace& workspace, CandidateId candidate)
{
    const auto row = candidate ? workspace.candidate(candidate) : Result<store::CandidateRecord>(Error {});
    const auto parent
        = row && row->parent ? workspace.candidate(row->parent) : Result<store::CandidateRecord>(Error {});
    const auto source = parent ? workspace.artifact(parent->sourceHash) : Result<std::string>(Error {});
    return source ? *source : std::string();
}

/// Why the reply could not be used; empty when it could, or when its run is not known.
QString contractErrorOf(const store::Workspace& workspace, const engine::StoredExchange& stored)
{
    const auto run = stored.row.run ? workspace.run(stored.row.run) : Result<store::RunRecord>(Error {});
    if (!run || !run->options.is_object())
        return {};
    const auto contract = synth::contractFromName(run->options.value("contract", std::string("kernel")));
    if (!contract)
        return {};
    const std::string parent = parentSource(workspace, stored.row.candidate);
    const bool edits = *contract == synth::OutputContract::Edits && !parent.empty();
    const auto wanted = *contract == synth::OutputContract::Edits && !edits
        ? synth::OutputContract::KernelAndPlan
        : *contract;
    const auto parsed = synth::parseReply(wanted, stored.reply->answer, stored.reply->finishReason, parent);
    return parsed ? QString() : toQt(parsed.error().message);
}

/// What did not fit into the prompt, by heading, as its step kept it.
std::map<QString, int> droppedOf(const store::Workspace& workspace, const store::ExchangeRecord& row)
{
    std::map<QString, int> dropped;
    const auto events
        = row.run ? workspace.events(row.run) : Result<std::vector<store::EventRecord>>(Error {});
    if (!events)
        return dropped;
    for (const store::EventRecord& event : *events)
        if (event.kind == "reply-received" && event.body.value("exchange", std::int64_t { 0 }) == row.id
            && event.body.contains("dropped") && event.body.at("dropped").is_object())
            for (const auto& [title, count] : event.body.at("dropped").items())
                dropped[toQt(title)] = count.get<int>();
    return dropped;
}

} // namespace

Result<std::vector<store::ExchangeRecord>> exchangesOf(store::Workspace& workspace, CandidateId candidate)
{
    auto own = workspace.exchanges({ .candidate = candidate });
    if (!own || own->empty())
        return own;
    const auto all = workspace.exchanges({ .run = own->front().run, .task = own->front().task });
    if (!all)
        return all.error();
    // What led here stands between the exchange of the candidate before and ours, and belongs to no
    // candidate.
    const std::int64_t newest = own->back().id;
    std::vector<store::ExchangeRecord> found;
    for (const store::ExchangeRecord& each : *all) {
        if (each.id > newest)
            break;
        if (each.candidate && each.candidate != candidate)
            found.clear();
        else
            found.push_back(each);
    }
    return found;
}

Result<ExchangeView> loadExchangeView(store::Workspace& workspace, qint64 id)
{
    const Result<engine::StoredExchange> stored = engine::loadExchange(workspace, id);
    if (!stored)
        return stored.error();
    const store::ExchangeRecord& row = stored->row;
    ExchangeView view;
    view.id = row.id;
    view.task = row.task.value;
    view.candidate = row.candidate.value;
    view.label = toQt(row.label);
    view.model = toQt(row.model);
    view.at = row.at;
    const std::vector<llm::Message> messages = messagesOf(stored->request);
    view.repairTurn = std::any_of(messages.begin(), messages.end(),
        [](const llm::Message& one) { return one.role == llm::Message::Role::Assistant; });
    view.prompt = outline(messages, droppedOf(workspace, row));
    view.failure = toQt(row.failure);
    view.promptTokens = row.promptTokens;
    view.cachedTokens = row.cachedTokens;
    view.completionTokens = row.completionTokens;
    view.firstByteMs = row.firstByteMs;
    view.totalMs = row.totalMs;
    view.finishReason = toQt(row.finishReason);
    if (row.cost)
        view.cost = money(*row.cost, toQt(row.currency));
    if (!stored->reply)
        return view;
    view.answer = toQt(stored->reply->answer);
    view.reasoning = toQt(stored->reply->reasoning);
    view.reportedModel = toQt(stored->reply->model);
    view.tokensEstimated = stored->reply->usage.estimated;
    view.replayed = stored->reply->replayed;
    view.contractError = contractErrorOf(workspace, *stored);
    view.rejectedPart = rejectedPart(view.answer, view.contractError);
    return view;
}

QString rejectedPart(const QString& answer, const QString& reason)
{
    static const QRegularExpression named(u"<(\\w+)"_s);
    QString tag = named.match(reason).captured(1);
    if (tag.isEmpty() && reason.contains(u"launch plan"))
        tag = u"launch_plan"_s;
    if (tag.isEmpty())
        tag = reason.contains(u"edit") ? u"edit"_s : QString();
    const qsizetype begin = tag.isEmpty() ? -1 : answer.lastIndexOf(u'<' + tag);
    if (begin < 0)
        return {};
    const QString closing = u"</"_s + tag + u'>';
    const qsizetype end = answer.indexOf(closing, begin);
    return answer.mid(begin, end < 0 ? -1 : end + closing.size() - begin);
}

} // namespace hawk::ui
