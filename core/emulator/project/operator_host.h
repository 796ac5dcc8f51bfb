#pragma once

#include "base/json.h"
#include "chip/chip_facts.h"
#include "emulator/emulator.h"
#include "emulator/project/host_call.h"
#include "emulator/project/operator_project.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace hawk::emulator {

/// What a tiling function decided for one case.
struct TilingResult {
    std::uint32_t blockDim = 1;
    std::uint64_t tilingKey = 0;
    std::uint32_t scheduleMode = 0;
    std::vector<std::uint64_t> workspaces;
    std::vector<std::byte> data; ///< the struct the kernel reads through GET_TILING_DATA
    bool dataGiven = false; ///< the function set a data size or wrote something; else `data` is zeros
    std::string printed; ///< what the host code wrote to its standard output
};

/// A tensor as a tiling function sees it. `data` is set for value-dependent inputs only.
struct TilingTensor {
    std::string dtype; ///< "DT_FLOAT16"
    std::vector<std::int64_t> shape;
    std::filesystem::path data;
};
struct TilingCase {
    std::string op; ///< registered name; empty when the project registers one operator
    /// Per declared parameter its instances, in declaration order: one, none (optional), or many (dynamic).
    std::vector<std::pair<std::string, std::vector<TilingTensor>>> inputs, outputs;
    Json attributes = Json::object();
};

/// The host half of a project, built against our host headers and run in the sandbox: a tiling function that throws,
/// divides by zero, loops or writes past its buffer costs one process and is reported in words. Thread-safe.
class OperatorHost {
public:
    struct Options {
        std::filesystem::path cacheDir; ///< empty: hawk::cacheDir()
        std::string compiler = "g++";
        SandboxPolicy sandbox;
        std::string soc = "ascend910b"; ///< the chip under its name in operator definitions (registeredName)
    };
    /// InvalidInput with the compiler's first errors when the host code does not build.
    static Result<OperatorHost> build(const OperatorProject& project, const Options& options, std::stop_token stop = {});

    /// As defined for the chip of the options: {"operators": [{"name", "inputs": [{"name","kind","types"}], "outputs",
    /// "attributes", "socs", "kernelFile"}], "tilingClasses"}
    Result<Json> describe(std::stop_token stop = {}) const;
    Result<TilingResult> tile(const TilingCase& which, const chip::ChipFacts& chip, std::stop_token stop = {}) const;

private:
    OperatorHost(std::filesystem::path library, const Options& options);
    Result<HostAnswer> ask(const Json& request, const std::string& subject, std::vector<std::filesystem::path> readable,
        std::stop_token stop) const;
    std::filesystem::path m_library;
    SandboxPolicy m_policy;
    std::string m_soc;
};

/// The name under which operator definitions register for a chip (public AddConfig reference): "ascend910b", "ascend310p".
std::string registeredName(const chip::ChipFacts& chip);

/// The platform query's answers for a chip, by section and key of the vendor's platform files.
Json platformInfo(const chip::ChipFacts& chip);

} // namespace hawk::emulator
