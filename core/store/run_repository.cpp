#include "store/run_repository.h"

#include "store/query.h"

namespace hawk::store {
namespace {

constexpr std::string_view kInsert
    = "insert into run (state, chip, target, synthesizer, seed, options, toolchain, started_at, ended_at, message, "
      "active_seconds) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
constexpr std::string_view kUpdate
    = "update run set state = ?1, chip = ?2, target = ?3, synthesizer = ?4, seed = ?5, options = ?6, toolchain = ?7, "
      "started_at = ?8, ended_at = ?9, message = ?10, active_seconds = ?11 where id = ?12";
constexpr std::string_view kById
    = "select id, state, chip, target, synthesizer, seed, options, toolchain, started_at, ended_at, message, "
      "active_seconds from run where id = ?1";
constexpr std::string_view kAll
    = "select id, state, chip, target, synthesizer, seed, options, toolchain, started_at, ended_at, message, "
      "active_seconds from run order by id desc";
constexpr std::string_view kInsertTask
    = "insert into task (run, spec, spec_name, position, state, attempts, best, first_correct, note) "
      "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
constexpr std::string_view kUpdateTask
    = "update task set run = ?1, spec = ?2, spec_name = ?3, position = ?4, state = ?5, attempts = ?6, best = ?7, "
      "first_correct = ?8, note = ?9 where id = ?10";
constexpr std::string_view kTasks
    = "select id, run, spec, spec_name, position, state, attempts, best, first_correct, note from task "
      "where run = ?1 order by position, id";

void bindAll(Query& q, const RunRecord& run)
{
    q.bind(run.state).bind(run.chip).bind(run.target).bind(run.synthesizer);
    q.bind(static_cast<std::int64_t>(run.seed)); // same 64 bits; SQLite knows only signed
    q.bind(run.options).bind(run.toolchain).bind(run.startedAt).bind(run.endedAt).bind(run.message).bind(run.activeSeconds);
}

void bindAll(Query& q, const TaskRecord& task)
{
    q.bind(task.run).bind(task.spec).bind(task.specName).bind(task.position).bind(task.state).bind(task.attempts);
    q.bind(task.best).bind(task.firstCorrect).bind(task.note);
}

Result<RunRecord> read(const Query& q)
{
    Result<Json> options = q.json(6);
    if (!options)
        return options.error();
    Result<Json> toolchain = q.json(7);
    if (!toolchain)
        return toolchain.error();
    return RunRecord { .id = q.id<RunId>(0),
        .state = q.text(1),
        .chip = q.text(2),
        .target = q.text(3),
        .synthesizer = q.text(4),
        .seed = static_cast<std::uint64_t>(q.integer(5)),
        .options = std::move(*options),
        .toolchain = std::move(*toolchain),
        .startedAt = q.integer(8),
        .endedAt = q.integer(9),
        .message = q.text(10),
        .activeSeconds = q.number(11) };
}

Result<TaskRecord> readTask(const Query& q)
{
    return TaskRecord { .id = q.id<TaskId>(0),
        .run = q.id<RunId>(1),
        .spec = q.id<SpecId>(2),
        .specName = q.text(3),
        .position = q.smallInteger(4),
        .state = q.text(5),
        .attempts = q.smallInteger(6),
        .best = q.id<CandidateId>(7),
        .firstCorrect = q.id<CandidateId>(8),
        .note = q.text(9) };
}

} // namespace

Result<RunId> RunRepository::add(const RunRecord& run)
{
    Query q(m_db, kInsert);
    bindAll(q, run);
    const Result<std::int64_t> id = q.insert();
    if (!id)
        return id.error();
    return RunId { *id };
}

Status RunRepository::update(const RunRecord& run)
{
    Query q(m_db, kUpdate);
    bindAll(q, run);
    q.bind(run.id);
    return runOnExisting(q, "run", run.id.value);
}

Result<RunRecord> RunRepository::byId(RunId id) const
{
    Query q(m_db, kById);
    q.bind(id);
    return readOne<RunRecord>(q, "run", id.value, read);
}

Result<std::vector<RunRecord>> RunRepository::all() const
{
    Query q(m_db, kAll);
    return readAll<RunRecord>(q, read);
}

Result<TaskId> RunRepository::addTask(const TaskRecord& task)
{
    Query q(m_db, kInsertTask);
    bindAll(q, task);
    const Result<std::int64_t> id = q.insert();
    if (!id)
        return id.error();
    return TaskId { *id };
}

Status RunRepository::updateTask(const TaskRecord& task)
{
    Query q(m_db, kUpdateTask);
    bindAll(q, task);
    q.bind(task.id);
    return runOnExisting(q, "task", task.id.value);
}

Result<std::vector<TaskRecord>> RunRepository::tasks(RunId run) const
{
    Query q(m_db, kTasks);
    q.bind(run);
    return readAll<TaskRecord>(q, readTask);
}

} // namespace hawk::store
