#pragma once

#include "base/result.h"
#include "reference/comparison.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace hawk::target {

/// An output that a run has left, with what was expected.
struct LeftOutput {
    std::filesystem::path file;
    const reference::GoldenFile* golden = nullptr;
    bool right = false;
};

/// Whether two wrong outputs of one type and size each hold what is expected of the other: "outputs 'mean' and 'rstd' are
/// exchanged". Empty when none do.
Result<std::string> exchangedOutputs(const std::vector<LeftOutput>& outputs, const reference::Tolerance& tolerance);

} // namespace hawk::target
