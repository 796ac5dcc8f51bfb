#include "emulator/check/scalar_lines.h"

#include "emulator/check/cross_order.h"
#include "emulator/check/history_rules.h"

#include <limits>
#include <memory>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

/// The scalar data cache seen from other cores: what one has not written back, and what it has not loaded anew.
namespace hawk::emulator {
namespace {

/// Pairs of a copy and an access, or of two copies, that are looked at; more would cost seconds.
constexpr std::size_t kMaxPairs = 20'000'000;
constexpr std::uint32_t kNever = std::numeric_limits<std::uint32_t>::max();

/// A line in one core's cache, from the access that loads it to the clean that drops it. Numbers of ops count in its core's trace.
struct Copy {
    std::int64_t line = 0;
    std::uint32_t core = 0;
    std::uint32_t loaded = 0;
    std::uint32_t dropped = kNever;
    std::uint32_t firstStore = kNever, lastStore = kNever, lastRead = kNever;
    std::uint64_t loadsBefore = 0, loadsAtRead = 0; ///< lines this core had loaded when this one came, and at the last read of it
};

class CopyFinder {
public:
    CopyFinder(const Trace& trace, FindingSink& sink)
        : m_trace(trace)
        , m_sink(sink)
    {
    }
    void run()
    {
        noteSignals();
        for (std::uint32_t core = 0; core < m_trace.cores.size(); ++core)
            collect(core);
        // A copy that is only read once can be neither stale nor in the way.
        std::erase_if(m_copies, [](const Copy& c) { return c.firstStore == kNever && c.lastRead == c.loaded; });
        if (m_copies.empty())
            return;
        m_order = std::make_unique<CrossOrder>(m_trace);
        std::ranges::sort(m_copies, [](const Copy& a, const Copy& b) {
            return std::tie(a.line, a.core, a.loaded) < std::tie(b.line, b.core, b.loaded);
        });
        sharedLines();
        for (std::uint32_t core = 0; core < m_trace.cores.size(); ++core)
            for (std::uint32_t i = 0; i < m_trace.cores[core].size(); ++i)
                meet(core, i);
    }

private:
    /// Words through which cores signal each other: they are cleaned and read anew by design, and are no data.
    void noteSignals()
    {
        for (const auto& ops : m_trace.cores)
            for (const Op& op : ops)
                if (op.kind == OpClass::CrossWait && op.aux[3] == static_cast<std::uint32_t>(SyncKind::Line) && op.accessCount > 0)
                    m_signals.insert(static_cast<std::int64_t>(op.accesses[0].offset) / kLineBytes);
    }

    void collect(std::uint32_t core)
    {
        std::unordered_map<std::int64_t, Copy> cached;
        std::uint64_t loads = 0;
        const OpList& ops = m_trace.cores[core];
        const auto drop = [&](Copy copy, std::uint32_t at) {
            copy.dropped = at;
            m_copies.push_back(copy);
        };
        for (std::uint32_t i = 0; i < ops.size(); ++i) {
            const Op& op = ops[i];
            const bool clean = op.kind == OpClass::CacheClean;
            if (clean && (op.aux[0] != 0 || op.accessCount == 0)) {
                for (const auto& [line, copy] : cached)
                    drop(copy, i);
                cached.clear();
                continue;
            }
            if (!clean && !isCachedScalar(op))
                continue;
            const LineRange lines = linesOf(op.accesses[0]);
            for (std::int64_t line = lines.first; line <= lines.last; ++line) {
                if (clean) {
                    if (const auto it = cached.find(line); it != cached.end()) {
                        drop(it->second, i);
                        cached.erase(it);
                    }
                    continue;
                }
                if (++m_looked > kMaxPairs)
                    return;
                if (m_signals.contains(line))
                    continue;
                const auto [it, isNew] = cached.try_emplace(line, Copy { .line = line, .core = core, .loaded = i, .loadsBefore = loads });
                loads += isNew ? 1 : 0;
                Copy& copy = it->second;
                if (op.kind == OpClass::ScalarRead) {
                    copy.lastRead = i;
                    copy.loadsAtRead = loads;
                } else {
                    copy.lastStore = i;
                    copy.firstStore = copy.firstStore == kNever ? i : copy.firstStore;
                }
            }
        }
        for (const auto& [line, copy] : cached)
            m_copies.push_back(copy);
    }

    const Op& op(std::uint32_t core, std::uint32_t i) const { return m_trace.cores[core][i]; }
    bool before(std::uint32_t a, std::uint32_t first, std::uint32_t b, std::uint32_t second) const
    {
        return m_order->before(a, m_order->segmentOf(a, first), b, m_order->segmentOf(b, second));
    }
    /// Whether the copy is written back and gone before the op of another core begins.
    bool goneBefore(const Copy& copy, std::uint32_t core, std::uint32_t i) const
    {
        return copy.dropped != kNever && before(copy.core, copy.dropped, core, i);
    }

