#pragma once

#include "base/dtype.h"

#include <cstddef>
#include <span>

namespace hawk::reference {

/// Elements [first, first + out.size()) of a raw little-endian tensor as fp64. Exact for every type but 64-bit
/// integers beyond 2^53.
void loadAsDouble(std::span<const std::byte> raw, DType type, std::size_t first, std::span<double> out);

/// Rounds fp64 values to a floating type and back (to nearest even, overflow to infinity).
void roundThrough(DType type, std::span<double> values);

/// Largest finite value of a floating type.
double largestFinite(DType type);

} // namespace hawk::reference
