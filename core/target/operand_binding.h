#pragma once

#include "emulator/project/operator_runner.h"
#include "spec/operator_spec.h"

#include <string>
#include <vector>

namespace hawk::target {

/// The call of a registered operator that one case of a specification means, without data.
struct BoundOperands {
    emulator::OperatorCall call;
    std::vector<std::string> inputs, outputs; ///< per parameter the specification's tensor; empty for an optional one without
};

/// Tensors by name, upper and lower case alike; what is left on both sides by order. Attributes by name. InvalidInput says what
/// does not fit.
Result<BoundOperands> bindOperands(const emulator::OperatorDefinition& op, const spec::ResolvedCase& which);

} // namespace hawk::target
