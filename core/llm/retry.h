#pragma once

#include "base/rng.h"
#include "llm/provider.h"

#include <chrono>
#include <memory>
#include <optional>

namespace hawk::llm {

struct RetryPolicy {
    int maxRetries = 4;
    std::chrono::milliseconds first { 1'000 };
    std::chrono::milliseconds longest { 60'000 };
    /// A server that asks for more patience than this is given up: a fallback model, or the person, decides.
    std::chrono::milliseconds longestRetryAfter { 300'000 };
};

/// Exponential with jitter over its upper half (AWS Architecture Blog, "Exponential Backoff And Jitter"), never shorter
/// than what the server asked for. `attempt` counts from 0.
std::chrono::milliseconds retryDelay(
    int attempt, const RetryPolicy& policy, std::optional<std::chrono::milliseconds> retryAfter, Rng& rng);

/// Tries again what failed transiently. Streams begin anew with a Restart; waits are announced by a Notice. `seed` decides
/// the jitter, which must differ between the clients of one server.
std::unique_ptr<Provider> makeRetryingProvider(std::unique_ptr<Provider> inner, RetryPolicy policy, std::uint64_t seed);

} // namespace hawk::llm
