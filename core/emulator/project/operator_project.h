#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace hawk::emulator {

/// A custom-operator project as its author laid it out: host code (definition, tiling) and kernel code.
struct OperatorProject {
    std::filesystem::path root;
    std::vector<std::filesystem::path> hostSources; ///< op_host/*.cpp that register or tile an operator
    std::vector<std::filesystem::path> kernelSources; ///< op_kernel/*.cpp with a __global__ entry
    std::filesystem::path hostFolder, kernelFolder;
    std::vector<std::filesystem::path> includeDirs; ///< further folders that both halves include from
};

/// Finds op_host and op_kernel below `root` (at most three levels down). InvalidInput names what is missing.
Result<OperatorProject> findOperatorProject(const std::filesystem::path& root);

} // namespace hawk::emulator
