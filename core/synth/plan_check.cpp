#include "synth/plan_check.h"

#include "base/json.h"
#include "spec/expression.h"

namespace hawk::synth {

namespace {

/// The names a launch plan's expressions see in a case (target/launch_plan.h).
spec::Symbols launchSymbols(
    const spec::Case& which, const spec::ResolvedCase& resolved, const chip::ChipFacts& chip)
{
    spec::Symbols symbols = which.symbols;
    for (const auto& [name, value] : resolved.attributes.items())
        if (value.is_number_integer())
            symbols[name] = value.get<std::int64_t>();
    symbols["coreCount"] = chip.vectorCores.value;
    symbols["ubBytes"] = static_cast<std::int64_t>(chip.ubUsable.value.n);
    for (const auto* list : { &resolved.inputs, &resolved.outputs })
        for (const spec::ResolvedTensor& tensor : *list) {
            symbols["dtypeBytes_" + tensor.name] = static_cast<std::int64_t>(sizeOf(tensor.dtype));
            symbols["elements_" + tensor.name] = tensor.elements();
            for (std::size_t d = 0; d < tensor.shape.size(); ++d)
                symbols["dim_" + tensor.name + "_" + std::to_string(d)] = tensor.shape[d];
        }
    return symbols;
}

} // namespace

Result<std::vector<PlanProblem>> checkPlan(
    const EmittedKernel& kernel, const TracedReference& reference, const chip::ChipFacts& chip)
{
    const auto plan = parseJson(kernel.launchPlan, "launch plan");
    if (!plan)
        return plan.error();
    std::vector<PlanProblem> problems;
    for (std::size_t i = 0; i < reference.cases.size(); ++i) {
        const std::string& name = reference.cases[i]->name;
        spec::Symbols symbols = launchSymbols(*reference.cases[i], reference.resolved[i], chip);
        for (const Json& let : (*plan)["let"]) {
            const auto value = spec::evaluate(let[1].get<std::string>(), symbols);
            if (!value)
                return value.error();
            symbols[let[0].get<std::string>()] = *value;
        }
        const auto used = spec::evaluate(kernel.ubBytes, symbols);
        if (!used)
            return used.error();
        const auto usable = static_cast<std::int64_t>(chip.ubUsable.value.n);
        if (*used > usable)
            problems.push_back({ name, "ub-capacity-2201",
                "all buffers together need " + std::to_string(*used) + " B of " + std::to_string(usable)
                    + " B UB" });
        if (const auto rows = symbols.find("rowsPerTile"); rows != symbols.end() && rows->second > 4095)
            problems.push_back({ name, "datacopypad-param-ranges",
                std::to_string(rows->second) + " rows in one transfer, at most 4095" });
    }
    return problems;
}

} // namespace hawk::synth
