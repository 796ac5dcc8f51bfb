#pragma once

#include "hawk/issue.h"

/// Element-wise instructions with two source tensors.
namespace AscendC {

/// API: the row of the table, for a name that only renames another. The forms with a mask may take fewer types.
#define HAWK_BINARY_FORMS(NAME, DTYPES) HAWK_BINARY_FORMS_AS(NAME, NAME, DTYPES, DTYPES)
#define HAWK_BINARY_FORMS_AS(NAME, API, DTYPES, MASKED_DTYPES) \
    template <typename T> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<T>& src0, const LocalTensor<T>& src1, \
        const int32_t& count, HAWK_SITE) \
    { \
        DTYPES; \
        hawkdetail::counted(hawkabi::Api::API, count, true, site, hawkabi::TypeOf<T>::value, dst.hawkPart(), \
            src0.hawkPart(), src1.hawkPart()); \
    } \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<T>& src0, const LocalTensor<T>& src1, \
        uint64_t mask, const int32_t repeatTime, const BinaryRepeatParams& p, HAWK_SITE) \
    { \
        MASKED_DTYPES; \
        hawkdetail::vector(hawkabi::Api::API, hawkdetail::maskOf(mask, repeatTime, isSetMask), site, \
            dst.hawkOperand(p.dstBlkStride, p.dstRepStride), src0.hawkOperand(p.src0BlkStride, p.src0RepStride), \
            src1.hawkOperand(p.src1BlkStride, p.src1RepStride)); \
    } \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<T>& src0, const LocalTensor<T>& src1, \
        const uint64_t mask[], const int32_t repeatTime, const BinaryRepeatParams& p, HAWK_SITE) \
    { \
        MASKED_DTYPES; \
        hawkdetail::vector(hawkabi::Api::API, hawkdetail::maskOf(mask, repeatTime, isSetMask, sizeof(T)), site, \
            dst.hawkOperand(p.dstBlkStride, p.dstRepStride), src0.hawkOperand(p.src0BlkStride, p.src0RepStride), \
            src1.hawkOperand(p.src1BlkStride, p.src1RepStride)); \
    } \
    HAWK_BINARY_POINTERS(NAME)

#define HAWK_BINARY_POINTERS(NAME) \
    HAWK_COUNT_POINTER(NAME, \
        (const LocalTensor<T>& dst, const LocalTensor<T>& src0, const LocalTensor<T>& src1, const int32_t& count), dst, \
        src0, src1, count) \
    HAWK_POINTER_FORM(NAME, \
        (const LocalTensor<T>& dst, const LocalTensor<T>& src0, const LocalTensor<T>& src1, uint64_t mask, \
            const uint8_t repeatTime, const BinaryRepeatParams& p), \
        dst, src0, src1, mask, repeatTime, p) \
    HAWK_POINTER_FORM(NAME, \
        (const LocalTensor<T>& dst, const LocalTensor<T>& src0, const LocalTensor<T>& src1, uint64_t mask[], \
            const uint8_t repeatTime, const BinaryRepeatParams& p), \
        dst, src0, src1, mask, repeatTime, p)

#define HAWK_ARITH_TYPES(NAME) \
    HAWK_DTYPES(NAME, T, hawkabi::kI16 | hawkabi::kF16 | hawkabi::kI32 | hawkabi::kF32, "int16_t, half, int32_t, float")
#define HAWK_FLOAT_TYPES(NAME) HAWK_DTYPES(NAME, T, hawkabi::kF16 | hawkabi::kF32, "half, float")

HAWK_BINARY_FORMS(Add, HAWK_ARITH_TYPES("Add"))
HAWK_BINARY_FORMS(Sub, HAWK_ARITH_TYPES("Sub"))
HAWK_BINARY_FORMS(Mul, HAWK_ARITH_TYPES("Mul"))
HAWK_BINARY_FORMS(Max, HAWK_ARITH_TYPES("Max"))
HAWK_BINARY_FORMS(Min, HAWK_ARITH_TYPES("Min"))
HAWK_BINARY_FORMS(Div, HAWK_FLOAT_TYPES("Div"))
HAWK_BINARY_FORMS(AddRelu,
    HAWK_DTYPES("AddRelu", T, hawkabi::kI16 | hawkabi::kF16 | hawkabi::kF32, "int16_t, half, float"))
