#pragma once

#include "core/property/vector_trial.h"

/// Device API calls that are not element by element.
namespace hawk::property {

/// `mode` as CMPMODE counts. Count or repeat form (the mask is a reserved parameter). With `scalar` the second operand is it.
/// Destination bits at trial.dst.
void callCompare(Number type, int mode, const Trial& trial, const std::uint64_t* scalar);
/// Selection by the bits at `bits`; `mode` as SELMODE counts: 0 the same bits for every repeat, 1 tensor or scalar, 2 two tensors.
void callSelect(Number type, int mode, const Trial& trial, const Place& bits, const std::uint64_t* scalar);

enum class Reduce : std::uint8_t { WholeSum, WholeMax, WholeMin, BlockSum, BlockMax, BlockMin, PairSum, RepeatSum, Count };
const char* nameOf(Reduce api);
/// Forms MaskCount and MaskBits. trial.dst.repeatStride counts results; `order` as ReduceOrder counts.
void callReduce(Reduce api, Number type, const Trial& trial, int order);
/// 0 sum, 1 maximum, 2 minimum over `count` elements or over repeats; `work` is the temporary tensor.
void callReduceAll(int reduction, Number type, const Trial& trial, const Place& work, bool withIndex);

/// Offsets in bytes at trial.src[1].
void callGather(Number type, const Trial& trial, std::uint32_t base);
/// Eight elements of trial.src[0] per repeat, each to a block.
void callBroadcast(Number type, const Trial& trial);
void callTranspose16(Number type, std::uint32_t dst, std::uint32_t src);
/// Sixteen places each.
void callTransData(Number type, const std::uint32_t* dst, const std::uint32_t* src, std::uint32_t repeats, std::uint32_t dstStride,
    std::uint32_t srcStride);

/// A transfer. Lengths and gaps of DataCopy in blocks of 32 B, of DataCopyPad in bytes on the GM side.
struct Transfer {
    Number type = Number::F32;
    bool padded = false; ///< DataCopyPad
    bool toLocal = true;
    std::uint32_t blocks = 1;
    std::uint32_t length = 1;
    std::uint32_t srcGap = 0;
    std::uint32_t dstGap = 0;
    bool pad = false; ///< with left and right padding
    std::uint8_t left = 0;
    std::uint8_t right = 0;
    std::uint64_t value = 0;
    std::uint8_t* gm = nullptr; ///< first byte
    std::uint32_t local = 0; ///< UB address
};
void callTransfer(const Transfer& transfer);

} // namespace hawk::property
