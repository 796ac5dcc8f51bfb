#include "emulator/check/cross_order.h"

#include <algorithm>
#include <map>
#include <utility>

namespace hawk::emulator {
namespace {

using Clock = std::vector<std::uint32_t>;

bool isSet(const Op& op) { return op.kind == OpClass::CrossSet || op.kind == OpClass::SyncAllArrive; }
bool isWait(const Op& op) { return op.kind == OpClass::CrossWait || op.kind == OpClass::SyncAllLeave; }

/// Tokens of hand-overs and numbers of SyncAll points are counted apart.
std::pair<bool, std::uint32_t> tokenOf(const Op& op)
{
    return { op.kind == OpClass::SyncAllArrive || op.kind == OpClass::SyncAllLeave, op.aux[2] };
}

void mergeInto(Clock& target, const Clock& other)
{
    for (std::size_t i = 0; i < target.size(); ++i)
        target[i] = std::max(target[i], other[i]);
}

struct Token {
    std::uint32_t open = 0; ///< sets not yet seen
    Clock clock;
};

} // namespace

/// Follows all cores side by side: a wait goes on when every set of its token has been seen.
struct CrossOrder::Walker {
    const Trace& trace;
    CrossOrder& order;
    std::map<std::pair<bool, std::uint32_t>, Token> tokens;
    std::vector<std::size_t> next;
    std::vector<Clock> clocks;

    Walker(const Trace& t, CrossOrder& o)
        : trace(t)
        , order(o)
        , next(t.cores.size(), 0)
        , clocks(t.cores.size(), Clock(t.cores.size(), 0))
    {
        for (const auto& ops : trace.cores)
            for (const Op& op : ops)
                if (isSet(op))
                    ++tokens[tokenOf(op)].open;
    }

    void run()
    {
        for (std::uint32_t core = 0; core < trace.cores.size(); ++core)
            beginSegment(core, 0);
        bool force = false; // a truncated trace: nobody can go on, so one wait is let through
        for (;;) {
            bool moved = false;
            bool open = false;
            for (std::uint32_t core = 0; core < trace.cores.size(); ++core) {
                moved = advance(core, force && !moved) || moved;
                open = open || next[core] < trace.cores[core].size();
            }
            if (!open)
                return;
            force = !moved;
        }
    }

private:
    void beginSegment(std::uint32_t core, std::size_t op)
    {
        order.m_begins[core].push_back(static_cast<std::uint32_t>(op));
        order.m_known[core].push_back(clocks[core]);
    }
    /// Up to the next wait that cannot go on; false when not a single op was passed.
    bool advance(std::uint32_t core, bool force)
    {
        const OpList& ops = trace.cores[core];
        const std::size_t from = next[core];
        for (std::size_t& i = next[core]; i < ops.size(); ++i) {
            const Op& op = ops[i];
            if (isSet(op)) {
                // What this core has done so far is complete for whoever waits.
                clocks[core][core] = static_cast<std::uint32_t>(order.m_begins[core].size());
                Token& token = tokens[tokenOf(op)];
                token.open -= token.open > 0 ? 1U : 0U;
                token.clock.resize(trace.cores.size(), 0);
                mergeInto(token.clock, clocks[core]);
                beginSegment(core, i + 1);
            } else if (isWait(op)) {
                const auto token = tokens.find(tokenOf(op));
                const bool known = token != tokens.end() && !token->second.clock.empty();
                if (token != tokens.end() && token->second.open > 0 && !force)
                    return i > from;
                force = false;
                if (known)
                    mergeInto(clocks[core], token->second.clock);
                beginSegment(core, i + 1);
            }
        }
        return next[core] > from;
    }
};

CrossOrder::CrossOrder(const Trace& trace)
    : m_begins(trace.cores.size())
    , m_known(trace.cores.size())
{
    Walker(trace, *this).run();
}

std::uint32_t CrossOrder::segmentOf(std::uint32_t core, std::uint32_t op) const
{
    const auto& begins = m_begins[core];
    const auto after = std::ranges::upper_bound(begins, op);
    return static_cast<std::uint32_t>(after - begins.begin()) - 1;
}

} // namespace hawk::emulator
