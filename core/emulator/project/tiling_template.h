#pragma once

#include "base/result.h"
#include "emulator/project/operator_definition.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace hawk::emulator {

/// A kernel template instantiated for one tiling key.
struct TemplateInstance {
    std::string arguments; ///< "half, half, 8, 1", in the kernel's order
    std::string tilingStruct; ///< the struct its selection names; empty: the default one
    bool deterministic = false; ///< of a selection for deterministic computing
};

/// What a tiling key stands for. InvalidInput when it is none that the operator's selections build.
Result<TemplateInstance> templateInstance(const OperatorDefinition& op, std::uint64_t tilingKey);

/// Every key that the selections list, in their order; `types` of the parameters stand for ASCENDC_TPL_INPUT(n) and OUTPUT(n).
std::vector<std::uint64_t> selectedKeys(const OperatorDefinition& op, const std::map<std::string, DType>& types);

} // namespace hawk::emulator
