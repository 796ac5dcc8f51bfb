#include "llm/retry.h"

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <curl/curl.h>
#include <mutex>

namespace hawk::llm {
namespace {

std::optional<double> number(const std::string& text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

std::chrono::milliseconds millis(double value) { return std::chrono::milliseconds(static_cast<std::int64_t>(value)); }

} // namespace

bool isTransient(const HttpResponse& response)
{
    return response.status == 408 || response.status == 409 || response.status == 429 || response.status >= 500;
}

bool isTransient(const Error& error) { return error.code == Errc::Timeout || error.code == Errc::Protocol; }

std::chrono::milliseconds retryDelay(
    int attempt, const RetryPolicy& policy, std::optional<std::chrono::milliseconds> after, Rng& rng)
{
    const double ceiling = std::min(static_cast<double>(policy.longest.count()),
        static_cast<double>(policy.first.count()) * static_cast<double>(1ULL << std::clamp(attempt, 0, 20)));
    const auto jittered = millis(ceiling * (0.5 + 0.5 * rng.uniform()));
    return after ? std::max(jittered, *after) : jittered;
}

std::optional<std::chrono::milliseconds> retryAfter(const HttpResponse& response, std::int64_t nowMs)
{
    if (const auto exact = response.headers.find("retry-after-ms"); exact != response.headers.end())
        if (const auto value = number(exact->second))
            return millis(*value);
    const auto found = response.headers.find("retry-after");
    if (found == response.headers.end())
        return std::nullopt;
    if (const auto value = number(found->second))
        return millis(*value * 1000);
    const std::time_t when = curl_getdate(found->second.c_str(), nullptr);
    if (when < 0)
        return std::nullopt;
    return std::max(std::chrono::milliseconds(0), std::chrono::milliseconds(static_cast<std::int64_t>(when) * 1000 - nowMs));
}

bool sleepFor(std::chrono::milliseconds time, const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
}

} // namespace hawk::llm
