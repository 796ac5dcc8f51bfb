#include "emulator/runner/host_report.h"

#include "base/files.h"
#include "emulator/runner/sandbox.h"

#include <cctype>
#include <csignal>
#include <cstring>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMaxReportBytes = 32ULL << 20U; ///< of result.json and the findings files

std::string readReport(const fs::path& file)
{
    std::error_code ec;
    if (!fs::is_regular_file(fs::symlink_status(file, ec)) || fs::file_size(file, ec) > kMaxReportBytes || ec)
        return {};
    return readFile(file).value_or({});
}

void appendFinding(const Json& json, std::vector<Finding>& findings)
{
    if (auto finding = findingFromJson(json))
        findings.push_back(*std::move(finding));
}

/// findings.json is written at a normal end and has the counts; findings.jsonl has what was found before a
/// crash. A last line that was cut off is skipped.
std::vector<Finding> readFindings(const fs::path& workDir)
{
    std::vector<Finding> findings;
    if (const auto whole = parseJson(readReport(workDir / "findings.json"), "findings.json");
        whole && whole->is_array()) {
        for (const Json& one : *whole)
            appendFinding(one, findings);
        return findings;
    }
    const std::string lines = readReport(workDir / "findings.jsonl");
    std::string_view rest = lines;
    for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
        if (const auto one = parseJson(rest.substr(0, end), "findings.jsonl"))
            appendFinding(*one, findings);
        rest.remove_prefix(end + 1);
    }
    return findings;
}

std::string text(const Json& json, const char* key)
{
    return json.is_object() && json.contains(key) && json[key].is_string() ? json[key].get<std::string>()
                                                                           : std::string();
}

std::optional<std::uint64_t> number(const Json& json, const char* key)
{
    if (!json.is_object() || !json.contains(key) || !json[key].is_number_unsigned())
        return std::nullopt;
    return json[key].get<std::uint64_t>();
}

std::string signalText(int signal)
{
    switch (signal) {
    case SIGSEGV:
        return "SIGSEGV (invalid memory address)";
    case SIGBUS:
        return "SIGBUS (invalid memory address)";
    case SIGFPE:
        return "SIGFPE (division by zero or integer overflow)";
    case SIGILL:
        return "SIGILL (illegal instruction)";
    case SIGABRT:
        return "SIGABRT (aborted)";
    case SIGSYS:
        return "SIGSYS (a system call the sandbox refuses: new process, network, tracing or the like)";
    case SIGXFSZ:
        return "SIGXFSZ (wrote a file larger than allowed)";
    case SIGKILL:
        return "SIGKILL (killed)";
    default:
        return "signal " + std::to_string(signal);
    }
}

std::string lastWords(const std::string& err)
{
    constexpr std::size_t kTail = 400;
    std::string tail = err.size() > kTail ? err.substr(err.size() - kTail) : err;
    while (!tail.empty() && std::isspace(static_cast<unsigned char>(tail.back())) != 0)
        tail.pop_back();
    return tail;
}

bool outOfMemory(const ProcessResult& process, const RunLimits& limits)
{
    constexpr double kNearly = 0.9; // a failed allocation leaves the resident set a little below the limit
    return process.err.find("bad_alloc") != std::string::npos
        || static_cast<double>(process.maxRssBytes) > kNearly * static_cast<double>(limits.memoryBytes);
}

struct Ending {
    RunOutcome outcome = RunOutcome::Finished;
    std::string detail;
};

/// Endings that we forced from outside count before what the host could still write.
std::optional<Ending> forcedEnding(const ProcessResult& process, const RunLimits& limits, bool diskOverflow)
{
    if (diskOverflow)
        return Ending { RunOutcome::OutputOverflow,
            "wrote more than " + std::to_string(limits.fileBytes >> 20U) + " MiB of files" };
    if (process.cancelled)
        return Ending { RunOutcome::Cancelled, "cancelled" };
    if (process.timedOut)
        return Ending { RunOutcome::TimedOut,
            "did not finish within " + std::to_string(limits.wallMs)
                + " ms: an endless loop, or far too much work" };
    if (process.outputOverflow)
        return Ending { RunOutcome::OutputOverflow,
            "printed more than " + std::to_string(limits.maxOutputBytes) + " bytes" };
    return std::nullopt;
}

Ending endingOf(const Json& report, const ProcessResult& process, const RunLimits& limits)
{
    const std::string detail = text(report, "detail");
    const int signal = endingSignal(process);
    if (const auto outcome = runOutcomeFromName(text(report, "outcome"));
        outcome && !(signal != 0 && *outcome == RunOutcome::Finished)) {
        if (*outcome == RunOutcome::Crashed && outOfMemory(process, limits))
            return { RunOutcome::OutOfMemory, detail };
        return { *outcome, detail };
    }
    const bool usedUp = process.cpuMs >= 0.95e3 * static_cast<double>(limits.cpuSeconds);
    if (signal == SIGXCPU || (signal == SIGKILL && usedUp))
        return { RunOutcome::TimedOut,
            "used up its " + std::to_string(limits.cpuSeconds) + " s of CPU time" };
    if (outOfMemory(process, limits))
        return { RunOutcome::OutOfMemory,
            "needed more than " + std::to_string(limits.memoryBytes >> 20U) + " MiB of memory" };
    if (signal == SIGXFSZ)
        return { RunOutcome::OutputOverflow, signalText(signal) };
    if (signal != 0)
        return { RunOutcome::Crashed, signalText(signal) + (detail.empty() ? "" : ", " + detail) };
    return { RunOutcome::Crashed,
        "the kernel process ended with code " + std::to_string(process.exitCode)
            + " without a result: " + lastWords(process.err) };
}

} // namespace

RunResult readHostReport(const fs::path& workDir, const Launch& launch, const RunLimits& limits,
    const ProcessResult& process, bool diskOverflow)
{
    RunResult result;
    const Json report
        = parseJson(readReport(workDir / "result.json"), "result.json").value_or(Json::object());
    const auto forced = forcedEnding(process, limits, diskOverflow);
    const Ending ending = forced ? *forced : endingOf(report, process, limits);
    result.outcome = ending.outcome;
    result.detail = ending.detail;
    result.findings = readFindings(workDir);
    result.inputsChanged = report.is_object() && report.contains("inputsChanged")
        && report["inputsChanged"].is_boolean() && report["inputsChanged"].get<bool>();
    if (const auto poison = number(report, "poison"); poison && *poison <= 0xFF)
        result.poison = static_cast<std::uint8_t>(*poison);
    result.opsTotal = number(report, "opsTotal").value_or(0);
    std::error_code ec;
    std::size_t index = 0;
    for (const Argument& argument : launch.arguments) {
        if (!isStoredOutput(argument))
            continue;
        const fs::path file = workDir / ("out" + std::to_string(index++) + ".bin");
        if (fs::is_regular_file(fs::symlink_status(file, ec)) && fs::file_size(file, ec) == argument.bytes)
            result.outputs.push_back(file);
    }
    if (const fs::path trace = workDir / "trace.bin"; fs::is_regular_file(fs::symlink_status(trace, ec)))
        result.trace = trace;
    result.printed = process.out;
    result.wallMs = process.wallMs;
    result.maxRssBytes = process.maxRssBytes;
    return result;
}

} // namespace hawk::emulator
