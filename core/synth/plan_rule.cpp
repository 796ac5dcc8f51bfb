#include "synth/plan_rule.h"

#include <algorithm>
#include <set>

namespace hawk::synth {

namespace {

Error broken(std::string what, std::string hint = {})
{
    return Error { Errc::InvalidInput, "plan rule: " + std::move(what), "plan rule", std::move(hint) };
}

const std::set<std::string, std::less<>>& factKeys()
{
    static const std::set<std::string, std::less<>> keys { "graph.op", "graph.schedule", "graph.reduces",
        "graph.broadcasts", "spec.dtype", "spec.tag", "spec.family", "chip.generation" };
    return keys;
}

bool isPlanKey(std::string_view key) { return key.substr(0, 5) == "plan."; }

/// All values a key has in this situation; a condition holds when one of them is wanted.
std::vector<Json> facts(const std::string& key, const KernelPlan& plan, const PlanSituation& at)
{
    if (isPlanKey(key))
        return { fieldValue(plan, key.substr(5)) };
    if (key == "graph.op") {
        std::vector<Json> result;
        for (const std::string& op : at.graph.ops())
            result.emplace_back(op);
        return result;
    }
    if (key == "graph.schedule")
        return { std::string(name(at.geometry.schedule)) };
    if (key == "graph.reduces")
        return { at.geometry.reduces };
    if (key == "graph.broadcasts")
        return { at.geometry.broadcasts };
    if (key == "spec.family")
        return { std::string(spec::name(at.spec.family)) };
    if (key == "chip.generation")
        return { static_cast<int>(at.chip.generation) };
    std::vector<Json> result;
    for (const spec::Case& which : at.spec.cases) {
        if (which.visibility == spec::Visibility::Hidden)
            continue;
        if (key == "spec.tag")
            for (const std::string& tag : which.tags)
                result.emplace_back(tag);
        if (key == "spec.dtype")
            if (const auto resolved = spec::resolve(at.spec, which))
                for (const auto* list : { &resolved->inputs, &resolved->outputs })
                    for (const spec::ResolvedTensor& tensor : *list)
                        result.emplace_back(std::string(hawk::name(tensor.dtype)));
    }
    return result;
}

} // namespace

Result<PlanRule> ruleFromJson(const Json& json)
{
    if (!json.is_object() || !json.contains("set") || !json["set"].is_object() || json["set"].empty())
        return broken("it needs an object \"set\" with at least one plan field");
    PlanRule rule;
    const Json when = json.value("when", Json::object());
    if (!when.is_object())
        return broken("\"when\" must be an object");
    for (const auto& [key, value] : when.items()) {
        if (isPlanKey(key) ? planField(key.substr(5)) == nullptr : !factKeys().contains(key))
            return broken("unknown condition '" + key + "'",
                "conditions are plan.<field>, graph.op, graph.schedule, "
                "graph.reduces, graph.broadcasts, spec.dtype, spec.tag, spec.family, chip.generation");
        std::vector<Json> wanted;
        if (value.is_array())
            wanted.assign(value.begin(), value.end());
        else
            wanted.push_back(value);
        rule.when.emplace(key, std::move(wanted));
    }
    KernelPlan probe;
    for (const auto& [field, value] : json["set"].items()) {
        if (auto status = setField(probe, field, value); !status)
            return broken(status.error().message, status.error().hint);
        rule.set.emplace(field, value);
    }
    if (json.contains("effect") && json["effect"].is_string())
        rule.effect = json["effect"].get<std::string>();
    return rule;
}

Json toJson(const PlanRule& rule)
{
    Json when = Json::object();
    for (const auto& [key, wanted] : rule.when)
        when[key] = wanted.size() == 1 ? wanted.front() : Json(wanted);
    Json set = Json::object();
    for (const auto& [field, value] : rule.set)
        set[field] = value;
    Json json { { "when", when }, { "set", set } };
    if (!rule.effect.empty())
        json["effect"] = rule.effect;
    return json;
}

bool holds(const PlanRule& rule, const KernelPlan& plan, const PlanSituation& situation)
{
    return std::all_of(rule.when.begin(), rule.when.end(), [&](const auto& condition) {
        const std::vector<Json> present = facts(condition.first, plan, situation);
        return std::any_of(condition.second.begin(), condition.second.end(), [&](const Json& wanted) {
            return std::find(present.begin(), present.end(), wanted) != present.end();
        });
    });
}

KernelPlan apply(const PlanRule& rule, const KernelPlan& plan, const std::vector<std::string>& locked)
{
    KernelPlan changed = plan;
    for (const auto& [field, value] : rule.set)
        if (std::find(locked.begin(), locked.end(), field) == locked.end())
            (void)setField(changed, field, value); // checked when the rule was read
    return changed;
}

} // namespace hawk::synth
