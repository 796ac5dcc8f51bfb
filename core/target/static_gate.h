#pragma once

#include "emulator/emulator.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::target {

/// What a source may do.
enum class SourceRole : std::uint8_t {
    Device, ///< a kernel: computes, and reaches nothing but its arguments
    Host, ///< op_host of a project: registers and tiles; no kernel code, no files
    Program ///< direct-launch program: kernel and host code; reads and writes its files, starts nothing else
};

struct SourceText {
    const std::string& text;
    const std::string& fileName;
    SourceRole role = SourceRole::Device;
    std::string entry {}; ///< kernel function that must be defined; empty when the name is not known
    std::vector<std::string> ownFiles {}; ///< paths of the candidate's files, which it may include
};

/// The first gate: reads the source without compiling it and lists what such a source cannot contain (processes, loaded code,
/// threads, network, assembly, vendor operators, prebuilt code; in a kernel also host libraries and files; in host code of a
/// project kernels), and a missing entry. It gives a clear reason early and cheaply; safety rests on the sandbox, not on this.
std::vector<emulator::Diagnostic> checkSource(const SourceText& source);

/// The text with comments and the contents of literals replaced by spaces and spliced lines joined; line
/// numbers stay. `keepLiterals` leaves string literals (include names are read from that form).
std::string stripComments(std::string_view source, bool keepLiterals);

} // namespace hawk::target
