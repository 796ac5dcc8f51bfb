#pragma once

#include "hawk/vector_binary.h"

/// Element-wise instructions with a tensor and a scalar.
namespace AscendC {

/// The fallback overload exists only to say that the scalar has the wrong type.
#define HAWK_SCALAR_FORMS(NAME, DTYPES) \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void NAME( \
        const LocalTensor<T>& dst, const LocalTensor<T>& src, const T& scalarValue, const int32_t& count, HAWK_SITE) \
    { \
        DTYPES; \
        hawkdetail::countedScalar(hawkabi::Api::NAME, count, isSetMask, site, hawkabi::TypeOf<T>::value, dst.hawkPart(), \
            src.hawkPart(), hawkabi::bitsOf(scalarValue)); \
    } \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>&, const LocalTensor<T>&, hawkabi::OtherScalar, const int32_t&) \
    { \
        HAWK_SCALAR_MISMATCH(#NAME, T); \
    } \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<T>& src, const T& scalarValue, \
        uint64_t mask, const int32_t repeatTime, const UnaryRepeatParams& p, HAWK_SITE) \
    { \
        DTYPES; \
        const hawkabi::Operand from = src.hawkOperand(p.srcBlkStride, p.srcRepStride); \
        hawkdetail::vectorScalar(hawkabi::Api::NAME, hawkdetail::maskOf(mask, repeatTime, isSetMask), site, \
            dst.hawkOperand(p.dstBlkStride, p.dstRepStride), &from, hawkabi::TypeOf<T>::value, \
            hawkabi::bitsOf(scalarValue)); \
    } \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<T>& src, const T& scalarValue, \
        const uint64_t mask[], const int32_t repeatTime, const UnaryRepeatParams& p, HAWK_SITE) \
    { \
        DTYPES; \
        const hawkabi::Operand from = src.hawkOperand(p.srcBlkStride, p.srcRepStride); \
        hawkdetail::vectorScalar(hawkabi::Api::NAME, hawkdetail::maskOf(mask, repeatTime, isSetMask, sizeof(T)), site, \
            dst.hawkOperand(p.dstBlkStride, p.dstRepStride), &from, hawkabi::TypeOf<T>::value, \
            hawkabi::bitsOf(scalarValue)); \
    } \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>&, const LocalTensor<T>&, hawkabi::OtherScalar, uint64_t, \
        const int32_t, const UnaryRepeatParams&) \
    { \
        HAWK_SCALAR_MISMATCH(#NAME, T); \
    } \
    HAWK_POINTER_FORM(NAME, \
        (const LocalTensor<T>& dst, const LocalTensor<T>& src, const T& scalarValue, const int32_t& count), dst, src, \
        scalarValue, count) \
    HAWK_POINTER_FORM(NAME, \
        (const LocalTensor<T>& dst, const LocalTensor<T>& src, const T& scalarValue, uint64_t mask, \
            const uint8_t repeatTime, const UnaryRepeatParams& p), \
        dst, src, scalarValue, mask, repeatTime, p)

/// The scalar's type named by the call, NAME<T, U, isSetMask>(...): on this chip it is the tensor's (Adds.md and the others).
#define HAWK_NAMED_SCALAR(NAME, REST, ...) \
    template <typename T, typename U, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<T>& src, const hawkabi::Named<U>& scalarValue, \
        HAWK_UNPACK REST, HAWK_SITE) \
    { \
        static_assert(hawkabi::same<T, U>, #NAME ": the scalar's type U is the tensor's element type [scalar-operand-dtype]"); \
        NAME<T, isSetMask>(dst, src, scalarValue, __VA_ARGS__, site); \
    }
#define HAWK_UNPACK(...) __VA_ARGS__
#define HAWK_NAMED_COUNT(NAME) HAWK_NAMED_SCALAR(NAME, (const int32_t& count), count)
#define HAWK_NAMED_MASKS(NAME) \
    HAWK_NAMED_SCALAR(NAME, (uint64_t mask, const int32_t repeatTime, const UnaryRepeatParams& p), mask, repeatTime, p) \
    HAWK_NAMED_SCALAR(NAME, (const uint64_t mask[], const int32_t repeatTime, const UnaryRepeatParams& p), mask, repeatTime, p)

HAWK_SCALAR_FORMS(Adds, HAWK_ARITH_TYPES("Adds"))
HAWK_SCALAR_FORMS(Muls, HAWK_ARITH_TYPES("Muls"))
HAWK_SCALAR_FORMS(Maxs, HAWK_ARITH_TYPES("Maxs"))
HAWK_SCALAR_FORMS(Mins, HAWK_ARITH_TYPES("Mins"))
HAWK_SCALAR_FORMS(LeakyRelu, HAWK_FLOAT_TYPES("LeakyRelu"))
#define HAWK_SHIFT_TYPES(NAME) \
    HAWK_NOT_ON_2002(NAME, dst, "multiply by powers of two"); \
    HAWK_DTYPES(NAME, T, hawkabi::kI16 | hawkabi::kU16 | hawkabi::kI32 | hawkabi::kU32, \
        "int16_t, uint16_t, int32_t, uint32_t")
HAWK_SCALAR_FORMS(ShiftLeft, HAWK_SHIFT_TYPES("ShiftLeft"))
HAWK_SCALAR_FORMS(ShiftRight, HAWK_SHIFT_TYPES("ShiftRight"))
/// roundEn adds half of the last kept bit before shifting.
#define HAWK_SHIFT_RIGHT_ROUNDING(MASK, SELECTION) \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void ShiftRight(const LocalTensor<T>& dst, const LocalTensor<T>& src, const T& scalarValue, MASK, \
        const int32_t repeatTime, const UnaryRepeatParams& p, bool roundEn, HAWK_SITE) \
    { \
        HAWK_SHIFT_TYPES("ShiftRight"); \
        const hawkabi::Operand from = src.hawkOperand(p.srcBlkStride, p.srcRepStride); \
        hawkdetail::vectorScalar(hawkabi::Api::ShiftRight, SELECTION, site, dst.hawkOperand(p.dstBlkStride, p.dstRepStride), \
            &from, hawkabi::TypeOf<T>::value, hawkabi::bitsOf(scalarValue), roundEn ? 1 : 0); \
    }
