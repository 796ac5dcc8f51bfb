#include "emulator/check/cross_order.h"
#include "emulator/check/history_rules.h"
#include "emulator/trace/access_geometry.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace hawk::emulator {
namespace {

enum class Kind : std::uint8_t { Read, Write, Atomic };
constexpr std::size_t kKinds = 3;

/// A contiguous run of GM bytes that one core touches between two all-core synchronisations.
struct Touch {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::uint32_t epoch = 0; ///< all-core synchronisations before it; or its segment when cores signal singly
    std::uint32_t core = 0;
    std::uint32_t op = 0; ///< index in the core's trace
    Kind kind = Kind::Read;
    bool unchanged = false; ///< a store of what was there
};

constexpr std::uint64_t kCacheLine = 64; ///< of the scalar data cache

/// Beyond this many runs the sweep is left out: such a trace is not a tiled kernel and would cost seconds.
constexpr std::size_t kMaxTouches = 4'000'000;

bool mayConflict(Kind a, Kind b)
{
    return !(a == Kind::Read && b == Kind::Read) && !(a == Kind::Atomic && b == Kind::Atomic);
}

class CrossCoreFinder {
public:
    CrossCoreFinder(const Trace& trace, FindingSink& sink)
        : m_trace(trace)
        , m_sink(sink)
    {
    }
    void run()
    {
        noteWrittenTensors();
        if (m_written.empty())
            return;
        for (std::uint32_t core = 0; core < m_trace.cores.size(); ++core)
            collect(core);
        if (m_order)
            sweepOrdered();
        else
            sweep();
    }

private:
    void noteWrittenTensors();
    const Interval* writtenTensorOf(const Interval& bytes) const;
    void collect(std::uint32_t core);
    void add(const Access& access, const Touch& pattern);
    void sweep();
    void sweepOrdered();
    bool ordered(const Touch& first, const Touch& second) const;
    bool harmless(const Touch& first, const Touch& second) const;
    void report(const Touch& first, const Touch& second);
    const Op& opOf(const Touch& touch) const { return m_trace.cores[touch.core][touch.op]; }

