#include "bridge/project_controller.h"

#include "bridge/convert.h"
#include "bridge/entry_load.h"
#include "store/workspace.h"

#include <QDateTime>
#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

// One read per burst of events: soon enough to feel live, rare enough to stay cheap.
constexpr int kFetchAfterMs = 120;
constexpr int kMaxRetries = 20;

struct RunView {
    store::RunRecord run;
    std::vector<store::TaskRecord> tasks;
};

Result<RunView> newestRun(store::Workspace& workspace)
{
    const auto runs = workspace.runs();
    if (!runs)
        return runs.error();
    if (runs->empty())
        return RunView {};
    auto tasks = workspace.tasks(runs->front().id);
    if (!tasks)
        return tasks.error();
    return RunView { runs->front(), std::move(*tasks) };
}

} // namespace

struct ProjectController::Snapshot {
    std::vector<store::SpecRecord> specs;
    RunView run;
    std::vector<store::CandidateRecord> candidates;
    std::map<std::int64_t, std::string> models; ///< candidate -> model that wrote it
    std::vector<EntryRow> entries;
    std::vector<EventRow> events;
};

struct ProjectController::Update {
    std::vector<CandidateRow> candidates;
    std::vector<qint64> specsOfCandidates;
    std::optional<RunView> run;
    std::optional<std::vector<EntryRow>> entries;
};

namespace {

Result<ProjectController::Snapshot> readSnapshot(store::Workspace& workspace)
{
    ProjectController::Snapshot snapshot;
    auto specs = workspace.specs();
    if (!specs)
        return specs.error();
    snapshot.specs = std::move(*specs);
    auto run = newestRun(workspace);
    if (!run)
        return run.error();
    snapshot.run = std::move(*run);
    auto candidates = workspace.candidates();
    if (!candidates)
        return candidates.error();
    snapshot.candidates = std::move(*candidates);
    const auto exchanges = workspace.exchanges({ .repliesOnly = true });
    if (!exchanges)
        return exchanges.error();
    for (const store::ExchangeRecord& exchange : *exchanges)
        if (exchange.candidate)
            snapshot.models[exchange.candidate.value] = exchange.model;
    auto entries = loadEntries(workspace);
    if (!entries)
        return entries.error();
    snapshot.entries = std::move(*entries);
    if (snapshot.run.run.id) {
        auto events = workspace.events(snapshot.run.run.id);
        if (!events)
            return events.error();
        for (const store::EventRecord& event : *events)
            if (event.kind != "run-progress")
                snapshot.events.push_back(toRow(event));
    }
    return snapshot;
}

struct UpdateRequest {
    QSet<qint64> candidates;
    bool tasks = false;
    bool entries = false;
};

Result<ProjectController::Update> readUpdate(store::Workspace& workspace, const UpdateRequest& request)
{
    ProjectController::Update update;
    QList<qint64> ids(request.candidates.cbegin(), request.candidates.cend());
    std::sort(ids.begin(), ids.end());
    for (const qint64 id : ids)
        if (const auto record = workspace.candidate(CandidateId { id })) {
            update.candidates.push_back(toRow(*record));
            if (const auto exchanges = workspace.exchanges({ .candidate = record->id, .repliesOnly = true }); exchanges && !exchanges->empty())
                update.candidates.back().model = toQt(exchanges->back().model);
            update.specsOfCandidates.push_back(record->spec.value);
        }
    if (request.tasks) {
        auto run = newestRun(workspace);
        if (!run)
            return run.error();
        update.run = std::move(*run);
    }
    if (request.entries) {
        auto entries = loadEntries(workspace);
        if (!entries)
            return entries.error();
        update.entries = std::move(*entries);
    }
    return update;
}

} // namespace

ProjectController::ProjectController(WorkspaceController& workspace, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kFetchAfterMs);
    connect(&m_timer, &QTimer::timeout, this, &ProjectController::fetch);
    connect(&m_workspace, &WorkspaceController::opened, this, &ProjectController::load);
    connect(&m_workspace, &WorkspaceController::closed, this, [this] { adopt({}); });
}

void ProjectController::load()
{
    m_workspace.read(this, readSnapshot, [this](Result<Snapshot> result) {
        if (result)
            adopt(std::move(*result));
        else
            Q_EMIT m_workspace.failed(
                toUiError(result.error(), tr("The workspace could not be read")), m_workspace.folder());
    });
}

