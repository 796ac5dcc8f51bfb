#pragma once

#include "synth/plan.h"
#include "synth/plan_rule.h"
#include "synth/synthesizer.h"

#include <functional>
#include <string>
#include <vector>

namespace hawk::synth {

/// The plan of an attempt and where it comes from.
struct PlanChoice {
    KernelPlan plan;
    std::vector<EntryId> used; ///< entries whose rules were applied
    std::vector<std::string> reasons; ///< what was changed and why, for the note
    bool exhausted = false;
};

/// Kernel and launch plan as emitted for a plan: two plans with the same text are the same candidate.
using KernelText = std::function<std::string(const KernelPlan&)>;

/// Drafting without a parent: the uninformed plan. Drafting after a failure: the parent's plan with every
/// retrieved rule whose triggers match the failure, in rank order; else the best ranked rule that changes the
/// kernel; else one decision changed by the attempt's seed. Refining: one performance rule, the best ranked
/// whose bottleneck is the profile's and whose kernel was not tried from this parent. `exhausted` when
/// nothing is left. Deterministic for the request.
PlanChoice choosePlan(const SynthRequest& request, const PlanSituation& situation, const KernelText& text);

} // namespace hawk::synth
