#pragma once

#include "chip/chip_facts.h"
#include "emulator/project/operator_definition.h"
#include "emulator/project/operator_host.h"
#include "emulator/project/operator_kernel.h"

namespace hawk::emulator {

/// Whether a launch can follow from what a tiling function decided: a possible number of blocks, a workspace that fits the chip's
/// memory, a key for which the kernel has a branch, data where the kernel reads some. InvalidInput names the decision.
Status checkTiling(const OperatorProject& project, const OperatorDefinition& op, const KernelEntry& entry, const TilingResult& tiling,
    const chip::ChipFacts& chip);

} // namespace hawk::emulator
