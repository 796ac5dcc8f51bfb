#include "store/candidate_repository.h"

#include "store/query.h"

namespace hawk::store {
namespace {

constexpr std::string_view kInsert
    = "insert into candidate (run, task, spec, parent, attempt, origin, stage, source_hash, launch_plan_hash, plan, "
      "note, used_entries, created_at, outcome, modelled_us, summary, form, file_name) "
      "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)";
constexpr std::string_view kSelect
    = "select c.id, c.run, c.task, c.spec, c.parent, c.attempt, c.origin, c.stage, c.source_hash, c.launch_plan_hash, "
      "c.plan, c.note, c.used_entries, c.created_at, c.outcome, c.modelled_us, c.summary, c.form, c.file_name from candidate c";

Result<CandidateRecord> read(const Query& q)
{
    Result<Json> plan = q.json(10);
    if (!plan)
        return plan.error();
    const Result<Json> used = q.json(12);
    if (!used)
        return used.error();
    CandidateRecord out { .id = q.id<CandidateId>(0),
        .run = q.id<RunId>(1),
        .task = q.id<TaskId>(2),
        .spec = q.id<SpecId>(3),
        .parent = q.id<CandidateId>(4),
        .attempt = q.smallInteger(5),
        .origin = q.text(6),
        .stage = q.text(7),
        .form = q.text(17),
        .fileName = q.text(18),
        .sourceHash = q.text(8),
        .launchPlanHash = q.text(9),
        .plan = std::move(*plan),
        .note = q.text(11),
        .createdAt = q.integer(13),
        .outcome = q.text(14),
        .modelledUs = q.number(15),
        .summary = q.text(16) };
    for (const Json& id : *used)
        out.usedEntries.push_back(EntryId { id.is_number_integer() ? id.get<std::int64_t>() : 0 });
    return out;
}

} // namespace

Result<CandidateId> CandidateRepository::add(const CandidateRecord& c)
{
    Json used = Json::array();
    for (const EntryId entry : c.usedEntries)
        used.push_back(entry.value);
    Query q(m_db, kInsert);
    q.bind(c.run).bind(c.task).bind(c.spec).bind(c.parent).bind(c.attempt).bind(c.origin).bind(c.stage);
    q.bind(c.sourceHash).bind(c.launchPlanHash).bind(c.plan).bind(c.note).bind(used).bind(c.createdAt);
    q.bind(c.outcome).bind(c.modelledUs).bind(c.summary).bind(c.form).bind(c.fileName);
    const Result<std::int64_t> id = q.insert();
    if (!id)
        return id.error();
    return CandidateId { *id };
}

Result<CandidateRecord> CandidateRepository::byId(CandidateId id) const
{
    static const std::string kById = std::string(kSelect) + " where c.id = ?1";
    Query q(m_db, kById);
    q.bind(id);
    return readOne<CandidateRecord>(q, "candidate", id.value, read);
}

Result<std::vector<CandidateRecord>> CandidateRepository::matching(const Workspace::CandidateFilter& filter) const
{
    // One text per combination of conditions, so that each uses its index; there are few, and each is prepared once.
    std::string sql(kSelect);
    if (!filter.specName.empty())
        sql += " join spec s on s.id = c.spec";
    std::string glue = " where ";
    const auto condition = [&](bool wanted, std::string_view text) {
        if (!wanted)
            return;
        sql += glue + std::string(text) + " = ?";
        glue = " and ";
    };
    condition(bool(filter.run), "c.run");
    condition(bool(filter.task), "c.task");
    condition(bool(filter.spec), "c.spec");
    condition(bool(filter.parent), "c.parent");
    condition(!filter.specName.empty(), "s.name");
    sql += " order by c.id";
    Query q(m_db, sql);
    const auto bindIf = [&](auto id) {
        if (id)
            q.bind(id);
    };
    bindIf(filter.run);
    bindIf(filter.task);
    bindIf(filter.spec);
    bindIf(filter.parent);
    if (!filter.specName.empty())
        q.bind(filter.specName);
    return readAll<CandidateRecord>(q, read);
}

} // namespace hawk::store
