#pragma once

#include "hawk/tensor.h"

/// Element-wise vector instructions. Every API has three forms: the first n elements, a mask of leading elements per
/// repeat, and a mask of single bits per repeat; isSetMask = false takes the mask from the registers.
namespace AscendC {

namespace hawkdetail {

using hawkabi::Api;
using hawkabi::Form;

/// Which elements take part, as given by one of the three forms.
struct Selection {
    Form form = Form::Count;
    uint64_t count = 0;
    uint32_t repeat = 0;
    uint64_t low = 0, high = 0;
};
inline Selection countOf(int64_t count, bool setMask)
{
    return { setMask ? Form::Count : Form::CountRegisters, count > 0 ? static_cast<uint64_t>(count) : 0, 0, 0, 0 };
}
inline Selection maskOf(uint64_t mask, int64_t repeat, bool setMask)
{
    return { setMask ? Form::MaskCount : Form::Registers, 0, static_cast<uint32_t>(repeat), mask, 0 };
}
/// Elements of 4 bytes and more have at most 64 lanes: the second word of the mask is not read.
inline Selection maskOf(const uint64_t* mask, int64_t repeat, bool setMask, uint64_t elementBytes)
{
    if (!setMask)
        return { Form::Registers, 0, static_cast<uint32_t>(repeat), 0, 0 };
    return { Form::MaskBits, 0, static_cast<uint32_t>(repeat), mask[0], elementBytes <= 2 ? mask[1] : 0 };
}

inline void fill(hawkabi::Call& call, const Selection& s)
{
    call.form = s.form;
    call.count = s.count;
    call.repeat = s.repeat;
    call.mask[0] = s.low;
    call.mask[1] = s.high;
}
inline void vector(Api api, const Selection& s, const hawkabi::Site& site, const hawkabi::Operand& dst,
    const hawkabi::Operand& src0, const hawkabi::Operand& src1, uint32_t mode = 0)
{
    hawkabi::Call call(api, site);
    fill(call, s);
    call.mode = mode;
    call.operandCount = 3;
    call.operands[0] = dst;
    call.operands[1] = src0;
    call.operands[2] = src1;
    hawk_vector(&call);
}
inline void vector(Api api, const Selection& s, const hawkabi::Site& site, const hawkabi::Operand& dst,
    const hawkabi::Operand& src, uint32_t mode = 0)
{
    hawkabi::Call call(api, site);
    fill(call, s);
    call.mode = mode;
    call.operandCount = 2;
    call.operands[0] = dst;
    call.operands[1] = src;
    hawk_vector(&call);
}
inline void vectorScalar(Api api, const Selection& s, const hawkabi::Site& site, const hawkabi::Operand& dst,
    const hawkabi::Operand* src, hawkabi::Type scalarType, uint64_t scalar, uint32_t mode = 0)
{
    hawkabi::Call call(api, site);
    fill(call, s);
    call.mode = mode;
    call.scalarType = scalarType;
    call.scalar = scalar;
    call.operands[0] = dst;
    call.operandCount = 1;
    if (src != nullptr) {
        call.operandCount = 2;
        call.operands[1] = *src;
    }
    hawk_vector(&call);
}
template <class T>
inline hawkabi::Operand counted(const LocalTensor<T>& t)
{
    return t.hawkOperand();
}

} // namespace hawkdetail

#define HAWK_BINARY_FORMS(NAME, DTYPES) \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<T>& src0, const LocalTensor<T>& src1, \
        const int32_t& count, HAWK_SITE) \
    { \
        DTYPES; \
        hawkdetail::vector(hawkabi::Api::NAME, hawkdetail::countOf(count, isSetMask), site, hawkdetail::counted(dst), \
            hawkdetail::counted(src0), hawkdetail::counted(src1)); \
    } \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<T>& src0, const LocalTensor<T>& src1, \
        uint64_t mask, const int32_t repeatTime, const BinaryRepeatParams& p, HAWK_SITE) \
    { \
        DTYPES; \
        hawkdetail::vector(hawkabi::Api::NAME, hawkdetail::maskOf(mask, repeatTime, isSetMask), site, \
            dst.hawkOperand(p.dstBlkStride, p.dstRepStride), src0.hawkOperand(p.src0BlkStride, p.src0RepStride), \
            src1.hawkOperand(p.src1BlkStride, p.src1RepStride)); \
    } \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<T>& src0, const LocalTensor<T>& src1, \
        const uint64_t mask[], const int32_t repeatTime, const BinaryRepeatParams& p, HAWK_SITE) \
    { \
        DTYPES; \
        hawkdetail::vector(hawkabi::Api::NAME, hawkdetail::maskOf(mask, repeatTime, isSetMask, sizeof(T)), site, \
            dst.hawkOperand(p.dstBlkStride, p.dstRepStride), src0.hawkOperand(p.src0BlkStride, p.src0RepStride), \
            src1.hawkOperand(p.src1BlkStride, p.src1RepStride)); \
    }

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
// The count form of And and Or takes wider tensors too, as pairs of 16-bit elements (constraint bitwise-32bit-count).
HAWK_BINARY_FORMS(And, HAWK_DTYPES("And", T, hawkabi::kI16 | hawkabi::kU16 | hawkabi::kI32 | hawkabi::kU32, "int16_t, uint16_t"))
HAWK_BINARY_FORMS(Or, HAWK_DTYPES("Or", T, hawkabi::kI16 | hawkabi::kU16 | hawkabi::kI32 | hawkabi::kU32, "int16_t, uint16_t"))

