#pragma once

#include "bench/conformance.h"
#include "bench/operator_caller.h"
#include "reference/worker.h"

#include <filesystem>
#include <memory>
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
    std::unique_ptr<OperatorCaller> operatorCaller;
    std::vector<std::string> sources; ///< texts of binding, host and kernel code
    std::vector<PackageCase> cases;
    std::string nothingToJudge; ///< why `cases` is empty
};

/// Adds the items among the files of `folder` itself, and the folder when it is one (then true: there is no need to look
/// below it); names are relative to `root`.
bool findPackages(const std::filesystem::path& folder, const std::filesystem::path& root, std::vector<ConformanceItem>& items);

/// The report of an item that is not run because of the language of its kernels (Kind::OtherLanguage).
ConformanceReport listedOnly(const ConformanceItem& item);

/// What a package is opened with. `scratch` is a folder of the item alone that outlives the package.
struct PackageTools {
    const ConformanceOptions& options;
    emulator::Emulator& emulator;
    reference::Worker& worker;
    std::filesystem::path scratch;
};
/// Reads and builds what the item needs. Errors with InvalidInput or NotFound say what is wrong with the package.
Result<OpenPackage> openPackage(const ConformanceItem& item, const PackageTools& tools, std::stop_token stop);

} // namespace hawk::bench
