#include "emulator/program/journal_reader.h"

#include "base/files.h"
#include "emulator/runner/sandbox.h"

#include <algorithm>
#include <csignal>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMaxJournalBytes = 64ULL << 20U;
constexpr std::size_t kMaxLaunches = 100'000;

std::string text(const Json& json, const char* key)
{
    return json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : std::string();
}
std::uint64_t number(const Json& json, const char* key)
{
    return json.contains(key) && json[key].is_number_unsigned() ? json[key].get<std::uint64_t>() : 0;
}

/// What the lines say, in order.
class Reader {
public:
    Reader(fs::path workDir, ProgramReport& report)
        : m_workDir(std::move(workDir))
        , m_report(report)
    {
    }
    void line(const Json& json)
    {
        if (json.contains("launch"))
            launchLine(json);
        else if (json.contains("finding"))
            addFinding(m_report.findings, json["finding"]);
        else if (json.contains("exit") && json["exit"].is_number_integer())
            m_report.exitStatus = json["exit"].get<int>();
        if (json.contains("hostFault"))
            hostFault = text(json, "hostFault");
        stackOverflow = stackOverflow || json.contains("stackOverflow");
        if (json.contains("loadProblem"))
            loadProblem = text(json, "loadProblem");
    }
    std::string hostFault, loadProblem;
    bool stackOverflow = false; ///< of host code
    bool open = false; ///< a launch began and did not end

private:
    static void addFinding(std::vector<Finding>& findings, const Json& json)
    {
        if (auto finding = findingFromJson(json))
            findings.push_back(*std::move(finding));
    }
    void launchLine(const Json& json)
    {
        const std::string state = text(json, "state");
        m_report.launchesTotal = std::max(m_report.launchesTotal, number(json, "launch") + 1);
        if (state == "started" && m_report.launches.size() < kMaxLaunches) {
            LaunchReport launch;
            launch.kernel = text(json, "kernel");
            launch.file = text(json, "file");
            launch.line = static_cast<int>(number(json, "line"));
            launch.blocks = static_cast<std::uint32_t>(json.contains("blocks") && json["blocks"].is_number() ? json["blocks"].get<double>() : 0);
            launch.outcome = RunOutcome::Crashed;
            m_report.launches.push_back(std::move(launch));
            open = true;
        } else if (!m_report.launches.empty() && open) {
            inLaunch(json, state);
        }
    }
    void inLaunch(const Json& json, const std::string& state)
    {
        LaunchReport& launch = m_report.launches.back();
        if (json.contains("finding"))
            addFinding(launch.findings, json["finding"]);
        if (state != "ended")
            return;
        open = false;
        if (const auto outcome = runOutcomeFromName(text(json, "outcome")))
            launch.outcome = *outcome;
        launch.detail = text(json, "detail");
        launch.opsTotal = number(json, "opsTotal");
        if (json.contains("findings") && json["findings"].is_array()) { // with counts
            launch.findings.clear();
            for (const Json& one : json["findings"])
                addFinding(launch.findings, one);
        }
        const bool traced = json.contains("traced") && json["traced"].is_boolean() && json["traced"].get<bool>();
        const fs::path trace = m_workDir / ("launch" + std::to_string(number(json, "launch")) + ".trace");
        std::error_code ec;
        if (traced && fs::is_regular_file(fs::symlink_status(trace, ec)))
            launch.trace = trace;
    }

    fs::path m_workDir;
    ProgramReport& m_report;
};

std::string signalText(int signal)
{
    switch (signal) {
    case SIGSEGV:
    case SIGBUS:
        return "an invalid memory access";
    case SIGFPE:
        return "a division by zero";
    case SIGILL:
        return "an illegal instruction";
    case SIGABRT:
        return "abort() (an assertion, or an uncaught exception)";
    case SIGSYS:
        return "a system call that the sandbox refuses";
    case SIGXFSZ:
        return "a file larger than allowed";
    default:
        return "signal " + std::to_string(signal);
    }
}