/// dst += src0 * src1; half sources may go to a float destination.
#define HAWK_MULADDDST_TYPES \
    HAWK_DTYPES("MulAddDst", T, hawkabi::kF16 | hawkabi::kF32, "half, float"); \
    HAWK_DTYPES("MulAddDst", U, hawkabi::kF16 | hawkabi::kF32, "half, float"); \
    static_assert(sizeof(T) >= sizeof(U), "MulAddDst: allowed are half+half*half, float+float*float, float+half*half")
template <typename T, typename U, bool isSetMask = true>
__aicore__ inline void MulAddDst(const LocalTensor<T>& dst, const LocalTensor<U>& src0, const LocalTensor<U>& src1,
    const int32_t& count, HAWK_SITE)
{
    HAWK_MULADDDST_TYPES;
    hawkdetail::vector(hawkabi::Api::MulAddDst, hawkdetail::countOf(count, isSetMask), site, dst.hawkOperand(),
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

#define HAWK_UNARY_FORMS(NAME, DTYPES) \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void NAME( \
        const LocalTensor<T>& dst, const LocalTensor<T>& src, const int32_t& count, HAWK_SITE) \
    { \
        DTYPES; \
        hawkdetail::vector(hawkabi::Api::NAME, hawkdetail::countOf(count, isSetMask), site, hawkdetail::counted(dst), \
            hawkdetail::counted(src)); \
    } \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<T>& src, uint64_t mask, \
        const int32_t repeatTime, const UnaryRepeatParams& p, HAWK_SITE) \
    { \
        DTYPES; \
        hawkdetail::vector(hawkabi::Api::NAME, hawkdetail::maskOf(mask, repeatTime, isSetMask), site, \
            dst.hawkOperand(p.dstBlkStride, p.dstRepStride), src.hawkOperand(p.srcBlkStride, p.srcRepStride)); \
    } \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<T>& src, const uint64_t mask[], \
        const int32_t repeatTime, const UnaryRepeatParams& p, HAWK_SITE) \
    { \
        DTYPES; \
        hawkdetail::vector(hawkabi::Api::NAME, hawkdetail::maskOf(mask, repeatTime, isSetMask, sizeof(T)), site, \
            dst.hawkOperand(p.dstBlkStride, p.dstRepStride), src.hawkOperand(p.srcBlkStride, p.srcRepStride)); \
    }

