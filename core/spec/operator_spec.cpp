#include "spec/operator_spec.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace hawk::spec {
namespace {

constexpr std::array<std::string_view, 17> kFamilies { "elementwise", "activation", "broadcast", "cast", "reduce", "norm",
    "softmax", "loss", "gather", "layout", "optimizer", "matmul", "attention", "conv", "pool", "sort", "other" };

/// No single tensor of a case may be larger: a kernel is judged in about a second, and the golden is held in fp64.
constexpr std::int64_t kMaxElements = 1LL << 28U;

std::string place(const OperatorSpec& spec, const Case& which, const TensorSpec& tensor)
{
    return "operator '" + spec.name + "', case '" + which.name + "', tensor '" + tensor.name + "'";
}

Result<DType> tensorType(const OperatorSpec& spec, const Case& which, const TensorSpec& tensor)
{
    const auto bound = which.types.find(tensor.dtype);
    const std::string& name = bound != which.types.end() ? bound->second : tensor.dtype;
    Result<DType> type = dtypeFromName(name);
    if (!type)
        return Error { Errc::InvalidInput,
            place(spec, which, tensor) + ": '" + name + "' is neither an element type nor a type variable the case binds",
            {}, "bind it under the case's \"types\", or use a name such as float16, bfloat16, float32, int32" };
    return type;
}

Result<std::vector<std::int64_t>> tensorShape(const OperatorSpec& spec, const Case& which, const TensorSpec& tensor)
{
    if (const auto fixed = which.shapes.find(tensor.name); fixed != which.shapes.end())
        return fixed->second;
    std::vector<std::int64_t> shape;
    for (const std::string& dim : tensor.shape) {
        Result<std::int64_t> size = evaluate(dim, which.symbols);
        if (!size)
            return Error { size.error().code, place(spec, which, tensor) + ": " + size.error().message, {},
                size.error().hint };
        shape.push_back(*size);
    }
    return shape;
}

Result<ResolvedTensor> resolveTensor(const OperatorSpec& spec, const Case& which, const TensorSpec& tensor)
{
    const Result<DType> type = tensorType(spec, which, tensor);
    if (!type)
        return type.error();
    Result<std::vector<std::int64_t>> shape = tensorShape(spec, which, tensor);
    if (!shape)
        return shape.error();
    std::int64_t elements = 1;
    for (const std::int64_t dim : *shape) {
        if (dim <= 0)
            return Error { Errc::InvalidInput,
                place(spec, which, tensor) + ": dimension of size " + std::to_string(dim), {},
                "every dimension must be at least 1" };
        if (dim > kMaxElements || elements > kMaxElements / dim)
            return Error { Errc::InvalidInput,
                place(spec, which, tensor) + ": more than " + std::to_string(kMaxElements) + " elements", {},
                "make the case smaller; a kernel is judged on what fits a quick run" };
        elements *= dim;
    }
    return ResolvedTensor { tensor.name, *type, *std::move(shape) };
}

Json toJson(const ValueRegime& values)
{
    Json json = { { "kind", values.kind } };
    if (values.kind == "uniform" || values.kind == "integers") {
        json["low"] = values.low;
        json["high"] = values.high;
    } else if (values.kind == "normal") {
        json["mean"] = values.mean;
        json["stddev"] = values.stddev;
    }
    return json;
}

Json toJson(const TensorSpec& tensor, bool input)
{
    Json json = { { "name", tensor.name }, { "dtype", tensor.dtype }, { "shape", tensor.shape } };
    if (input)
        json["values"] = toJson(tensor.values);
    if (!tensor.description.empty())
        json["description"] = tensor.description;
    if (!tensor.moduleParameter.empty())
        json["moduleParameter"] = tensor.moduleParameter;
    return json;
}

Json toJson(const Case& which)
{
    Json json = { { "name", which.name }, { "visibility", which.visibility == Visibility::Hidden ? "hidden" : "public" },
        { "tags", which.tags }, { "symbols", which.symbols }, { "types", which.types } };
    if (!which.attributes.empty())
        json["attributes"] = which.attributes;
    for (const auto& [input, regime] : which.values)
        json["values"][input] = toJson(regime);
    if (!which.shapes.empty())
        json["shapes"] = which.shapes;
    return json;
}

Json toJson(const TolerancePolicy& tolerance)
{
    Json json = Json::object();
    if (tolerance.relax != 1.0)
        json = { { "relax", tolerance.relax }, { "reason", tolerance.reason } };
    if (!tolerance.reductionDim.empty())
        json["reductionDim"] = tolerance.reductionDim;
    return json;
}

constexpr std::array<std::string_view, 5> kRelations { "scale", "shift", "permute", "reorder", "sensitivity" };

Json toJson(const MetamorphicRelation& relation)
{
    using Kind = MetamorphicRelation::Kind;
    Json json = { { "relation", name(relation.kind) }, { "inputs", relation.inputs } };
    if (relation.kind == Kind::Scale)
        json["degree"] = relation.degree;
    if (relation.kind == Kind::Permute || relation.kind == Kind::Reorder)
        json["axis"] = relation.axis;
    else
        json["value"] = relation.value;
    return json;
}

} // namespace

