#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

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
    /// On disk (fsynced, directories too) when it returns: what refers to it may be committed.
    Result<Stored> put(std::string_view data) const;
    /// Verified against the hash. `size` is what the database knows: a damaged header cannot make us allocate without
    /// end. Io when the contents differ, NotFound when the file is gone.
    Result<std::string> read(std::string_view hash, std::uint64_t size) const;
    std::filesystem::path pathOf(std::string_view hash) const;
    static bool isHash(std::string_view text);

private:
    std::filesystem::path m_root;
};

} // namespace hawk::store
