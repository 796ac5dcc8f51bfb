#include "bridge/worker.h"

#include <QMetaObject>

namespace hawk::ui {

Worker::Worker(QObject* parent)
    : QObject(parent)
    , m_thread([this](std::stop_token stop) { loop(std::move(stop)); })
{
}

Worker::~Worker()
{
    dropWaiting();
    m_thread.request_stop();
    cancelCurrent();
    m_wake.notify_all();
    m_thread.join();
}

void Worker::post(std::function<void(std::stop_token)> job)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
}

void Worker::cancelCurrent()
{
    const std::scoped_lock lock(m_mutex);
    m_current.request_stop();
}

void Worker::dropWaiting()
{
    std::deque<std::function<void(std::stop_token)>> dropped;
    const std::scoped_lock lock(m_mutex);
    dropped.swap(m_jobs);
}

void Worker::loop(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        std::function<void(std::stop_token)> job;
        std::stop_token jobStop;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return !m_jobs.empty(); }))
                return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
            m_current = std::stop_source();
            jobStop = m_current.get_token();
        }
        job(jobStop);
    }
}

void Worker::deliver(std::function<void()> call)
{
    QMetaObject::invokeMethod(this, std::move(call), Qt::QueuedConnection);
}

} // namespace hawk::ui
