#pragma once

#include "core/property/vector_trial.h"

/// Device API calls that collect, sort, combine with a conversion, or add to global memory.
namespace hawk::property {

/// GatherMask. Strides in blocks of 32 B.
struct Collect {
    Number type = Number::F32;
    std::uint32_t pattern = 1; ///< 1 to 7, or 0 for the bits at `bits`
    std::uint32_t counted = 0; ///< elements of every repeat in counter mode; 0: whole repeats of 256 B
    std::uint32_t repeats = 1;
    Place dst, src, bits; ///< of `bits` only address and repeat stride
};
/// How many were kept, as the call says.
std::uint64_t callGatherMask(const Collect& call);

/// Gatherb of U16 or U32: trial.repeats times eight blocks of trial.src[0] at the byte offsets at trial.src[1].
void callGatherBlocks(Number type, const Trial& trial);
/// Scatter (generation 2002) of trial.src[0] to trial.dst at the byte offsets at trial.src[1]. Forms Count, MaskCount, MaskBits.
void callScatter(Number type, const Trial& trial, std::uint32_t base);

void callSort32(Number type, std::uint32_t dst, std::uint32_t scores, std::uint32_t indices, std::uint32_t repeats);

/// MrgSort of pairs of 8 B.
struct Merge {
    Number type = Number::F32;
    std::array<std::uint32_t, 4> queues {}; ///< addresses
    std::array<std::uint16_t, 4> lengths {}; ///< in pairs
    std::uint16_t valid = 15;
    bool suspend = false;
    std::uint32_t repeats = 1;
    std::uint32_t dst = 0;
};
/// What was taken of each queue, as GetMrgSortResult says.
std::array<std::uint16_t, 4> callMerge(const Merge& merge);

enum class Fused : std::uint8_t { AddReluCast, SubReluCast, MulCast, AddDeqRelu };
const char* nameOf(Fused api);
/// False when the API does not take the pair. `scale` is what SetDeqScale gets. Forms without Counter.
bool callFused(Fused api, Number to, Number from, const Trial& trial, float scale);

/// A copy of `bytes` (whole blocks) from UB to global memory. `operation`: 0 sum, 1 maximum, 2 minimum, 3 a plain copy.
void callAtomicStore(Number type, int operation, std::uint8_t* gm, std::uint32_t local, std::uint32_t bytes);

} // namespace hawk::property
