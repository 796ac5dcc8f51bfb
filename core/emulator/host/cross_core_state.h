#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace hawk::emulator {

/// What the blocks of one launch know of each other: hand-overs through words in global memory, cross-core flags, group
/// barriers, and lines of global memory that single blocks have published. A token is a number for one hand-over; the trace
/// carries it, so that history rules and timing see who waited for whom.
struct CrossCoreState {
    std::uint32_t nextToken = 1;

    /// IBSet: GM offset of the slot -> token of the set that waits to be taken.
    std::unordered_map<std::uint64_t, std::uint32_t> slots;

    /// Blocks that take turns (WaitPreBlock, NotifyNextBlock): turns that have ended, and the token of the last.
    std::uint64_t turnsDone = 0;
    std::uint32_t turnToken = 0;

    /// Cross-core flags. Per mode, id and group of blocks: how often each member has set it, and rounds completed by all.
    struct FlagRound {
        std::vector<std::uint32_t> sets;
        std::uint32_t completed = 0;
        std::vector<std::uint32_t> tokens; ///< of each round
    };
    std::map<std::array<std::uint32_t, 3>, FlagRound> rounds;
    /// Per block and id: tokens of rounds that are complete and not yet waited for; its size is the hardware counter.
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::deque<std::uint32_t>> counters;

    struct GroupBarrier {
        std::vector<std::uint32_t> arrivals; ///< per member of the arriving group
        std::vector<std::uint32_t> tokens; ///< per round
        std::map<std::uint32_t, std::uint32_t> waits; ///< per member of the waiting group: rounds it has passed
    };
    std::unordered_map<std::uint64_t, GroupBarrier> groups;

    /// Cache lines that a block stored single elements into and then wrote back: block and token of the last.
    std::unordered_map<std::uint64_t, std::pair<std::uint32_t, std::uint32_t>> published;
};

/// One block's scalar data cache, as far as communication through it goes.
struct ScalarLines {
    std::unordered_set<std::uint64_t> dirty; ///< stored into, not yet written back
    std::unordered_set<std::uint64_t> fresh; ///< invalidated and not read since: the next read comes from memory
    bool allFresh = false;
};

} // namespace hawk::emulator
