#include "emulator/exec/vector_job.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

namespace hawk::emulator::exec {
namespace {

/// Lanes that lie side by side in every operand when a repeat is walked in steps of this many.
std::uint32_t stepOf(const Lanes& lanes, std::initializer_list<const Side*> sides)
{
    std::uint32_t step = lanes.perRepeat;
    for (const Side* side : sides) {
        if (!side->denseIn(lanes.perRepeat))
            step = std::min(step, kBlockBytes / side->elementBytes);
    }
    return std::max(step, 1U);
}

/// Elements when the whole job is one contiguous span in every operand, else 0.
std::uint64_t wholeSpan(const Lanes& lanes, std::initializer_list<const Side*> sides)
{
    if (lanes.repeats == 0)
        return 0;
    std::uint64_t count = lanes.total;
    if (count == 0) {
        const bool full = lanes.perRepeat >= 64 ? lanes.mask[0] == ~0ULL && (lanes.perRepeat == 64 || lanes.mask[1] == ~0ULL)
                                                : lanes.mask[0] == (1ULL << lanes.perRepeat) - 1;
        if (!full)
            return 0;
        count = std::uint64_t { lanes.repeats } * lanes.perRepeat;
    }
    for (const Side* side : sides) {
        if (side->base == nullptr)
            continue;
        if (!side->denseIn(lanes.perRepeat)
            || (lanes.repeats > 1 && side->repeatStride != std::int64_t { lanes.perRepeat } * side->elementBytes))
            return 0;
    }
    return count;
}

const std::byte* optional(const Side& side, std::uint32_t repeat, std::uint32_t lane)
{
    return side.base == nullptr ? nullptr : side.at(repeat, lane);
}

} // namespace

Lanes firstLanes(std::uint64_t count, std::uint32_t perRepeat)
{
    Lanes lanes;
    lanes.perRepeat = perRepeat;
    lanes.repeats = static_cast<std::uint32_t>((count + perRepeat - 1) / perRepeat);
    lanes.total = count;
    return lanes;
}

Lanes leadingLanes(std::uint32_t lanesPerRepeat, std::uint32_t perRepeat, std::uint32_t repeats)
{
    Lanes lanes;
    lanes.perRepeat = perRepeat;
    lanes.repeats = repeats;
    const std::uint32_t n = std::min(lanesPerRepeat, perRepeat);
    lanes.mask[0] = n >= 64 ? ~0ULL : (1ULL << n) - 1;
    lanes.mask[1] = n >= 128 ? ~0ULL : (n > 64 ? (1ULL << (n - 64)) - 1 : 0);
    return lanes;
}

void runElementwise(SpanFunction function, const Lanes& lanes, const Side& dst, const Side& a, const Side& b,
    std::uint64_t scalar)
{
    if (const std::uint64_t count = wholeSpan(lanes, { &dst, &a, &b }); count != 0) {
        function(dst.base, a.base, b.base, scalar, count);
        return;
    }
    forEachRun(lanes, stepOf(lanes, { &dst, &a, &b }), [&](std::uint32_t r, std::uint32_t lane, std::uint32_t n) {
        function(dst.at(r, lane), optional(a, r, lane), optional(b, r, lane), scalar, n);
    });
}

void runCast(CastFunction function, const Lanes& lanes, const Side& dst, const Side& src, Rounding rounding, float scale)
{
    if (const std::uint64_t count = wholeSpan(lanes, { &dst, &src }); count != 0) {
        function(dst.base, src.base, rounding, scale, count);
        return;
    }
    forEachRun(lanes, stepOf(lanes, { &dst, &src }), [&](std::uint32_t r, std::uint32_t lane, std::uint32_t n) {
        function(dst.at(r, lane), src.at(r, lane), rounding, scale, n);
    });
}

void runCompare(CompareFunction function, const Lanes& lanes, std::byte* dst, const Side& a, const Side& b,
    const std::byte* scalar, int mode)
{
    std::array<std::uint8_t, 256> truth {};
    const std::uint32_t step = stepOf(lanes, { &a, &b });
    for (std::uint32_t r = 0; r < lanes.repeats; ++r) {
        for (std::uint32_t lane = 0; lane < lanes.perRepeat; lane += step)
            function(truth.data() + lane, a.at(r, lane), optional(b, r, lane), scalar, mode,
                std::min(step, lanes.perRepeat - lane));
        for (std::uint32_t lane = 0; lane < lanes.perRepeat; lane += 8) {
            unsigned bits = 0;
            for (std::uint32_t i = 0; i < 8; ++i)
                bits |= static_cast<unsigned>(truth[lane + i]) << i;
            dst[(r * lanes.perRepeat + lane) / 8] = static_cast<std::byte>(bits);
        }
    }
}

void runSelect(const Lanes& lanes, SelectMode mode, const Side& dst, const std::byte* selectMask, const Side& src0,
    const Side& src1, std::uint64_t scalar)
{
    for (std::uint32_t r = 0; r < lanes.repeats; ++r) {
        const std::uint32_t firstBit = mode == SelectMode::SameMaskEveryRepeat ? 0 : r * lanes.perRepeat;
        for (std::uint32_t lane = 0; lane < lanes.perRepeat; ++lane) {
            if (!lanes.active(r, lane))
                continue;
            const std::uint32_t bit = firstBit + lane;
            const bool first = ((std::to_integer<unsigned>(selectMask[bit / 8]) >> (bit % 8)) & 1U) != 0;
            if (first)
                std::memcpy(dst.at(r, lane), src0.at(r, lane), dst.elementBytes);
            else if (src1.base != nullptr)
                std::memcpy(dst.at(r, lane), src1.at(r, lane), dst.elementBytes);
            else
                std::memcpy(dst.at(r, lane), &scalar, dst.elementBytes);
        }
    }
}

void runBroadcastBlocks(const Lanes& lanes, const Side& dst, const std::byte* src)
{
    constexpr std::uint32_t kPerRepeat = 8; // one element per block of the repeat
    for (std::uint32_t r = 0; r < lanes.repeats; ++r) {
        for (std::uint32_t i = 0; i < kPerRepeat; ++i) {
            std::byte* block = dst.base + static_cast<std::int64_t>(r) * dst.repeatStride
                + static_cast<std::int64_t>(i) * dst.blockStride;
            for (std::uint32_t e = 0; e < kBlockBytes; e += dst.elementBytes)
                std::memcpy(block + e, src + std::size_t { r * kPerRepeat + i } * dst.elementBytes, dst.elementBytes);
        }
    }
}

} // namespace hawk::emulator::exec
