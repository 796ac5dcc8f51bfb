#pragma once

#include "engine/events.h"
#include "engine/session.h"

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::engine {

/// Budgets are hard: a run never starts an attempt it cannot pay for.
struct RunOptions {
    std::vector<std::string> specs; ///< empty: all of the workspace
    std::string chip = std::string(chip::kDefaultChip);
    int attemptsPerTask = 30;
    double secondsBudget = 0; ///< of working time over all sessions of the run; 0: none
    std::uint64_t seed = 1;
    int parallelJudges = 2;
    int refineWithoutGain = 3; ///< stop a task after so many refinements without gain
};

enum class RunEnd : std::uint8_t { Finished, Paused, Stopped, Failed };
std::string_view name(RunEnd end);

struct TaskSummary {
    std::string spec;
    std::string state;
    bool correct = false;
    int attempts = 0;
    int failedBeforeCorrect = 0; ///< real failures before the first correct kernel
    double firstCorrectUs = 0;
    double bestUs = 0;
    std::vector<std::string> entriesThatRepaired; ///< keys
    std::vector<std::string> bottlenecks; ///< of the best kernel
    std::string note; ///< why the task ended
};
struct RunSummary {
    RunId run;
    RunEnd end = RunEnd::Finished; ///< Stopped also for a run that was killed
    std::string state; ///< as stored: also created or running
    std::string message;
    std::string chip;
    std::uint64_t seed = 0;
    double activeSeconds = 0;
    std::vector<TaskSummary> tasks;
    bool allCorrect() const;
};
Json toJson(const RunSummary& summary);

/// The synthesize-execute-distill loop (algorithms.md 7.2), synchronous over tasks: one attempt for every
/// open task, then the next round, so that easy operators teach hard ones. Judges run in parallel; results
/// are committed in task order, one transaction per step, so that a seed reproduces a run and kill -9 loses
/// at most the round in flight. run() and resume() block; call them from a thread of their own. Requests are
/// thread-safe. A machine that lacks something (sandbox, torch, disk) ends the run in state "failed" and
/// returns that Error; every committed step stays and resume() continues once the cause is gone. An operator
/// that cannot be worked on (outside the synthesizer's reach, broken reference) ends only its own task, as
/// "unsupported".
class Runner {
public:
    Runner(Session& session, EventSink& sink);
    ~Runner();

    Result<RunSummary> run(const RunOptions& options);
    /// Continues a paused, stopped or killed run (the newest when `run` is 0) to the same end as if it had
    /// not been interrupted.
    Result<RunSummary> resume(RunId run = {});

    void requestPause(); ///< after the step in flight; the run is resumable
    void requestStop(); ///< now: judges in flight are cancelled, the run is resumable

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Summary of a stored run, from the workspace alone (for `hawk status`, and the same numbers in the window).
Result<RunSummary> summarise(store::Workspace& workspace, RunId run);

} // namespace hawk::engine
