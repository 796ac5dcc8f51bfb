#pragma once

#include "emulator/timing/cost_model.h"
#include "emulator/timing/replay.h"
#include "emulator/trace/access_geometry.h"

#include <array>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

/// One block's replay, step by step, and the memory it shares with the others. Private to timing/.
namespace hawk::emulator {

/// GM behind L2: which lines are in L2, by age in bytes brought in since (least recently used, whole cache).
class SharedMemory {
public:
    SharedMemory(const Trace& trace, const CostModel& model, std::uint64_t l2Bytes, int activeCores);

    struct Traffic {
        double missBytes = 0;
        double hitBytes = 0;
    };
    /// Brings the lines of an access into L2 and says how much of it was there.
    Traffic touch(const Access& gm);

    double hbmShare = 1; ///< bytes per cycle of one core
    double l2Share = 1;
    std::uint64_t hbmBytes = 0;
    std::uint64_t hitBytes = 0;

private:
    void touchLines(std::int64_t begin, std::int64_t end, bool read, Traffic& traffic);

    std::uint64_t m_line = 512; ///< granularity of the book-keeping
    std::uint64_t m_request = 512; ///< bytes a read miss brings in
    std::uint64_t m_l2Bytes = 0;
    std::uint64_t m_clock = 0; ///< bytes brought in so far
    std::vector<std::uint64_t> m_lastUse; ///< per line, clock + 1 of its last use; 0 = never
};

/// Arrival times at the SyncAll points of the launch, and at its hand-overs between cores.
struct SyncPoints {
    struct Token {
        std::uint32_t open = 0; ///< sets that are still to come
        double latest = 0; ///< of the sets so far
    };
    std::unordered_map<std::uint32_t, Token> tokens;

    std::vector<std::uint32_t> expected; ///< blocks that reach point k
    std::vector<std::uint32_t> arrived;
    std::vector<double> latest;
};

class CoreReplay {
public:
    CoreReplay(const OpList& ops, const CostModel& model, SharedMemory& memory, SyncPoints& sync,
        double start);

    enum class State : std::uint8_t { Running, WaitingForAll, Done };
    /// Executes the next op. WaitingForAll: step again once the SyncAll point is complete.
    State step();
    double now() const { return m_issue; }
    /// The slowest pipe's end.
    double end() const;
    /// Gives up waiting for a SyncAll point that never completes (a truncated trace).
    void abandonWait() { m_abandoned = true; }

    CoreTiming timing;
    std::vector<Segment> segments;
    std::uint64_t segmentLimit = 0;
    std::array<double, static_cast<std::size_t>(OpClass::Count)> classCycles {};

private:
    struct PipeState {
        double free = 0; ///< next op may start
        double done = 0; ///< everything issued so far is complete
        double gate = 0; ///< waits in the queue hold back later ops until here
        std::array<double, 32> starts {}; ///< ring: start times of the last ops, for queue depth
        std::uint64_t issued = 0;
    };
    struct Recent {
        Interval bytes;
        double done = 0;
        bool write = false;
    };
    /// The last accesses of one pipe to UB, for dependencies that the compiler's automatic sync orders.
    struct RecentRing {
        std::array<Recent, 32> entries {};
        std::uint64_t count = 0;
    };

    PipeState& pipe(Pipe p) { return m_pipes[static_cast<std::size_t>(p)]; }
    double enqueue(Pipe p, double issueCost);
    void finish(const Op& op, Pipe p, double issued, double start, double occupancy, double done,
        std::uint64_t bytes);
    void remember(Pipe p, const Op& op, double done);
    double conflictsWith(Pipe p, const Interval& bytes, bool write) const;

    void vectorOp(const Op& op);
    void transferOp(const Op& op);
    double transferCycles(const Op& op, const Access& gm, double& latency);
    void scalarAccess(const Op& op);
    double scalarGm(const Access& access);
    void syncSet(const Op& op);
    void syncWait(const Op& op);
    void barrier(const Op& op);
    void crossSet(const Op& op);
    State crossWait(const Op& op);
    State syncAllLeave();

    const OpList& m_ops;
    const CostModel& m_model;
    SharedMemory& m_memory;
    SyncPoints& m_sync;
    VectorCosts m_vectorCosts;
    std::size_t m_next = 0;
    double m_issue = 0; ///< the scalar unit's clock
    std::array<PipeState, static_cast<std::size_t>(Pipe::Count)> m_pipes {};
    std::array<RecentRing, static_cast<std::size_t>(Pipe::Count)> m_recent {};
    std::unordered_map<std::uint64_t, std::vector<double>> m_flags; ///< set times, oldest first
    std::vector<std::uint64_t> m_cacheTags; ///< direct-mapped scalar data cache, line number + 1
    std::uint32_t m_syncIndex = 0;
    bool m_abandoned = false;
};

} // namespace hawk::emulator
