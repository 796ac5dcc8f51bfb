#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hawk::llm {

/// Lines that two texts share, whatever their order: how near they are.
std::size_t commonLines(std::string_view a, std::string_view b);

/// The lines that differ: "- old", "+ new", one line of context ("  same"), "..." between places and at the end when there
/// are more than `maxLines`. Empty when the texts are equal.
std::string lineDiff(std::string_view before, std::string_view after, std::size_t maxLines);

} // namespace hawk::llm