HAWK_UNARY_FORMS(Abs, HAWK_FLOAT_TYPES("Abs"))
HAWK_UNARY_FORMS(Exp, HAWK_FLOAT_TYPES("Exp"))
HAWK_UNARY_FORMS(Ln, HAWK_FLOAT_TYPES("Ln"))
HAWK_UNARY_FORMS(Sqrt, HAWK_FLOAT_TYPES("Sqrt"))
HAWK_UNARY_FORMS(Rsqrt, HAWK_FLOAT_TYPES("Rsqrt"))
HAWK_UNARY_FORMS(Reciprocal, HAWK_FLOAT_TYPES("Reciprocal"))
HAWK_UNARY_FORMS(Relu, HAWK_DTYPES("Relu", T, hawkabi::kF16 | hawkabi::kI32 | hawkabi::kF32, "half, int32_t, float"))
HAWK_UNARY_FORMS(Not, HAWK_DTYPES("Not", T, hawkabi::kI16 | hawkabi::kU16 | hawkabi::kI32 | hawkabi::kU32, "int16_t, uint16_t"))

/// The fallback overload exists only to say that the scalar has the wrong type.
#define HAWK_SCALAR_FORMS(NAME, DTYPES) \
    template <typename T, bool isSetMask = true> \
    __aicore__ inline void NAME( \
        const LocalTensor<T>& dst, const LocalTensor<T>& src, const T& scalarValue, const int32_t& count, HAWK_SITE) \
    { \
        DTYPES; \
        const hawkabi::Operand from = src.hawkOperand(); \
        hawkdetail::vectorScalar(hawkabi::Api::NAME, hawkdetail::countOf(count, isSetMask), site, dst.hawkOperand(), \
            &from, hawkabi::TypeOf<T>::value, hawkabi::bitsOf(scalarValue)); \
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
    }

HAWK_SCALAR_FORMS(Adds, HAWK_ARITH_TYPES("Adds"))
HAWK_SCALAR_FORMS(Muls, HAWK_ARITH_TYPES("Muls"))
HAWK_SCALAR_FORMS(Maxs, HAWK_ARITH_TYPES("Maxs"))
HAWK_SCALAR_FORMS(Mins, HAWK_ARITH_TYPES("Mins"))
HAWK_SCALAR_FORMS(LeakyRelu, HAWK_FLOAT_TYPES("LeakyRelu"))
#define HAWK_SHIFT_TYPES(NAME) \
    HAWK_DTYPES(NAME, T, hawkabi::kI16 | hawkabi::kU16 | hawkabi::kI32 | hawkabi::kU32, \
        "int16_t, uint16_t, int32_t, uint32_t")
HAWK_SCALAR_FORMS(ShiftLeft, HAWK_SHIFT_TYPES("ShiftLeft"))
HAWK_SCALAR_FORMS(ShiftRight, HAWK_SHIFT_TYPES("ShiftRight"))
/// roundEn adds half of the last kept bit before shifting.
template <typename T, bool isSetMask = true>
__aicore__ inline void ShiftRight(const LocalTensor<T>& dst, const LocalTensor<T>& src, const T& scalarValue, uint64_t mask,
    const int32_t repeatTime, const UnaryRepeatParams& p, bool roundEn, HAWK_SITE)
{
    HAWK_SHIFT_TYPES("ShiftRight");
    const hawkabi::Operand from = src.hawkOperand(p.srcBlkStride, p.srcRepStride);
    hawkdetail::vectorScalar(hawkabi::Api::ShiftRight, hawkdetail::maskOf(mask, repeatTime, isSetMask), site,
        dst.hawkOperand(p.dstBlkStride, p.dstRepStride), &from, hawkabi::TypeOf<T>::value, hawkabi::bitsOf(scalarValue),
        roundEn ? 1 : 0);
}

