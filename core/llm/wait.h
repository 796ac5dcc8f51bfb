#pragma once

#include <chrono>
#include <stop_token>

namespace hawk::llm {

/// Sleeps; returns false at once when asked to stop.
bool sleepFor(std::chrono::steady_clock::duration time, const std::stop_token& stop);

} // namespace hawk::llm
