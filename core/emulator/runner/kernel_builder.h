#pragma once

#include "emulator/emulator.h"
#include "emulator/runner/api_catalog.h"
#include "emulator/runner/corrections.h"
#include "emulator/runner/kernel_cache.h"
#include "emulator/runner/prepared_headers.h"
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
    /// As Emulator::preprocess.
    Result<std::string> preprocess(const BuildRequest& request, std::stop_token stop);
    /// Found on first use, then kept.
    Result<Toolchain> toolchain();

private:
    Result<BuildResult> compile(const BuildRequest& request, const Toolchain& toolchain,
        const std::string& key, std::stop_token stop);

    std::vector<Diagnostic> explain(const std::string& log, const BuildRequest& request, const Toolchain& toolchain);

    KernelCache m_cache;
    PreparedHeaders m_prepared;
    std::string m_compiler;
    SandboxPolicy m_policy;
    std::mutex m_mutex;
    std::optional<Toolchain> m_toolchain;
    std::once_flag m_knowledgeOnce; ///< what a failed build is explained with is read at the first one
    ApiCatalog m_api;
    Corrections m_corrections;
};

} // namespace hawk::emulator
