#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hawk::store {

/// Tokens of code, API names and error text for the text index, lower case, in order, repeats kept. An identifier gives
/// itself and its camel-case and underscore parts ("DataCopyPad": datacopypad data copy pad); a qualified name
/// ("AscendC::Cast") gives the whole and the parts; the id of a rule ("ub-addr-32b") is one token; a number keeps its
/// unit ("32b", "2.0f").
/// C++ keywords and single characters are dropped.
std::vector<std::string> identifierTokens(std::string_view text);

} // namespace hawk::store
