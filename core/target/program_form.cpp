#include "target/program_form.h"

#include "emulator/poison.h"
#include "emulator/program/program_builder.h"
#include "target/device_rules.h"
#include "target/launch_plan.h"
#include "target/static_gate.h"

#include <algorithm>

namespace hawk::target {
namespace fs = std::filesystem;
namespace {

using Kind = emulator::Argument::Kind;

std::string valueText(const Json& value)
{
    if (value.is_boolean())
        return value.get<bool>() ? "1" : "0";
    if (value.is_string())
        return value.get<std::string>();
    if (!value.is_array())
        return value.dump();
    std::string text;
    for (const Json& one : value)
        text += (text.empty() ? "" : ",") + valueText(one);
    return text;
}

emulator::Argument tensorArgument(const spec::ResolvedTensor& tensor, Kind kind)
{
    emulator::Argument argument { .kind = kind, .name = tensor.name, .dtype = tensor.dtype, .shape = tensor.shape };
    argument.bytes = tensor.bytes();
    return argument;
}

/// Puts the inputs where the program looks for them. Links are enough: the run copies the folder, and a program writes into the copy.
Status placeInputs(const reference::CaseData& data, const fs::path& folder)
{
    std::error_code ec;
    for (const char* name : { "input", "output" })
        fs::create_directories(folder / name, ec);
    for (const reference::TensorFile& input : data.inputs) {
        const fs::path to = folder / "input" / (input.name + ".bin");
        fs::create_symlink(input.path, to, ec);
        if (ec)
            return Error { Errc::Io, "cannot place the input: " + ec.message(), to.string(), {} };
    }
    return {};
}

/// One profile for a program that launches several kernels: they run one after the other.
emulator::Profile combined(const std::vector<emulator::LaunchReport>& launches)
{
    emulator::Profile sum;
    double longest = -1;
    for (const emulator::LaunchReport& launch : launches)
        if (launch.profile && launch.profile->totalUs > longest) {
            longest = launch.profile->totalUs;
            sum = *launch.profile;
        }
    sum.totalUs = sum.totalCycles = 0;
    sum.gmReadBytes = sum.gmWriteBytes = 0;
    for (const emulator::LaunchReport& launch : launches) {
        if (!launch.profile) {
            sum.trusted = false;
            sum.untrustedReason = "a launch of " + launch.kernel + " has no trace";
            continue;
        }
        sum.totalUs += launch.profile->totalUs;
        sum.totalCycles += launch.profile->totalCycles;
        sum.gmReadBytes += launch.profile->gmReadBytes;
        sum.gmWriteBytes += launch.profile->gmWriteBytes;
        if (!launch.profile->trusted && sum.trusted) {
            sum.trusted = false;
            sum.untrustedReason = launch.profile->untrustedReason;
        }
    }
    return sum;
}

/// Why the run does not count although it ended; empty when it does.
std::string complaint(const emulator::ProgramReport& report)
{
    if (report.exitStatus.value_or(0) != 0)
        return "main returned " + std::to_string(*report.exitStatus);
    if (report.launches.empty())
        return "the program launched no kernel";
    return {};
}

} // namespace

ProgramForm::ProgramForm(const JudgeRequest& request, emulator::Emulator& emulator)
    : m_request(request)
    , m_emulator(emulator)
{
}

std::vector<emulator::Diagnostic> ProgramForm::check() const
{
    return checkSource(
        { .text = m_request.candidate.source, .fileName = m_request.candidate.fileName, .role = SourceRole::Program, .entry = {} });
}

std::vector<emulator::Diagnostic> ProgramForm::unknownApis() const
{
    return hawk::target::unknownApis(
        { .text = m_request.candidate.source, .fileName = m_request.candidate.fileName, .role = SourceRole::Program });
}

emulator::ProgramSample ProgramForm::sampleIn(const fs::path& folder) const
{
    emulator::ProgramSample sample { .name = m_request.spec->name, .folder = folder, .runFolder = "." };
    sample.scenarios.emplace_back();
    sample.scenarios.back().sources = { m_request.candidate.fileName };
    return sample;
}

emulator::ProgramOptions ProgramForm::options() const
{
    emulator::ProgramOptions options;
    options.chip = m_request.chip;
    options.sandbox = m_emulator.options().sandbox;
    options.compiler = m_emulator.options().compiler;
    options.cacheDir = m_emulator.options().cacheDir;
    return options;
}

Result<CandidateForm::Prepared> ProgramForm::prepare(std::span<const spec::Case* const> cases, std::stop_token)
{
    Prepared prepared { .gate = "program",
        .observed = {},
        .expected = "one source with a main that launches a kernel, which the emulated chip can run",
        .diagnostics = {} };
    auto folder = TempDir::create("hawk-program-");
    if (!folder)
        return folder.error();
    const fs::path source = folder->path() / m_request.candidate.fileName;
    if (const Status written = writeFileAtomically(source, m_request.candidate.source); !written)
        return written.error();
    m_folder = *std::move(folder);
    const auto found = emulator::discoverProgram(source, *m_request.chip);
    std::string why = found ? found->unsupported : found.error().text();
    if (why.empty() && !found->scenarios.front().problem.empty())
        why = found->scenarios.front().problem;
    if (why.empty() && !emulator::looksLikeProgram(source))
        why = "main launches no kernel: neither <<<>>> nor ACLRT_LAUNCH_KERNEL";
    for (const spec::Case* which : cases) {
        auto defines = typeDefines(*m_request.spec, *which);
        if (!defines)
            return defines.error();
        if (std::ranges::find(m_builds, *defines) == m_builds.end())
            m_builds.push_back(*std::move(defines));
    }
    prepared.passed = why.empty();
    if (!prepared.passed)
        prepared.diagnostics.push_back({ .file = m_request.candidate.fileName, .message = why });
    prepared.observed = prepared.passed ? "a main that launches a kernel" : std::move(why);
    return prepared;
}

Result<CandidateForm::Built> ProgramForm::build(std::stop_token stop)
{
    Built built;
    for (const auto& defines : m_builds) {
        auto settings = options();
        settings.defines = defines;
        const auto sample = sampleIn(m_folder->path());
        auto one = emulator::buildProgram(sample, sample.scenarios.front(), settings, stop);
        if (!one)
            return one.error();
        ++built.count;
        built.ok = built.ok && one->ok;
        built.cached = built.cached && one->cached;
        if (!one->ok && built.log.empty())
            built.log = one->log;
        if (!one->ok && one->diagnostics.empty())
            built.diagnostics.push_back({ .file = m_request.candidate.fileName, .message = one->reason });
        for (const emulator::Diagnostic& each : one->diagnostics)
            if (std::ranges::none_of(built.diagnostics,
                    [&](const auto& known) { return known.line == each.line && known.file == each.file && known.message == each.message; }))
                built.diagnostics.push_back(each);
        if (!built.ok)
            break;
    }
    return built;
}

Result<CandidateForm::Ran> ProgramForm::run(const spec::Case& which, const reference::CaseData& data, const RunSettings& settings,
    const fs::path& folder, std::stop_token stop) const
{
    const auto resolved = spec::resolve(*m_request.spec, which);
    if (!resolved)
        return resolved.error();
    const auto arguments = programArguments(*m_request.spec, which);
    if (!arguments)
        return arguments.error();
    const auto defines = typeDefines(*m_request.spec, which);
    if (!defines)
        return defines.error();
    const fs::path given = folder / "given";
    std::error_code ec;
    fs::create_directories(given, ec);
    fs::copy_file(m_folder->path() / m_request.candidate.fileName, given / m_request.candidate.fileName, ec);
    if (ec)
        return Error { Errc::Io, "cannot place the program: " + ec.message(), given.string(), {} };
    if (const Status placed = placeInputs(data, given); !placed)
        return placed.error();
    auto sample = sampleIn(given);
    sample.scenarios.front().arguments = *arguments;
    auto settingsOf = options();
    settingsOf.defines = *defines;
    settingsOf.seed = settings.seed;
    settingsOf.limits.maxTraceOps = settings.limits.maxTraceOps;
    settingsOf.analyse = settings.limits.maxTraceOps > 0;
    settingsOf.freshMemory = emulator::poisonOf(settings.seed);
    settingsOf.recordHandovers = true;
    settingsOf.workFolder = folder / "run";
    const auto report = emulator::runProgram(sample, sample.scenarios.front(), settingsOf, std::move(stop));
    if (!report)
        return report.error();
    auto ran = describe(*report, *resolved, folder / "run" / "sample");
    if (!ran)
        return ran;
    ran->result.poison = settingsOf.freshMemory;
    ran->handovers = folder / "run" / "handovers.log";
    return ran;
}

Result<CandidateForm::Ran> ProgramForm::describe(
    const emulator::ProgramReport& report, const spec::ResolvedCase& which, const fs::path& sample) const
{
    Ran ran;
    ran.launch = { .entry = m_request.spec->entry, .seed = 1, .chip = m_request.chip };
    ran.result.outcome = report.outcome;
    ran.result.detail = report.reason;
    ran.result.printed = report.printed;
    ran.result.wallMs = report.runMs;
    ran.result.maxRssBytes = report.maxRssBytes;
    ran.result.findings = report.findings;
    ran.analysis.emplace();
    double longest = -1;
    for (const emulator::LaunchReport& launch : report.launches) {
        ran.result.opsTotal += launch.opsTotal;
        ran.result.findings.insert(ran.result.findings.end(), launch.findings.begin(), launch.findings.end());
        if (launch.profile && launch.profile->totalUs > longest) {
            longest = launch.profile->totalUs;
            ran.result.trace = launch.trace;
            ran.launch.blockDim = std::max(launch.blocks, 1U);
        }
    }
    ran.analysis->profile = combined(report.launches);
    for (const spec::ResolvedTensor& tensor : which.inputs)
        ran.launch.arguments.push_back(tensorArgument(tensor, Kind::Input));
    if (ran.result.outcome != emulator::RunOutcome::Finished)
        return ran;
    std::string why = complaint(report);
    for (const spec::ResolvedTensor& tensor : which.outputs) {
        ran.launch.arguments.push_back(tensorArgument(tensor, Kind::Output));
        const fs::path file = sample / "output" / (tensor.name + ".bin");
        ran.result.outputs.push_back(file);
        std::error_code ec;
        const bool there = fs::is_regular_file(fs::symlink_status(file, ec));
        if (why.empty() && (!there || fs::file_size(file, ec) != tensor.bytes()))
            why = "output/" + tensor.name + ".bin " + (there ? "holds " + std::to_string(fs::file_size(file, ec)) : std::string("is missing: "))
                + (there ? " bytes, " : "") + std::to_string(tensor.bytes()) + " bytes expected";
    }
    if (!why.empty()) {
        ran.result.outcome = emulator::RunOutcome::Crashed;
        ran.result.detail = why;
    }
    return ran;
}

Result<emulator::Analysis> ProgramForm::analyse(const Ran& ran) const { return *ran.analysis; }

Result<std::vector<std::string>> programArguments(const spec::OperatorSpec& spec, const spec::Case& which)
{
    const auto resolved = spec::resolve(spec, which);
    if (!resolved)
        return resolved.error();
    std::vector<std::string> words;
    for (const auto& [name, value] : which.symbols)
        words.push_back(name + "=" + std::to_string(value));
    for (const auto& [name, value] : resolved->attributes.items())
        words.push_back(name + "=" + valueText(value));
    for (const auto* tensors : { &resolved->inputs, &resolved->outputs })
        for (const spec::ResolvedTensor& tensor : *tensors) {
            words.push_back("elements_" + tensor.name + "=" + std::to_string(tensor.elements()));
            for (std::size_t i = 0; i < tensor.shape.size(); ++i)
                words.push_back("dim_" + tensor.name + "_" + std::to_string(i) + "=" + std::to_string(tensor.shape[i]));
        }
    return words;
}

} // namespace hawk::target
