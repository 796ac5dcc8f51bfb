#include "llm/retry.h"

#include "llm/wait.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace hawk::llm {
namespace {

using std::chrono::milliseconds;

/// Remembers whether the inner provider has streamed something that a new try makes void.
class RestartingStream {
public:
    explicit RestartingStream(const OnStream& onStream)
        : m_onStream(onStream)
    {
    }
    OnStream forward()
    {
        if (!m_onStream)
            return {};
        return [this](const StreamEvent& event) {
            m_streamed = m_streamed || event.kind == StreamEvent::Kind::Answer || event.kind == StreamEvent::Kind::Reasoning;
            m_onStream(event);
        };
    }
    void restart()
    {
        if (std::exchange(m_streamed, false))
            m_onStream({ StreamEvent::Kind::Restart, {} });
    }
    void notice(const std::string& text)
    {
        if (m_onStream)
            m_onStream({ StreamEvent::Kind::Notice, text });
    }

private:
    const OnStream& m_onStream;
    bool m_streamed = false;
};

std::string secondsText(milliseconds time)
{
    const auto tenths = (time.count() + 50) / 100;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

class RetryingProvider final : public Provider {
public:
    RetryingProvider(std::unique_ptr<Provider> inner, RetryPolicy policy, std::uint64_t seed)
        : m_inner(std::move(inner))
        , m_policy(policy)
        , m_rng(seed)
    {
    }
    const ModelIdentity& identity() const override { return m_inner->identity(); }

    Outcome complete(const Request& request, const OnStream& onStream, std::stop_token stop) override
    {
        RestartingStream stream(onStream);
        milliseconds waited { 0 };
        for (int attempt = 0;; ++attempt) {
            Outcome outcome = m_inner->complete(request, stream.forward(), stop);
            if (outcome.replied()) {
                outcome.reply().timing.tries += attempt;
                outcome.reply().timing.waitedMs += static_cast<double>(waited.count());
                return outcome;
            }
            Failure& failure = outcome.failure();
            if (stop.stop_requested() && failure.kind != FailureKind::Cancelled)
                return cancelledFailure(identity().name);
            if (!failure.transient)
                return outcome;
            if (attempt >= m_policy.maxRetries || failure.retryAfter.value_or(milliseconds(0)) > m_policy.longestRetryAfter) {
                if (failure.retryAfter)
                    failure.error.message += "; it asks to wait " + secondsText(*failure.retryAfter);
                if (attempt > 0)
                    failure.error.message += " (tried " + std::to_string(attempt + 1) + " times)";
                return outcome;
            }
            const milliseconds delay = nextDelay(attempt, failure.retryAfter);
            stream.restart();
            stream.notice(failure.error.message + "; next try in " + secondsText(delay));
            if (!sleepFor(delay, stop))
                return cancelledFailure(identity().name);
            waited += delay;
        }
    }

private:
    milliseconds nextDelay(int attempt, std::optional<milliseconds> after)
    {
        const std::scoped_lock lock(m_mutex);
        return retryDelay(attempt, m_policy, after, m_rng);
    }

    std::unique_ptr<Provider> m_inner;
    RetryPolicy m_policy;
    std::mutex m_mutex;
    Rng m_rng;
};

} // namespace

milliseconds retryDelay(int attempt, const RetryPolicy& policy, std::optional<milliseconds> after, Rng& rng)
{
    const double ceiling = std::min(static_cast<double>(policy.longest.count()),
        static_cast<double>(policy.first.count()) * static_cast<double>(1ULL << static_cast<unsigned>(std::clamp(attempt, 0, 20))));
    const milliseconds jittered(static_cast<std::int64_t>(ceiling * (0.5 + 0.5 * rng.uniform())));
    // A little on top of the server's figure, or everyone it sent away comes back at the same moment.
    return after ? std::max(jittered, *after + milliseconds(static_cast<std::int64_t>(
                                          rng.uniform() * 0.1 * static_cast<double>(policy.first.count()))))
                 : jittered;
}

bool sleepFor(std::chrono::steady_clock::duration time, const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
}

std::unique_ptr<Provider> makeRetryingProvider(std::unique_ptr<Provider> inner, RetryPolicy policy, std::uint64_t seed)
{
    return std::make_unique<RetryingProvider>(std::move(inner), policy, seed);
}

} // namespace hawk::llm
