#include "synth/lowering.h"

#include <algorithm>
#include <cmath>

namespace hawk::synth {

namespace detail {

Lowering::Lowering(const TracedReference& reference, const Geometry& geometry, const spec::OperatorSpec& spec,
    const KernelPlan& plan)
    : formulas(builder, plan)
    , m_reference(reference)
    , m_geometry(geometry)
    , m_spec(spec)
{
}

Result<Program> Lowering::run()
{
    const OpGraph& graph = m_reference.graphs.front();
    for (const std::string& input : graph.inputs)
        m_values[input] = builder.input(input, m_geometry.extents.at(input));
    for (m_index = 0; m_index < graph.nodes.size(); ++m_index) {
        const GraphNode& node = graph.nodes[m_index];
        const auto rule = loweringRules().find(node.op);
        if (rule == loweringRules().end())
            return outside("operator '" + node.op + "' is not among the ones it knows");
        builder.remark(node.op);
        auto value = rule->second(*this, node);
        if (!value)
            return value.error();
        m_values[node.id] = *value;
    }
    return finish(graph);
}

/// A tensor or scalar operand by position or keyword.
Result<Ref> Lowering::value(const GraphNode& node, std::size_t position, std::string_view keyword)
{
    const auto* operand = argument(node, position, keyword);
    if (operand == nullptr)
        return outside("'" + node.op + "' lacks its operand '" + std::string(keyword) + "'");
    if (const auto* name = std::get_if<std::string>(operand))
        return m_values.at(*name);
    return scalar(node, position, keyword, std::nullopt);
}

Result<std::optional<Ref>> Lowering::optionalValue(
    const GraphNode& node, std::size_t position, std::string_view keyword)
{
    const auto* operand = argument(node, position, keyword);
    if (operand == nullptr)
        return std::optional<Ref>();
    if (const auto* json = std::get_if<Json>(operand); json != nullptr && json->is_null())
        return std::optional<Ref>();
    auto ref = value(node, position, keyword);
    if (!ref)
        return ref.error();
    return std::optional<Ref>(*ref);
}

/// A number that may differ between cases: the same everywhere, an attribute, or the reduced length.
Result<Ref> Lowering::scalar(
    const GraphNode& node, std::size_t position, std::string_view keyword, std::optional<double> fallback)
{
    std::vector<double> perCase;
    for (const OpGraph& graph : m_reference.graphs) {
        const auto* operand = argument(graph.nodes[m_index], position, keyword);
        const auto* json = operand == nullptr ? nullptr : std::get_if<Json>(operand);
        if (json != nullptr && (json->is_number() || json->is_boolean()))
            perCase.push_back(json->is_boolean() ? (json->get<bool>() ? 1.0 : 0.0) : json->get<double>());
        else if ((operand == nullptr || (json != nullptr && json->is_null())) && fallback)
            perCase.push_back(*fallback);
        else
            return outside("'" + node.op + "' needs a number for '" + std::string(keyword) + "'");
    }
    const bool constant
        = std::all_of(perCase.begin(), perCase.end(), [&](double v) { return v == perCase.front(); });
    if (const auto attribute = matchingAttribute(perCase, keyword, constant))
        return builder.field({ *attribute + "Attribute", *attribute });
    if (constant)
        return builder.number(perCase.front());
    if (isAxisLength(perCase))
        return builder.axisLength();
    return outside("the number '" + std::string(keyword) + "' of '" + node.op
        + "' differs between cases and is no attribute of the specification");
}

std::string Lowering::text(
    const GraphNode& node, std::size_t position, std::string_view keyword, std::string fallback) const
{
    const auto* operand = argument(node, position, keyword);
    const auto* json = operand == nullptr ? nullptr : std::get_if<Json>(operand);
    return json != nullptr && json->is_string() ? json->get<std::string>() : std::move(fallback);
}

bool Lowering::flag(
    const GraphNode& node, std::size_t position, std::string_view keyword, bool fallback) const
{
    const auto* operand = argument(node, position, keyword);
    const auto* json = operand == nullptr ? nullptr : std::get_if<Json>(operand);
    if (json == nullptr || !(json->is_boolean() || json->is_number()))
        return fallback;
    return json->is_boolean() ? json->get<bool>() : json->get<double>() != 0.0;
}

Error Lowering::outside(const std::string& why) const
{
    return Error { Errc::InvalidInput,
        "the built-in synthesizer does not reach operator '" + m_spec.name + "': " + why, m_spec.name,
        "write this kernel by hand or with a model" };
}

/// An attribute whose value is the operand's in every case. A constant is taken for the attribute when
/// the keyword bears its name or the value is an unusual one: 0, 1, 2 and 0.5 may be equal by chance.
std::optional<std::string> Lowering::matchingAttribute(
    const std::vector<double>& perCase, std::string_view keyword, bool constant) const
{
    for (const spec::AttributeSpec& attribute : m_spec.attributes) {
        if (attribute.type != "float" && attribute.type != "int")
            continue;
        bool same = true;
        for (std::size_t i = 0; same && i < perCase.size(); ++i) {
            const Json& values = m_reference.resolved[i].attributes;
            same = values.contains(attribute.name) && values[attribute.name].is_number()
                && values[attribute.name].get<double>() == perCase[i];
        }
        const double value = std::abs(perCase.front());
        const bool usual = value == 0.0 || value == 0.5 || value == 1.0 || value == 2.0;
        if (same && (!constant || attribute.name == keyword || !usual))
            return attribute.name;
    }
    return std::nullopt;
}

bool Lowering::isAxisLength(const std::vector<double>& perCase) const
{
    for (std::size_t i = 0; i < perCase.size(); ++i) {
        // The axis expression is a product of dim_<tensor>_<i>.
        spec::Symbols symbols;
        for (const spec::ResolvedTensor& tensor : m_reference.resolved[i].inputs)
            for (std::size_t d = 0; d < tensor.shape.size(); ++d)
                symbols["dim_" + tensor.name + "_" + std::to_string(d)] = tensor.shape[d];
        const auto length = spec::evaluate(m_geometry.axis, symbols);
        if (!length || static_cast<double>(*length) != perCase[i])
            return false;
    }
    return true;
}

Result<Program> Lowering::finish(const OpGraph& graph)
{
    if (graph.outputs.size() != m_spec.outputs.size())
        return outside("the reference returns " + std::to_string(graph.outputs.size())
            + " tensors, the specification has " + std::to_string(m_spec.outputs.size()));
    std::vector<Program::Output> outputs;
    for (std::size_t i = 0; i < graph.outputs.size(); ++i) {
        const Ref ref = m_values.at(graph.outputs[i]);
        if (builder.isScalar(ref))
            return outside("output '" + m_spec.outputs[i].name + "' does not depend on any input");
        outputs.push_back({ m_spec.outputs[i].name, ref });
    }
    Program program = builder.finish(std::move(outputs));
    for (const std::string& input : graph.inputs) {
        const bool used = std::any_of(program.values.begin(), program.values.end(),
            [&](const Value& v) { return v.kind == Value::Kind::Input && v.text == input; });
        if (used)
            program.inputs.push_back(input);
    }
    return program;
}

} // namespace detail

Result<Program> lower(const TracedReference& reference, const Geometry& geometry,
    const spec::OperatorSpec& spec, const KernelPlan& plan)
{
    return detail::Lowering(reference, geometry, spec, plan).run();
}

std::vector<std::string> knownOperators()
{
    std::vector<std::string> result;
    for (const auto& [name, rule] : detail::loweringRules())
        result.push_back(name);
    return result;
}

} // namespace hawk::synth
