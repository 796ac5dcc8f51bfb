#include "emulator/timing/replay.h"

#include "emulator/timing/core_replay.h"

#include <algorithm>
#include <memory>
#include <queue>

namespace hawk::emulator {
namespace {

bool movesGm(const OpList& ops)
{
    return std::ranges::any_of(
        ops, [](const Op& op) { return op.kind >= OpClass::DmaGmToUb && op.kind <= OpClass::DmaL1ToGm; });
}

/// How many cores pull on the shared memory at once.
int activeCoresOf(const Trace& trace, int cores)
{
    const auto busy = std::ranges::count_if(trace.cores, movesGm);
    return static_cast<int>(std::min<std::ptrdiff_t>(busy, cores));
}

SyncPoints syncPointsOf(const Trace& trace)
{
    SyncPoints points;
    for (const auto& ops : trace.cores) {
        for (const Op& op : ops)
            if (op.kind == OpClass::CrossSet)
                ++points.tokens[op.aux[2]].open;
        const auto arrivals
            = static_cast<std::size_t>(std::ranges::count(ops, OpClass::SyncAllArrive, &Op::kind));
        if (arrivals > points.expected.size())
            points.expected.resize(arrivals, 0);
        for (std::size_t i = 0; i < arrivals; ++i)
            ++points.expected[i];
    }
    points.arrived.assign(points.expected.size(), 0);
    points.latest.assign(points.expected.size(), 0);
    return points;
}

/// Runs the blocks interleaved in time order, so that shared state (L2, sync points) sees them as they would
/// happen.
class Scheduler {
public:
    Scheduler(const Trace& trace, const CostModel& model, SharedMemory& memory, SyncPoints& sync, int cores,
        std::uint64_t maxSegments)
        : m_trace(trace)
        , m_model(model)
        , m_memory(memory)
        , m_sync(sync)
        , m_cores(cores)
        , m_segmentLimit(
              std::max<std::uint64_t>(1, maxSegments / std::max<std::size_t>(trace.cores.size(), 1)))
    {
        m_blocks.resize(trace.cores.size());
    }

    void run()
    {
        for (int i = 0; i < m_cores; ++i)
            startNext(0);
        while (!m_ready.empty() || !m_waiting.empty()) {
            if (m_ready.empty())
                releaseWaiting(true);
            const Entry entry = m_ready.top();
            m_ready.pop();
            advance(entry.block);
        }
    }
    std::vector<std::unique_ptr<CoreReplay>>& blocks() { return m_blocks; }

private:
    struct Entry {
        double time = 0;
        std::size_t block = 0;
        bool operator>(const Entry& other) const
        {
            return time != other.time ? time > other.time : block > other.block;
        }
    };

    void startNext(double time)
    {
        if (m_nextBlock >= m_blocks.size())
            return;
        const std::size_t block = m_nextBlock++;
        m_blocks[block] = std::make_unique<CoreReplay>(m_trace.cores[block], m_model, m_memory, m_sync, time);
        m_blocks[block]->segmentLimit = m_segmentLimit;
        m_ready.push({ time, block });
    }

    void advance(std::size_t block)
    {
        CoreReplay& core = *m_blocks[block];
        constexpr int kBatch
            = 16; // ops between rescheduling: the order stays close to time order at little cost
        CoreReplay::State state = CoreReplay::State::Running;
        for (int i = 0; i < kBatch && state == CoreReplay::State::Running; ++i)
            state = core.step();
        if (state == CoreReplay::State::Running) {
            m_ready.push({ core.now(), block });
        } else if (state == CoreReplay::State::WaitingForAll) {
            m_waiting.push_back(block);
            releaseWaiting(false);
        } else {
            core.timing.end = core.end();
            startNext(core.timing.end);
            releaseWaiting(false);
        }
    }