/// dst += scalar * src; a half source may go to a float destination.
#define HAWK_AXPY_TYPES \
    HAWK_DTYPES("Axpy", T, hawkabi::kF16 | hawkabi::kF32, "half, float"); \
    HAWK_DTYPES("Axpy", U, hawkabi::kF16 | hawkabi::kF32, "half, float"); \
    static_assert(sizeof(T) >= sizeof(U), "Axpy: allowed are half+=half*half, float+=float*float, float+=half*half")
template <typename T, typename U, bool isSetMask = true>
__aicore__ inline void Axpy(
    const LocalTensor<T>& dst, const LocalTensor<U>& src, const U& scalarValue, const int32_t& count, HAWK_SITE)
{
    HAWK_AXPY_TYPES;
    const hawkabi::Operand from = src.hawkOperand();
    hawkdetail::vectorScalar(hawkabi::Api::Axpy, hawkdetail::countOf(count, isSetMask), site, dst.hawkOperand(), &from,
        hawkabi::TypeOf<U>::value, hawkabi::bitsOf(scalarValue));
}
template <typename T, typename U, bool isSetMask = true>
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

#define HAWK_DUPLICATE_TYPES(NAME) \
    static_assert(hawkabi::among<T>(hawkabi::kTwoAndFourBytes), \
        NAME " takes int16_t, uint16_t, half, bfloat16_t, int32_t, uint32_t, float on generation 2201 " \
             "[duplicate-scalar-type]")
template <typename T, bool isSetMask = true>
__aicore__ inline void Duplicate(const LocalTensor<T>& dst, const T& scalarValue, const int32_t& count, HAWK_SITE)
{
    HAWK_DUPLICATE_TYPES("Duplicate");
    hawkdetail::vectorScalar(hawkabi::Api::Duplicate, hawkdetail::countOf(count, isSetMask), site, dst.hawkOperand(),
        nullptr, hawkabi::TypeOf<T>::value, hawkabi::bitsOf(scalarValue));
}
template <typename T, bool isSetMask = true>
__aicore__ inline void Duplicate(const LocalTensor<T>&, hawkabi::OtherScalar, const int32_t&)
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

/// Source and destination pairs of Cast on generation 2201 (Cast.md).
namespace hawkdetail {
template <class D, class S>
constexpr bool castable()
{
    using namespace hawkabi;
    switch (TypeOf<S>::value) {
    case Type::Int8:
    case Type::UInt8:
        return among<D>(kF16);
    case Type::Int16:
        return among<D>(kF16 | kF32);
    case Type::Float16:
        return among<D>(kI8 | kU8 | kI16 | kI32 | kF32);
    case Type::BFloat16:
        return among<D>(kI32 | kF32);
    case Type::Int32:
        return among<D>(kI16 | kF16 | kF32 | kI64);
    case Type::Float32:
        return among<D>(kI16 | kF16 | kBf16 | kI32 | kF32 | kI64);
    case Type::Int64:
        return among<D>(kI32 | kF32);
    default:
        return false;
    }
}
} // namespace hawkdetail
#define HAWK_CAST_TYPES \
    static_assert(hawkdetail::castable<T, U>(), \
        "Cast has no such pair of types on generation 2201; from int8_t, uint8_t: half; int16_t: half, float; half: " \
        "int8_t, uint8_t, int16_t, int32_t, float; bfloat16_t: int32_t, float; int32_t: int16_t, half, float, int64_t; " \
        "float: int16_t, half, bfloat16_t, int32_t, float, int64_t; int64_t: int32_t, float [cast-pair-supported]")
