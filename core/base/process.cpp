#include "base/process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace hawk {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// Everything the child needs between fork and exec, prepared before the fork: after it only async-signal-safe
/// calls are allowed, because other threads may hold locks.
struct ExecPlan {
    std::vector<char*> argv;
    std::vector<std::string> environmentText;
    std::vector<char*> envp;
    std::string program;
    std::string directory;
    std::vector<std::pair<int, rlim_t>> limits;
};

void addLimit(ExecPlan& plan, int resource, std::uint64_t value)
{
    if (value != 0)
        plan.limits.emplace_back(resource, static_cast<rlim_t>(value));
}

Result<ExecPlan> prepare(const ProcessSpec& spec)
{
    if (spec.argv.empty())
        return Error { Errc::InvalidInput, "no program given to run", {}, {} };
    ExecPlan plan;
    const auto program = findProgram(spec.argv.front());
    if (!program)
        return Error { Errc::Environment, "cannot run '" + spec.argv.front() + "': no such program in PATH", {},
            "install it, or correct PATH" };
    plan.program = program->string();
    for (const std::string& argument : spec.argv)
        plan.argv.push_back(const_cast<char*>(argument.c_str()));
    plan.argv.push_back(nullptr);
    if (spec.environment) {
        for (const auto& [key, value] : *spec.environment)
            plan.environmentText.push_back(key + "=" + value);
        for (std::string& line : plan.environmentText)
            plan.envp.push_back(line.data());
        plan.envp.push_back(nullptr);
    }
    plan.directory = spec.workingDirectory.string();
    addLimit(plan, RLIMIT_CPU, spec.limits.cpuSeconds);
    addLimit(plan, RLIMIT_AS, spec.limits.addressSpaceBytes);
    addLimit(plan, RLIMIT_FSIZE, spec.limits.fileSizeBytes);
    addLimit(plan, RLIMIT_NPROC, spec.limits.processes);
    addLimit(plan, RLIMIT_NOFILE, spec.limits.openFiles);
    return plan;
}

struct Pipes {
    std::array<int, 2> in { -1, -1 };
    std::array<int, 2> out { -1, -1 };
    std::array<int, 2> err { -1, -1 };
    std::array<int, 2> failure { -1, -1 }; ///< closed by a successful exec; carries errno otherwise
};

/// A parent-death signal follows the thread that forked, so only a call that waits in that thread may ask for it;
/// a long-lived helper notices our end by the end of its standard input.
enum class Lifetime : std::uint8_t { EndsWithThread, Independent };

void closeFd(int& fd)
{
    if (fd >= 0)
        ::close(fd);
    fd = -1;
}

[[noreturn]] void childMain(const ExecPlan& plan, const Pipes& pipes, Lifetime lifetime)
{
    ::setpgid(0, 0);
    if (lifetime == Lifetime::EndsWithThread)
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(pipes.in[0], STDIN_FILENO);
    ::dup2(pipes.out[1], STDOUT_FILENO);
    ::dup2(pipes.err[1], STDERR_FILENO);
    ::signal(SIGPIPE, SIG_DFL);
    for (const auto& [resource, value] : plan.limits) {
        const rlimit limit { value, value };
        ::setrlimit(static_cast<__rlimit_resource>(resource), &limit);
    }
    if (plan.directory.empty() || ::chdir(plan.directory.c_str()) == 0)
        ::execve(plan.program.c_str(), plan.argv.data(), plan.envp.empty() ? environ : plan.envp.data());
    const int code = errno;
    const ssize_t written = ::write(pipes.failure[1], &code, sizeof code);
    ::_exit(written > 0 ? 127 : 126);
}

struct Child {
    pid_t pid = -1;
    int in = -1;
    int out = -1;
    int err = -1;
};

Result<Child> spawn(const ProcessSpec& spec, Lifetime lifetime)
{
    Result<ExecPlan> plan = prepare(spec);
    if (!plan)
        return plan.error();
    Pipes pipes;
    for (auto* pipe : { &pipes.in, &pipes.out, &pipes.err, &pipes.failure })
        if (::pipe2(pipe->data(), O_CLOEXEC) != 0)
            return Error { Errc::Environment, std::string("cannot create a pipe: ") + std::strerror(errno), {}, {} };
    const pid_t pid = ::fork();
    if (pid == 0)
        childMain(*plan, pipes, lifetime);
    closeFd(pipes.in[0]);
    closeFd(pipes.out[1]);
    closeFd(pipes.err[1]);
    closeFd(pipes.failure[1]);
    if (pid > 0)
        ::setpgid(pid, pid); // both sides set it, so that a kill right now reaches the group
    int code = pid < 0 ? errno : 0;
    if (pid > 0 && ::read(pipes.failure[0], &code, sizeof code) > 0)
        ::waitpid(pid, nullptr, 0);
    closeFd(pipes.failure[0]);
    if (code != 0) {
        closeFd(pipes.in[1]);
        closeFd(pipes.out[0]);
        closeFd(pipes.err[0]);
        return Error { Errc::Environment, "cannot start " + plan->program + ": " + std::strerror(code), {}, {} };
    }
    for (const int fd : { pipes.in[1], pipes.out[0], pipes.err[0] })
        ::fcntl(fd, F_SETFL, O_NONBLOCK);
    return Child { pid, pipes.in[1], pipes.out[0], pipes.err[0] };
}

