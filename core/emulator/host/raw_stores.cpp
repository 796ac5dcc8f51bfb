#include "emulator/host/machine.h"

#include "base/dtype.h"

#include <algorithm>

/// Stores of a kernel through a pointer into global memory, which is legal on the device and passes no interface here.
namespace hawk::emulator {
namespace {

/// Runs of elements that hold anything but poison. An element that was given exactly the poison looks untouched.
template <class Note>
void changedRuns(const std::byte* memory, const Interval& range, std::int64_t element, std::byte poison, const Note& note)
{
    Interval run { range.begin, range.begin };
    for (std::int64_t at = range.begin; at < range.end; at += element) {
        const std::int64_t end = std::min(at + element, range.end);
        if (std::all_of(memory + at, memory + end, [&](std::byte b) { return b == poison; })) {
            if (!run.empty())
                note(run);
            run = { end, end };
        } else {
            run.end = end;
        }
    }
    if (!run.empty())
        note(run);
}

} // namespace

void Machine::adoptRawStores(std::uint64_t offset, std::uint64_t bytes)
{
    for (const TraceTensor& tensor : m_gm->tensors()) {
        const std::uint64_t begin = std::max(offset, tensor.offset);
        const std::uint64_t end = std::min(offset + bytes, tensor.offset + tensor.bytes);
        // Words of four bytes at least: in a narrower element the poison is a likely value.
        const auto element = static_cast<std::int64_t>(std::max<std::size_t>(sizeOf(tensor.dtype), 4));
        for (std::uint64_t at = begin; at < end;) {
            const std::int64_t hole = m_gmWritten->firstUnwritten(at, end - at);
            if (hole < 0)
                break;
            const std::int64_t written = m_gmWritten->firstWritten(static_cast<std::uint64_t>(hole), end - static_cast<std::uint64_t>(hole));
            const std::int64_t until = written < 0 ? static_cast<std::int64_t>(end) : written;
            changedRuns(m_gm->base(), { hole, until }, element, static_cast<std::byte>(m_poison), [&](const Interval& run) {
                m_gmWritten->markWritten(static_cast<std::uint64_t>(run.begin), static_cast<std::uint64_t>(run.end - run.begin));
                m_trace.appendRawStores(run);
            });
            at = static_cast<std::uint64_t>(until);
        }
    }
}

} // namespace hawk::emulator
