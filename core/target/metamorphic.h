#pragma once

#include "base/result.h"
#include "reference/tensor_data.h"
#include "spec/operator_spec.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace hawk::target {

/// A case with changed inputs whose outputs are known without the reference.
struct ChangedCase {
    reference::CaseData data; ///< files in the given folder, or the unchanged ones
    std::string what; ///< "x + 1; x and y reversed along axis 0"
    /// The outputs follow the relations: they must match `data`. Otherwise (sensitivity) `data` holds what the outputs were
    /// before: they must not match it any more.
    bool mustMatch = true;
};

/// Every declared relation but sensitivity at once: each holds for whatever inputs, so they compose. Nothing when the
/// specification declares none that the case's element types allow.
Result<std::optional<ChangedCase>> followed(const spec::OperatorSpec& spec, const reference::CaseData& data, const std::filesystem::path& folder);

/// One of the declared sensitivities, chosen by `seed`, and so is the element. Nothing when none is declared.
Result<std::optional<ChangedCase>> perturbed(
    const spec::OperatorSpec& spec, const reference::CaseData& data, std::uint64_t seed, const std::filesystem::path& folder);

} // namespace hawk::target
