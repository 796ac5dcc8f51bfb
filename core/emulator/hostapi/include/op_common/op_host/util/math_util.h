#pragma once

#include <type_traits>

/// Integer arithmetic of tiling functions (public operator base library, opbase docs/zh/op_common): a divisor of 0 leaves the
/// number as it is.
namespace Ops::Base {

template <class T1, class T2>
constexpr T1 CeilDiv(T1 value, T2 divisor)
{
    const auto by = static_cast<T1>(divisor);
    return by == 0 ? value : static_cast<T1>((value + by - 1) / by);
}
template <class T1, class T2>
constexpr T1 FloorDiv(T1 value, T2 divisor)
{
    const auto by = static_cast<T1>(divisor);
    return by == 0 ? value : static_cast<T1>(value / by);
}
template <class T1, class T2>
constexpr T1 CeilAlign(T1 value, T2 align)
{
    return align == 0 ? value : static_cast<T1>(CeilDiv(value, align) * static_cast<T1>(align));
}
template <class T1, class T2>
constexpr T1 FloorAlign(T1 value, T2 align)
{
    return align == 0 ? value : static_cast<T1>(FloorDiv(value, align) * static_cast<T1>(align));
}

} // namespace Ops::Base
