#pragma once

#include "base/result.h"
#include "emulator/launch.h"

#include <cstdint>
#include <filesystem>

namespace hawk::emulator {

/// What launch.json in the work folder asks for.
struct RunRequest {
    Launch launch;
    std::filesystem::path library;
    std::uint64_t maxTraceOps = 4'000'000;
};
Result<RunRequest> readRunRequest(const std::filesystem::path& workDir);

/// Runs it and leaves out<N>.bin, trace.bin, findings.jsonl, findings.json and result.json in the folder. The error is
/// of the environment (a file cannot be written, no memory); whatever the kernel does is in result.json.
Status runRequest(const RunRequest& request, const std::filesystem::path& workDir);

} // namespace hawk::emulator
