#pragma once

#include "emulator/emulator.h"
#include "emulator/runner/toolchain.h"

#include <filesystem>
#include <mutex>
#include <optional>
#include <stop_token>

namespace hawk::emulator {

/// kernel_operator.h compiled once per compiler, flags and header version: a kernel that includes it first
/// builds about a quarter faster. The compiler itself checks that it fits and falls back to the plain header.
/// Thread-safe; callers wait for the first build.
class PrecompiledHeader {
public:
    explicit PrecompiledHeader(std::filesystem::path cache);
    /// Folder to put before the headers on the include path; empty when there is none.
    Result<std::filesystem::path> folderFor(
        const Toolchain& toolchain, const SandboxPolicy& policy, std::stop_token stop);

private:
    std::filesystem::path m_cache;
    std::mutex m_mutex;
    std::optional<std::filesystem::path> m_known;
};

} // namespace hawk::emulator