    const Trace& m_trace;
    FindingSink& m_sink;
    std::vector<Interval> m_written; ///< tensors that some core writes, sorted
    std::vector<Touch> m_touches;
    std::unique_ptr<CrossOrder> m_order; ///< only when cores signal each other singly
    std::unordered_set<std::uint64_t> m_signalLines; ///< cache lines through which they do
};

void CrossCoreFinder::noteWrittenTensors()
{
    std::vector<bool> written(m_trace.tensors.size(), false);
    std::size_t last = 0; // accesses come in runs to one tensor
    for (const auto& ops : m_trace.cores) {
        for (const Op& op : ops) {
            if (op.kind == OpClass::CrossWait && !m_order)
                m_order = std::make_unique<CrossOrder>(m_trace);
            if (op.kind == OpClass::CrossWait && op.aux[3] == static_cast<std::uint32_t>(SyncKind::Line) && op.accessCount > 0)
                m_signalLines.insert(op.accesses[0].offset / kCacheLine);
            for (std::size_t i = 0; i < op.accessCount; ++i) {
                const Access& access = op.accesses[i];
                if (access.space != Space::Gm || (access.flags & AccessWrite) == 0)
                    continue;
                for (std::size_t step = 0; step < m_trace.tensors.size(); ++step) {
                    const std::size_t t = (last + step) % m_trace.tensors.size();
                    const TraceTensor& tensor = m_trace.tensors[t];
                    if (access.offset >= tensor.offset && access.offset < tensor.offset + tensor.bytes) {
                        written[t] = true;
                        last = t;
                        break;
                    }
                }
            }
        }
    }
    for (std::size_t t = 0; t < written.size(); ++t) {
        const TraceTensor& tensor = m_trace.tensors[t];
        if (written[t])
            m_written.push_back({ static_cast<std::int64_t>(tensor.offset),
                static_cast<std::int64_t>(tensor.offset + tensor.bytes) });
    }
    std::ranges::sort(m_written, {}, &Interval::begin);
}

const Interval* CrossCoreFinder::writtenTensorOf(const Interval& bytes) const
{
    for (const Interval& tensor : m_written) {
        if (tensor.overlaps(bytes))
            return &tensor;
    }
    return nullptr;
}

void CrossCoreFinder::add(const Access& access, const Touch& pattern)
{
    const bool dense = isDense(access);
    const Interval bounds = boundsOf(access);
    const std::uint32_t repeats = dense ? 1 : access.repeatCount;
    const std::uint32_t blocks = dense ? 1 : access.blockCount;
    for (std::uint32_t r = 0; r < repeats; ++r) {
        for (std::uint32_t b = 0; b < blocks && m_touches.size() < kMaxTouches; ++b) {
            Touch touch = pattern;
            touch.begin = dense ? bounds.begin
                                : static_cast<std::int64_t>(access.offset)
                    + std::int64_t { r } * access.repeatStride + std::int64_t { b } * access.blockStride;
            touch.end = dense ? bounds.end : touch.begin + access.blockBytes;
            m_touches.push_back(touch);
        }
    }
}

void CrossCoreFinder::collect(std::uint32_t core)
{
    std::uint32_t epoch = 0;
    const OpList& ops = m_trace.cores[core];
    for (std::uint32_t i = 0; i < ops.size(); ++i) {
        const Op& op = ops[i];
        epoch += op.kind == OpClass::SyncAllLeave ? 1 : 0;
        const bool scalar = op.kind == OpClass::ScalarRead || op.kind == OpClass::ScalarWrite;
        if (scalar && op.accessCount > 0 && m_signalLines.contains(op.accesses[0].offset / kCacheLine))
            continue; // the words that signal are no data
        for (std::size_t k = 0; k < op.accessCount; ++k) {
            const Access& access = op.accesses[k];
            if (access.space != Space::Gm || access.flags == 0
                || writtenTensorOf(boundsOf(access)) == nullptr)
                continue;
            Kind kind = Kind::Read;
            if ((access.flags & AccessWrite) != 0)
                kind = (access.flags & AccessAtomic) != 0 ? Kind::Atomic : Kind::Write;
            const std::uint32_t section = m_order ? m_order->segmentOf(core, i) : epoch;
            add(access, { 0, 0, section, core, i, kind, (access.flags & AccessUnchanged) != 0 });
        }
    }
}

/// For each kind the two furthest-reaching runs so far that belong to different cores: enough to see whether
/// the next run meets another core's.
struct Reach {
    std::optional<Touch> furthest;
    std::optional<Touch> otherCore;

