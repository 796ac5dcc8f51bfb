#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::store {

/// Files named by the SHA-256 of what they hold, zstd-compressed: artifacts/ab/cdef....zst. Stateless and thread-safe;
/// writers of the same contents do not disturb each other.
class ArtifactStore {
public:
    explicit ArtifactStore(std::filesystem::path root);

    struct Stored {
        std::string hash;
        std::uint64_t size = 0;
        std::uint64_t storedSize = 0;
    };
    /// Writes the file under its name, whole, but not yet durably: sync() comes before anything that refers to it.
    Result<Stored> put(std::string_view data) const;
    /// Makes files and their folders durable, side by side: together they cost little more than one. A file that cannot be made durable is removed, since a later attempt could
    /// succeed without its contents; `lost` names it.
    Status sync(const std::vector<Stored>& files, std::string& lost) const;
    /// Verified against the hash. `size` is what the database knows: a damaged header cannot make us allocate without
    /// end. Io when the contents differ, NotFound when the file is gone.
    Result<std::string> read(std::string_view hash, std::uint64_t size) const;
    std::filesystem::path pathOf(std::string_view hash) const;
    static bool isHash(std::string_view text);

private:
    std::filesystem::path m_root;
};

} // namespace hawk::store
