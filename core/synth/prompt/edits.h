#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace hawk::synth {

/// Applies the <edit><search>..</search><replace>..</replace></edit> blocks of a reply to a text, all or none, in order.
/// Each search text must occur once; when it does not, but does when the indentation and trailing space of its lines are
/// ignored, that place is taken. Errors name the edit and are words for the model.
Result<std::string> applyEdits(std::string_view text, std::string_view reply);

} // namespace hawk::synth
