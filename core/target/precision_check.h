#pragma once

#include "base/result.h"
#include "reference/tensor_data.h"

#include <cstddef>
#include <span>
#include <string>

namespace hawk::target {

/// Whether a float32 output was computed in a narrower type: the tolerance alone lets a single rounding to half pass. Two signs,
/// each measured against the reference's own run in float32 on the CPU: more than a quarter of the elements have a relative
/// error that float32 arithmetic does not make, or every value fits half although the exact results do not. Empty when
/// neither holds, or the output is of another type or too small to tell.
Result<std::string> narrowerPrecision(std::span<const std::byte> actual, const reference::GoldenFile& golden);

} // namespace hawk::target