std::string lastWords(const std::string& err)
{
    constexpr std::size_t kTail = 300;
    std::string tail = err.size() > kTail ? err.substr(err.size() - kTail) : err;
    while (!tail.empty() && (tail.back() == '\n' || tail.back() == ' '))
        tail.pop_back();
    return tail;
}

struct Ending {
    RunOutcome outcome = RunOutcome::Finished;
    std::string reason;
};

Ending endingOf(
    const ProcessResult& process, const RunLimits& limits, bool diskOverflow, const Reader& journal, const ProgramReport& report)
{
    const std::string where = journal.open && !report.launches.empty() ? " in kernel " + report.launches.back().kernel : "";
    if (diskOverflow)
        return { RunOutcome::OutputOverflow, "wrote more files than a run may leave" + where };
    if (process.cancelled)
        return { RunOutcome::Cancelled, "cancelled" };
    if (process.timedOut)
        return { RunOutcome::TimedOut, "did not finish within " + std::to_string(limits.wallMs / 1000) + " s" + where };
    if (process.outputOverflow)
        return { RunOutcome::OutputOverflow, "printed more than " + std::to_string(limits.maxOutputBytes >> 10U) + " KiB" + where };
    if (!journal.loadProblem.empty())
        return { RunOutcome::Crashed, "the program cannot be loaded: " + journal.loadProblem };
    const int signal = endingSignal(process);
    if (signal == SIGXCPU || (signal == SIGKILL && process.cpuMs >= 0.95e3 * static_cast<double>(limits.cpuSeconds)))
        return { RunOutcome::TimedOut, "used up its " + std::to_string(limits.cpuSeconds) + " s of processor time" + where };
    if (process.err.find("bad_alloc") != std::string::npos)
        return { RunOutcome::OutOfMemory, "ran out of memory" + where };
    if (journal.stackOverflow)
        return { RunOutcome::Crashed, "the host code ended with a stack overflow: an endless recursion, or a large local array" };
    if (signal != 0)
        return { RunOutcome::Crashed,
            "the host code ended with " + signalText(signal) + (journal.hostFault.empty() ? "" : ": it touched " + journal.hostFault)
                + (signal != SIGABRT || process.err.empty() ? "" : ": " + lastWords(process.err)) };
    if (!report.exitStatus)
        return { RunOutcome::Crashed,
            "the program's process ended with code " + std::to_string(process.exitCode) + " before main did: " + lastWords(process.err) };
    for (const LaunchReport& launch : report.launches) {
        if (launch.outcome != RunOutcome::Finished)
            return { launch.outcome, "kernel " + launch.kernel + " (" + launch.file + ":" + std::to_string(launch.line) + ") ended "
                    + std::string(name(launch.outcome)) + ": " + launch.detail };
    }
    return {};
}

} // namespace

void readJournal(
    const fs::path& workDir, const ProcessResult& process, const RunLimits& limits, bool diskOverflow, ProgramReport& report)
{
    Reader reader(workDir, report);
    std::error_code ec;
    const fs::path file = workDir / "journal.jsonl";
    if (fs::is_regular_file(fs::symlink_status(file, ec)) && fs::file_size(file, ec) <= kMaxJournalBytes) {
        const std::string lines = readFile(file).value_or({});
        for (std::size_t at = 0; at < lines.size();) {
            const std::size_t end = lines.find('\n', at);
            if (end == std::string::npos)
                break; // cut off
            if (const auto json = parseJson(std::string_view(lines).substr(at, end - at), "journal.jsonl"); json && json->is_object())
                reader.line(*json);
            at = end + 1;
        }
    }
    const Ending ending = endingOf(process, limits, diskOverflow, reader, report);
    report.outcome = ending.outcome;
    report.reason = ending.reason;
    if (reader.open && !report.launches.empty()) {
        report.launches.back().outcome = ending.outcome;
        report.launches.back().detail = ending.reason;
    }
    report.ran = ending.outcome == RunOutcome::Finished;
    report.printed = process.out;
    report.errors = process.err;
    report.runMs = process.wallMs;
    report.maxRssBytes = process.maxRssBytes;
}

} // namespace hawk::emulator
