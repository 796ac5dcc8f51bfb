#include "engine/exchange_log.h"

#include <set>

namespace hawk::engine {
namespace {

std::string text(const Json& document) { return document.dump(-1, ' ', false, Json::error_handler_t::replace); }

} // namespace

WorkspaceExchangeLog::WorkspaceExchangeLog(store::Workspace& workspace, const Clock& clock, RunId run, TaskId task)
    : m_workspace(workspace)
    , m_clock(clock)
    , m_run(run)
    , m_task(task)
{
}

Status WorkspaceExchangeLog::add(const llm::Recording& recording)
{
    store::ExchangeRecord row { .run = m_run,
        .task = m_task,
        .key = recording.key,
        .occurrence = recording.occurrence,
        .model = recording.modelName,
        .label = recording.label,
        .failureKind = recording.failureKind,
        .failure = recording.failure,
        .at = m_clock.nowMs() };
    Result<std::string> request = m_workspace.putArtifact(text(recording.request), "model-request");
    if (!request)
        return request.error();
    row.requestHash = *std::move(request);
    if (recording.reply) {
        const llm::Reply& reply = *recording.reply;
        Result<std::string> stored = m_workspace.putArtifact(text(llm::toJson(reply)), "model-reply");
        if (!stored)
            return stored.error();
        row.replyHash = *std::move(stored);
        row.finishReason = reply.finishReason;
        row.promptTokens = reply.usage.promptTokens;
        row.cachedTokens = reply.usage.cachedTokens;
        row.completionTokens = reply.usage.completionTokens;
        row.firstByteMs = reply.timing.firstByteMs;
        row.totalMs = reply.timing.totalMs;
        if (reply.cost) {
            row.cost = reply.cost->amount;
            row.currency = reply.cost->currency;
        }
    }
    const Result<std::int64_t> id = m_workspace.addExchange(row);
    if (!id)
        return id.error();
    m_lastId = *id;
    return {};
}

Result<Json> WorkspaceExchangeLog::document(const std::string& artifact) const
{
    const Result<std::string> data = m_workspace.artifact(artifact);
    return data ? parseJson(*data, "artifact " + artifact) : Result<Json>(data.error());
}

Result<std::optional<llm::Reply>> WorkspaceExchangeLog::reply(const std::string& key, int occurrence)
{
    const auto row = m_workspace.repliedExchange(m_run, key, occurrence);
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<llm::Reply>();
    const Result<Json> json = document((*row)->replyHash);
    if (!json)
        return json.error();
    Result<llm::Reply> reply = llm::replyFromJson(*json);
    if (!reply)
        return reply.error();
    return std::optional<llm::Reply>(*std::move(reply));
}

Result<std::vector<Json>> WorkspaceExchangeLog::requests()
{
    const auto rows = m_workspace.exchanges({ .run = m_run, .repliesOnly = true });
    if (!rows)
        return rows.error();
    std::set<std::string> seen;
    std::vector<Json> out;
    for (const store::ExchangeRecord& row : *rows) {
        if (!seen.insert(row.key).second)
            continue;
        Result<Json> json = document(row.requestHash);
        if (!json)
            return json.error();
        out.push_back(*std::move(json));
    }
    return out;
}

} // namespace hawk::engine
