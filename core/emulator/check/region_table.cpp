#include "emulator/check/region_table.h"

#include <algorithm>

namespace hawk::emulator {

std::size_t RegionTable::KeyHash::operator()(const Key& key) const noexcept
{
    std::uint64_t h = key.offset * 0x9E3779B97F4A7C15ULL;
    for (const std::uint64_t part : key.shape)
        h = (h ^ (h >> 29U) ^ part) * 0xBF58476D1CE4E5B9ULL;
    return h ^ (h >> 32U);
}

RegionTable::Key RegionTable::keyOf(const Access& access, bool silent)
{
    const auto u32 = [](std::int32_t value) { return std::uint64_t { static_cast<std::uint32_t>(value) }; };
    return { access.offset,
        { (std::uint64_t { access.blockBytes } << 32U) | access.blockCount,
            (std::uint64_t { access.repeatCount } << 32U)
                | u32(access.blockCount > 1 ? access.blockStride : 0),
            (std::uint64_t { silent } << 63U) ^ u32(access.repeatCount > 1 ? access.repeatStride : 0) } };
}

RegionTable::Id RegionTable::idOf(const Access& access, bool silent)
{
    const Key key = keyOf(access, silent);
    const auto known = m_ids.find(key);
    if (known != m_ids.end())
        return known->second;
    if (boundsOf(access).empty() || m_regions.size() >= kMaxRegions)
        return kNone;
    const auto id = static_cast<Id>(m_regions.size());
    m_ids.emplace(key, id);
    m_regions.push_back(access);
    m_neighbours.emplace_back();
    m_silent.push_back(silent);
    connect(id);
    return id;
}

void RegionTable::connect(Id id)
{
    const Access& own = m_regions[id];
    const Interval bounds = boundsOf(own);
    const auto floorDiv = [this](std::int64_t at) {
        return at >= 0 ? at / m_bucketBytes : -((-at + m_bucketBytes - 1) / m_bucketBytes);
    };
    std::vector<Id> candidates;
    for (std::int64_t bucket = floorDiv(bounds.begin); bucket <= floorDiv(bounds.end - 1); ++bucket) {
        std::vector<Id>& there = m_buckets[bucket];
        candidates.insert(candidates.end(), there.begin(), there.end());
        there.push_back(id);
    }
    std::ranges::sort(candidates);
    const auto repeated = std::ranges::unique(candidates);
    candidates.erase(repeated.begin(), repeated.end());
    if (!m_silent[id])
        m_neighbours[id].push_back(id);
    for (const Id other : candidates) {
        if ((m_silent[id] && m_silent[other]) || !overlapOf(own, m_regions[other]))
            continue;
        if (!m_silent[other])
            m_neighbours[id].push_back(other);
        if (!m_silent[id])
            m_neighbours[other].push_back(id);
    }
}

} // namespace hawk::emulator
