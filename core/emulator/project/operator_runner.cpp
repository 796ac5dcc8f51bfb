#include "emulator/project/operator_runner.h"

#include "emulator/project/tiling_template.h"

#include <algorithm>

namespace hawk::emulator {
namespace {

using Kind = OperatorDefinition::Kind;
using Tensor = OperatorCall::Tensor;

std::uint64_t bytesOf(const Tensor& tensor)
{
    std::uint64_t elements = 1;
    for (const std::int64_t dim : tensor.shape)
        elements *= static_cast<std::uint64_t>(std::max<std::int64_t>(dim, 0));
    return elements * sizeOf(tensor.dtype);
}

std::vector<TilingTensor> tilingTensors(const std::vector<Tensor>& tensors, bool withData)
{
    std::vector<TilingTensor> out;
    for (const Tensor& tensor : tensors)
        out.push_back({ std::string(geName(tensor.dtype)), tensor.shape, withData ? tensor.data : std::filesystem::path() });
    return out;
}

TilingCase tilingCase(const OperatorDefinition& op, const OperatorCall& call)
{
    TilingCase which;
    which.op = op.name;
    which.attributes = call.attributes;
    for (std::size_t i = 0; i < op.inputs.size(); ++i)
        which.inputs.emplace_back(op.inputs[i].name, tilingTensors(call.inputs[i], op.inputs[i].valueDepend));
    for (std::size_t i = 0; i < op.outputs.size(); ++i)
        which.outputs.emplace_back(op.outputs[i].name, tilingTensors(call.outputs[i], false));
    return which;
}

/// Whether the tensors given for a parameter fit its declared type in combination `i`.
bool fits(const OperatorDefinition::Parameter& parameter, const std::vector<Tensor>& given, std::size_t i)
{
    if (given.empty() || parameter.types.empty())
        return true;
    const std::string& declared = parameter.types[std::min(i, parameter.types.size() - 1)];
    return std::ranges::all_of(given, [&](const Tensor& tensor) { return geName(tensor.dtype) == declared; });
}

std::string typesText(const OperatorDefinition& op, const OperatorCall& call)
{
    std::string text;
    for (std::size_t i = 0; i < op.inputs.size(); ++i)
        for (const Tensor& tensor : call.inputs[i]) {
            text += (text.empty() ? "" : ", ") + op.inputs[i].name + " " + std::string(name(tensor.dtype));
            break;
        }
    return text;
}

Argument argumentFor(const std::string& name, const Tensor& tensor, Argument::Kind kind)
{
    Argument argument;
    argument.kind = kind;
    argument.name = name;
    argument.dtype = tensor.dtype;
    argument.shape = tensor.shape;
    argument.bytes = bytesOf(tensor);
    argument.data = tensor.data;
    return argument;
}

/// Collects the arguments of a launch; remembers where each input tensor went, for outputs that share its memory.
class LaunchWriter {
public:
    explicit LaunchWriter(Launch& launch)
        : m_launch(launch)
    {
    }
    void parameter(const OperatorDefinition::Parameter& parameter, const std::vector<Tensor>& tensors, Argument::Kind kind)
    {
        if (parameter.kind == Kind::Dynamic)
            return list(parameter.name, tensors, kind);
        if (tensors.empty()) {
            Argument absent;
            absent.kind = kind;
            absent.name = parameter.name;
            absent.absent = true;
            m_launch.arguments.push_back(absent);
            return;
        }
        tensor(parameter.name, tensors.front(), kind, false);
    }

private:
    std::size_t tensor(const std::string& name, const Tensor& tensor, Argument::Kind kind, bool member)
    {
        Argument argument = argumentFor(name, tensor, kind);
        argument.member = member;
        if (kind == Argument::Kind::Output && tensor.sameAs >= 0) {
            // The input's buffer is the output's: it is filled before the run and read back after it.
            const std::size_t input = m_inputs.at(static_cast<std::size_t>(tensor.sameAs));
            argument.data = m_launch.arguments[input].data;
            m_launch.arguments[input].alias = static_cast<std::int64_t>(m_launch.arguments.size());
        }
        if (kind == Argument::Kind::Input)
            m_inputs.push_back(m_launch.arguments.size());
        m_launch.arguments.push_back(std::move(argument));
        return m_launch.arguments.size() - 1;
    }
    void list(const std::string& name, const std::vector<Tensor>& tensors, Argument::Kind kind)
    {
        Argument descriptor;
        descriptor.kind = Argument::Kind::List;
        descriptor.name = name;
        const std::size_t at = m_launch.arguments.size();
        m_launch.arguments.push_back(descriptor);
        std::vector<std::size_t> members;
        for (std::size_t i = 0; i < tensors.size(); ++i)
            members.push_back(tensor(name + "[" + std::to_string(i) + "]", tensors[i], kind, true));
        m_launch.arguments[at].members = std::move(members);
    }
    Launch& m_launch;
    std::vector<std::size_t> m_inputs;
};

} // namespace

OperatorRunner::OperatorRunner(
    OperatorProject project, OperatorHost host, OperatorDefinition definition, KernelEntry entry, Emulator& emulator)
    : m_project(std::move(project))
    , m_host(std::move(host))
    , m_definition(std::move(definition))
    , m_entry(std::move(entry))
    , m_needs(tilingNeeds(m_project, m_entry))
    , m_emulator(emulator)
{
}

Result<std::unique_ptr<OperatorRunner>> OperatorRunner::open(const OperatorProject& project, const std::string& operatorName,
    Emulator& emulator, const OperatorHost::Options& options, std::stop_token stop)
{
    auto host = OperatorHost::build(project, options, stop);
    if (!host)
        return host.error();
    const auto description = host->describe(stop);
    if (!description)
        return description.error();
    auto definition = operatorFrom(*description, operatorName);
    if (!definition)
        return definition.error();
    auto entry = findKernelEntry(project, *definition);
    if (!entry)
        return entry.error();
    return std::unique_ptr<OperatorRunner>(
        new OperatorRunner(project, *std::move(host), *std::move(definition), *std::move(entry), emulator));
}

std::map<std::string, DType> OperatorRunner::declaredTypes(std::size_t combination) const
{
    std::map<std::string, DType> types;
    for (const auto* parameters : { &m_definition.inputs, &m_definition.outputs })
        for (const auto& parameter : *parameters)
            if (!parameter.types.empty())
                types[parameter.name] = dtypeFromGe(parameter.types[std::min(combination, parameter.types.size() - 1)]);
    return types;
}

Result<BuildResult> OperatorRunner::build(std::shared_ptr<const chip::ChipFacts> chip, std::stop_token stop) const
{
    const auto types = declaredTypes(0);
    const std::vector<std::uint64_t> keys = selectedKeys(m_definition, types);
    const auto request = kernelBuild(m_project, m_definition, m_entry, { types, keys.empty() ? 0 : keys.front() }, std::move(chip));
    return request ? m_emulator.build(*request, std::move(stop)) : Result<BuildResult>(request.error());
}

Result<std::map<std::string, DType>> OperatorRunner::variantTypes(const OperatorCall& call) const
{
    std::size_t combinations = 1;
    for (const auto* parameters : { &m_definition.inputs, &m_definition.outputs })
        for (const auto& parameter : *parameters)
            combinations = std::max(combinations, parameter.types.size());
    const auto all = [&](std::size_t i) {
        for (std::size_t p = 0; p < m_definition.inputs.size(); ++p)
            if (!fits(m_definition.inputs[p], call.inputs[p], i))
                return false;
        for (std::size_t p = 0; p < m_definition.outputs.size(); ++p)
            if (!fits(m_definition.outputs[p], call.outputs[p], i))
                return false;
        return true;
    };
    for (std::size_t i = 0; i < combinations; ++i)
        if (all(i))
            return declaredTypes(i);
    return Error { Errc::InvalidInput,
        "operator " + m_definition.name + " declares no combination of element types for " + typesText(m_definition, call), {},
        "add the combination to DataType({...}) of every parameter in the operator's definition" };
}

Result<Launch> OperatorRunner::makeLaunch(const OperatorCall& call, const TilingResult& tiling) const
{
    Launch launch;
    launch.entry = m_entry.function;
    launch.blockDim = tiling.blockDim;
    LaunchWriter writer(launch);
    // An operator without outputs updates its inputs.
    const Argument::Kind inputKind = m_definition.outputs.empty() ? Argument::Kind::Output : Argument::Kind::Input;
    for (std::size_t i = 0; i < m_definition.inputs.size(); ++i)
        writer.parameter(m_definition.inputs[i], call.inputs[i], inputKind);
    for (std::size_t i = 0; i < m_definition.outputs.size(); ++i)
        writer.parameter(m_definition.outputs[i], call.outputs[i], Argument::Kind::Output);
    const std::size_t tensors = m_definition.inputs.size() + m_definition.outputs.size();
    const std::size_t parameters = m_entry.parameters.size();
    if (parameters < tensors || parameters > tensors + 2)
        return Error { Errc::InvalidInput, "kernel " + m_entry.function + " has " + std::to_string(parameters)
                + " parameters; the operator declares " + std::to_string(tensors)
                + " tensors, to which a workspace and a tiling address may be added", m_entry.source.string(), {} };
    // A kernel written without host code drops the tiling address, rarely the workspace.
    const bool onlyTiling = parameters == tensors + 1 && m_entry.parameters.back().find("tiling") != std::string::npos;
    if (parameters == tensors + 2 || (parameters == tensors + 1 && !onlyTiling)) {
        Argument workspace;
        workspace.kind = Argument::Kind::Workspace;
        workspace.name = "workspace";
        for (const std::uint64_t bytes : tiling.workspaces)
            workspace.bytes += bytes;
        launch.arguments.push_back(workspace);
    }
    if (parameters == tensors + 2 || onlyTiling) {
        Argument argument;
        argument.kind = Argument::Kind::Tiling;
        argument.name = "tiling";
        argument.value = tiling.data;
        argument.bytes = tiling.data.size();
        launch.arguments.push_back(argument);
    }
    return launch;
}

Result<OperatorPlan> OperatorRunner::plan(
    const OperatorCall& call, std::shared_ptr<const chip::ChipFacts> chip, std::uint64_t seed, std::stop_token stop) const
{
    OperatorPlan plan;
    const auto fail = [&](const Error& error) -> Result<OperatorPlan> {
        if (error.code != Errc::InvalidInput)
            return error;
        plan.problem = error.text();
        return plan;
    };
    const auto types = variantTypes(call);
    if (!types)
        return fail(types.error());
    auto tiling = m_host.tile(tilingCase(m_definition, call), *chip, std::move(stop));
    if (!tiling)
        return fail(tiling.error());
    plan.tiling = *std::move(tiling);
    if (const Status possible = checkTiling(m_definition.name, m_needs, plan.tiling, *chip); !possible)
        return fail(possible.error());
    plan.phase = OperatorRun::Phase::Build;
    auto request = kernelBuild(m_project, m_definition, m_entry, { *types, plan.tiling.tilingKey }, chip);
    if (!request)
        return fail(request.error());
    plan.build = *std::move(request);
    auto launch = makeLaunch(call, plan.tiling);
    if (!launch)
        return fail(launch.error());
    launch->chip = std::move(chip);
    launch->seed = seed;
    plan.launch = *std::move(launch);
    return plan;
}

Result<OperatorRun> OperatorRunner::call(const OperatorCall& call, std::shared_ptr<const chip::ChipFacts> chip,
    std::uint64_t seed, const RunLimits& limits, const std::filesystem::path& workDir, std::stop_token stop) const
{
    OperatorRun result;
    auto ready = plan(call, std::move(chip), seed, stop);
    if (!ready)
        return ready.error();
    result.phase = ready->phase;
    result.problem = std::move(ready->problem);
    result.tiling = std::move(ready->tiling);
    if (!result.problem.empty())
        return result;
    auto built = m_emulator.build(ready->build, stop);
    if (!built && built.error().code != Errc::InvalidInput)
        return built.error();
    if (!built) {
        result.problem = built.error().text();
        return result;
    }
    result.build = *std::move(built);
    if (!result.build.ok) {
        result.problem = "the kernel does not compile";
        return result;
    }
    result.launch = std::move(ready->launch);
    result.phase = OperatorRun::Phase::Run;
    auto run = m_emulator.run(result.build, result.launch, limits, workDir, stop);
    if (!run)
        return run.error();
    result.run = *std::move(run);
    std::size_t number = 0; // the host numbers the outputs it stores
    for (const Argument& argument : result.launch.arguments)
        if (isStoredOutput(argument))
            result.outputs.push_back(workDir / ("out" + std::to_string(number++) + ".bin"));
    if (result.run.outcome != RunOutcome::Finished)
        result.problem = "the kernel did not finish: " + result.run.detail;
    else
        result.phase = OperatorRun::Phase::Done;
    return result;
}

} // namespace hawk::emulator