template <typename T, typename U, bool isSetMask = true>
__aicore__ inline void Cast(
    const LocalTensor<T>& dst, const LocalTensor<U>& src, const RoundMode& roundMode, const uint32_t count, HAWK_SITE)
{
    HAWK_CAST_TYPES;
    hawkdetail::vector(hawkabi::Api::Cast, hawkdetail::countOf(count, isSetMask), site, dst.hawkOperand(), src.hawkOperand(),
        static_cast<uint32_t>(roundMode));
}
template <typename T, typename U, bool isSetMask = true>
__aicore__ inline void Cast(const LocalTensor<T>& dst, const LocalTensor<U>& src, const RoundMode& roundMode,
    const uint64_t mask, const int32_t repeatTime, const UnaryRepeatParams& p, HAWK_SITE)
{
    HAWK_CAST_TYPES;
    hawkdetail::vector(hawkabi::Api::Cast, hawkdetail::maskOf(mask, repeatTime, isSetMask), site,
        dst.hawkOperand(p.dstBlkStride, p.dstRepStride), src.hawkOperand(p.srcBlkStride, p.srcRepStride),
        static_cast<uint32_t>(roundMode));
}
template <typename T, typename U, bool isSetMask = true>
__aicore__ inline void Cast(const LocalTensor<T>& dst, const LocalTensor<U>& src, const RoundMode& roundMode,
    const uint64_t mask[], const int32_t repeatTime, const UnaryRepeatParams& p, HAWK_SITE)
{
    HAWK_CAST_TYPES;
    constexpr uint64_t wide = sizeof(T) > sizeof(U) ? sizeof(T) : sizeof(U);
    hawkdetail::vector(hawkabi::Api::Cast, hawkdetail::maskOf(mask, repeatTime, isSetMask, wide), site,
        dst.hawkOperand(p.dstBlkStride, p.dstRepStride), src.hawkOperand(p.srcBlkStride, p.srcRepStride),
        static_cast<uint32_t>(roundMode));
}

#define HAWK_COPY_TYPES(NAME) \
    static_assert(hawkabi::among<T>(hawkabi::kTwoAndFourBytes), \
        NAME " takes int16_t, uint16_t, half, bfloat16_t, int32_t, uint32_t, float on generation 2201 " \
             "[dtype-int8-vector-arith]")
template <typename T, bool isSetMask = true>
__aicore__ inline void Copy(const LocalTensor<T>& dst, const LocalTensor<T>& src, const uint64_t mask,
    const int32_t repeatTime, const CopyRepeatParams& p, HAWK_SITE)
{
    HAWK_COPY_TYPES("Copy");
    hawkdetail::vector(hawkabi::Api::Copy, hawkdetail::maskOf(mask, repeatTime, isSetMask), site,
        dst.hawkOperand(p.dstStride, p.dstRepeatSize), src.hawkOperand(p.srcStride, p.srcRepeatSize));
}
template <typename T, bool isSetMask = true>
__aicore__ inline void Copy(const LocalTensor<T>& dst, const LocalTensor<T>& src, const uint64_t mask[],
    const int32_t repeatTime, const CopyRepeatParams& p, HAWK_SITE)
{
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

/// dst[i] = src at byte offset srcOffset[i] + srcBaseAddr.
template <typename T>
__aicore__ inline void Gather(const LocalTensor<T>& dst, const LocalTensor<T>& src, const LocalTensor<uint32_t>& srcOffset,
    const uint32_t srcBaseAddr, const uint32_t count, HAWK_SITE)
{
    static_assert(hawkabi::among<T>(hawkabi::kTwoAndFourBytes),
        "Gather takes 16-bit and 32-bit types on generation 2201 [gather-dtype]");
    hawkabi::Call call(hawkabi::Api::Gather, site);
    hawkdetail::fill(call, hawkdetail::countOf(count, true));
    call.operandCount = 3;
    call.operands[0] = dst.hawkOperand();
    call.operands[1] = src.hawkOperand();
    call.operands[2] = srcOffset.hawkOperand();
    call.params[0] = srcBaseAddr;
    hawk_vector(&call);
}

} // namespace AscendC
