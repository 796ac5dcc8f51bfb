#pragma once

#include <cstddef>
#include <functional>

namespace hawk {

/// Calls `work(i)` for every i below `jobs`, on the calling thread and at most `width` - 1 others, and returns when all are done.
/// Which thread takes which job is open, so jobs write to places of their own. `work` must not throw.
void parallelFor(std::size_t jobs, std::size_t width, const std::function<void(std::size_t)>& work);
/// As many threads as the machine has processors.
void parallelFor(std::size_t jobs, const std::function<void(std::size_t)>& work);

} // namespace hawk
