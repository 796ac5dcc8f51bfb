#include "synth/launch_plan_writer.h"

namespace hawk::synth {

void LaunchPlanWriter::field(std::string name, std::string expression, std::string comment)
{
    m_fields.push_back({ std::move(name), "uint32_t", std::move(expression), std::move(comment) });
}

void LaunchPlanWriter::floatField(const ScalarField& field)
{
    m_fields.push_back({ field.name, "float", field.attribute, "attribute of the operator" });
}

std::vector<std::pair<std::string, std::string>> LaunchPlanWriter::members() const
{
    std::vector<std::pair<std::string, std::string>> result;
    for (const Field& field : m_fields)
        result.emplace_back(field.type + " " + field.name + ";", field.comment);
    return result;
}

std::string LaunchPlanWriter::json(const spec::OperatorSpec& spec) const
{
    nlohmann::ordered_json plan;
    plan["entry"] = spec.entry;
    plan["blockDim"] = m_blockDim;
    // All tensors of the specification are arguments, in its order, used by the kernel or not.
    auto arguments = nlohmann::ordered_json::array();
    for (const spec::TensorSpec& tensor : spec.inputs)
        arguments.push_back({ { "input", tensor.name } });
    for (const spec::TensorSpec& tensor : spec.outputs)
        arguments.push_back({ { "output", tensor.name } });
    arguments.push_back({ { "tiling", "TilingData" } });
    plan["arguments"] = std::move(arguments);
    auto let = nlohmann::ordered_json::array();
    for (const auto& [name, expression] : m_let)
        let.push_back(nlohmann::ordered_json::array({ name, expression }));
    plan["let"] = std::move(let);
    auto tiling = nlohmann::ordered_json::array();
    for (const Field& field : m_fields)
        tiling.push_back({ { "name", field.name }, { "type", field.type }, { "value", field.value } });
    plan["tiling"] = std::move(tiling);
    return plan.dump(2) + "\n";
}

} // namespace hawk::synth