/// Reads what is there. False at end of file.
bool drain(int fd, std::string& into, std::uint64_t limit, bool& overflow)
{
    std::array<char, 65536> chunk {};
    while (true) {
        const ssize_t n = ::read(fd, chunk.data(), chunk.size());
        if (n > 0) {
            const auto got = static_cast<std::size_t>(n);
            const std::size_t room = into.size() < limit ? static_cast<std::size_t>(limit) - into.size() : 0;
            into.append(chunk.data(), std::min(room, got));
            if (got > room)
                overflow = true;
            if (overflow)
                return true; // let the caller decide before reading on
            continue;
        }
        if (n < 0 && errno == EINTR)
            continue;
        return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    }
}

bool feed(int fd, std::string_view& rest)
{
    while (!rest.empty()) {
        const ssize_t n = ::write(fd, rest.data(), rest.size());
        if (n > 0) {
            rest.remove_prefix(static_cast<std::size_t>(n));
            continue;
        }
        if (n < 0 && errno == EINTR)
            continue;
        return n < 0 && errno == EAGAIN;
    }
    return false;
}

void ignoreSigpipe()
{
    static const bool done = [] {
        ::signal(SIGPIPE, SIG_IGN);
        return true;
    }();
    static_cast<void>(done);
}

} // namespace

std::optional<std::filesystem::path> findProgram(std::string_view name)
{
    namespace fs = std::filesystem;
    if (name.find('/') != std::string_view::npos)
        return ::access(std::string(name).c_str(), X_OK) == 0 ? std::optional<fs::path>(name) : std::nullopt;
    const char* path = std::getenv("PATH");
    std::string_view rest = path ? path : "/usr/local/bin:/usr/bin:/bin";
    while (!rest.empty()) {
        const std::size_t colon = rest.find(':');
        const fs::path candidate = fs::path(rest.substr(0, colon)) / name;
        if (::access(candidate.c_str(), X_OK) == 0)
            return candidate;
        rest = colon == std::string_view::npos ? std::string_view() : rest.substr(colon + 1);
    }
    return std::nullopt;
}

Result<ProcessResult> runProcess(const ProcessSpec& spec, std::stop_token stop)
{
    ignoreSigpipe();
    const auto begin = SteadyClock::now();
    Result<Child> started = spawn(spec, Lifetime::EndsWithThread);
    if (!started)
        return started.error();
    Child child = *started;
    ProcessResult result;
    std::string_view input = spec.input;
    if (input.empty())
        closeFd(child.in);
    bool killed = false;
    const auto killGroup = [&] {
        if (!killed)
            ::kill(-child.pid, SIGKILL);
        killed = true;
    };
    int status = 0;
    rusage usage {};
    bool reaped = false;
    while (child.out >= 0 || child.err >= 0 || !reaped) {
        std::array<pollfd, 3> fds { { { child.out, POLLIN, 0 }, { child.err, POLLIN, 0 }, { child.in, POLLOUT, 0 } } };
        // 5 ms keeps the end of a child that closed its streams early from going unnoticed for long.
        const int wait = child.out < 0 && child.err < 0 ? 1 : 5;
        ::poll(fds.data(), fds.size(), wait);
        if (child.in >= 0 && fds[2].revents != 0 && !feed(child.in, input))
            closeFd(child.in);
        bool overflow = false;
        if (child.out >= 0 && fds[0].revents != 0 && !drain(child.out, result.out, spec.maxOutputBytes, overflow))
            closeFd(child.out);
        if (child.err >= 0 && fds[1].revents != 0 && !drain(child.err, result.err, spec.maxOutputBytes, overflow))
            closeFd(child.err);
        if (overflow) {
            result.outputOverflow = true;
            if (spec.killOnOutputOverflow)
                killGroup();
        }
        if (stop.stop_requested() && !killed) {
            result.cancelled = true;
            killGroup();
        }
        if (spec.timeout.count() > 0 && !killed && SteadyClock::now() - begin > spec.timeout) {
            result.timedOut = true;
            killGroup();
        }
        if (!reaped && ::wait4(child.pid, &status, WNOHANG, &usage) == child.pid) {
            reaped = true;
            ::kill(-child.pid, SIGKILL); // whatever it left behind in its group
            if (child.out >= 0)
                drain(child.out, result.out, spec.maxOutputBytes, overflow);
            if (child.err >= 0)
                drain(child.err, result.err, spec.maxOutputBytes, overflow);
            closeFd(child.out);
            closeFd(child.err);
        }
    }
    closeFd(child.in);
    result.wallMs = std::chrono::duration<double, std::milli>(SteadyClock::now() - begin).count();
    result.cpuMs = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3
        + static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
    result.maxRssBytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
    if (WIFEXITED(status))
        result.exitCode = WEXITSTATUS(status);
    else if (WIFSIGNALED(status))
        result.signal = WTERMSIG(status);
    return result;
}

