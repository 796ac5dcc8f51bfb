#include "emulator/program/journal_reader.h"
#include "emulator/program/program_builder.h"
#include "emulator/program/sample_program.h"

#include "base/files.h"
#include "chip/chip_catalog.h"
#include "emulator/report/profile_builder.h"
#include "emulator/runner/disk_watch.h"
#include "emulator/runner/sandbox.h"
#include "emulator/launch/scratch_file.h"
#include "emulator/trace/access_geometry.h"

#include <algorithm>
#include <thread>
#include <unistd.h>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMaxSampleBytes = 512ULL << 20U;
constexpr std::uint64_t kDeviceReserve = 4; ///< address space of device memory over what can be allocated

/// Copies the sample into the work folder: the program and its scripts may write wherever they like.
Status copySample(const fs::path& from, const fs::path& to)
{
    std::error_code ec;
    std::uint64_t total = 0;
    for (fs::recursive_directory_iterator it(from, fs::directory_options::skip_permission_denied, ec), end; it != end && !ec;
         it.increment(ec)) {
        const fs::path relative = it->path().lexically_relative(from);
        if (relative.filename() == ".git" || relative == "build") {
            it.disable_recursion_pending();
            continue;
        }
        if (it->is_directory(ec)) {
            fs::create_directories(to / relative, ec);
            continue;
        }
        if (!it->is_regular_file(ec))
            continue;
        total += it->file_size(ec);
        if (total > kMaxSampleBytes)
            return Error { Errc::InvalidInput, "the sample's folder holds more than " + std::to_string(kMaxSampleBytes >> 20U) + " MiB",
                from.string(), "run a folder that holds only the program" };
        fs::create_directories((to / relative).parent_path(), ec);
        fs::copy_file(it->path(), to / relative, fs::copy_options::overwrite_existing, ec);
        if (ec && ::access(it->path().c_str(), R_OK) != 0)
            return Error { Errc::InvalidInput, "cannot read a file of the sample: " + ec.message(), it->path().string(),
                "make it readable, or run a folder that holds only the program" };
        if (ec)
            return Error { Errc::Io, "cannot copy the sample: " + ec.message(), it->path().string(), {} };
        fs::permissions(to / relative, fs::perms::owner_read | fs::perms::owner_write, fs::perm_options::add, ec);
    }
    return {};
}

/// Where the program may be: a file's folder may be large and not its own.
Status prepareFolder(const ProgramSample& sample, const fs::path& copy)
{
    std::error_code ec;
    fs::create_directories(copy / sample.runFolder, ec);
    if (ec)
        return Error { Errc::Io, "cannot make the run folder: " + ec.message(), copy.string(), {} };
    return copySample(sample.folder, copy);
}

SandboxJob scriptJob(const ProgramStep& step, const fs::path& runFolder, const fs::path& workDir, std::chrono::milliseconds time)
{
    SandboxJob job;
    job.argv = { "/bin/sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh", runFolder.string(), "/usr/bin/python3", "-B" };
    job.argv.insert(job.argv.end(), step.words.begin(), step.words.end());
    job.writable = workDir;
    // One thread of linear algebra: the scripts are small, and each thread counts as a process and reserves memory.
    job.environment = { { "PATH", "/usr/bin:/bin" }, { "LC_ALL", "C.UTF-8" }, { "HOME", "/nonexistent" }, { "TMPDIR", "/tmp" },
        { "OPENBLAS_NUM_THREADS", "1" }, { "OMP_NUM_THREADS", "1" }, { "PYTHONWARNINGS", "ignore" } };
    job.view = SystemView::Toolchain;
    job.calls = SystemCalls::Compiler;
    job.limits = { .cpuSeconds = static_cast<std::uint64_t>(time.count() / 1000 + 1), .addressSpaceBytes = 12ULL << 30U,
        .fileSizeBytes = 512ULL << 20U, .processes = 64, .openFiles = 256 };
    job.timeout = time;
    return job;
}

