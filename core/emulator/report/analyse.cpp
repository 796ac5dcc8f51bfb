#include "emulator/emulator.h"

#include "base/parallel.h"
#include "emulator/check/history.h"
#include "emulator/report/profile_builder.h"
#include "emulator/timing/replay.h"

#include <algorithm>

namespace hawk::emulator {

Result<Analysis> analyse(const std::filesystem::path& trace, const Launch& launch)
{
    if (!launch.chip)
        return Error { Errc::InvalidInput, "cannot analyse a launch without a chip", trace.string(), {} };
    const auto recorded = readTrace(trace);
    if (!recorded)
        return recorded.error();
    const auto costs = CostTable::forGeneration(launch.chip->generation);
    if (!costs)
        return costs.error();
    return analyseTrace(*recorded, launch, *costs);
}

Result<Analysis> analyseTrace(const Trace& trace, const Launch& launch, const CostTable& costs)
{
    Result<Timing> timing = Timing {};
    Analysis analysis;
    // Both only read the trace.
    constexpr std::uint64_t kWorthThreads = 20'000; // ops
    parallelFor(2, trace.totalOps() < kWorthThreads ? 1 : 2, [&](std::size_t part) {
        if (part == 0)
            timing = replay(trace, *launch.chip, costs);
        else
            analysis.findings = historyFindings(trace, *launch.chip);
    });
    if (!timing)
        return timing.error();
    analysis.profile = buildProfile(trace, launch, *timing, analysis.findings);
    analysis.timeline = std::move(timing->segments);
    return analysis;
}

} // namespace hawk::emulator
