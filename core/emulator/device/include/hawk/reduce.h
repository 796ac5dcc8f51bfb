#pragma once

#include "hawk/pipe.h"
#include "hawk/vector.h"

/// Reductions. Destination strides are in results, not in 32 B blocks: they travel in Call::params.
namespace AscendC {

namespace hawkdetail {
/// params: dstRepStride in results, dst block stride (RepeatReduceSum).
HAWK_SHARED void reduce(Api api, const Selection& s, const hawkabi::Site& site, const hawkabi::Operand& dst,
    const hawkabi::Operand& src, const hawkabi::Operand* work, int64_t dstRepStride, uint32_t mode);
} // namespace hawkdetail

#define HAWK_REDUCE_TYPES(NAME) \
    static_assert(hawkabi::among<T>(hawkabi::kF16 | hawkabi::kF32), \
        NAME " supports half and float only on " HAWK_GENERATION " [reduce-dtype-float-only]")

template <typename T, bool isSetMask = true>
__aicore__ inline void ReduceSum(const LocalTensor<T>& dst, const LocalTensor<T>& src,
    const LocalTensor<T>& sharedTmpBuffer, const int32_t count, HAWK_SITE)
{
    HAWK_REDUCE_TYPES("ReduceSum");
    const hawkabi::Operand work = sharedTmpBuffer.hawkOperand();
    hawkdetail::reduce(hawkabi::Api::ReduceSum, hawkdetail::countOf(count, true), site, dst.hawkOperand(), src.hawkOperand(),
        &work, 1, 0);
}
template <typename T>
__aicore__ inline void ReduceSum(const LocalTensor<T>& dst, const LocalTensor<T>& src,
    const LocalTensor<T>& sharedTmpBuffer, const int32_t mask, const int32_t repeatTime, const int32_t srcRepStride, HAWK_SITE)
{
    HAWK_REDUCE_TYPES("ReduceSum");
    const hawkabi::Operand work = sharedTmpBuffer.hawkOperand();
    hawkdetail::reduce(hawkabi::Api::ReduceSum, hawkdetail::maskOf(static_cast<uint64_t>(mask), repeatTime, true), site,
        dst.hawkOperand(), src.hawkOperand(1, static_cast<uint32_t>(srcRepStride)), &work, 1, 0);
}
template <typename T>
__aicore__ inline void ReduceSum(const LocalTensor<T>& dst, const LocalTensor<T>& src,
    const LocalTensor<T>& sharedTmpBuffer, const uint64_t mask[], const int32_t repeatTime, const int32_t srcRepStride,
    HAWK_SITE)
{
    HAWK_REDUCE_TYPES("ReduceSum");
    const hawkabi::Operand work = sharedTmpBuffer.hawkOperand();
    hawkdetail::reduce(hawkabi::Api::ReduceSum, hawkdetail::maskOf(mask, repeatTime, true, sizeof(T)), site,
        dst.hawkOperand(), src.hawkOperand(1, static_cast<uint32_t>(srcRepStride)), &work, 1, 0);
}

#define HAWK_REDUCE_EXTREME(NAME) \
    template <typename T> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<T>& src, \
        const LocalTensor<T>& sharedTmpBuffer, const int32_t count, bool calIndex = 0, HAWK_SITE) \
    { \
        HAWK_REDUCE_TYPES(#NAME); \
        const hawkabi::Operand work = sharedTmpBuffer.hawkOperand(); \
        hawkdetail::reduce(hawkabi::Api::NAME, hawkdetail::countOf(count, true), site, dst.hawkOperand(), \
            src.hawkOperand(), &work, 1, calIndex ? 1 : 0); \
    } \
    template <typename T> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<T>& src, \
        const LocalTensor<T>& sharedTmpBuffer, const int32_t mask, const int32_t repeatTime, \
        const int32_t srcRepStride, bool calIndex = 0, HAWK_SITE) \
    { \
        HAWK_REDUCE_TYPES(#NAME); \
        const hawkabi::Operand work = sharedTmpBuffer.hawkOperand(); \
        hawkdetail::reduce(hawkabi::Api::NAME, hawkdetail::maskOf(static_cast<uint64_t>(mask), repeatTime, true), site, \
            dst.hawkOperand(), src.hawkOperand(1, static_cast<uint32_t>(srcRepStride)), &work, 1, calIndex ? 1 : 0); \
    } \
    template <typename T> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<T>& src, \
        const LocalTensor<T>& sharedTmpBuffer, const uint64_t mask[], const int32_t repeatTime, \
        const int32_t srcRepStride, bool calIndex = 0, HAWK_SITE) \
    { \
        HAWK_REDUCE_TYPES(#NAME); \
        const hawkabi::Operand work = sharedTmpBuffer.hawkOperand(); \
        hawkdetail::reduce(hawkabi::Api::NAME, hawkdetail::maskOf(mask, repeatTime, true, sizeof(T)), site, \
            dst.hawkOperand(), src.hawkOperand(1, static_cast<uint32_t>(srcRepStride)), &work, 1, calIndex ? 1 : 0); \
    }
HAWK_REDUCE_EXTREME(ReduceMax)
HAWK_REDUCE_EXTREME(ReduceMin)

#define HAWK_WHOLE_BODY(NAME, SELECT, ORDER) \
    HAWK_REDUCE_TYPES(#NAME); \
    hawkdetail::reduce(hawkabi::Api::NAME, SELECT, site, dst.hawkOperand(), \
        src.hawkOperand(static_cast<uint32_t>(srcBlkStride), static_cast<uint32_t>(srcRepStride)), nullptr, \
        dstRepStride, static_cast<uint32_t>(ORDER))

template <typename T, bool isSetMask = true>
__aicore__ inline void WholeReduceSum(const LocalTensor<T>& dst, const LocalTensor<T>& src, const int32_t mask,
    const int32_t repeatTime, const int32_t dstRepStride, const int32_t srcBlkStride, const int32_t srcRepStride, HAWK_SITE)
{
    HAWK_WHOLE_BODY(WholeReduceSum, hawkdetail::maskOf(static_cast<uint64_t>(mask), repeatTime, isSetMask), 0);
}
template <typename T, bool isSetMask = true>
__aicore__ inline void WholeReduceSum(const LocalTensor<T>& dst, const LocalTensor<T>& src, const uint64_t mask[],
    const int32_t repeatTime, const int32_t dstRepStride, const int32_t srcBlkStride, const int32_t srcRepStride, HAWK_SITE)
{
    HAWK_WHOLE_BODY(WholeReduceSum, hawkdetail::maskOf(mask, repeatTime, isSetMask, sizeof(T)), 0);
}
#define HAWK_WHOLE_EXTREME(NAME) \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<T>& src, const int32_t mask, \
        const int32_t repeatTime, const int32_t dstRepStride, const int32_t srcBlkStride, const int32_t srcRepStride, \
        ReduceOrder order = ReduceOrder::ORDER_VALUE_INDEX, HAWK_SITE) \
    { \
        HAWK_WHOLE_BODY(NAME, hawkdetail::maskOf(static_cast<uint64_t>(mask), repeatTime, isSetMask), order); \
    } \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<T>& src, const uint64_t mask[], \
        const int32_t repeatTime, const int32_t dstRepStride, const int32_t srcBlkStride, const int32_t srcRepStride, \
        ReduceOrder order = ReduceOrder::ORDER_VALUE_INDEX, HAWK_SITE) \
    { \
        HAWK_WHOLE_BODY(NAME, hawkdetail::maskOf(mask, repeatTime, isSetMask, sizeof(T)), order); \
    }