SandboxJob programJob(const fs::path& host, const fs::path& library, const ProgramOptions& options, const fs::path& workDir)
{
    SandboxJob job;
    job.argv = { host.string(), "--program", workDir.string() };
    job.readOnly = { host, library };
    job.writable = workDir;
    job.environment = { { "LC_ALL", "C" }, { "MALLOC_ARENA_MAX", "2" }, { "HOME", "/nonexistent" } };
    // Device memory is bounded by the runtime; the address space reserved for it is larger, so that freed addresses stay unused.
    job.limits = { .cpuSeconds = options.limits.cpuSeconds,
        .addressSpaceBytes = options.limits.memoryBytes + kDeviceReserve * options.limits.memoryBytes / 2
            + kDeviceReserve * options.limits.memoryBytes / 16,
        .fileSizeBytes = options.limits.fileBytes,
        .processes = options.limits.processes + std::thread::hardware_concurrency(),
        .openFiles = 256 };
    job.timeout = std::chrono::milliseconds(options.limits.wallMs);
    job.maxOutputBytes = options.limits.maxOutputBytes;
    return job;
}

std::string lastLine(std::string text)
{
    constexpr std::size_t kLongest = 300;
    while (!text.empty() && (text.back() == '\n' || text.back() == ' '))
        text.pop_back();
    std::string line = text.substr(text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1);
    return line.size() > kLongest ? line.substr(0, kLongest) + "..." : line;
}

/// "ModuleNotFoundError: No module named 'x.y'", or what a script that catches it prints -> "the Python module x"; else empty.
std::string missingModule(const std::string& errors)
{
    constexpr std::string_view kMark = "No module named '";
    const std::size_t at = errors.rfind(kMark);
    if (at == std::string::npos)
        return {};
    const std::size_t begin = at + kMark.size();
    return "the Python module " + errors.substr(begin, errors.find_first_of("'.", begin) - begin);
}

/// Why a script did not do its work, as the rest of a sentence about it.
std::string howScriptEnded(const ProcessResult& process, bool diskOverflow, std::chrono::milliseconds time)
{
    if (diskOverflow)
        return "wrote more files than a run may leave";
    if (process.timedOut)
        return "did not finish within " + std::to_string(time.count() / 1000) + " s";
    if (process.outputOverflow)
        return "printed more than 1 MiB";
    const int signal = endingSignal(process);
    const std::string last = lastLine(process.err.empty() ? process.out : process.err);
    return (signal != 0 ? "was ended by signal " + std::to_string(signal) : "ended with code " + std::to_string(process.exitCode))
        + (last.empty() ? "" : ": " + last);
}

/// What the launch moved at least, from its own trace: the bytes it read first of each buffer and those it wrote.
std::vector<Argument> argumentsOf(const Trace& trace)
{
    struct Use {
        Interval read, written;
    };
    std::vector<Use> uses(trace.tensors.size());
    const auto widen = [](Interval& whole, const Interval& part) {
        whole = whole.empty() ? part : Interval { std::min(whole.begin, part.begin), std::max(whole.end, part.end) };
    };
    for (const auto& ops : trace.cores) {
        for (const Op& op : ops) {
            for (std::size_t i = 0; i < op.accessCount; ++i) {
                const Access& access = op.accesses[i];
                if (access.space != Space::Gm)
                    continue;
                const auto tensor = std::ranges::upper_bound(trace.tensors, access.offset, {}, &TraceTensor::offset);
                if (tensor == trace.tensors.begin())
                    continue;
                Use& use = uses[static_cast<std::size_t>(tensor - trace.tensors.begin()) - 1];
                if ((access.flags & AccessRead) != 0)
                    widen(use.read, boundsOf(access));
                if ((access.flags & AccessWrite) != 0)
                    widen(use.written, boundsOf(access));
            }
        }
    }
    std::vector<Argument> arguments;
    for (std::size_t i = 0; i < uses.size(); ++i) {
        for (const bool output : { false, true }) {
            const Interval& bytes = output ? uses[i].written : uses[i].read;
            if (bytes.empty())
                continue;
            Argument argument;
            argument.kind = output ? Argument::Kind::Output : Argument::Kind::Input;
            argument.name = trace.tensors[i].name;
            argument.bytes = std::min<std::uint64_t>(static_cast<std::uint64_t>(bytes.end - bytes.begin), trace.tensors[i].bytes);
            arguments.push_back(std::move(argument));
        }
    }
    return arguments;
}

