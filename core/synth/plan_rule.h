#pragma once

#include "base/json.h"
#include "base/result.h"
#include "chip/chip_facts.h"
#include "spec/operator_spec.h"
#include "synth/geometry.h"
#include "synth/graph.h"
#include "synth/plan.h"

#include <map>
#include <string>
#include <vector>

namespace hawk::synth {

/// What a rule's conditions are tested against.
struct PlanSituation {
    const OpGraph& graph;
    const Geometry& geometry;
    const spec::OperatorSpec& spec;
    const chip::ChipFacts& chip;
};

/// The executable part of a plan-rule entry:
/// {"when": {"plan.copy": "data-copy", "graph.op": ["softmax", "log_softmax"], "graph.schedule": "rows"},
///  "set": {"copy": "data-copy-pad"}, "effect": "unaligned lengths are copied exactly"}
/// Keys of "when", all of which must hold; a list means any of its values:
///   plan.<field>     the plan's present value
///   graph.op         an operator the reference uses
///   graph.schedule   flat, rows, columns (geometry.h)
///   graph.reduces    true when the reference reduces
///   graph.broadcasts true when a row vector is broadcast over rows
///   spec.dtype       an element type of any public case
///   spec.tag         a tag of any public case
///   spec.family      the operator's family
///   chip.generation  2201, ...
/// "set" gives fields and values (plan.h); "effect" is what to expect, for notes. An absent "when" always
/// holds.
struct PlanRule {
    std::map<std::string, std::vector<Json>> when;
    std::map<std::string, Json> set;
    std::string effect;
};

/// InvalidInput names the key that is unknown or the value that a field cannot take.
Result<PlanRule> ruleFromJson(const Json& json);
Json toJson(const PlanRule& rule);

bool holds(const PlanRule& rule, const KernelPlan& plan, const PlanSituation& situation);
/// The plan with the rule's fields set; `locked` fields (set by a rule that ranked higher) stay as they are.
KernelPlan apply(const PlanRule& rule, const KernelPlan& plan, const std::vector<std::string>& locked = {});

} // namespace hawk::synth
