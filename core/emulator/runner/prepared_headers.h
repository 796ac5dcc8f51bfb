#pragma once

#include "emulator/emulator.h"
#include "emulator/runner/toolchain.h"

#include <filesystem>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

namespace hawk::emulator {

/// The device headers compiled once per compiler, flags, header version and chip generation: kernel_operator.h as a
/// precompiled header, which a kernel that includes it first reads in a tenth of the time, and the shared bodies
/// (hawk/shared.inl) as an object that every kernel is linked to. The compiler itself checks that the precompiled header
/// fits and falls back to the plain one. Thread-safe; callers wait for the first build.
class PreparedHeaders {
public:
    /// How a kernel is compiled with them. All empty when they did not come out: it then reads the plain headers.
    struct Use {
        std::filesystem::path folder; ///< to be readable in the sandbox
        std::vector<std::string> compile; ///< before the headers' own folder
        std::vector<std::string> link; ///< objects behind the kernel's own
    };
    explicit PreparedHeaders(std::filesystem::path cache);
    /// `macros` are the -D flags that the headers themselves look at; the compiler drops a precompiled header made with others.
    Result<Use> of(const Toolchain& toolchain, const std::vector<std::string>& macros, const SandboxPolicy& policy,
        std::stop_token stop);

private:
    std::filesystem::path m_cache;
    std::mutex m_mutex;
    std::map<std::string, Use> m_known; ///< by key
};

} // namespace hawk::emulator