Result<LineProcess> LineProcess::start(const ProcessSpec& spec)
{
    ignoreSigpipe();
    Result<Child> child = spawn(spec, Lifetime::Independent);
    if (!child)
        return child.error();
    LineProcess process;
    process.m_pid = child->pid;
    process.m_in = child->in;
    process.m_out = child->out;
    process.m_err = child->err;
    return process;
}

LineProcess::LineProcess(LineProcess&& other) noexcept { *this = std::move(other); }

LineProcess& LineProcess::operator=(LineProcess&& other) noexcept
{
    if (this != &other) {
        kill();
        m_pid = std::exchange(other.m_pid, -1);
        m_in = std::exchange(other.m_in, -1);
        m_out = std::exchange(other.m_out, -1);
        m_err = std::exchange(other.m_err, -1);
        m_buffer = std::move(other.m_buffer);
        m_errorTail = std::move(other.m_errorTail);
    }
    return *this;
}

LineProcess::~LineProcess() { kill(); }

void LineProcess::kill()
{
    if (m_pid > 0) {
        ::kill(-m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
        m_pid = -1;
    }
    closeFd(m_in);
    closeFd(m_out);
    closeFd(m_err);
}

bool LineProcess::running()
{
    if (m_pid <= 0)
        return false;
    if (::waitpid(m_pid, nullptr, WNOHANG) == 0)
        return true;
    m_pid = -1;
    return false;
}

Status LineProcess::send(std::string_view line)
{
    std::string text(line);
    text += '\n';
    std::string_view rest = text;
    while (!rest.empty()) {
        if (m_in < 0 || (!feed(m_in, rest) && !rest.empty()))
            return Error { Errc::Protocol, "the helper process has gone: " + m_errorTail, {}, {} };
        if (!rest.empty()) {
            pollfd fd { m_in, POLLOUT, 0 };
            ::poll(&fd, 1, 100);
        }
    }
    return {};
}

Result<std::string> LineProcess::receive(std::chrono::milliseconds timeout, std::stop_token stop)
{
    constexpr std::uint64_t kLineLimit = 256ULL << 20U;
    constexpr std::size_t kTail = 4096;
    const auto begin = SteadyClock::now();
    while (true) {
        if (const std::size_t end = m_buffer.find('\n'); end != std::string::npos) {
            std::string line = m_buffer.substr(0, end);
            m_buffer.erase(0, end + 1);
            return line;
        }
        if (m_out < 0)
            return Error { Errc::Protocol, "the helper process ended: " + m_errorTail, {}, {} };
        if (stop.stop_requested())
            return Error { Errc::Cancelled, "cancelled while waiting for the helper process", {}, {} };
        if (SteadyClock::now() - begin > timeout)
            return Error { Errc::Timeout, "no answer from the helper process within "
                    + std::to_string(timeout.count()) + " ms", {}, {} };
        std::array<pollfd, 2> fds { { { m_out, POLLIN, 0 }, { m_err, POLLIN, 0 } } };
        ::poll(fds.data(), fds.size(), 20);
        bool overflow = false;
        if (m_err >= 0 && fds[1].revents != 0 && !drain(m_err, m_errorTail, kLineLimit, overflow))
            closeFd(m_err);
        if (m_errorTail.size() > kTail)
            m_errorTail.erase(0, m_errorTail.size() - kTail);
        if (fds[0].revents != 0 && !drain(m_out, m_buffer, kLineLimit, overflow))
            closeFd(m_out);
    }
}

} // namespace hawk
