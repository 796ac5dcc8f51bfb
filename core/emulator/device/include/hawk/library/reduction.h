#pragma once

#include "hawk/library/call.h"
#include "hawk/library/normalization.h"

/// Reductions over an axis (reference: high-level API, 归约操作).
namespace AscendC {

namespace Pattern {
namespace Reduce {
struct AR { };
struct RA { };
struct R { };
struct ARA { };
struct ARAR { };
struct RAR { };
} // namespace Reduce
} // namespace Pattern

struct SumParams {
    uint32_t outter = 1;
    uint32_t inner;
    uint32_t n;
};
struct MeanParams {
    uint32_t outter = 1;
    uint32_t inner;
    uint32_t n;
};

/// Sums and means of the rows. params: rows, stored columns, columns that count, accumulate in the operand's own type.
#define HAWK_ROW_SUM(SCRATCH, TAKE) \
    template <typename T, int32_t reduceDim = -1, bool isReuseSource = false, bool isBasicBlock = false> \
    __aicore__ inline void Sum(const LocalTensor<T>& dstTensor, const LocalTensor<T>& srcTensor, \
        SCRATCH const SumParams& sumParams, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES("Sum", T, hawkabi::kF16 | hawkabi::kF32, "half and float"); \
        hawkdetail::Library(hawkdetail::LibraryApi::Sum, site).out(dstTensor, sumParams.outter) \
            .in(srcTensor, uint64_t { sumParams.outter } * sumParams.inner).param(0, sumParams.outter) \
            .param(1, sumParams.inner).param(2, sumParams.n).param(3, 1).TAKE.run(); \
    } \
    template <typename T, typename accType = T, bool isReuseSource = false, bool isBasicBlock = false, int32_t reduceDim = -1> \
    __aicore__ inline void Mean(const LocalTensor<T>& dstTensor, const LocalTensor<T>& srcTensor, \
        SCRATCH const MeanParams& meanParams, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES("Mean", T, hawkabi::kF16 | hawkabi::kF32, "half and float"); \
        static_assert(sizeof(accType) >= sizeof(T), "Mean: accType must not be narrower than T"); \
        hawkdetail::Library(hawkdetail::LibraryApi::Mean, site).out(dstTensor, meanParams.outter) \
            .in(srcTensor, uint64_t { meanParams.outter } * meanParams.inner).param(0, meanParams.outter) \
            .param(1, meanParams.inner).param(2, meanParams.n).param(3, sizeof(accType) == sizeof(T) ? 1 : 0) \
            .param(4, sizeof(accType)).TAKE.run(); \
    }
HAWK_ROW_SUM(HAWK_NORM_SCRATCH, scratch(sharedTmpBuffer))
HAWK_ROW_SUM(, stack())

/// Two axes, one of them reduced: AR keeps the first, RA the second. The inner axis is stored up to 32 B.
/// params: first axis, second axis, stored second axis, 1 when the first axis is reduced.
#define HAWK_PATTERN_REDUCE(NAME, API, SET, TEXT, SCRATCH, TAKE) \
    template <class T, class pattern, bool isReuseSource = false> \
    __aicore__ inline void NAME(const LocalTensor<T>& dstTensor, const LocalTensor<T>& srcTensor, \
        SCRATCH const uint32_t srcShape[], bool srcInnerPad, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES(#NAME, T, SET, TEXT); \
        static_assert(hawkabi::same<pattern, Pattern::Reduce::AR> || hawkabi::same<pattern, Pattern::Reduce::RA>, \
            #NAME " takes the patterns AR and RA on " HAWK_GENERATION); \
        constexpr bool first = hawkabi::same<pattern, Pattern::Reduce::RA>; \
        constexpr uint32_t block = 32 / sizeof(T); \
        const uint32_t stored = (srcShape[1] + block - 1) / block * block; \
        hawkdetail::Library(hawkdetail::LibraryApi::API, site).out(dstTensor, first ? srcShape[1] : srcShape[0]) \
            .in(srcTensor, uint64_t { srcShape[0] } * stored, isReuseSource).param(0, srcShape[0]).param(1, srcShape[1]) \
            .param(2, stored).param(3, first ? 1 : 0).param(4, srcInnerPad ? 1 : 0).TAKE.run(); \
    }
#define HAWK_PATTERN_REDUCTION(NAME, API, SET, TEXT) \
    HAWK_PATTERN_REDUCE(NAME, API, SET, TEXT, HAWK_NORM_SCRATCH, scratch(sharedTmpBuffer)) \
    HAWK_PATTERN_REDUCE(NAME, API, SET, TEXT, , stack())
HAWK_PATTERN_REDUCTION(ReduceSum, ReduceSumPattern, hawkabi::kF32, "float")
HAWK_PATTERN_REDUCTION(ReduceMean, ReduceMeanPattern, hawkabi::kF32, "float")
HAWK_PATTERN_REDUCTION(ReduceProd, ReduceProdPattern, hawkabi::kF32, "float")
HAWK_PATTERN_REDUCTION(ReduceMax, ReduceMaxPattern, hawkabi::kF16 | hawkabi::kF32, "half and float")
HAWK_PATTERN_REDUCTION(ReduceMin, ReduceMinPattern, hawkabi::kF16 | hawkabi::kF32, "half and float")
// Of float the largest and the least (reduce_any_v220_impl.h, reduce_all_v220_impl.h), which are the logical results for 0 and 1.
HAWK_PATTERN_REDUCTION(ReduceAny, ReduceAnyPattern, hawkabi::kU8 | hawkabi::kF32, "uint8_t and float")
HAWK_PATTERN_REDUCTION(ReduceAll, ReduceAllPattern, hawkabi::kU8 | hawkabi::kF32, "uint8_t and float")

#define HAWK_XOR_SUM(SCRATCH, TAKE) \
    template <typename T, bool isReuseSource = false> \
    __aicore__ inline void ReduceXorSum(const LocalTensor<T>& dstTensor, const LocalTensor<T>& src0Tensor, \
        const LocalTensor<T>& src1Tensor, SCRATCH const uint32_t calCount, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES("ReduceXorSum", T, hawkabi::kI16, "int16_t"); \
        hawkdetail::Library(hawkdetail::LibraryApi::ReduceXorSum, site).out(dstTensor, 1) \
            .in(src0Tensor, calCount, isReuseSource).in(src1Tensor, calCount, isReuseSource).TAKE.run(); \
    }
HAWK_XOR_SUM(HAWK_NORM_SCRATCH, scratch(sharedTmpBuffer))
HAWK_XOR_SUM(, stack())

} // namespace AscendC
