#include "bench/item_runs.h"

#include "emulator/program/sample_program.h"

#include <algorithm>

namespace hawk::bench {
namespace fs = std::filesystem;
namespace {

using emulator::ProgramReport;

std::vector<fs::path> programFiles(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(folder, ec))
        if (entry.is_regular_file(ec) && emulator::looksLikeProgram(entry.path()))
            files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

/// The stage a run ended in, in the words of ConformanceCase::stage.
std::string stageOf(const ProgramReport& report)
{
    if (!report.built)
        return "build";
    if (report.preparing)
        return "inputs";
    if (!report.ran)
        return "run";
    return report.verified.value_or(true) && report.missing.empty() ? "done" : "compare";
}

std::string uncheckedReason(const ProgramReport& report)
{
    if (!report.missing.empty())
        return report.reason;
    return report.ran && !report.verified ? "it checks nothing itself" : std::string();
}

ConformanceCase caseOf(const ProgramReport& report)
{
    ConformanceCase result { .name = report.scenario.empty() ? "program" : report.scenario };
    result.ran = report.ran;
    result.stage = stageOf(report);
    result.reason = report.reason;
    result.unchecked = uncheckedReason(report);
    result.lacking = !report.missing.empty();
    // A program that checks nothing still shows that its kernels run to their end without a finding.
    result.matched = report.ran && report.verified.value_or(report.missing.empty());
    for (const emulator::Finding& finding : report.findings)
        addError(finding, result);
    for (const emulator::LaunchReport& launch : report.launches)
        for (const emulator::Finding& finding : launch.findings)
            addError(finding, result);
    result.modelledUs = report.modelledUs;
    result.wallMs = report.buildMs + report.runMs;
    return result;
}

/// The scenarios that can run here, at most `most` of them, evenly chosen.
std::vector<const emulator::ProgramScenario*> chosen(const emulator::ProgramSample& sample, std::size_t most)
{
    std::vector<const emulator::ProgramScenario*> able, some;
    for (const auto& scenario : sample.scenarios)
        if (scenario.problem.empty())
            able.push_back(&scenario);
    const std::size_t wanted = most == 0 ? able.size() : std::min(most, able.size());
    for (std::size_t i = 0; i < wanted; ++i)
        some.push_back(able[i * able.size() / wanted]);
    return some;
}

/// The same with no more time than is left of the item's, a second at least.
emulator::ProgramOptions within(std::chrono::milliseconds left, emulator::ProgramOptions options)
{
    left = std::max(left, std::chrono::milliseconds(1000));
    options.scriptTime = std::min(options.scriptTime, left);
    options.limits.wallMs = std::min(options.limits.wallMs, static_cast<std::uint32_t>(left.count()));
    options.limits.cpuSeconds = std::min(options.limits.cpuSeconds, options.limits.wallMs / 1000 + 1);
    return options;
}

} // namespace

std::vector<ConformanceItem> programsAt(const fs::path& folder)
{
    if (!emulator::looksLikeProgram(folder))
        return {};
    std::error_code ec;
    const std::vector<fs::path> files = fs::exists(folder / "CMakeLists.txt", ec) ? std::vector<fs::path>() : programFiles(folder);
    if (files.size() < 2)
        return { { ConformanceItem::Kind::Program, {}, folder } };
    std::vector<ConformanceItem> items;
    for (const fs::path& file : files)
        items.push_back({ ConformanceItem::Kind::Program, {}, file });
    return items;
}

Result<ConformanceReport> runProgramItem(const ConformanceItem& item, const ConformanceOptions& options, std::stop_token stop)
{
    ConformanceReport report { .item = item };
    const auto sample = emulator::discoverProgram(item.folder, *options.chip);
    if (!sample) {
        report.badInput = true;
        report.reason = sample.error().text();
        return isOfTheItem(sample.error()) ? Result<ConformanceReport>(report) : sample.error();
    }
    if (!sample->unsupported.empty()) {
        report.leftOut = true;
        report.reason = sample->unsupported;
        return report;
    }
    emulator::ProgramOptions run;
    run.chip = options.chip;
    run.golden = true;
    run.seed = options.seed;
    run.sandbox = options.emulator.sandbox;
    run.compiler = options.emulator.compiler;
    run.cacheDir = options.emulator.cacheDir;
    const auto deadline = std::chrono::steady_clock::now() + options.itemTimeout;
    report.built = report.ran = report.matched = true;
    for (const emulator::ProgramScenario* scenario : chosen(*sample, options.maxCases)) {
        ConformanceCase result { .name = scenario->name, .stage = "build", .reason = "not run: the item's time was over" };
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left.count() > 0) {
            const auto one = emulator::runProgram(*sample, *scenario, within(left, run), stop);
            if (!one && !isOfTheItem(one.error()))
                return one.error();
            report.badInput = report.badInput || !one;
            result = one ? caseOf(*one) : ConformanceCase { .name = scenario->name, .stage = "inputs", .reason = one.error().text() };
            report.built = report.built && one && one->built;
        }
        report.ran = report.ran && result.ran;
        report.matched = report.matched && result.matched;
        if (report.reason.empty() && !result.matched)
            report.reason = (scenario->name.empty() ? "" : scenario->name + ": ") + result.reason;
        report.cases.push_back(std::move(result));
    }
    return report;
}

} // namespace hawk::bench
