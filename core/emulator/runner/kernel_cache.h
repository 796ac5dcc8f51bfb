#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace hawk::emulator {

/// Shared objects by content key, in one flat folder: KEY.so and KEY.log (the library's hash, then the
/// compiler's words). Files appear whole, so several processes may use the folder at once; two builds of one
/// key write the same file twice, which is harmless. A library that does not match its hash (power cut, full
/// disk) counts as absent.
class KernelCache {
public:
    struct Limits {
        std::uint64_t bytes = 512ULL << 20U;
        std::int64_t days = 30;
    };
    struct Hit {
        std::filesystem::path library;
        std::string log;
    };
    KernelCache(std::filesystem::path folder, Limits limits);

    std::optional<Hit> find(const std::string& key) const; ///< marks it as used now
    Result<std::filesystem::path> publish(
        const std::string& key, const std::filesystem::path& library, const std::string& log) const;
    /// Removes what was not used for `days`, then the least recently used until `bytes` fit. Whatever was
    /// used in the last hour stays: a run may be about to load it.
    void trim() const;
    const std::filesystem::path& folder() const { return m_folder; }

private:
    std::filesystem::path m_folder;
    Limits m_limits;
};

} // namespace hawk::emulator
