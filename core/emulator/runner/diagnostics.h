#pragma once

#include "emulator/emulator.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::emulator {

/// What the parser needs to turn the compiler's words into the author's terms.
struct DiagnosticContext {
    std::string userFile; ///< the name the author's source was compiled under
    std::string headerDir; ///< device headers: messages there are moved to the author's line that led to them
    std::span<const std::string> knownNames; ///< API and type names the device headers declare
};

/// Reads g++'s classic text (LC_ALL=C, no colour). Errors first as the compiler gave them, then warnings;
/// notes are folded into the message they belong to. Repeated messages at one place are given once. Linker
/// messages have no file.
std::vector<Diagnostic> parseDiagnostics(std::string_view text, const DiagnosticContext& context);

/// The identifiers a C++ header text declares or uses: a superset good enough to suggest corrections.
std::vector<std::string> identifiersIn(std::string_view headerText);

} // namespace hawk::emulator
