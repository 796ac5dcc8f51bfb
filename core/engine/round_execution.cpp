#include "engine/round_execution.h"

#include <algorithm>
#include <chrono>
#include <exception>

namespace hawk::engine {

using namespace std::chrono_literals;

RoundExecution::RoundExecution(StepTools tools, const std::vector<StepPlan>& plans, int workers)
    : m_tools(std::move(tools))
    , m_plans(plans)
    , m_results(plans.size())
{
    const auto count = std::min(static_cast<std::size_t>(std::max(workers, 1)), plans.size());
    for (std::size_t i = 0; i < count; ++i)
        m_workers.emplace_back([this] { work(); });
}

RoundExecution::~RoundExecution()
{
    cancel();
    m_workers.clear(); // joins
}

void RoundExecution::work()
{
    while (true) {
        std::size_t index = 0;
        {
            const std::scoped_lock lock(m_mutex);
            if (m_closed || m_next >= m_plans.size())
                return;
            index = m_next++;
        }
        StepResult result;
        try {
            result = performStep(
                m_tools, m_plans[index], m_stop.get_token(), [this](const std::string& activity) {
                    const std::scoped_lock lock(m_mutex);
                    m_activity = activity;
                });
        } catch (const std::exception& failure) { // a bug below must not take the other tasks with it
            result.kind = StepResult::Kind::TaskFailed;
            result.error = { Errc::Internal, std::string("the attempt ended unexpectedly: ") + failure.what(),
                {}, {} };
        }
        {
            const std::scoped_lock lock(m_mutex);
            if (result.kind == StepResult::Kind::RunFailed)
                m_closed = true;
            m_results[index] = std::move(result);
        }
        m_changed.notify_all();
    }
}

std::optional<StepResult> RoundExecution::take(
    std::size_t index, const std::function<void(const std::string& activity)>& tick)
{
    std::unique_lock lock(m_mutex);
    const auto settled = [&] { return m_results[index].has_value() || (m_closed && index >= m_next); };
    while (!m_changed.wait_for(lock, 50ms, settled)) {
        const std::string activity = m_activity;
        lock.unlock();
        tick(activity);
        lock.lock();
    }
    return std::move(m_results[index]);
}

void RoundExecution::startNoMore()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_closed = true;
    }
    m_changed.notify_all();
}

void RoundExecution::cancel()
{
    startNoMore();
    m_stop.request_stop();
}

} // namespace hawk::engine
