#include "target/operand_binding.h"

#include <algorithm>
#include <cctype>

namespace hawk::target {
namespace {

using Parameter = emulator::OperatorDefinition::Parameter;
using Tensor = emulator::OperatorCall::Tensor;
using Tensors = std::vector<std::vector<Tensor>>;

bool sameName(std::string_view a, std::string_view b)
{
    return std::ranges::equal(
        a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string list(const auto& items, auto nameOf)
{
    std::string text;
    for (const auto& item : items)
        text += (text.empty() ? "" : ", ") + nameOf(item);
    return text.empty() ? "none" : text;
}

/// Index of the tensor for each parameter; -1 for an optional one that gets none.
Result<std::vector<int>> match(
    const std::vector<Parameter>& parameters, const std::vector<spec::ResolvedTensor>& tensors, const std::string& what)
{
    std::vector<int> chosen(parameters.size(), -1);
    std::vector<bool> taken(tensors.size(), false);
    for (std::size_t p = 0; p < parameters.size(); ++p)
        for (std::size_t t = 0; t < tensors.size() && chosen[p] < 0; ++t)
            if (!taken[t] && sameName(parameters[p].name, tensors[t].name)) {
                chosen[p] = static_cast<int>(t);
                taken[t] = true;
            }
    std::size_t next = 0;
    for (std::size_t p = 0; p < parameters.size(); ++p) {
        if (chosen[p] >= 0)
            continue;
        while (next < taken.size() && taken[next])
            ++next;
        if (next < taken.size()) {
            chosen[p] = static_cast<int>(next);
            taken[next] = true;
        }
    }
    const bool unused = std::ranges::find(taken, false) != taken.end();
    bool missing = false;
    for (std::size_t p = 0; p < parameters.size(); ++p)
        missing = missing || (chosen[p] < 0 && parameters[p].kind != emulator::OperatorDefinition::Kind::Optional);
    if (unused || missing)
        return Error { Errc::InvalidInput,
            "the operator's " + what + " do not fit: it registers " + list(parameters, [](const auto& one) { return one.name; })
                + ", the specification has " + list(tensors, [](const auto& one) { return one.name; }),
            {}, "register the specification's tensors under their names, in its order" };
    return chosen;
}

struct Bound {
    Tensors tensors;
    std::vector<std::string> names;
};

Result<Bound> bindSide(const std::vector<Parameter>& parameters, const std::vector<spec::ResolvedTensor>& tensors, const std::string& what)
{
    const auto chosen = match(parameters, tensors, what);
    if (!chosen)
        return chosen.error();
    Bound out;
    for (const int index : *chosen) {
        auto& instances = out.tensors.emplace_back();
        out.names.emplace_back();
        if (index < 0)
            continue;
        const spec::ResolvedTensor& tensor = tensors[static_cast<std::size_t>(index)];
        out.names.back() = tensor.name;
        instances.push_back({ .dtype = tensor.dtype, .shape = tensor.shape, .data = {} });
    }
    return out;
}

} // namespace

Result<BoundOperands> bindOperands(const emulator::OperatorDefinition& op, const spec::ResolvedCase& which)
{
    auto inputs = bindSide(op.inputs, which.inputs, "inputs");
    if (!inputs)
        return inputs.error();
    auto outputs = bindSide(op.outputs, which.outputs, "outputs");
    if (!outputs)
        return outputs.error();
    BoundOperands bound;
    bound.call.inputs = std::move(inputs->tensors);
    bound.call.outputs = std::move(outputs->tensors);
    bound.inputs = std::move(inputs->names);
    bound.outputs = std::move(outputs->names);
    for (const auto& attribute : op.attributes) {
        std::string known;
        for (const auto& [name, value] : which.attributes.items()) {
            known += (known.empty() ? "" : ", ") + name;
            if (sameName(name, attribute.name))
                bound.call.attributes[attribute.name] = value;
        }
        if (attribute.required && !bound.call.attributes.contains(attribute.name))
            return Error { Errc::InvalidInput, "the operator requires the attribute " + attribute.name + ", which the specification does not have",
                {}, "the specification has: " + (known.empty() ? "none" : known) };
    }
    return bound;
}

} // namespace hawk::target
