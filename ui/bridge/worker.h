#pragma once

#include <QObject>
#include <QPointer>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace hawk::ui {

/// One thread that runs jobs in order. Lives in the GUI thread; results come back there. Destruction drops what
/// waits, asks the job in flight to stop and waits for it: jobs must heed their stop token or be short.
class Worker final : public QObject {
    Q_OBJECT
public:
    explicit Worker(QObject* parent = nullptr);
    ~Worker() override;

    void post(std::function<void(std::stop_token)> job);
    /// Runs `job` on the thread, then `done(result)` in the GUI thread, unless `receiver` is gone by then.
    template <class Job, class Done>
    void run(QObject* receiver, Job job, Done done)
    {
        post([this, guard = QPointer<QObject>(receiver), job = std::move(job), done = std::move(done)](
                 std::stop_token stop) mutable {
            auto result = std::make_shared<decltype(job(stop))>(job(stop));
            deliver([guard, result, done = std::move(done)]() mutable {
                if (guard)
                    done(std::move(*result));
            });
        });
    }
    /// Asks the job in flight to stop; waiting jobs still run.
    void cancelCurrent();
    /// Forgets the jobs that wait.
    void dropWaiting();

private:
    void loop(std::stop_token stop);
    void deliver(std::function<void()> call); ///< worker thread; the worker outlives its thread

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<std::function<void(std::stop_token)>> m_jobs;
    std::stop_source m_current;
    std::jthread m_thread; ///< last: joins before the queue goes
};

} // namespace hawk::ui
