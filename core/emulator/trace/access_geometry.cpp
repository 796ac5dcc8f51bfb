#include "emulator/trace/access_geometry.h"

#include <algorithm>

namespace hawk::emulator {
namespace {

/// An access with redundant levels folded: as few, as large blocks as possible.
struct Folded {
    std::int64_t offset = 0;
    std::int64_t blockBytes = 0;
    std::int64_t blockCount = 0;
    std::int64_t blockStride = 0;
    std::int64_t repeatCount = 0;
    std::int64_t repeatStride = 0;

    std::int64_t blocks() const { return blockCount * repeatCount; }
    Interval block(std::int64_t index) const
    {
        const std::int64_t at = offset + index / blockCount * repeatStride + index % blockCount * blockStride;
        return { at, at + blockBytes };
    }
};

Folded fold(const Access& access)
{
    Folded f { static_cast<std::int64_t>(access.offset), access.blockBytes, access.blockCount,
        access.blockStride, access.repeatCount, access.repeatStride };
    if (f.blockCount > 1 && f.blockStride == f.blockBytes) {
        f.blockBytes *= f.blockCount;
        f.blockCount = 1;
    }
    if (f.blockCount == 1 && f.repeatCount > 1) { // one level is left: make it the block level
        f.blockCount = f.repeatCount;
        f.blockStride = f.repeatStride;
        f.repeatCount = 1;
        if (f.blockStride == f.blockBytes) {
            f.blockBytes *= f.blockCount;
            f.blockCount = 1;
        }
    } else if (f.repeatCount > 1 && f.repeatStride == f.blockCount * f.blockStride) {
        f.blockCount *= f.repeatCount; // repeats continue the block pattern
        f.repeatCount = 1;
    }
    return f;
}

/// First block of the arithmetic progression base + i * stride (i in [0, count)) that meets `probe`, or -1.
std::int64_t firstMeeting(
    std::int64_t base, std::int64_t stride, std::int64_t count, std::int64_t bytes, const Interval& probe)
{
    if (count <= 0)
        return -1;
    if (stride == 0)
        return base < probe.end && probe.begin < base + bytes ? 0 : -1;
    if (stride < 0) { // walk it from the other end
        const std::int64_t mirrored = firstMeeting(base + (count - 1) * stride, -stride, count, bytes, probe);
        return mirrored < 0 ? -1 : count - 1 - mirrored;
    }
    // Smallest i with base + i * stride + bytes > probe.begin.
    const std::int64_t need = probe.begin - bytes - base + 1;
    const std::int64_t i = need <= 0 ? 0 : (need + stride - 1) / stride;
    return i < count && base + i * stride < probe.end ? i : -1;
}

std::optional<Interval> meet(const Interval& a, const Interval& b)
{
    const Interval both { std::max(a.begin, b.begin), std::min(a.end, b.end) };
    return both.empty() ? std::nullopt : std::optional(both);
}

std::optional<Interval> probeInto(const Interval& probe, const Folded& other)
{
    for (std::int64_t repeat = 0; repeat < other.repeatCount; ++repeat) {
        const std::int64_t base = other.offset + repeat * other.repeatStride;
        const std::int64_t i
            = firstMeeting(base, other.blockStride, other.blockCount, other.blockBytes, probe);
        if (i >= 0) {
            const std::int64_t at = base + i * other.blockStride;
            return meet(probe, { at, at + other.blockBytes });
        }
    }
    return std::nullopt;
}

} // namespace

Interval boundsOf(const Access& access)
{
    if (access.blockBytes == 0 || access.blockCount == 0 || access.repeatCount == 0)
        return { static_cast<std::int64_t>(access.offset), static_cast<std::int64_t>(access.offset) };
    const std::int64_t blockSpan = (std::int64_t { access.blockCount } - 1) * access.blockStride;
    const std::int64_t repeatSpan = (std::int64_t { access.repeatCount } - 1) * access.repeatStride;
    const auto begin = static_cast<std::int64_t>(access.offset);
    return { begin + std::min<std::int64_t>(blockSpan, 0) + std::min<std::int64_t>(repeatSpan, 0),
        begin + std::max<std::int64_t>(blockSpan, 0) + std::max<std::int64_t>(repeatSpan, 0)
            + access.blockBytes };
}

std::uint64_t bytesOf(const Access& access)
{
    return std::uint64_t { access.blockBytes } * access.blockCount * access.repeatCount;
}

bool isDense(const Access& access)
{
    const Folded f = fold(access);
    return f.blocks() == 1;
}

bool sameRegion(const Access& a, const Access& b)
{
    const Folded x = fold(a);
    const Folded y = fold(b);
    if (x.offset != y.offset || x.blockBytes != y.blockBytes || x.blockCount != y.blockCount
        || x.repeatCount != y.repeatCount)
        return false;
    return (x.blockCount <= 1 || x.blockStride == y.blockStride)
        && (x.repeatCount <= 1 || x.repeatStride == y.repeatStride);
}

std::optional<Interval> overlapOf(const Access& a, const Access& b)
{
    const Interval boundsA = boundsOf(a);
    const Interval boundsB = boundsOf(b);
    if (boundsA.empty() || boundsB.empty() || !boundsA.overlaps(boundsB))
        return std::nullopt;
    const Folded x = fold(a);
    const Folded y = fold(b);
    // Walk the side with fewer blocks, and only its blocks that lie in the other's bounds.
    const bool walkX = x.blocks() <= y.blocks();
    const Folded& walked = walkX ? x : y;
    const Folded& other = walkX ? y : x;
    const Interval& otherBounds = walkX ? boundsB : boundsA;
    for (std::int64_t i = 0; i < walked.blocks(); ++i) {
        const Interval block = walked.block(i);
        if (!block.overlaps(otherBounds))
            continue;
        if (const auto hit = probeInto(block, other))
            return hit;
    }
    return std::nullopt;
}

Access repeatOf(const Access& access, std::uint32_t repeat)
{
    Access one = access;
    one.offset = static_cast<std::uint64_t>(
        static_cast<std::int64_t>(access.offset) + std::int64_t { repeat } * access.repeatStride);
    one.repeatCount = 1;
    return one;
}

} // namespace hawk::emulator