HAWK_WHOLE_EXTREME(WholeReduceMax)
HAWK_WHOLE_EXTREME(WholeReduceMin)

#define HAWK_REPEAT_FIRST(NAME) \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<T>& src, const int32_t repeatTime, \
        const int32_t mask, const int32_t dstRepStride, const int32_t srcBlkStride, const int32_t srcRepStride, HAWK_SITE) \
    { \
        HAWK_WHOLE_BODY(NAME, hawkdetail::maskOf(static_cast<uint64_t>(mask), repeatTime, isSetMask), 0); \
    } \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<T>& src, const int32_t repeatTime, \
        const uint64_t mask[], const int32_t dstRepStride, const int32_t srcBlkStride, const int32_t srcRepStride, \
        HAWK_SITE) \
    { \
        HAWK_WHOLE_BODY(NAME, hawkdetail::maskOf(mask, repeatTime, isSetMask, sizeof(T)), 0); \
    }
HAWK_REPEAT_FIRST(BlockReduceSum)
HAWK_REPEAT_FIRST(BlockReduceMax)
HAWK_REPEAT_FIRST(BlockReduceMin)
HAWK_REPEAT_FIRST(PairReduceSum)

template <typename T, bool isSetMask = true>
__aicore__ inline void RepeatReduceSum(const LocalTensor<T>& dst, const LocalTensor<T>& src, const int32_t repeatTime,
    const int32_t mask, const int32_t, const int32_t srcBlkStride, const int32_t dstRepStride, const int32_t srcRepStride,
    HAWK_SITE)
{
    HAWK_WHOLE_BODY(RepeatReduceSum, hawkdetail::maskOf(static_cast<uint64_t>(mask), repeatTime, isSetMask), 0);
}

