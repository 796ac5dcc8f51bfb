#pragma once

#include "engine/step.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace hawk::engine {

/// Performs the steps of one round on worker threads, starting them in order, and hands the results back in
/// order. One owner thread calls take() and the requests; destruction cancels what is in flight and joins.
class RoundExecution {
public:
    RoundExecution(StepTools tools, const std::vector<StepPlan>& plans, int workers);
    ~RoundExecution();
    RoundExecution(const RoundExecution&) = delete;
    RoundExecution& operator=(const RoundExecution&) = delete;

    /// What steps told since the last time: the newest activity, and events in order. Pieces of a model's reply that
    /// follow one another are put together.
    struct News {
        std::string activity;
        std::vector<Event> events;
    };
    /// Result of step `index`; nothing when it was not started and will not be. `tick` runs on the caller's
    /// thread at most 20 times per second while waiting, and once before the result.
    std::optional<StepResult> take(std::size_t index, const std::function<void(News)>& tick);
    void startNoMore(); ///< steps in flight go on to their end
    void cancel(); ///< steps in flight end as Cancelled

private:
    void work();
    void add(Event event);
    News takeNews(); ///< m_mutex is held

    StepTools m_tools;
    const std::vector<StepPlan>& m_plans;
    std::stop_source m_stop;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::optional<StepResult>> m_results;
    std::size_t m_next = 0;
    bool m_closed = false;
    News m_news;
    std::vector<std::jthread> m_workers; ///< last: joins before the rest goes
};

} // namespace hawk::engine
