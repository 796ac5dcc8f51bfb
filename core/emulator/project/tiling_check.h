#pragma once

#include "chip/chip_facts.h"
#include "emulator/project/operator_definition.h"
#include "emulator/project/operator_host.h"
#include "emulator/project/operator_kernel.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>

namespace hawk::emulator {

/// What a kernel's sources expect of the tiling function.
struct TilingNeeds {
    std::optional<std::set<std::uint64_t>> keys; ///< of its branches; nothing when it takes others than those it names
    bool data = false; ///< it reads tiling data
};
/// Reads the kernel's folder.
TilingNeeds tilingNeeds(const OperatorProject& project, const KernelEntry& entry);

/// Whether a launch can follow from what a tiling function decided: a possible number of blocks, a workspace that fits the chip's
/// memory, a key for which the kernel has a branch, data where the kernel reads some. InvalidInput names the decision.
Status checkTiling(const std::string& operatorName, const TilingNeeds& needs, const TilingResult& tiling, const chip::ChipFacts& chip);

} // namespace hawk::emulator
