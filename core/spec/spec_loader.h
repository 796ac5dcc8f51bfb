#pragma once

#include "base/result.h"
#include "spec/operator_spec.h"

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

namespace hawk::spec {

/// Everything wrong with a spec, each with "file:line:column"; empty when it is valid.
struct LoadReport {
    std::shared_ptr<const OperatorSpec> spec; ///< null when there are problems
    std::vector<Error> problems;
};

/// Loads and validates a spec file. `reference.file` in the JSON is relative to the spec's folder; alternatively
/// `reference.source` holds the text (the form stored in a workspace).
LoadReport loadSpec(const std::filesystem::path& file);
LoadReport loadSpecText(std::string_view text, std::string origin, const std::filesystem::path& baseDir);
/// First problem as an Error, for callers that need just one.
Result<std::shared_ptr<const OperatorSpec>> requireSpec(LoadReport report);

/// resourceDir()/specs/*/spec.json, sorted by name.
Result<std::vector<std::shared_ptr<const OperatorSpec>>> bundledSpecs();

} // namespace hawk::spec
