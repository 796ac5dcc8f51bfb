#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/item_report.h"

#include "base/text.h"
#include "chip/chip_catalog.h"
#include "emulator/program/sample_program.h"

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <stop_token>

namespace hawk::cli {
namespace {

using emulator::Finding;
using emulator::LaunchReport;
using emulator::ProgramReport;
using emulator::Severity;

/// "K=V" or "K", as a compiler's -D.
std::map<std::string, std::string> definesOf(const Arguments& arguments)
{
    std::map<std::string, std::string> defines;
    for (const std::string& text : arguments.values("define")) {
        const std::size_t equals = text.find('=');
        defines[text.substr(0, equals)] = equals == std::string::npos ? "1" : text.substr(equals + 1);
    }
    return defines;
}

/// --scenario N: by number from 1, by name, or by a variable's value.
Result<std::vector<emulator::ProgramScenario>> chosenScenarios(const emulator::ProgramSample& sample, const Arguments& arguments)
{
    const auto wanted = arguments.value("scenario");
    if (!wanted)
        return sample.scenarios;
    std::vector<emulator::ProgramScenario> chosen;
    std::string names;
    for (const auto& scenario : sample.scenarios) {
        names += (names.empty() ? "" : ", ") + (scenario.name.empty() ? std::string("(the only one)") : scenario.name);
        if (scenario.name == *wanted || scenario.name.ends_with("=" + *wanted))
            chosen.push_back(scenario);
    }
    if (chosen.empty())
        return Error { Errc::NotFound, "the program has no scenario " + hawk::quoted(*wanted), sample.name, "it has: " + names };
    return chosen;
}

Style styleOf(Severity severity)
{
    switch (severity) {
    case Severity::Fatal:
    case Severity::Error:
        return Style::Red;
    case Severity::Warning:
        return Style::Yellow;
    case Severity::Advice:
        return Style::Dim;
    }
    return Style::Plain;
}

void printFinding(Context& context, const Finding& finding)
{
    const std::string place = finding.file.empty() ? "" : finding.file + ":" + std::to_string(finding.line) + ": ";
    context.out << "  " << place << styled(emulator::name(finding.severity), styleOf(finding.severity), context.outColour) << " ["
                << finding.constraint << "] " << finding.message << (finding.count > 1 ? " (" + std::to_string(finding.count) + " times)" : "")
                << '\n';
    if (!finding.fix.empty() && finding.severity != Severity::Advice)
        context.out << "      " << finding.fix << '\n';
}

void printLaunch(Context& context, const LaunchReport& launch)
{
    context.out << "kernel " << launch.kernel << " (" << launch.file << ":" << launch.line << "), " << launch.blocks << " blocks: "
                << emulator::name(launch.outcome);
    if (launch.profile)
        context.out << ", " << formatUs(launch.profile->totalUs) << " modelled"
                    << (launch.profile->trusted ? "" : " (not to be trusted: " + launch.profile->untrustedReason + ")");
    context.out << '\n';
    if (!launch.detail.empty())
        context.out << "  " << launch.detail << '\n';
    for (const Finding& finding : launch.findings)
        printFinding(context, finding);
}

std::string verdictOf(const ProgramReport& report)
{
    if (report.refused)
        return "left out";
    if (!report.built)
        return "not built";
    if (report.preparing && !report.missing.empty())
        return "built, not run";
    if (!report.ran)
        return "did not run to its end";
    if (report.verified && !*report.verified)
        return "ran, not correct";
    if (report.hasErrors())
        return "ran, with errors found";
    return report.verified ? "ran, verified" : report.missing.empty() ? "ran" : "ran, not verified";
}

/// What a program or script wrote, its beginning when it wrote too much to be read.
void printText(std::ostream& out, const std::string& text)
{
    constexpr std::size_t kShown = std::size_t { 64 } << 10U;
    if (text.size() > kShown)
        out << text.substr(0, kShown) << "\n... " << (text.size() - kShown) / 1024 << " KiB more\n";
    else
        out << text << (text.empty() || text.ends_with('\n') ? "" : "\n");
}

void printReport(Context& context, const ProgramReport& report)
{
    if (!report.scenario.empty())
        context.out << styled(report.scenario, Style::Bold, context.outColour) << '\n';
    printText(context.out, report.printed);
    printText(context.err, report.errors);
    printText(context.out, report.scriptOutput);
    for (const auto& one : report.diagnostics)
        if (one.level == emulator::Diagnostic::Level::Error)
            context.out << "  " << one.file << ':' << one.line << ": " << emulator::headline(one) << '\n' << emulator::details(one, "    ");
    for (const Finding& finding : report.findings)
        printFinding(context, finding);
    constexpr std::size_t kShown = 20;
    for (std::size_t i = 0; i < std::min(report.launches.size(), kShown); ++i)
        printLaunch(context, report.launches[i]);
    if (report.launches.size() > kShown)
        context.out << "... " << report.launches.size() - kShown << " more launches\n";
    context.out << (report.exitStatus ? "exit status " + std::to_string(*report.exitStatus) + "; " : "") << verdictOf(report)
                << (report.reason.empty() ? "" : ": " + report.reason) << '\n';
}

void printItem(Context& context, const bench::ConformanceReport& report)
{
    for (const bench::ConformanceCase& one : report.cases) {
        context.out << "case " << one.name << ": " << (one.matched ? "matched" : one.unchecked.empty() ? one.stage + ": " + one.reason : one.unchecked);
        if (one.modelledUs > 0)
            context.out << ", " << formatUs(one.modelledUs) << " modelled";
        context.out << '\n';
        for (std::size_t i = 0; i < one.errors.size(); ++i)
            context.out << "  " << styled("error", Style::Red, context.outColour) << " [" << one.errors[i] << "] "
                        << (i < one.details.size() ? one.details[i] : std::string()) << '\n';
    }
    const std::string reason = reasonOf(report);
    context.out << resultOf(report) << (reason.empty() ? "" : ": " + reason) << '\n';
}

/// An operator project, a benchmark's task or a package: run by what it brings itself, as `hawk conformance` does.
Result<int> emulateItem(Context& context, const Arguments& arguments, const bench::ConformanceItem& item)
{
    for (const char* option : { "scenario", "define", "keep" })
        if (arguments.has(option))
            return Error { Errc::InvalidInput, std::string("--") + option + " is for programs; this is "
                    + (item.kind == bench::ConformanceItem::Kind::OperatorProject ? "an operator project" : "a task or package with its own cases"),
                item.folder.string(), {} };
    bench::ConformanceOptions options;
    const auto catalog = chip::ChipCatalog::loadDefault();
    if (!catalog)
        return catalog.error();
    auto facts = catalog->find(arguments.valueOr("chip", std::string(chip::kDefaultChip)));
    if (!facts)
        return facts.error();
    options.chip = *std::move(facts);
    const auto timeout = arguments.integer("timeout", options.itemTimeout.count(), 1, 86400);
    const auto seed = arguments.integer("seed", 1, 0, 1LL << 53);
    if (!timeout || !seed)
        return timeout ? seed.error() : timeout.error();
    options.itemTimeout = std::chrono::seconds(*timeout);
    options.seed = static_cast<std::uint64_t>(*seed);
    options.emulator.sandbox.allowUnsafe = arguments.has("no-sandbox");
    std::stop_source stop;
    const InterruptWatch watch([&](int) { stop.request_stop(); });
    const auto reports = bench::runConformance({ item }, options, [](const bench::ConformanceReport&) { }, stop.get_token());
    if (!reports)
        return reports.error();
    const bench::ConformanceReport& report = reports->front();
    if (stop.stop_requested())
        return kInterrupted;
    if (report.leftOut || report.badInput)
        return Error { Errc::InvalidInput, "cannot run it: " + report.reason, item.folder.string(), {} };
    if (context.json)
        context.print({ { "chip", options.chip->name }, { "correct", report.clean() }, { "item", bench::toJson(report) } });
    else
        printItem(context, report);
    if (report.unchecked())
        return std::ranges::any_of(report.cases, &bench::ConformanceCase::lacking) ? kEnvironment : kDone;
    return report.clean() ? kDone : kNotCorrect;
}

Result<int> emulate(Context& context, const Arguments& arguments)
{
    const std::string path = arguments.positional(0);
    if (!emulator::looksLikeProgram(path))
        if (const auto items = bench::conformanceItemsAt(path); items.size() == 1 && items.front().kind != bench::ConformanceItem::Kind::Program)
            return emulateItem(context, arguments, items.front());
    const auto catalog = chip::ChipCatalog::loadDefault();
    if (!catalog)
        return catalog.error();
    emulator::ProgramOptions options;
    auto facts = catalog->find(arguments.valueOr("chip", std::string(chip::kDefaultChip)));
    if (!facts)
        return facts.error();
    options.chip = *std::move(facts);
    options.golden = arguments.has("golden");
    options.defines = definesOf(arguments);
    options.sandbox.allowUnsafe = arguments.has("no-sandbox");
    if (const auto keep = arguments.value("keep"))
        options.workFolder = *keep;
    const auto timeout = arguments.integer("timeout", options.limits.wallMs / 1000, 1, 86400);
    const auto seed = arguments.integer("seed", 1, 0, 1LL << 62);
    if (!timeout || !seed)
        return timeout ? seed.error() : timeout.error();
    options.limits.wallMs = static_cast<std::uint32_t>(*timeout) * 1000;
    options.limits.cpuSeconds = static_cast<std::uint32_t>(*timeout);
    if (arguments.has("timeout"))
        options.scriptTime = std::chrono::seconds(*timeout);
    options.seed = static_cast<std::uint64_t>(*seed);
    const auto sample = emulator::discoverProgram(path, *options.chip);
    if (!sample) {
        Error error = sample.error();
        if (std::error_code ec; error.code == Errc::NotFound && std::filesystem::is_directory(path, ec))
            error.hint += (error.hint.empty() ? "" : "; ") + ("`hawk conformance " + path + "` runs what is below a folder");
        return error;
    }
    if (!sample->unsupported.empty())
        return Error { Errc::InvalidInput, "cannot run it: " + sample->unsupported, sample->name, {} };
    const auto scenarios = chosenScenarios(*sample, arguments);
    if (!scenarios)
        return scenarios.error();
    std::stop_source stop;
    const InterruptWatch watch([&](int) { stop.request_stop(); });
    Json reports = Json::array();
    bool correct = true;
    bool ran = false;
    bool lacking = false; ///< a script of the sample could not run here
    for (std::size_t i = 0; i < scenarios->size(); ++i) {
        emulator::ProgramOptions mine = options;
        if (!options.workFolder.empty() && scenarios->size() > 1)
            mine.workFolder = options.workFolder / std::to_string(i + 1);
        const auto report = emulator::runProgram(*sample, (*scenarios)[i], mine, stop.get_token());
        if (!report)
            return report.error();
        const bool undecided = !report->missing.empty() && report->built && !report->hasErrors();
        correct = correct && (report->refused || undecided || report->correct());
        lacking = lacking || undecided;
        ran = ran || !report->refused;
        if (context.json)
            reports.push_back(emulator::toJson(*report));
        else
            printReport(context, *report);
    }
    if (!ran)
        return Error { Errc::InvalidInput, "cannot run it: " + scenarios->front().problem, sample->name, {} };
    if (context.json)
        context.print({ { "program", sample->name }, { "chip", options.chip->name }, { "correct", correct }, { "runs", reports } });
    if (correct && lacking)
        return kEnvironment;
    return correct ? kDone : kNotCorrect;
}

} // namespace

std::vector<Command> emulateCommands()
{
    return { { .name = "emulate",
        .summary = "run a program, operator project or benchmark task as it is, on an emulated chip",
        .positionals = { { .name = "PATH", .help = "source file with a main, folder of a sample, operator project, task or package" } },
        .options = { { .name = "chip", .value = "NAME", .help = "chip to run on (Ascend910B2)" },
            { .name = "scenario", .value = "N", .help = "only this one of the ways its README lists" },
            { .name = "define", .value = "K=V", .help = "macro for the compiler", .repeatable = true },
            { .name = "golden", .value = {}, .help = "run its own gen_data.py before and verify_result.py after" },
            { .name = "timeout", .value = "S", .help = "seconds the program, and each of its scripts, may take (60, scripts 120); a whole task (600)" },
            { .name = "seed", .value = "S", .help = "order of blocks, addresses and contents of fresh memory (1)" },
            { .name = "keep", .value = "DIR", .help = "run in this folder and leave outputs and traces there" },
            { .name = "no-sandbox",
                .value = {},
                .help = "run the program without bubblewrap; only on a machine that may be lost" } },
        .workspace = false,
        .run = emulate,
        .details = "A task or package runs every case it brings and is compared with its own reference; an operator project alone is\n"
                   "built for all it declares (`hawk judge --spec NAME --source PATH` runs it).\n"
                   "Prints what the program printed, its exit status, what was found, and the modelled time of every launch.\n"
                   "Exit code 1 when it did not build, did not run, refuted itself, or broke a rule of the chip;\n"
                   "2 when a part is missing or it needs what is not emulated; 3 when a script of its own needs what this machine lacks." } };
}

} // namespace hawk::cli
