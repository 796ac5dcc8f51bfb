#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hawk::emulator {

/// A compiler's types in the words of a kernel author: "AscendC::LocalTensor<_Float16>&" gives "LocalTensor<half>&",
/// "uint32_t' {aka 'unsigned int'}" gives "uint32_t'", our hidden last argument goes.
std::string authorsTypes(std::string text);

/// "a, b<c, d>, e(f, g)" at the commas that stand outside all brackets, pieces trimmed. Empty for an empty text.
std::vector<std::string> splitArguments(std::string_view text);

/// A type without const, reference and space around it.
std::string plainType(std::string_view type);

/// The types template parameters stand for in "... [with T = _Float16; int n = 3]", in author's words: "T = half".
std::vector<std::string> templateTypes(std::string_view instantiation);

/// Whether the character can be part of a C++ identifier.
bool isNameChar(char c);
/// Places of `word` in `text` as a whole identifier.
std::vector<std::size_t> wordPlaces(std::string_view text, std::string_view word);
/// `text` with every whole word `from` replaced.
std::string replaceWord(std::string text, std::string_view from, std::string_view to);

} // namespace hawk::emulator
