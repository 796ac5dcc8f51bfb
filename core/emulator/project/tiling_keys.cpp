#include "emulator/project/tiling_keys.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <set>

namespace hawk::emulator {
namespace {

constexpr std::string_view kBegin = "HAWK_KEY_BEGIN";
constexpr std::string_view kEnd = "HAWK_KEY_END";

bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// The number a text begins with, behind blanks and brackets: "(1000UL)" and the like.
std::optional<std::uint64_t> leadingNumber(std::string_view text)
{
    text.remove_prefix(std::min(text.find_first_not_of(" \t\n(){"), text.size()));
    const int base = text.starts_with("0x") || text.starts_with("0X") ? 16 : 10;
    if (base == 16)
        text.remove_prefix(2);
    std::uint64_t number = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), number, base).ec != std::errc {})
        return std::nullopt;
    return number;
}

/// The number that the text gives a constant: "constexpr uint64_t NAME = 5;", "enum { NAME = 5 }".
std::optional<std::uint64_t> constantOf(std::string_view text, std::string_view name)
{
    for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        if ((at > 0 && isWord(text[at - 1])) || (end < text.size() && isWord(text[end])))
            continue;
        const std::size_t equals = text.find_first_not_of(" \t\n", end);
        if (equals != std::string_view::npos && (text[equals] == '=' || text[equals] == '{') && text.substr(equals, 2) != "==")
            if (const auto number = leadingNumber(text.substr(equals + 1)))
                return number;
    }
    return std::nullopt;
}

std::optional<std::uint64_t> keyOf(std::string_view key, std::string_view text)
{
    if (const auto number = leadingNumber(key))
        return number;
    const auto last = std::find_if(key.rbegin(), key.rend(), isWord);
    const auto first = std::find_if_not(last, key.rend(), isWord);
    const std::string_view name = key.substr(static_cast<std::size_t>(key.rend() - first), static_cast<std::size_t>(first - last));
    return name.empty() ? std::nullopt : constantOf(text, name);
}

} // namespace

Result<std::vector<std::uint64_t>> tilingKeysOf(const BuildRequest& build, Emulator& emulator, std::stop_token stop)
{
    BuildRequest request = build;
    request.prelude += "#undef TILING_KEY_IS\n#define TILING_KEY_IS(key) " + std::string(kBegin) + " key " + std::string(kEnd) + "\n";
    const auto preprocessed = emulator.preprocess(request, std::move(stop));
    if (!preprocessed)
        return preprocessed.error();
    const std::string_view text = *preprocessed;
    std::set<std::uint64_t> keys;
    for (std::size_t at = text.find(kBegin); at != std::string_view::npos; at = text.find(kBegin, at + 1)) {
        const std::size_t begin = at + kBegin.size();
        const std::size_t end = text.find(kEnd, begin);
        if (end == std::string_view::npos)
            break;
        if (const auto key = keyOf(text.substr(begin, end - begin), text))
            keys.insert(*key);
    }
    if (keys.empty())
        keys.insert(0);
    return std::vector<std::uint64_t>(keys.begin(), keys.end());
}

} // namespace hawk::emulator
