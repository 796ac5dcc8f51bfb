#pragma once

#include "hawk/vector_binary.h"

/// Element-wise instructions with one source tensor.
namespace AscendC {

#define HAWK_UNARY_FORMS(NAME, DTYPES) HAWK_UNARY_FORMS_OF(NAME, DTYPES, DTYPES)
/// The forms with a mask may take fewer types.
#define HAWK_UNARY_FORMS_OF(NAME, DTYPES, MASKED_DTYPES) \
    template <typename T> \
    __aicore__ inline void NAME( \
        const LocalTensor<T>& dst, const LocalTensor<T>& src, const int32_t& count, HAWK_SITE) \
    { \
        DTYPES; \
        hawkdetail::counted( \
            hawkabi::Api::NAME, count, true, site, hawkabi::TypeOf<T>::value, dst.hawkPart(), src.hawkPart()); \
    } \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<T>& src, uint64_t mask, \
        const int32_t repeatTime, const UnaryRepeatParams& p, HAWK_SITE) \
    { \
        MASKED_DTYPES; \
        hawkdetail::vector(hawkabi::Api::NAME, hawkdetail::maskOf(mask, repeatTime, isSetMask), site, \
            dst.hawkOperand(p.dstBlkStride, p.dstRepStride), src.hawkOperand(p.srcBlkStride, p.srcRepStride)); \
    } \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<T>& src, const uint64_t mask[], \
        const int32_t repeatTime, const UnaryRepeatParams& p, HAWK_SITE) \
    { \
        MASKED_DTYPES; \
        hawkdetail::vector(hawkabi::Api::NAME, hawkdetail::maskOf(mask, repeatTime, isSetMask, sizeof(T)), site, \
            dst.hawkOperand(p.dstBlkStride, p.dstRepStride), src.hawkOperand(p.srcBlkStride, p.srcRepStride)); \
    } \
    HAWK_COUNT_POINTER( \
        NAME, (const LocalTensor<T>& dst, const LocalTensor<T>& src, const int32_t& count), dst, src, count) \
    HAWK_POINTER_FORM(NAME, \
        (const LocalTensor<T>& dst, const LocalTensor<T>& src, uint64_t mask, const uint8_t repeatTime, \
            const UnaryRepeatParams& p), \
        dst, src, mask, repeatTime, p) \
    HAWK_POINTER_FORM(NAME, \
        (const LocalTensor<T>& dst, const LocalTensor<T>& src, uint64_t mask[], const uint8_t repeatTime, \
            const UnaryRepeatParams& p), \
        dst, src, mask, repeatTime, p)

HAWK_UNARY_FORMS(Abs, HAWK_FLOAT_TYPES("Abs"))
HAWK_UNARY_FORMS(Exp, HAWK_FLOAT_TYPES("Exp"))
HAWK_UNARY_FORMS(Ln, HAWK_FLOAT_TYPES("Ln"))
HAWK_UNARY_FORMS(Sqrt, HAWK_FLOAT_TYPES("Sqrt"))
HAWK_UNARY_FORMS(Rsqrt, HAWK_FLOAT_TYPES("Rsqrt"))
HAWK_UNARY_FORMS(Reciprocal, HAWK_FLOAT_TYPES("Reciprocal"))
HAWK_UNARY_FORMS(Relu, HAWK_DTYPES("Relu", T, hawkabi::kF16 | hawkabi::kI32 | hawkabi::kF32, "half, int32_t, float"))
HAWK_UNARY_FORMS_OF(Not, HAWK_BIT_TYPES("Not"), HAWK_MASKED_BIT_TYPES("Not"))

} // namespace AscendC
