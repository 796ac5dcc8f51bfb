#pragma once

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
    std::function<double(std::int64_t)> expected;
    std::function<double(std::int64_t)> actual;
    double limit = 0; ///< relative error up to which two values count as equal
};

/// Where the wrong elements are and what they look like, in words a person or a model can act on: "last 13 elements
/// (tail)", "every 8th element", "elements 4096 to 8191 (one region of 4096)", "all elements, 2x the expected value".
std::string describePattern(const MismatchView& view);

std::vector<std::int64_t> coordinatesOf(std::int64_t index, std::span<const std::int64_t> shape);

} // namespace hawk::reference