// clang-format off
HAWK_SHIFT_RIGHT_ROUNDING(uint64_t mask, hawkdetail::maskOf(mask, repeatTime, isSetMask))
HAWK_SHIFT_RIGHT_ROUNDING(const uint64_t mask[], hawkdetail::maskOf(mask, repeatTime, isSetMask, sizeof(T)))
// clang-format on

HAWK_NAMED_COUNT(Adds)
HAWK_NAMED_MASKS(Adds)
HAWK_NAMED_COUNT(Muls)
HAWK_NAMED_MASKS(Muls)
HAWK_NAMED_COUNT(Maxs)
HAWK_NAMED_MASKS(Maxs)
HAWK_NAMED_COUNT(Mins)
HAWK_NAMED_MASKS(Mins)
HAWK_NAMED_COUNT(LeakyRelu)
HAWK_NAMED_MASKS(LeakyRelu)
HAWK_NAMED_COUNT(ShiftLeft)
HAWK_NAMED_MASKS(ShiftLeft)
HAWK_NAMED_COUNT(ShiftRight)
// With a mask the page gives roundEn no default here.
HAWK_NAMED_SCALAR(ShiftRight,
    (uint64_t mask, const int32_t repeatTime, const UnaryRepeatParams& p, bool roundEn), mask, repeatTime, p, roundEn)
HAWK_NAMED_SCALAR(ShiftRight,
    (const uint64_t mask[], const int32_t repeatTime, const UnaryRepeatParams& p, bool roundEn), mask, repeatTime, p, roundEn)

/// dst += scalar * src; a half source may go to a float destination.
#define HAWK_AXPY_TYPES \
    HAWK_DTYPES("Axpy", T, hawkabi::kF16 | hawkabi::kF32, "half, float"); \
    HAWK_DTYPES("Axpy", U, hawkabi::kF16 | hawkabi::kF32, "half, float"); \
    static_assert(sizeof(T) >= sizeof(U), "Axpy: allowed are half+=half*half, float+=float*float, float+=half*half")
template <typename T, typename U>
__aicore__ inline void Axpy(
    const LocalTensor<T>& dst, const LocalTensor<U>& src, const U& scalarValue, const int32_t& count, HAWK_SITE)
{
    HAWK_AXPY_TYPES;
    const hawkabi::Operand from = src.hawkOperand();
    hawkdetail::vectorScalar(hawkabi::Api::Axpy, hawkdetail::countOf(count, true), site, dst.hawkOperand(), &from,
        hawkabi::TypeOf<U>::value, hawkabi::bitsOf(scalarValue));
}
template <typename T, typename U>
__aicore__ inline void Axpy(const LocalTensor<T>&, const LocalTensor<U>&, hawkabi::OtherScalar, const int32_t&)
{
    HAWK_SCALAR_MISMATCH("Axpy", T);
}
template <typename T, typename U, bool isSetMask = true>
__aicore__ inline void Axpy(const LocalTensor<T>& dst, const LocalTensor<U>& src, const U& scalarValue, uint64_t mask,
    const int32_t repeatTime, const UnaryRepeatParams& p, HAWK_SITE)
{
    HAWK_AXPY_TYPES;
    const hawkabi::Operand from = src.hawkOperand(p.srcBlkStride, p.srcRepStride);
    hawkdetail::vectorScalar(hawkabi::Api::Axpy, hawkdetail::maskOf(mask, repeatTime, isSetMask), site,
        dst.hawkOperand(p.dstBlkStride, p.dstRepStride), &from, hawkabi::TypeOf<U>::value, hawkabi::bitsOf(scalarValue));
}
template <typename T, typename U, bool isSetMask = true>
__aicore__ inline void Axpy(const LocalTensor<T>& dst, const LocalTensor<U>& src, const U& scalarValue,
    const uint64_t mask[], const int32_t repeatTime, const UnaryRepeatParams& p, HAWK_SITE)
{
    HAWK_AXPY_TYPES;
    const hawkabi::Operand from = src.hawkOperand(p.srcBlkStride, p.srcRepStride);
    hawkdetail::vectorScalar(hawkabi::Api::Axpy, hawkdetail::maskOf(mask, repeatTime, isSetMask, sizeof(T)), site,
        dst.hawkOperand(p.dstBlkStride, p.dstRepStride), &from, hawkabi::TypeOf<U>::value, hawkabi::bitsOf(scalarValue));
}

} // namespace AscendC
