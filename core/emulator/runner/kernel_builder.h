#pragma once

#include "emulator/emulator.h"
#include "emulator/runner/kernel_cache.h"
#include "emulator/runner/precompiled_header.h"
#include "emulator/runner/toolchain.h"

#include <filesystem>
#include <mutex>
#include <optional>
#include <stop_token>

namespace hawk::emulator {

/// Compiles kernel sources in the sandbox: a source may include what it should not, or keep the compiler busy
/// for ever. Thread-safe.
class KernelBuilder {
public:
    KernelBuilder(std::filesystem::path cacheDir, std::string compiler, SandboxPolicy policy);
    Result<BuildResult> build(const BuildRequest& request, std::stop_token stop);
    /// Found on first use, then kept.
    Result<Toolchain> toolchain();

private:
    Result<BuildResult> compile(const BuildRequest& request, const Toolchain& toolchain,
        const std::string& key, std::stop_token stop);

    KernelCache m_cache;
    PrecompiledHeader m_precompiled;
    std::string m_compiler;
    SandboxPolicy m_policy;
    std::mutex m_mutex;
    std::optional<Toolchain> m_toolchain;
};

} // namespace hawk::emulator
