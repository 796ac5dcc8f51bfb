#include "emulator/runner/sandbox.h"

#include "base/files.h"

#include <system_error>
#include <utility>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

constexpr const char* kPrlimit = "/usr/bin/prlimit"; // util-linux, essential on Debian

constexpr std::uint64_t kCpuGrace = 1; ///< seconds between SIGXCPU and SIGKILL

bool exists(const fs::path& path)
{
    std::error_code ec;
    return fs::exists(path, ec);
}

void add(std::vector<std::string>& command, std::initializer_list<std::string> words)
{
    command.insert(command.end(), words);
}

/// Binds a system folder as it is: a merged-/usr symlink stays a symlink.
void addSystemFolder(std::vector<std::string>& command, const fs::path& folder)
{
    std::error_code ec;
    if (fs::is_symlink(folder, ec))
        add(command, { "--symlink", fs::read_symlink(folder, ec).string(), folder.string() });
    else if (fs::is_directory(folder, ec))
        add(command, { "--ro-bind", folder.string(), folder.string() });
}

void addSystem(std::vector<std::string>& command, SystemView view)
{
    if (view == SystemView::Toolchain) {
        add(command, { "--ro-bind", "/usr", "/usr" });
        for (const char* folder : { "/bin", "/sbin" })
            addSystemFolder(command, folder);
        if (exists("/etc/alternatives")) // /usr/bin/ld and c++ may be links into it
            add(command, { "--ro-bind", "/etc/alternatives", "/etc/alternatives" });
    } else {
        for (const char* folder : { "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/local/lib64" })
            addSystemFolder(command, folder);
    }
    for (const char* folder : { "/lib", "/lib64" })
        addSystemFolder(command, folder);
    if (exists("/etc/ld.so.cache")) // where the dynamic linker finds libraries outside its default folders
        add(command, { "--ro-bind", "/etc/ld.so.cache", "/etc/ld.so.cache" });
}

/// Limits that must be set inside: the number of processes is counted per user namespace, and set outside it
/// would count every process the user has.
std::vector<std::string> innerLimits(const SandboxJob& job)
{
    if (!exists(kPrlimit))
        return {};
    std::vector<std::string> words { kPrlimit, "--core=0" };
    if (job.limits.processes > 0)
        words.push_back("--nproc=" + std::to_string(job.limits.processes));
    if (job.limits.cpuSeconds
        > 0) { // a soft limit below the hard one tells "too slow" (SIGXCPU) from "killed"
        const std::string soft = std::to_string(job.limits.cpuSeconds);
        words.push_back("--cpu=" + soft + ":" + std::to_string(job.limits.cpuSeconds + kCpuGrace));
    }
    return words;
}

ProcessSpec processSpec(const SandboxJob& job)
{
    ProcessSpec spec;
    spec.workingDirectory = job.writable;
    spec.timeout = job.timeout;
    spec.maxOutputBytes = job.maxOutputBytes;
    spec.killOnOutputOverflow = true;
    spec.limits = job.limits;
    spec.limits.processes = 0;
    if (spec.limits.cpuSeconds > 0)
        spec.limits.cpuSeconds += kCpuGrace;
    spec.environment = job.environment;
    return spec;
}

SandboxStatus unusable(SandboxStatus status, std::string problem, std::string fix)
{
    status.problem = std::move(problem);
    status.fix = std::move(fix);
    return status;
}

std::string firstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

} // namespace

