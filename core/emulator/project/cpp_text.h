#pragma once

#include <cstddef>
#include <string>
#include <vector>

/// Reading C++ just far enough to find functions, their parameters and calls.
namespace hawk::emulator {

std::string withoutComments(const std::string& text);

/// Names of a parameter or argument list: the last identifier of each part.
std::vector<std::string> parameterNames(const std::string& list);

/// What stands between the bracket at `open`, round or curly, and the one that closes it; empty when nothing closes it.
std::string bracketed(const std::string& text, std::size_t open);

} // namespace hawk::emulator
