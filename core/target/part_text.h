#pragma once

#include "base/result.h"
#include "target/candidate.h"

#include <string_view>

namespace hawk::target {

/// Whether a text carries an operator project as Python string variables (host_tiling_src, host_operator_src, kernel_src): the
/// six-part form of the public MultiKernelBench (prompts/ascendc_new_model_*.py). The other parts name the operator to a
/// framework and bind it; here the specification and the judge do both.
bool looksLikePartText(std::string_view text);

/// The project of such a text. InvalidInput names the part that is missing or not closed.
Result<ProjectFiles> projectOfPartText(std::string_view text);

} // namespace hawk::target
