#include "store/exchange_repository.h"

#include "store/query.h"

namespace hawk::store {
namespace {

constexpr std::string_view kInsert
    = "insert into exchange (run, task, candidate, key, occurrence, model, label, request_hash, reply_hash, failure_kind, "
      "failure, finish_reason, prompt_tokens, cached_tokens, completion_tokens, cost, currency, first_byte_ms, total_ms, at) "
      "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)";
constexpr std::string_view kSelect
    = "select id, run, task, candidate, key, occurrence, model, label, request_hash, reply_hash, failure_kind, failure, "
      "finish_reason, prompt_tokens, cached_tokens, completion_tokens, cost, currency, first_byte_ms, total_ms, at, "
      "cost is null from exchange ";
// 0 stands for "any" in each condition.
constexpr std::string_view kList = "where (?1 = 0 or run = ?1) and (?2 = 0 or task = ?2) and (?3 = 0 or candidate = ?3) "
                                   "and (?4 = 0 or reply_hash != '') and (?5 = 0 or id = ?5) order by id";
constexpr std::string_view kReply
    = "where key = ?1 and occurrence = ?2 and reply_hash != '' and (?3 = 0 or run = ?3) order by id desc limit 1";
constexpr std::string_view kSetCandidate = "update exchange set candidate = ?2 where id = ?1";

Result<ExchangeRecord> read(const Query& q)
{
    ExchangeRecord out { .id = q.integer(0),
        .run = q.id<RunId>(1),
        .task = q.id<TaskId>(2),
        .candidate = q.id<CandidateId>(3),
        .key = q.text(4),
        .occurrence = q.smallInteger(5),
        .model = q.text(6),
        .label = q.text(7),
        .requestHash = q.text(8),
        .replyHash = q.text(9),
        .failureKind = q.text(10),
        .failure = q.text(11),
        .finishReason = q.text(12),
        .promptTokens = q.integer(13),
        .cachedTokens = q.integer(14),
        .completionTokens = q.integer(15),
        .currency = q.text(17),
        .firstByteMs = q.number(18),
        .totalMs = q.number(19),
        .at = q.integer(20) };
    if (q.integer(21) == 0)
        out.cost = q.number(16);
    return out;
}

std::string select(std::string_view rest) { return std::string(kSelect) + std::string(rest); }

} // namespace

Result<std::int64_t> ExchangeRepository::add(const ExchangeRecord& e)
{
    Query q(m_db, kInsert);
    q.bind(e.run).bind(e.task).bind(e.candidate).bind(e.key).bind(e.occurrence).bind(e.model).bind(e.label);
    q.bind(e.requestHash).bind(e.replyHash).bind(e.failureKind).bind(e.failure).bind(e.finishReason);
    q.bind(e.promptTokens).bind(e.cachedTokens).bind(e.completionTokens);
    if (e.cost)
        q.bind(*e.cost);
    else
        q.bindNull();
    return q.bind(e.currency).bind(e.firstByteMs).bind(e.totalMs).bind(e.at).insert();
}

Status ExchangeRepository::setCandidate(std::int64_t exchange, CandidateId candidate)
{
    Query q(m_db, kSetCandidate);
    q.bind(exchange).bind(candidate);
    return runOnExisting(q, "exchange", exchange);
}

Result<std::vector<ExchangeRecord>> ExchangeRepository::list(const ExchangeFilter& filter) const
{
    static const std::string sql = select(kList);
    Query q(m_db, sql);
    q.bind(filter.run.value).bind(filter.task.value).bind(filter.candidate.value).bind(filter.repliesOnly).bind(filter.id);
    return readAll<ExchangeRecord>(q, read);
}

Result<std::optional<ExchangeRecord>> ExchangeRepository::reply(RunId run, std::string_view key, int occurrence) const
{
    static const std::string sql = select(kReply);
    Query q(m_db, sql);
    q.bind(key).bind(occurrence).bind(run.value);
    return readFirst<ExchangeRecord>(q, read);
}

} // namespace hawk::store
