#pragma once

#include "hawk/params.h"

/// Scalar unit: conversions and bit counting.
namespace AscendC {

namespace hawkdetail {
/// floor, ceil, half away, towards zero and half to even, of a float that may not fit an int32.
inline float rounded(float v, RoundMode mode)
{
    if (!(v > -8388608.0f && v < 8388608.0f))
        return v;
    const float t = static_cast<float>(static_cast<int32_t>(v));
    const float rest = v - t;
    switch (mode) {
    case RoundMode::CAST_FLOOR:
        return rest < 0 ? t - 1 : t;
    case RoundMode::CAST_CEIL:
        return rest > 0 ? t + 1 : t;
    case RoundMode::CAST_TRUNC:
        return t;
    case RoundMode::CAST_ROUND:
        return rest >= 0.5f ? t + 1 : (rest <= -0.5f ? t - 1 : t);
    default: {
        const bool odd = (static_cast<int32_t>(v) & 1) != 0;
        if (rest > 0.5f || (rest == 0.5f && odd))
            return t + 1;
        return rest < -0.5f || (rest == -0.5f && odd) ? t - 1 : t;
    }
    }
}
/// To half, an inexact result going to the neighbour with an odd last bit.
inline half roundedToOdd(float v)
{
    const half nearest = static_cast<half>(v);
    const float back = static_cast<float>(nearest);
    uint16_t bits;
    __builtin_memcpy(&bits, &nearest, sizeof bits);
    if (back == v || v != v || (bits & 1U) != 0)
        return nearest; // exact, NaN, or odd already
    // The nearest is even; the value lies on one side of it and the neighbour there is odd.
    const bool away = back < 0 || v < 0 ? v < back : v > back;
    bits = static_cast<uint16_t>((bits & 0x7FFFU) == 0 ? (v < 0 ? 0x8001U : 1U) : (away ? bits + 1U : bits - 1U));
    return hawkabi::fromBits<half>(bits);
}
} // namespace hawkdetail

/// float to half or int32_t in the scalar unit.
template <typename T, typename U, RoundMode roundMode>
__aicore__ inline U ScalarCast(T valueIn)
{
    static_assert(hawkabi::same<T, float>, "ScalarCast converts from float");
    if constexpr (hawkabi::same<U, half>) {
        return roundMode == RoundMode::CAST_ODD ? hawkdetail::roundedToOdd(valueIn) : static_cast<half>(valueIn);
    } else {
        static_assert(hawkabi::same<U, int32_t>, "ScalarCast converts to half or int32_t");
        const float r = hawkdetail::rounded(valueIn, roundMode);
        if (!(r == r))
            return 0;
        if (r >= 2147483648.0f)
            return 2147483647;
        return r < -2147483648.0f ? -2147483647 - 1 : static_cast<int32_t>(r);
    }
}
template <typename T, typename U, RoundMode roundMode>
__aicore__ inline U Cast(T valueIn)
{
    return ScalarCast<T, U, roundMode>(valueIn);
}
inline bfloat16_t Cast(const float& fVal) { return bfloat16_t(fVal); }
inline float Cast(const bfloat16_t& bVal) { return static_cast<float>(bVal); }

template <typename T>
__aicore__ constexpr inline float ToFloat(const T& value)
{
    return static_cast<float>(value);
}
__aicore__ constexpr inline bfloat16_t ToBfloat16(const float& value) { return bfloat16_t(value); }

template <int countValue>
__aicore__ inline int64_t ScalarGetCountOfValue(uint64_t value)
{
    static_assert(countValue == 0 || countValue == 1, "ScalarGetCountOfValue counts zeros (0) or ones (1)");
    const int ones = __builtin_popcountll(value);
    return countValue == 1 ? ones : 64 - ones;
}
inline int64_t ScalarCountLeadingZero(uint64_t value) { return value == 0 ? 64 : __builtin_clzll(value); }
template <int countValue>
__aicore__ inline int64_t ScalarGetSFFValue(uint64_t value)
{
    static_assert(countValue == 0 || countValue == 1, "ScalarGetSFFValue looks for the first zero (0) or one (1)");
    const uint64_t v = countValue == 1 ? value : ~value;
    return v == 0 ? -1 : __builtin_ctzll(v);
}
// The newer names of the same.
template <int countValue>
__aicore__ inline int64_t GetBitCount(uint64_t valueIn)
{
    return ScalarGetCountOfValue<countValue>(valueIn);
}
inline int64_t CountLeadingZero(uint64_t valueIn) { return ScalarCountLeadingZero(valueIn); }
template <int countValue>
__aicore__ inline int64_t GetSFFValue(uint64_t valueIn)
{
    return ScalarGetSFFValue<countValue>(valueIn);
}
/// Bits after the sign that equal it; -1 for 0 and -1 (CountBitsCntSameAsSignBit.md).
inline int64_t CountBitsCntSameAsSignBit(int64_t valueIn)
{
    const auto v = static_cast<uint64_t>(valueIn < 0 ? ~valueIn : valueIn);
    return v == 0 ? -1 : __builtin_clzll(v) - 1;
}

} // namespace AscendC
