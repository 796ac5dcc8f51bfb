#pragma once

#include "base/dtype.h"
#include "reference/comparison.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace hawk::reference {

/// What the pattern detection looks at. Values are asked for by index, so that nothing has to be unpacked for it.
struct MismatchView {
    std::span<const std::int64_t> failing; ///< ascending, not empty
    std::span<const std::int64_t> shape;
    std::int64_t elements = 0;
    std::int64_t nanMismatches = 0;
    DType type = DType::None; ///< of the output
    std::function<double(std::int64_t)> expected;
    std::function<double(std::int64_t)> actual;
    std::function<bool(std::int64_t)> untouched; ///< still as before the run; may be empty
    double limit = 0; ///< relative error up to which two values count as equal
    std::span<const BlockStores> stores; ///< which block wrote what; may be empty
};

/// Where the wrong elements are and what they look like, in words a person or a model can act on: "last 13 elements
/// (tail)", "every 8th element", "elements 4096 to 8191 (one region of 4096)", "all elements, looks like 2x the expected
/// value". What is concluded from the values is never said as certain.
std::string describePattern(const MismatchView& view);

/// The two halves of it. `wherePattern` is never empty; `whatPattern` is when the values show nothing.
std::string wherePattern(const MismatchView& view);
std::string whatPattern(const MismatchView& view);

std::vector<std::int64_t> coordinatesOf(std::int64_t index, std::span<const std::int64_t> shape);

/// Elements of one row: the last dimension, 1 for a scalar.
std::int64_t rowLength(const MismatchView& view);

} // namespace hawk::reference
