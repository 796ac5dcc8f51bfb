#include "target/launch_plan.h"

#include "base/units.h"
#include "target/scalar_type.h"

#include <algorithm>
#include <cctype>

namespace hawk::target {
namespace {

using Kind = emulator::Argument::Kind;

constexpr std::int64_t kMaxBlocks = 65'535; ///< Op::core holds 16 bits
constexpr std::int64_t kMaxWorkspace = 1LL << 30;

Error at(const spec::Case& which, const std::string& what, Error cause)
{
    cause.code = Errc::InvalidInput;
    cause.message = "launch plan, case " + which.name + ", " + what + ": " + cause.message;
    return cause;
}

void addTensorSymbols(const std::vector<spec::ResolvedTensor>& tensors, spec::Symbols& symbols)
{
    for (const spec::ResolvedTensor& tensor : tensors) {
        symbols["dtypeBytes_" + tensor.name] = static_cast<std::int64_t>(sizeOf(tensor.dtype));
        symbols["elements_" + tensor.name] = tensor.elements();
        for (std::size_t i = 0; i < tensor.shape.size(); ++i)
            symbols["dim_" + tensor.name + "_" + std::to_string(i)] = tensor.shape[i];
    }
}

Result<ValueScope> makeScope(const LaunchPlan& plan, const spec::Case& which,
    const spec::ResolvedCase& resolved, const chip::ChipFacts& chip)
{
    ValueScope scope { which.symbols, resolved.attributes };
    for (const auto& [name, value] : resolved.attributes.items()) {
        if (value.is_number_integer())
            scope.symbols[name] = value.get<std::int64_t>();
        else if (value.is_boolean())
            scope.symbols[name] = value.get<bool>() ? 1 : 0;
    }
    scope.symbols["coreCount"] = chip.vectorCores.value;
    scope.symbols["ubBytes"] = static_cast<std::int64_t>(chip.ubUsable.value.n);
    addTensorSymbols(resolved.inputs, scope.symbols);
    addTensorSymbols(resolved.outputs, scope.symbols);
    for (const auto& [name, expression] : plan.let) {
        const auto value = spec::evaluate(expression, scope.symbols);
        if (!value)
            return at(which, "let " + name, value.error());
        scope.symbols[name] = *value;
    }
    return scope;
}

/// The struct as C++ lays it out: every member at a multiple of its size, the whole a multiple of the
/// largest.
Result<std::vector<std::byte>> packTiling(
    const LaunchPlan& plan, const spec::Case& which, const ValueScope& scope)
{
    std::vector<std::byte> bytes;
    std::size_t alignment = 1;
    for (const LaunchPlan::Field& field : plan.tiling) {
        const ScalarType* type = findScalarType(field.type);
        if (!type)
            return at(which, "tiling field " + field.name,
                { Errc::InvalidInput, "unknown type " + field.type, {}, {} });
        alignment = std::max(alignment, type->bytes);
        bytes.resize(alignUp(bytes.size(), type->bytes));
        const std::vector<Json> values = field.value.is_array() ? field.value.get<std::vector<Json>>()
                                                                : std::vector<Json> { field.value };
        for (const Json& value : values)
            if (const Status status = appendValue(*type, value, scope, bytes); !status)
                return at(which, "tiling field " + field.name, status.error());
    }
    bytes.resize(alignUp(bytes.size(), alignment));
    return bytes;
}

Result<emulator::Argument> tensorArgument(const LaunchPlan::Argument& planned,
    const spec::ResolvedCase& resolved, const reference::CaseData& data, const spec::Case& which)
{
    emulator::Argument argument { .kind = planned.kind, .name = planned.name };
    const auto& tensors = planned.kind == Kind::Input ? resolved.inputs : resolved.outputs;
    const auto tensor = std::ranges::find(tensors, planned.name, &spec::ResolvedTensor::name);
    if (tensor == tensors.end())
        return at(which, "argument " + planned.name,
            { Errc::InvalidInput, "the operator has no such tensor", {}, {} });
    argument.dtype = tensor->dtype;
    argument.shape = tensor->shape;
    argument.bytes = tensor->bytes();
    if (planned.kind == Kind::Input) {
        const auto file = std::ranges::find(data.inputs, planned.name, &reference::TensorFile::name);
        if (file == data.inputs.end())
            return at(
                which, "input " + planned.name, { Errc::Internal, "no data was generated for it", {}, {} });
        argument.data = file->path;
    }
    return argument;
}

Result<emulator::Argument> otherArgument(const LaunchPlan& plan, const LaunchPlan::Argument& planned,
    const spec::Case& which, const ValueScope& scope)
{
    emulator::Argument argument { .kind = planned.kind, .name = planned.name };
    if (planned.kind == Kind::Tiling) {
        auto bytes = packTiling(plan, which, scope);
        if (!bytes)
            return bytes.error();
        argument.value = *std::move(bytes);
        argument.bytes = argument.value.size();
    } else if (planned.kind == Kind::Workspace) {
        const auto size = planned.value.is_string()
            ? spec::evaluate(planned.value.get<std::string>(), scope.symbols)
            : Result<std::int64_t>(planned.value.get<std::int64_t>());
        if (!size)
            return at(which, "workspace", size.error());
        if (*size < 0 || *size > kMaxWorkspace)
            return at(which, "workspace",
                { Errc::InvalidInput, "a size of 0 to 1 GiB expected, found " + std::to_string(*size), {},
                    {} });
        argument.bytes = static_cast<std::uint64_t>(*size);
    } else {
        const ScalarType* type = findScalarType(planned.type);
        if (!type)
            return at(which, "scalar " + planned.name,
                { Errc::InvalidInput, "unknown type " + planned.type, {}, {} });
        if (const Status status = appendValue(*type, planned.value, scope, argument.value); !status)
            return at(which, "scalar " + planned.name, status.error());
        argument.bytes = argument.value.size();
    }
    return argument;
}

} // namespace

Result<emulator::Launch> resolveLaunch(const LaunchPlan& plan, const spec::OperatorSpec& spec,
    const spec::Case& which, const reference::CaseData& data, std::shared_ptr<const chip::ChipFacts> chip,
    std::uint64_t seed)
{
    const auto resolved = spec::resolve(spec, which);
    if (!resolved)
        return resolved.error();
    const auto scope = makeScope(plan, which, *resolved, *chip);
    if (!scope)
        return scope.error();
    emulator::Launch launch { .entry = plan.entry, .seed = seed, .chip = chip };
    const auto blocks = spec::evaluate(plan.blockDim, scope->symbols);
    if (!blocks)
        return at(which, "blockDim", blocks.error());
    if (*blocks < 1 || *blocks > kMaxBlocks)
        return at(which, "blockDim",
            { Errc::InvalidInput,
                "1 to " + std::to_string(kMaxBlocks) + " blocks expected, found " + std::to_string(*blocks)
                    + " from " + plan.blockDim,
                {}, {} });
    launch.blockDim = static_cast<std::uint32_t>(*blocks);
    for (const LaunchPlan::Argument& planned : plan.arguments) {
        const bool tensor = planned.kind == Kind::Input || planned.kind == Kind::Output;
        auto argument = tensor ? tensorArgument(planned, *resolved, data, which)
                               : otherArgument(plan, planned, which, *scope);
        if (!argument)
            return argument.error();
        launch.arguments.push_back(*std::move(argument));
    }
    return launch;
}

Result<std::map<std::string, std::string>> typeDefines(
    const spec::OperatorSpec& spec, const spec::Case& which)
{
    const auto resolved = spec::resolve(spec, which);
    if (!resolved)
        return resolved.error();
    std::map<std::string, std::string> defines;
    for (const auto* tensors : { &resolved->inputs, &resolved->outputs })
        for (const spec::ResolvedTensor& tensor : *tensors) {
            std::string name = tensor.name;
            std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::toupper(c); });
            defines["DTYPE_" + name] = ascendName(tensor.dtype);
            defines["ORIG_DTYPE_" + name] = geName(tensor.dtype);
        }
    return defines;
}

} // namespace hawk::target
