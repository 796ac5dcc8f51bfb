#pragma once

#include "emulator/emulator.h"

#include <string>
#include <string_view>
#include <vector>

namespace hawk::target {

/// The first gate: reads the source without compiling it and lists what a device kernel cannot contain (host
/// libraries, processes, files, assembly, vendor operators, prebuilt code), and a missing entry. It gives a
/// clear reason early and cheaply; safety rests on the sandbox, not on this.
std::vector<emulator::Diagnostic> checkSource(
    const std::string& source, const std::string& fileName, const std::string& entry);

/// The text with comments and the contents of literals replaced by spaces and spliced lines joined; line
/// numbers stay. `keepLiterals` leaves string literals (include names are read from that form).
std::string stripComments(std::string_view source, bool keepLiterals);

} // namespace hawk::target
