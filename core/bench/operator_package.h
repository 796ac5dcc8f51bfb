#pragma once

#include "bench/conformance.h"
#include "bench/operator_caller.h"
#include "reference/worker.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// Operators that come with a caller in Python: where they are, and what they are made of.
namespace hawk::bench {

/// Something to compare the operator with.
struct PackageCase {
    std::string name;
    std::string reference; ///< Python text in KernelBench form: Model, get_inputs, get_init_inputs
    std::string caller; ///< Python text that defines ModelNew and imports the operator
};

/// A package ready to be called.
struct OpenPackage {
    std::string leftOut; ///< why it is not tried, for it needs what is not emulated; the rest is empty then
    std::string problem; ///< why it does not build, where that shows while it is opened; there is no caller then
    std::unique_ptr<OperatorCaller> operatorCaller;
    std::vector<std::string> sources; ///< texts of binding, host and kernel code
    std::vector<PackageCase> cases;
    std::string nothingToJudge; ///< why `cases` is empty
};

/// The packages among the files of the folder itself, and callers in other kernel languages. Items have no name yet.
std::vector<ConformanceItem> packagesIn(const std::filesystem::path& folder);

/// A folder of one operator in an extension: op_plugin/ with its PyTorch side, op_kernel/, and op_host/ when it is an operator project.
std::optional<ConformanceItem> extensionOperatorAt(const std::filesystem::path& folder);

/// The report of an item that is not run because of the language of its kernels (Kind::OtherLanguage).
ConformanceReport listedOnly(const ConformanceItem& item);

/// What a package is opened with. `scratch` is a folder of the item alone that outlives the package.
struct PackageTools {
    const ConformanceOptions& options;
    emulator::Emulator& emulator;
    reference::Worker& worker;
    std::filesystem::path scratch;
};
/// Reads and builds what the item needs. Errors with InvalidInput or NotFound say which part is missing or cannot be read.
Result<OpenPackage> openPackage(const ConformanceItem& item, const PackageTools& tools, std::stop_token stop);

} // namespace hawk::bench
