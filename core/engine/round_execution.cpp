#include "engine/round_execution.h"

#include <algorithm>
#include <chrono>
#include <exception>

namespace hawk::engine {

using namespace std::chrono_literals;

namespace {

/// The task of an event that a step tells; 0 for others.
TaskId taskOf(const Event& event)
{
    return std::visit(
        [](const auto& e) {
            if constexpr (requires { e.task; })
                return e.task;
            else
                return TaskId {};
        },
        event);
}

} // namespace

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
            const StepNews news { [this](const std::string& activity) {
                                     const std::scoped_lock lock(m_mutex);
                                     m_news.activity = activity;
                                 },
                [this](Event event) { add(std::move(event)); } };
            result = performStep(m_tools, m_plans[index], index, m_stop.get_token(), news);
        } catch (const std::exception& failure) { // a bug below must not take the other tasks with it
            result.kind = StepResult::Kind::TaskFailed;
            result.error = { Errc::Internal, std::string("the attempt ended unexpectedly: ") + failure.what(),
                {}, {} };
        }
        {
            const std::scoped_lock lock(m_mutex);
            if (result.kind == StepResult::Kind::RunFailed || result.kind == StepResult::Kind::BudgetSpent)
                m_closed = true;
            m_results[index] = std::move(result);
        }
        m_changed.notify_all();
    }
}

void RoundExecution::add(Event event)
{
    const std::scoped_lock lock(m_mutex);
    const auto* piece = std::get_if<ModelStreamed>(&event);
    const bool text = piece != nullptr && (piece->kind == "answer" || piece->kind == "reasoning");
    const auto same = std::find_if(m_news.events.rbegin(), m_news.events.rend(),
        [&](const Event& each) { return text && taskOf(each) == piece->task; });
    auto* before = same == m_news.events.rend() ? nullptr : std::get_if<ModelStreamed>(&*same);
    if (before != nullptr && before->kind == piece->kind) // the reply goes on
        before->text += piece->text;
    else
        m_news.events.push_back(std::move(event));
}

RoundExecution::News RoundExecution::takeNews()
{
    News news { m_news.activity, std::move(m_news.events) };
    m_news.events.clear();
    return news;
}

std::optional<StepResult> RoundExecution::take(std::size_t index, const std::function<void(News)>& tick)
{
    std::unique_lock lock(m_mutex);
    const auto settled = [&] { return m_results[index].has_value() || (m_closed && index >= m_next); };
    bool ready = false;
    do {
        ready = m_changed.wait_for(lock, 50ms, settled);
        News news = takeNews();
        lock.unlock();
        tick(std::move(news));
        lock.lock();
    } while (!ready);
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
