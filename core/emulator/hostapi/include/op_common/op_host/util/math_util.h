#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

/// Integer arithmetic of tiling functions (public operator base library, opbase include/op_common/op_host/util/math_util.h):
/// a divisor of 0 leaves the number as it is, an alignment of 0 gives 0, and what does not fit gives the largest number.
namespace Ops::Base {

template <class T1, class T2>
constexpr T1 FloorDiv(T1 value, T2 divisor)
{
    const auto by = static_cast<T1>(divisor);
    return by == 0 ? value : static_cast<T1>(value / by);
}
template <class T1, class T2>
constexpr T1 FloorAlign(T1 value, T2 align)
{
    const auto to = static_cast<T1>(align);
    return to == 0 ? T1 { 0 } : static_cast<T1>(value / to * to);
}
/// Rounded up when the true quotient is positive.
template <class T1, class T2>
constexpr T1 CeilDiv(T1 value, T2 divisor)
{
    const auto by = static_cast<T1>(divisor);
    if (by == 0 || value == 0)
        return value;
    const bool up = value % by != 0 && (value < 0) == (by < 0);
    return static_cast<T1>(value / by + (up ? 1 : 0));
}
template <class T1, class T2>
constexpr T1 CeilAlign(T1 value, T2 align)
{
    const auto to = static_cast<T1>(align);
    if (to == 0)
        return T1 { 0 };
    const T1 count = CeilDiv(value, to);
    return count > std::numeric_limits<T1>::max() / to ? std::numeric_limits<T1>::max() : static_cast<T1>(count * to);
}
template <class T>
bool IsFloatEqual(T a, T b)
{
    if (std::isnan(a) || std::isnan(b))
        return false;
    if (std::isinf(a) || std::isinf(b))
        return std::signbit(a) == std::signbit(b);
    return std::fabs(a - b) <= std::numeric_limits<T>::epsilon();
}
/// The largest power of two that is not above n; 0 for 0.
inline std::uint64_t LastPow2(std::uint64_t n)
{
    while ((n & (n - 1)) != 0)
        n &= n - 1;
    return n;
}

} // namespace Ops::Base
