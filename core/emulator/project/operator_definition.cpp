#include "emulator/project/operator_definition.h"

#include <algorithm>
#include <array>

namespace hawk::emulator {
namespace {

OperatorDefinition::Parameter parameterFrom(const Json& json)
{
    using Kind = OperatorDefinition::Kind;
    const std::string kind = json.value("kind", "required");
    return { json.value("name", ""), kind == "dynamic" ? Kind::Dynamic : kind == "optional" ? Kind::Optional : Kind::Required,
        json.value("types", std::vector<std::string>()), json.value("valueDepend", false) };
}

void readStructs(const Json& description, OperatorDefinition& op)
{
    for (const Json& one : description.value("tilingStructs", Json::array())) {
        OperatorDefinition::TilingStruct& known = op.tilingStructs.emplace_back();
        known.name = one.value("name", "");
        for (const Json& field : one.value("fields", Json::array()))
            known.fields.push_back({ field.value("type", ""), field.value("name", ""), field.value("count", std::size_t { 0 }),
                field.value("struct", false) });
    }
    op.tilingClasses = description.value("tilingClasses", std::map<std::string, std::string>());
}

std::vector<OperatorDefinition::TemplateParameter> templateParametersFrom(const Json& json)
{
    std::vector<OperatorDefinition::TemplateParameter> all;
    for (const Json& one : json)
        all.push_back({ one.value("name", ""), one.value("kind", ""), one.value("bits", 0U),
            one.value("values", std::vector<std::uint64_t>()) });
    return all;
}

void readTemplate(const Json& description, OperatorDefinition& op)
{
    const Json all = description.value("templates", Json::object());
    const auto own = all.find(op.name);
    if (own == all.end())
        return;
    op.tilingTemplate.parameters = templateParametersFrom(own->value("parameters", Json::array()));
    for (const Json& selection : own->value("selections", Json::array()))
        op.tilingTemplate.selections.push_back(templateParametersFrom(selection));
}

OperatorDefinition definitionFrom(const Json& description, const Json& json)
{
    OperatorDefinition op;
    op.name = json.value("name", "");
    for (const Json& input : json.value("inputs", Json::array()))
        op.inputs.push_back(parameterFrom(input));
    for (const Json& output : json.value("outputs", Json::array()))
        op.outputs.push_back(parameterFrom(output));
    for (const Json& attribute : json.value("attributes", Json::array()))
        op.attributes.push_back(
            { attribute.value("name", ""), attribute.value("type", ""), attribute.value("required", false) });
    op.socs = json.value("socs", std::vector<std::string>());
    op.kernelFile = json.value("kernelFile", "");
    readStructs(description, op);
    readTemplate(description, op);
    return op;
}

} // namespace

Result<OperatorDefinition> operatorFrom(const Json& description, const std::string& name)
{
    std::string known;
    std::size_t count = 0;
    try {
        const Json operators = description.value("operators", Json::array());
        for (const Json& json : operators) {
            const std::string registered = json.value("name", "");
            const bool defined = !json.value("inputs", Json::array()).empty() || !json.value("outputs", Json::array()).empty();
            if (registered == name)
                return definitionFrom(description, json);
            if (!defined)
                continue; // registered functions without a definition
            known += (known.empty() ? "" : ", ") + registered;
            ++count;
        }
        if (name.empty() && count == 1)
            for (const Json& json : operators)
                if (json.value("name", "") == known)
                    return definitionFrom(description, json);
    } catch (const Json::exception& failure) {
        return Error { Errc::Protocol, std::string("the description of the host code cannot be read: ") + failure.what(), {}, {} };
    }
    if (name.empty() && count > 1)
        return Error { Errc::InvalidInput, "the project registers several operators: " + known, {}, "name the one to run" };
    return Error { Errc::NotFound,
        name.empty() ? "the host code defines no operator" : "the host code defines no operator '" + name + "'", {},
        known.empty() ? "it needs a class derived from OpDef and OP_ADD(Name)" : "it defines: " + known };
}

bool isFor(const std::vector<std::string>& socs, const std::string& soc)
{
    // Two products of generation 2201 run the same kernels (public architecture guide).
    const auto same = [&](const std::string& one) { return one == soc || (soc.starts_with("ascend910") && one.starts_with("ascend910") && one != "ascend910_95"); };
    return socs.empty() || std::ranges::any_of(socs, same);
}

DType dtypeFromGe(const std::string& wanted)
{
    constexpr std::array kTypes { DType::Float16, DType::BFloat16, DType::Float32, DType::Float64, DType::Int8, DType::UInt8,
        DType::Int16, DType::UInt16, DType::Int32, DType::UInt32, DType::Int64, DType::UInt64, DType::Bool, DType::Int4,
        DType::Complex32, DType::Complex64 };
    for (const DType type : kTypes)
        if (geName(type) == wanted)
            return type;
    return DType::None;
}

} // namespace hawk::emulator
