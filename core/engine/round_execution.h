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

    /// Result of step `index`; nothing when it was not started and will not be. `tick` runs on the caller's
    /// thread a few times per second while waiting, with the newest activity.
    std::optional<StepResult> take(
        std::size_t index, const std::function<void(const std::string& activity)>& tick);
    void startNoMore(); ///< steps in flight go on to their end
    void cancel(); ///< steps in flight end as Cancelled

private:
    void work();

    StepTools m_tools;
    const std::vector<StepPlan>& m_plans;
    std::stop_source m_stop;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::optional<StepResult>> m_results;
    std::size_t m_next = 0;
    bool m_closed = false;
    std::string m_activity;
    std::vector<std::jthread> m_workers; ///< last: joins before the rest goes
};

} // namespace hawk::engine
