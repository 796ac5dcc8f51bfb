#include "engine/runner.h"

#include "engine/commit.h"
#include "engine/planning.h"
#include "engine/round_execution.h"
#include "engine/run_state.h"

#include <algorithm>
#include <atomic>
#include <mutex>

namespace hawk::engine {
namespace {

double secondsBetween(std::chrono::steady_clock::time_point from, std::chrono::steady_clock::time_point to)
{
    return std::chrono::duration<double>(to - from).count();
}

std::string budgetNote(double seconds)
{
    std::string text = std::to_string(seconds);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.'))
        text.pop_back();
    return "the budget of " + text + " s of working time is spent";
}

bool resumable(const store::RunRecord& run) { return run.state != "finished"; }

} // namespace

struct Runner::Impl {
    Impl(Session& aSession, EventSink& aSink)
        : session(aSession)
        , sink(aSink)
    {
    }

    Session& session;
    EventSink& sink;
    std::atomic<bool> pause = false;
    std::atomic<bool> stop = false;

    // Of the run at work; engine thread only.
    RunState state;
    std::chrono::steady_clock::time_point startedAt;
    double secondsBefore = 0;
    bool budgetSpent = false;
    std::string activity;
    std::unique_ptr<ModelRun> model; ///< null: the built-in synthesizer writes
    std::unique_ptr<RoundBudget> modelBudget; ///< of the round at work
    std::string spentNote; ///< which budget of the model is spent

    double activeSeconds() const
    {
        return secondsBefore + secondsBetween(startedAt, session.clock().steady());
    }
    bool overBudget() const
    {
        return state.options.secondsBudget > 0 && activeSeconds() >= state.options.secondsBudget;
    }
    bool interrupted() const { return pause || stop || budgetSpent || !spentNote.empty(); }

    void post(std::vector<Event> events)
    {
        for (Event& event : events)
            sink.post(std::move(event));
    }

    void postProgress()
    {
        const llm::Spending spent = modelBudget ? modelBudget->spent() : state.spent;
        sink.post(RunProgress { state.record.id, state.attemptsDone(),
            state.options.attemptsPerTask * static_cast<int>(state.tasks.size()), activeSeconds(),
            state.options.secondsBudget, state.tasksDone(), static_cast<int>(state.tasks.size()), activity,
            spent.promptTokens + spent.completionTokens, state.options.tokenBudget, spent.money,
            state.options.moneyBudget, modelBudget ? modelBudget->currency() : state.currency });
    }

    Status begin(bool resumed)
    {
        startedAt = session.clock().steady();
        secondsBefore = state.record.activeSeconds;
        budgetSpent = false;
        spentNote.clear();
        modelBudget.reset();
        activity.clear();
        state.record.state = "running";
        state.record.message.clear();
        state.record.endedAt = 0;
        std::vector<Event> events { RunStarted { state.record.id, state.record.chip, {}, resumed } };
        for (const TaskProgress& task : state.tasks) {
            std::get<RunStarted>(events.front()).specs.push_back(task.record.specName);
            if (!resumed)
                events.push_back(TaskStarted { state.record.id, task.record.id, task.record.specName });
        }
        Status stored = session.workspace().transaction([&]() -> Status {
            if (Status updated = session.workspace().updateRun(state.record); !updated)
                return updated;
            return storeEvents(session, events);
        });
        if (stored)
            post(std::move(events));
        return stored;
    }

    /// While waiting for a result: follow requests and budget, and tell what is going on.
    void tick(RoundExecution& execution, RoundExecution::News news)
    {
        if (overBudget())
            budgetSpent = true;
        if (stop || budgetSpent)
            execution.cancel();
        else if (pause)
            execution.startNoMore();
        post(std::move(news.events));
        if (!news.activity.empty() && news.activity != activity) {
            activity = std::move(news.activity);
            postProgress();
        }
    }

    StepTools tools()
    {
        const bool reproducing = static_cast<bool>(state.options.replay); // learns nothing: the run it repeats did
        return { session.builtin(), session.target(), model.get(), modelBudget.get(),
            [this, reproducing](const std::string& key) {
                if (reproducing)
                    return true;
                const auto entry = session.workspace().entryByKey(key);
                return entry && entry->has_value();
            } };
    }

    Status round()
    {
        PriorCache& cache = *priors;
        Result<std::vector<StepPlan>> plans = planRound(session, state, cache);
        if (!plans)
            return plans.error();
        modelBudget = std::make_unique<RoundBudget>(
            RoundBudget::Caps { state.options.tokenBudget, state.options.moneyBudget }, state.spent, state.currency,
            plans->size());
        RoundExecution execution(tools(), *plans, state.options.parallelJudges);
        for (std::size_t i = 0; i < plans->size(); ++i) {
            tick(execution, {});
            const std::optional<StepResult> step
                = execution.take(i, [&](RoundExecution::News news) { tick(execution, std::move(news)); });
            if (!step || step->kind == StepResult::Kind::Cancelled)
                return {}; // interrupted; the rest of the round keeps its plan
            if (step->kind == StepResult::Kind::BudgetSpent) {
                spentNote = step->error.message;
                return {};
            }
            if (step->kind == StepResult::Kind::RunFailed)
                return step->error;
            Result<std::vector<Event>> events
                = commitStep(session, state, (*plans)[i], *step, activeSeconds());
            if (!events)
                return events.error();
            post(*std::move(events));
            postProgress();
        }
        return {};
    }

