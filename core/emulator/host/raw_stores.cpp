#include "emulator/host/raw_stores.h"

#include "base/dtype.h"
#include "emulator/host/machine.h"

#include <algorithm>

namespace hawk::emulator {
namespace {

/// Runs of elements that hold anything but what fresh memory holds. An element that was given exactly that looks untouched; where
/// it is zero, the likeliest of all values, one between two others is taken for stored.
template <class Note>
void changedRuns(const std::byte* memory, const Interval& range, std::int64_t element, std::byte fresh, const Note& note)
{
    Interval run { range.begin, range.begin };
    for (std::int64_t at = range.begin; at < range.end; at += element) {
        const std::int64_t end = std::min(at + element, range.end);
        if (!std::all_of(memory + at, memory + end, [&](std::byte b) { return b == fresh; })) {
            if (run.empty())
                run.begin = at;
            run.end = end;
        } else if (fresh != std::byte { 0 } && !run.empty()) {
            note(run);
            run = { end, end };
        }
    }
    if (!run.empty())
        note(run);
}

} // namespace

void adoptRawStores(const GmArena& gm, ShadowMemory& written, std::uint64_t offset, std::uint64_t bytes,
    const std::function<void(const Interval&)>& note)
{
    for (const TraceTensor& tensor : gm.tensors()) {
        const std::uint64_t begin = std::max(offset, tensor.offset);
        const std::uint64_t end = std::min(offset + bytes, tensor.offset + tensor.bytes);
        // Words of four bytes at least: in a narrower element the poison is a likely value.
        const auto element = static_cast<std::int64_t>(std::max<std::size_t>(sizeOf(tensor.dtype), 4));
        for (std::uint64_t at = begin; at < end;) {
            const std::int64_t hole = written.firstUnwritten(at, end - at);
            if (hole < 0)
                break;
            const std::int64_t next = written.firstWritten(static_cast<std::uint64_t>(hole), end - static_cast<std::uint64_t>(hole));
            const std::int64_t until = next < 0 ? static_cast<std::int64_t>(end) : next;
            changedRuns(gm.base(), { hole, until }, element, gm.fresh(), [&](const Interval& run) {
                written.markWritten(static_cast<std::uint64_t>(run.begin), static_cast<std::uint64_t>(run.end - run.begin));
                if (note)
                    note(run);
            });
            at = static_cast<std::uint64_t>(until);
        }
    }
}

void Machine::adoptRawStores(std::uint64_t offset, std::uint64_t bytes)
{
    emulator::adoptRawStores(*m_gm, *m_gmWritten, offset, bytes, [&](const Interval& run) { m_trace.appendRawStores(run); });
}

} // namespace hawk::emulator
