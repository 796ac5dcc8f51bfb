#include "engine/run_state.h"

#include "base/hash.h"
#include "engine/model_run.h"
#include "engine/records.h"

#include <algorithm>
#include <numeric>

namespace hawk::engine {
namespace {

std::string stateKey(RunId run) { return "engine/run/" + std::to_string(run.value) + "/state"; }

Json toJson(const llm::Spending& spent)
{
    return { { "requests", spent.requests }, { "promptTokens", spent.promptTokens },
        { "cachedTokens", spent.cachedTokens }, { "completionTokens", spent.completionTokens },
        { "unpriced", spent.unpriced }, { "money", spent.money } };
}

void fromJson(const Json& json, llm::Spending& spent)
{
    json.at("requests").get_to(spent.requests);
    json.at("promptTokens").get_to(spent.promptTokens);
    json.at("cachedTokens").get_to(spent.cachedTokens);
    json.at("completionTokens").get_to(spent.completionTokens);
    json.at("unpriced").get_to(spent.unpriced);
    json.at("money").get_to(spent.money);
}

Json toJson(const TaskProgress& task)
{
    Json points = Json::array();
    for (const StartPoint& point : task.startPoints)
        points.push_back({ { "candidate", point.candidate.value }, { "value", point.value },
            { "emptyAnswers", point.emptyAnswers } });
    return { { "steps", task.steps }, { "lastRound", task.lastRound }, { "withoutGain", task.withoutGain },
        { "emptyDrafts", task.emptyDrafts }, { "restart", task.restart }, { "failures", task.failures },
        { "startPoints", std::move(points) } };
}

void fromJson(const Json& json, TaskProgress& task)
{
    json.at("steps").get_to(task.steps);
    json.at("lastRound").get_to(task.lastRound);
    json.at("withoutGain").get_to(task.withoutGain);
    json.at("emptyDrafts").get_to(task.emptyDrafts);
    json.at("restart").get_to(task.restart);
    json.at("failures").get_to(task.failures);
    for (const Json& point : json.at("startPoints"))
        task.startPoints.push_back({ .candidate = { point.at("candidate").get<std::int64_t>() },
            .value = point.at("value").get<double>(),
            .emptyAnswers = point.at("emptyAnswers").get<int>() });
}

Status readBookkeeping(const store::Workspace& workspace, RunState& state)
{
    const Result<std::optional<std::string>> text = workspace.meta(stateKey(state.record.id));
    if (!text)
        return text.error();
    if (!*text)
        return {}; // killed before the first step
    const Result<Json> json = parseJson(**text, stateKey(state.record.id));
    if (!json)
        return json.error();
    try {
        json->at("round").get_to(state.round);
        const Json& rewards = json->at("refineRewards");
        rewards.at("mean").get_to(state.refineRewards.mean);
        rewards.at("square").get_to(state.refineRewards.square);
        rewards.at("count").get_to(state.refineRewards.count);
        rewards.at("feasible").get_to(state.refineRewards.feasible);
        if (const auto spent = json->find("spent"); spent != json->end()) { // runs before there were models have none
            fromJson(*spent, state.spent);
            json->at("currency").get_to(state.currency);
        }
        const Json& tasks = json->at("tasks");
        for (TaskProgress& task : state.tasks)
            if (const auto found = tasks.find(std::to_string(task.record.id.value)); found != tasks.end())
                fromJson(*found, task);
    } catch (const Json::exception& failure) {
        return Error { Errc::Internal,
            "the bookkeeping of run " + std::to_string(state.record.id.value)
                + " is not readable: " + failure.what(),
            {}, {} };
    }
    return {};
}

Status loadSpecOf(Session& session, TaskProgress& task)
{
    const Result<store::SpecRecord> row = session.workspace().spec(task.record.spec);
    if (!row)
        return row.error();
    Result<std::shared_ptr<const spec::OperatorSpec>> spec = loadSpec(*row);
    if (!spec)
        return spec.error();
    task.spec = *std::move(spec);
    task.dtypes = elementTypes(*task.spec);
    return {};
}

Status checkOptions(const RunOptions& options)
{
    if (options.attemptsPerTask < 1)
        return Error { Errc::InvalidInput,
            "a run needs at least 1 attempt per task, not " + std::to_string(options.attemptsPerTask), {},
            {} };
    if (options.secondsBudget < 0 || options.parallelJudges < 1 || options.refineWithoutGain < 1)
        return Error { Errc::InvalidInput,
            "seconds must not be negative, parallel judges and refinements without gain at least 1", {}, {} };
    if (options.tokenBudget < 0 || options.moneyBudget < 0 || options.promptBudget < 1)
        return Error { Errc::InvalidInput,
            "the budgets of tokens and money must not be negative, that of a prompt is at least 1 token", {}, {} };
    return {};
}

/// Rows of the wanted specs, in the order of the workspace.
Result<std::vector<store::SpecRecord>> wantedSpecs(Session& session, const std::vector<std::string>& names)
{
    if (names.empty())
        return session.workspace().specs();
    std::vector<store::SpecRecord> rows;
    for (const std::string& name : names) {
        if (std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.name == name; }))
            continue;
        Result<std::optional<store::SpecRecord>> row = session.workspace().specByName(name);
        if (!row)
            return row.error();
        if (!*row)
            return unknownSpec(session.workspace(), name);
        rows.push_back(**std::move(row));
    }
    return rows;
}

} // namespace

