#pragma once

#include "emulator/emulator.h"

#include <filesystem>
#include <stop_token>

namespace hawk::emulator {

/// Runs a built kernel once: writes launch.json into `workDir`, starts the host program on it in the sandbox,
/// reads what it left. What it left is listed in host_report.h.
Result<RunResult> runKernel(const BuildResult& built, const Launch& launch, const RunLimits& limits,
    const std::filesystem::path& workDir, const SandboxPolicy& policy, std::stop_token stop);

} // namespace hawk::emulator
