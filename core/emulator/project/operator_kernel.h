#pragma once

#include "emulator/emulator.h"
#include "emulator/project/operator_definition.h"
#include "emulator/project/operator_project.h"

#include <map>
#include <string>
#include <vector>

namespace hawk::emulator {

/// The kernel function of an operator, found in the project's sources.
struct KernelEntry {
    std::filesystem::path source;
    std::string function;
    std::vector<std::string> parameters; ///< names, in order
    std::string templateParameters; ///< text between <> of a template kernel, else empty
};
/// The `__global__` function named like the operator ("AddCustom" -> add_custom); of several, for one chip each, that in the
/// source the definition names, or in the source with the operator's name. InvalidInput lists what there is instead.
Result<KernelEntry> findKernelEntry(const OperatorProject& project, const OperatorDefinition& op);

/// What one specialised kernel build depends on besides the sources.
struct KernelVariant {
    std::map<std::string, DType> types; ///< parameter -> element type of this call (declared type where it is absent)
    std::uint64_t tilingKey = 0;
};

/// The build of one kernel variant: DTYPE_* and ORIG_DTYPE_* of every parameter, FORMAT_*, the tiling structs that the host
/// code registered, the key as a constant. The vendor's build makes one binary per element-type combination and key too.
Result<BuildRequest> kernelBuild(const OperatorProject& project, const OperatorDefinition& op, const KernelEntry& entry,
    const KernelVariant& variant, std::shared_ptr<const chip::ChipFacts> chip);

} // namespace hawk::emulator
