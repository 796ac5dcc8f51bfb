#pragma once

#include "emulator/emulator.h"

#include <map>
#include <string>
#include <vector>

namespace hawk::target {

/// What the compiler said about one combination of element types.
struct BuildMessages {
    std::string variant; ///< "DTYPE_X=half"
    std::vector<emulator::Diagnostic> messages;
};

/// "DTYPE_X=half, DTYPE_Y=half" of a build's macros.
std::string variantName(const std::map<std::string, std::string>& defines);

/// Each mistake once: what several builds say of one place is one message, and one that only some builds have carries their
/// types. In the order of the lines.
std::vector<emulator::Diagnostic> mergedMessages(std::vector<BuildMessages> builds);

} // namespace hawk::target