Status analyseLaunches(const ProgramOptions& options, ProgramReport& report)
{
    const auto costs = CostTable::forGeneration(options.chip->generation);
    if (!costs)
        return costs.error();
    for (LaunchReport& launch : report.launches) {
        if (launch.trace.empty())
            continue;
        const auto trace = readTrace(launch.trace);
        if (!trace)
            continue; // what the process left is not readable: no profile
        Launch described;
        described.entry = launch.kernel;
        described.blockDim = std::max(launch.blocks, 1U);
        described.chip = options.chip;
        described.arguments = argumentsOf(*trace);
        auto analysis = analyseTrace(*trace, described, *costs);
        if (!analysis)
            return analysis.error();
        launch.findings.insert(launch.findings.end(), analysis->findings.begin(), analysis->findings.end());
        report.modelledUs += analysis->profile.totalUs;
        launch.profile = std::move(analysis->profile);
    }
    return {};
}

/// The author's own words for success, in what was printed.
bool printedAny(const std::vector<std::string>& expected, const std::string& text)
{
    return std::ranges::any_of(expected, [&](const std::string& line) { return text.find(line) != std::string::npos; });
}

class Run {
public:
    Run(const ProgramSample& sample, const ProgramScenario& scenario, const ProgramOptions& options, fs::path workDir, std::stop_token stop)
        : m_sample(sample)
        , m_scenario(scenario)
        , m_options(options)
        , m_workDir(std::move(workDir))
        , m_stop(std::move(stop))
    {
        m_copy = m_workDir / "sample";
        m_runFolder = m_copy / sample.runFolder;
        report.scenario = scenario.name;
    }
    ProgramReport report;

    Status go()
    {
        if (Status prepared = prepareFolder(m_sample, m_copy); !prepared)
            return prepared;
        if (m_options.golden)
            if (Status complete = checkScripts(); !complete)
                return complete;
        auto build = buildProgram(m_sample, m_scenario, m_options, m_stop);
        if (!build)
            return build.error();
        report.built = build->ok;
        report.diagnostics = std::move(build->diagnostics);
        report.buildLog = std::move(build->log);
        report.buildMs = build->wallMs;
        report.reason = build->reason;
        if (!build->ok)
            return {};
        if (m_options.golden) {
            report.preparing = true;
            if (Status done = scripts(m_scenario.prepare, "preparing its inputs"); !done || !report.reason.empty())
                return done;
            report.preparing = false;
        }
        if (Status done = program(build->library); !done)
            return done;
        if (m_options.analyse) {
            if (Status done = analyseLaunches(m_options, report); !done)
                return done;
        }
        return report.ran ? verify() : Status {};
    }

private:
    Status program(const fs::path& library)
    {
        const fs::path host = binaryDir() / "hawk-emu-host";
        if (!findProgram(host.string()))
            return Error { Errc::Environment, "cannot run programs: " + host.string() + " is missing", {},
                "build or install hawk-emu-host beside this program, or set HAWK_BIN to its folder" };
        const Json request { { "chip", chip::toJson(*m_options.chip) }, { "library", library.string() },
            { "runFolder", m_runFolder.string() }, { "arguments", m_scenario.arguments }, { "seed", m_options.seed },
            { "deviceBytes", m_options.limits.memoryBytes / 2 }, { "maxTraceOps", m_options.limits.maxTraceOps },
            { "freshMemory", m_options.freshMemory }, { "recordHandovers", m_options.recordHandovers } };
        if (Status written = writeScratchFile(m_workDir / "program.json", request.dump()); !written)
            return written;
        bool diskOverflow = false;
        const auto process = watched(programJob(host, library, m_options, m_workDir), diskOverflow);
        if (!process)
            return process.error();
        readJournal(m_workDir, *process, m_options.limits, diskOverflow, report);
        return {};
    }

    /// A script that the README runs and the sample does not have: nothing could come of the run.
    Status checkScripts() const
    {
        for (const auto* steps : { &m_scenario.prepare, &m_scenario.verify }) {
            for (const ProgramStep& step : *steps) {
                std::error_code ec;
                if (!step.words.front().ends_with(".py") || fs::exists(m_runFolder / step.words.front(), ec))
                    continue;
                return Error { Errc::InvalidInput, "a script of the sample is missing: its README runs " + step.words.front() + " in "
                        + m_sample.runFolder.string() + "/", m_sample.folder.string(), "add it, or run without --golden" };
            }
        }
        return {};
    }

