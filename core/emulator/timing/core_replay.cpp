#include "emulator/timing/core_replay.h"

#include "emulator/isa/table.h"
#include "emulator/timing/library_costs.h"

#include <algorithm>

namespace hawk::emulator {
namespace {

constexpr std::uint64_t kScalarLine = 64; // bytes of a data cache line

bool isVectorClass(OpClass kind) { return kind >= OpClass::VecSimple && kind <= OpClass::VecMaskSet; }
bool isTransferClass(OpClass kind) { return kind >= OpClass::DmaGmToUb && kind <= OpClass::DmaUbToL1; }

std::span<const Access> accessesOf(const Op& op)
{
    return std::span(op.accesses).first(std::min<std::size_t>(op.accessCount, kMaxAccesses));
}

Pipe pipeFromAux(std::uint32_t value)
{
    return value < static_cast<std::uint32_t>(Pipe::Count) ? static_cast<Pipe>(value) : Pipe::S;
}

std::uint64_t flagKey(const Op& op)
{
    return (std::uint64_t { op.aux[0] & 0xFU } << 60U) | (std::uint64_t { op.aux[1] & 0xFU } << 56U)
        | (std::uint64_t { op.aux[3] & 0xFU } << 52U) | op.aux[2];
}

} // namespace

SharedMemory::SharedMemory(const Trace& trace, const CostModel& model, std::uint64_t l2Bytes, int activeCores)
    : m_l2Bytes(l2Bytes)
{
    const double cores = std::max(activeCores, 1);
    hbmShare = model.hbmChip / cores;
    l2Share = model.l2Chip / cores;
    std::uint64_t end = 0;
    for (const TraceTensor& tensor : trace.tensors)
        end = std::max(end, tensor.offset + tensor.bytes);
    m_line = m_request = static_cast<std::uint64_t>(model.lineLarge);
    constexpr std::uint64_t kMaxLines = std::uint64_t { 4 }
        << 20U; // a huge arena gets coarser lines, not more memory
    while (end / m_line > kMaxLines)
        m_line *= 2;
    m_lastUse.assign(end / m_line + 2, 0);
}

void SharedMemory::touchLines(std::int64_t begin, std::int64_t end, bool read, Traffic& traffic)
{
    const auto line = static_cast<std::int64_t>(m_line);
    for (std::int64_t i = std::max<std::int64_t>(begin, 0) / line; i * line < end; ++i) {
        if (static_cast<std::size_t>(i) >= m_lastUse.size())
            return;
        std::uint64_t& last = m_lastUse[static_cast<std::size_t>(i)];
        const std::int64_t part = std::min(end, (i + 1) * line) - std::max(begin, i * line);
        if (last != 0 && m_clock + 1 - last <= m_l2Bytes) {
            traffic.hitBytes += static_cast<double>(part);
        } else {
            // A read brings the whole line, so that its neighbour will hit; a store only leaves its own
            // bytes.
            const std::int64_t request = std::min<std::int64_t>(line, static_cast<std::int64_t>(m_request));
            traffic.missBytes += static_cast<double>(read ? std::max(part, request) : part);
            m_clock += m_line;
        }
        last = m_clock + 1;
    }
}

SharedMemory::Traffic SharedMemory::touch(const Access& gm)
{
    Traffic traffic;
    const bool read = (gm.flags & AccessRead) != 0;
    const Interval bounds = boundsOf(gm);
    if (isDense(gm)) {
        touchLines(bounds.begin, bounds.end, read, traffic);
    } else {
        for (std::uint32_t r = 0; r < gm.repeatCount; ++r) {
            for (std::uint32_t b = 0; b < gm.blockCount; ++b) {
                const std::int64_t at = static_cast<std::int64_t>(gm.offset)
                    + std::int64_t { r } * gm.repeatStride + std::int64_t { b } * gm.blockStride;
                touchLines(at, at + gm.blockBytes, read, traffic);
            }
        }
    }
    hbmBytes += static_cast<std::uint64_t>(traffic.missBytes);
    hitBytes += static_cast<std::uint64_t>(traffic.hitBytes);
    return traffic;
}

CoreReplay::CoreReplay(
    const OpList& ops, const CostModel& model, SharedMemory& memory, SyncPoints& sync, double start)
    : m_ops(ops)
    , m_model(model)
    , m_memory(memory)
    , m_sync(sync)
    , m_vectorCosts(model)
    , m_issue(start)
{
    timing.ran = !ops.empty();
    timing.start = start;
    m_cacheTags.assign(static_cast<std::size_t>(std::max(1.0, model.scalarCacheLines)), 0);
    for (PipeState& p : m_pipes)
        p.free = p.done = p.gate = start;
}

double CoreReplay::end() const
{
    double last = m_issue;
    for (const PipeState& p : m_pipes)
        last = std::max(last, p.done);
    return last;
}

double CoreReplay::enqueue(Pipe p, double issueCost)
{
    PipeState& state = pipe(p);
    m_issue += issueCost;
    timing.pipes[static_cast<std::size_t>(Pipe::S)].busy += issueCost;
    const auto depth
        = std::min<std::uint64_t>(static_cast<std::uint64_t>(m_model.queueDepth), state.starts.size());
    if (state.issued >= depth) { // the slot of the op `depth` before must be free
        const double freed = state.starts[(state.issued - depth) % state.starts.size()];
        timing.queueFullCycles += std::max(0.0, freed - m_issue);
        m_issue = std::max(m_issue, freed);
    }
    return m_issue;
}

void CoreReplay::finish(
    const Op& op, Pipe p, double issued, double start, double occupancy, double done, std::uint64_t bytes)
{
    PipeState& state = pipe(p);
    PipeTotals& totals = timing.pipes[static_cast<std::size_t>(p)];
    const double stall = std::max(0.0, start - std::max(issued, state.free));
    state.starts[state.issued % state.starts.size()] = start;
    ++state.issued;
    state.free = start + occupancy;
    state.done = std::max(state.done, done);
    totals.busy += occupancy;
    totals.wait += stall;
    totals.bytes += bytes;
    ++totals.instructions;
    classCycles[static_cast<std::size_t>(op.kind)] += occupancy;
    if (segments.size() < segmentLimit)
        segments.push_back(
            { op.core, p, op.kind, op.api, op.line, op.seq, start, start + occupancy, stall, bytes });
}

void CoreReplay::remember(Pipe p, const Op& op, double done)
{
    RecentRing& ring = m_recent[static_cast<std::size_t>(p)];
    for (const Access& access : accessesOf(op)) {
        if (access.space != Space::Ub)
            continue;
        ring.entries[ring.count % ring.entries.size()]
            = { boundsOf(access), done, (access.flags & AccessWrite) != 0 };
        ++ring.count;
    }
}

double CoreReplay::conflictsWith(Pipe p, const Interval& bytes, bool write) const
{
    const RecentRing& ring = m_recent[static_cast<std::size_t>(p)];
    double latest = 0;
    for (std::size_t i = 0; i < std::min<std::uint64_t>(ring.count, ring.entries.size()); ++i) {
        const Recent& recent = ring.entries[i];
        if ((write || recent.write) && recent.done > latest && recent.bytes.overlaps(bytes))
            latest = recent.done;
    }
    return latest;
}

void CoreReplay::vectorOp(const Op& op)
{
    if (op.kind == OpClass::VecMaskSet) { // a scalar instruction whose order with V the hardware keeps
        m_issue += m_model.maskSet;
        timing.pipes[static_cast<std::size_t>(Pipe::S)].busy += m_model.maskSet;
        return;
    }
    VectorCost cost;
    double instructions = 1;
    if (op.kind == OpClass::VecLibrary) {
        const LibraryRecipe* recipe = m_model.library->find(apiRow(op.api).name);
        const LibraryCost call = recipe != nullptr ? libraryCost(op, *recipe, m_model) : LibraryCost {};
        cost = call.cycles;
        instructions = call.instructions;
    } else {
        cost = m_vectorCosts.of(op);
    }
    const double issued = enqueue(Pipe::V, m_model.issueVector);
    // The scalar unit goes on issuing the rest of a library call's instructions while the first ones run.
    const double laterIssues = m_model.issueVector * std::max(0.0, instructions - 1);
    m_issue += laterIssues;
    timing.pipes[static_cast<std::size_t>(Pipe::S)].busy += laterIssues;
    PipeState& v = pipe(Pipe::V);
    // Instructions that share an operand (unless both only read it) wait for each other: the compiler puts a
    // barrier between them. The published loop of Adds into one destination shows the full latency on every
    // call.
    double ready = std::max({ issued, v.free, v.gate });
    for (const Access& access : accessesOf(op)) {
        if (access.space == Space::Ub)
            ready = std::max(
                ready, conflictsWith(Pipe::V, boundsOf(access), (access.flags & AccessWrite) != 0));
    }
    const double occupancy = cost.occupancy + m_model.vectorGap;
    const double done = ready + std::max(occupancy, cost.occupancy + cost.latency);
    timing.bankConflictCycles += cost.conflict;
    std::uint64_t bytes = 0;
    for (const Access& access : accessesOf(op))
        bytes += bytesOf(access);
    finish(op, Pipe::V, issued, ready, occupancy, done, bytes);
    remember(Pipe::V, op, done);
}

double CoreReplay::transferCycles(const Op& op, const Access& gm, double& latency)
{
    const TransferShape shape = transferShapeOf(gm, m_model);
    const SharedMemory::Traffic traffic = m_memory.touch(gm);
    const bool read = op.kind != OpClass::DmaUbToGm && op.kind != OpClass::DmaL1ToGm;
    // Requests that begin or end inside a line cost the whole line; what comes from memory passes through L2.
    const double bytes = static_cast<double>(std::max<std::uint64_t>(shape.bytes, 1));
    const double widening = std::max(1.0, static_cast<double>(shape.lineBytes) / bytes);
    const double shared
        = widening * std::max(traffic.missBytes / m_memory.hbmShare, bytes / m_memory.l2Share);
    const double port = static_cast<double>(shape.lineBytes) / (read ? m_model.readPort : m_model.writePort);
    const double readLatency = traffic.missBytes > 0 ? m_model.dmaReadLatency : m_model.dmaL2Latency;
    latency = read ? readLatency : m_model.dmaWriteLatency;
    return m_model.dmaInstruction + m_model.dmaBlock * shape.blocks + std::max(port, shared);
}

void CoreReplay::transferOp(const Op& op)
{
    const Pipe p = op.pipe;
    const double issued = enqueue(p, m_model.issueDma);
    std::uint64_t bytes = 0;
    double latency = 0;
    double occupancy = m_model.dmaInstruction;
    const auto accesses = accessesOf(op);
    const auto gm = std::ranges::find(accesses, Space::Gm, &Access::space);
    if (gm != accesses.end()) {
        bytes = bytesOf(*gm);
        occupancy = transferCycles(op, *gm, latency);
    } else if (!accesses.empty()) { // on-chip copy
        bytes = bytesOf(accesses.front());
        occupancy += static_cast<double>(bytes) / m_model.dmaLocal;
    }
    const PipeState& state = pipe(p);
    const double start = std::max({ issued, state.free, state.gate });
    const double done = start + occupancy + latency;
    finish(op, p, issued, start, occupancy, done, bytes);
    remember(p, op, done);
}

double CoreReplay::scalarGm(const Access& access)
{
    // A record may stand for a run of equally spaced elements: its first line may be cached, every further
    // line misses.
    const std::uint64_t elements = std::uint64_t { access.blockCount } * access.repeatCount;
    const std::uint64_t line = access.offset / kScalarLine;
    std::uint64_t& tag = m_cacheTags[line % m_cacheTags.size()];
    const Interval bounds = boundsOf(access);
    const auto spanned
        = static_cast<std::uint64_t>(bounds.end - bounds.begin + static_cast<std::int64_t>(kScalarLine) - 1)
        / kScalarLine;
    std::uint64_t misses = std::min(elements, spanned);
    if (tag == line + 1)
        misses -= std::min<std::uint64_t>(misses, 1);
    const auto lastLine = static_cast<std::uint64_t>(std::max<std::int64_t>(bounds.end - 1, 0)) / kScalarLine;
    tag = line + 1;
    m_cacheTags[lastLine % m_cacheTags.size()] = lastLine + 1;
    return static_cast<double>(misses) * m_model.scalarGmMiss
        + static_cast<double>(elements - misses) * m_model.scalarGmHit;
}

void CoreReplay::scalarAccess(const Op& op)
{
    const double issued = m_issue;
    double start = m_issue;
    double cycles = m_model.scalarUb;
    for (const Access& access : accessesOf(op)) {
        cycles = m_model.scalarUb * access.blockCount * access.repeatCount;
        if (access.space == Space::Gm) {
            cycles = scalarGm(access);
            continue;
        }
        const bool write = (access.flags & AccessWrite) != 0;
        const Interval bytes = boundsOf(access); // the compiler orders these pairs by itself, by waiting
        for (const Pipe p : { Pipe::V, Pipe::Mte2, Pipe::Mte3 })
            start = std::max(start, conflictsWith(p, bytes, write));
    }
    pipe(Pipe::S).free = issued;
    finish(op, Pipe::S, issued, start, cycles, start + cycles, bytesOf(op.accesses[0]));
    m_issue = start + cycles;
}

void CoreReplay::syncSet(const Op& op)
{
    const Pipe source = pipeFromAux(op.aux[0]);
    m_issue += m_model.issueSync;
    const double set
        = source == Pipe::S ? m_issue : std::max({ m_issue, pipe(source).done, pipe(source).gate });
    m_flags[flagKey(op)].push_back(set);
}

void CoreReplay::syncWait(const Op& op)
{
    const Pipe destination = pipeFromAux(op.aux[1]);
    m_issue += m_model.issueSync;
    const auto it = m_flags.find(flagKey(op));
    if (it == m_flags.end())
        return; // never set: the history rules report it
    const double set = it->second.front();
    it->second.erase(it->second.begin());
    if (it->second.empty())
        m_flags.erase(it);
    if (destination == Pipe::S) {
        timing.pipes[static_cast<std::size_t>(Pipe::S)].wait += std::max(0.0, set - m_issue);
        m_issue = std::max(m_issue, set);
    } else {
        pipe(destination).gate = std::max(pipe(destination).gate, set);
    }
}

void CoreReplay::barrier(const Op& op)
{
    m_issue += m_model.issueBarrier;
    const Pipe p = op.pipe != Pipe::S ? op.pipe : pipeFromAux(op.aux[0]);
    if (p != Pipe::All && p != Pipe::S) {
        pipe(p).gate = std::max(pipe(p).gate, pipe(p).done);
        return;
    }
    const double all = end();
    timing.pipes[static_cast<std::size_t>(Pipe::S)].wait += std::max(0.0, all - m_issue);
    m_issue = std::max(m_issue, all);
}

namespace {

/// How long a signal takes: through global memory it is a store and, on the other side, a load.
double crossCost(const CostModel& model, const Op& op)
{
    const bool flag = op.aux[0] != static_cast<std::uint32_t>(Pipe::All) && op.aux[3] == static_cast<std::uint32_t>(SyncKind::Cross);
    if (op.aux[3] == static_cast<std::uint32_t>(SyncKind::Line))
        return 0; // the store, the clean and the load have their own costs
    return flag ? model.crossFlag : model.crossMemory;
}

} // namespace

void CoreReplay::crossSet(const Op& op)
{
    const Pipe source = pipeFromAux(op.aux[0]);
    m_issue += m_model.issueSync;
    double set = m_issue;
    if (source == Pipe::All)
        set = std::max(set, end());
    else if (source != Pipe::S)
        set = std::max({ m_issue, pipe(source).done, pipe(source).gate });
    SyncPoints::Token& token = m_sync.tokens[op.aux[2]];
    token.open -= token.open > 0 ? 1U : 0U;
    token.latest = std::max(token.latest, set + crossCost(m_model, op));
}

CoreReplay::State CoreReplay::crossWait(const Op& op)
{
    const auto token = m_sync.tokens.find(op.aux[2]);
    if (token != m_sync.tokens.end() && token->second.open > 0 && !m_abandoned)
        return State::WaitingForAll;
    m_abandoned = false;
    const bool memory = op.aux[3] == static_cast<std::uint32_t>(SyncKind::Cross) && op.aux[0] == static_cast<std::uint32_t>(Pipe::All);
    m_issue += m_model.issueSync + (memory ? m_model.crossWait : 0);
    if (token != m_sync.tokens.end()) {
        timing.pipes[static_cast<std::size_t>(Pipe::S)].wait += std::max(0.0, token->second.latest - m_issue);
        m_issue = std::max(m_issue, token->second.latest);
    }
    return State::Running;
}

CoreReplay::State CoreReplay::syncAllLeave()
{
    const std::size_t point = m_syncIndex == 0 ? 0 : m_syncIndex - 1; // the point this block last arrived at
    const bool known = point < m_sync.arrived.size() && m_syncIndex > 0;
    if (known && m_sync.arrived[point] < m_sync.expected[point] && !m_abandoned)
        return State::WaitingForAll;
    m_abandoned = false;
    if (known) {
        timing.pipes[static_cast<std::size_t>(Pipe::S)].wait += std::max(0.0, m_sync.latest[point] - m_issue);
        m_issue = std::max(m_issue, m_sync.latest[point]);
    }
    m_issue += m_model.syncAll;
    return State::Running;
}

CoreReplay::State CoreReplay::step()
{
    if (m_next >= m_ops.size())
        return State::Done;
    const Op& op = m_ops[m_next];
    if (isVectorClass(op.kind)) {
        vectorOp(op);
    } else if (isTransferClass(op.kind)) {
        transferOp(op);
    } else {
        switch (op.kind) {
        case OpClass::ScalarRead:
        case OpClass::ScalarWrite:
            scalarAccess(op);
            break;
        case OpClass::SyncSet:
            syncSet(op);
            break;
        case OpClass::SyncWait:
            syncWait(op);
            break;
        case OpClass::Barrier:
            barrier(op);
            break;
        case OpClass::SyncAllArrive:
            if (m_syncIndex < m_sync.arrived.size()) {
                ++m_sync.arrived[m_syncIndex];
                m_sync.latest[m_syncIndex] = std::max(m_sync.latest[m_syncIndex], end());
            }
            ++m_syncIndex;
            break;
        case OpClass::CrossSet:
            crossSet(op);
            break;
        case OpClass::CrossWait:
            if (crossWait(op) == State::WaitingForAll)
                return State::WaitingForAll;
            break;
        case OpClass::SyncAllLeave:
            if (syncAllLeave() == State::WaitingForAll)
                return State::WaitingForAll;
            break;
        case OpClass::ScalarWork:
            m_issue += m_model.scalarWork * std::max(op.elements, 1U);
            timing.pipes[static_cast<std::size_t>(Pipe::S)].busy
                += m_model.scalarWork * std::max(op.elements, 1U);
            break;
        case OpClass::CacheClean:
            m_issue += m_model.cacheClean;
            std::ranges::fill(m_cacheTags, 0);
            break;
        case OpClass::QueueEvent:
            m_issue += m_model.issueQueueEvent;
            timing.pipes[static_cast<std::size_t>(Pipe::S)].busy += m_model.issueQueueEvent;
            break;
        default:
            break; // declarations and marks take no time
        }
    }
    ++m_next;
    return m_next >= m_ops.size() ? State::Done : State::Running;
}

} // namespace hawk::emulator
