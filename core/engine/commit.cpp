#include "engine/commit.h"

#include "engine/records.h"

#include <algorithm>
#include <cmath>

namespace hawk::engine {
namespace {

constexpr int kRepairCap = 4; // tries against one failure signature (algorithms.md 7.5)
constexpr int kEmptyDraftCap = 2; // the second one was already asked with a wider retrieval

/// One step on its way into the workspace. Works on a copy of the state, which the caller takes over on
/// success.
class Commit {
public:
    Commit(Session& session, RunState& state, const StepPlan& plan, const StepResult& step)
        : m_session(session)
        , m_workspace(session.workspace())
        , m_state(state)
        , m_task(state.tasks[plan.task])
        , m_plan(plan)
        , m_step(step)
    {
    }

    Status write()
    {
        ++m_task.steps;
        m_task.lastRound = m_state.round;
        noteSpending();
        switch (m_step.kind) {
        case StepResult::Kind::Judged:
            if (Status stored = storeCandidate(); !stored)
                return stored;
            if (Status credited = assess(); !credited)
                return credited;
            if (Status learned = storeLesson(); !learned)
                return learned;
            break;
        case StepResult::Kind::Exhausted:
            takeExhausted();
            break;
        case StepResult::Kind::TaskFailed:
            close(m_task.correct() ? "done" : "unsupported", m_step.error.text());
            break;
        case StepResult::Kind::RunFailed:
        case StepResult::Kind::BudgetSpent:
        case StepResult::Kind::Cancelled:
            break; // never committed
        }
        closeWhenDone();
        return store();
    }
    std::vector<Event> events;

private:
    bool refining() const { return m_plan.request.stage == synth::SynthRequest::Stage::Refine; }
    bool feasible() const { return m_step.verdict.outcome == target::Outcome::Correct; }
    std::string stageName() const { return refining() ? "refine" : "draft"; }

    Status storeCandidate()
    {
        const std::int64_t now = m_session.clock().nowMs();
        m_row = { .run = m_state.record.id,
            .task = m_task.record.id,
            .spec = m_task.record.spec,
            .parent = m_plan.request.parent ? m_plan.request.parent->id : CandidateId {},
            .attempt = m_task.record.attempts,
            .origin = m_state.record.synthesizer,
            .stage = stageName(),
            .plan = m_step.draft.plan,
            .note = m_step.draft.note,
            .usedEntries = m_step.draft.usedEntries,
            .createdAt = now };
        if (Status kept = keepTexts(m_workspace, m_step.draft.candidate, m_row); !kept)
            return kept;
        Result<CandidateId> id = m_workspace.addCandidate(m_row);
        if (!id)
            return id.error();
        m_row.id = *id;
        for (const ReplyReceived& reply : m_step.replies)
            if (Status named = m_workspace.setExchangeCandidate(reply.exchange, *id); !named)
                return named;
        const VerdictRows rows = toRows(m_step.verdict, *id, now);
        if (Result<VerdictId> verdict = m_workspace.addVerdict(rows.verdict, rows.findings, rows.profiles);
            !verdict)
            return verdict.error();
        m_row.outcome = rows.verdict.outcome;
        m_row.modelledUs = rows.verdict.modelledUs;
        m_row.summary = rows.verdict.summary;
        if (m_state.record.toolchain.empty())
            m_state.record.toolchain = m_step.verdict.environment;
        ++m_task.record.attempts;
        return storeRetrieval(now);
    }

    void noteSpending()
    {
        llm::Spending& all = m_state.spent;
        all.requests += m_step.spent.requests;
        all.promptTokens += m_step.spent.promptTokens;
        all.cachedTokens += m_step.spent.cachedTokens;
        all.completionTokens += m_step.spent.completionTokens;
        all.unpriced += m_step.spent.unpriced;
        if (m_state.currency.empty())
            m_state.currency = m_step.currency;
        // Sums in two currencies mean nothing: what is not in the first one counts as unknown.
        if (m_step.currency.empty() || m_step.currency == m_state.currency)
            all.money += m_step.spent.money;
        else
            all.unpriced += m_step.spent.requests;
    }

    Status storeRetrieval(std::int64_t now)
    {
        std::vector<std::string> keys;
        for (const knowledge::Hit& hit : m_plan.request.knowledge)
            keys.push_back(hit.entry.key);
        if (!m_plan.query.is_null()) {
            store::RetrievalRecord row
                = toRow(m_plan.query, m_plan.request.knowledge, m_step.draft.usedEntries);
            row.run = m_state.record.id;
            row.task = m_task.record.id;
            row.candidate = m_row.id;
            row.at = now;
            const Result<RetrievalId> id = m_workspace.addRetrieval(row);
            if (!id)
                return id.error();
            events.push_back(
                KnowledgeRetrieved { m_state.record.id, m_task.record.id, *id, std::move(keys) });
        }
        events.push_back(CandidateCreated { m_state.record.id, m_task.record.id, m_row.id,
            m_task.record.specName, m_row.stage, m_row.attempt, m_row.note });
        return {};
    }

