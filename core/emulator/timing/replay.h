#pragma once

#include "chip/chip_facts.h"
#include "emulator/timing/cost_table.h"
#include "emulator/timing/segment.h"
#include "emulator/trace/trace_file.h"

#include <array>
#include <cstdint>
#include <vector>

/// Discrete replay of a trace with the costs of a chip. Pure: no kernel, no clock, no randomness; the same
/// trace gives the same times. The model: the scalar unit issues ops in program order into one in-order queue
/// per pipe; an op starts when it is issued, its pipe is free and the waits before it in its queue are
/// satisfied. Transfers and vector instructions are pipelined: the pipe is free again before the result is
/// there. Known limits: HBM and L2 bandwidth are shared evenly by the cores that transfer; requests of
/// several cores to one 512 B line are not serialised; instruction cache misses and scalar address arithmetic
/// between calls are not seen.
namespace hawk::emulator {

struct PipeTotals {
    double busy = 0; ///< cycles with work in the pipe
    double wait = 0; ///< cycles an issued op waited for a flag although the pipe was free
    std::uint64_t instructions = 0;
    std::uint64_t bytes = 0;
};

/// One block's run. Times in core cycles from the start of the first block.
struct CoreTiming {
    bool ran = false;
    double start = 0;
    double end = 0;
    std::array<PipeTotals, static_cast<std::size_t>(Pipe::Count)> pipes {};
    double bankConflictCycles = 0; ///< part of V's busy cycles
    double queueFullCycles = 0; ///< S waited because a pipe's queue was full
};

struct Timing {
    std::vector<Segment> segments; ///< by block, then issue order
    bool segmentsComplete = true; ///< false when maxSegments was reached
    std::vector<CoreTiming> cores; ///< index = block
    double launchCycles = 0; ///< before the first block starts
    double totalCycles = 0; ///< launch plus slowest block
    std::uint64_t hbmReadBytes = 0; ///< after L2, whole lines
    std::uint64_t l2HitBytes = 0;
    int activeCores = 0; ///< cores that share bandwidth
    chip::Confidence confidence
        = chip::Confidence::Measured; ///< lowest among the costs that took most of the time
};

struct ReplayOptions {
    std::uint64_t maxSegments = 400'000;
};

/// NotFound when the table lacks a cost.
Result<Timing> replay(
    const Trace& trace, const chip::ChipFacts& chip, const CostTable& costs, ReplayOptions options = {});

} // namespace hawk::emulator
