#pragma once

#include "chip/chip_facts.h"
#include "spec/operator_spec.h"
#include "synth/emitter.h"
#include "synth/geometry.h"

#include <string>
#include <vector>

namespace hawk::synth {

/// A limit a kernel would break in a case, found before it is built.
struct PlanProblem {
    std::string caseName;
    std::string constraint; ///< id in the constraint catalogue
    std::string message; ///< with the numbers
};

/// Evaluates the launch plan of every public case and checks the UB sum over all queues and buffers, the
/// block count of transfers, and the number of queue blocks. Errors are of the launch plan itself (an
/// expression that cannot be evaluated), never of the plan's quality.
Result<std::vector<PlanProblem>> checkPlan(
    const EmittedKernel& kernel, const TracedReference& reference, const chip::ChipFacts& chip);

} // namespace hawk::synth
