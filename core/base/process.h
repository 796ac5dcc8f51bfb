#pragma once

#include "base/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace hawk {

/// Limits the kernel enforces on the child and everything it starts. 0 leaves a limit as it is.
struct ProcessLimits {
    std::uint64_t cpuSeconds = 0;
    std::uint64_t addressSpaceBytes = 0;
    std::uint64_t fileSizeBytes = 0;
    std::uint64_t processes = 0;
    std::uint64_t openFiles = 0;
};

struct ProcessSpec {
    std::vector<std::string> argv; ///< argv[0] is looked up in PATH
    std::optional<std::map<std::string, std::string>> environment; ///< whole environment; unset inherits ours
    std::filesystem::path workingDirectory; ///< empty: ours
    std::string input; ///< written to the child's standard input, which is then closed
    std::chrono::milliseconds timeout { 0 }; ///< wall clock; 0 means none
    std::uint64_t maxOutputBytes = 16ULL << 20U; ///< per stream; more is counted and dropped
    /// Kill the whole group once a stream exceeds maxOutputBytes (a program that prints gigabytes).
    bool killOnOutputOverflow = false;
    ProcessLimits limits;
};

struct ProcessResult {
    int exitCode = -1; ///< -1 when a signal ended it
    int signal = 0;
    bool timedOut = false;
    bool cancelled = false;
    bool outputOverflow = false;
    std::string out;
    std::string err;
    double wallMs = 0;
    double cpuMs = 0;
    std::uint64_t maxRssBytes = 0;

    bool ok() const { return exitCode == 0 && !timedOut && !cancelled && !outputOverflow; }
};

/// Runs a program to its end in its own process group. On timeout, cancellation or overflow the whole group is
/// killed. Never leaves a child behind. Thread-safe. Fails (Environment) only when the program cannot be started.
Result<ProcessResult> runProcess(const ProcessSpec& spec, std::stop_token stop = {});

/// A long-lived child spoken to by lines (one request, one reply). Not thread-safe: one owner at a time.
/// Destruction kills the group.
class LineProcess {
public:
    static Result<LineProcess> start(const ProcessSpec& spec);
    LineProcess(LineProcess&&) noexcept;
    LineProcess& operator=(LineProcess&&) noexcept;
    LineProcess(const LineProcess&) = delete;
    LineProcess& operator=(const LineProcess&) = delete;
    ~LineProcess();

    /// Sends one line (a newline is added). Protocol error when the child has gone.
    Status send(std::string_view line);
    /// Next line of the child's standard output, without the newline. Timeout leaves the child running; the caller
    /// decides. Protocol error with the tail of standard error when the child ended.
    Result<std::string> receive(std::chrono::milliseconds timeout, std::stop_token stop = {});
    bool running();
    void kill();

private:
    LineProcess() = default;
    int m_pid = -1;
    int m_in = -1;
    int m_out = -1;
    int m_err = -1;
    std::string m_buffer;
    std::string m_errorTail;
};

/// Absolute path of a program in PATH, or nothing.
std::optional<std::filesystem::path> findProgram(std::string_view name);

} // namespace hawk
