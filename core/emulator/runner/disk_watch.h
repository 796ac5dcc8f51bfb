#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <stop_token>
#include <thread>

namespace hawk::emulator {

/// RLIMIT_FSIZE bounds one file; code that writes many is stopped here. While it lives it watches a folder and asks for a stop
/// once the files in it exceed the limit.
class DiskWatch {
public:
    /// `source` outlives this.
    DiskWatch(std::filesystem::path folder, std::uint64_t limitBytes, std::stop_source& source);
    bool overflow() const { return m_overflow; }

private:
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::atomic<bool> m_overflow = false;
    std::jthread m_thread; ///< last: stops before the rest goes away
};

} // namespace hawk::emulator
