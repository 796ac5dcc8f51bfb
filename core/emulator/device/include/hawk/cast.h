#pragma once

#include "hawk/issue.h"

/// Conversions between element types.
namespace AscendC {

/// Source and destination pairs of Cast (Cast.md; for generation 2002 kernel_operator_vec_vconv_impl.h, whose list has float to
/// int32_t and not float to int64_t).
namespace hawkdetail {
template <class D, class S>
constexpr bool castable()
{
    using namespace hawkabi;
    if constexpr (kIs2002) {
        if (same<S, half>)
            return among<D>(kI4 | kI8 | kU8 | kI16 | kI32 | kF32);
        if (same<S, int32_t>)
            return among<D>(kI16 | kF16 | kF32);
        return same<S, float> ? among<D>(kF16 | kI32) : among<S>(kI8 | kU8 | kI16) && same<D, half>;
    }
    switch (TypeOf<S>::value) {
    case Type::Int4:
    case Type::Int8:
    case Type::UInt8:
        return among<D>(kF16);
    case Type::Int16:
        return among<D>(kF16 | kF32);
    case Type::Float16:
        return among<D>(kI4 | kI8 | kU8 | kI16 | kI32 | kF32);
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
        "Cast has no such pair of types on " HAWK_GENERATION "; from int4b_t, int8_t, uint8_t: half; int16_t: half, float; half: " \
        "int4b_t, int8_t, uint8_t, int16_t, int32_t, float; bfloat16_t: int32_t, float; int32_t: int16_t, half, float, int64_t; " \
        "float: int16_t, half, bfloat16_t, int32_t, float, int64_t; int64_t: int32_t, float [cast-pair-supported]")
template <typename T, typename U>
__aicore__ inline void Cast(
    const LocalTensor<T>& dst, const LocalTensor<U>& src, const RoundMode& roundMode, const uint32_t count, HAWK_SITE)
{
    HAWK_CAST_TYPES;
    hawkdetail::vector(hawkabi::Api::Cast, hawkdetail::countOf(count, true), site, dst.hawkOperand(), src.hawkOperand(),
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

/// int16_t to 8 bits with scale and offset, or int32_t to half with the scale that SetDeqScale gave. Results of a block of
/// sources fill one half of a destination block; halfBlock: the second half.
namespace hawkdetail {
template <class T, class U, bool isVecDeq, bool halfBlock>
inline void castDequant(const Selection& s, const hawkabi::Site& site, const hawkabi::Operand& dst, const hawkabi::Operand& src)
{
    constexpr bool toHalf = !hawkabi::kIs2002 && hawkabi::same<U, int32_t> && hawkabi::same<T, half>;
    static_assert(toHalf || (hawkabi::same<U, int16_t> && (hawkabi::same<T, int8_t> || hawkabi::same<T, uint8_t>)),
        "CastDequant on " HAWK_GENERATION " takes int32_t to half, int16_t to int8_t or uint8_t [cast-pair-supported]");
    if constexpr (toHalf)
        vector(Api::Cast, s, site, dst, src, static_cast<uint32_t>(RoundMode::CAST_NONE));
    else
        vector(Api::CastDequant, s, site, dst, src, (isVecDeq ? 1U : 0U) | (halfBlock ? 2U : 0U));
}
} // namespace hawkdetail
/// CastDeq is its older name.
#define HAWK_CAST_DEQUANT(NAME) \
    template <typename T, typename U, bool isVecDeq = true, bool halfBlock = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<U>& src, const uint32_t count, HAWK_SITE) \
    { \
        hawkdetail::castDequant<T, U, isVecDeq, halfBlock>( \
            hawkdetail::countOf(count, true), site, dst.hawkOperand(), src.hawkOperand()); \
    } \
    template <typename T, typename U, bool isSetMask = true, bool isVecDeq = true, bool halfBlock = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<U>& src, const int32_t mask, \
        const int32_t repeatTime, const UnaryRepeatParams& p, HAWK_SITE) \
    { \
        hawkdetail::castDequant<T, U, isVecDeq, halfBlock>(hawkdetail::maskOf(static_cast<uint64_t>(mask), repeatTime, isSetMask), \
            site, dst.hawkOperand(p.dstBlkStride, p.dstRepStride), src.hawkOperand(p.srcBlkStride, p.srcRepStride)); \
    } \
    template <typename T, typename U, bool isSetMask = true, bool isVecDeq = true, bool halfBlock = true> \
    __aicore__ inline void NAME(const LocalTensor<T>& dst, const LocalTensor<U>& src, const uint64_t mask[], \
        const int32_t repeatTime, const UnaryRepeatParams& p, HAWK_SITE) \
    { \
        hawkdetail::castDequant<T, U, isVecDeq, halfBlock>(hawkdetail::maskOf(mask, repeatTime, isSetMask, sizeof(U)), site, \
            dst.hawkOperand(p.dstBlkStride, p.dstRepStride), src.hawkOperand(p.srcBlkStride, p.srcRepStride)); \
    }
HAWK_CAST_DEQUANT(CastDequant)
HAWK_CAST_DEQUANT(CastDeq)

} // namespace AscendC
