#pragma once

#include "hawk/library/call.h"
#include "hawk/library/normalization.h"
#include "hawk/library/tiling_data.h"

/// Functions that move or repeat elements (reference: high-level API, 张量变换, 索引计算).
namespace AscendC {

/// One axis of length 1 repeated. params: rows and columns of the source, rows and columns of the result.
#define HAWK_BROADCAST(NAME, SCRATCH, TAKE) \
    template <typename T, int32_t dim, int32_t axis, bool isReuseSource = false> \
    __aicore__ inline void NAME(const LocalTensor<T>& dstLocal, const LocalTensor<T>& srcLocal, \
        const uint32_t dstShape[dim], const uint32_t srcShape[dim] SCRATCH, HAWK_SITE) \
    { \
        /* The page lists 8-bit types, half and float; the published add_broadcast sample repeats the others, too. */ \
        HAWK_LIBRARY_TYPES(#NAME, T, hawkabi::kI8 | hawkabi::kU8 | hawkabi::kTwoAndFourBytes, \
            "8-, 16- and 32-bit types"); \
        static_assert(dim == 1 || dim == 2, #NAME " takes one or two dimensions"); \
        static_assert(axis == 0 || axis == 1, #NAME " repeats axis 0 or 1"); \
        const uint32_t rows = dim == 1 ? 1 : dstShape[0], columns = dstShape[dim - 1]; \
        const uint32_t fromRows = dim == 1 ? 1 : srcShape[0], fromColumns = srcShape[dim - 1]; \
        hawkdetail::Library(hawkdetail::LibraryApi::Broadcast, site).out(dstLocal, uint64_t { rows } * columns) \
            .in(srcLocal, uint64_t { fromRows } * fromColumns).param(0, fromRows).param(1, fromColumns).param(2, rows) \
            .param(3, columns).TAKE.run(); \
    }
#define HAWK_BROADCAST_SCRATCH , const LocalTensor<uint8_t>&sharedTmpBuffer
HAWK_BROADCAST(Broadcast, HAWK_BROADCAST_SCRATCH, scratch(sharedTmpBuffer))
HAWK_BROADCAST(Broadcast, , stack())
HAWK_BROADCAST(BroadCast, HAWK_BROADCAST_SCRATCH, scratch(sharedTmpBuffer))
HAWK_BROADCAST(BroadCast, , stack())

struct PadParams {
    uint16_t leftPad = 0;
    uint16_t rightPad = 0;
    int32_t padValue = 0;
};
struct UnPadParams {
    uint16_t leftPad = 0;
    uint16_t rightPad = 0;
};
#define HAWK_PAD_TYPES(name) HAWK_LIBRARY_TYPES(name, T, hawkabi::kI16 | hawkabi::kU16 | hawkabi::kF16 | hawkabi::kI32 \
        | hawkabi::kU32 | hawkabi::kF32, "int16_t, uint16_t, half, int32_t, uint32_t and float")
/// params: rows, stored width, true width, left, right, value.
#define HAWK_PAD(SCRATCH) \
    template <typename T> \
    __aicore__ inline void Pad(const LocalTensor<T>& dstTensor, const LocalTensor<T>& srcTensor, \
        const PadParams& padParams, SCRATCH const PadTiling& tiling, HAWK_SITE) \
    { \
        HAWK_PAD_TYPES("Pad"); \
        constexpr uint32_t block = 32 / sizeof(T); \
        const uint64_t wide = (tiling.srcWidth + block - 1) / block * block; \
        hawkdetail::Library call(hawkdetail::LibraryApi::Pad, site); \
        call.out(dstTensor, tiling.srcHeight * wide).in(srcTensor, uint64_t { tiling.srcHeight } * tiling.srcWidth) \
            .param(0, tiling.srcHeight).param(1, tiling.srcWidth).param(2, tiling.srcOriWidth).param(3, padParams.leftPad) \
            .param(4, padParams.rightPad).param(5, padParams.padValue).param(6, static_cast<int64_t>(wide))
#define HAWK_UNPAD(SCRATCH) \
    template <typename T> \
    __aicore__ inline void UnPad(const LocalTensor<T>& dstTensor, const LocalTensor<T>& srcTensor, \
        const UnPadParams& unPadParams, SCRATCH const UnPadTiling& tiling, HAWK_SITE) \
    { \
        HAWK_PAD_TYPES("UnPad"); \
        const uint64_t wide = tiling.srcWidth - unPadParams.rightPad; /* leftPad has no effect yet, says the page */ \
        hawkdetail::Library call(hawkdetail::LibraryApi::UnPad, site); \
        call.out(dstTensor, tiling.srcHeight * wide).in(srcTensor, uint64_t { tiling.srcHeight } * tiling.srcWidth) \
            .param(0, tiling.srcHeight).param(1, tiling.srcWidth).param(4, unPadParams.rightPad)
// clang-format off
HAWK_PAD(HAWK_NORM_SCRATCH).scratch(sharedTmpBuffer).run(); }
HAWK_PAD().stack().run(); }
HAWK_UNPAD(HAWK_NORM_SCRATCH).scratch(sharedTmpBuffer).run(); }
HAWK_UNPAD().stack().run(); }
// clang-format on