bool TaskProgress::open() const
{
    return record.state == "pending" || record.state == "drafting" || record.state == "refining";
}

const store::CandidateRecord* TaskProgress::find(CandidateId id) const
{
    const auto found
        = std::find_if(candidates.begin(), candidates.end(), [&](const auto& row) { return row.id == id; });
    return found == candidates.end() ? nullptr : &*found;
}

int TaskProgress::childrenOf(CandidateId id) const
{
    return static_cast<int>(std::count_if(
        candidates.begin(), candidates.end(), [&](const auto& row) { return row.parent == id; }));
}

std::set<std::string> TaskProgress::triedContents() const
{
    std::set<std::string> contents;
    for (const store::CandidateRecord& row : candidates)
        contents.insert(contentOf(row));
    return contents;
}

int RunState::attemptsDone() const
{
    return std::accumulate(
        tasks.begin(), tasks.end(), 0, [](int n, const auto& task) { return n + task.record.attempts; });
}

int RunState::tasksDone() const
{
    return static_cast<int>(
        std::count_if(tasks.begin(), tasks.end(), [](const auto& task) { return !task.open(); }));
}

bool RunState::allDone() const { return tasksDone() == static_cast<int>(tasks.size()); }

std::string contentOf(const target::Candidate& candidate)
{
    return sha256Hex(candidate.source) + sha256Hex(candidate.launchPlan);
}

std::string contentOf(const store::CandidateRecord& row) { return row.sourceHash + row.launchPlanHash; }

std::string failureSignature(const target::Verdict& verdict)
{
    std::string text(target::name(verdict.outcome));
    std::set<std::string> constraints;
    for (const emulator::Finding& finding : verdict.findings)
        if (finding.severity <= emulator::Severity::Error)
            constraints.insert(finding.constraint);
    for (const std::string& constraint : constraints)
        text.append("|").append(constraint);
    for (const emulator::Diagnostic& diagnostic : verdict.diagnostics)
        if (diagnostic.level == emulator::Diagnostic::Level::Error)
            return text.append("|").append(knowledge::normaliseError(diagnostic.message));
    if (constraints.empty())
        text.append("|").append(knowledge::normaliseError(verdict.summary));
    return text;
}

Json toJson(const RunOptions& options)
{
    return { { "specs", options.specs }, { "chip", options.chip },
        { "attemptsPerTask", options.attemptsPerTask }, { "secondsBudget", options.secondsBudget },
        { "seed", options.seed }, { "parallelJudges", options.parallelJudges },
        { "refineWithoutGain", options.refineWithoutGain }, { "model", options.model },
        { "contract", options.contract }, { "promptBudget", options.promptBudget },
        { "tokenBudget", options.tokenBudget }, { "moneyBudget", options.moneyBudget },
        { "replay", options.replay.value }, { "replayFile", options.replayFile } };
}

Result<RunOptions> runOptionsFromJson(const Json& json)
{
    RunOptions options;
    try {
        json.at("specs").get_to(options.specs);
        json.at("chip").get_to(options.chip);
        json.at("attemptsPerTask").get_to(options.attemptsPerTask);
        json.at("secondsBudget").get_to(options.secondsBudget);
        json.at("seed").get_to(options.seed);
        json.at("parallelJudges").get_to(options.parallelJudges);
        json.at("refineWithoutGain").get_to(options.refineWithoutGain);
        // Runs made before there were models have none of these.
        options.model = json.value("model", options.model);
        options.contract = json.value("contract", options.contract);
        options.promptBudget = json.value("promptBudget", options.promptBudget);
        options.tokenBudget = json.value("tokenBudget", options.tokenBudget);
        options.moneyBudget = json.value("moneyBudget", options.moneyBudget);
        options.replay.value = json.value("replay", options.replay.value);
        options.replayFile = json.value("replayFile", options.replayFile);
    } catch (const Json::exception& failure) {
        return Error { Errc::Internal,
            std::string("the stored options of the run are not readable: ") + failure.what(), {}, {} };
    }
    return options;
}

