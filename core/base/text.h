#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace hawk {

/// Levenshtein distance in bytes.
std::size_t editDistance(std::string_view a, std::string_view b);

/// The known name closest to `wanted`, ignoring case, or empty when none is near enough to be what was meant.
std::string nearestName(std::string_view wanted, std::span<const std::string> known);

/// 'text' in single quotes, as messages name things.
std::string quoted(std::string_view text);

/// A letter or underscore, then letters, digits and underscores: legal as a C++ and Python name.
bool isIdentifier(std::string_view text);

} // namespace hawk