std::string_view name(MetamorphicRelation::Kind kind) { return kRelations.at(static_cast<std::size_t>(kind)); }

std::string_view name(Family family) { return kFamilies[static_cast<std::size_t>(family)]; }

Result<Family> familyFromName(std::string_view text)
{
    const auto found = std::ranges::find(kFamilies, text);
    if (found != kFamilies.end())
        return static_cast<Family>(found - kFamilies.begin());
    std::vector<std::string> known(kFamilies.begin(), kFamilies.end());
    std::string list;
    for (const std::string& family : known)
        list += (list.empty() ? "" : ", ") + family;
    return Error { Errc::InvalidInput, "unknown operator family '" + std::string(text) + "'", {}, "one of " + list };
}

const Case* OperatorSpec::findCase(std::string_view caseName) const
{
    const auto found = std::ranges::find(cases, caseName, &Case::name);
    return found == cases.end() ? nullptr : &*found;
}

std::int64_t ResolvedTensor::elements() const
{
    std::int64_t n = 1;
    for (const std::int64_t dim : shape)
        n *= dim;
    return n;
}

std::uint64_t ResolvedTensor::bytes() const { return static_cast<std::uint64_t>(elements()) * sizeOf(dtype); }

Result<ResolvedCase> resolve(const OperatorSpec& spec, const Case& which)
{
    ResolvedCase resolved;
    for (const bool parameters : { false, true })
        for (const TensorSpec& tensor : spec.inputs) {
            if (tensor.moduleParameter.empty() == parameters)
                continue;
            Result<ResolvedTensor> one = resolveTensor(spec, which, tensor);
            if (!one)
                return one.error();
            resolved.inputs.push_back(*std::move(one));
        }
    for (const TensorSpec& tensor : spec.outputs) {
        Result<ResolvedTensor> one = resolveTensor(spec, which, tensor);
        if (!one)
            return one.error();
        resolved.outputs.push_back(*std::move(one));
    }
    resolved.attributes = Json::object();
    for (const AttributeSpec& attribute : spec.attributes)
        resolved.attributes[attribute.name]
            = which.attributes.contains(attribute.name) ? which.attributes[attribute.name] : attribute.defaultValue;
    return resolved;
}

Result<std::int64_t> reductionLength(const OperatorSpec& spec, const Case& which)
{
    if (spec.tolerance.reductionDim.empty())
        return spec.tolerance.reductionLength;
    return evaluate(spec.tolerance.reductionDim, which.symbols);
}

Json toJson(const OperatorSpec& spec)
{
    Json json = { { "schemaVersion", spec.schemaVersion }, { "name", spec.name }, { "family", name(spec.family) },
        { "description", spec.description }, { "entry", spec.entry }, { "origin", spec.origin },
        { "inputs", Json::array() }, { "outputs", Json::array() }, { "attributes", Json::array() },
        { "cases", Json::array() }, { "tolerance", toJson(spec.tolerance) },
        { "reference", { { "file", spec.reference.file }, { "source", spec.reference.source } } } };
    for (const TensorSpec& tensor : spec.inputs)
        json["inputs"].push_back(toJson(tensor, true));
    for (const TensorSpec& tensor : spec.outputs)
        json["outputs"].push_back(toJson(tensor, false));
    for (const AttributeSpec& attribute : spec.attributes)
        json["attributes"].push_back({ { "name", attribute.name }, { "type", attribute.type },
            { "default", attribute.defaultValue }, { "description", attribute.description } });
    for (const Case& which : spec.cases)
        json["cases"].push_back(toJson(which));
    // Absent when there are none: a specification without them keeps its hash.
    for (const MetamorphicRelation& relation : spec.metamorphic)
        json["metamorphic"].push_back(toJson(relation));
    return json;
}

} // namespace hawk::spec
