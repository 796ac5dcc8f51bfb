#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace hawk::emulator {

/// A custom-operator project as its author laid it out: host code (definition, tiling) and kernel code.
struct OperatorProject {
    std::filesystem::path root;
    std::vector<std::filesystem::path> hostSources; ///< of op_host, those that define or tile an operator
    /// The other sources of op_host: members and helpers of the above, shape inference, the project's own aclnn interface.
    std::vector<std::filesystem::path> helperSources;
    std::vector<std::filesystem::path> kernelSources; ///< op_kernel/*.cpp with a __global__ entry
    std::filesystem::path hostFolder, kernelFolder;
    std::vector<std::filesystem::path> includeDirs; ///< further folders that both halves include from
};

/// Finds op_host and op_kernel below `root` (at most three levels down). InvalidInput names what is missing.
Result<OperatorProject> findOperatorProject(const std::filesystem::path& root);

} // namespace hawk::emulator
