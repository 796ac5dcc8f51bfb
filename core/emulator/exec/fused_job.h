#pragma once

#include "emulator/exec/vector_job.h"

#include <span>

/// Operations whose result has another type than their sources, one element at a time: they are rare.
namespace hawk::emulator::exec {

enum class Fused : std::uint8_t { AddReluCast, SubReluCast, MulCast, AddDeqRelu };

/// `scale` is what SetDeqScale(half) holds. Sums and products are rounded to the source type, then converted: to half and
/// to integers half to even, with saturation.
void runFused(Fused operation, const Lanes& lanes, DType dstType, const Side& dst, DType srcType, const Side& a, const Side& b,
    float scale);

/// One of CastDequant's parameter sets.
struct Dequant {
    float scale = 1.0F;
    std::int32_t offset = 0;
};
/// int16_t to 8 bits: round(x * scale) + offset, saturated. Lane i of a block uses set i % sets.size(). Results of a block
/// of 16 sources fill one half of a 32 B block.
void runDequant(const Lanes& lanes, bool isSigned, bool highHalf, const Side& dst, const Side& src,
    std::span<const Dequant> sets);

/// Infinity to the largest number of its sign, NaN to zero, in every active lane (CTRL bit 48).
void saturateLanes(const Lanes& lanes, DType type, const Side& dst);

} // namespace hawk::emulator::exec
