#pragma once

#include "base/result.h"
#include "reference/reference_service.h"
#include "spec/operator_spec.h"

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::reference {

struct ImportedProblem {
    std::shared_ptr<const spec::OperatorSpec> spec;
    /// What the importer could not do as planned: a size the problem refused, an fp16 case it cannot compute.
    std::vector<std::string> notes;
};

/// Turns a KernelBench problem file, as it is, into a specification: finds its size constants, runs it under several
/// small sizes, and derives shapes and cases from what it saw. Every case is proved by computing its golden once.
/// Errors: as ReferenceService; InvalidInput when no small size works.
Result<ImportedProblem> importKernelBenchFile(
    const std::filesystem::path& file, ReferenceService& service, std::stop_token stop = {});
Result<ImportedProblem> importKernelBenchText(
    std::string_view fileName, const std::string& source, ReferenceService& service, std::stop_token stop = {});

} // namespace hawk::reference
