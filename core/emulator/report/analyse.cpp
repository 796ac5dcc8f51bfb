#include "emulator/emulator.h"

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
    auto timing = replay(trace, *launch.chip, costs);
    if (!timing)
        return timing.error();
    Analysis analysis;
    analysis.findings = historyFindings(trace, *launch.chip);
    analysis.profile = buildProfile(trace, launch, *timing, analysis.findings);
    analysis.timeline = std::move(timing->segments);
    return analysis;
}

} // namespace hawk::emulator
