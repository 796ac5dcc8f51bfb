#pragma once

#include "base/json.h"
#include "base/process.h"
#include "emulator/emulator.h"

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace hawk::emulator {

/// One question to a program that loads an author's host code in the sandbox: hawk-emu-tiling, hawk-emu-binding.
struct HostCall {
    std::string program; ///< beside our own
    std::string subject; ///< what an error calls the author's code: "the tiling function of Add"
    std::filesystem::path folder; ///< request.json and response.json go there; writable for the code, owned by the caller
    std::vector<std::filesystem::path> readable;
    ProcessLimits limits;
    std::chrono::seconds timeout { 20 };
    std::string nullHint; ///< what to do about a null pointer
};

/// What the code answered, and what it printed. InvalidInput says in words how the code ended instead: its own error, a signal,
/// an exit, an endless loop, too much output; with its last words. Other errors are of the environment.
struct HostAnswer {
    Json response;
    std::string printed; ///< standard output
};
Result<HostAnswer> askHostCode(const HostCall& call, const Json& request, const SandboxPolicy& policy, std::stop_token stop);

} // namespace hawk::emulator
