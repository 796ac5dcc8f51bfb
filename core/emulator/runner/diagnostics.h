#pragma once

#include "emulator/emulator.h"
#include "emulator/runner/api_catalog.h"
#include "emulator/runner/corrections.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::emulator {

/// What the parser needs to turn the compiler's words into the author's terms. Everything outlives the call.
struct DiagnosticContext {
    std::string userFile; ///< the name the author's source was compiled under
    std::string headerDir; ///< device headers: messages there are moved to the author's line that led to them
    std::span<const std::string> knownNames; ///< API and type names the device headers declare
    std::string_view source; ///< the author's text as it was compiled; empty: no excerpts
    const ApiCatalog* api = nullptr; ///< signatures; null: none are quoted
    const Corrections* corrections = nullptr; ///< what to use for typical inventions; null: none
};

/// Reads g++'s classic text (LC_ALL=C, no colour) and leaves the first causes: errors in the order of the author's lines,
/// then those of headers and linker, then warnings. Notes are folded into the message they belong to, repetitions into
/// `alsoAt`, follow-up errors are gone. Linker messages have no file.
std::vector<Diagnostic> parseDiagnostics(std::string_view text, const DiagnosticContext& context);

/// The identifiers a C++ header text declares or uses: a superset good enough to suggest corrections.
std::vector<std::string> identifiersIn(std::string_view headerText);

} // namespace hawk::emulator
