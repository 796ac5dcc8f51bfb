#pragma once

#include "emulator/trace/trace_file.h"

#include <cstdint>
#include <vector>

namespace hawk::emulator {

/// Which parts of which cores come before each other, from the synchronisation between cores: a core's ops fall into segments
/// at every synchronisation, and a segment knows of every core how many of its segments are complete. Private to check/.
class CrossOrder {
public:
    explicit CrossOrder(const Trace& trace);

    /// Whether everything in segment `first` of core `a` is complete before segment `second` of core `b` begins.
    bool before(std::uint32_t a, std::uint32_t first, std::uint32_t b, std::uint32_t second) const
    {
        return m_known[b][second][a] > first;
    }
    /// Segment of a core's op.
    std::uint32_t segmentOf(std::uint32_t core, std::uint32_t op) const;

private:
    struct Walker;
    std::vector<std::vector<std::uint32_t>> m_begins; ///< per core: first op of each segment
    std::vector<std::vector<std::vector<std::uint32_t>>> m_known; ///< per core and segment: complete segments of every core
};

} // namespace hawk::emulator
