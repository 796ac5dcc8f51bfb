#pragma once

#include "emulator/trace/access_geometry.h"

#include <array>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

/// Distinct memory regions of one core and space, and which of them overlap. Private to check/.
namespace hawk::emulator {

/// A tile loop touches the same few regions again and again, so each region is met once, its exact overlaps
/// with the others are found once, and afterwards a conflict check is a walk over a short list.
class RegionTable {
public:
    using Id = std::uint32_t;
    static constexpr Id kNone = ~Id { 0 };

    /// `bucketBytes`: granularity of the search index; about the size of a typical access.
    explicit RegionTable(std::uint64_t bucketBytes)
        : m_bucketBytes(static_cast<std::int64_t>(bucketBytes))
    {
    }

    /// The region's id, new or known; kNone for an empty one and once kMaxRegions are known. A `silent`
    /// region sees the others but is not seen by them: nothing has to be ordered after its accesses.
    Id idOf(const Access& access, bool silent = false);
    /// Regions that share at least one byte with `id`, itself included (unless silent).
    std::span<const Id> neighbours(Id id) const { return m_neighbours[id]; }
    const Access& region(Id id) const { return m_regions[id]; }
    std::size_t size() const { return m_regions.size(); }

private:
    static constexpr std::size_t kMaxRegions = 1'000'000;
    struct Key {
        std::uint64_t offset;
        std::uint64_t shape[3];
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept;
    };
    static Key keyOf(const Access& access, bool silent);
    void connect(Id id);

    std::int64_t m_bucketBytes;
    std::vector<Access> m_regions;
    std::vector<std::vector<Id>> m_neighbours;
    std::vector<bool> m_silent;
    std::unordered_map<Key, Id, KeyHash> m_ids;
    std::unordered_map<std::int64_t, std::vector<Id>> m_buckets;
};

} // namespace hawk::emulator
