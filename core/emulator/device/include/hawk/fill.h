#pragma once

#include "hawk/vector_binary.h"

/// Filling and moving inside UB.
namespace AscendC {

#define HAWK_DUPLICATE_TYPES(NAME) \
    static_assert(hawkabi::among<T>(hawkabi::kTwoAndFourBytes), \
        NAME " takes int16_t, uint16_t, half, bfloat16_t, int32_t, uint32_t, float on " HAWK_GENERATION \
             " [duplicate-scalar-type]")
template <typename T>
__aicore__ inline void Duplicate(const LocalTensor<T>& dst, const T& scalarValue, const int32_t& count, HAWK_SITE)
{
    HAWK_DUPLICATE_TYPES("Duplicate");
    hawkdetail::vectorScalar(hawkabi::Api::Duplicate, hawkdetail::countOf(count, true), site, dst.hawkOperand(),
        nullptr, hawkabi::TypeOf<T>::value, hawkabi::bitsOf(scalarValue));
}
template <typename T>
__aicore__ inline void Duplicate(const LocalTensor<T>&, hawkabi::OtherScalarThan<T>, const int32_t&)
{
    HAWK_SCALAR_MISMATCH("Duplicate", T);
}
template <typename T, bool isSetMask = true>
__aicore__ inline void Duplicate(const LocalTensor<T>& dst, const T& scalarValue, uint64_t mask, const int32_t repeatTime,
    const uint32_t dstBlockStride, const uint32_t dstRepeatStride, HAWK_SITE)
{
    HAWK_DUPLICATE_TYPES("Duplicate");
    hawkdetail::vectorScalar(hawkabi::Api::Duplicate, hawkdetail::maskOf(mask, repeatTime, isSetMask), site,
        dst.hawkOperand(dstBlockStride, dstRepeatStride), nullptr, hawkabi::TypeOf<T>::value, hawkabi::bitsOf(scalarValue));
}
template <typename T, bool isSetMask = true>
__aicore__ inline void Duplicate(const LocalTensor<T>& dst, const T& scalarValue, const uint64_t mask[],
    const int32_t repeatTime, const uint32_t dstBlockStride, const uint32_t dstRepeatStride, HAWK_SITE)
{
    HAWK_DUPLICATE_TYPES("Duplicate");
    hawkdetail::vectorScalar(hawkabi::Api::Duplicate, hawkdetail::maskOf(mask, repeatTime, isSetMask, sizeof(T)), site,
        dst.hawkOperand(dstBlockStride, dstRepeatStride), nullptr, hawkabi::TypeOf<T>::value, hawkabi::bitsOf(scalarValue));
}

#define HAWK_COPY_TYPES(NAME) \
    static_assert(hawkabi::among<T>(hawkabi::kMovable), \
        NAME " takes " HAWK_MOVABLE_TEXT " on " HAWK_GENERATION " [dtype-int8-vector-arith]")
template <typename T, bool isSetMask = true>
__aicore__ inline void Copy(const LocalTensor<T>& dst, const LocalTensor<T>& src, const uint64_t mask,
    const int32_t repeatTime, const CopyRepeatParams& p, HAWK_SITE)
{
    HAWK_NOT_ON_2002("Copy", dst, "use DataCopy of whole blocks");
    HAWK_COPY_TYPES("Copy");
    hawkdetail::vector(hawkabi::Api::Copy, hawkdetail::maskOf(mask, repeatTime, isSetMask), site,
        dst.hawkOperand(p.dstStride, p.dstRepeatSize), src.hawkOperand(p.srcStride, p.srcRepeatSize));
}
template <typename T, bool isSetMask = true>
__aicore__ inline void Copy(const LocalTensor<T>& dst, const LocalTensor<T>& src, const uint64_t mask[],
    const int32_t repeatTime, const CopyRepeatParams& p, HAWK_SITE)
{
    HAWK_NOT_ON_2002("Copy", dst, "use DataCopy of whole blocks");
    HAWK_COPY_TYPES("Copy");
    hawkdetail::vector(hawkabi::Api::Copy, hawkdetail::maskOf(mask, repeatTime, isSetMask, sizeof(T)), site,
        dst.hawkOperand(p.dstStride, p.dstRepeatSize), src.hawkOperand(p.srcStride, p.srcRepeatSize));
}

template <typename T>
__aicore__ inline void Brcb(const LocalTensor<T>& dst, const LocalTensor<T>& src, const int32_t repeatTime,
    const BrcbRepeatParams& p, HAWK_SITE)
{
    HAWK_COPY_TYPES("Brcb");
    hawkdetail::vector(hawkabi::Api::Brcb, hawkdetail::maskOf(8, repeatTime, true), site,
        dst.hawkOperand(p.dstBlkStride, p.dstRepStride), src.hawkOperand());
}

/// dst[i] = firstValue + i.
template <typename T>
__aicore__ inline void CreateVecIndex(LocalTensor<T> dst, const T& firstValue, uint32_t count, HAWK_SITE)
{
    HAWK_ARITH_TYPES("CreateVecIndex");
    hawkdetail::vectorScalar(hawkabi::Api::CreateVecIndex, hawkdetail::countOf(count, true), site, dst.hawkOperand(),
        nullptr, hawkabi::TypeOf<T>::value, hawkabi::bitsOf(firstValue));
}

template <typename T>
__aicore__ inline void CreateVecIndex(LocalTensor<T> dst, const T& firstValue, uint64_t mask, int32_t repeatTime,
    uint32_t dstBlkStride, uint32_t dstRepStride, HAWK_SITE)
{
    HAWK_ARITH_TYPES("CreateVecIndex");
    hawkdetail::vectorScalar(hawkabi::Api::CreateVecIndex, hawkdetail::maskOf(mask, repeatTime, true), site,
        dst.hawkOperand(dstBlkStride, dstRepStride), nullptr, hawkabi::TypeOf<T>::value, hawkabi::bitsOf(firstValue));
}
template <typename T>
__aicore__ inline void CreateVecIndex(LocalTensor<T> dst, const T& firstValue, const uint64_t mask[], int32_t repeatTime,
    uint32_t dstBlkStride, uint32_t dstRepStride, HAWK_SITE)
{
    HAWK_ARITH_TYPES("CreateVecIndex");
    hawkdetail::vectorScalar(hawkabi::Api::CreateVecIndex, hawkdetail::maskOf(mask, repeatTime, true, sizeof(T)), site,
        dst.hawkOperand(dstBlkStride, dstRepStride), nullptr, hawkabi::TypeOf<T>::value, hawkabi::bitsOf(firstValue));
}

} // namespace AscendC
