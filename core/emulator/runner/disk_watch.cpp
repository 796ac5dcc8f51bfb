#include "emulator/runner/disk_watch.h"

#include <chrono>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

std::uint64_t folderBytes(const fs::path& folder)
{
    std::uint64_t total = 0;
    std::error_code ec;
    for (fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, ec), end;
         it != end && !ec; it.increment(ec)) {
        std::error_code gone;
        if (it->is_regular_file(gone) && !it->is_symlink(gone))
            total += it->file_size(gone);
    }
    return total;
}

} // namespace

DiskWatch::DiskWatch(fs::path folder, std::uint64_t limitBytes, std::stop_source& source)
    : m_thread([this, folder = std::move(folder), limitBytes, &source](const std::stop_token& done) {
        std::unique_lock lock(m_mutex);
        while (!m_wake.wait_for(lock, done, std::chrono::milliseconds(50), [] { return false; }) && !done.stop_requested()) {
            if (folderBytes(folder) <= limitBytes)
                continue;
            m_overflow = true;
            source.request_stop();
            return;
        }
    })
{
}

} // namespace hawk::emulator
