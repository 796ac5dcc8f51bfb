#pragma once

#include "base/process.h"
#include "emulator/program/sample_program.h"

#include <filesystem>

namespace hawk::emulator {

/// Fills launches, host findings, outcome, exit status and reason from what the program's process left. Everything there
/// was written by a process that ran unknown code: nothing is trusted to be complete or well formed. `diskOverflow`: it was ended
/// because its files became too large.
void readJournal(const std::filesystem::path& workDir, const ProcessResult& process, const RunLimits& limits, bool diskOverflow,
    ProgramReport& report);

} // namespace hawk::emulator
