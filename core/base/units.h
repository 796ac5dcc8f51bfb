#pragma once

#include <compare>
#include <cstdint>

namespace hawk {

struct Bytes {
    std::uint64_t n = 0;
    auto operator<=>(const Bytes&) const = default;
};

/// Core clock cycles of the emulated chip.
struct Cycles {
    double n = 0;
    auto operator<=>(const Cycles&) const = default;
};

template <class T>
constexpr T ceilDiv(T a, T b)
{
    return (a + b - 1) / b;
}
template <class T>
constexpr T alignUp(T a, T b)
{
    return ceilDiv(a, b) * b;
}

} // namespace hawk