    /// Lets every waiting block try again; `force` when nothing else can run, so that a broken trace ends
    /// too.
    void releaseWaiting(bool force)
    {
        std::vector<std::size_t> waiting;
        waiting.swap(m_waiting);
        for (const std::size_t block : waiting) {
            if (force)
                m_blocks[block]->abandonWait();
            if (m_blocks[block]->step() == CoreReplay::State::WaitingForAll)
                m_waiting.push_back(block);
            else
                m_ready.push({ m_blocks[block]->now(), block });
        }
    }

    const Trace& m_trace;
    const CostModel& m_model;
    SharedMemory& m_memory;
    SyncPoints& m_sync;
    int m_cores;
    std::uint64_t m_segmentLimit;
    std::size_t m_nextBlock = 0;
    std::vector<std::unique_ptr<CoreReplay>> m_blocks;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> m_ready;
    std::vector<std::size_t> m_waiting;
};

/// The lowest confidence among the classes that together make up most of the busy time.
chip::Confidence confidenceOf(const CostModel& model, const CoreReplay& slowest)
{
    double total = 0;
    for (const double cycles : slowest.classCycles)
        total += cycles;
    auto lowest = chip::Confidence::Measured;
    for (std::size_t i = 0; i < slowest.classCycles.size(); ++i) {
        constexpr double kMatters = 0.2; // of the busy cycles
        if (slowest.classCycles[i] <= total * kMatters)
            continue;
        const auto kind = static_cast<OpClass>(i);
        const bool transfer = kind >= OpClass::DmaGmToUb && kind <= OpClass::DmaUbToL1;
        const bool vector = kind >= OpClass::VecSimple && kind <= OpClass::VecMaskSet;
        auto own = vector ? model.vector[i].confidence : chip::Confidence::Guess;
        if (transfer)
            own = chip::Confidence::Fitted; // bandwidth efficiency and per-instruction cost are fits
        lowest = std::min(lowest, own);
    }
    return total > 0 ? lowest : chip::Confidence::Guess;
}

} // namespace

Result<Timing> replay(
    const Trace& trace, const chip::ChipFacts& chip, const CostTable& costs, ReplayOptions options)
{
    auto model = CostModel::make(costs, chip);
    if (!model)
        return model.error();
    const int cores = std::max(chip.vectorCores.value, 1);
    Timing timing;
    timing.activeCores = activeCoresOf(trace, cores);
    SharedMemory memory(trace, *model, chip.l2.value.n, timing.activeCores);
    SyncPoints sync = syncPointsOf(trace);
    Scheduler scheduler(trace, *model, memory, sync, cores, options.maxSegments);
    scheduler.run();

    const double launchUs = model->launchBaseUs
        + model->launchPerBlockUs
            * static_cast<double>(std::min<std::size_t>(trace.cores.size(), static_cast<std::size_t>(cores)));
    timing.launchCycles = launchUs * chip.clockMhz.value;
    const CoreReplay* slowest = nullptr;
    std::uint64_t recorded = 0;
    for (const auto& block : scheduler.blocks())
        recorded += block->segments.size();
    timing.segments.reserve(recorded);
    for (const auto& block : scheduler.blocks()) {
        timing.cores.push_back(block->timing);
        timing.segments.insert(timing.segments.end(), block->segments.begin(), block->segments.end());
        std::uint64_t instructions = 0;
        for (const PipeTotals& pipe : block->timing.pipes)
            instructions += pipe.instructions;
        timing.segmentsComplete = timing.segmentsComplete && block->segments.size() == instructions;
        if (slowest == nullptr || block->timing.end > slowest->timing.end)
            slowest = block.get();
    }
    timing.totalCycles = timing.launchCycles + (slowest != nullptr ? slowest->timing.end : 0);
    timing.hbmReadBytes = memory.hbmBytes;
    timing.l2HitBytes = memory.hitBytes;
    timing.confidence = slowest != nullptr ? confidenceOf(*model, *slowest) : chip::Confidence::Guess;
    return timing;
}

} // namespace hawk::emulator
