#pragma once

#include "base/result.h"

#include <map>
#include <string>
#include <string_view>

namespace hawk::synth {

/// Fills {{NAME}} in a template's text. A name without a value, and a value without a name, are errors: a template and the
/// code that fills it must not drift apart. Values are put in as they are; "{{" inside them stays.
Result<std::string> fillTemplate(
    std::string_view text, const std::map<std::string, std::string>& values, std::string_view origin);

/// resourceDir()/prompts/NAME.md, filled.
Result<std::string> promptText(std::string_view name, const std::map<std::string, std::string>& values = {});

} // namespace hawk::synth