void ProjectController::adopt(Snapshot snapshot)
{
    m_pendingCandidates.clear();
    m_retries.clear();
    m_pendingTasks = m_pendingEntries = m_fetching = false;
    m_firstByOperator.clear();
    m_best.clear();
    m_specNames.clear();
    m_operatorRows.clear();
    for (const store::SpecRecord& spec : snapshot.specs)
        m_specNames.insert(spec.id.value, toQt(spec.name));

    Update run;
    run.run = std::move(snapshot.run);
    for (const store::SpecRecord& spec : snapshot.specs)
        m_operatorRows.push_back(toRow(spec, nullptr));
    m_tree.setRows({});
    m_table.setRows({});
    adoptUpdate(std::move(run), {});
    std::vector<CandidateRow> rows;
    rows.reserve(snapshot.candidates.size());
    for (const store::CandidateRecord& record : snapshot.candidates) {
        rows.push_back(toRow(record));
        rows.back().specName = m_specNames.value(record.spec.value);
        if (const auto model = snapshot.models.find(record.id.value); model != snapshot.models.end())
            rows.back().model = toQt(model->second);
    }
    addCandidates(std::move(rows));
    m_entries.setRows(std::move(snapshot.entries));
    m_log.setRows({});
    m_log.add(std::move(snapshot.events));
    rebuildOperators();
    Q_EMIT loaded();
    Q_EMIT runStateKnown(m_runState, m_runMessage);
}

void ProjectController::apply(const std::vector<engine::Event>& events)
{
    std::vector<EventRow> rows;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (const engine::Event& event : events) {
        if (std::holds_alternative<engine::RunProgress>(event) || std::holds_alternative<engine::ModelStreamed>(event))
            continue;
        rows.push_back(toRow(event, now));
        if (const auto* created = std::get_if<engine::CandidateCreated>(&event))
            m_pendingCandidates.insert(created->candidate.value);
        else if (const auto* judged = std::get_if<engine::CandidateJudged>(&event)) {
            m_pendingCandidates.insert(judged->candidate.value);
            m_pendingTasks = m_pendingEntries = true;
        } else if (std::holds_alternative<engine::EntryProposed>(event)) {
            m_pendingEntries = true;
        } else if (!std::holds_alternative<engine::PromptSent>(event) && !std::holds_alternative<engine::ReplyReceived>(event)) {
            m_pendingTasks = true;
        }
    }
    m_log.add(std::move(rows));
    if (!m_timer.isActive())
        m_timer.start();
}

void ProjectController::refreshCandidate(qint64 id)
{
    m_pendingCandidates.insert(id);
    m_timer.start();
}

void ProjectController::refreshEntries()
{
    m_pendingEntries = true;
    m_timer.start();
}

void ProjectController::refreshRun()
{
    m_pendingTasks = true;
    m_timer.start();
}

void ProjectController::fetch()
{
    if (m_fetching || !m_workspace.isOpen())
        return;
    const UpdateRequest request { m_pendingCandidates, m_pendingTasks, m_pendingEntries };
    if (request.candidates.isEmpty() && !request.tasks && !request.entries)
        return;
    m_pendingCandidates.clear();
    m_pendingTasks = m_pendingEntries = false;
    m_fetching = true;
    m_workspace.read(
        this, [request](store::Workspace& workspace) { return readUpdate(workspace, request); },
        [this, asked = request.candidates](Result<Update> result) {
            m_fetching = false;
            if (result)
                adoptUpdate(std::move(*result), asked);
            if (!m_pendingCandidates.isEmpty() || m_pendingTasks || m_pendingEntries)
                m_timer.start();
        });
}

