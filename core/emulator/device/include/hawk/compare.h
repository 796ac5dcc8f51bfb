#pragma once

#include "hawk/vector.h"

/// Comparison to bit masks, and selection by them.
namespace AscendC {

#define HAWK_COMPARE_TYPES(NAME, BITS, BITS_TEXT) \
    static_assert(hawkabi::among<T>(hawkabi::kF16 | hawkabi::kF32 | (hawkabi::kIs2002 ? 0U : hawkabi::kI32)), \
        NAME " compares half and float (int32_t with CMPMODE::EQ only) on generation 2201 [compare-dtype]"); \
    static_assert(hawkabi::among<U>(BITS), NAME " writes bits into " BITS_TEXT " tensor [compare-dtype]")
#define HAWK_COMPARE_TENSORS HAWK_COMPARE_TYPES("Compare", hawkabi::kI8 | hawkabi::kU8, "an int8_t or uint8_t")

template <typename T, typename U>
__aicore__ inline void Compare(const LocalTensor<U>& dst, const LocalTensor<T>& src0, const LocalTensor<T>& src1,
    CMPMODE cmpMode, uint32_t count, HAWK_SITE)
{
    HAWK_COMPARE_TENSORS;
    hawkdetail::vector(hawkabi::Api::Compare, hawkdetail::countOf(count, true), site, dst.hawkOperand(), src0.hawkOperand(),
        src1.hawkOperand(), static_cast<uint32_t>(cmpMode));
}
template <typename T, typename U, bool isSetMask = true>
__aicore__ inline void Compare(const LocalTensor<U>& dst, const LocalTensor<T>& src0, const LocalTensor<T>& src1,
    CMPMODE cmpMode, const uint64_t, int32_t repeatTime, const BinaryRepeatParams& p, HAWK_SITE)
{
    HAWK_COMPARE_TENSORS; // the mask is a reserved parameter on 2201: every element takes part
    hawkdetail::vector(hawkabi::Api::Compare, hawkdetail::maskOf(256 / sizeof(T), repeatTime, true), site,
        dst.hawkOperand(), src0.hawkOperand(p.src0BlkStride, p.src0RepStride),
        src1.hawkOperand(p.src1BlkStride, p.src1RepStride), static_cast<uint32_t>(cmpMode));
}
template <typename T, typename U, bool isSetMask = true>
__aicore__ inline void Compare(const LocalTensor<U>& dst, const LocalTensor<T>& src0, const LocalTensor<T>& src1,
    CMPMODE cmpMode, const uint64_t[], int32_t repeatTime, const BinaryRepeatParams& p, HAWK_SITE)
{
    HAWK_COMPARE_TENSORS;
    Compare<T, U>(dst, src0, src1, cmpMode, uint64_t { 0 }, repeatTime, p, site);
}

// Without a destination: the bits of one repeat go to the compare register (page "Compare, result in a register").
namespace hawkdetail {
template <class T>
inline void compareToRegister(const Selection& s, const hawkabi::Site& site, const LocalTensor<T>& src0,
    const LocalTensor<T>& src1, CMPMODE cmpMode, const BinaryRepeatParams& p)
{
    static_assert(hawkabi::among<T>(hawkabi::kF16 | hawkabi::kF32),
        "Compare into the register takes half and float on " HAWK_GENERATION " [compare-dtype]");
    hawkabi::Call call(hawkabi::Api::CompareRegister, site);
    fill(call, s);
    call.mode = static_cast<uint32_t>(cmpMode);
    call.operandCount = 2;
    call.operands[0] = src0.hawkOperand(p.src0BlkStride, p.src0RepStride);
    call.operands[1] = src1.hawkOperand(p.src1BlkStride, p.src1RepStride);
    hawk_vector(&call);
}
} // namespace hawkdetail
template <typename T, bool isSetMask = true>
__aicore__ inline void Compare(const LocalTensor<T>& src0, const LocalTensor<T>& src1, CMPMODE cmpMode, const uint64_t mask,
    const BinaryRepeatParams& p, HAWK_SITE)
{
    hawkdetail::compareToRegister(hawkdetail::maskOf(mask, 1, isSetMask), site, src0, src1, cmpMode, p);
}
template <typename T, bool isSetMask = true>
__aicore__ inline void Compare(const LocalTensor<T>& src0, const LocalTensor<T>& src1, CMPMODE cmpMode,
    const uint64_t mask[], const BinaryRepeatParams& p, HAWK_SITE)
{
    hawkdetail::compareToRegister(hawkdetail::maskOf(mask, 1, isSetMask, sizeof(T)), site, src0, src1, cmpMode, p);
}
/// The 128 bits of the compare register to and from UB.
template <typename T>
__aicore__ inline void GetCmpMask(const LocalTensor<T>& dst, HAWK_SITE)
{
    hawkdetail::oneOperand(hawkabi::Api::GetCmpMask, site, dst.hawkOperand());
}
template <typename T>
__aicore__ inline void SetCmpMask(const LocalTensor<T>& src, HAWK_SITE)
{
    hawkdetail::oneOperand(hawkabi::Api::SetCmpMask, site, src.hawkOperand());
}

#define HAWK_COMPARE_SCALAR(NAME) \
    template <typename T, typename U> \
    __aicore__ inline void NAME(const LocalTensor<U>& dst, const LocalTensor<T>& src0, const T src1Scalar, \
        CMPMODE cmpMode, uint32_t count, HAWK_SITE) \
    { \
        HAWK_COMPARE_TYPES(#NAME, hawkabi::kU8, "a uint8_t"); \
        const hawkabi::Operand from = src0.hawkOperand(); \
        hawkdetail::vectorScalar(hawkabi::Api::NAME, hawkdetail::countOf(count, true), site, dst.hawkOperand(), &from, \
            hawkabi::TypeOf<T>::value, hawkabi::bitsOf(src1Scalar), static_cast<uint32_t>(cmpMode)); \
    } \
    template <typename T, typename U> \
    __aicore__ inline void NAME(const LocalTensor<U>&, const LocalTensor<T>&, hawkabi::OtherScalar, CMPMODE, uint32_t) \
    { \
        HAWK_SCALAR_MISMATCH(#NAME, T); \
    } \
    template <typename T, typename U, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<U>& dst, const LocalTensor<T>& src0, const T src1Scalar, \
        CMPMODE cmpMode, const uint64_t, int32_t repeatTime, const UnaryRepeatParams& p, HAWK_SITE) \
    { \
        HAWK_COMPARE_TYPES(#NAME, hawkabi::kU8, "a uint8_t"); \
        const hawkabi::Operand from = src0.hawkOperand(p.srcBlkStride, p.srcRepStride); \
        hawkdetail::vectorScalar(hawkabi::Api::NAME, hawkdetail::maskOf(256 / sizeof(T), repeatTime, true), site, \
            dst.hawkOperand(), &from, hawkabi::TypeOf<T>::value, hawkabi::bitsOf(src1Scalar), \
            static_cast<uint32_t>(cmpMode)); \
    } \
    template <typename T, typename U, bool isSetMask = true> \
    __aicore__ inline void NAME(const LocalTensor<U>& dst, const LocalTensor<T>& src0, const T src1Scalar, \
        CMPMODE cmpMode, const uint64_t[], int32_t repeatTime, const UnaryRepeatParams& p, HAWK_SITE) \
    { \
        HAWK_COMPARE_TYPES(#NAME, hawkabi::kU8, "a uint8_t"); \
        NAME<T, U>(dst, src0, src1Scalar, cmpMode, uint64_t { 0 }, repeatTime, p, site); \
    }
HAWK_COMPARE_SCALAR(CompareScalar)
HAWK_COMPARE_SCALAR(Compares)

#define HAWK_SELECT_TYPES \
    static_assert(hawkabi::among<T>(hawkabi::kF16 | hawkabi::kF32), \
        "Select works on half and float only on " HAWK_GENERATION " [select-dtype]")
/// Its page lists unsigned types. The int8_t tensor that Compare may fill is what kernels hand on (NPUKernelBench Less), and the
/// vendor's compiler takes it: only its debug build asserts.
#define HAWK_SELECT_MASK_TYPES \
    HAWK_SELECT_TYPES; \
    static_assert(hawkabi::among<U>(hawkabi::kI8 | hawkabi::kU8 | hawkabi::kU16 | hawkabi::kU32 | hawkabi::kU64), \
        "Select takes its mask as a tensor of uint8_t, uint16_t, uint32_t or uint64_t [select-dtype]")

namespace hawkdetail {
HAWK_SHARED void select(const Selection& s, const hawkabi::Site& site, const hawkabi::Operand& dst, const hawkabi::Operand& mask,
    const hawkabi::Operand& src0, const hawkabi::Operand* src1, uint64_t scalar, hawkabi::Type scalarType, SELMODE mode);
} // namespace hawkdetail

template <typename T, typename U>
__aicore__ inline void Select(const LocalTensor<T>& dst, const LocalTensor<U>& selMask, const LocalTensor<T>& src0,
    const LocalTensor<T>& src1, SELMODE selMode, uint32_t count, HAWK_SITE)
{
    HAWK_SELECT_MASK_TYPES;
    const hawkabi::Operand other = src1.hawkOperand();
    hawkdetail::select(hawkdetail::countOf(count, true), site, dst.hawkOperand(), selMask.hawkOperand(), src0.hawkOperand(),
        &other, 0, hawkabi::Type::None, selMode);
}
template <typename T, typename U>
__aicore__ inline void Select(const LocalTensor<T>& dst, const LocalTensor<U>& selMask, const LocalTensor<T>& src0, T src1,
    SELMODE selMode, uint32_t count, HAWK_SITE)
{
    HAWK_SELECT_MASK_TYPES;
    hawkdetail::select(hawkdetail::countOf(count, true), site, dst.hawkOperand(), selMask.hawkOperand(), src0.hawkOperand(),
        nullptr, hawkabi::bitsOf(src1), hawkabi::TypeOf<T>::value, selMode);
}
template <typename T, typename U, bool isSetMask = true>
__aicore__ inline void Select(const LocalTensor<T>& dst, const LocalTensor<U>& selMask, const LocalTensor<T>& src0,
    const LocalTensor<T>& src1, SELMODE selMode, uint64_t mask, int32_t repeatTime, const BinaryRepeatParams& p, HAWK_SITE)
{
    HAWK_SELECT_MASK_TYPES;
    const hawkabi::Operand other = src1.hawkOperand(p.src1BlkStride, p.src1RepStride);
    hawkdetail::select(hawkdetail::maskOf(mask, repeatTime, isSetMask), site,
        dst.hawkOperand(p.dstBlkStride, p.dstRepStride), selMask.hawkOperand(),
        src0.hawkOperand(p.src0BlkStride, p.src0RepStride), &other, 0, hawkabi::Type::None, selMode);
}
template <typename T, typename U, bool isSetMask = true>
__aicore__ inline void Select(const LocalTensor<T>& dst, const LocalTensor<U>& selMask, const LocalTensor<T>& src0,
    const LocalTensor<T>& src1, SELMODE selMode, const uint64_t mask[], int32_t repeatTime, const BinaryRepeatParams& p,
    HAWK_SITE)
{
    HAWK_SELECT_MASK_TYPES;
    const hawkabi::Operand other = src1.hawkOperand(p.src1BlkStride, p.src1RepStride);
    hawkdetail::select(hawkdetail::maskOf(mask, repeatTime, isSetMask, sizeof(T)), site,
        dst.hawkOperand(p.dstBlkStride, p.dstRepStride), selMask.hawkOperand(),
        src0.hawkOperand(p.src0BlkStride, p.src0RepStride), &other, 0, hawkabi::Type::None, selMode);
}
template <typename T, typename U, bool isSetMask = true>
__aicore__ inline void Select(const LocalTensor<T>& dst, const LocalTensor<U>& selMask, const LocalTensor<T>& src0, T src1,
    SELMODE selMode, uint64_t mask, int32_t repeatTime, const BinaryRepeatParams& p, HAWK_SITE)
{
    HAWK_SELECT_MASK_TYPES;
    hawkdetail::select(hawkdetail::maskOf(mask, repeatTime, isSetMask), site,
        dst.hawkOperand(p.dstBlkStride, p.dstRepStride), selMask.hawkOperand(),
        src0.hawkOperand(p.src0BlkStride, p.src0RepStride), nullptr, hawkabi::bitsOf(src1), hawkabi::TypeOf<T>::value,
        selMode);
}
template <typename T, typename U, bool isSetMask = true>
__aicore__ inline void Select(const LocalTensor<T>& dst, const LocalTensor<U>& selMask, const LocalTensor<T>& src0, T src1,
    SELMODE selMode, const uint64_t mask[], int32_t repeatTime, const BinaryRepeatParams& p, HAWK_SITE)
{
    HAWK_SELECT_MASK_TYPES;
    hawkdetail::select(hawkdetail::maskOf(mask, repeatTime, isSetMask, sizeof(T)), site,
        dst.hawkOperand(p.dstBlkStride, p.dstRepStride), selMask.hawkOperand(),
        src0.hawkOperand(p.src0BlkStride, p.src0RepStride), nullptr, hawkabi::bitsOf(src1), hawkabi::TypeOf<T>::value,
        selMode);
}

/// Without mask and mode arguments: masks come from SetVectorMask and SetCmpMask.
namespace hawkdetail {
HAWK_SHARED void selectByRegister(const Selection& s, const hawkabi::Site& site, const hawkabi::Operand& dst,
    const hawkabi::Operand* mask, const hawkabi::Operand& src0, const hawkabi::Operand* src1, SELMODE mode);
} // namespace hawkdetail
template <typename T, typename U>
__aicore__ inline void Select(const LocalTensor<T>& dst, const LocalTensor<U>& selMask, const LocalTensor<T>& src0,
    int32_t repeatTime, const BinaryRepeatParams& p, HAWK_SITE)
{
    HAWK_SELECT_MASK_TYPES;
    const hawkabi::Operand bits = selMask.hawkOperand();
    hawkdetail::selectByRegister(hawkdetail::maskOf(uint64_t { 0 }, repeatTime, false), site,
        dst.hawkOperand(p.dstBlkStride, p.dstRepStride), &bits, src0.hawkOperand(p.src0BlkStride, p.src0RepStride), nullptr,
        SELMODE::VSEL_TENSOR_SCALAR_MODE);
}
template <typename T, SELMODE selMode>
__aicore__ inline void Select(const LocalTensor<T>& dst, const LocalTensor<T>& src0, const LocalTensor<T>& src1,
    int32_t repeatTime, const BinaryRepeatParams& p, HAWK_SITE)
{
    HAWK_SELECT_TYPES;
    const hawkabi::Operand other = src1.hawkOperand(p.src1BlkStride, p.src1RepStride);
    hawkdetail::selectByRegister(hawkdetail::maskOf(uint64_t { 0 }, repeatTime, false), site,
        dst.hawkOperand(p.dstBlkStride, p.dstRepStride), nullptr, src0.hawkOperand(p.src0BlkStride, p.src0RepStride), &other,
        selMode);
}

} // namespace AscendC
