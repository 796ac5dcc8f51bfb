#pragma once

#include "base/dtype.h"
#include "base/json.h"
#include "base/result.h"
#include "reference/tensor_data.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace hawk::reference {

struct Tolerance {
    double relax = 1.0;
    std::int64_t reductionLength = 1;
};

/// One wrong element, for people and models: where, what was expected, what came.
struct Mismatch {
    std::int64_t index = 0;
    std::vector<std::int64_t> coordinates;
    double expected = 0;
    double actual = 0;
    double relativeError = 0;
};

/// Outcome of the region-aware rule (CANN Bench precision_comparison_design; algorithms.md 5.3):
/// e = |y-g|/(|g|+1e-7); pass if mean e < tau and max e < 10 tau, tau = 2^-10 fp16, 2^-7 bf16, 2^-13 fp32. Otherwise
/// failing positions are excused only in the small-value and the cancellation region, against a CPU run in the same
/// precision: at most twice its count of errors, or two where it makes none and the region has 256 elements or more; a value
/// that is not small itself is no small value's error. NaN positions must match, infinities have the same sign, integers are exact.
struct ComparisonReport {
    bool pass = false;
    std::int64_t elements = 0;
    std::int64_t failing = 0; ///< not excused
    std::int64_t excusedSmall = 0;
    std::int64_t excusedCancellation = 0;
    std::int64_t nanMismatches = 0;
    std::int64_t untouched = 0; ///< still holding the poison pattern
    double meanRelativeError = 0;
    double maxRelativeError = 0;
    double meanErrorSamePrecision = 0; ///< of the CPU run in the same precision, the yardstick
    double tau = 0;
    std::vector<Mismatch> worst; ///< at most 8, largest error first
    std::string pattern; ///< in words: "last 13 elements (tail)", "every 8th element", "all elements", ...
    std::string summary; ///< one line
};

/// Elements of an output that one block of the launch stored: [begin, end), ascending, apart.
struct BlockStores {
    int block = 0;
    std::vector<std::pair<std::int64_t, std::int64_t>> ranges;
};
/// Asked for only when a comparison fails; may answer nothing.
using StoreQuery = std::function<std::vector<BlockStores>()>;

/// `actual` holds the kernel's output in `golden.outputDtype`. Poison: bytes the output was filled with before the
/// run, to count elements that were never written. `stores`: who wrote what, so that the pattern can name blocks.
Result<ComparisonReport> compare(std::span<const std::byte> actual, const GoldenFile& golden, const Tolerance& tolerance,
    std::byte poison, const StoreQuery& stores = {});

Json toJson(const ComparisonReport& report);

} // namespace hawk::reference