    /// Rounds until every task is closed or somebody interrupts.
    Status loop()
    {
        while (!state.allDone() && !interrupted()) {
            if (overBudget()) {
                budgetSpent = true;
                break;
            }
            const bool committed = std::all_of(state.tasks.begin(), state.tasks.end(),
                [&](const TaskProgress& task) { return !task.open() || task.lastRound >= state.round; });
            if (committed)
                ++state.round;
            if (Status done = round(); !done)
                return done;
        }
        return {};
    }

    Status finish(const std::string& runState, const std::string& message)
    {
        Result<std::vector<Event>> events = endRun(session, state, runState, message, activeSeconds());
        if (!events) {
            // The workspace cannot take it (a full disk): listeners still learn that the run is over.
            sink.post(RunFinished { state.record.id, "failed", events.error().text(), false });
            return events.error();
        }
        post(*std::move(events));
        return {};
    }

    Status end()
    {
        const std::string again = "`hawk resume` goes on with it";
        if (state.allDone())
            return finish("finished", {});
        if ((budgetSpent || !spentNote.empty()) && !stop) {
            const std::string note = spentNote.empty() ? budgetNote(state.options.secondsBudget) : spentNote;
            Result<std::vector<Event>> events = closeTasks(session, state, note);
            if (!events)
                return events.error();
            post(*std::move(events));
            return finish("finished", note);
        }
        return stop ? finish("stopped", "stopped on request; " + again)
                    : finish("paused", "paused on request; " + again);
    }

    Result<RunSummary> drive(RunState loaded, bool resumed)
    {
        state = std::move(loaded);
        priors = std::make_unique<PriorCache>(session.workspace());
        Status outcome = begin(resumed);
        if (outcome)
            outcome = loop();
        if (outcome)
            outcome = end();
        else if (Status told = finish("failed", outcome.error().text()); !told)
            outcome = told.error();
        pause = false;
        stop = false;
        model.reset();
        if (!outcome)
            return outcome.error();
        return summarise(session.workspace(), state.record.id);
    }

    std::unique_ptr<PriorCache> priors;
};

Runner::Runner(Session& session, EventSink& sink)
    : m_impl(std::make_unique<Impl>(session, sink))
{
}

Runner::~Runner() = default;

Result<RunSummary> Runner::run(const RunOptions& options)
{
    if (!m_impl->session.workspace().writable())
        return Error { Errc::InvalidInput, "the workspace is open for reading only, a run needs to write", {},
            {} };
    const Result<RunOptions> complete = withRecordedOptions(m_impl->session.workspace(), options);
    if (!complete)
        return complete.error();
    if (complete->usesModel()) {
        Result<std::unique_ptr<ModelRun>> model = ModelRun::open(m_impl->session, *complete);
        if (!model)
            return model.error();
        m_impl->model = *std::move(model);
    }
    Result<RunState> state = createRun(m_impl->session, *complete, m_impl->model.get());
    if (!state) {
        m_impl->model.reset();
        return state.error();
    }
    return m_impl->drive(*std::move(state), false);
}

Result<RunSummary> Runner::resume(RunId run)
{
    if (!m_impl->session.workspace().writable())
        return Error { Errc::InvalidInput, "the workspace is open for reading only, a run needs to write", {},
            {} };
    if (!run) {
        const Result<std::vector<store::RunRecord>> runs = m_impl->session.workspace().runs();
        if (!runs)
            return runs.error();
        const auto newest = std::find_if(runs->begin(), runs->end(), resumable);
        if (newest == runs->end())
            return Error { Errc::NotFound,
                runs->empty() ? "there is no run to resume" : "every run is finished", {},
                "`hawk run` starts a new one" };
        run = newest->id;
    }
    Result<RunState> state = loadRun(m_impl->session, run);
    if (!state)
        return state.error();
    if (!resumable(state->record))
        return Error { Errc::InvalidInput, "run " + std::to_string(run.value) + " is finished", {},
            "`hawk run` starts a new one" };
    if (state->options.usesModel()) {
        Result<std::unique_ptr<ModelRun>> model = ModelRun::reopen(m_impl->session, *state);
        if (!model)
            return model.error();
        m_impl->model = *std::move(model);
    }
    return m_impl->drive(*std::move(state), true);
}

void Runner::requestPause() { m_impl->pause = true; }

void Runner::requestStop() { m_impl->stop = true; }

} // namespace hawk::engine
