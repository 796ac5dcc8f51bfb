#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace hawk {

void parallelFor(std::size_t jobs, std::size_t width, const std::function<void(std::size_t)>& work)
{
    std::atomic<std::size_t> next { 0 };
    const auto lane = [&] {
        for (std::size_t i = next++; i < jobs; i = next++)
            work(i);
    };
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min(jobs, width); ++i)
        others.emplace_back(lane);
    lane();
}

void parallelFor(std::size_t jobs, const std::function<void(std::size_t)>& work)
{
    parallelFor(jobs, std::max(1U, std::thread::hardware_concurrency()), work);
}

} // namespace hawk
