#include "store/retrieval_repository.h"

#include "store/query.h"

namespace hawk::store {
namespace {

constexpr std::string_view kInsert
    = "insert into retrieval (run, task, candidate, query, at) values (?1, ?2, ?3, ?4, ?5)";
constexpr std::string_view kInsertHit
    = "insert into retrieval_hit (retrieval, position, entry, rank, syntactic_rank, dense_rank, syntactic_score, "
      "dense_score, fused_score, shown, used, explanation) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
constexpr std::string_view kSetCandidate = "update retrieval set candidate = ?1 where id = ?2";
constexpr std::string_view kOfCandidate
    = "select id, run, task, candidate, query, at from retrieval where candidate = ?1 order by id";
constexpr std::string_view kHits
    = "select entry, rank, syntactic_rank, dense_rank, syntactic_score, dense_score, fused_score, shown, used, "
      "explanation from retrieval_hit where retrieval = ?1 order by position";
constexpr std::string_view kInsertValue
    = "insert into value_update (entry, candidate, stage, reward, before, after, at) "
      "values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr std::string_view kValues
    = "select id, entry, candidate, stage, reward, before, after, at from value_update where entry = ?1 order by id";

Result<RetrievalRecord> read(const Query& q)
{
    Result<Json> query = q.json(4);
    if (!query)
        return query.error();
    return RetrievalRecord { .id = q.id<RetrievalId>(0),
        .run = q.id<RunId>(1),
        .task = q.id<TaskId>(2),
        .candidate = q.id<CandidateId>(3),
        .query = std::move(*query),
        .at = q.integer(5) };
}

Result<RetrievalRecord::Hit> readHit(const Query& q)
{
    return RetrievalRecord::Hit { .entry = q.id<EntryId>(0),
        .rank = q.smallInteger(1),
        .syntacticRank = q.smallInteger(2),
        .denseRank = q.smallInteger(3),
        .syntacticScore = q.number(4),
        .denseScore = q.number(5),
        .fusedScore = q.number(6),
        .shown = q.integer(7) != 0,
        .used = q.integer(8) != 0,
        .explanation = q.text(9) };
}

Result<ValueRecord> readValue(const Query& q)
{
    return ValueRecord { .id = q.integer(0),
        .entry = q.id<EntryId>(1),
        .candidate = q.id<CandidateId>(2),
        .stage = q.text(3),
        .reward = q.number(4),
        .before = q.number(5),
        .after = q.number(6),
        .at = q.integer(7) };
}

} // namespace

Status RetrievalRepository::addHits(RetrievalId id, const std::vector<RetrievalRecord::Hit>& hits)
{
    int position = 0;
    for (const RetrievalRecord::Hit& h : hits) {
        Query q(m_db, kInsertHit);
        q.bind(id).bind(position++).bind(h.entry).bind(h.rank).bind(h.syntacticRank).bind(h.denseRank);
        q.bind(h.syntacticScore).bind(h.denseScore).bind(h.fusedScore).bind(h.shown).bind(h.used).bind(h.explanation);
        if (Status s = q.run(); !s)
            return s;
    }
    return {};
}

Result<RetrievalId> RetrievalRepository::add(const RetrievalRecord& retrieval)
{
    RetrievalId id;
    const Status done = m_db.transaction([&]() -> Status {
        Query q(m_db, kInsert);
        q.bind(retrieval.run).bind(retrieval.task).bind(retrieval.candidate).bind(retrieval.query).bind(retrieval.at);
        const Result<std::int64_t> row = q.insert();
        if (!row)
            return row.error();
        id.value = *row;
        return addHits(id, retrieval.hits);
    });
    if (!done)
        return done.error();
    return id;
}

Status RetrievalRepository::setCandidate(RetrievalId retrieval, CandidateId candidate)
{
    Query q(m_db, kSetCandidate);
    q.bind(candidate).bind(retrieval);
    return runOnExisting(q, "retrieval", retrieval.value);
}

Result<std::vector<RetrievalRecord::Hit>> RetrievalRepository::hits(RetrievalId id) const
{
    Query q(m_db, kHits);
    q.bind(id);
    return readAll<RetrievalRecord::Hit>(q, readHit);
}

Result<std::vector<RetrievalRecord>> RetrievalRepository::ofCandidate(CandidateId candidate) const
{
    Query q(m_db, kOfCandidate);
    q.bind(candidate);
    Result<std::vector<RetrievalRecord>> found = readAll<RetrievalRecord>(q, read);
    if (!found)
        return found;
    for (RetrievalRecord& retrieval : *found) {
        Result<std::vector<RetrievalRecord::Hit>> rows = hits(retrieval.id);
        if (!rows)
            return rows.error();
        retrieval.hits = std::move(*rows);
    }
    return found;
}

Status RetrievalRepository::addValue(const ValueRecord& v)
{
    Query q(m_db, kInsertValue);
    q.bind(v.entry).bind(v.candidate).bind(v.stage).bind(v.reward).bind(v.before).bind(v.after).bind(v.at);
    return q.run();
}

Result<std::vector<ValueRecord>> RetrievalRepository::values(EntryId entry) const
{
    Query q(m_db, kValues);
    q.bind(entry);
    return readAll<ValueRecord>(q, readValue);
}

} // namespace hawk::store