    void add(const Touch& touch)
    {
        if (!furthest || touch.end > furthest->end) {
            if (furthest && furthest->core != touch.core)
                otherCore = furthest;
            furthest = touch;
        } else if (touch.core != furthest->core && (!otherCore || touch.end > otherCore->end)) {
            otherCore = touch;
        }
    }
    const Touch* meeting(const Touch& touch) const
    {
        for (const auto* candidate : { &furthest, &otherCore }) {
            if (*candidate && (*candidate)->core != touch.core && (*candidate)->end > touch.begin)
                return &**candidate;
        }
        return nullptr;
    }
};

void CrossCoreFinder::sweep()
{
    if (m_touches.size() >= kMaxTouches)
        return;
    std::ranges::sort(m_touches, [](const Touch& a, const Touch& b) {
        if (a.epoch != b.epoch)
            return a.epoch < b.epoch;
        return a.begin != b.begin ? a.begin < b.begin : a.core < b.core;
    });
    std::array<Reach, kKinds> reach;
    std::uint32_t epoch = 0;
    for (const Touch& touch : m_touches) {
        if (touch.epoch != epoch) {
            reach = {};
            epoch = touch.epoch;
        }
        for (std::size_t k = 0; k < kKinds; ++k) {
            const Touch* other
                = mayConflict(static_cast<Kind>(k), touch.kind) ? reach[k].meeting(touch) : nullptr;
            if (other != nullptr)
                report(*other, touch);
        }
        reach[static_cast<std::size_t>(touch.kind)].add(touch);
    }
}

bool CrossCoreFinder::ordered(const Touch& first, const Touch& second) const
{
    return m_order->before(first.core, first.epoch, second.core, second.epoch)
        || m_order->before(second.core, second.epoch, first.core, first.epoch);
}

/// With single signals the segments form no common sequence: every pair of overlapping runs is looked at.
void CrossCoreFinder::sweepOrdered()
{
    if (m_touches.size() >= kMaxTouches)
        return;
    std::ranges::sort(m_touches, [](const Touch& a, const Touch& b) { return a.begin != b.begin ? a.begin < b.begin : a.core < b.core; });
    constexpr std::size_t kMaxPairs = 50'000'000;
    std::size_t pairs = 0;
    std::vector<const Touch*> open;
    for (const Touch& touch : m_touches) {
        std::erase_if(open, [&](const Touch* other) { return other->end <= touch.begin; });
        pairs += open.size();
        if (pairs > kMaxPairs)
            return;
        for (const Touch* other : open)
            if (other->core != touch.core && mayConflict(other->kind, touch.kind) && !ordered(*other, touch))
                report(*other, touch);
        open.push_back(&touch);
    }
}

/// The store that the emulator performed later changed nothing, so the other order would have given the same.
bool CrossCoreFinder::harmless(const Touch& first, const Touch& second) const
{
    if (first.kind == Kind::Read || second.kind == Kind::Read)
        return first.unchanged || second.unchanged;
    const Touch& later = opOf(first).order > opOf(second).order ? first : second;
    return later.unchanged && opOf(first).order != 0 && opOf(second).order != 0;
}

void CrossCoreFinder::report(const Touch& first, const Touch& second)
{
    if (harmless(first, second))
        return;
    const bool bothWrite = first.kind != Kind::Read && second.kind != Kind::Read;
    const Touch& blamed = first.kind == Kind::Read ? second : first; // the writer, the later one of two
    const Touch& place = bothWrite ? second : blamed;
    const Touch& other = &place == &second ? first : second;
    const Interval both { std::max(first.begin, second.begin), std::min(first.end, second.end) };
    std::string tensorName = "GM";
    std::int64_t base = 0;
    for (const TraceTensor& tensor : m_trace.tensors) {
        const auto begin = static_cast<std::int64_t>(tensor.offset);
        if (both.begin >= begin && both.begin < begin + static_cast<std::int64_t>(tensor.bytes)) {
            tensorName = tensor.name;
            base = begin;
        }
    }
    const std::string range = tensorName + " bytes [" + std::to_string(both.begin - base) + ", "
        + std::to_string(both.end - base) + ")";
    constexpr std::int64_t kBlock = 32;
    const bool tail
        = bothWrite && both.end - both.begin < kBlock && second.end - second.begin > both.end - both.begin;
    Finding finding = findingAt(m_trace, opOf(place),
        tail            ? "gm-tail-store-overrun"
            : bothWrite ? "multicore-gm-write-race"
                        : "crosscore-gm-raw-unsynced",
        "block " + std::to_string(place.core) + " writes " + range + " that block "
            + std::to_string(other.core) + (other.kind == Kind::Read ? " reads" : " writes") + " at line "
            + std::to_string(opOf(other).line) + ", with no synchronisation of all cores between");
    finding.numbers = { { "tensor", tensorName }, { "begin", both.begin - base }, { "end", both.end - base },
        { "bytes", both.end - both.begin }, { "block", place.core }, { "otherBlock", other.core } };
    finding.otherLine = static_cast<int>(opOf(other).line);
    finding.otherSeq = opOf(other).seq;
    finding.otherCore = static_cast<int>(other.core);
    m_sink.add(std::move(finding));
}

} // namespace

void findCrossCoreConflicts(const Trace& trace, FindingSink& sink)
{
    if (trace.cores.size() > 1)
        CrossCoreFinder(trace, sink).run();
}

} // namespace hawk::emulator
