#include "base/parallel.h"

#include <atomic>
#include <gtest/gtest.h>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace hawk {
namespace {

TEST(ParallelFor, DoesEveryJobOnce)
{
    for (const std::size_t width : { 1U, 2U, 7U, 100U }) {
        std::vector<int> done(50, 0);
        parallelFor(done.size(), width, [&](std::size_t i) { ++done[i]; });
        EXPECT_EQ(done, std::vector<int>(50, 1)) << "width " << width;
    }
    parallelFor(0, [](std::size_t) { FAIL() << "there is no job"; });
}

TEST(ParallelFor, WidthOneStaysOnTheCallersThread)
{
    std::set<std::thread::id> threads;
    parallelFor(10, 1, [&](std::size_t) { threads.insert(std::this_thread::get_id()); });
    EXPECT_EQ(threads, std::set { std::this_thread::get_id() });
}

TEST(ParallelFor, JobsOfDifferentThreadsRunAtTheSameTime)
{
    std::atomic<int> here { 0 };
    parallelFor(2, 2, [&](std::size_t) {
        ++here;
        while (here < 2) // only the other job ends this
            std::this_thread::yield();
    });
    EXPECT_EQ(here, 2);
}

} // namespace
} // namespace hawk
