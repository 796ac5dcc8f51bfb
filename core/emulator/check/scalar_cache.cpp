#include "emulator/check/scalar_lines.h"

#include "emulator/check/history_rules.h"
#include "hawk/abi.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

/// The scalar unit reaches global memory through a private cache of 64 B lines that nothing keeps coherent
/// (docs/zh/api/SIMD-API/基础API/缓存控制/DataCacheCleanAndInvalid.md, .../内存模型/缓存一致性.md). Here: one core alone.
namespace hawk::emulator {
namespace {

/// Lines that are looked at in one core's trace; behind more the rule is silent, for it would cost seconds and more. A run of
/// single elements far apart spans very many.
constexpr std::size_t kMaxVisits = 20'000'000;

/// Follows the lines in one core's data cache.
class CachedLines {
public:
    CachedLines(const Trace& trace, FindingSink& sink)
        : m_trace(trace)
        , m_sink(sink)
    {
    }
    void follow(const Op& op)
    {
        if (op.kind == OpClass::CacheClean) {
            clean(op);
            return;
        }
        if (isCachedScalar(op)) {
            const LineRange lines = linesOf(op.accesses[0]);
            for (std::int64_t line = lines.first; line <= lines.last && ++m_visits <= kMaxVisits; ++line)
                touch(line, op);
            return;
        }
        for (std::size_t i = 0; i < op.accessCount && !m_lines.empty(); ++i) {
            if (op.accesses[i].space != Space::Gm)
                continue;
            if ((op.accesses[i].flags & AccessRead) != 0 && m_changed > 0)
                checkLoad(op, op.accesses[i]);
            if ((op.accesses[i].flags & AccessWrite) != 0)
                checkStore(op, op.accesses[i]);
        }
    }
    void finish()
    {
        std::map<std::uint32_t, const Op*> byLine; // one finding per source line
        for (const auto& [line, cached] : m_lines)
            if (cached.store != nullptr)
                byLine.try_emplace(cached.store->line, cached.store);
        for (const auto& [sourceLine, op] : byLine) {
            Finding finding = findingAt(m_trace, *op, "scalar-gm-cache-coherence",
                "single elements stored to global memory stay in this core's data cache: no "
                "DataCacheCleanAndInvalid "
                "follows, so they reach memory only if the end of the kernel writes the cache back");
            finding.severity = Severity::Warning;
            m_sink.add(std::move(finding));
        }
    }

private:
    struct Line {
        const Op* store = nullptr; ///< the last one into it that was not written back
        const Op* overwritten = nullptr; ///< a store of this core past the cache since the line was loaded
        std::uint64_t loaded = 0; ///< lines loaded before it
    };

    void clean(const Op& op)
    {
        if (op.aux[0] != 0 || op.accessCount == 0) { // the whole cache
            m_lines.clear();
            m_changed = 0;
            return;
        }
        const LineRange lines = linesOf(op.accesses[0]);
        for (auto it = m_lines.lower_bound(lines.first); it != m_lines.end() && it->first <= lines.last; it = m_lines.erase(it))
            m_changed -= it->second.store != nullptr ? 1 : 0;
    }

    void touch(std::int64_t number, const Op& op)
    {
        const auto [it, isNew] = m_lines.try_emplace(number, Line { nullptr, nullptr, m_loads });
        m_loads += isNew ? 1 : 0;
        Line& line = it->second;
        if (op.kind == OpClass::ScalarWrite) {
            m_changed += line.store == nullptr ? 1 : 0;
            line.store = &op;
            return;
        }
        const Op* by = std::exchange(line.overwritten, nullptr);
        if (by == nullptr || m_loads - line.loaded > kCacheLines)
            return; // beyond its size the cache has probably dropped the line
        for (std::size_t i = 0; i < by->accessCount; ++i) {
            if (by->accesses[i].space != Space::Gm || !overlapOf(by->accesses[i], op.accesses[0]))
                continue;
            report(op, *by,
                "reads global memory through the scalar data cache, which still holds the line from before line "
                    + std::to_string(by->line) + " stored there: it gets the old value unless DataCacheCleanAndInvalid drops the line first");
            return;
        }
    }