    /// Rewards, values, start points, best and first correct; then the event that says how it went.
    Status assess()
    {
        const Timing timing = timingOf(m_step.verdict);
        const std::optional<double> overBest = speedUp(bestTiming(), timing);
        double reward = draftReward(feasible());
        double logSpeedup = 0;
        if (refining()) {
            reward = m_state.refineRewards.normalise(refineReward(feasible(), overBest), feasible());
            if (feasible())
                if (const auto gain = speedUp(timingOf(*m_plan.request.parent->verdict), timing))
                    logSpeedup = std::log(*gain);
            noteRefinement(reward, overBest);
        } else if (!feasible()) {
            noteFailure();
        }
        bool best = false;
        if (feasible()) {
            if (!m_task.correct()) {
                m_task.record.firstCorrect = m_row.id;
                m_task.startPoints.push_back({ .candidate = m_row.id });
            }
            best = !m_task.record.best || (overBest && *overBest > 1.0);
            if (best)
                m_task.record.best = m_row.id;
        }
        m_task.candidates.push_back(m_row);
        events.push_back(
            CandidateJudged { m_state.record.id, m_task.record.id, m_row.id, m_task.record.specName,
                m_row.outcome, m_row.summary, m_row.modelledUs, m_step.verdict.judgeMs, best });
        return credit(reward, logSpeedup);
    }

    Timing bestTiming()
    {
        if (!m_task.record.best)
            return {};
        const Result<target::Verdict> best = loadVerdict(m_workspace, m_task.record.best);
        return best ? timingOf(*best) : Timing {};
    }

    void noteRefinement(double reward, std::optional<double> overBest)
    {
        constexpr double kAlpha = 0.2;
        const bool gain = feasible() && overBest && *overBest > 1.0 + kNoiseBand;
        m_task.withoutGain = gain ? 0 : m_task.withoutGain + 1;
        double parentValue = 0;
        for (StartPoint& point : m_task.startPoints) {
            if (point.candidate != m_row.parent)
                continue;
            parentValue = point.value;
            point.value += kAlpha * (reward - point.value);
        }
        // A fast child is tried soon: half of its parent's value, half of its own reward (algorithms.md 2.7).
        if (feasible())
            m_task.startPoints.push_back(
                { .candidate = m_row.id, .value = 0.5 * parentValue + 0.5 * reward });
    }

    void noteFailure()
    {
        const int times = ++m_task.failures[failureSignature(m_step.verdict)];
        m_task.restart = times == kRepairCap; // leave the lineage once; the same failure again ends the task
        if (times >= 2 * kRepairCap)
            close("exhausted",
                "failed the same way " + std::to_string(times) + " times: " + m_step.verdict.summary);
    }

    Status credit(double reward, double logSpeedup)
    {
        // The run that a replay repeats has credited these entries already.
        if (m_plan.request.knowledge.empty() || m_state.options.replay)
            return {};
        std::vector<EntryId> shown;
        std::vector<EntryId> used;
        for (const knowledge::Hit& hit : m_plan.request.knowledge) {
            shown.push_back(hit.entry.id);
            const auto& cited = m_step.draft.usedEntries;
            if (std::find(cited.begin(), cited.end(), hit.entry.id) != cited.end())
                used.push_back(hit.entry.id);
        }
        const auto& parent = m_plan.request.parent;
        const bool passedGate
            = feasible() || (!refining() && parent && m_step.verdict.outcome > parent->verdict->outcome);
        return m_session.knowledge().credit(
            shown, used, m_row.id, stageName(), reward, passedGate, logSpeedup);
    }

    Status storeLesson()
    {
        if (!m_step.lesson)
            return {};
        knowledge::Entry entry = m_step.lesson->entry;
        const Result<std::optional<store::EntryRecord>> existing = m_workspace.entryByKey(entry.key);
        if (!existing)
            return existing.error();
        if (*existing)
            return {}; // another task of the same round learned it first
        entry.state = m_step.lesson->reproduced ? knowledge::EntryState::Quarantined
                                                : knowledge::EntryState::Proposed;
        entry.source["run"] = m_state.record.id.value;
        entry.source["spec"] = m_task.record.specName;
        entry.source["candidate"] = m_row.id.value;
        entry.source["parent"] = m_row.parent.value;
        const Result<EntryId> id = m_session.knowledge().add(entry);
        if (!id && id.error().code == Errc::InvalidInput)
            return {}; // an entry that does not hold up is no knowledge; the candidate stands without it
        if (!id)
            return id.error();
        events.push_back(EntryProposed { m_state.record.id, m_task.record.id, *id, entry.key, entry.title,
            std::string(knowledge::name(entry.state)) });
        return {};
    }

    void takeExhausted()
    {
        if (refining()) {
            for (StartPoint& point : m_task.startPoints)
                if (point.candidate == m_plan.request.parent->id)
                    ++point.emptyAnswers;
            return;
        }
        m_task.restart = false; // starting afresh brought nothing: back to the lineage
        if (++m_task.emptyDrafts >= kEmptyDraftCap)
            close("exhausted",
                "the synthesizer has no further idea for this operator"
                    + (m_task.candidates.empty() ? std::string()
                                                 : "; last: " + m_task.candidates.back().summary));
    }