HAWK_BINARY_FORMS(SubRelu,
    HAWK_DTYPES("SubRelu", T, hawkabi::kI16 | hawkabi::kF16 | hawkabi::kF32, "int16_t, half, float"))
HAWK_BINARY_FORMS(FusedMulAdd, HAWK_FLOAT_TYPES("FusedMulAdd"))
HAWK_BINARY_FORMS(FusedMulAddRelu, HAWK_FLOAT_TYPES("FusedMulAddRelu"))
// The page's newer name of FusedMulAddRelu (MulAddRelu.md).
HAWK_BINARY_FORMS_AS(MulAddRelu, FusedMulAddRelu, HAWK_FLOAT_TYPES("MulAddRelu"), HAWK_FLOAT_TYPES("MulAddRelu"))
// Bits: the count form takes 32-bit tensors too, as pairs of 16-bit elements; the forms with a mask do not.
#define HAWK_BIT_TYPES(NAME) \
    HAWK_DTYPES(NAME, T, hawkabi::kI16 | hawkabi::kU16 | hawkabi::kI32 | hawkabi::kU32, "int16_t, uint16_t")
#define HAWK_MASKED_BIT_TYPES(NAME) \
    HAWK_BIT_TYPES(NAME); \
    static_assert(sizeof(T) != 4, NAME " with a mask takes int16_t and uint16_t on " HAWK_GENERATION ": ReinterpretCast<uint16_t>() " \
        "and masks for twice the elements [bitwise-32bit-count]")
HAWK_BINARY_FORMS_AS(And, And, HAWK_BIT_TYPES("And"), HAWK_MASKED_BIT_TYPES("And"))
HAWK_BINARY_FORMS_AS(Or, Or, HAWK_BIT_TYPES("Or"), HAWK_MASKED_BIT_TYPES("Or"))

/// dst += src0 * src1; half sources may go to a float destination.
#define HAWK_MULADDDST_TYPES \
    HAWK_DTYPES("MulAddDst", T, hawkabi::kF16 | hawkabi::kF32, "half, float"); \
    HAWK_DTYPES("MulAddDst", U, hawkabi::kF16 | hawkabi::kF32, "half, float"); \
    static_assert(sizeof(T) >= sizeof(U), "MulAddDst: allowed are half+half*half, float+float*float, float+half*half")
template <typename T, typename U>
__aicore__ inline void MulAddDst(const LocalTensor<T>& dst, const LocalTensor<U>& src0, const LocalTensor<U>& src1,
    const int32_t& count, HAWK_SITE)
{
    HAWK_MULADDDST_TYPES;
    hawkdetail::vector(hawkabi::Api::MulAddDst, hawkdetail::countOf(count, true), site, dst.hawkOperand(),
        src0.hawkOperand(), src1.hawkOperand());
}
template <typename T, typename U, bool isSetMask = true>
__aicore__ inline void MulAddDst(const LocalTensor<T>& dst, const LocalTensor<U>& src0, const LocalTensor<U>& src1,
    uint64_t mask, const int32_t repeatTime, const BinaryRepeatParams& p, HAWK_SITE)
{
    HAWK_MULADDDST_TYPES;
    hawkdetail::vector(hawkabi::Api::MulAddDst, hawkdetail::maskOf(mask, repeatTime, isSetMask), site,
        dst.hawkOperand(p.dstBlkStride, p.dstRepStride), src0.hawkOperand(p.src0BlkStride, p.src0RepStride),
        src1.hawkOperand(p.src1BlkStride, p.src1RepStride));
}
template <typename T, typename U, bool isSetMask = true>
__aicore__ inline void MulAddDst(const LocalTensor<T>& dst, const LocalTensor<U>& src0, const LocalTensor<U>& src1,
    const uint64_t mask[], const int32_t repeatTime, const BinaryRepeatParams& p, HAWK_SITE)
{
    HAWK_MULADDDST_TYPES;
    hawkdetail::vector(hawkabi::Api::MulAddDst, hawkdetail::maskOf(mask, repeatTime, isSetMask, sizeof(T)), site,
        dst.hawkOperand(p.dstBlkStride, p.dstRepStride), src0.hawkOperand(p.src0BlkStride, p.src0RepStride),
        src1.hawkOperand(p.src1BlkStride, p.src1RepStride));
}

