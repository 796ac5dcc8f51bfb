#pragma once

#include "llm/provider.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

namespace hawk::llm {

/// 0: no limit.
struct RateLimits {
    int concurrency = 4;
    std::int64_t requestsPerMinute = 0;
    std::int64_t tokensPerMinute = 0; ///< prompt and completion
    std::chrono::milliseconds window { 60'000 }; ///< the minute; tests shorten it
};

/// Keeps every window of a minute below the limits, exactly, and the number of requests under way. First come, first
/// served. Thread-safe; shared by all providers of one model. A request larger than the token limit goes alone.
class RateLimiter {
public:
    explicit RateLimiter(RateLimits limits)
        : m_limits(limits)
    {
    }
    /// Waits for a turn; false when asked to stop. `tokens` is the expected size.
    bool acquire(std::int64_t tokens, const std::stop_token& stop);
    /// Ends a request: `expected` as acquired, `actual` as it turned out.
    void release(std::int64_t expected, std::int64_t actual);
    /// The server asked for patience: nobody begins before that is over.
    void pause(std::chrono::milliseconds time);

private:
    using TimePoint = std::chrono::steady_clock::time_point;
    struct Sent {
        TimePoint at;
        std::int64_t tokens;
    };
    /// When a request of this size could begin; nothing when only the end of another can tell.
    std::optional<TimePoint> earliest(std::int64_t tokens, TimePoint now);

    RateLimits m_limits;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<Sent> m_sent;
    int m_running = 0;
    std::uint64_t m_nextTicket = 0;
    std::deque<std::uint64_t> m_queue;
    TimePoint m_pausedUntil {};
};

/// Waits for its turn before each call. `limiter` is shared; it is not null.
std::unique_ptr<Provider> makeLimitedProvider(std::unique_ptr<Provider> inner, std::shared_ptr<RateLimiter> limiter);

} // namespace hawk::llm
