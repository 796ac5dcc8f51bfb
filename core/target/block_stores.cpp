#include "target/block_stores.h"

#include "base/dtype.h"
#include "emulator/trace/access_geometry.h"
#include "emulator/trace/trace_file.h"

#include <algorithm>

namespace hawk::target {
namespace {

using Ranges = std::vector<std::pair<std::int64_t, std::int64_t>>;

constexpr std::uint64_t kLongestTrace = 1'000'000; ///< ops
constexpr std::size_t kMostRanges = 100'000; ///< of one block, before merging

void addAccess(const emulator::Access& access, std::int64_t begin, std::int64_t bytes, Ranges& out)
{
    const auto add = [&](const emulator::Interval& range) {
        const std::int64_t from = std::max(range.begin, begin) - begin;
        const std::int64_t to = std::min(range.end, begin + bytes) - begin;
        if (from < to && out.size() < kMostRanges)
            out.emplace_back(from, to);
    };
    if (emulator::isDense(access))
        return add(emulator::boundsOf(access));
    for (std::uint32_t r = 0; r < access.repeatCount; ++r)
        for (std::uint32_t b = 0; b < access.blockCount; ++b) {
            const std::int64_t at = static_cast<std::int64_t>(access.offset) + std::int64_t { r } * access.repeatStride
                + std::int64_t { b } * access.blockStride;
            add({ at, at + access.blockBytes });
        }
}

Ranges merged(Ranges ranges, std::int64_t size)
{
    std::ranges::sort(ranges);
    Ranges out;
    for (const auto& [begin, end] : ranges) {
        const std::int64_t first = begin / size;
        const std::int64_t last = (end + size - 1) / size;
        if (!out.empty() && first <= out.back().second)
            out.back().second = std::max(out.back().second, last);
        else
            out.emplace_back(first, last);
    }
    return out;
}

} // namespace

std::vector<reference::BlockStores> blockStores(const std::filesystem::path& file, const emulator::Argument& output)
{
    const auto size = static_cast<std::int64_t>(sizeOf(output.dtype));
    const auto trace = emulator::readTrace(file);
    if (!trace || size == 0 || trace->totalOps() > kLongestTrace)
        return {};
    const auto tensor = std::ranges::find(trace->tensors, output.name, &emulator::TraceTensor::name);
    if (tensor == trace->tensors.end())
        return {};
    std::vector<reference::BlockStores> out;
    for (std::size_t block = 0; block < trace->cores.size(); ++block) {
        Ranges ranges;
        for (const emulator::Op& op : trace->cores[block])
            for (std::size_t i = 0; i < op.accessCount; ++i)
                if (op.accesses[i].space == emulator::Space::Gm && (op.accesses[i].flags & emulator::AccessWrite) != 0)
                    addAccess(op.accesses[i], static_cast<std::int64_t>(tensor->offset), static_cast<std::int64_t>(tensor->bytes), ranges);
        if (!ranges.empty())
            out.push_back({ static_cast<int>(block), merged(std::move(ranges), size) });
    }
    return out;
}

} // namespace hawk::target
