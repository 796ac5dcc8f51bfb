#pragma once

#include "engine/model_run.h"
#include "engine/planning.h"
#include "knowledge/distiller.h"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

/// One attempt, away from the workspace: synthesize, judge, and prove what it taught. Runs on a worker thread
/// and depends on its plan alone.
namespace hawk::engine {

/// New knowledge with the evidence of its replay in `entry.verification`.
struct Lesson {
    knowledge::Entry entry;
    bool reproduced = false;
};

struct StepResult {
    enum class Kind : std::uint8_t {
        Judged,
        Exhausted, ///< no candidate: the synthesizer has nothing better to offer
        TaskFailed, ///< this operator cannot be worked on; `error` says why
        RunFailed, ///< the machine lacks something, or the model cannot be asked; `error` says what
        BudgetSpent, ///< the next request would not fit the caps; `error` says which
        Cancelled
    };
    Kind kind = Kind::Judged;
    Error error;
    synth::Draft draft;
    target::Verdict verdict;
    std::optional<Lesson> lesson;
    // Of a step with a language model.
    std::vector<ReplyReceived> replies;
    llm::Spending spent;
    std::string currency;
};

/// What steps share. All members are thread-safe.
struct StepTools {
    synth::Synthesizer& synthesizer; ///< of runs without a model
    target::Target& target;
    ModelRun* model = nullptr;
    RoundBudget* budget = nullptr; ///< of the round; there when `model` is
    /// Whether an entry of this key is stored already; then it is not proved again.
    std::function<bool(const std::string& key)> known;
};

/// `place`: index of the step in its round.
StepResult performStep(const StepTools& tools, const StepPlan& plan, std::size_t place, std::stop_token stop,
    const StepNews& news);

} // namespace hawk::engine
