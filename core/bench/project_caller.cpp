#include "bench/project_caller.h"

#include "base/files.h"
#include "bench/conformance_case.h"
#include "emulator/binding/aclnn_order.h"
#include "emulator/project/cpp_text.h"

#include <algorithm>
#include <cctype>

namespace hawk::bench {
namespace fs = std::filesystem;

using emulator::OperatorBinding;
using emulator::OperatorRun;
using emulator::OperatorRunner;

struct ProjectCaller::Recorded {
    std::string problem;
    Json commands, result;
};

namespace {

emulator::RunLimits limitsFor(std::chrono::milliseconds time)
{
    emulator::RunLimits limits;
    limits.wallMs = static_cast<std::uint32_t>(std::max<std::int64_t>(time.count(), 1000));
    limits.cpuSeconds = limits.wallMs / 1000 + 1;
    limits.memoryBytes = 8ULL << 30U;
    limits.fileBytes = 4ULL << 30U;
    return limits;
}

std::string list(const std::vector<std::string>& names)
{
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

/// A binding that runs several operators hands the results of one to the next: they are the same memory.
void useResults(Json& operands, const Json& outputs)
{
    for (Json& operand : operands) {
        if (!operand.contains("value") || !operand.at("value").is_array())
            continue;
        for (Json& tensor : operand.at("value")) {
            const std::string id = tensor.is_object() ? std::to_string(tensor.value("tensor", std::int64_t { -1 })) : std::string();
            if (!id.empty() && outputs.contains(id))
                tensor["file"] = outputs.at(id);
        }
    }
}

} // namespace

Result<std::string> operatorCalledBy(const fs::path& binding, const emulator::OperatorHost& host, std::stop_token stop)
{
    const auto description = host.describe(std::move(stop));
    if (!description)
        return description.error();
    const std::string text = emulator::withoutComments(readFile(binding).value_or(""));
    std::vector<std::string> registered, called;
    for (const Json& json : description->value("operators", Json::array())) {
        if (json.value("inputs", Json::array()).empty() && json.value("outputs", Json::array()).empty())
            continue; // registered functions without a definition
        registered.push_back(json.value("name", ""));
        const std::string function = "aclnn" + registered.back();
        for (std::size_t at = text.find(function); at != std::string::npos; at = text.find(function, at + 1)) {
            const std::size_t end = at + function.size();
            const bool whole = end == text.size() || (std::isalnum(static_cast<unsigned char>(text[end])) == 0 && text[end] != '_');
            if (!whole)
                continue;
            called.push_back(registered.back());
            break;
        }
    }
    if (registered.size() <= 1)
        return std::string();
    if (called.size() == 1)
        return called.front();
    return Error { Errc::InvalidInput,
        "the project registers several operators (" + list(registered) + ") and its binding calls "
            + (called.empty() ? "none of them" : "more than one: " + list(called)),
        binding.filename().string(), "let the binding call one: EXEC_NPU_CMD(aclnn" + registered.front() + ", ...)" };
}

ProjectCaller::ProjectCaller(emulator::OperatorProject project, std::unique_ptr<OperatorRunner> runner, OperatorBinding binding,
    const ConformanceOptions& options)
    : m_project(std::move(project))
    , m_runner(std::move(runner))
    , m_binding(std::move(binding))
    , m_options(options)
{
}

Result<std::unique_ptr<ProjectCaller>> ProjectCaller::open(const emulator::OperatorProject& project, const fs::path& binding,
    emulator::Emulator& emulator, const ConformanceOptions& options, std::string& problem, std::stop_token stop)
{
    const emulator::OperatorHost::Options host { options.emulator.cacheDir, options.emulator.compiler, options.emulator.sandbox,
        emulator::registeredName(*options.chip) };
    const auto refuse = [&](const Error& error) -> Result<std::unique_ptr<ProjectCaller>> {
        if (!isOfTheItem(error))
            return error;
        problem = error.text();
        return std::unique_ptr<ProjectCaller>();
    };
    // The runner builds it too and finds it in the cache; here its errors are told from those of a part that is missing.
    const auto compiled = emulator::OperatorHost::build(project, host, stop);
    if (!compiled)
        return refuse(compiled.error());
    const auto name = operatorCalledBy(binding, *compiled, stop);
    if (!name)
        return name.error();
    auto runner = OperatorRunner::open(project, *name, emulator, host, stop);
    if (!runner)
        return runner.error();
    auto built = OperatorBinding::build(binding, host, stop);
    if (!built)
        return refuse(built.error());
    return std::unique_ptr<ProjectCaller>(new ProjectCaller(project, *std::move(runner), *std::move(built), options));
}

Result<ProjectCaller::Recorded> ProjectCaller::record(const FunctionCall& call, ConformanceCase& into, std::stop_token stop)
{
    into.stage = "binding";
    const auto recorded = m_binding.record(
        call.function, call.arguments, { call.folder.parent_path() }, call.folder / "run", std::move(stop));
    if (!recorded)
        return isOfTheItem(recorded.error()) ? Result<Recorded>(Recorded { recorded.error().text(), {}, {} }) : recorded.error();
    Recorded out { {}, recorded->at("commands"), recorded->at("result") };
    if (out.commands.empty())
        out.problem = "the binding calls no operator";
    return out;
}

Result<std::string> ProjectCaller::build(std::stop_token stop)
{
    OperatorRun run { .phase = OperatorRun::Phase::Build };
    auto built = m_runner->build(m_options.chip, std::move(stop));
    if (!built)
        return isOfTheItem(built.error()) ? Result<std::string>(built.error().text()) : built.error();
    if (built->ok)
        return std::string();
    run.problem = "the kernel does not compile";
    run.build = *std::move(built);
    return whyNotRun(run);
}

Result<FunctionOutcome> ProjectCaller::call(const FunctionCall& call, ConformanceCase& into, std::stop_token stop)
{
    const auto end = std::chrono::steady_clock::now() + call.time;
    FunctionOutcome outcome;
    auto recorded = record(call, into, stop);
    if (!recorded)
        return recorded.error();
    outcome.problem = recorded->problem;
    outcome.result = recorded->result;
    for (std::size_t i = 0; i < recorded->commands.size() && outcome.problem.empty(); ++i) {
        Json& command = recorded->commands[i];
        useResults(command.at("operands"), outcome.outputs);
        FunctionCall part = call;
        part.folder = call.folder / ("command" + std::to_string(i));
        std::error_code ec;
        fs::create_directories(part.folder / "run", ec);
        auto problem = runCommand(command, part, end, outcome, into, stop);
        if (!problem)
            return problem.error();
        outcome.problem = *std::move(problem);
    }
    return outcome;
}

Result<std::string> ProjectCaller::runCommand(Json command, const FunctionCall& call,
    std::chrono::steady_clock::time_point end, FunctionOutcome& outcome, ConformanceCase& into, std::stop_token stop)
{
    into.stage = "binding";
    std::vector<std::int64_t> tensorOfOutput;
    if (const auto order = emulator::operandOfInput(m_project, command.value("name", ""), m_runner->definition().name))
        command["operands"] = emulator::inOrderOfInputs(command.at("operands"), *order);
    const auto operands = emulator::callFromCommand(command, m_runner->definition(), call.folder, tensorOfOutput);
    if (!operands)
        return operands.error().text();
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    const auto run = m_runner->call(*operands, m_options.chip, m_options.seed, limitsFor(left), call.folder / "run", stop);
    if (!run)
        return run.error();
    collectFindings(*run, into);
    into.stage = stageOf(run->phase);
    if (run->phase != OperatorRun::Phase::Done) {
        outcome.timedOut = run->phase == OperatorRun::Phase::Run && run->run.outcome == emulator::RunOutcome::TimedOut;
        return whyNotRun(*run);
    }
    for (std::size_t i = 0; i < tensorOfOutput.size() && i < run->outputs.size(); ++i)
        outcome.outputs[std::to_string(tensorOfOutput[i])] = run->outputs[i].string();
    return std::string();
}

} // namespace hawk::bench
