#include "store/tokens.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace hawk::store {
namespace {

// Sorted. Words that every kernel holds and that therefore say nothing about one.
constexpr std::array<std::string_view, 42> kDropped { "auto", "bool", "break", "case", "char", "class", "const",
    "constexpr", "continue", "default", "do", "else", "enum", "extern", "false", "for", "if", "inline", "int",
    "namespace", "new", "nullptr", "operator", "private", "public", "return", "sizeof", "static", "static_cast",
    "struct", "switch", "template", "this", "true", "typedef", "typename", "uint32_t", "unsigned", "using", "void",
    "volatile", "while" };

bool isUpper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }
bool isLower(char c) { return std::islower(static_cast<unsigned char>(c)) != 0; }
bool isDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool isWordChar(char c)
{
    // Bytes of UTF-8 sequences count as letters: foreign words stay whole.
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

std::string lower(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) {
        return (static_cast<unsigned char>(c) & 0x80U) != 0
            ? c
            : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    });
    return out;
}

/// False when the token is a word that is dropped.
bool add(std::vector<std::string>& out, std::string_view token)
{
    if (token.size() < 2)
        return false;
    std::string word = lower(token);
    if (std::ranges::binary_search(kDropped, std::string_view(word)))
        return false;
    out.push_back(std::move(word));
    return true;
}

/// True where a new camel-case part starts: aB, ABc (before the B). Digits never start one: parts that are too fine
/// match everything.
bool startsPart(std::string_view word, std::size_t i)
{
    if (i == 0 || !isUpper(word[i]))
        return false;
    if (isLower(word[i - 1]) || isDigit(word[i - 1]))
        return true;
    return isUpper(word[i - 1]) && i + 1 < word.size() && isLower(word[i + 1]);
}

/// Parts of one identifier; nothing when it has only one.
void addParts(std::vector<std::string>& out, std::string_view word)
{
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    if (isDigit(word.front()))
        return; // "32B": a number with its unit
    for (std::size_t i = 0; i <= word.size(); ++i) {
        const bool separator = i < word.size() && word[i] == '_';
        if (i < word.size() && !separator && !startsPart(word, i))
            continue;
        if (i > begin)
            parts.push_back(word.substr(begin, i - begin));
        begin = separator ? i + 1 : i;
    }
    if (parts.size() < 2)
        return;
    for (const std::string_view part : parts)
        add(out, part);
}

/// Length of the joiner at `i` ("::", "-", or the point of a number) when a word follows it, else 0.
std::size_t joinerAt(std::string_view text, std::size_t i)
{
    if (text.substr(i, 2) == "::" && i + 2 < text.size() && isWordChar(text[i + 2]))
        return 2;
    if (text[i] == '-' && i + 1 < text.size() && isWordChar(text[i + 1]))
        return 1;
    if (text[i] == '.' && isDigit(text[i - 1]) && i + 1 < text.size() && isDigit(text[i + 1]))
        return 1;
    return 0;
}

/// Lower-case words joined by hyphens: the id of a rule. Its parts ("perf", "32b") would match every other rule.
bool isRuleId(std::string_view text)
{
    return text.find('-') != std::string_view::npos
        && std::ranges::all_of(text, [](char c) { return isLower(c) || isDigit(c) || c == '-'; });
}

/// End of the run of words joined by "::", "-" or a decimal point that begins at `i`; the words go to `words`.
std::size_t joinedWords(std::string_view text, std::size_t i, std::vector<std::string_view>& words)
{
    for (;;) {
        const std::size_t begin = i;
        while (i < text.size() && isWordChar(text[i]))
            ++i;
        words.push_back(text.substr(begin, i - begin));
        const std::size_t joiner = i < text.size() ? joinerAt(text, i) : 0;
        if (joiner == 0)
            return i;
        i += joiner;
    }
}

} // namespace

std::vector<std::string> identifierTokens(std::string_view text)
{
    std::vector<std::string> out;
    std::size_t i = 0;
    while (i < text.size()) {
        if (!isWordChar(text[i])) {
            ++i;
            continue;
        }
        std::vector<std::string_view> words;
        const std::size_t end = joinedWords(text, i, words);
        const std::string_view whole = text.substr(i, end - i);
        i = end;
        if (words.size() > 1)
            add(out, whole);
        if (words.size() > 1 && (isDigit(whole.front()) || isRuleId(whole)))
            continue; // "2.0f", "ub-addr-32b"
        for (const std::string_view word : words)
            if (add(out, word))
                addParts(out, word);
    }
    return out;
}

} // namespace hawk::store
