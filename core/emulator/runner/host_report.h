#pragma once

#include "base/process.h"
#include "emulator/emulator.h"

#include <filesystem>

namespace hawk::emulator {

/// Reads what a finished or killed host process left in its folder (everything there was written by a process
/// that ran generated code: no file is trusted to be well formed, complete or small) and decides how the run
/// ended. Files: result.json, findings.json or findings.jsonl, out<N>.bin, trace.bin.
RunResult readHostReport(const std::filesystem::path& workDir, const Launch& launch, const RunLimits& limits,
    const ProcessResult& process, bool diskOverflow);

} // namespace hawk::emulator
