#pragma once

#include "base/result.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace hawk::emulator {

/// What one configuration of a CMakeLists.txt says about a program, as far as a build here needs it.
struct BuildTarget {
    std::string name;
    bool executable = false;
    std::vector<std::filesystem::path> sources; ///< relative to the folder
    std::map<std::string, std::string> defines;
    std::vector<std::filesystem::path> includeFolders; ///< relative to the folder
    std::vector<std::string> links;
};
struct BuildFiles {
    std::vector<BuildTarget> targets;
    std::string refusal; ///< message(FATAL_ERROR) that this configuration reaches
    std::map<std::string, std::string> variables; ///< at the end
};

/// Evaluates the commands that matter (set, option, if, add_executable, add_library, target_*, add_definitions, message) with
/// `variables` as given on cmake's command line. What it does not know it passes over.
BuildFiles readBuildFiles(const std::filesystem::path& folder, const std::map<std::string, std::string>& variables);

/// The executable `program` (any, when empty) together with the libraries of the same file that it links.
Result<BuildTarget> programTarget(const BuildFiles& files, const std::string& program);

} // namespace hawk::emulator
