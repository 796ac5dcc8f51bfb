#pragma once

#include "base/result.h"
#include "base/rng.h"
#include "llm/http.h"

#include <chrono>
#include <optional>

namespace hawk::llm {

struct RetryPolicy {
    int maxRetries = 4;
    std::chrono::milliseconds first { 1'000 };
    std::chrono::milliseconds longest { 60'000 };
};

/// Whether an answer or a transport error is worth another try: 408, 409, 429, 5xx, resets and timeouts are.
bool isTransient(const HttpResponse& response);
bool isTransient(const Error& error);

/// Exponential with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"), never shorter than the
/// server's Retry-After. `attempt` counts from 0.
std::chrono::milliseconds retryDelay(
    int attempt, const RetryPolicy& policy, std::optional<std::chrono::milliseconds> retryAfter, Rng& rng);

/// Retry-After or retry-after-ms of a response: seconds or an HTTP date relative to `nowMs` (Unix, UTC).
std::optional<std::chrono::milliseconds> retryAfter(const HttpResponse& response, std::int64_t nowMs);

/// Sleeps, or returns false at once when asked to stop.
bool sleepFor(std::chrono::milliseconds time, const std::stop_token& stop);

} // namespace hawk::llm
