#pragma once

#include "base/process.h"
#include "emulator/emulator.h"
#include "emulator/runner/seccomp_filter.h"

#include <chrono>
#include <filesystem>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace hawk::emulator {

/// How much of the machine's software a sandboxed program sees, read-only. Never /etc, /home, /root, /var.
enum class SystemView : std::uint8_t {
    Libraries, ///< shared libraries only: no shell, no tools
    Toolchain ///< all of /usr
};

/// One program to run in isolation. Paths mean the same inside and outside, so that a job can also run
/// unconfined.
struct SandboxJob {
    std::vector<std::string> argv; ///< argv[0] absolute
    std::vector<std::filesystem::path> readOnly; ///< files and folders it may read
    std::filesystem::path writable; ///< the one folder it may write; also its working directory
    std::map<std::string, std::string> environment; ///< its whole environment
    SystemView view = SystemView::Libraries;
    SystemCalls calls = SystemCalls::Kernel;
    ProcessLimits limits; ///< CPU, address space, file size, open files, processes
    std::chrono::milliseconds timeout { 0 };
    std::uint64_t maxOutputBytes = 1ULL << 20U; ///< of each stream; more kills the job
};

/// Runs the job under bubblewrap: new namespaces of every kind (no network), its own empty /tmp, read-only
/// system, no capabilities, no new privileges, a system-call filter, rlimits, and a wall clock that kills
/// everything in it. Without a usable sandbox: Environment with the cure, unless `policy.allowUnsafe`, which
/// runs it with limits only. A signal inside arrives as exitCode 128 + signal. Thread-safe.
Result<ProcessResult> runSandboxed(
    const SandboxJob& job, const SandboxPolicy& policy, std::stop_token stop = {});

/// The signal that ended what ran in a sandbox or outside of one; 0 when none did.
int endingSignal(const ProcessResult& process);

/// The command line runSandboxed uses, for `hawk doctor` and tests.
std::vector<std::string> sandboxCommand(const SandboxJob& job, const std::string& bwrap);

/// probeSandbox() without the cache: looks bwrap up in PATH and really starts something in it.
SandboxStatus probeSandboxNow();

} // namespace hawk::emulator
