#pragma once

#include "base/json.h"
#include "base/result.h"
#include "reference/tensor_data.h"
#include "spec/operator_spec.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>

namespace hawk::reference {

struct ReferenceOptions {
    std::filesystem::path cacheDir; ///< empty: hawk::cacheDir()/reference
    std::filesystem::path python; ///< empty: /usr/bin/python3, the one that sees Debian's python3-torch
    std::chrono::seconds timeout { 120 }; ///< per request; a hang kills and restarts the worker
};

/// Runs PyTorch references in a long-lived python worker inside the sandbox (no network, read-only system).
/// Thread-safe: requests are serialised, cached answers are not. The worker starts on first need.
/// Errors: Environment when python or torch is missing (with the package to install), Timeout for a hang,
/// InvalidInput with the Python traceback's last lines for a reference that raises, returns the wrong shape or dtype,
/// or is not deterministic. Never a wrong golden.
class ReferenceService {
public:
    explicit ReferenceService(ReferenceOptions options = {});
    ~ReferenceService();
    ReferenceService(const ReferenceService&) = delete;
    ReferenceService& operator=(const ReferenceService&) = delete;

    /// Inputs drawn from `seed` and goldens. Cached by (reference source, case, seed, worker version).
    Result<CaseData> caseData(
        const spec::OperatorSpec& spec, const spec::Case& which, std::uint64_t seed, std::stop_token stop = {});

    /// The reference's operator graph for a case, traced by torch.fx and normalised (synth/graph.h says how it is
    /// read): {"nodes":[{"id","op","args","shape","dtype"}...],"outputs":[...]}.
    Result<Json> traceGraph(const spec::OperatorSpec& spec, const spec::Case& which, std::stop_token stop = {});

    /// Describes a KernelBench file as it is: module-level integer constants, input shapes and dtypes, init inputs,
    /// parameters. `overrides` replaces module-level constants before the module body runs.
    Result<Json> inspect(const std::string& source, const Json& overrides, std::stop_token stop = {});

    /// Only constants and the shapes and types of the inputs: allocates nothing, so that any size may be asked for.
    Result<Json> inspectShapes(const std::string& source, const Json& overrides, std::stop_token stop = {});

    /// Python and torch versions, for `hawk doctor` and the birth certificate of a verdict.
    Result<Json> versions(std::stop_token stop = {});

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace hawk::reference
