#pragma once

#include "emulator/emulator.h"
#include "emulator/timing/replay.h"
#include "emulator/trace/trace_file.h"

#include <span>

/// From times to a profile and a verdict. Pure.
namespace hawk::emulator {

/// analyse() on a trace already in memory.
Result<Analysis> analyseTrace(const Trace& trace, const Launch& launch, const CostTable& costs);

Profile buildProfile(
    const Trace& trace, const Launch& launch, const Timing& timing, const std::vector<Finding>& findings);

/// What the verdict looks at besides the profile itself.
struct BottleneckFacts {
    std::uint64_t compulsoryReadBytes = 0; ///< inputs of the launch
    std::uint64_t compulsoryWriteBytes = 0; ///< outputs
    std::uint64_t hbmBytes = 0; ///< lines that came from HBM
    std::uint64_t l2Bytes = 0; ///< capacity
    std::uint64_t transfers = 0; ///< GM transfers of all blocks
    double launchCycles = 0;
    double overlap = 0; ///< overlapOfLoadAndCompute() of the slowest block
    std::uint64_t tilesPerBlock = 0; ///< most GM reads by MTE2 in one block
    double bankConflictShare = 0; ///< of the vector pipe's busy cycles
    double gmScalarShare = 0; ///< scalar GM access cycles over total cycles
    std::uint64_t gmScalarAccesses = 0;
    bool missingSync = false;
};

/// Sets profile.bottlenecks and profile.bottleneckText. Tags are those of the knowledge query's fixed list.
void judgeBottleneck(Profile& profile, const BottleneckFacts& facts);

/// Time in which MTE2 and V work at once, as a share of the shorter of their busy times; for one block's
/// segments.
double overlapOfLoadAndCompute(std::span<const Segment> segments);

/// The names msprof and msprof op print, from the profile. Keys are sorted.
Json vendorMetrics(const Profile& profile, const Timing& timing);

std::string_view name(Pipe pipe);

} // namespace hawk::emulator
