#pragma once

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
        RunFailed, ///< the machine lacks something; `error` says what
        Cancelled
    };
    Kind kind = Kind::Judged;
    Error error;
    synth::Draft draft;
    target::Verdict verdict;
    std::optional<Lesson> lesson;
};

/// What steps share. All members are thread-safe.
struct StepTools {
    synth::Synthesizer& synthesizer;
    target::Target& target;
    /// Whether an entry of this key is stored already; then it is not proved again.
    std::function<bool(const std::string& key)> known;
};

StepResult performStep(const StepTools& tools, const StepPlan& plan, std::stop_token stop,
    const std::function<void(const std::string& activity)>& progress);

} // namespace hawk::engine
