#include "bench/benchmark_task.h"

#include "base/files.h"
#include "bench/conformance_case.h"
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

constexpr int kRequestSeconds = 300;

} // namespace

std::optional<BenchmarkTask> benchmarkTaskAt(const fs::path& folder)
{
    BenchmarkTask task { folder, folder / "validation/module.py", folder / "validation/prepare_inputs.py",
        folder / "validation/test_cases.csv", folder / "validation/pybind.cpp", folder / "answer/0" };
    std::error_code ec;
    const bool complete = fs::exists(task.module, ec) && fs::exists(task.table, ec) && fs::exists(task.binding, ec);
    return complete && fs::is_directory(task.answer, ec) ? std::optional(task) : std::nullopt;
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
    const BenchmarkTask task = *benchmarkTaskAt(m_item.folder);
    const emulator::OperatorHost::Options host { m_options.emulator.cacheDir, m_options.emulator.compiler, m_options.emulator.sandbox };
    auto project = emulator::findOperatorProject(task.answer);
    if (!project)
        return refuse(project.error());
    project->includeDirs = m_options.includeDirs;
    auto runner = OperatorRunner::open(*project, "", m_emulator, host, stop);
    if (!runner)
        return refuse(runner.error());
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
    const auto deadline = std::chrono::steady_clock::now() + m_options.itemTimeout;
    for (std::size_t k = 0; k < wanted; ++k) {
        const std::size_t i = k * rows.size() / wanted;
        if (stop.stop_requested())
            return Error { Errc::Cancelled, "cancelled", {}, {} };
        ConformanceCase result { .name = std::to_string(i), .stage = "inputs" };
        if (std::chrono::steady_clock::now() > deadline) {
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
        if (report.reason.empty() && !result.matched)
            report.reason = "case " + result.name + ", " + result.stage + ": " + result.reason;
        report.cases.push_back(std::move(result));
    }
    return report;
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
        { "timeout", kRequestSeconds } };
    const auto prepared = m_worker.request(request, stop);
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
    limits.wallMs = 120'000;
    limits.cpuSeconds = 120;
    limits.memoryBytes = 8ULL << 30U;
    limits.fileBytes = 4ULL << 30U;
    const auto run = parts.runner->call(*call, m_options.chip, m_options.seed, limits, folder.path() / "run", stop);
    if (!run)
        return run.error();
    collectFindings(*run, result);
    result.compileMs = run->build.ok && !run->build.cached ? run->build.wallMs : 0;
    result.stage = stageOf(run->phase);
    if (run->phase != OperatorRun::Phase::Done)
        return end(whyNotRun(*run));
    result.ran = true;
    result.stage = "compare";
    request["command"] = "benchmark_finish";
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
            return why.error();
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
