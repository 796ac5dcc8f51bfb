#include "cli/command.h"
#include "cli/interrupt.h"

#include "base/text.h"
#include "chip/chip_catalog.h"
#include "emulator/program/sample_program.h"

#include <algorithm>
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

void printReport(Context& context, const ProgramReport& report)
{
    if (!report.scenario.empty())
        context.out << styled(report.scenario, Style::Bold, context.outColour) << '\n';
    context.out << report.printed << (report.printed.empty() || report.printed.ends_with('\n') ? "" : "\n");
    context.err << report.errors;
    if (!report.scriptOutput.empty())
        context.out << report.scriptOutput << (report.scriptOutput.ends_with('\n') ? "" : "\n");
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

Result<int> emulate(Context& context, const Arguments& arguments)
{
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
    options.seed = static_cast<std::uint64_t>(*seed);
    const auto sample = emulator::discoverProgram(arguments.positional(0), *options.chip);
    if (!sample)
        return sample.error();
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
        .summary = "run a direct-launch program as it is, on an emulated chip",
        .positionals = { { .name = "PATH", .help = "source file with a main, or the folder of a sample" } },
        .options = { { .name = "chip", .value = "NAME", .help = "chip to run on (Ascend910B2)" },
            { .name = "scenario", .value = "N", .help = "only this one of the ways its README lists" },
            { .name = "define", .value = "K=V", .help = "macro for the compiler", .repeatable = true },
            { .name = "golden", .value = {}, .help = "run its own gen_data.py before and verify_result.py after" },
            { .name = "timeout", .value = "S", .help = "seconds the program may take (60)" },
            { .name = "seed", .value = "S", .help = "order of blocks, addresses and contents of fresh memory (1)" },
            { .name = "keep", .value = "DIR", .help = "run in this folder and leave outputs and traces there" },
            { .name = "no-sandbox",
                .value = {},
                .help = "run the program without bubblewrap; only on a machine that may be lost" } },
        .workspace = false,
        .run = emulate,
        .details = "Prints what the program printed, its exit status, what was found, and the modelled time of every launch.\n"
                   "Exit code 1 when it did not build, did not run, refuted itself, or broke a rule of the chip;\n"
                   "3 when a script of its own needs what this machine lacks." } };
}

} // namespace hawk::cli
