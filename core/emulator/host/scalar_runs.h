#pragma once

#include "emulator/isa/op.h"

#include <cstdint>
#include <vector>

namespace hawk::emulator {

/// Collects scalar element accesses: a loop over a million elements becomes one strided record per source line instead
/// of a million. Runs of several lines may grow side by side (a loop that reads one tensor and writes another); any other
/// instruction closes them all, so that records keep their order with respect to it.
class ScalarRuns {
public:
    /// Extends the run `op` continues and returns true, or returns false: then the caller appends `closed()` to the trace
    /// and calls start().
    bool extend(const Op& op);
    void start(const Op& op) { m_runs.push_back(op); }
    /// The runs, oldest first; they are forgotten.
    std::vector<Op> close();
    bool empty() const { return m_runs.empty(); }
    /// Whether a run of the same line exists: its pattern has just been broken.
    bool hasLine(const Op& op) const;
    bool full() const { return m_runs.size() >= kMaxRuns; }

private:
    static constexpr std::size_t kMaxRuns = 8;
    std::vector<Op> m_runs;
};

} // namespace hawk::emulator
