#pragma once

#include "base/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace hawk::spec {

/// Named integer values an expression can use: shape symbols, and whatever the caller adds.
using Symbols = std::map<std::string, std::int64_t>;

/// Evaluates an integer expression: + - * / % with C precedence and truncating division, comparison (0 or 1), ?:,
/// parentheses, and min(a,b), max(a,b), ceildiv(a,b), alignup(a,b), aligndown(a,b). Overflow, division by zero and
/// unknown names are errors that quote the expression and list the known names. Used for symbolic shapes and for
/// the block count and tiling values of a launch plan.
Result<std::int64_t> evaluate(std::string_view expression, const Symbols& symbols);

} // namespace hawk::spec
