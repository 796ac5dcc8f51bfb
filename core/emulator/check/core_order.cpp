#include "emulator/check/core_order.h"

#include <algorithm>

namespace hawk::emulator {
namespace {

void mergeInto(PipeClock& target, const PipeClock& other)
{
    for (std::size_t p = 0; p < target.size(); ++p)
        target[p] = std::max(target[p], other[p]);
}

constexpr std::size_t at(Pipe pipe) { return static_cast<std::size_t>(pipe); }

} // namespace

Pipe pipeOf(std::uint32_t value) { return value < kPipes ? static_cast<Pipe>(value) : Pipe::S; }

std::uint64_t CoreOrder::flagName(const Op& op)
{
    return (std::uint64_t { op.aux[0] & 0xFU } << 60U) | (std::uint64_t { op.aux[1] & 0xFU } << 56U)
        | (std::uint64_t { op.aux[3] & 0xFU } << 52U) | op.aux[2];
}

std::uint32_t CoreOrder::begin(Pipe pipe) { return ++m_issued[at(pipe)]; }

const PipeClock& CoreOrder::knownBefore(Pipe pipe)
{
    // Issue order: whatever the scalar unit has waited for is complete for every op it issues afterwards.
    mergeInto(known(pipe), known(Pipe::S));
    return known(pipe);
}

void CoreOrder::set(const Op& op)
{
    const Pipe source = pipeOf(op.aux[0]);
    PendingFlag flag { knownBefore(source), op.line, op.file, op.seq, op.api };
    flag.complete[at(source)] = m_issued[at(source)];
    m_flags[flagName(op)].push_back(flag);
}

void CoreOrder::wait(const Op& op)
{
    const auto it = m_flags.find(flagName(op));
    if (it == m_flags.end())
        return;
    mergeInto(known(pipeOf(op.aux[1])), it->second.front().complete);
    it->second.pop_front();
    if (it->second.empty())
        m_flags.erase(it);
}

void CoreOrder::barrier(Pipe pipe)
{
    if (pipe == Pipe::All || pipe == Pipe::S)
        mergeInto(known(Pipe::S), m_issued);
    else
        known(pipe)[at(pipe)] = m_issued[at(pipe)];
}

void CoreOrder::assume(Pipe first, std::uint32_t count, Pipe second)
{
    std::uint32_t& complete = known(second)[at(first)];
    complete = std::max(complete, count);
}

void CoreOrder::scalarWaitsFor(Pipe pipe)
{
    PipeClock complete = knownBefore(pipe);
    complete[at(pipe)] = m_issued[at(pipe)];
    mergeInto(known(Pipe::S), complete);
}

std::vector<std::pair<std::uint64_t, PendingFlag>> CoreOrder::leftFlags() const
{
    std::vector<std::pair<std::uint64_t, PendingFlag>> left;
    for (const auto& [name, pending] : m_flags) {
        for (const PendingFlag& flag : pending)
            left.emplace_back(name, flag);
    }
    std::ranges::sort(left, {}, [](const auto& entry) { return entry.second.seq; });
    return left;
}

} // namespace hawk::emulator