    /// Two blocks that store into one line overwrite each other's elements when the lines are written back.
    void sharedLines()
    {
        for (std::size_t i = 0; i < m_copies.size(); ++i) {
            const Copy& a = m_copies[i];
            for (std::size_t k = i + 1; k < m_copies.size() && m_copies[k].line == a.line; ++k) {
                const Copy& b = m_copies[k];
                if (++m_pairs > kMaxPairs)
                    return;
                if (a.core == b.core || a.firstStore == kNever || b.firstStore == kNever || goneBefore(a, b.core, b.loaded)
                    || goneBefore(b, a.core, a.loaded))
                    continue;
                const Op& later = op(b.core, b.firstStore);
                Finding finding = findingAt(m_trace, later, "scalar-gm-cache-coherence",
                    "block " + std::to_string(b.core) + " and block " + std::to_string(a.core)
                        + " both store single elements into the 64 B line at GM offset " + std::to_string(a.line * kLineBytes)
                        + ": each writes back its own copy of the whole line");
                finding.numbers = { { "line", a.line * kLineBytes }, { "block", b.core }, { "otherBlock", a.core } };
                add(std::move(finding), op(a.core, a.firstStore));
                break;
            }
        }
    }

    /// What an access of one core means for the copies of the others.
    void meet(std::uint32_t core, std::uint32_t i)
    {
        const Op& it = op(core, i);
        for (std::size_t k = 0; k < it.accessCount; ++k) {
            const Access& access = it.accesses[k];
            if (access.space != Space::Gm || (access.flags & (AccessRead | AccessWrite)) == 0)
                continue;
            const LineRange lines = linesOf(access);
            auto copy = std::ranges::lower_bound(m_copies, lines.first, {}, &Copy::line);
            for (; copy != m_copies.end() && copy->line <= lines.last && ++m_pairs <= kMaxPairs; ++copy) {
                if (copy->core == core || !overlapOf(access, wholeLine(copy->line)))
                    continue;
                if ((access.flags & AccessRead) != 0 && readsOld(*copy, core, i, access))
                    break;
                if ((access.flags & AccessWrite) != 0 && !isCachedScalar(it) && (access.flags & AccessUnchanged) == 0)
                    stored(*copy, core, i, access);
            }
        }
    }

    bool readsOld(const Copy& copy, std::uint32_t core, std::uint32_t i, const Access& access)
    {
        for (const std::uint32_t store : { copy.firstStore, copy.lastStore }) {
            if (store == kNever || !overlapOf(access, op(copy.core, store).accesses[0]) || !before(copy.core, store, core, i)
                || goneBefore(copy, core, i))
                continue;
            add(findingAt(m_trace, op(core, i), "scalar-gm-cache-coherence",
                    "reads global memory that block " + std::to_string(copy.core) + " stored at line "
                        + std::to_string(op(copy.core, store).line)
                        + " and did not write back before the synchronisation: it still holds the old value"),
                op(copy.core, store));
            return true;
        }
        return false;
    }

    void stored(const Copy& copy, std::uint32_t core, std::uint32_t i, const Access& access)
    {
        if (before(core, i, copy.core, copy.loaded))
            return; // the copy has it
        if (copy.firstStore != kNever && !goneBefore(copy, core, i) && !overlapOf(access, op(copy.core, copy.firstStore).accesses[0])
            && !overlapOf(access, op(copy.core, copy.lastStore).accesses[0])) // the same bytes: a race, which another rule reports
            add(findingAt(m_trace, op(core, i), "scalar-gm-cache-coherence",
                    "block " + std::to_string(core) + " stores into the 64 B line at GM offset " + std::to_string(copy.line * kLineBytes)
                        + ", of which block " + std::to_string(copy.core) + " changes elements in its scalar data cache (line "
                        + std::to_string(op(copy.core, copy.firstStore).line) + "): it writes back its own copy of the whole line"),
                op(copy.core, copy.firstStore));
        if (copy.lastRead == kNever || copy.lastRead == copy.loaded || copy.loadsAtRead - copy.loadsBefore > kCacheLines)
            return; // beyond its size the cache has probably dropped the line
        const Op& read = op(copy.core, copy.lastRead);
        if (overlapOf(access, read.accesses[0]) && before(core, i, copy.core, copy.lastRead))
            add(findingAt(m_trace, read, "scalar-gm-cache-coherence",
                    "reads global memory through the scalar data cache, which still holds the line from before block " + std::to_string(core)
                        + " stored there at line " + std::to_string(op(core, i).line)
                        + ": it gets the old value unless DataCacheCleanAndInvalid drops the line first"),
                op(core, i));
    }

    void add(Finding finding, const Op& other)
    {
        finding.otherLine = static_cast<int>(other.line);
        finding.otherSeq = other.seq;
        finding.otherCore = other.core;
        m_sink.add(std::move(finding));
    }

    const Trace& m_trace;
    FindingSink& m_sink;
    std::unordered_set<std::int64_t> m_signals;
    std::vector<Copy> m_copies; ///< by line
    std::unique_ptr<CrossOrder> m_order;
    std::size_t m_pairs = 0, m_looked = 0;
};

} // namespace

void findStaleCopies(const Trace& trace, FindingSink& sink) { CopyFinder(trace, sink).run(); }

} // namespace hawk::emulator
