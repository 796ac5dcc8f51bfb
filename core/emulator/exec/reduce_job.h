#pragma once

#include "emulator/exec/vector_job.h"

/// Reductions. Order of a sum: a binary tree of neighbours inside a repeat or block (ReduceDataBlock.md); half sums are
/// rounded to half at every node. Masked lanes count as 0 for sums and are skipped for extremes.
namespace hawk::emulator::exec {

enum class Reduction : std::uint8_t { Sum, Max, Min };
enum class ResultOrder : std::uint8_t { ValueIndex, IndexValue, OnlyValue, OnlyIndex };

/// The best of all active lanes, for the register that keeps it.
struct ExtremeResult {
    float value = 0;
    std::uint64_t index = 0; ///< over all repeats
    bool found = false;
};
/// One result per repeat. `dstStride` bytes between results. With an index (extremes): raw integer bits in the element's
/// width, the lane inside the repeat; OnlyIndex stores a 32-bit index. Returns the best of all repeats (extremes only).
ExtremeResult reduceRepeats(Reduction reduction, DType type, const Lanes& lanes, std::byte* dst, std::int64_t dstStride,
    const Side& src, ResultOrder order);
/// One result per 32 B block, 8 per repeat, side by side; a block without active lanes keeps its old result.
void reduceBlocks(Reduction reduction, DType type, const Lanes& lanes, std::byte* dst, std::int64_t dstStride,
    const Side& src);
/// Sum of each pair of neighbours; half as many results as lanes. A fully masked pair keeps its old result.
void sumPairs(DType type, const Lanes& lanes, std::byte* dst, std::int64_t dstStride, const Side& src);
/// Writes one element of a floating type.
void storeNumber(DType type, std::byte* at, float value);
/// Sum of all active lanes: a tree inside a repeat, the repeats' sums one after the other.
float sumInOrder(DType type, const Lanes& lanes, const Side& src);
/// Whole tensor to one sum: repeats are summed as above, then their results in the same way until one is left. `work` takes
/// the intermediate results.
void sumAll(DType type, const Lanes& lanes, std::byte* dst, const Side& src, std::byte* work);
/// Whole tensor to its maximum or minimum. `work` takes the repeats' results. With `withIndex` the result is (value, index
/// over the whole tensor).
ExtremeResult extremeAll(Reduction reduction, DType type, const Lanes& lanes, std::byte* dst, const Side& src, std::byte* work,
    bool withIndex);

} // namespace hawk::emulator::exec
