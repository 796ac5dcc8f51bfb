#include "emulator/runner/compiler_messages.h"

#include <charconv>
#include <optional>

namespace hawk::emulator {
namespace {

std::optional<int> takeNumber(std::string_view& text)
{
    int value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (ec != std::errc {} || end == text.data() + text.size() || *end != ':')
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    return value;
}

/// "file:line:column: rest", "file:line: rest" or "program: rest".
std::optional<SourcePlace> takePlace(std::string_view& line)
{
    for (std::size_t colon = line.find(':'); colon != std::string_view::npos; colon = line.find(':', colon + 1)) {
        std::string_view rest = line.substr(colon + 1);
        const auto number = takeNumber(rest);
        if (!number)
            continue;
        SourcePlace place { std::string(line.substr(0, colon)), *number, 0 };
        if (const auto column = takeNumber(rest))
            place.column = *column;
        line = rest;
        return place;
    }
    return std::nullopt;
}

class Reader {
public:
    void line(std::string_view text)
    {
        if (text.starts_with(' '))
            return; // source excerpts and include chains
        SourcePlace place;
        std::string_view rest = text;
        if (auto found = takePlace(rest)) {
            place = *std::move(found);
        } else {
            if (instantiation(text))
                return;
            const std::size_t colon = rest.find(": "); // "mold: error: ...", "cc1plus: error: ..."
            if (colon == std::string_view::npos)
                return;
            rest.remove_prefix(colon + 1);
        }
        if (rest.starts_with("   required") || rest.starts_with("   recursively required"))
            m_chain.push_back(std::move(place));
        else
            headline(std::move(place), rest);
    }

    std::vector<CompilerMessage> take() { return std::move(m_found); }

private:
    /// "h.h: In instantiation of 'void f(T) [with T = int]':" opens the chain of the next message.
    bool instantiation(std::string_view text)
    {
        constexpr std::string_view kMark = ": In instantiation of '";
        const std::size_t at = text.find(kMark);
        if (at == std::string_view::npos)
            return false;
        m_chain.clear();
        const std::size_t begin = at + kMark.size();
        m_instantiation = text.substr(begin, text.rfind('\'') - begin);
        return true;
    }

    void headline(SourcePlace place, std::string_view rest)
    {
        for (const std::string_view kind : { "fatal error", "error", "warning", "note" }) {
            const std::string mark = " " + std::string(kind) + ": ";
            if (!rest.starts_with(mark))
                continue;
            rest.remove_prefix(mark.size());
            while (rest.starts_with(' '))
                rest.remove_prefix(1);
            if (kind == "note") {
                if (!m_found.empty())
                    m_found.back().notes.push_back({ std::move(place), std::string(rest) });
                return;
            }
            m_found.push_back({ .warning = kind == "warning",
                .fatal = kind == "fatal error",
                .place = std::move(place),
                .chain = std::move(m_chain),
                .instantiation = std::move(m_instantiation),
                .text = std::string(rest),
                .notes = {} });
            m_chain.clear();
            m_instantiation.clear();
            return;
        }
    }

    std::vector<CompilerMessage> m_found;
    std::vector<SourcePlace> m_chain;
    std::string m_instantiation;
};

} // namespace

std::vector<CompilerMessage> readCompilerMessages(std::string_view text)
{
    Reader reader;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        reader.line(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return reader.take();
}

} // namespace hawk::emulator
