#pragma once

#include "spec/expression.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hawk::spec {

/// One observation: with these symbols a dimension had this size.
struct ShapeSample {
    Symbols symbols;
    std::int64_t size = 0;
};

/// The simplest expression over the symbols that explains all samples: a number, "N", "N*M", "N/2", "N-K+1". Nothing
/// when none of the tried forms fits, or when there is no sample.
std::optional<std::string> fitDimension(const std::vector<ShapeSample>& samples);

} // namespace hawk::spec
