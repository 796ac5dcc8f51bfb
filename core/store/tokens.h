#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hawk::store {

/// Tokens of code, API names and error text for the text index, lower case, in order, repeats kept. An identifier gives
/// itself and its camel-case and underscore parts ("DataCopyPad": datacopypad data copy pad); hyphenated ids
/// ("ub-addr-32b") and qualified names ("AscendC::Cast") give the whole and the parts; a number keeps its unit ("32b").
/// C++ keywords and single characters are dropped.
std::vector<std::string> identifierTokens(std::string_view text);

} // namespace hawk::store
