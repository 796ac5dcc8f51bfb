#include "target/traffic_check.h"

#include "emulator/trace/access_geometry.h"
#include "emulator/trace/trace_scan.h"

#include <algorithm>
#include <map>
#include <vector>

namespace hawk::target {
namespace {

using emulator::Access;
using emulator::Interval;
using Kind = emulator::Argument::Kind;

/// Byte ranges of one buffer. Ranges that touch become one now and then, so that a long trace costs no more memory than the
/// buffer has separate parts.
class Bytes {
public:
    void add(const Interval& range)
    {
        if (!m_ranges.empty() && range.begin == m_ranges.back().end) {
            m_ranges.back().end = range.end; // tile after tile
            return;
        }
        m_ranges.push_back(range);
        if (m_ranges.size() >= m_mergeAt)
            merge();
    }
    std::uint64_t within(const Interval& whole)
    {
        merge();
        std::uint64_t total = 0;
        std::int64_t reached = whole.begin;
        for (const Interval& range : m_ranges) {
            const std::int64_t begin = std::max(range.begin, reached);
            const std::int64_t end = std::min(range.end, whole.end);
            if (end > begin)
                total += static_cast<std::uint64_t>(end - begin);
            reached = std::max(reached, std::min(range.end, whole.end));
        }
        return total;
    }

private:
    void merge()
    {
        constexpr std::size_t kFewest = 1U << 14U;
        std::ranges::sort(m_ranges, {}, &Interval::begin);
        std::vector<Interval> merged;
        for (const Interval& range : m_ranges)
            if (!merged.empty() && range.begin <= merged.back().end)
                merged.back().end = std::max(merged.back().end, range.end);
            else
                merged.push_back(range);
        m_ranges = std::move(merged);
        m_mergeAt = std::max(kFewest, 2 * m_ranges.size());
    }
    std::vector<Interval> m_ranges;
    std::size_t m_mergeAt = 1U << 14U;
};

struct Use {
    Bytes read, written;
};

void addTo(Bytes& bytes, const Access& access)
{
    if (isDense(access))
        return bytes.add(boundsOf(access));
    for (std::uint32_t r = 0; r < access.repeatCount; ++r)
        for (std::uint32_t b = 0; b < access.blockCount; ++b) {
            const std::int64_t at = static_cast<std::int64_t>(access.offset) + std::int64_t { r } * access.repeatStride
                + std::int64_t { b } * access.blockStride;
            bytes.add({ at, at + access.blockBytes });
        }
}

/// Index of the buffer an access begins in. Accesses past the last byte belong to the buffer before them.
std::size_t bufferOf(const std::vector<const emulator::TraceTensor*>& sorted, std::uint64_t offset)
{
    const auto after = std::ranges::upper_bound(sorted, offset, {}, &emulator::TraceTensor::offset);
    return after == sorted.begin() ? 0 : static_cast<std::size_t>(after - sorted.begin()) - 1;
}

struct Measured {
    std::uint64_t read = 0;
    std::uint64_t written = 0;
};

/// Adds up what the ops of a trace moved.
class Meter {
public:
    void begin(const emulator::Trace& head)
    {
        m_tensors = head.tensors;
        std::ranges::sort(m_tensors, {}, &emulator::TraceTensor::offset);
        for (const auto& tensor : m_tensors)
            m_sorted.push_back(&tensor);
        m_uses.resize(m_sorted.size());
    }
    void add(const emulator::Op& op)
    {
        for (std::size_t i = 0; i < op.accessCount && !m_sorted.empty(); ++i) {
            const Access& access = op.accesses[i];
            if (access.space != emulator::Space::Gm)
                continue;
            Use& use = m_uses[bufferOf(m_sorted, access.offset)];
            if ((access.flags & emulator::AccessRead) != 0)
                addTo(use.read, access);
            if ((access.flags & emulator::AccessWrite) != 0)
                addTo(use.written, access);
        }
    }
    std::map<std::string, Measured> sums()
    {
        std::map<std::string, Measured> all;
        for (std::size_t i = 0; i < m_sorted.size(); ++i) {
            const auto begin = static_cast<std::int64_t>(m_sorted[i]->offset);
            const Interval whole { begin, begin + static_cast<std::int64_t>(m_sorted[i]->bytes) };
            Measured& sum = all[m_sorted[i]->name];
            sum.read += m_uses[i].read.within(whole);
            sum.written += m_uses[i].written.within(whole);
        }
        return all;
    }

private:
    std::vector<emulator::TraceTensor> m_tensors;
    std::vector<const emulator::TraceTensor*> m_sorted;
    std::vector<Use> m_uses;
};

std::string bytesOf(std::uint64_t part, std::uint64_t whole) { return std::to_string(part) + " of " + std::to_string(whole) + " B"; }

/// A program's buffers have names of its own: only the sums can be held against the operator's tensors.
void judgeTotals(const std::map<std::string, Measured>& all, const std::set<std::string>& everyElement, const emulator::Launch& launch,
    Traffic& traffic)
{
    std::uint64_t needed = 0;
    for (const auto& argument : launch.arguments)
        if (argument.kind == Kind::Input && everyElement.contains(argument.name))
            needed += argument.bytes;
    for (const auto& [name, moved] : all) {
        traffic.readBytes += moved.read;
        traffic.writtenBytes += moved.written;
    }
    if (traffic.readBytes < needed)
        traffic.complaint = "the kernel reads " + bytesOf(traffic.readBytes, needed) + " of inputs whose every element matters";
    else if (traffic.writtenBytes < traffic.outputBytes)
        traffic.complaint = "the kernel writes " + bytesOf(traffic.writtenBytes, traffic.outputBytes) + " of the outputs";
}

} // namespace

Traffic trafficOf(const std::filesystem::path& file, const emulator::Launch& launch, const std::set<std::string>& everyElement,
    const std::set<std::string>& influential)
{
    Traffic traffic;
    Meter meter;
    std::uint64_t ops = 0;
    const auto trace = emulator::scanTrace(
        file, [&](const emulator::Trace& head) { meter.begin(head); },
        [&](const emulator::Op& op) {
            ++ops;
            meter.add(op);
        });
    if (!trace)
        traffic.undecided = "its trace cannot be read: " + trace.error().message;
    else if (trace->capped)
        traffic.undecided = "its trace ends after " + std::to_string(ops) + " operations, the most that a run records";
    else if (!trace->complete)
        traffic.undecided = "its trace is cut off";
    if (!traffic.undecided.empty())
        return traffic;
    traffic.decided = true;
    auto all = meter.sums();
    bool known = false;
    for (const auto& argument : launch.arguments) {
        traffic.inputBytes += argument.kind == Kind::Input ? argument.bytes : 0;
        traffic.outputBytes += argument.kind == Kind::Output ? argument.bytes : 0;
        known = known || all.contains(argument.name);
    }
    if (!known) {
        judgeTotals(all, everyElement, launch, traffic);
        return traffic;
    }
    for (const auto& argument : launch.arguments) {
        if (argument.absent || argument.bytes == 0)
            continue;
        const Measured moved = all[argument.name];
        if (argument.kind == Kind::Output)
            traffic.writtenBytes += moved.written;
        if (argument.kind != Kind::Input)
            continue;
        traffic.readBytes += moved.read;
        const bool partial = everyElement.contains(argument.name) && moved.read < argument.bytes;
        const bool none = influential.contains(argument.name) && moved.read == 0;
        if ((partial || none) && traffic.complaint.empty())
            traffic.complaint = "the kernel reads " + bytesOf(moved.read, argument.bytes) + " of input '" + argument.name + "', "
                + (partial ? "whose every element matters" : "which matters");
    }
    return traffic;
}

} // namespace hawk::target
