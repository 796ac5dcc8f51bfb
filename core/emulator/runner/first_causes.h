#pragma once

#include "emulator/runner/author_source.h"
#include "emulator/runner/compiler_messages.h"

#include <string>
#include <vector>

namespace hawk::emulator {

/// A message at the author's line that led to it.
struct PlacedMessage {
    CompilerMessage message;
    SourcePlace place;
    std::vector<int> alsoAt; ///< further lines with the same cause
};

/// Leaves out what only follows from an earlier error: uses of what an erroneous line should have declared, syntax errors
/// behind an unknown name, template arguments that were never valid. The same unknown name is told once, with all its lines.
/// In the order of the author's lines; messages without one come last.
std::vector<PlacedMessage> firstCauses(std::vector<PlacedMessage> messages, const std::string& authorsFile, const AuthorSource& source);

} // namespace hawk::emulator
