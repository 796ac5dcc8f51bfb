#pragma once

#include "emulator/exec/span_ops.h"

#include <array>
#include <cstddef>
#include <cstdint>

/// Applies span operations to the operands of an instruction: blocks of 32 B with block and repeat strides, and a mask.
namespace hawk::emulator::exec {

inline constexpr std::uint32_t kBlockBytes = 32;
inline constexpr std::uint32_t kRepeatBytes = 256;

/// One operand. `base` may be null for an operand the instruction does not have.
struct Side {
    std::byte* base = nullptr;
    std::uint32_t elementBytes = 0;
    std::int64_t blockStride = kBlockBytes; ///< bytes between 32 B blocks of one repeat
    std::int64_t repeatStride = kRepeatBytes; ///< bytes between repeats

    /// Address of a lane of a repeat.
    std::byte* at(std::uint32_t repeat, std::uint32_t lane) const
    {
        const std::uint32_t perBlock = kBlockBytes / elementBytes;
        return base + static_cast<std::int64_t>(repeat) * repeatStride + static_cast<std::int64_t>(lane / perBlock) * blockStride
            + static_cast<std::int64_t>(lane % perBlock) * elementBytes;
    }
    /// Whether `lanes` lanes of a repeat lie side by side.
    bool denseIn(std::uint32_t lanes) const
    {
        return base == nullptr || blockStride == kBlockBytes || lanes * elementBytes <= kBlockBytes;
    }
};

/// Which lanes of which repeats take part.
struct Lanes {
    std::uint32_t perRepeat = 0; ///< lanes one repeat has
    std::uint32_t repeats = 0;
    std::array<std::uint64_t, 2> mask { ~0ULL, ~0ULL }; ///< of every repeat, except where `total` limits it
    std::uint64_t total = 0; ///< counter mode and count form: elements in all; 0 when the mask decides

    bool active(std::uint32_t repeat, std::uint32_t lane) const
    {
        if (total != 0)
            return std::uint64_t { repeat } * perRepeat + lane < total;
        return ((mask[lane / 64] >> (lane % 64)) & 1U) != 0;
    }
};
/// The first `count` elements of contiguous or strided operands.
Lanes firstLanes(std::uint64_t count, std::uint32_t perRepeat);
/// The first `lanes` lanes of every repeat.
Lanes leadingLanes(std::uint32_t lanes, std::uint32_t perRepeat, std::uint32_t repeats);

/// A run of active lanes, side by side in every operand. `call` gets (repeat, first lane, number of lanes).
template <class Call>
void forEachRun(const Lanes& lanes, std::uint32_t step, const Call& call)
{
    for (std::uint32_t r = 0; r < lanes.repeats; ++r) {
        std::uint32_t lane = 0;
        while (lane < lanes.perRepeat) {
            if (!lanes.active(r, lane)) {
                ++lane;
                continue;
            }
            std::uint32_t end = lane + 1;
            const std::uint32_t limit = (lane / step + 1) * step < lanes.perRepeat ? (lane / step + 1) * step : lanes.perRepeat;
            while (end < limit && lanes.active(r, end))
                ++end;
            call(r, lane, end - lane);
            lane = end;
        }
    }
}

/// dst, a and b may have different element sizes (casts, mixed multiply-add).
void runElementwise(SpanFunction function, const Lanes& lanes, const Side& dst, const Side& a, const Side& b,
    std::uint64_t scalar);
void runCast(CastFunction function, const Lanes& lanes, const Side& dst, const Side& src, Rounding rounding, float scale);
/// Result bits contiguous at `dst`, bit i of the result for element i; whole repeats of `perRepeat` bits.
void runCompare(CompareFunction function, const Lanes& lanes, std::byte* dst, const Side& a, const Side& b,
    const std::byte* scalar, int mode);

enum class SelectMode : std::uint8_t { SameMaskEveryRepeat, TensorScalar, TensorTensor };
/// Bit 1 takes src0, bit 0 takes src1 or the scalar.
void runSelect(const Lanes& lanes, SelectMode mode, const Side& dst, const std::byte* selectMask, const Side& src0,
    const Side& src1, std::uint64_t scalar);

/// Each source element fills one 32 B block.
void runBroadcastBlocks(const Lanes& lanes, const Side& dst, const std::byte* src);

} // namespace hawk::emulator::exec
