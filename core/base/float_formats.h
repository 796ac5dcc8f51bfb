#pragma once

#include <bit>
#include <cstdint>

/// Bit-exact conversions of the 16-bit float formats, round to nearest even, NaN kept quiet. Portable scalar code;
/// bulk conversion lives in the emulator's execution library.
namespace hawk {

constexpr float halfToFloat(std::uint16_t h)
{
    const std::uint32_t sign = static_cast<std::uint32_t>(h & 0x8000U) << 16U;
    const std::uint32_t exponent = (h >> 10U) & 0x1FU;
    std::uint32_t mantissa = h & 0x3FFU;
    if (exponent == 0x1FU)
        return std::bit_cast<float>(sign | 0x7F800000U | (mantissa << 13U));
    if (exponent == 0) {
        if (mantissa == 0)
            return std::bit_cast<float>(sign);
        std::uint32_t e = 113; // 127 - 15 + 1
        while ((mantissa & 0x400U) == 0) {
            mantissa <<= 1U;
            --e;
        }
        return std::bit_cast<float>(sign | (e << 23U) | ((mantissa & 0x3FFU) << 13U));
    }
    return std::bit_cast<float>(sign | ((exponent + 112U) << 23U) | (mantissa << 13U));
}

constexpr std::uint16_t floatToHalf(float value)
{
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t sign = (bits >> 16U) & 0x8000U;
    const std::uint32_t magnitude = bits & 0x7FFFFFFFU;
    if (magnitude > 0x7F800000U)
        return static_cast<std::uint16_t>(sign | 0x7E00U | ((magnitude >> 13U) & 0x1FFU));
    if (magnitude >= 0x477FF000U) // rounds to infinity: 65520 and above
        return static_cast<std::uint16_t>(sign | 0x7C00U);
    if (magnitude < 0x38800000U) { // below 2^-14: subnormal half or zero
        if (magnitude < 0x33000000U) // below half of the smallest subnormal
            return static_cast<std::uint16_t>(sign);
        const std::uint32_t shift = 126U - (magnitude >> 23U);
        const std::uint32_t mantissa = (magnitude & 0x7FFFFFU) | 0x800000U;
        std::uint32_t result = mantissa >> shift;
        const std::uint32_t rest = mantissa & ((1U << shift) - 1U);
        const std::uint32_t half = 1U << (shift - 1U);
        if (rest > half || (rest == half && (result & 1U) != 0))
            ++result;
        return static_cast<std::uint16_t>(sign | result);
    }
    const std::uint32_t rounded = magnitude + 0xFFFU + ((magnitude >> 13U) & 1U);
    return static_cast<std::uint16_t>(sign | ((rounded - 0x38000000U) >> 13U));
}

constexpr float bfloat16ToFloat(std::uint16_t b) { return std::bit_cast<float>(static_cast<std::uint32_t>(b) << 16U); }

constexpr std::uint16_t floatToBfloat16(float value)
{
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
    if ((bits & 0x7FFFFFFFU) > 0x7F800000U)
        return static_cast<std::uint16_t>((bits >> 16U) | 0x40U);
    return static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
}

} // namespace hawk