// Two sources of one type, a destination of another: the sum or product is converted on the way (AddReluCast.md,
// SubReluCast.md, MulCast.md, AddDeqRelu.md). Strides follow the wider type.
#define HAWK_FUSED_CAST_FORMS(NAME, ALLOWED, TEXT) \
    template <typename T, typename U> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<U>& src0, const LocalTensor<U>& src1, \
        const uint32_t count, HAWK_SITE) \
    { \
        static_assert(ALLOWED, #NAME " on " HAWK_GENERATION " takes " TEXT); \
        hawkdetail::vector(hawkabi::Api::NAME, hawkdetail::countOf(count, true), site, dst.hawkOperand(), \
            src0.hawkOperand(), src1.hawkOperand()); \
    } \
    template <typename T, typename U, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<U>& src0, const LocalTensor<U>& src1, \
        uint64_t mask, const int32_t repeatTime, const BinaryRepeatParams& p, HAWK_SITE) \
    { \
        static_assert(ALLOWED, #NAME " on " HAWK_GENERATION " takes " TEXT); \
        hawkdetail::vector(hawkabi::Api::NAME, hawkdetail::maskOf(mask, repeatTime, isSetMask), site, \
            dst.hawkOperand(p.dstBlkStride, p.dstRepStride), src0.hawkOperand(p.src0BlkStride, p.src0RepStride), \
            src1.hawkOperand(p.src1BlkStride, p.src1RepStride)); \
    } \
    template <typename T, typename U, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<U>& src0, const LocalTensor<U>& src1, \
        const uint64_t mask[], const int32_t repeatTime, const BinaryRepeatParams& p, HAWK_SITE) \
    { \
        static_assert(ALLOWED, #NAME " on " HAWK_GENERATION " takes " TEXT); \
        constexpr uint64_t wide = sizeof(T) > sizeof(U) ? sizeof(T) : sizeof(U); \
        hawkdetail::vector(hawkabi::Api::NAME, hawkdetail::maskOf(mask, repeatTime, isSetMask, wide), site, \
            dst.hawkOperand(p.dstBlkStride, p.dstRepStride), src0.hawkOperand(p.src0BlkStride, p.src0RepStride), \
            src1.hawkOperand(p.src1BlkStride, p.src1RepStride)); \
    }
#define HAWK_RELU_CAST_PAIRS \
    (hawkabi::same<U, half> && hawkabi::same<T, int8_t>) || (hawkabi::same<U, float> && hawkabi::same<T, half>) \
        || (hawkabi::same<U, int16_t> && hawkabi::same<T, int8_t>)
HAWK_FUSED_CAST_FORMS(AddReluCast, HAWK_RELU_CAST_PAIRS, "half to int8_t, float to half, int16_t to int8_t")
HAWK_FUSED_CAST_FORMS(SubReluCast, HAWK_RELU_CAST_PAIRS, "half to int8_t, float to half, int16_t to int8_t")
HAWK_FUSED_CAST_FORMS(MulCast,
    (hawkabi::same<U, half> && (hawkabi::same<T, int8_t> || hawkabi::same<T, uint8_t>)), "half to int8_t or uint8_t")
HAWK_FUSED_CAST_FORMS(AddDeqRelu, (hawkabi::same<U, int32_t> && hawkabi::same<T, half>), "int32_t to half")
// Its older forms with a mask name no types: AddDeqRelu<isSetMask>(dst, ...).
#define HAWK_ADDDEQRELU_OF_MASK(MASK) \
    template <bool isSetMask> \
    __aicore__ inline void AddDeqRelu(const LocalTensor<half>& dst, const LocalTensor<int32_t>& src0, \
        const LocalTensor<int32_t>& src1, MASK, const int32_t repeatTime, const BinaryRepeatParams& p, HAWK_SITE) \
    { \
        AddDeqRelu<half, int32_t, isSetMask>(dst, src0, src1, mask, repeatTime, p, site); \
    }
HAWK_ADDDEQRELU_OF_MASK(uint64_t mask)
HAWK_ADDDEQRELU_OF_MASK(const uint64_t mask[])

} // namespace AscendC
