#include "llm/limits.h"

#include "llm/text.h"

#include <algorithm>

namespace hawk::llm {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// Without a limit on the answer, about what a kernel with its plan takes.
constexpr std::int64_t kExpectedAnswerTokens = 4'000;

std::int64_t expectedTokens(const ModelIdentity& identity, const Request& request)
{
    std::int64_t tokens = std::min(
        kExpectedAnswerTokens, identity.parameters.overlaidWith(request.parameters).maxTokens.value_or(kExpectedAnswerTokens));
    for (const Message& message : request.messages)
        tokens += estimatedTokens(message.text);
    return tokens;
}

class LimitedProvider final : public Provider {
public:
    LimitedProvider(std::unique_ptr<Provider> inner, std::shared_ptr<RateLimiter> limiter)
        : m_inner(std::move(inner))
        , m_limiter(std::move(limiter))
    {
    }
    const ModelIdentity& identity() const override { return m_inner->identity(); }

    Outcome complete(const Request& request, const OnStream& onStream, std::stop_token stop) override
    {
        const auto begin = SteadyClock::now();
        const std::int64_t expected = expectedTokens(identity(), request);
        if (!m_limiter->acquire(expected, stop))
            return cancelledFailure(identity().name);
        const double waitedMs = std::chrono::duration<double, std::milli>(SteadyClock::now() - begin).count();
        Outcome outcome = m_inner->complete(request, onStream, stop);
        m_limiter->release(expected, outcome.replied() ? outcome.reply().usage.total() : 0);
        if (outcome.replied())
            outcome.reply().timing.waitedMs += waitedMs;
        else if (outcome.failure().retryAfter)
            m_limiter->pause(*outcome.failure().retryAfter);
        return outcome;
    }

private:
    std::unique_ptr<Provider> m_inner;
    std::shared_ptr<RateLimiter> m_limiter;
};

} // namespace

std::optional<RateLimiter::TimePoint> RateLimiter::earliest(std::int64_t tokens, TimePoint now)
{
    while (!m_sent.empty() && m_sent.front().at + m_limits.window <= now)
        m_sent.pop_front();
    if (m_limits.concurrency > 0 && m_running >= m_limits.concurrency)
        return std::nullopt;
    TimePoint at = std::max(now, m_pausedUntil);
    // Walk from the newest: the oldest request that must have left the window before this one fits.
    std::int64_t requests = 0;
    std::int64_t sum = std::min(tokens, m_limits.tokensPerMinute);
    for (auto sent = m_sent.rbegin(); sent != m_sent.rend(); ++sent) {
        ++requests;
        sum += sent->tokens;
        const bool tooMany = m_limits.requestsPerMinute > 0 && requests >= m_limits.requestsPerMinute;
        const bool tooMuch = m_limits.tokensPerMinute > 0 && sum > m_limits.tokensPerMinute;
        if (tooMany || tooMuch)
            return std::max(at, sent->at + m_limits.window);
    }
    return at;
}

bool RateLimiter::acquire(std::int64_t tokens, const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    const std::uint64_t ticket = m_nextTicket++;
    m_queue.push_back(ticket);
    bool granted = false;
    while (!stop.stop_requested()) {
        const TimePoint now = SteadyClock::now();
        const bool first = m_queue.front() == ticket;
        const std::optional<TimePoint> at = first ? earliest(tokens, now) : std::nullopt;
        if (at && *at <= now) {
            m_sent.push_back({ now, tokens });
            ++m_running;
            granted = true;
            break;
        }
        bool woken = false; // a notification or the time: either way look again
        const auto again = [&woken] { return std::exchange(woken, true); };
        if (at)
            m_changed.wait_until(lock, stop, *at, again);
        else
            m_changed.wait(lock, stop, again);
    }
    std::erase(m_queue, ticket);
    m_changed.notify_all();
    return granted;
}

void RateLimiter::release(std::int64_t expected, std::int64_t actual)
{
    const std::scoped_lock lock(m_mutex);
    --m_running;
    const auto found = std::find_if(
        m_sent.rbegin(), m_sent.rend(), [expected](const Sent& sent) { return sent.tokens == expected; });
    if (found != m_sent.rend())
        found->tokens = actual;
    m_changed.notify_all();
}

void RateLimiter::pause(std::chrono::milliseconds time)
{
    const std::scoped_lock lock(m_mutex);
    m_pausedUntil = std::max(m_pausedUntil, SteadyClock::now() + time);
    m_changed.notify_all();
}

std::unique_ptr<Provider> makeLimitedProvider(std::unique_ptr<Provider> inner, std::shared_ptr<RateLimiter> limiter)
{
    return std::make_unique<LimitedProvider>(std::move(inner), std::move(limiter));
}

} // namespace hawk::llm
