#include "engine/exchange_log.h"

#include <set>

namespace hawk::engine {
namespace {

std::string text(const Json& document) { return document.dump(-1, ' ', false, Json::error_handler_t::replace); }

Result<Json> document(const store::Workspace& workspace, const std::string& artifact)
{
    const Result<std::string> data = workspace.artifact(artifact);
    return data ? parseJson(*data, "artifact " + artifact) : Result<Json>(data.error());
}

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

Result<std::optional<llm::Reply>> WorkspaceExchangeLog::reply(const std::string& key, int occurrence)
{
    const auto row = m_workspace.repliedExchange(m_run, key, occurrence);
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<llm::Reply>();
    const Result<Json> json = document(m_workspace, (*row)->replyHash);
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
        Result<Json> json = document(m_workspace, row.requestHash);
        if (!json)
            return json.error();
        out.push_back(*std::move(json));
    }
    return out;
}

Result<StoredExchange> loadExchange(const store::Workspace& workspace, std::int64_t id)
{
    const auto rows = workspace.exchanges({ .id = id });
    if (!rows)
        return rows.error();
    if (rows->empty())
        return Error { Errc::NotFound, "there is no exchange " + std::to_string(id), {}, "`hawk exchange list` shows them" };
    StoredExchange out { .row = rows->front(), .request = {}, .reply = {} };
    Result<Json> request = document(workspace, out.row.requestHash);
    if (!request)
        return request.error();
    out.request = *std::move(request);
    if (out.row.replyHash.empty())
        return out;
    const Result<Json> json = document(workspace, out.row.replyHash);
    if (!json)
        return json.error();
    Result<llm::Reply> reply = llm::replyFromJson(*json);
    if (!reply)
        return reply.error();
    out.reply = *std::move(reply);
    return out;
}

} // namespace hawk::engine
