#include "emulator/check/history_rules.h"
#include "emulator/trace/access_geometry.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

/// Performance advice per source line. Thresholds are the catalogue's where it names one; the others are
/// ours. Advice never fails a candidate.
namespace hawk::emulator {
namespace {

constexpr std::uint64_t kFullTransfer = 16 * 1024; // "perf-transfer-16k"
constexpr std::uint64_t kGoodGmAlign = 512; // "perf-gm-512b-align"
constexpr std::uint64_t kManyScalar = 64; // element loops, not a handful of results per tile
constexpr std::uint64_t kManyTransfers = 4;
constexpr std::uint64_t kTinyVector = 1024; // bytes; "perf-tiny-vector-ops" asks for several KiB a call
constexpr std::uint64_t kManyVector = 64;
constexpr std::uint64_t kManyBarriers = 8;
constexpr std::uint64_t kLongVector = 2048; // bytes; conflicts of shorter calls hide behind the start cost

struct LineUse {
    const Op* first = nullptr;
    std::uint64_t calls = 0;
    std::uint64_t bytes = 0;
    std::uint64_t misaligned = 0;
    std::uint64_t sameGroup = 0; ///< calls whose two sources fall into one UB bank group
    bool gm = false;
};

bool isTransfer(OpClass kind) { return kind == OpClass::DmaGmToUb || kind == OpClass::DmaUbToGm; }
bool isScalar(OpClass kind) { return kind == OpClass::ScalarRead || kind == OpClass::ScalarWrite; }
bool isArithmetic(OpClass kind) { return kind >= OpClass::VecSimple && kind <= OpClass::VecSelect; }

/// Both sources of a dense two-source op begin in bank groups less than a repeat (8 blocks) apart: every
/// repeat reads some group twice. Groups are (address / 32) mod 16 ("perf-bank-conflict-rr").
bool sourcesShareGroups(const Op& op)
{
    const Access* sources[2] = {};
    std::size_t count = 0;
    for (std::size_t i = 0; i < op.accessCount; ++i) {
        if (op.accesses[i].space == Space::Ub && op.accesses[i].flags == AccessRead) {
            if (count == 2 || !isDense(op.accesses[i]) || bytesOf(op.accesses[i]) < kLongVector)
                return false;
            sources[count++] = &op.accesses[i];
        }
    }
    constexpr std::uint64_t kGroups = 16, kBlock = 32, kRepeatBlocks = 8;
    if (count != 2 || sources[0]->offset == sources[1]->offset)
        return false; // one block read twice is one access
    return (sources[0]->offset / kBlock + kGroups - sources[1]->offset / kBlock % kGroups) % kGroups
        != kRepeatBlocks;
}

std::uint64_t largestAccess(const Op& op)
{
    std::uint64_t most = 0;
    for (std::size_t i = 0; i < op.accessCount; ++i)
        most = std::max(most, bytesOf(op.accesses[i]));
    return most;
}

const Access* gmSide(const Op& op)
{
    for (std::size_t i = 0; i < op.accessCount; ++i) {
        if (op.accesses[i].space == Space::Gm)
            return &op.accesses[i];
    }
    return nullptr;
}

class SlowPatterns {
public:
    SlowPatterns(const Trace& trace, const chip::ChipFacts& chip, FindingSink& sink)
        : m_trace(trace)
        , m_chip(chip)
        , m_sink(sink)
    {
    }
    void run()
    {
        for (const auto& ops : m_trace.cores) {
            for (const Op& op : ops)
                note(op);
        }
        for (const auto& [line, use] : m_transfers)
            adviseTransfer(use);
        for (const auto& [line, use] : m_scalars)
            adviseScalar(use);
        for (const auto& [line, use] : m_vectors)
            adviseVector(use);
        for (const auto& [line, use] : m_barriers)
            adviseBarrier(use);
    }

private:
    using Line = std::pair<std::uint16_t, std::uint32_t>; // file, line
    void note(const Op& op);
    void adviseTransfer(const LineUse& use);
    void adviseScalar(const LineUse& use);
    void adviseVector(const LineUse& use);
    void adviseBarrier(const LineUse& use);
    void advise(const Op& op, std::string_view id, std::string message, std::uint64_t calls)
    {
        Finding finding = findingAt(m_trace, op, id, std::move(message));
        finding.severity = Severity::Advice;
        finding.count = calls;
        m_sink.add(std::move(finding));
    }

