#include "store/decision_repository.h"

#include "store/query.h"

namespace hawk::store {
namespace {

constexpr std::string_view kInsert
    = "insert into decision (subject, subject_id, action, who, reason, before, after, undone_by, at) "
      "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
// 0 makes the decision stand again.
constexpr std::string_view kMarkUndone = "update decision set undone_by = nullif(?1, 0) where id = ?2";
constexpr std::string_view kOf = "select id, subject, subject_id, action, who, reason, before, after, undone_by, at "
                                 "from decision where subject = ?1 and subject_id = ?2 order by id";
constexpr std::string_view kNewestStanding
    = "select id, subject, subject_id, action, who, reason, before, after, undone_by, at from decision "
      "where undone_by is null and action not in ('undo', 'redo') order by id desc limit 1";
constexpr std::string_view kNewestStandingUndo
    = "select id, subject, subject_id, action, who, reason, before, after, undone_by, at from decision "
      "where undone_by is null and action = 'undo' "
      "and id > (select coalesce(max(id), 0) from decision where action not in ('undo', 'redo')) "
      "order by id desc limit 1";

Result<DecisionRecord> read(const Query& q)
{
    Result<Json> before = q.json(6);
    if (!before)
        return before.error();
    Result<Json> after = q.json(7);
    if (!after)
        return after.error();
    return DecisionRecord { .id = q.integer(0),
        .subject = q.text(1),
        .subjectId = q.integer(2),
        .action = q.text(3),
        .who = q.text(4),
        .reason = q.text(5),
        .before = std::move(*before),
        .after = std::move(*after),
        .undoneBy = q.integer(8),
        .at = q.integer(9) };
}

} // namespace

Result<std::int64_t> DecisionRepository::add(const DecisionRecord& d)
{
    Query q(m_db, kInsert);
    q.bind(d.subject).bind(d.subjectId).bind(d.action).bind(d.who).bind(d.reason).bind(d.before).bind(d.after);
    if (d.undoneBy != 0)
        q.bind(d.undoneBy);
    else
        q.bindNull();
    return q.bind(d.at).insert();
}

Status DecisionRepository::markUndone(std::int64_t decision, std::int64_t by)
{
    Query q(m_db, kMarkUndone);
    q.bind(by).bind(decision);
    return runOnExisting(q, "decision", decision);
}

Result<std::vector<DecisionRecord>> DecisionRepository::of(std::string_view subject, std::int64_t subjectId) const
{
    Query q(m_db, kOf);
    q.bind(subject).bind(subjectId);
    return readAll<DecisionRecord>(q, read);
}

Result<std::optional<DecisionRecord>> DecisionRepository::newestStanding() const
{
    Query q(m_db, kNewestStanding);
    return readFirst<DecisionRecord>(q, read);
}

Result<std::optional<DecisionRecord>> DecisionRepository::newestStandingUndo() const
{
    Query q(m_db, kNewestStandingUndo);
    return readFirst<DecisionRecord>(q, read);
}

} // namespace hawk::store
