#pragma once

#include "base/json.h"
#include "base/result.h"

#include <filesystem>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace hawk::reference {

/// Folders of immutable files under a content key. An entry appears whole (one rename) or not at all, so any number
/// of processes may share the cache. Thread-safe.
class DataCache {
public:
    explicit DataCache(std::filesystem::path root);

    /// The entry's folder and the info it was published with, or nothing. An entry with a missing, truncated or
    /// altered file is removed.
    struct Entry {
        std::filesystem::path folder;
        Json info;
    };
    std::optional<Entry> find(const std::string& key);

    /// A private folder to fill, beside the entries. Only this folder needs to be writable for whoever fills it.
    std::filesystem::path stagingRoot() const { return m_root / "staging"; }
    Result<std::filesystem::path> stage();
    /// Checks that exactly these files with these sizes are there, and makes them an entry.
    struct File {
        std::string name;
        std::uint64_t bytes = 0;
    };
    Result<Entry> publish(
        const std::filesystem::path& staged, const std::string& key, const std::vector<File>& files, const Json& info);

private:
    std::optional<Json> verified(const std::filesystem::path& folder, bool contents) const;

    std::filesystem::path m_root;
    std::mutex m_mutex;
    std::set<std::string> m_known; ///< keys whose contents were checked in this process
};

} // namespace hawk::reference
