#pragma once

#include "target/static_gate.h"

#include <string_view>
#include <vector>

namespace hawk::target {

/// A name of a stripped source, "::" or a single character.
struct SourceToken {
    std::string_view text;
    int line = 0;
    int column = 0;
};
std::vector<SourceToken> tokenize(std::string_view stripped);

/// Variables of a kernel source that outlive a call: statics and globals that are not constant. A kernel with such state could
/// remember what it computed before; cores have no such memory.
std::vector<emulator::Diagnostic> persistentState(const std::vector<SourceToken>& tokens, const std::string& fileName);

/// Names after "AscendC::" that neither a device header nor the source itself declares, explained as after a
/// failed build (emulator/runner/unknown_name.h). `others`: further files of the candidate, which may declare some. Cheap: nothing is compiled.
std::vector<emulator::Diagnostic> unknownApis(const SourceText& source, const std::vector<std::string_view>& others = {});

} // namespace hawk::target
