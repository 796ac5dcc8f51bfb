#include "emulator/check/history_rules.h"
#include "emulator/trace/access_geometry.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

/// The scalar unit reaches global memory through a private cache of 64 B lines that nothing keeps coherent
/// (docs/zh/api/SIMD-API/基础API/缓存控制/DataCacheCleanAndInvalid.md).
namespace hawk::emulator {
namespace {

constexpr std::int64_t kLine = 64;
constexpr std::int64_t kMaxLinesOfOp = 1 << 20;

struct LineRange {
    std::int64_t first = 0;
    std::int64_t last = -1;
};

LineRange linesOf(const Access& access)
{
    const Interval bounds = boundsOf(access);
    if (bounds.empty())
        return {};
    const std::int64_t first = bounds.begin / kLine;
    return { first, std::min((bounds.end - 1) / kLine, first + kMaxLinesOfOp) };
}

bool isGmScalarWrite(const Op& op)
{
    return op.kind == OpClass::ScalarWrite && op.accessCount > 0 && op.accesses[0].space == Space::Gm;
}

/// Follows one core's dirty lines.
class DirtyLines {
public:
    DirtyLines(const Trace& trace, FindingSink& sink)
        : m_trace(trace)
        , m_sink(sink)
    {
    }
    void follow(const Op& op)
    {
        if (isGmScalarWrite(op)) {
            const LineRange lines = linesOf(op.accesses[0]);
            for (std::int64_t line = lines.first; line <= lines.last; ++line)
                m_dirty[line] = &op;
        } else if (op.kind == OpClass::CacheClean) {
            clean(op);
        } else if (op.kind == OpClass::DmaGmToUb && !m_dirty.empty()) {
            checkRead(op);
        }
    }
    void finish()
    {
        std::map<std::uint32_t, const Op*> byLine; // one finding per source line
        for (const auto& [line, op] : m_dirty)
            byLine.try_emplace(op->line, op);
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
    void clean(const Op& op)
    {
        if (op.aux[0] != 0 || op.accessCount == 0) { // the whole cache
            m_dirty.clear();
            return;
        }
        const LineRange lines = linesOf(op.accesses[0]);
        for (std::int64_t line = lines.first; line <= lines.last; ++line)
            m_dirty.erase(line);
    }
    void checkRead(const Op& op)
    {
        for (std::size_t i = 0; i < op.accessCount; ++i) {
            if (op.accesses[i].space != Space::Gm)
                continue;
            const LineRange lines = linesOf(op.accesses[i]);
            for (std::int64_t line = lines.first; line <= lines.last; ++line) {
                const auto it = m_dirty.find(line);
                if (it == m_dirty.end() || !overlapOf(op.accesses[i], it->second->accesses[0]))
                    continue;
                Finding finding = findingAt(m_trace, op, "scalar-gm-cache-coherence",
                    "loads global memory that line " + std::to_string(it->second->line)
                        + " has stored only into the scalar data cache: the load brings the old value");
                finding.otherLine = static_cast<int>(it->second->line);
                finding.otherSeq = it->second->seq;
                finding.otherCore = it->second->core;
                m_sink.add(std::move(finding));
                return;
            }
        }
    }

    const Trace& m_trace;
    FindingSink& m_sink;
    std::unordered_map<std::int64_t, const Op*> m_dirty;
};

/// Two blocks that store into one line overwrite each other's elements when the lines are written back.
void checkSharedLines(const Trace& trace, FindingSink& sink)
{
    std::unordered_map<std::int64_t, const Op*> owner;
    for (const auto& ops : trace.cores) {
        for (const Op& op : ops) {
            const LineRange lines = isGmScalarWrite(op) ? linesOf(op.accesses[0]) : LineRange {};
            for (std::int64_t line = lines.first; line <= lines.last; ++line) {
                const auto [it, isNew] = owner.try_emplace(line, &op);
                if (isNew || it->second->core == op.core)
                    continue;
                Finding finding = findingAt(trace, op, "scalar-gm-cache-coherence",
                    "block " + std::to_string(op.core) + " and block " + std::to_string(it->second->core)
                        + " both store single elements into the 64 B line at GM offset "
                        + std::to_string(line * kLine) + ": each writes back its own copy of the whole line");
                finding.numbers
                    = { { "line", line * kLine }, { "block", op.core }, { "otherBlock", it->second->core } };
                finding.otherLine = static_cast<int>(it->second->line);
                finding.otherSeq = it->second->seq;
                finding.otherCore = it->second->core;
                sink.add(std::move(finding));
                break;
            }
        }
    }
}

} // namespace

void findStaleScalars(const Trace& trace, FindingSink& sink)
{
    for (const auto& ops : trace.cores) {
        DirtyLines lines(trace, sink);
        for (const Op& op : ops)
            lines.follow(op);
        if (trace.complete && !trace.capped)
            lines.finish();
    }
    if (trace.cores.size() > 1)
        checkSharedLines(trace, sink);
}

} // namespace hawk::emulator