    void closeWhenDone()
    {
        if (!m_task.open())
            return;
        if (m_task.record.state == "pending")
            m_task.record.state = "drafting";
        if (m_task.correct()) {
            m_task.record.state = "refining";
            if (m_step.kind == StepResult::Kind::Judged && m_task.record.best == m_row.id
                && nearBound(m_step.verdict))
                return close("done", "within 10 % of the chip's bound on every case");
            if (m_task.withoutGain >= m_state.options.refineWithoutGain)
                return close("done",
                    std::to_string(m_task.withoutGain)
                        + (m_task.withoutGain == 1 ? " refinement without gain"
                                                   : " refinements without gain"));
            if (std::all_of(m_task.startPoints.begin(), m_task.startPoints.end(),
                    [](const StartPoint& point) { return point.exhausted(); }))
                return close("done", "nothing left to try");
        }
        if (m_task.record.attempts >= m_state.options.attemptsPerTask)
            close(m_task.correct() ? "done" : "exhausted",
                "the budget of " + std::to_string(m_state.options.attemptsPerTask) + " attempts is spent");
    }

    void close(const std::string& state, const std::string& note)
    {
        m_task.record.state = state;
        m_task.record.note = note;
    }

    Status store()
    {
        if (!m_task.open())
            events.push_back(taskFinished());
        if (Status updated = m_workspace.updateTask(m_task.record); !updated)
            return updated;
        if (Status updated = m_workspace.updateRun(m_state.record); !updated)
            return updated;
        if (Status saved = saveBookkeeping(m_workspace, m_state); !saved)
            return saved;
        // Replies were told when they came; what is stored stands before what came of them.
        const std::vector<Event> replies(m_step.replies.begin(), m_step.replies.end());
        if (Status stored = storeEvents(m_session, replies); !stored)
            return stored;
        return storeEvents(m_session, events);
    }

    TaskFinished taskFinished() const;

    Session& m_session;
    store::Workspace& m_workspace;
    RunState& m_state;
    TaskProgress& m_task;
    const StepPlan& m_plan;
    const StepResult& m_step;
    store::CandidateRecord m_row;
};

TaskFinished finishedEvent(const RunState& state, const TaskProgress& task)
{
    const auto us = [&](CandidateId id) {
        const store::CandidateRecord* row = task.find(id);
        return row == nullptr ? 0.0 : row->modelledUs;
    };
    return { state.record.id, task.record.id, task.record.specName, task.record.state, task.correct(),
        task.record.attempts, us(task.record.firstCorrect), us(task.record.best), task.record.note };
}

TaskFinished Commit::taskFinished() const { return finishedEvent(m_state, m_task); }

} // namespace

Status storeEvents(Session& session, const std::vector<Event>& events)
{
    const std::int64_t now = session.clock().nowMs();
    for (const Event& event : events) {
        const Result<std::int64_t> id = session.workspace().addEvent(
            { .run = runOf(event), .kind = std::string(kindOf(event)), .body = toJson(event), .at = now });
        if (!id)
            return id.error();
    }
    return {};
}

Result<std::vector<Event>> commitStep(
    Session& session, RunState& state, const StepPlan& plan, const StepResult& step, double activeSeconds)
{
    RunState next = state;
    next.record.activeSeconds = activeSeconds;
    Commit commit(session, next, plan, step);
    if (Status written = session.workspace().transaction([&] { return commit.write(); }); !written)
        return written.error();
    state = std::move(next);
    return std::move(commit.events);
}

Result<std::vector<Event>> closeTasks(Session& session, RunState& state, const std::string& note)
{
    RunState next = state;
    std::vector<Event> events;
    for (TaskProgress& task : next.tasks) {
        if (!task.open())
            continue;
        task.record.state = task.correct() ? "done" : "exhausted";
        task.record.note = note;
        events.push_back(finishedEvent(next, task));
    }
    Status written = session.workspace().transaction([&]() -> Status {
        for (const TaskProgress& task : next.tasks)
            if (Status updated = session.workspace().updateTask(task.record); !updated)
                return updated;
        return storeEvents(session, events);
    });
    if (!written)
        return written.error();
    state = std::move(next);
    return events;
}

Result<std::vector<Event>> endRun(Session& session, RunState& state, const std::string& runState,
    const std::string& message, double activeSeconds)
{
    RunState next = state;
    next.record.state = runState;
    next.record.message = message;
    next.record.activeSeconds = activeSeconds;
    next.record.endedAt = runState == "running" ? 0 : session.clock().nowMs();
    const bool allCorrect = std::all_of(
        next.tasks.begin(), next.tasks.end(), [](const TaskProgress& task) { return task.correct(); });
    std::vector<Event> events { RunFinished { next.record.id, runState, message, allCorrect } };
    Status written = session.workspace().transaction([&]() -> Status {
        if (Status updated = session.workspace().updateRun(next.record); !updated)
            return updated;
        return storeEvents(session, events);
    });
    if (!written)
        return written.error();
    state = std::move(next);
    return events;
}

} // namespace hawk::engine