std::vector<std::string> sandboxCommand(const SandboxJob& job, const std::string& bwrap)
{
    std::vector<std::string> command;
    const char* filter = seccompFilterPath(job.calls);
    if (*filter != '\0') // bubblewrap reads the filter from a descriptor; the shell opens it with an offset
                         // of its own
        add(command,
            { "/bin/sh", "-c", "f=$1; shift; exec \"$@\" 9<\"$f\"", "sh", filter, bwrap, "--seccomp", "9" });
    else
        command.push_back(bwrap);
    // --as-pid-1: no process of bubblewrap stands between us and the program, so that what it used is
    // counted.
    add(command,
        { "--unshare-all", "--as-pid-1", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
            "--clearenv", "--hostname", "sandbox" });
    for (const auto& [key, value] : job.environment)
        add(command, { "--setenv", key, value });
    addSystem(command, job.view);
    add(command, { "--tmpfs", "/tmp" });
    for (const char* device : { "/dev/null", "/dev/zero", "/dev/urandom" })
        add(command, { "--dev-bind", device, device });
    const std::vector<std::string> limits = innerLimits(job);
    if (!limits.empty() && job.view == SystemView::Libraries)
        add(command, { "--ro-bind", kPrlimit, kPrlimit });
    for (const fs::path& path : job.readOnly)
        add(command, { "--ro-bind", path.string(), path.string() });
    if (!job.writable.empty())
        add(command,
            { "--bind", job.writable.string(), job.writable.string(), "--chdir", job.writable.string() });
    add(command, { "--remount-ro", "/", "--" });
    command.insert(command.end(), limits.begin(), limits.end());
    command.insert(command.end(), job.argv.begin(), job.argv.end());
    return command;
}

int endingSignal(const ProcessResult& process)
{
    constexpr int kFirst = 128; // of the codes that stand for a signal
    constexpr int kSignals = 65;
    if (process.signal != 0)
        return process.signal;
    return process.exitCode > kFirst && process.exitCode < kFirst + kSignals ? process.exitCode - kFirst : 0;
}

Result<ProcessResult> runSandboxed(const SandboxJob& job, const SandboxPolicy& policy, std::stop_token stop)
{
    ProcessSpec spec = processSpec(job);
    const SandboxStatus status = probeSandbox();
    if (status.usable)
        spec.argv = sandboxCommand(job, status.tool);
    else if (policy.allowUnsafe)
        spec.argv = job.argv;
    else
        return Error { Errc::Environment, "generated code is not run without a sandbox: " + status.problem,
            {}, status.fix };
    return runProcess(spec, std::move(stop));
}

SandboxStatus probeSandboxNow()
{
    SandboxStatus status;
    const auto tool = findProgram("bwrap");
    if (!tool)
        return unusable(status, "bubblewrap (bwrap) is not installed, or not in PATH",
            "install it: apt-get install bubblewrap");
    status.tool = fs::absolute(*tool).string();
    ProcessSpec version;
    version.argv = { status.tool, "--version" };
    version.timeout = std::chrono::seconds(5);
    if (const auto answer = runProcess(version); answer && answer->ok())
        status.version = firstLine(answer->out);
    const auto folder = TempDir::create("hawk-probe-");
    if (!folder)
        return unusable(status, folder.error().text(), "make the temporary folder writable, or set TMPDIR");
    SandboxJob job;
    job.argv = { "/bin/sh", "-c", "test ! -e /etc/passwd && echo ready > answer && echo ready" };
    job.writable = folder->path();
    job.view = SystemView::Toolchain;
    job.calls = SystemCalls::Compiler;
    ProcessSpec spec = processSpec(job);
    spec.timeout = std::chrono::seconds(10);
    spec.argv = sandboxCommand(job, status.tool);
    const auto answer = runProcess(spec);
    if (!answer)
        return unusable(status, answer.error().text(), answer.error().hint);
    if (answer->ok() && answer->out == "ready\n") {
        status.usable = true;
        return status;
    }
    const std::string words = answer->err.empty() ? "it ended with code " + std::to_string(answer->exitCode)
                                                  : firstLine(answer->err);
    return unusable(status, "bubblewrap cannot make a sandbox here: " + words,
        "allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1; on Ubuntu 24.04 also "
        "kernel.apparmor_restrict_unprivileged_userns=0; in a container run it with "
        "--security-opt seccomp=unconfined), or accept the risk and allow unsandboxed runs");
}

SandboxStatus probeSandbox()
{
    static const SandboxStatus status = probeSandboxNow();
    return status;
}

} // namespace hawk::emulator
