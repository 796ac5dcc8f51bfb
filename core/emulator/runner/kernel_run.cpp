#include "emulator/runner/kernel_run.h"

#include "base/files.h"
#include "emulator/runner/disk_watch.h"
#include "emulator/runner/host_report.h"
#include "emulator/runner/sandbox.h"
#include "emulator/launch/scratch_file.h"

#include <chrono>
#include <thread>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

Result<fs::path> findHost()
{
    const fs::path host = binaryDir() / "hawk-emu-host";
    if (const auto found = findProgram(host.string()))
        return *found;
    return Error { Errc::Environment, "cannot run kernels: the program " + host.string() + " is missing", {},
        "build or install hawk-emu-host beside this program, or set HAWK_BIN to its folder" };
}

/// Then a run that left no result may not be the kernel's fault.
bool diskIsFull(const fs::path& folder)
{
    constexpr std::uintmax_t kLittle = 4ULL << 20U;
    std::error_code ec;
    const fs::space_info space = fs::space(folder, ec);
    return !ec && space.available < kLittle;
}

SandboxJob hostJob(const fs::path& host, const BuildResult& built, const Launch& launch,
    const RunLimits& limits, const fs::path& workDir)
{
    SandboxJob job;
    job.argv = { host.string(), workDir.string() };
    job.readOnly = { host, built.library };
    for (const Argument& argument : launch.arguments)
        if (!argument.data.empty())
            job.readOnly.push_back(argument.data);
    job.writable = workDir;
    // One arena per thread would count against the address space limit long before memory is used.
    job.environment = { { "LC_ALL", "C" }, { "MALLOC_ARENA_MAX", "2" }, { "HOME", "/nonexistent" } };
    // Threads count as processes: the host may run one per processor.
    job.limits = { .cpuSeconds = limits.cpuSeconds,
        .addressSpaceBytes = limits.memoryBytes,
        .fileSizeBytes = limits.fileBytes,
        .processes = limits.processes + std::thread::hardware_concurrency(),
        .openFiles = 128 };
    job.timeout = std::chrono::milliseconds(limits.wallMs);
    job.maxOutputBytes = limits.maxOutputBytes;
    return job;
}

} // namespace

Result<RunResult> runKernel(const BuildResult& built, const Launch& launch, const RunLimits& limits,
    const fs::path& workDir, const SandboxPolicy& policy, std::stop_token stop)
{
    const auto host = findHost();
    if (!host)
        return host.error();
    const Json job { { "launch", toJson(launch) }, { "library", built.library.string() },
        { "maxTraceOps", limits.maxTraceOps } };
    if (const Status written = writeScratchFile(workDir / "launch.json", job.dump()); !written)
        return written.error();
    std::stop_source stopRun;
    const std::stop_callback forward(stop, [&] { stopRun.request_stop(); });
    // A trace and the outputs are legitimately large together, so the whole folder gets twice the limit of
    // one file.
    DiskWatch watch(workDir, 2 * limits.fileBytes, stopRun);
    const auto process
        = runSandboxed(hostJob(*host, built, launch, limits, workDir), policy, stopRun.get_token());
    if (!process)
        return process.error();
    RunResult result = readHostReport(workDir, launch, limits, *process, watch.overflow());
    if (result.outcome == RunOutcome::Crashed && diskIsFull(workDir))
        return Error { Errc::Io, "cannot run the kernel: no space left in " + workDir.parent_path().string(),
            {}, "the disk is full: free some space, or set TMPDIR to another one, and try again" };
    return result;
}

} // namespace hawk::emulator
