#pragma once

#include "emulator/emulator.h"
#include "emulator/runner/kernel_cache.h"
#include "emulator/runner/toolchain.h"

#include <filesystem>
#include <mutex>
#include <optional>
#include <stop_token>

namespace hawk::emulator {

/// Compiles kernel sources in the sandbox: a source may include what it should not, or keep the compiler busy for
/// ever. Thread-safe.
class KernelBuilder {
public:
    KernelBuilder(std::filesystem::path cacheDir, std::string compiler, SandboxPolicy policy);
    Result<BuildResult> build(const BuildRequest& request, std::stop_token stop);
    /// Found on first use, then kept.
    Result<Toolchain> toolchain();

private:
    Result<std::filesystem::path> precompiledHeaderDir(const Toolchain& toolchain, std::stop_token stop);
    Result<BuildResult> compile(
        const BuildRequest& request, const Toolchain& toolchain, const std::string& key, std::stop_token stop);

    KernelCache m_cache;
    std::filesystem::path m_headerCache;
    std::string m_compiler;
    SandboxPolicy m_policy;
    std::mutex m_mutex;
    std::optional<Toolchain> m_toolchain;
    std::optional<std::filesystem::path> m_precompiled; ///< empty path: tried and not usable
};

} // namespace hawk::emulator
