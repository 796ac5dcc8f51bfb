#pragma once

#include "emulator/program/sample_program.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace hawk::emulator {

struct ProgramBuild {
    bool ok = false;
    bool cached = false;
    std::filesystem::path library;
    std::vector<Diagnostic> diagnostics;
    std::string log;
    std::string reason; ///< why not, in one sentence
    double wallMs = 0;
};

/// Compiles the scenario's sources, launches rewritten, into one shared object, in the sandbox; products are cached by
/// content. Errors are of the environment.
Result<ProgramBuild> buildProgram(
    const ProgramSample& sample, const ProgramScenario& scenario, const ProgramOptions& options, std::stop_token stop);

/// Folder of the acl headers for programs: HAWK_PROGRAM_INCLUDE, then ../share/hawk/acl, then the source tree.
std::filesystem::path programHeaderDir();

} // namespace hawk::emulator
