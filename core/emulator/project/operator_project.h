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
    bool servesOtherChips = false; ///< there is host code for chips that are not emulated, which is left out
    std::vector<std::filesystem::path> kernelSources; ///< op_kernel/*.cpp with a __global__ entry
    std::filesystem::path hostFolder, kernelFolder;
    std::vector<std::filesystem::path> includeDirs; ///< further folders that both halves include from
    std::vector<std::filesystem::path> searchDirs; ///< folders that names of headers begin at, of which only includeDirs are read

    void addIncludeDirs(const std::vector<std::filesystem::path>& folders) { includeDirs.insert(includeDirs.end(), folders.begin(), folders.end()); }
};

/// The chips that the sources in a folder name in AddConfig("..."), each once in name order. What is registered in other ways is
/// known only when the host code is built (OperatorDefinition::socs).
std::vector<std::string> namedChips(const std::filesystem::path& hostFolder);

/// Whether a source is for register-based chips only (generation 3510), by its folder or file name: arch35/, x_arch35.cpp. It
/// may need what no other chip has, and registers its tiling under the operator's name.
bool isForOtherChips(const std::filesystem::path& source);

/// Finds op_host and op_kernel below `root` (at most three levels down), and what their sources share with others
/// (shared_sources.h). InvalidInput names what is missing.
Result<OperatorProject> findOperatorProject(const std::filesystem::path& root);

} // namespace hawk::emulator