void ProjectController::adoptUpdate(Update update, const QSet<qint64>& asked)
{
    if (update.run) {
        const RunView& view = *update.run;
        m_run = view.run.id.value;
        m_runState = toQt(view.run.state);
        m_runMessage = toQt(view.run.message);
        m_runChip = toQt(view.run.chip);
        m_runSeed = view.run.seed;
        m_runAttempts = 0;
        if (view.run.options.is_object() && view.run.options.contains("attemptsPerTask")
            && view.run.options.at("attemptsPerTask").is_number_integer())
            m_runAttempts = view.run.options.at("attemptsPerTask").get<int>();
        const Json& options = view.run.options;
        m_runModel = options.is_object() ? toQt(options.value("model", std::string())) : QString();
        m_runReplayed = options.is_object()
            && (options.value("replay", std::int64_t { 0 }) != 0 || !options.value("replayFile", std::string()).empty());
        m_best.clear();
        for (OperatorRow& row : m_operatorRows) {
            const auto task = std::find_if(view.tasks.begin(), view.tasks.end(),
                [&row](const store::TaskRecord& one) { return toQt(one.specName) == row.name; });
            if (task == view.tasks.end())
                continue;
            row.task = task->id.value;
            row.state = toQt(task->state);
            row.note = toQt(task->note);
            row.attempts = task->attempts;
            row.best = task->best.value;
            row.firstCorrect = task->firstCorrect.value;
            m_best.insert(row.best);
        }
    }
    for (std::size_t i = 0; i < update.candidates.size(); ++i)
        update.candidates[i].specName = m_specNames.value(update.specsOfCandidates[i]);
    // An event can arrive before its transaction is visible to the reader: ask again.
    QSet<qint64> missing = asked;
    for (const CandidateRow& row : update.candidates)
        missing.remove(row.id);
    for (const qint64 id : missing)
        if (++m_retries[id] <= kMaxRetries)
            m_pendingCandidates.insert(id);
    addCandidates(update.candidates);
    if (update.entries)
        m_entries.upsert(*update.entries);
    rebuildOperators();
    for (const CandidateRow& row : update.candidates)
        Q_EMIT candidateArrived(row.id, row.specName);
    Q_EMIT updated();
    if (update.run)
        Q_EMIT runStateKnown(m_runState, m_runMessage);
}

void ProjectController::addCandidates(std::vector<CandidateRow> rows)
{
    for (CandidateRow& row : rows) {
        First& first = m_firstByOperator[row.specName];
        if (row.outcome == Outcome::Correct && row.modelledUs > 0 && (first.candidate == 0 || row.id < first.candidate))
            first = { row.id, row.modelledUs };
        row.best = m_best.contains(row.id);
        row.speedup = row.outcome == Outcome::Correct && row.modelledUs > 0 && first.us > 0 ? first.us / row.modelledUs : 0;
    }
    // The former best of an operator loses its mark.
    std::vector<CandidateRow> stale;
    for (const CandidateRow& row : m_table.rows())
        if (row.best != m_best.contains(row.id)) {
            stale.push_back(row);
            stale.back().best = !row.best;
        }
    if (m_table.rowCount() == 0) {
        m_tree.setRows(rows);
        m_table.setRows(std::move(rows));
        return;
    }
    m_tree.upsert(stale);
    m_table.upsert(stale);
    m_tree.upsert(rows);
    m_table.upsert(rows);
}

void ProjectController::rebuildOperators()
{
    for (OperatorRow& row : m_operatorRows) {
        const First first = m_firstByOperator.value(row.name);
        const CandidateRow* firstRow = m_table.find(row.firstCorrect != 0 ? row.firstCorrect : first.candidate);
        const CandidateRow* best = m_table.find(row.best);
        row.firstCorrectUs = firstRow ? firstRow->modelledUs : 0;
        row.bestUs = best ? best->modelledUs : 0;
    }
    if (m_operators.rowCount() != static_cast<int>(m_operatorRows.size())) {
        m_operators.setRows(m_operatorRows);
        return;
    }
    for (std::size_t i = 0; i < m_operatorRows.size(); ++i)
        m_operators.replace(static_cast<int>(i), m_operatorRows[i]);
}

qint64 ProjectController::firstCorrectOf(const QString& operatorName) const
{
    return m_firstByOperator.value(operatorName).candidate;
}

double ProjectController::firstCorrectUsOf(const QString& operatorName) const
{
    return m_firstByOperator.value(operatorName).us;
}

void ProjectController::retranslate()
{
    m_operators.retranslate();
    m_tree.retranslate();
    m_table.retranslate();
    m_entries.retranslate();
    m_log.retranslate();
}

} // namespace hawk::ui
