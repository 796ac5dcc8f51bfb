#pragma once

#include "base/json.h"
#include "base/process.h"
#include "base/result.h"

#include <chrono>
#include <filesystem>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace hawk::reference {

/// The python helper process and the conversation with it. Starts on first need, restarts after a failure.
/// Thread-safe: one request at a time, the others wait (and can be cancelled while they wait).
class Worker {
public:
    struct Options {
        std::filesystem::path python;
        std::filesystem::path scripts; ///< folder of worker.py
        std::filesystem::path writable; ///< the only folder the worker can write to
        std::chrono::seconds timeout { 120 };
    };
    explicit Worker(Options options);

    /// Sends {"command", ...} and returns its "result"; a "timeout" in seconds may shorten the worker's own. Errors as ReferenceService promises them.
    Result<Json> request(Json message, std::stop_token stop);
    /// How the worker is confined: "bubblewrap", or "none: " and the reason.
    std::string sandbox();

private:
    Status start(std::stop_token stop);
    Result<std::string> exchange(const Json& message, std::stop_token stop);
    ProcessSpec commandLine();
    const std::string& probe();

    Options m_options;
    std::timed_mutex m_mutex;
    std::optional<LineProcess> m_process;
    std::optional<std::string> m_sandbox; ///< answer of the probe
    std::int64_t m_nextId = 1;
};

} // namespace hawk::reference
