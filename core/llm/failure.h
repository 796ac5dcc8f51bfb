#pragma once

#include "base/result.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hawk::llm {

/// Why a call ended without a reply. None of these is the model's doing, so none of them consumes an attempt.
enum class FailureKind : std::uint8_t {
    Cancelled,
    Unreachable, ///< no connection, reset, proxy
    Untrusted, ///< the server's certificate is not accepted
    Timeout,
    Busy, ///< rate limit or overload: the server asks us to come back
    Server, ///< the server's own trouble (5xx)
    Malformed, ///< an answer that is not in the wire format, or broke off
    KeyRefused, ///< no key, a wrong one, or no credit
    WrongAddress, ///< wrong path, moved, a web page
    UnknownModel,
    BadRequest, ///< the server refuses a parameter
    PromptTooLong,
    TooLarge, ///< more bytes than we are ready to take
    Setup, ///< our side: key file, command, CA file, settings
    Tool, ///< the command of a `command` model failed
    Budget, ///< a cap on tokens or money is reached
    NoRecording, ///< replay has no reply for this request
    Storage ///< the exchange could not be recorded
};
std::string_view name(FailureKind kind);

/// A call without a reply. `error` never holds a key. `transient`: the same call may succeed later.
struct Failure {
    FailureKind kind = FailureKind::Unreachable;
    Error error;
    bool transient = false;
    std::optional<std::chrono::milliseconds> retryAfter; ///< what the server asked for
};

Failure cancelledFailure(std::string_view model);

} // namespace hawk::llm
