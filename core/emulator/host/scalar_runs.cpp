#include "emulator/host/scalar_runs.h"

#include <limits>
#include <utility>

namespace hawk::emulator {
namespace {

bool sameSite(const Op& a, const Op& b)
{
    return a.api == b.api && a.line == b.line && a.file == b.file && a.accesses[0].space == b.accesses[0].space
        && a.accesses[0].blockBytes == b.accesses[0].blockBytes;
}

/// Byte distance of a run's blocks must fit Access::blockStride.
bool fits(std::int64_t stride)
{
    return stride >= std::numeric_limits<std::int32_t>::min() && stride <= std::numeric_limits<std::int32_t>::max();
}

} // namespace

bool ScalarRuns::extend(const Op& op)
{
    for (Op& run : m_runs) {
        if (!sameSite(run, op))
            continue;
        Access& access = run.accesses[0];
        const auto step = static_cast<std::int64_t>(op.accesses[0].offset - access.offset);
        if (access.blockCount == 1) {
            if (!fits(step))
                return false;
            access.blockStride = static_cast<std::int32_t>(step);
        } else if (step != std::int64_t { access.blockStride } * access.blockCount
            || access.blockCount == std::numeric_limits<std::uint32_t>::max()) {
            return false;
        }
        ++access.blockCount;
        ++run.elements;
        return true;
    }
    return false;
}

bool ScalarRuns::hasLine(const Op& op) const
{
    for (const Op& run : m_runs) {
        if (sameSite(run, op))
            return true;
    }
    return false;
}

std::vector<Op> ScalarRuns::close() { return std::exchange(m_runs, {}); }

} // namespace hawk::emulator
