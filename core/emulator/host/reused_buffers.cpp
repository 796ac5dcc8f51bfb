#include "emulator/host/reused_buffers.h"

#include "emulator/host/core_ops.h"
#include "emulator/trace/access_geometry.h"

#include <algorithm>

namespace hawk::emulator {

void handOut(CoreState& core, const BufferBlock& block)
{
    core.ubLeftOver.add(core.ubWritten, block.offset, block.bytes);
    core.ubWritten.forget(block.offset, block.bytes);
}

void seeLeftOvers(CoreState& core, const Op& op)
{
    for (std::size_t i = 0; i < std::min<std::size_t>(op.accessCount, kMaxAccesses); ++i) {
        const Access& access = op.accesses[i];
        if (access.space != Space::Ub || (access.flags & AccessRead) == 0 || bytesOf(access) == 0 || core.ubWritten.anyWritten(access)
            || core.ubLeftOver.firstUnwritten(access) >= 0)
            continue;
        const Interval at = boundsOf(access);
        report(core, static_cast<hawkabi::Api>(op.api), hawkabi::Site("", 0), "uninitialised-ub-read", Severity::Warning, "",
            "reads UB bytes [" + std::to_string(at.begin) + ", " + std::to_string(at.end)
                + "), which nothing has written since AllocTensor handed them out; they hold what an earlier tensor left there",
            { { "begin", at.begin }, { "end", at.end } });
        core.ubWritten.markWritten(access);
    }
}

} // namespace hawk::emulator