    const Trace& m_trace;
    const chip::ChipFacts& m_chip;
    FindingSink& m_sink;
    std::map<Line, LineUse> m_transfers, m_scalars, m_vectors, m_barriers;
};

void SlowPatterns::note(const Op& op)
{
    std::map<Line, LineUse>* kind = nullptr;
    if (isTransfer(op.kind))
        kind = &m_transfers;
    else if (isScalar(op.kind))
        kind = &m_scalars;
    else if (isArithmetic(op.kind))
        kind = &m_vectors;
    else if (op.kind == OpClass::Barrier && barrierPipe(op) == Pipe::All)
        kind = &m_barriers;
    if (kind == nullptr)
        return;
    LineUse& use = (*kind)[{ op.file, op.line }];
    if (use.first == nullptr)
        use.first = &op;
    const Access* gm = gmSide(op);
    // A scalar record may stand for a run of elements.
    use.calls += isScalar(op.kind) ? std::max(op.elements, 1U) : 1;
    use.sameGroup += kind == &m_vectors && sourcesShareGroups(op) ? 1 : 0;
    use.bytes += gm != nullptr ? bytesOf(*gm) : largestAccess(op);
    use.gm = use.gm || gm != nullptr;
    use.misaligned += gm != nullptr && gm->offset % kGoodGmAlign != 0 ? 1 : 0;
}

void SlowPatterns::adviseTransfer(const LineUse& use)
{
    const std::uint64_t perBlock = use.calls / std::max<std::size_t>(m_trace.cores.size(), 1);
    const std::uint64_t mean = use.bytes / use.calls;
    if (mean < kFullTransfer && perBlock >= kManyTransfers)
        advise(*use.first, "perf-transfer-16k",
            std::to_string(use.calls) + " transfers of " + std::to_string(mean)
                + " B on average; full bandwidth needs about " + std::to_string(kFullTransfer) + " B each",
            use.calls);
    if (m_chip.generation == chip::Generation::V2201 && use.misaligned * 2 > use.calls
        && perBlock >= kManyTransfers)
        advise(*use.first, "perf-gm-512b-align",
            std::to_string(use.misaligned) + " of " + std::to_string(use.calls)
                + " transfers start off a 512 B boundary of global memory",
            use.misaligned);
}

void SlowPatterns::adviseScalar(const LineUse& use)
{
    const std::uint64_t perBlock = use.calls / std::max<std::size_t>(m_trace.cores.size(), 1);
    if (perBlock < kManyScalar)
        return;
    advise(*use.first, use.gm ? "perf-gm-scalar-access" : "perf-scalar-element-loop",
        std::to_string(use.calls) + " single elements go through the scalar unit here, about "
            + std::to_string(perBlock) + " per block",
        use.calls);
}

void SlowPatterns::adviseVector(const LineUse& use)
{
    const std::uint64_t perBlock = use.calls / std::max<std::size_t>(m_trace.cores.size(), 1);
    const std::uint64_t mean = use.bytes / use.calls;
    if (perBlock >= kManyVector && mean < kTinyVector)
        advise(*use.first, "perf-tiny-vector-ops",
            std::to_string(use.calls) + " calls handle " + std::to_string(mean)
                + " B each: the start cost of the instruction outweighs its work",
            use.calls);
    if (m_chip.generation == chip::Generation::V2201 && use.sameGroup * 2 > use.calls)
        advise(*use.first, "perf-bank-conflict-rr",
            "both sources of " + std::to_string(use.sameGroup) + " of " + std::to_string(use.calls)
                + " calls lie in the same UB bank groups, so that every repeat reads a group twice; shift "
                  "one source by 256 B",
            use.sameGroup);
}

void SlowPatterns::adviseBarrier(const LineUse& use)
{
    const std::uint64_t perBlock = use.calls / std::max<std::size_t>(m_trace.cores.size(), 1);
    if (perBlock >= kManyBarriers)
        advise(*use.first, "perf-pipe-all-barrier",
            "PipeBarrier<PIPE_ALL> drains all pipes " + std::to_string(perBlock) + " times per block here",
            use.calls);
}

} // namespace

void findSlowPatterns(const Trace& trace, const chip::ChipFacts& chip, FindingSink& sink)
{
    SlowPatterns(trace, chip, sink).run();
}

} // namespace hawk::emulator
