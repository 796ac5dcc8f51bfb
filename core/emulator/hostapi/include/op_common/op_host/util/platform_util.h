#pragma once

#include <cstdint>

/// Sizes of the chip that tiling functions ask for (public operator base library). Generations 2201 and 2002 alike: UB is
/// addressed in blocks of 32 B and one vector repeat takes 256 B (architecture guide).
namespace Ops::Base {

template <class Context>
constexpr std::uint32_t GetUbBlockSize(const Context*)
{
    return 32;
}
template <class Context>
constexpr std::uint32_t GetVRegSize(const Context*)
{
    return 256;
}

} // namespace Ops::Base
