#include "bench/benchmark_task.h"

#include "base/files.h"
#include "bench/conformance_case.h"
#include "bench/project_caller.h"
#include "emulator/binding/aclnn_order.h"
#include "emulator/binding/operator_binding.h"

#include <algorithm>

namespace hawk::bench {
namespace fs = std::filesystem;

using emulator::OperatorBinding;
using emulator::OperatorRun;
using emulator::OperatorRunner;

struct BenchmarkTaskRun::Parts {
    std::unique_ptr<OperatorRunner> runner;
    OperatorBinding binding;
    emulator::OperatorProject project;
    std::string module, inputs;
};

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kRequestTime { 300'000 }; ///< one question to the Python worker
constexpr milliseconds kKernelTime { 120'000 };

/// The parts that a task cannot do without and this one has not, as a list.
std::string missingParts(const BenchmarkTask& task)
{
    std::string missing;
    std::error_code ec;
    for (const fs::path& part : { task.module, task.table, task.binding })
        if (!fs::is_regular_file(part, ec))
            missing += (missing.empty() ? "" : ", ") + part.lexically_relative(task.root).string();
    return missing;
}

/// The benchmark's own Python needs a module that this machine does not have: that says nothing about the answer.
bool needsModule(const Error& error) { return error.message.find("ModuleNotFoundError: No module named") != std::string::npos; }

} // namespace

std::optional<BenchmarkTask> benchmarkTaskAt(const fs::path& folder)
{
    BenchmarkTask task { folder, folder / "validation/module.py", folder / "validation/prepare_inputs.py",
        folder / "validation/test_cases.csv", folder / "validation/pybind.cpp", folder / "answer/0" };
    std::error_code ec;
    for (const fs::path& part : { task.module, task.inputs, task.table, task.binding })
        if (fs::exists(part, ec))
            return task;
    return std::nullopt;
}

BenchmarkTaskRun::BenchmarkTaskRun(const ConformanceItem& item, const ConformanceOptions& options, emulator::Emulator& emulator,
    reference::Worker& worker, fs::path scratch)
    : m_item(item)
    , m_options(options)
    , m_emulator(emulator)
    , m_worker(worker)
    , m_scratch(std::move(scratch))
{
}

Result<ConformanceReport> BenchmarkTaskRun::run(std::stop_token stop)
{
    ConformanceReport report { .item = m_item };
    const auto refuse = [&](const Error& error) -> Result<ConformanceReport> {
        if (!isOfTheItem(error))
            return error;
        report.reason = error.text();
        return report;
    };
    const auto bad = [&](std::string reason) {
        report.badInput = true;
        report.reason = std::move(reason);
        return report;
    };
    const BenchmarkTask task = *benchmarkTaskAt(m_item.folder);
    if (std::error_code ec; !fs::is_directory(task.answer, ec)) {
        report.leftOut = true;
        report.reason = "it has no answer: there is no folder answer/0";
        return report;
    }
    if (const std::string missing = missingParts(task); !missing.empty())
        return bad("parts of the task are missing: " + missing);
    const emulator::OperatorHost::Options host { m_options.emulator.cacheDir, m_options.emulator.compiler, m_options.emulator.sandbox,
        emulator::registeredName(*m_options.chip) };
    auto project = emulator::findOperatorProject(task.answer);
    if (!project)
        return isOfTheItem(project.error()) ? Result<ConformanceReport>(bad(project.error().text())) : project.error();
    project->addIncludeDirs(m_options.includeDirs);
    const auto built = emulator::OperatorHost::build(*project, host, stop);
    if (!built)
        return refuse(built.error());
    const auto name = operatorCalledBy(task.binding, *built, stop);
    if (!name)
        return isOfTheItem(name.error()) ? Result<ConformanceReport>(bad(name.error().text())) : name.error();
    auto runner = OperatorRunner::open(*project, *name, m_emulator, host, stop);
    if (!runner)
        return isOfTheItem(runner.error()) ? Result<ConformanceReport>(bad(runner.error().text())) : runner.error();
    auto binding = OperatorBinding::build(task.binding, host, stop);
    if (!binding)
        return refuse(binding.error());
    Parts parts { *std::move(runner), *std::move(binding), *project, readFile(task.module).value_or(""), readFile(task.inputs).value_or("") };
    const auto table = m_worker.request({ { "command", "benchmark_cases" }, { "table", readFile(task.table).value_or("") } }, stop);
    if (!table)
        return refuse(table.error());
    report.built = true;
    report.ran = report.matched = true;
    const Json& rows = table->at("rows");
    const std::size_t wanted = m_options.maxCases == 0 ? rows.size() : std::min(m_options.maxCases, rows.size());
    m_end = std::chrono::steady_clock::now() + m_options.itemTimeout;
    for (std::size_t k = 0; k < wanted; ++k) {
        const std::size_t i = k * rows.size() / wanted;
        if (stop.stop_requested())
            return Error { Errc::Cancelled, "cancelled", {}, {} };
        ConformanceCase result { .name = std::to_string(i), .stage = "inputs" };
        if (std::chrono::steady_clock::now() > m_end) {
            result.reason = "not run: the item's time was over";
        } else {
            auto ran = runCase(parts, rows[i], result.name, stop);
            if (!ran)
                return ran.error();
            result = *std::move(ran);
        }
        report.built = report.built && result.stage != "build";
        report.ran = report.ran && result.ran;
        report.matched = report.matched && result.matched;
        if (report.reason.empty() && !result.matched && result.unchecked.empty())
            report.reason = "case " + result.name + ", " + result.stage + ": " + result.reason;
        report.cases.push_back(std::move(result));
    }
    return report;
}

milliseconds BenchmarkTaskRun::atMost(milliseconds limit) const
{
    const auto left = std::chrono::duration_cast<milliseconds>(m_end - std::chrono::steady_clock::now());
    return std::clamp(left, milliseconds(1000), limit);
}

Result<ConformanceCase> BenchmarkTaskRun::runCase(const Parts& parts, const Json& row, const std::string& name, std::stop_token stop)
{
    const auto begin = std::chrono::steady_clock::now();
    ConformanceCase result { .name = name, .stage = "inputs" };
    const auto end = [&](std::string reason) {
        result.reason = std::move(reason);
        result.wallMs = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
        return result;
    };
    const CaseFolder folder(m_scratch / "case");
    Json request { { "command", "benchmark_prepare" }, { "module", parts.module }, { "inputs", parts.inputs }, { "row", row },
        { "seed", m_options.seed }, { "maxElements", m_options.maxElements }, { "folder", folder.path().string() },
        { "timeout", static_cast<double>(atMost(kRequestTime).count()) / 1000 } };
    const auto prepared = m_worker.request(request, stop);
    if (!prepared && needsModule(prepared.error())) {
        result.lacking = true;
        result.unchecked = "the task's Python cannot run here: " + prepared.error().text() + "; install it for /usr/bin/python3";
        return end({});
    }
    if (!prepared)
        return isOfTheItem(prepared.error()) ? Result<ConformanceCase>(end(prepared.error().text())) : prepared.error();
    for (const Json& change : prepared->value("changes", Json::array()))
        result.scaled += (result.scaled.empty() ? "" : ", ") + change.get<std::string>();

    result.stage = "binding";
    const auto recorded = parts.binding.record(
        prepared->value("function", ""), prepared->at("arguments"), { folder.path() }, folder.path() / "run", stop);
    if (!recorded)
        return isOfTheItem(recorded.error()) ? Result<ConformanceCase>(end(recorded.error().text())) : recorded.error();
    if (recorded->at("commands").size() != 1)
        return end("the binding calls " + std::to_string(recorded->at("commands").size()) + " operators; one is supported");
    std::vector<std::int64_t> tensorOfOutput;
    Json command = recorded->at("commands").front();
    const auto order = emulator::operandOfInput(parts.project, command.value("name", ""), parts.runner->definition().name);
    if (order)
        command["operands"] = emulator::inOrderOfInputs(command.at("operands"), *order);
    const auto call = emulator::callFromCommand(command, parts.runner->definition(), folder.path(), tensorOfOutput);
    if (!call)
        return end(call.error().text());
    emulator::RunLimits limits;
    limits.wallMs = static_cast<std::uint32_t>(atMost(kKernelTime).count());
    limits.cpuSeconds = limits.wallMs / 1000 + 1;
    limits.memoryBytes = 8ULL << 30U;
    limits.fileBytes = 4ULL << 30U;
    const auto run = parts.runner->call(*call, m_options.chip, m_options.seed, limits, folder.path() / "run", stop);
    if (!run)
        return isOfTheItem(run.error()) ? Result<ConformanceCase>(end(run.error().text())) : run.error();
    collectFindings(*run, result);
    result.compileMs = run->build.ok && !run->build.cached ? run->build.wallMs : 0;
    result.stage = stageOf(run->phase);
    if (run->phase != OperatorRun::Phase::Done)
        return end(whyNotRun(*run));
    result.ran = true;
    result.stage = "compare";
    request["command"] = "benchmark_finish";
    request["timeout"] = static_cast<double>(atMost(kRequestTime).count()) / 1000;
    request["result"] = recorded->at("result");
    request["goldens"] = prepared->at("goldens");
    request["outputs"] = Json::object();
    for (std::size_t i = 0; i < tensorOfOutput.size() && i < run->outputs.size(); ++i)
        request["outputs"][std::to_string(tensorOfOutput[i])] = run->outputs[i].string();
    const auto finished = m_worker.request(request, stop);
    if (!finished)
        return isOfTheItem(finished.error()) ? Result<ConformanceCase>(end(finished.error().text())) : finished.error();
    std::string difference;
    for (std::size_t i = 0; i < prepared->at("goldens").size(); ++i) {
        const auto why = compareOutput(prepared->at("goldens")[i], finished->at("results")[i]);
        if (!why)
            return isOfTheItem(why.error()) ? Result<ConformanceCase>(end(why.error().text())) : why.error();
        if (difference.empty() && !why->empty())
            difference = "output " + std::to_string(i) + ": " + *why;
    }
    result.matched = difference.empty() || finished->value("ownCheck", false);
    if (result.matched) {
        result.stage = "done";
        difference.clear();
    }
    return end(difference);
}

} // namespace hawk::bench
