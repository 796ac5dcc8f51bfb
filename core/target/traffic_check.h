#pragma once

#include "emulator/launch.h"

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>

namespace hawk::target {

/// What a launch moved between global memory and the cores, against what it cannot do without.
struct Traffic {
    bool decided = false; ///< false when the trace does not tell; `undecided` says why
    std::string undecided; ///< "the trace ends after 4000000 operations, the limit of a run"
    std::uint64_t readBytes = 0; ///< of inputs, each byte once
    std::uint64_t inputBytes = 0;
    std::uint64_t writtenBytes = 0; ///< of outputs, each byte once
    std::uint64_t outputBytes = 0;
    std::string complaint; ///< why the result cannot have been computed; empty when it can
};

/// `everyElement`: inputs of which each element moves some output; their every byte must be read. `influential`: inputs that
/// matter somewhere; something of them must be read. Buffers are matched by name; when none matches (a program names them
/// itself) the totals of all buffers count. The trace is read in pieces, whatever its length.
Traffic trafficOf(const std::filesystem::path& trace, const emulator::Launch& launch, const std::set<std::string>& everyElement,
    const std::set<std::string>& influential);

} // namespace hawk::target
