#include "emulator/check/core_order.h"
#include "emulator/check/history_rules.h"
#include "emulator/check/region_table.h"

#include <algorithm>
#include <set>
#include <span>

namespace hawk::emulator {
namespace {

constexpr std::size_t at(Pipe pipe) { return static_cast<std::size_t>(pipe); }

/// The newest access of one pipe to one region. Older ones need no memory: completion is prefix-closed per
/// pipe.
struct Newest {
    std::uint32_t number = 0; ///< of the op on its pipe; 0 = none
    std::uint32_t op = 0; ///< index in the core's trace
    bool atomic = false;
};

struct RegionState {
    std::array<Newest, kPipes> read {};
    std::array<Newest, kPipes> write {};
};

/// The catalogue's id for an unordered pair: what came first, what came second.
std::string_view hazardId(Space space, Pipe first, Pipe second)
{
    if (space == Space::Gm)
        return first == Pipe::Mte3 && second == Pipe::Mte3 ? "mte3-same-destination-overlap"
                                                           : "hazard-mte3-to-mte2-gm";
    if (first == Pipe::Mte2)
        return second == Pipe::Mte2 ? "mte2-same-destination-overlap"
            : second == Pipe::Mte3  ? "hazard-mte2-to-mte3"
                                    : "hazard-mte2-to-v";
    if (first == Pipe::Mte3)
        return second == Pipe::Mte2 ? "hazard-mte3-to-mte2-war" : "hazard-mte3-to-v-war";
    if (first == Pipe::V)
        return second == Pipe::Mte3 ? "hazard-v-to-mte3" : "hazard-v-to-mte2-war";
    return "buffer-reuse-before-consumed";
}

std::string_view spaceName(Space space)
{
    return space == Space::Gm ? "GM" : space == Space::Ub ? "UB" : "on-chip";
}

/// Pairs that need no event: one pipe works in order for the data it produces itself, the compiler's
/// automatic synchronisation orders V with V, and the scalar unit with everything.
bool orderedByItself(Space space, Pipe pipe, bool firstWrites, bool secondWrites)
{
    if (pipe == Pipe::Mte2)
        return space != Space::Ub || !firstWrites || !secondWrites;
    if (pipe == Pipe::Mte3)
        return space != Space::Gm || !firstWrites || !secondWrites;
    return true;
}

class HazardFinder {
public:
    HazardFinder(const Trace& trace, const OpList& ops, FindingSink& sink)
        : m_trace(trace)
        , m_ops(ops)
        , m_sink(sink)
    {
        noteSharedTensors();
    }

    void run()
    {
        for (std::uint32_t i = 0; i < m_ops.size(); ++i)
            follow(i);
        if (m_trace.complete && !m_trace.capped)
            reportLeftFlags();
    }

private:
    /// GM tensors this core both reads and writes, or writes: only those can conflict inside the core.
    void noteSharedTensors();
    bool worthFollowing(const Access& access) const;

    void follow(std::uint32_t index);
    void access(std::uint32_t index, std::uint32_t number, const Access& access);
    void scalarAccess(const Op& op);
    void check(std::uint32_t index, const Access& access, RegionTable::Id other, const RegionState& state);
    void checkNewest(std::uint32_t index, const Access& access, const Access& other, Pipe first,
        const Newest& newest, bool firstWrites);
    void report(std::uint32_t index, const Access& access, const Access& other, Pipe first,
        const Newest& newest, bool firstWrites);
    void reportLeftFlags();

    RegionTable& table(Space space) { return space == Space::Gm ? m_gm : m_ub; }
    std::vector<RegionState>& states(Space space) { return space == Space::Gm ? m_gmStates : m_ubStates; }

