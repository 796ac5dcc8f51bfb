#include "emulator/runner/author_source.h"

#include "emulator/runner/type_text.h"

#include <algorithm>

namespace hawk::emulator {
namespace {

constexpr std::size_t kLongestCall = 4'000;
constexpr int kTab = 8;

/// Columns a UTF-8 character takes: CJK and full-width forms two, continuation bytes none.
int widthAt(std::string_view text, std::size_t at)
{
    const auto byte = static_cast<unsigned char>(text[at]);
    if ((byte & 0xC0U) == 0x80U)
        return 0;
    return byte >= 0xE3U && byte < 0xF0U ? 2 : 1;
}

} // namespace

AuthorSource::AuthorSource(std::string_view text)
    : m_text(text)
{
    m_begins.push_back(0);
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
        m_begins.push_back(at + 1);
}

std::string_view AuthorSource::line(int number) const
{
    if (number < 1 || number > lines())
        return {};
    const std::size_t begin = m_begins[static_cast<std::size_t>(number) - 1];
    std::string_view text = m_text.substr(begin, m_text.find('\n', begin) - begin);
    if (text.ends_with('\r'))
        text.remove_suffix(1);
    return text;
}

std::size_t AuthorSource::offsetInLine(int number, int column) const
{
    const std::string_view text = line(number);
    int at = 1;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (at >= column && (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U)
            return i;
        at += text[i] == '\t' ? kTab - (at - 1) % kTab : widthAt(text, i);
    }
    return text.size();
}

std::optional<std::vector<std::string>> AuthorSource::argumentsAt(int number, int column) const
{
    if (line(number).empty())
        return std::nullopt;
    const std::size_t place = m_begins[static_cast<std::size_t>(number) - 1] + offsetInLine(number, column);
    const std::size_t open = m_text.find('(', place);
    if (open == std::string_view::npos)
        return std::nullopt;
    int depth = 0;
    for (std::size_t at = open; at < std::min(m_text.size(), open + kLongestCall); ++at) {
        depth += m_text[at] == '(' ? 1 : m_text[at] == ')' ? -1 : 0;
        if (depth == 0)
            return splitArguments(m_text.substr(open + 1, at - open - 1));
    }
    return std::nullopt;
}

int AuthorSource::declarationOf(std::string_view name) const
{
    for (int i = 1; i <= lines(); ++i)
        if (declares(line(i), name))
            return i;
    return 0;
}

bool declares(std::string_view line, std::string_view name)
{
    for (const std::size_t at : wordPlaces(line, name)) {
        const std::size_t next = line.find_first_not_of(' ', at + name.size());
        const char after = next == std::string_view::npos ? ';' : line[next];
        const std::size_t previous = at == 0 ? std::string_view::npos : line.find_last_not_of(' ', at - 1);
        const char before = previous == std::string_view::npos ? ' ' : line[previous];
        const bool returned = previous != std::string_view::npos && line.substr(0, previous + 1).ends_with("return");
        const bool typed = (isNameChar(before) && !returned) || before == '>' || before == '&' || before == '*' || before == ',';
        if (typed && std::string_view(";=({,[)").find(after) != std::string_view::npos)
            return true;
    }
    return false;
}

} // namespace hawk::emulator