template <typename T, bool isSetMask = true>
__aicore__ inline void RepeatReduceSum(const LocalTensor<T>& dst, const LocalTensor<T>& src, const int32_t repeatTime,
    const uint64_t mask[], const int32_t, const int32_t srcBlkStride, const int32_t dstRepStride, const int32_t srcRepStride,
    HAWK_SITE)
{
    HAWK_WHOLE_BODY(RepeatReduceSum, hawkdetail::maskOf(mask, repeatTime, isSetMask, sizeof(T)), 0);
}

// The newer names, with the operation as a template argument and the mask before the repeat count.
#define HAWK_REDUCE_BY_TYPE(NAME, FAMILY, MASK, PASS) \
    template <ReduceType reduceType, typename T, typename U, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<U>& src, MASK, const int32_t repeatTime, \
        const int32_t dstRepStride, const int32_t srcBlkStride, const int32_t srcRepStride, HAWK_SITE) \
    { \
        HAWK_REDUCE_TYPES(#NAME); \
        static_assert(hawkabi::same<T, U>, #NAME ": source and destination have one type on " HAWK_GENERATION); \
        if constexpr (reduceType == ReduceType::SUM) \
            FAMILY##Sum<T, isSetMask>(dst, src, repeatTime, PASS, dstRepStride, srcBlkStride, srcRepStride, site); \
        else if constexpr (reduceType == ReduceType::MAX) \
            FAMILY##Max<T, isSetMask>(dst, src, repeatTime, PASS, dstRepStride, srcBlkStride, srcRepStride, site); \
        else \
            FAMILY##Min<T, isSetMask>(dst, src, repeatTime, PASS, dstRepStride, srcBlkStride, srcRepStride, site); \
    }
HAWK_REDUCE_BY_TYPE(ReduceDataBlock, BlockReduce, const int32_t mask, mask)
HAWK_REDUCE_BY_TYPE(ReduceDataBlock, BlockReduce, const uint64_t mask[], mask)

#define HAWK_REDUCE_REPEAT(MASK) \
    template <ReduceType reduceType, typename T, typename U, bool isSetMask = true> \
    __aicore__ inline void ReduceRepeat(const LocalTensor<T>& dst, const LocalTensor<U>& src, MASK, \
        const int32_t repeatTime, const int32_t dstRepStride, const int32_t srcBlkStride, const int32_t srcRepStride, \
        ReduceOrder order = ReduceOrder::ORDER_VALUE_INDEX, HAWK_SITE) \
    { \
        HAWK_REDUCE_TYPES("ReduceRepeat"); \
        static_assert(hawkabi::same<T, U>, "ReduceRepeat: source and destination have one type on " HAWK_GENERATION); \
        if constexpr (reduceType == ReduceType::SUM) \
            WholeReduceSum<T, isSetMask>(dst, src, mask, repeatTime, dstRepStride, srcBlkStride, srcRepStride, site); \
        else if constexpr (reduceType == ReduceType::MAX) \
            WholeReduceMax<T, isSetMask>(dst, src, mask, repeatTime, dstRepStride, srcBlkStride, srcRepStride, order, site); \
        else \
            WholeReduceMin<T, isSetMask>(dst, src, mask, repeatTime, dstRepStride, srcBlkStride, srcRepStride, order, site); \
    }
HAWK_REDUCE_REPEAT(const int32_t mask)
HAWK_REDUCE_REPEAT(const uint64_t mask[])

#define HAWK_REDUCE_PAIR(MASK) \
    template <ReduceType reduceType, typename T, typename U, bool isSetMask = true> \
    __aicore__ inline void ReducePairElem(const LocalTensor<T>& dst, const LocalTensor<U>& src, MASK, \
        const int32_t repeatTime, const int32_t dstRepStride, const int32_t srcBlkStride, const int32_t srcRepStride, \
        HAWK_SITE) \
    { \
        static_assert(reduceType == ReduceType::SUM, "ReducePairElem sums only"); \
        HAWK_REDUCE_TYPES("ReducePairElem"); \
        static_assert(hawkabi::same<T, U>, "ReducePairElem: source and destination have one type on " HAWK_GENERATION); \
        PairReduceSum<T, isSetMask>(dst, src, repeatTime, mask, dstRepStride, srcBlkStride, srcRepStride, site); \
    }
HAWK_REDUCE_PAIR(const int32_t mask)
HAWK_REDUCE_PAIR(const uint64_t mask[])

/// Results that the vector unit keeps in registers: of the last ReduceSum over a count, and of the last WholeReduceMax,
/// WholeReduceMin, ReduceMax or ReduceMin. The index has the element's width and is read as raw bits.
template <typename T>
__aicore__ inline T GetReduceRepeatSumSpr(HAWK_SITE)
{
    HAWK_NOT_ON_2002("GetReduceRepeatSumSpr", T(), "read the sum from the destination");
    HAWK_REDUCE_TYPES("GetReduceRepeatSumSpr");
    return hawkabi::fromBits<T>(
        hawkdetail::control(hawkabi::Api::ReadReduceRegister, site, 0, static_cast<int64_t>(hawkabi::TypeOf<T>::value)));
}
template <typename T>
__aicore__ inline void GetReduceRepeatMaxMinSpr(T& maxMinValue, T& maxMinIndex, HAWK_SITE)
{
    HAWK_REDUCE_TYPES("GetReduceRepeatMaxMinSpr");
    constexpr auto type = static_cast<int64_t>(hawkabi::TypeOf<T>::value);
    maxMinValue = hawkabi::fromBits<T>(hawkdetail::control(hawkabi::Api::ReadReduceRegister, site, 1, type));
    maxMinIndex = hawkabi::fromBits<T>(hawkdetail::control(hawkabi::Api::ReadReduceRegister, site, 2, type));
}
template <typename T>
__aicore__ inline void GetReduceRepeatMaxMinSpr(T& maxMinValue, HAWK_SITE)
{
    T index;
    GetReduceRepeatMaxMinSpr<T>(maxMinValue, index, site);
}
// The older names of the same.
template <typename T>
__aicore__ inline T GetAccVal(HAWK_SITE)
{
    return GetReduceRepeatSumSpr<T>(site);
}
template <typename T>
__aicore__ inline void GetReduceMaxMinCount(T& maxMinValue, T& maxMinIndex, HAWK_SITE)
{
    GetReduceRepeatMaxMinSpr<T>(maxMinValue, maxMinIndex, site);
}
template <typename T>
__aicore__ inline void GetReduceMaxMinCount(T& maxMinValue, HAWK_SITE)
{
    GetReduceRepeatMaxMinSpr<T>(maxMinValue, site);
}

} // namespace AscendC
