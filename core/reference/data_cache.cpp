#include "reference/data_cache.h"

#include "base/files.h"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <unistd.h>

namespace hawk::reference {
namespace {

namespace fs = std::filesystem;

/// Detects truncation and flipped bits at memory speed; no defence against intent. Four lanes of multiply and mix.
std::string checksum(std::string_view data)
{
    std::uint64_t lanes[4] = { 0x9E3779B97F4A7C15ULL, 0xC2B2AE3D27D4EB4FULL, 0x165667B19E3779F9ULL, data.size() };
    const auto mix = [](std::uint64_t h, std::uint64_t word) {
        h = (h ^ word) * 0x100000001B3ULL;
        return h ^ (h >> 29U);
    };
    std::size_t at = 0;
    for (; at + 32 <= data.size(); at += 32)
        for (std::size_t lane = 0; lane < 4; ++lane) {
            std::uint64_t word = 0;
            std::memcpy(&word, data.data() + at + lane * 8, 8);
            lanes[lane] = mix(lanes[lane], word);
        }
    for (; at < data.size(); ++at)
        lanes[at % 4] = mix(lanes[at % 4], static_cast<unsigned char>(data[at]));
    char text[17];
    std::snprintf(text, sizeof text, "%016llx",
        static_cast<unsigned long long>(mix(mix(mix(lanes[0], lanes[1]), lanes[2]), lanes[3])));
    return text;
}

/// What a killed process left half filled. Younger folders may belong to somebody at work.
void removeStale(const fs::path& staging)
{
    const auto limit = fs::file_time_type::clock::now() - std::chrono::hours(24);
    std::error_code failure;
    for (fs::directory_iterator it(staging, failure), end; !failure && it != end; it.increment(failure)) {
        std::error_code ignored;
        if (fs::last_write_time(it->path(), ignored) < limit && !ignored)
            fs::remove_all(it->path(), ignored);
    }
}

Error ioError(const std::string& what, const fs::path& path, const std::error_code& failure)
{
    return Error { Errc::Io, what + " " + path.string() + ": " + failure.message(), {}, "check the cache folder's disk" };
}

} // namespace

DataCache::DataCache(fs::path root)
    : m_root(std::move(root))
{
    removeStale(stagingRoot());
}

std::optional<Json> DataCache::verified(const fs::path& folder, bool contents) const
{
    const Result<std::string> text = readFile(folder / "meta.json");
    const Json meta = text ? Json::parse(*text, nullptr, false) : Json();
    if (!meta.is_object() || !meta.contains("files") || !meta["files"].is_array() || !meta.contains("info"))
        return std::nullopt;
    for (const Json& file : meta["files"]) {
        if (!file.is_object() || !file.contains("name") || !file["name"].is_string() || !file.contains("bytes")
            || !file["bytes"].is_number_unsigned() || !file.contains("sum"))
            return std::nullopt;
        const fs::path path = folder / file["name"].get<std::string>();
        std::error_code failure;
        if (fs::file_size(path, failure) != file["bytes"].get<std::uint64_t>() || failure)
            return std::nullopt;
        if (!contents)
            continue;
        const Result<std::string> data = readFile(path);
        if (!data || Json(checksum(*data)) != file["sum"])
            return std::nullopt;
    }
    return meta["info"];
}

std::optional<DataCache::Entry> DataCache::find(const std::string& key)
{
    const fs::path folder = m_root / "entries" / key;
    std::error_code failure;
    if (!fs::exists(folder, failure))
        return std::nullopt;
    bool known = false;
    {
        const std::scoped_lock lock(m_mutex);
        known = m_known.contains(key);
    }
    std::optional<Json> info = verified(folder, !known);
    const std::scoped_lock lock(m_mutex);
    if (info) {
        m_known.insert(key);
        return Entry { folder, *std::move(info) };
    }
    m_known.erase(key);
    // Moved away first: another process that is replacing it must never find it half removed.
    const Result<fs::path> trash = stage();
    if (trash) {
        fs::rename(folder, *trash / "corrupt", failure);
        fs::remove_all(*trash, failure);
    }
    return std::nullopt;
}

Result<fs::path> DataCache::stage()
{
    static std::atomic<unsigned> counter { 0 };
    const fs::path folder = stagingRoot() / (std::to_string(::getpid()) + "-" + std::to_string(counter++));
    std::error_code failure;
    fs::create_directories(stagingRoot(), failure);
    if (!failure) {
        fs::remove_all(folder, failure); // left by an earlier process of the same id
        fs::create_directory(folder, failure);
    }
    if (failure)
        return ioError("cannot create", folder, failure);
    return folder;
}

Result<DataCache::Entry> DataCache::publish(
    const fs::path& staged, const std::string& key, const std::vector<File>& files, const Json& info)
{
    Json list = Json::array();
    std::error_code failure;
    for (const File& file : files) {
        const Result<std::string> data = readFile(staged / file.name);
        if (!data)
            return data.error();
        if (data->size() != file.bytes)
            return Error { Errc::Internal,
                "the reference worker wrote " + std::to_string(data->size()) + " bytes to " + file.name + ", expected "
                    + std::to_string(file.bytes),
                {}, {} };
        list.push_back({ { "name", file.name }, { "bytes", file.bytes }, { "sum", checksum(*data) } });
        fs::permissions(staged / file.name, fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read, failure);
    }
    if (const Status written
        = writeFileAtomically(staged / "meta.json", Json { { "files", list }, { "info", info } }.dump(1));
        !written)
        return written.error();
    fs::create_directories(m_root / "entries", failure);
    const fs::path target = m_root / "entries" / key;
    if (::rename(staged.c_str(), target.c_str()) != 0) {
        const std::error_code reason(errno, std::generic_category());
        // Another process was faster: its entry is as good as ours, if it is whole.
        std::optional<Entry> theirs = find(key);
        if (theirs) {
            fs::remove_all(staged, failure);
            return *std::move(theirs);
        }
        if (::rename(staged.c_str(), target.c_str()) != 0)
            return ioError("cannot publish", target, reason);
    }
    const std::scoped_lock lock(m_mutex);
    m_known.insert(key);
    return Entry { target, info };
}

} // namespace hawk::reference
