#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hawk::perf {

/// An operator over 16 Mi float elements (4096 rows of 4096) with a kernel as its author would write it: tiles in double
/// buffers, transfers that take any length, rows split over however many blocks the launch has.
struct VectorOperator {
    std::string name; ///< also what numpy_times.py calls it
    std::string source;
    std::string entry;
    std::vector<std::uint64_t> inputElements; ///< of each input; the first has as many as the output
};

inline constexpr std::uint32_t kRows = 4096;
inline constexpr std::uint32_t kColumns = 4096;

/// What every kernel here gets as its tiling data.
struct VectorTiling {
    std::uint32_t rows = kRows;
    std::uint32_t columns = kColumns;
    std::uint32_t tile = 6144; ///< elements of one tile, for operators that know no rows
};

/// add, exp, softmax, layer_norm.
std::vector<VectorOperator> vectorOperators();

} // namespace hawk::perf
