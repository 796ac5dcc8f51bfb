#include "target/static_gate.h"

#include <cctype>

namespace hawk::target {
namespace {

/// A backslash at the end of a line joins it with the next, also in the middle of a word. The line break
/// moves to the end of the joined line, so that later lines keep their numbers.
std::string spliced(std::string_view source)
{
    std::string out;
    out.reserve(source.size());
    std::size_t owed = 0;
    for (std::size_t i = 0; i < source.size(); ++i) {
        if (source[i] == '\\' && i + 1 < source.size() && source[i + 1] == '\n') {
            ++owed;
            ++i;
            continue;
        }
        out += source[i];
        if (source[i] == '\n') {
            out.append(owed, '\n');
            owed = 0;
        }
    }
    return out;
}

/// Copies a C++ source while blanking what is not code.
class Stripper {
public:
    Stripper(std::string_view source, bool keepLiterals)
        : m_source(source)
        , m_keepLiterals(keepLiterals)
    {
        m_out.reserve(source.size());
    }

    std::string run()
    {
        while (m_at < m_source.size()) {
            if (starts("//"))
                lineComment();
            else if (starts("/*"))
                blockComment();
            else if (starts("R\"") && !previousIsName())
                rawString();
            else if (peek() == '"')
                literal('"');
            else if (peek() == '\'' && !previousIsName()) // 1'000 is a number
                literal('\'');
            else
                m_out += m_source[m_at++];
        }
        return std::move(m_out);
    }

private:
    char peek() const { return m_source[m_at]; }
    bool starts(std::string_view text) const { return m_source.substr(m_at).starts_with(text); }
    bool previousIsName() const
    {
        return m_at > 0
            && (std::isalnum(static_cast<unsigned char>(m_source[m_at - 1])) != 0
                || m_source[m_at - 1] == '_');
    }
    void copy(bool keep)
    {
        const char c = m_source[m_at++];
        m_out += keep || c == '\n' ? c : ' ';
    }
    void blank(std::size_t count)
    {
        for (std::size_t i = 0; i < count && m_at < m_source.size(); ++i)
            copy(false);
    }
    void lineComment()
    {
        while (m_at < m_source.size() && peek() != '\n')
            blank(1);
    }
    void blockComment()
    {
        blank(2);
        while (m_at < m_source.size() && !starts("*/"))
            blank(1);
        blank(2);
    }
    void literal(char quote)
    {
        copy(true);
        while (m_at < m_source.size() && peek() != quote && peek() != '\n') {
            if (peek() == '\\' && m_at + 1 < m_source.size())
                copy(m_keepLiterals);
            copy(m_keepLiterals);
        }
        if (m_at < m_source.size())
            copy(true);
    }
    void rawString()
    {
        const std::size_t open = m_source.find('(', m_at);
        std::string end(1, ')');
        if (open != std::string_view::npos)
            end += m_source.substr(m_at + 2, open - m_at - 2);
        end += '"';
        const std::size_t close = open == std::string_view::npos ? open : m_source.find(end, open);
        const std::size_t stop = close == std::string_view::npos ? m_source.size() : close + end.size();
        while (m_at < stop)
            copy(m_keepLiterals);
    }

    std::string_view m_source;
    bool m_keepLiterals;
    std::size_t m_at = 0;
    std::string m_out;
};

} // namespace

std::string stripComments(std::string_view source, bool keepLiterals)
{
    const std::string joined = spliced(source);
    return Stripper(joined, keepLiterals).run();
}

} // namespace hawk::target
