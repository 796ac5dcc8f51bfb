#pragma once

#include <functional>
#include <thread>

namespace hawk::cli {

/// Calls `handler` on a thread of its own for each SIGINT (count 1, 2, ...) while it lives; SIGTERM and
/// SIGHUP count as the second. One at a time; the previous signal actions come back on destruction.
class InterruptWatch {
public:
    explicit InterruptWatch(std::function<void(int count)> handler);
    ~InterruptWatch();
    InterruptWatch(const InterruptWatch&) = delete;
    InterruptWatch& operator=(const InterruptWatch&) = delete;

private:
    std::jthread m_thread;
};

} // namespace hawk::cli
