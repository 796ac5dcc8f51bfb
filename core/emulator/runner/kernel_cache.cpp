#include "emulator/runner/kernel_cache.h"

#include "base/files.h"
#include "base/hash.h"
#include "emulator/launch/scratch_file.h"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <vector>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kHashLength = 64; ///< of the library, at the start of its log

} // namespace

KernelCache::KernelCache(fs::path folder, Limits limits)
    : m_folder(std::move(folder))
    , m_limits(limits)
{
    std::error_code ec;
    fs::create_directories(m_folder, ec); // a failure shows when something is published, with its reason
}

std::optional<KernelCache::Hit> KernelCache::find(const std::string& key) const
{
    Hit hit { m_folder / (key + ".so"), {} };
    const auto library = readFile(hit.library);
    auto log = readFile(m_folder / (key + ".log"));
    if (!library || !log || log->size() < kHashLength || sha256Hex(*library) != log->substr(0, kHashLength))
        return std::nullopt;
    std::error_code ec;
    fs::last_write_time(hit.library, fs::file_time_type::clock::now(), ec);
    hit.log = log->substr(std::min(log->size(), kHashLength + 1));
    return hit;
}

Result<fs::path> KernelCache::publish(
    const std::string& key, const fs::path& library, const std::string& log) const
{
    std::error_code ec;
    fs::create_directories(m_folder, ec);
    const auto bytes = readFile(library);
    if (!bytes)
        return bytes.error();
    const std::string text = sha256Hex(*bytes) + "\n" + log;
    if (const Status written = publishScratchFile(m_folder / (key + ".log"), text); !written)
        return written.error();
    const fs::path target = m_folder / (key + ".so");
    if (const Status written = publishScratchFile(target, *bytes); !written)
        return written.error();
    return target;
}

void KernelCache::trim() const
{
    struct Entry {
        fs::path library;
        fs::file_time_type used;
        std::uint64_t bytes = 0;
    };
    std::error_code ec;
    std::vector<Entry> entries;
    std::uint64_t total = 0;
    for (const fs::directory_entry& file : fs::directory_iterator(m_folder, ec)) {
        if (file.path().extension() != ".so")
            continue;
        Entry entry { file.path(), file.last_write_time(ec), file.file_size(ec) };
        if (ec)
            continue; // another process removed it
        total += entry.bytes;
        entries.push_back(std::move(entry));
    }
    std::ranges::sort(entries, {}, &Entry::used);
    const auto now = fs::file_time_type::clock::now();
    for (const Entry& entry : entries) {
        const auto age = now - entry.used;
        const bool old = age > std::chrono::hours(24 * m_limits.days);
        if (age < std::chrono::hours(1) || (!old && total <= m_limits.bytes))
            break;
        fs::remove(entry.library, ec);
        fs::remove(fs::path(entry.library).replace_extension(".log"), ec);
        total -= entry.bytes;
    }
}

} // namespace hawk::emulator
