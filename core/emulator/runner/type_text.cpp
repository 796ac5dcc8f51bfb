#include "emulator/runner/type_text.h"

#include <array>
#include <cctype>
#include <utility>

namespace hawk::emulator {
namespace {

// The compiler's spelling and the author's, longest first.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kSpellings { {
    { "long long unsigned int", "uint64_t" }, { "long unsigned int", "uint64_t" }, { "short unsigned int", "uint16_t" },
    { "long long int", "int64_t" }, { "long int", "int64_t" }, { "unsigned int", "uint32_t" }, { "short int", "int16_t" },
    { "unsigned char", "uint8_t" }, { "signed char", "int8_t" } } };

void eraseAll(std::string& text, std::string_view what)
{
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at))
        text.erase(at, what.size());
}

/// "{aka 'x'}" only repeats a type.
void eraseAka(std::string& text)
{
    constexpr std::string_view kMark = " {aka '";
    for (std::size_t at = text.find(kMark); at != std::string::npos; at = text.find(kMark, at)) {
        const std::size_t end = text.find("'}", at);
        if (end == std::string::npos)
            return;
        text.erase(at, end + 2 - at);
    }
}

std::string trimmed(std::string_view text)
{
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0)
        text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0)
        text.remove_suffix(1);
    return std::string(text);
}

} // namespace

bool isNameChar(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::vector<std::size_t> wordPlaces(std::string_view text, std::string_view word)
{
    std::vector<std::size_t> out;
    for (std::size_t at = text.find(word); at != std::string_view::npos && !word.empty(); at = text.find(word, at + word.size())) {
        const bool begins = at == 0 || !isNameChar(text[at - 1]);
        const std::size_t end = at + word.size();
        if (begins && (end >= text.size() || !isNameChar(text[end])))
            out.push_back(at);
    }
    return out;
}

std::string replaceWord(std::string text, std::string_view from, std::string_view to)
{
    const std::vector<std::size_t> places = wordPlaces(text, from);
    for (auto at = places.rbegin(); at != places.rend(); ++at)
        text.replace(*at, from.size(), to);
    return text;
}

std::string authorsTypes(std::string text)
{
    eraseAka(text);
    eraseAll(text, "AscendC::");
    eraseAll(text, ", hawkabi::Site");
    for (const auto& [compilers, authors] : kSpellings)
        text = replaceWord(std::move(text), compilers, authors);
    text = replaceWord(std::move(text), "_Float16", "half");
    for (std::size_t at = text.find("<int>"); at != std::string::npos; at = text.find("<int>", at + 1))
        text.replace(at, 5, "<int32_t>"); // of a tensor; a plain int argument stays one
    return text;
}

std::vector<std::string> splitArguments(std::string_view text)
{
    std::vector<std::string> out;
    std::string open; // the brackets that are open
    char quote = 0;
    std::string piece;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const char before = i > 0 ? text[i - 1] : ' ';
        if (quote != 0)
            quote = c == quote && before != '\\' ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '(' || c == '[' || c == '{' || (c == '<' && isNameChar(before))) // "a < b" is a comparison
            open += c;
        else if (!open.empty() && (c == ')' || c == ']' || c == '}' || (c == '>' && open.back() == '<' && before != '-')))
            open.pop_back();
        if (c == ',' && open.empty() && quote == 0) {
            out.push_back(trimmed(piece));
            piece.clear();
        } else {
            piece += c;
        }
    }
    if (!trimmed(piece).empty() || !out.empty())
        out.push_back(trimmed(piece));
    return out;
}

std::string plainType(std::string_view type)
{
    std::string text = trimmed(type);
    for (const std::string_view word : { "const", "volatile", "__gm__", "__ubuf__" })
        text = replaceWord(std::move(text), word, "");
    while (!text.empty() && (text.back() == '&' || text.back() == ' '))
        text.pop_back();
    return trimmed(text);
}

std::vector<std::string> templateTypes(std::string_view instantiation)
{
    const std::size_t with = instantiation.find("[with ");
    if (with == std::string_view::npos)
        return {};
    std::string_view list = instantiation.substr(with + 6);
    list = list.substr(0, list.rfind(']'));
    std::vector<std::string> out;
    while (!list.empty()) {
        const std::size_t end = list.find("; ");
        const std::string one = trimmed(list.substr(0, end));
        list = end == std::string_view::npos ? std::string_view() : list.substr(end + 2);
        const std::size_t equals = one.find(" = ");
        // "bool isSetMask = true" is a value, "int32_t = int" explains an alias.
        const bool value = equals == std::string::npos || one.substr(0, equals).find(' ') != std::string::npos;
        const bool alias = one.find("_t = ") != std::string::npos;
        if (!value && !alias) {
            const std::string type = authorsTypes(one.substr(equals + 3));
            out.push_back(one.substr(0, equals) + " = " + (type == "int" ? "int32_t" : type));
        }
    }
    return out;
}

} // namespace hawk::emulator
