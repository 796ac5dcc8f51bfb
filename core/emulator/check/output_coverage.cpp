#include "emulator/check/history_rules.h"
#include "emulator/trace/access_geometry.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

/// Outputs that the blocks together do not fill.
namespace hawk::emulator {
namespace {

std::string number(std::int64_t value) { return std::to_string(value); }

/// Sorted, merged byte ranges.
class Coverage {
public:
    void add(const Interval& range) { m_ranges.push_back(range); }
    /// The first uncovered range inside `whole`, and how many bytes are uncovered in all.
    std::pair<Interval, std::int64_t> gap(const Interval& whole)
    {
        std::ranges::sort(m_ranges, {}, &Interval::begin);
        Interval first;
        std::int64_t missing = 0;
        std::int64_t reached = whole.begin;
        const auto note = [&](std::int64_t until) {
            if (until <= reached)
                return;
            if (missing == 0)
                first = { reached, until };
            missing += until - reached;
        };
        for (const Interval& range : m_ranges) {
            note(std::min(range.begin, whole.end));
            reached = std::max(reached, range.end);
        }
        note(whole.end);
        return { first, missing };
    }
    bool empty() const { return m_ranges.empty(); }

private:
    std::vector<Interval> m_ranges;
};

void addBlocks(Coverage& coverage, const Access& access)
{
    if (isDense(access)) {
        coverage.add(boundsOf(access));
        return;
    }
    for (std::uint32_t r = 0; r < access.repeatCount; ++r) {
        for (std::uint32_t b = 0; b < access.blockCount; ++b) {
            const std::int64_t at = static_cast<std::int64_t>(access.offset)
                + std::int64_t { r } * access.repeatStride + std::int64_t { b } * access.blockStride;
            coverage.add({ at, at + access.blockBytes });
        }
    }
}

/// Outputs hold whatever was in memory where no block writes.
void checkCoverage(const Trace& trace, FindingSink& sink)
{
    if (!trace.complete || trace.capped)
        return;
    for (const TraceTensor& tensor : trace.tensors) {
        if (!tensor.output || tensor.bytes == 0)
            continue;
        const auto begin = static_cast<std::int64_t>(tensor.offset);
        const Interval whole { begin, begin + static_cast<std::int64_t>(tensor.bytes) };
        Coverage coverage;
        for (const Interval& changed : trace.rawStores)
            coverage.add(changed);
        const Op* last = nullptr;
        for (const auto& ops : trace.cores) {
            for (const Op& op : ops) {
                for (std::size_t i = 0; i < op.accessCount; ++i) {
                    const Access& access = op.accesses[i];
                    if (access.space != Space::Gm || (access.flags & AccessWrite) == 0
                        || !boundsOf(access).overlaps(whole))
                        continue;
                    addBlocks(coverage, access);
                    last = &op;
                }
            }
        }
        const auto [first, missing] = coverage.gap(whole);
        if (missing == 0)
            continue;
        Finding finding = findingAt(trace, last != nullptr ? *last : Op {}, "uninitialised-gm-output",
            coverage.empty()
                ? "no block writes output " + tensor.name + " (" + std::to_string(tensor.bytes) + " B)"
                : number(missing) + " of " + std::to_string(tensor.bytes) + " B of output " + tensor.name
                    + " are written by no block, the first at bytes [" + number(first.begin - begin) + ", "
                    + number(first.end - begin) + ")");
        if (last == nullptr)
            finding.api.clear();
        finding.operand = tensor.name;
        finding.numbers = { { "tensor", tensor.name }, { "missing", missing },
            { "begin", first.begin - begin }, { "end", first.end - begin } };
        sink.add(std::move(finding));
    }
}

} // namespace

void findUnwrittenOutputs(const Trace& trace, FindingSink& sink) { checkCoverage(trace, sink); }

} // namespace hawk::emulator
