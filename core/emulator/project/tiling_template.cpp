#include "emulator/project/tiling_template.h"

#include <algorithm>
#include <array>
#include <optional>

namespace hawk::emulator {
namespace {

using Parameter = OperatorDefinition::TemplateParameter;
using Selection = std::vector<Parameter>;

constexpr std::uint64_t kTensorReference = 100'000'000; ///< values from here on: "the type of input number n"
constexpr std::uint64_t kOutputReference = 900'000'000; ///< and from here on of output number n

/// The graph engine's type numbers (public ge::DataType enumeration) of the types that kernels have.
constexpr std::array<std::pair<std::uint64_t, DType>, 14> kTypes { { { 0, DType::Float32 }, { 1, DType::Float16 }, { 2, DType::Int8 },
    { 3, DType::Int32 }, { 4, DType::UInt8 }, { 6, DType::Int16 }, { 7, DType::UInt16 }, { 8, DType::UInt32 }, { 9, DType::Int64 },
    { 10, DType::UInt64 }, { 11, DType::Float64 }, { 12, DType::Bool }, { 27, DType::BFloat16 }, { 29, DType::Int4 } } };

bool allows(const Selection& selection, const std::string& name, std::uint64_t value)
{
    const auto own = std::ranges::find(selection, name, &Parameter::name);
    return own != selection.end()
        && std::ranges::any_of(own->values, [&](std::uint64_t one) { return one == value || one >= kTensorReference; });
}

Error badKey(const OperatorDefinition& op, std::uint64_t key, const std::string& why)
{
    return { Errc::InvalidInput, "tiling key " + std::to_string(key) + " is no combination of " + op.name + "'s tiling template: " + why, {},
        "make the key with GET_TPL_TILING_KEY or ASCENDC_TPL_SEL_PARAM from values that an ASCENDC_TPL_ARGS_SEL lists" };
}

std::uint64_t partOf(std::uint64_t key, unsigned shift, unsigned bits)
{
    const std::uint64_t rest = shift < 64 ? key >> shift : 0;
    return bits < 64 ? rest & ((std::uint64_t { 1 } << bits) - 1) : rest;
}

Result<std::vector<std::uint64_t>> valuesOf(const OperatorDefinition& op, std::uint64_t key)
{
    std::vector<std::uint64_t> values;
    unsigned shift = 0;
    for (const Parameter& parameter : op.tilingTemplate.parameters) {
        std::uint64_t value = partOf(key, shift, parameter.bits);
        if (parameter.kind == "uint") {
            if (value >= parameter.values.size())
                return badKey(op, key, parameter.name + " has no value number " + std::to_string(value));
            value = parameter.values[value];
        }
        values.push_back(value);
        shift += parameter.bits;
    }
    return values;
}

Result<std::string> argumentText(const OperatorDefinition& op, const Parameter& parameter, std::uint64_t value)
{
    if (parameter.kind != "datatype")
        return std::to_string(value);
    const auto type = std::ranges::find(kTypes, value, &std::pair<std::uint64_t, DType>::first);
    if (type == kTypes.end())
        return Error { Errc::InvalidInput, "template parameter " + parameter.name + " of " + op.name + " is element type number "
                + std::to_string(value) + ", which kernels have no type for", {}, {} };
    return type->second == DType::Int4 ? "AscendC::int4b_t" : std::string(ascendName(type->second));
}

/// A declared value; a reference to a tensor's type becomes that type's number. No value when the tensor has none.
std::optional<std::uint64_t> resolved(
    const OperatorDefinition& op, const std::map<std::string, DType>& types, std::uint64_t value)
{
    if (value < kTensorReference)
        return value;
    const auto& tensors = value < kOutputReference ? op.inputs : op.outputs;
    const std::uint64_t number = value - (value < kOutputReference ? kTensorReference : kOutputReference);
    const auto type = number < tensors.size() ? types.find(tensors[number].name) : types.end();
    if (type == types.end())
        return std::nullopt;
    const auto known = std::ranges::find(kTypes, type->second, &std::pair<std::uint64_t, DType>::second);
    return known == kTypes.end() ? std::nullopt : std::optional(known->first);
}

} // namespace

Result<TemplateInstance> templateInstance(const OperatorDefinition& op, std::uint64_t tilingKey)
{
    const auto& declared = op.tilingTemplate;
    const auto values = valuesOf(op, tilingKey);
    if (!values)
        return values.error();
    const auto selects = [&](const Selection& selection) {
        for (std::size_t i = 0; i < values->size(); ++i)
            if (!allows(selection, declared.parameters[i].name, (*values)[i]))
                return false;
        return true;
    };
    const auto chosen = std::ranges::find_if(declared.selections, selects);
    if (chosen == declared.selections.end())
        return badKey(op, tilingKey, "no selection covers it");
    TemplateInstance instance;
    for (std::size_t i = 0; i < values->size(); ++i) {
        const auto text = argumentText(op, declared.parameters[i], (*values)[i]);
        if (!text)
            return text.error();
        instance.arguments += (i == 0 ? "" : ", ") + *text;
    }
    for (const Parameter& one : *chosen) {
        if (one.kind == "struct")
            instance.tilingStruct = one.name;
        if (one.kind == "deterministic")
            instance.deterministic = !one.values.empty() && one.values.front() != 0;
    }
    return instance;
}

std::vector<std::uint64_t> selectedKeys(const OperatorDefinition& op, const std::map<std::string, DType>& types)
{
    const auto& declared = op.tilingTemplate;
    std::vector<std::uint64_t> all;
    for (const Selection& selection : declared.selections) {
        std::vector<std::uint64_t> keys { 0 };
        unsigned shift = 0;
        for (const Parameter& parameter : declared.parameters) {
            const auto own = std::ranges::find(selection, parameter.name, &Parameter::name);
            std::vector<std::uint64_t> more;
            for (const std::uint64_t listed : own == selection.end() ? std::vector<std::uint64_t>() : own->values) {
                const auto value = resolved(op, types, listed);
                if (!value)
                    continue;
                const auto place = std::ranges::find(parameter.values, *value);
                const std::uint64_t part
                    = parameter.kind == "uint" ? static_cast<std::uint64_t>(place - parameter.values.begin()) : *value;
                for (const std::uint64_t key : keys)
                    more.push_back(key | (part << shift));
            }
            keys = std::move(more);
            shift += parameter.bits;
        }
        all.insert(all.end(), keys.begin(), keys.end());
    }
    return all;
}

} // namespace hawk::emulator
