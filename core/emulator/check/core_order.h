#pragma once

#include "emulator/isa/op.h"

#include <array>
#include <cstdint>
#include <deque>
#include <unordered_map>
#include <vector>

/// What is known to be complete on one core: the happens-before relation between its pipes. Private to
/// check/.
namespace hawk::emulator {

inline constexpr std::size_t kPipes = static_cast<std::size_t>(Pipe::Count);

/// Per pipe, how many of its ops are known to be complete. Completion is prefix-closed: a flag fires only
/// when everything before it on its pipe has finished.
using PipeClock = std::array<std::uint32_t, kPipes>;

/// A flag that was set and not yet waited for.
struct PendingFlag {
    PipeClock complete {};
    std::uint32_t line = 0;
    std::uint16_t file = 0;
    std::uint64_t seq = 0;
    std::uint16_t api = 0;
};

/// Follows one core's ops in program order. Names of flags: (source pipe, destination pipe, token, kind).
class CoreOrder {
public:
    /// Counts the op on its pipe and returns its number there, from 1.
    std::uint32_t begin(Pipe pipe);
    /// What is complete before the next op of `pipe` starts, given that it is issued now.
    const PipeClock& knownBefore(Pipe pipe);

    void set(const Op& op);
    /// Nothing happens when the flag was never set.
    void wait(const Op& op);
    void barrier(Pipe pipe);
    /// From now on takes the first `count` ops of `first` as complete before ops of `second` start: a missing
    /// edge that has been reported is not reported again by everything that follows from it.
    void assume(Pipe first, std::uint32_t count, Pipe second);
    /// The scalar unit waits until everything issued so far on `pipe` is complete (automatic
    /// synchronisation).
    void scalarWaitsFor(Pipe pipe);

    std::vector<std::pair<std::uint64_t, PendingFlag>> leftFlags() const;
    static std::uint64_t flagName(const Op& op);

private:
    PipeClock& known(Pipe pipe) { return m_known[static_cast<std::size_t>(pipe)]; }

    std::array<PipeClock, kPipes> m_known {};
    PipeClock m_issued {};
    std::unordered_map<std::uint64_t, std::deque<PendingFlag>> m_flags;
};

Pipe pipeOf(std::uint32_t value);

} // namespace hawk::emulator