Result<RunState> createRun(Session& session, const RunOptions& options, const ModelRun* model)
{
    if (Status checked = checkOptions(options); !checked)
        return checked.error();
    Result<std::shared_ptr<const chip::ChipFacts>> facts = session.chips().find(options.chip);
    if (!facts)
        return facts.error();
    const Result<std::vector<store::SpecRecord>> specs = wantedSpecs(session, options.specs);
    if (!specs)
        return specs.error();
    if (specs->empty())
        return Error { Errc::NotFound, "the workspace has no operators to work on", {},
            "add one with `hawk spec import FILE`" };
    RunState state;
    state.options = options;
    state.chip = *std::move(facts);
    if (!state.chip->emulated && session.target().name() == "emulator")
        return Error { Errc::InvalidInput, "the emulator does not run kernels for " + state.chip->name, {},
            "choose a chip that `hawk chip list` marks as emulated" };
    state.options.chip = state.chip->name;
    state.record = { .state = "created",
        .chip = state.chip->name,
        .target = session.target().name(),
        .synthesizer = options.usesModel() ? "llm:" + options.model : session.builtin().name(),
        .seed = options.seed,
        .options = toJson(state.options),
        .startedAt = session.clock().nowMs() };
    for (const store::SpecRecord& spec : *specs) {
        TaskProgress task;
        task.record = { .spec = spec.id,
            .specName = spec.name,
            .position = static_cast<int>(state.tasks.size()),
            .state = "pending" };
        if (Status loaded = loadSpecOf(session, task); !loaded)
            return loaded.error();
        state.tasks.push_back(std::move(task));
    }
    Status stored = session.workspace().transaction([&]() -> Status {
        Result<RunId> run = session.workspace().addRun(state.record);
        if (!run)
            return run.error();
        state.record.id = *run;
        for (TaskProgress& task : state.tasks) {
            task.record.run = *run;
            Result<TaskId> id = session.workspace().addTask(task.record);
            if (!id)
                return id.error();
            task.record.id = *id;
        }
        if (model != nullptr)
            if (Status kept = model->keep(session.workspace(), *run); !kept)
                return kept;
        return saveBookkeeping(session.workspace(), state);
    });
    if (!stored)
        return stored.error();
    return state;
}

Result<RunState> loadRun(Session& session, RunId run)
{
    store::Workspace& workspace = session.workspace();
    RunState state;
    Result<store::RunRecord> record = workspace.run(run);
    if (!record)
        return record.error();
    state.record = *std::move(record);
    Result<RunOptions> options = runOptionsFromJson(state.record.options);
    if (!options)
        return options.error();
    state.options = *std::move(options);
    Result<std::shared_ptr<const chip::ChipFacts>> facts = session.chips().find(state.record.chip);
    if (!facts)
        return facts.error();
    state.chip = *std::move(facts);
    Result<std::vector<store::TaskRecord>> tasks = workspace.tasks(run);
    if (!tasks)
        return tasks.error();
    std::sort(
        tasks->begin(), tasks->end(), [](const auto& a, const auto& b) { return a.position < b.position; });
    for (store::TaskRecord& row : *tasks) {
        TaskProgress task;
        task.record = std::move(row);
        if (Status loaded = loadSpecOf(session, task); !loaded)
            return loaded.error();
        Result<std::vector<store::CandidateRecord>> candidates
            = workspace.candidates({ .task = task.record.id });
        if (!candidates)
            return candidates.error();
        task.candidates = *std::move(candidates);
        state.tasks.push_back(std::move(task));
    }
    if (Status read = readBookkeeping(workspace, state); !read)
        return read.error();
    return state;
}

Status saveBookkeeping(store::Workspace& workspace, const RunState& state)
{
    Json tasks = Json::object();
    for (const TaskProgress& task : state.tasks)
        tasks[std::to_string(task.record.id.value)] = toJson(task);
    const Json json { { "round", state.round },
        { "refineRewards",
            { { "mean", state.refineRewards.mean }, { "square", state.refineRewards.square },
                { "count", state.refineRewards.count }, { "feasible", state.refineRewards.feasible } } },
        { "spent", toJson(state.spent) }, { "currency", state.currency }, { "tasks", std::move(tasks) } };
    return workspace.setMeta(stateKey(state.record.id), json.dump());
}

} // namespace hawk::engine