    const Trace& m_trace;
    const OpList& m_ops;
    FindingSink& m_sink;
    CoreOrder m_order;
    RegionTable m_ub { 2048 };
    RegionTable m_gm { 64 * 1024 };
    std::vector<RegionState> m_ubStates;
    std::vector<RegionState> m_gmStates;
    std::vector<Interval> m_writtenTensors;
    std::set<std::uint64_t> m_reported; ///< (line, other line, id) seen, to keep repeated work cheap
    PipeClock m_known {}; ///< complete before the op in hand
};

void HazardFinder::noteSharedTensors()
{
    std::vector<bool> written(m_trace.tensors.size(), false);
    for (const Op& op : m_ops) {
        for (std::size_t i = 0; i < op.accessCount; ++i) {
            const Access& access = op.accesses[i];
            if (access.space != Space::Gm || (access.flags & AccessWrite) == 0)
                continue;
            for (std::size_t t = 0; t < m_trace.tensors.size(); ++t) {
                const TraceTensor& tensor = m_trace.tensors[t];
                if (access.offset >= tensor.offset && access.offset < tensor.offset + tensor.bytes)
                    written[t] = true;
            }
        }
    }
    for (std::size_t t = 0; t < written.size(); ++t) {
        const TraceTensor& tensor = m_trace.tensors[t];
        if (written[t])
            m_writtenTensors.push_back({ static_cast<std::int64_t>(tensor.offset),
                static_cast<std::int64_t>(tensor.offset + tensor.bytes) });
    }
}

bool HazardFinder::worthFollowing(const Access& access) const
{
    if (access.space != Space::Gm)
        return access.space == Space::Ub;
    const Interval bounds = boundsOf(access);
    return (access.flags & AccessWrite) != 0
        || std::ranges::any_of(
            m_writtenTensors, [&](const Interval& tensor) { return tensor.overlaps(bounds); });
}

void HazardFinder::follow(std::uint32_t index)
{
    const Op& op = m_ops[index];
    switch (op.kind) {
    // A flag set twice or never is the machine's to report: it knows while the kernel runs.
    case OpClass::SyncSet:
        m_order.set(op);
        return;
    case OpClass::SyncWait:
        m_order.wait(op);
        return;
    case OpClass::Barrier:
        m_order.barrier(barrierPipe(op));
        return;
    case OpClass::SyncAllLeave:
        m_order.barrier(Pipe::All);
        return;
    case OpClass::ScalarRead:
    case OpClass::ScalarWrite:
        scalarAccess(op);
        return;
    default:
        break;
    }
    if (op.accessCount == 0 || op.pipe == Pipe::S)
        return;
    const std::uint32_t number = m_order.begin(op.pipe);
    m_known = m_order.knownBefore(op.pipe);
    const std::span<const Access> accesses
        = std::span(op.accesses).first(std::min<std::size_t>(op.accessCount, kMaxAccesses));
    for (const Access& one : accesses) {
        if (worthFollowing(one))
            access(index, number, one);
    }
}

void HazardFinder::access(std::uint32_t index, std::uint32_t number, const Access& access)
{
    RegionTable& regions = table(access.space);
    const RegionTable::Id id = regions.idOf(access);
    if (id == RegionTable::kNone)
        return;
    std::vector<RegionState>& all = states(access.space);
    if (all.size() < regions.size())
        all.resize(regions.size());
    for (const RegionTable::Id other : regions.neighbours(id)) {
        if (other < all.size())
            check(index, access, other, all[other]);
    }
    const bool atomic = (access.flags & AccessAtomic) != 0;
    const std::size_t pipe = at(m_ops[index].pipe);
    if ((access.flags & AccessRead) != 0)
        all[id].read[pipe] = { number, index, atomic };
    if ((access.flags & AccessWrite) != 0)
        all[id].write[pipe] = { number, index, atomic };
}

void HazardFinder::check(
    std::uint32_t index, const Access& access, RegionTable::Id other, const RegionState& state)
{
    const Access& region = table(access.space).region(other);
    for (const Pipe first : { Pipe::V, Pipe::Mte2, Pipe::Mte3 }) {
        checkNewest(index, access, region, first, state.write[at(first)], true);
        if ((access.flags & AccessWrite) != 0)
            checkNewest(index, access, region, first, state.read[at(first)], false);
    }
}

void HazardFinder::checkNewest(std::uint32_t index, const Access& access, const Access& other, Pipe first,
    const Newest& newest, bool firstWrites)
{
    const bool secondWrites = (access.flags & AccessWrite) != 0;
    if (newest.number <= m_known[at(first)] || newest.op == index)
        return; // never, or complete
    if (first == m_ops[index].pipe && orderedByItself(access.space, first, firstWrites, secondWrites))
        return;
    if (newest.atomic && (access.flags & AccessAtomic) != 0)
        return;
    report(index, access, other, first, newest, firstWrites);
    m_order.assume(first, newest.number, m_ops[index].pipe); // m_known keeps this op's own view
}

void HazardFinder::report(std::uint32_t index, const Access& access, const Access& other, Pipe first,
    const Newest& newest, bool firstWrites)
{
    const Op& second = m_ops[index];
    const Op& earlier = m_ops[newest.op];
    const std::string_view id = hazardId(access.space, first, second.pipe);
    const auto range = overlapOf(access, other).value_or(Interval {});
    const bool secondWrites = (access.flags & AccessWrite) != 0;
    const std::string bytes = std::string(spaceName(access.space)) + " bytes [" + std::to_string(range.begin)
        + ", " + std::to_string(range.end) + ")";
    Finding finding = findingAt(m_trace, second, id,
        std::string(pipeName(second.pipe)) + (secondWrites ? " writes " : " reads ") + bytes + " that "
            + std::string(apiRow(earlier.api).name) + " (line " + std::to_string(earlier.line) + ", pipe "
            + std::string(pipeName(first)) + ") " + (firstWrites ? "writes" : "reads")
            + ", and nothing makes it wait: no event, queue hand-over or barrier from "
            + std::string(pipeName(first)) + " to " + std::string(pipeName(second.pipe)) + " lies between");
    // Two loads over the very same region, nothing in between: the first is dead, its order rarely matters.
    if (first == second.pipe && sameRegion(access, other))
        finding.severity = Severity::Warning;
    for (std::size_t i = 0; i < second.accessCount; ++i) {
        if (&second.accesses[i] == &access)
            finding.operand = operandName(apiRow(second.api), firstOperand(second) + i);
    }
    finding.numbers = { { "begin", range.begin }, { "end", range.end }, { "bytes", range.end - range.begin },
        { "firstPipe", std::string(pipeName(first)) }, { "secondPipe", std::string(pipeName(second.pipe)) } };
    finding.otherLine = static_cast<int>(earlier.line);
    finding.otherSeq = earlier.seq;
    finding.otherCore = earlier.core;
    m_sink.add(std::move(finding));
}

void HazardFinder::scalarAccess(const Op& op)
{
    for (std::size_t i = 0; i < op.accessCount; ++i) {
        Access block = op.accesses[i];
        if (block.space != Space::Ub)
            continue;
        const bool writes = (block.flags & AccessWrite) != 0;
        if (block.blockCount == 1 && block.repeatCount == 1) { // single elements: neighbours share a region
            constexpr std::uint64_t kBlock = 32;
            const std::uint64_t end = (block.offset + block.blockBytes + kBlock - 1) / kBlock * kBlock;
            block.offset = block.offset / kBlock * kBlock;
            block.blockBytes = static_cast<std::uint32_t>(end - block.offset);
        }
        const RegionTable::Id id = m_ub.idOf(block, true);
        if (id == RegionTable::kNone)
            continue;
        const PipeClock known = m_order.knownBefore(Pipe::S);
        for (const RegionTable::Id other : m_ub.neighbours(id)) {
            for (const Pipe pipe : { Pipe::V, Pipe::Mte2, Pipe::Mte3 }) {
                const bool conflict = other < m_ubStates.size()
                    && (m_ubStates[other].write[at(pipe)].number > known[at(pipe)]
                        || (writes && m_ubStates[other].read[at(pipe)].number > known[at(pipe)]));
                if (conflict)
                    m_order.scalarWaitsFor(pipe); // what the compiler inserts
            }
        }
    }
}

void HazardFinder::reportLeftFlags()
{
    for (const auto& [flag, pending] : m_order.leftFlags()) {
        const auto part
            = [name = flag](unsigned shift) { return static_cast<std::uint32_t>((name >> shift) & 0xFU); };
        if (part(52) != static_cast<std::uint32_t>(SyncKind::Flag))
            continue; // queues release theirs when the pipe object ends
        Op place;
        place.api = pending.api;
        place.line = pending.line;
        place.file = pending.file;
        place.seq = pending.seq;
        place.core = m_ops.front().core;
        m_sink.add(findingAt(m_trace, place, "setflag-waitflag-pairing",
            "flag " + std::string(pipeName(pipeOf(part(60)))) + "_" + std::string(pipeName(pipeOf(part(56))))
                + " id " + std::to_string(flag & 0xFFFFFFFFU)
                + " is still set when the kernel ends: the next kernel on this core sees it"));
    }
}

} // namespace

void findHazards(const Trace& trace, const OpList& ops, FindingSink& sink)
{
    HazardFinder(trace, ops, sink).run();
}

} // namespace hawk::emulator
