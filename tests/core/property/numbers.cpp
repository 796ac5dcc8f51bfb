#include "core/property/numbers.h"

#include <array>
#include <cmath>
#include <cstring>
#include <limits>

namespace hawk::property {
namespace {

struct Format {
    int fraction;
    int minExponent;
    int maxExponent;
};

Format formatOf(Number type)
{
    if (type == Number::F16)
        return { 10, -14, 15 };
    return type == Number::BF16 ? Format { 7, -126, 127 } : Format { 23, -126, 127 };
}

struct Limits {
    long double low;
    long double high;
};

Limits limitsOf(Number type)
{
    const int bits = static_cast<int>(bytesOf(type)) * 8;
    const bool isSigned = type == Number::I8 || type == Number::I16 || type == Number::I32 || type == Number::I64;
    if (isSigned)
        return { -std::ldexp(1.0L, bits - 1), std::ldexp(1.0L, bits - 1) - 1 };
    return { 0, std::ldexp(1.0L, bits) - 1 };
}

bool pointsToZero(Round mode, bool negative)
{
    return mode == Round::Trunc || mode == Round::Odd || (mode == Round::Floor && !negative) || (mode == Round::Ceil && negative);
}

long double toFormat(long double v, const Format& format, Round mode)
{
    if (v == 0 || !std::isfinite(v))
        return v;
    int exponent = 0;
    std::frexp(v, &exponent); // v = m * 2^exponent, m in [0.5, 1)
    const int unit = std::max(exponent - 1, format.minExponent) - format.fraction;
    const long double rounded = std::ldexp(toIntegral(std::ldexp(v, -unit), mode), unit);
    const long double largest = std::ldexp(2.0L - std::ldexp(1.0L, -format.fraction), format.maxExponent);
    if (std::fabs(rounded) <= largest)
        return rounded == 0 ? std::copysign(0.0L, v) : rounded;
    return std::copysign(pointsToZero(mode, v < 0) ? largest : std::numeric_limits<long double>::infinity(), v);
}

/// Bits of a value that the format holds exactly.
std::uint64_t encode(long double v, Number type, const Format& format)
{
    const int bits = static_cast<int>(bytesOf(type)) * 8;
    const std::uint64_t sign = std::signbit(v) ? std::uint64_t { 1 } << (bits - 1) : 0;
    const std::uint64_t top = (std::uint64_t { 1 } << (bits - 1 - format.fraction)) - 1;
    if (std::isnan(v))
        return sign | top << format.fraction | std::uint64_t { 1 } << (format.fraction - 1);
    if (std::isinf(v))
        return sign | top << format.fraction;
    if (v == 0)
        return sign;
    int exponent = 0;
    std::frexp(v, &exponent);
    exponent = std::max(exponent - 1, format.minExponent);
    const auto scaled = static_cast<std::uint64_t>(std::ldexp(std::fabs(v), format.fraction - exponent));
    const std::uint64_t hidden = std::uint64_t { 1 } << format.fraction;
    if (scaled < hidden)
        return sign | scaled; // denormal
    return sign | static_cast<std::uint64_t>(exponent - format.minExponent + 1) << format.fraction | (scaled - hidden);
}

long double decode(std::uint64_t bits, Number type, const Format& format)
{
    const int width = static_cast<int>(bytesOf(type)) * 8;
    const int exponentBits = width - 1 - format.fraction;
    const std::uint64_t fraction = bits & ((std::uint64_t { 1 } << format.fraction) - 1);
    const auto biased = static_cast<int>((bits >> format.fraction) & ((std::uint64_t { 1 } << exponentBits) - 1));
    const long double sign = (bits >> (width - 1)) != 0 ? -1 : 1;
    if (biased == (1 << exponentBits) - 1)
        return fraction != 0 ? std::numeric_limits<long double>::quiet_NaN() : sign * std::numeric_limits<long double>::infinity();
    if (biased == 0)
        return sign * std::ldexp(static_cast<long double>(fraction), format.minExponent - format.fraction);
    const auto whole = static_cast<long double>(fraction | std::uint64_t { 1 } << format.fraction);
    return sign * std::ldexp(whole, biased - 1 + format.minExponent - format.fraction);
}

/// Every bit pattern of special meaning, as far as the type has it.
std::uint64_t special(Rng& rng, Number type)
{
    const Format format = formatOf(type);
    const std::uint64_t one = 1;
    const int width = static_cast<int>(bytesOf(type)) * 8;
    const std::uint64_t sign = rng.below(2) << (width - 1);
    const std::uint64_t infinity = ((one << (width - 1 - format.fraction)) - 1) << format.fraction;
    switch (rng.below(7)) {
    case 0: return sign;
    case 1: return sign | infinity;
    case 2: return sign | infinity | one << (format.fraction - 1);
    case 3: return sign | 1; // smallest denormal
    case 4: return sign | ((one << format.fraction) - 1); // largest denormal
    case 5: return sign | one << format.fraction; // smallest normal
    default: return sign | (infinity - 1); // largest
    }
}

} // namespace

std::size_t bytesOf(Number type)
{
    switch (type) {
    case Number::I8:
    case Number::U8:
        return 1;
    case Number::F32:
    case Number::I32:
    case Number::U32:
        return 4;
    case Number::I64:
        return 8;
    default:
        return 2;
    }
}

bool isFloating(Number type) { return type == Number::F16 || type == Number::BF16 || type == Number::F32; }

const char* nameOf(Number type)
{
    constexpr std::array<const char*, 10> kNames { "half", "bfloat16_t", "float", "int8_t", "uint8_t", "int16_t", "uint16_t",
        "int32_t", "uint32_t", "int64_t" };
    return kNames.at(static_cast<std::size_t>(type));
}

long double toIntegral(long double v, Round mode)
{
    if (!std::isfinite(v))
        return v;
    const long double below = std::floor(v);
    if (below == v)
        return v;
    const long double above = below + 1;
    const bool evenBelow = std::fmod(below, 2.0L) == 0;
    switch (mode) {
    case Round::Floor:
        return below;
    case Round::Ceil:
        return above;
    case Round::Trunc:
        return v < 0 ? above : below;
    case Round::Odd:
        return evenBelow ? above : below;
    case Round::Away:
        if (v - below == above - v)
            return v < 0 ? below : above;
        return v - below < above - v ? below : above;
    default:
        if (v - below == above - v)
            return evenBelow ? below : above;
        return v - below < above - v ? below : above;
    }
}

long double valueOf(std::uint64_t bits, Number type)
{
    if (isFloating(type))
        return decode(bits, type, formatOf(type));
    switch (type) {
    case Number::I8:
        return static_cast<std::int8_t>(bits);
    case Number::I16:
        return static_cast<std::int16_t>(bits);
    case Number::I32:
        return static_cast<std::int32_t>(bits);
    case Number::I64:
        return static_cast<long double>(static_cast<std::int64_t>(bits));
    default:
        return static_cast<long double>(bits);
    }
}

std::uint64_t bitsOf(long double v, Number type, Round mode)
{
    if (isFloating(type))
        return encode(toFormat(v, formatOf(type), mode), type, formatOf(type));
    if (std::isnan(v))
        return 0;
    const Limits limits = limitsOf(type);
    const long double whole = std::fmin(std::fmax(toIntegral(v, mode), limits.low), limits.high);
    return wrap(static_cast<std::int64_t>(whole), type);
}

long double fit(long double v, Number type, Round mode) { return valueOf(bitsOf(v, type, mode), type); }

std::uint64_t wrap(std::int64_t v, Number type)
{
    const std::size_t bits = bytesOf(type) * 8;
    const auto raw = static_cast<std::uint64_t>(v);
    return bits == 64 ? raw : raw & ((std::uint64_t { 1 } << bits) - 1);
}

bool same(std::uint64_t a, std::uint64_t b, Number type, bool anyZero)
{
    if (a == b || !isFloating(type))
        return a == b;
    const long double x = valueOf(a, type);
    const long double y = valueOf(b, type);
    return (std::isnan(x) && std::isnan(y)) || (anyZero && x == 0 && y == 0);
}

std::uint64_t load(const std::byte* at, Number type)
{
    std::uint64_t bits = 0;
    std::memcpy(&bits, at, bytesOf(type));
    return bits;
}

void store(std::byte* at, Number type, std::uint64_t bits) { std::memcpy(at, &bits, bytesOf(type)); }

std::uint64_t anyValue(Rng& rng, Number type)
{
    const std::uint64_t kind = rng.below(8);
    if (isFloating(type)) {
        if (kind == 0)
            return special(rng, type);
        if (kind < 3) // halves: ties of rounding
            return bitsOf((static_cast<long double>(rng.below(41)) - 20) / 2, type);
        if (kind < 6)
            return plainValue(rng, type);
        return wrap(static_cast<std::int64_t>(rng.next()), type); // over the whole range, NaNs included
    }
    const Limits limits = limitsOf(type);
    if (kind == 0)
        return bitsOf(rng.below(2) == 0 ? limits.low : limits.high, type);
    if (kind < 4)
        return wrap(static_cast<std::int64_t>(rng.below(17)) - 8, type);
    return wrap(static_cast<std::int64_t>(rng.next()), type);
}

std::uint64_t plainValue(Rng& rng, Number type)
{
    if (!isFloating(type))
        return wrap(static_cast<std::int64_t>(rng.next()), type);
    const long double fraction = static_cast<long double>(rng.uniform()) * 2 - 1;
    return bitsOf(std::ldexp(fraction, static_cast<int>(rng.below(12)) - 4), type);
}

} // namespace hawk::property
