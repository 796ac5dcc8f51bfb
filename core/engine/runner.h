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

    /// Name of the language model that writes the candidates (llm::ModelRegistry); "": the built-in synthesizer.
    std::string model;
    std::string contract = "kernel"; ///< what its replies must be: a name of synth::OutputContract
    std::int64_t promptBudget = 32'000; ///< tokens of one prompt, estimated
    /// Caps on what the model's exchanges may take, prompt and reply together; 0: none. Checked before each
    /// request with the estimated prompt; a reply under way is not cut off.
    std::int64_t tokenBudget = 0;
    double moneyBudget = 0; ///< in the currency of the model's price
    /// Replies come from the recordings of this run of the workspace, without a network; 0: none. Knowledge is shown
    /// as it was shown then, and is neither credited nor added to: the run is a reproduction, no new evidence.
    RunId replay;
    /// Replies come from this file of recordings (engine/recordings_file.h), without a network; knowledge works as in
    /// any run, so a workspace as it was before the recorded run ends up as it did then. Empty: none.
    std::string replayFile;
    bool usesModel() const { return !model.empty() || replay || !replayFile.empty(); }
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

    std::string model; ///< empty: the built-in synthesizer
    bool replayed = false; ///< the figures below are those of the recordings; nothing was asked or spent
    std::int64_t exchanges = 0; ///< with a reply
    std::int64_t promptTokens = 0;
    std::int64_t completionTokens = 0;
    std::int64_t unpriced = 0; ///< replies without a known price: `money` is a lower bound
    double money = 0;
    std::string currency; ///< empty: no reply had a price
    int correctKernels() const; ///< tasks with a correct kernel
    /// Tokens and money for each task that got a correct kernel; 0 without one.
    double tokensPerCorrect() const;
    double moneyPerCorrect() const;
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