    void checkLoad(const Op& op, const Access& access)
    {
        forEachLine(access, [&](std::int64_t, Line& line) {
            if (line.store == nullptr || !overlapOf(access, line.store->accesses[0]))
                return true;
            report(op, *line.store,
                "loads global memory that line " + std::to_string(line.store->line)
                    + " has stored only into the scalar data cache: the load brings the old value");
            return false;
        });
    }

    /// What is stored past the cache into a line that is in it.
    void checkStore(const Op& op, const Access& access)
    {
        forEachLine(access, [&](std::int64_t number, Line& line) {
            if (!overlapOf(access, wholeLine(number)))
                return true;
            line.overwritten = &op;
            if (line.store == nullptr)
                return true;
            report(op, *line.store,
                "stores into the 64 B line at GM offset " + std::to_string(number * kLineBytes) + ", which line "
                    + std::to_string(line.store->line)
                    + " has changed in the scalar data cache only: when the line is written back as a whole, it brings the old bytes back");
            line.store = nullptr; // said once
            --m_changed;
            return true;
        });
    }

    /// Calls `visit` for the cached lines that the bounds of the access meet, until it returns false.
    template <class Visit>
    void forEachLine(const Access& access, const Visit& visit)
    {
        const LineRange lines = linesOf(access);
        for (auto it = m_lines.lower_bound(lines.first); it != m_lines.end() && it->first <= lines.last; ++it)
            if (++m_visits > kMaxVisits || !visit(it->first, it->second))
                return;
    }

    void report(const Op& op, const Op& other, std::string message)
    {
        Finding finding = findingAt(m_trace, op, "scalar-gm-cache-coherence", std::move(message));
        finding.otherLine = static_cast<int>(other.line);
        finding.otherSeq = other.seq;
        finding.otherCore = other.core;
        m_sink.add(std::move(finding));
    }

    const Trace& m_trace;
    FindingSink& m_sink;
    std::map<std::int64_t, Line> m_lines; ///< ordered, so that findings are the same in every run
    std::uint64_t m_loads = 0;
    std::size_t m_changed = 0; ///< lines with a store that was not written back
    std::size_t m_visits = 0;
};

} // namespace

bool isCachedScalar(const Op& op)
{
    const bool scalar = op.kind == OpClass::ScalarRead || op.kind == OpClass::ScalarWrite;
    return scalar && op.accessCount > 0 && op.accesses[0].space == Space::Gm
        && op.api != static_cast<std::uint16_t>(hawkabi::Api::ReadGmByPassDCache) && op.api != static_cast<std::uint16_t>(hawkabi::Api::WriteGmByPassDCache);
}

LineRange linesOf(const Access& access)
{
    constexpr std::int64_t kMostLines = 1 << 20; // of one op
    const Interval bounds = boundsOf(access);
    if (bounds.empty())
        return {};
    const std::int64_t first = bounds.begin / kLineBytes;
    return { first, std::min((bounds.end - 1) / kLineBytes, first + kMostLines) };
}

Access wholeLine(std::int64_t number)
{
    Access access;
    access.space = Space::Gm;
    access.offset = static_cast<std::uint64_t>(number * kLineBytes);
    access.blockBytes = kLineBytes;
    access.blockCount = 1;
    access.repeatCount = 1;
    return access;
}

void findStaleScalars(const Trace& trace, FindingSink& sink)
{
    for (const auto& ops : trace.cores) {
        CachedLines lines(trace, sink);
        for (const Op& op : ops)
            lines.follow(op);
        if (trace.complete && !trace.capped)
            lines.finish();
    }
    if (trace.cores.size() > 1)
        findStaleCopies(trace, sink);
}

} // namespace hawk::emulator