    /// A job in the work folder that may not fill the disk.
    Result<ProcessResult> watched(const SandboxJob& job, bool& diskOverflow)
    {
        std::stop_source stop;
        const std::stop_callback forward(m_stop, [&] { stop.request_stop(); });
        const DiskWatch watch(m_workDir, kMaxSampleBytes + 2 * m_options.limits.fileBytes, stop);
        auto process = runSandboxed(job, m_options.sandbox, stop.get_token());
        diskOverflow = watch.overflow();
        return process;
    }

    /// Runs scripts one after the other; the first that fails sets the reason.
    Status scripts(const std::vector<ProgramStep>& steps, const std::string& what)
    {
        for (const ProgramStep& step : steps) {
            bool diskOverflow = false;
            const auto process = watched(scriptJob(step, m_runFolder, m_workDir, m_options.scriptTime), diskOverflow);
            if (!process)
                return process.error();
            if (process->cancelled && !diskOverflow)
                return Error { Errc::Cancelled, "cancelled", {}, {} };
            report.scriptOutput += process->out + process->err;
            if (process->ok())
                continue;
            report.missing = missingModule(process->err);
            if (!report.missing.empty()) {
                report.reason = what + " was not possible: the sample's own script " + step.words.front() + " needs " + report.missing
                    + ", which is not installed for /usr/bin/python3; install it, or run without --golden";
                return {};
            }
            report.reason = what + " failed: " + step.words.front() + " " + howScriptEnded(*process, diskOverflow, m_options.scriptTime);
            return {};
        }
        return {};
    }

    Status verify()
    {
        const bool scripted = m_options.golden && !m_scenario.verify.empty();
        if (*report.exitStatus != 0) {
            report.verified = false;
            report.reason = "the program ended with status " + std::to_string(*report.exitStatus) + ": "
                + lastLine(report.printed.empty() ? report.errors : report.printed);
            return {};
        }
        if (scripted) {
            if (Status done = scripts(m_scenario.verify, "verification"); !done)
                return done;
            if (report.missing.empty())
                report.verified = report.reason.empty();
            return {};
        }
        // The program checks itself: the README shows what it then prints.
        if (!m_sample.expected.empty() && (m_options.golden || m_scenario.prepare.empty())) {
            report.verified = printedAny(m_sample.expected, report.printed);
            if (!*report.verified)
                report.reason = "the program printed none of the README's words of success ('" + m_sample.expected.front() + "'): "
                    + lastLine(report.printed);
        }
        return {};
    }

    const ProgramSample& m_sample;
    const ProgramScenario& m_scenario;
    const ProgramOptions& m_options;
    fs::path m_workDir, m_copy, m_runFolder;
    std::stop_token m_stop;
};

} // namespace

RunLimits ProgramOptions::programLimits()
{
    RunLimits limits;
    limits.wallMs = 60'000;
    limits.cpuSeconds = 60;
    limits.memoryBytes = 4ULL << 30U;
    return limits;
}

Result<ProgramReport> runProgram(
    const ProgramSample& sample, const ProgramScenario& scenario, const ProgramOptions& options, std::stop_token stop)
{
    const std::string& problem = scenario.problem.empty() ? sample.unsupported : scenario.problem;
    if (!problem.empty()) {
        ProgramReport refused;
        refused.scenario = scenario.name;
        refused.refused = true;
        refused.reason = "cannot run here: " + problem;
        return refused;
    }
    std::optional<TempDir> own;
    fs::path folder = options.workFolder;
    if (folder.empty()) {
        auto made = TempDir::create("hawk-run-");
        if (!made)
            return made.error();
        folder = made->path();
        own = *std::move(made);
    } else {
        std::error_code ec;
        folder = fs::absolute(folder, ec);
        fs::create_directories(folder, ec);
    }
    Run run(sample, scenario, options, folder, std::move(stop));
    if (Status done = run.go(); !done)
        return done.error();
    if (own)
        for (LaunchReport& launch : run.report.launches)
            launch.trace.clear();
    return std::move(run.report);
}

} // namespace hawk::emulator
