#pragma once

#include "base/float_formats.h"

#include <cmath>
#include <cstdint>
#include <limits>

/// Expectations that do not use the code under test: rounding by scaling in double.
namespace hawk::emulator::exec::reference {

/// Rounds `v` to a format with `fraction` fraction bits and smallest normal exponent `minExponent`; `round` makes an
/// integer of a scaled number.
template <class Round>
double toFormat(double v, int fraction, int minExponent, int maxExponent, Round round)
{
    if (v == 0 || !std::isfinite(v))
        return v;
    int exponent = 0;
    std::frexp(v, &exponent); // v = m * 2^exponent, m in [0.5, 1)
    const int unit = std::max(exponent - 1, minExponent) - fraction;
    const double rounded = std::ldexp(round(std::ldexp(v, -unit)), unit);
    const double largest = std::ldexp(2.0 - std::ldexp(1.0, -fraction), maxExponent);
    if (std::fabs(rounded) <= largest)
        return rounded == 0 ? std::copysign(0.0, v) : rounded;
    return std::copysign(std::numeric_limits<double>::infinity(), v);
}

inline double nearestHalf(double v)
{
    return toFormat(v, 10, -14, 15, [](double x) { return std::nearbyint(x); });
}

inline double halfValue(std::uint16_t bits)
{
    const int exponent = (bits >> 10) & 31;
    const int mantissa = bits & 1023;
    const double sign = (bits & 0x8000) != 0 ? -1 : 1;
    if (exponent == 31)
        return mantissa != 0 ? std::numeric_limits<double>::quiet_NaN() : sign * std::numeric_limits<double>::infinity();
    return exponent == 0 ? sign * std::ldexp(mantissa, -24) : sign * std::ldexp(1024 + mantissa, exponent - 25);
}

/// Same value, or both NaN; zeros by sign.
inline bool same(double a, double b)
{
    if (std::isnan(a) || std::isnan(b))
        return std::isnan(a) && std::isnan(b);
    return a == b && std::signbit(a) == std::signbit(b);
}

} // namespace hawk::emulator::exec::reference