/// Layout changes of [B, N, S, H/N] and transposition of two axes. params: the four lengths and the TransposeType.
#define HAWK_TRANSPOSE(SCRATCH, TAKE) \
    template <typename T> \
    __aicore__ inline void Transpose(const LocalTensor<T>& dst, const LocalTensor<T>& src, SCRATCH \
        TransposeType transposeType, const ConfusionTransposeTiling& tiling, HAWK_SITE) \
    { \
        HAWK_PAD_TYPES("Transpose"); \
        const uint64_t all = uint64_t { tiling.dim0 } * tiling.dim1 * tiling.dim2 * tiling.dim3; \
        hawkdetail::Library(hawkdetail::LibraryApi::TransposeLibrary, site).out(dst, all).in(src, all) \
            .param(0, tiling.dim0).param(1, tiling.dim1).param(2, tiling.dim2).param(3, tiling.dim3) \
            .param(4, static_cast<int64_t>(transposeType)).TAKE.run(); \
    } \
    template <typename T> \
    __aicore__ inline void ConfusionTranspose(const LocalTensor<T>& dst, const LocalTensor<T>& src, SCRATCH \
        TransposeType transposeType, const ConfusionTransposeTiling& tiling, HAWK_SITE) \
    { \
        HAWK_PAD_TYPES("ConfusionTranspose"); \
        const uint64_t all = uint64_t { tiling.dim0 } * tiling.dim1 * tiling.dim2 * tiling.dim3; \
        hawkdetail::Library(hawkdetail::LibraryApi::TransposeLibrary, site).out(dst, all).in(src, all) \
            .param(0, tiling.dim0).param(1, tiling.dim1).param(2, tiling.dim2).param(3, tiling.dim3) \
            .param(4, static_cast<int64_t>(transposeType)).TAKE.run(); \
    }
HAWK_TRANSPOSE(HAWK_NORM_SCRATCH, scratch(sharedTmpBuffer))
HAWK_TRANSPOSE(, stack())

/// The arithmetic progression firstValue, firstValue + diffValue, ...
#define HAWK_ARANGE(NAME) \
    template <typename T> \
    __aicore__ inline void NAME( \
        const LocalTensor<T>& dst, const T firstValue, const T diffValue, const int32_t count, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES(#NAME, T, hawkabi::kI16 | hawkabi::kF16 | hawkabi::kI32 | hawkabi::kF32, \
            "int16_t, half, int32_t and float"); \
        hawkdetail::Library(hawkdetail::LibraryApi::Arange, site).out(dst, static_cast<uint64_t>(count)) \
            .value(0, static_cast<double>(firstValue)).value(1, static_cast<double>(diffValue)).run(); \
    }
HAWK_ARANGE(Arange)
HAWK_ARANGE(ArithProgression)

} // namespace AscendC
