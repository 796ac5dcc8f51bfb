#pragma once

#include "emulator/emulator.h"
#include "emulator/runner/toolchain.h"

#include <filesystem>
#include <map>
#include <mutex>
#include <stop_token>

namespace hawk::emulator {

/// kernel_operator.h compiled once per compiler, flags, header version and chip generation: a kernel that includes it
/// first builds several times faster. The compiler itself checks that it fits and falls back to the plain header.
/// Thread-safe; callers wait for the first build.
class PrecompiledHeader {
public:
    explicit PrecompiledHeader(std::filesystem::path cache);
    /// Folder to put before the headers on the include path; empty when there is none. `macros` are the -D flags that the
    /// headers themselves look at; the compiler drops a precompiled header made with others.
    Result<std::filesystem::path> folderFor(const Toolchain& toolchain, const std::vector<std::string>& macros,
        const SandboxPolicy& policy, std::stop_token stop);

private:
    std::filesystem::path m_cache;
    std::mutex m_mutex;
    std::map<std::string, std::filesystem::path> m_known; ///< by key
};

} // namespace hawk::emulator
