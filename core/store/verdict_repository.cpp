#include "store/verdict_repository.h"

#include "store/query.h"

namespace hawk::store {
namespace {

constexpr std::string_view kInsert
    = "insert into verdict (candidate, outcome, summary, target, chip, modelled_us, judge_ms, body, judged_at) "
      "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
constexpr std::string_view kCopyToCandidate
    = "update candidate set outcome = ?1, modelled_us = ?2, summary = ?3 where id = ?4";
constexpr std::string_view kInsertFinding
    = "insert into finding (candidate, verdict, rule, severity, line, body) values (?1, ?2, ?3, ?4, ?5, ?6)";
constexpr std::string_view kInsertProfile
    = "insert into profile (candidate, verdict, case_name, total_us, trusted, trace_hash, body) "
      "values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr std::string_view kNewest
    = "select id, candidate, outcome, summary, target, chip, modelled_us, judge_ms, body, judged_at from verdict "
      "where candidate = ?1 order by id desc limit 1";
constexpr std::string_view kFindings
    = "select id, candidate, verdict, rule, severity, line, body from finding "
      "where verdict = (select max(id) from verdict where candidate = ?1) order by id";
constexpr std::string_view kProfiles
    = "select id, candidate, verdict, case_name, total_us, trusted, trace_hash, body from profile "
      "where verdict = (select max(id) from verdict where candidate = ?1) order by id";

Result<VerdictRecord> read(const Query& q)
{
    Result<Json> body = q.json(8);
    if (!body)
        return body.error();
    return VerdictRecord { .id = q.id<VerdictId>(0),
        .candidate = q.id<CandidateId>(1),
        .outcome = q.text(2),
        .summary = q.text(3),
        .target = q.text(4),
        .chip = q.text(5),
        .modelledUs = q.number(6),
        .judgeMs = q.number(7),
        .body = std::move(*body),
        .judgedAt = q.integer(9) };
}

Result<FindingRecord> readFinding(const Query& q)
{
    Result<Json> body = q.json(6);
    if (!body)
        return body.error();
    return FindingRecord { .id = q.integer(0),
        .candidate = q.id<CandidateId>(1),
        .verdict = q.id<VerdictId>(2),
        .constraint = q.text(3),
        .severity = q.text(4),
        .line = q.smallInteger(5),
        .body = std::move(*body) };
}

Result<ProfileRecord> readProfile(const Query& q)
{
    Result<Json> body = q.json(7);
    if (!body)
        return body.error();
    return ProfileRecord { .id = q.integer(0),
        .candidate = q.id<CandidateId>(1),
        .verdict = q.id<VerdictId>(2),
        .caseName = q.text(3),
        .totalUs = q.number(4),
        .trusted = q.integer(5) != 0,
        .traceHash = q.text(6),
        .body = std::move(*body) };
}

} // namespace

Status VerdictRepository::addRows(VerdictId id, const VerdictRecord& verdict,
    const std::vector<FindingRecord>& findings, const std::vector<ProfileRecord>& profiles)
{
    for (const FindingRecord& f : findings) {
        Query q(m_db, kInsertFinding);
        q.bind(verdict.candidate).bind(id).bind(f.constraint).bind(f.severity).bind(f.line).bind(f.body);
        if (Status s = q.run(); !s)
            return s;
    }
    for (const ProfileRecord& p : profiles) {
        Query q(m_db, kInsertProfile);
        q.bind(verdict.candidate).bind(id).bind(p.caseName).bind(p.totalUs).bind(p.trusted).bind(p.traceHash).bind(p.body);
        if (Status s = q.run(); !s)
            return s;
    }
    Query copy(m_db, kCopyToCandidate);
    copy.bind(verdict.outcome).bind(verdict.modelledUs).bind(verdict.summary).bind(verdict.candidate);
    return runOnExisting(copy, "candidate", verdict.candidate.value);
}

Result<VerdictId> VerdictRepository::add(const VerdictRecord& verdict, const std::vector<FindingRecord>& findings,
    const std::vector<ProfileRecord>& profiles)
{
    VerdictId id;
    const Status done = m_db.transaction([&]() -> Status {
        Query q(m_db, kInsert);
        q.bind(verdict.candidate).bind(verdict.outcome).bind(verdict.summary).bind(verdict.target).bind(verdict.chip);
        q.bind(verdict.modelledUs).bind(verdict.judgeMs).bind(verdict.body).bind(verdict.judgedAt);
        const Result<std::int64_t> row = q.insert();
        if (!row)
            return row.error();
        id.value = *row;
        return addRows(id, verdict, findings, profiles);
    });
    if (!done)
        return done.error();
    return id;
}

Result<std::optional<VerdictRecord>> VerdictRepository::newest(CandidateId candidate) const
{
    Query q(m_db, kNewest);
    q.bind(candidate);
    return readFirst<VerdictRecord>(q, read);
}

Result<std::vector<FindingRecord>> VerdictRepository::findings(CandidateId candidate) const
{
    Query q(m_db, kFindings);
    q.bind(candidate);
    return readAll<FindingRecord>(q, readFinding);
}

Result<std::vector<ProfileRecord>> VerdictRepository::profiles(CandidateId candidate) const
{
    Query q(m_db, kProfiles);
    q.bind(candidate);
    return readAll<ProfileRecord>(q, readProfile);
}

} // namespace hawk::store
