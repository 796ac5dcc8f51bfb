#include "emulator/program/source_text.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <optional>
#include <set>

namespace hawk::emulator {
namespace {

bool isName(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Walks a source once and blanks what is no code.
class Blanker {
public:
    explicit Blanker(std::string_view source)
        : m_text(source)
    {
    }
    std::string run()
    {
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            const char next = m_at + 1 < m_text.size() ? m_text[m_at + 1] : '\0';
            if (c == '/' && next == '/')
                blankUntil(endOfLine());
            else if (c == '/' && next == '*')
                blankUntil(endAfter("*/", m_at + 2));
            else if (c == '"' && m_at > 0 && m_text[m_at - 1] == 'R' && (m_at < 2 || !isName(m_text[m_at - 2])))
                rawString();
            else if (c == '"' || (c == '\'' && !isSeparator()))
                literal(c);
            else
                ++m_at;
        }
        return std::move(m_text);
    }

private:
    /// 1'000'000
    bool isSeparator() const
    {
        return m_at > 0 && std::isxdigit(static_cast<unsigned char>(m_text[m_at - 1])) != 0 && m_at + 1 < m_text.size()
            && std::isxdigit(static_cast<unsigned char>(m_text[m_at + 1])) != 0 && numberBefore();
    }
    bool numberBefore() const
    {
        std::size_t i = m_at;
        while (i > 0 && (isName(m_text[i - 1]) || m_text[i - 1] == '\''))
            --i;
        return std::isdigit(static_cast<unsigned char>(m_text[i])) != 0;
    }
    std::size_t endOfLine() const
    {
        std::size_t at = m_at;
        for (;;) {
            at = std::min(m_text.find('\n', at), m_text.size());
            if (at == m_text.size() || m_text[at - 1] != '\\')
                return at;
            ++at; // a continued comment
        }
    }
    std::size_t endAfter(std::string_view mark, std::size_t from) const
    {
        const std::size_t found = m_text.find(mark, from);
        return found == std::string::npos ? m_text.size() : found + mark.size();
    }
    void blankUntil(std::size_t end)
    {
        for (; m_at < end; ++m_at)
            if (m_text[m_at] != '\n')
                m_text[m_at] = ' ';
    }
    void literal(char quote)
    {
        std::size_t end = m_at + 1;
        while (end < m_text.size() && m_text[end] != quote && m_text[end] != '\n')
            end += m_text[end] == '\\' ? 2 : 1;
        end = std::min(end, m_text.size());
        ++m_at; // the quotes stay: they keep tokens apart
        blankUntil(end);
        m_at = std::min(end + 1, m_text.size());
    }
    void rawString()
    {
        const std::size_t open = m_text.find('(', m_at);
        if (open == std::string::npos) {
            ++m_at;
            return;
        }
        const std::string mark = ")" + m_text.substr(m_at + 1, open - m_at - 1) + "\"";
        const std::size_t end = endAfter(mark, open);
        ++m_at;
        blankUntil(end - 1);
        m_at = end;
    }

    std::string m_text;
    std::size_t m_at = 0;
};

/// Values of #if expressions; nothing when an unknown macro decides.
class Condition {
public:
    Condition(std::string_view text, const std::map<std::string, std::string>& macros)
        : m_text(text)
        , m_macros(macros)
    {
    }
    std::optional<long long> value()
    {
        const auto result = orTerm();
        skip();
        return m_at == m_text.size() ? result : std::nullopt;
    }

private:
    using Value = std::optional<long long>;
    void skip()
    {
        while (m_at < m_text.size() && (std::isspace(static_cast<unsigned char>(m_text[m_at])) != 0 || m_text[m_at] == '\\'))
            ++m_at;
    }
    bool eat(std::string_view token)
    {
        skip();
        if (m_text.substr(m_at, token.size()) != token)
            return false;
        m_at += token.size();
        return true;
    }
    Value orTerm()
    {
        Value left = andTerm();
        while (eat("||")) {
            const Value right = andTerm();
            if ((left && *left != 0) || (right && *right != 0))
                left = 1;
            else
                left = left && right ? Value(0) : std::nullopt;
        }
        return left;
    }
    Value andTerm()
    {
        Value left = comparison();
        while (eat("&&")) {
            const Value right = comparison();
            if ((left && *left == 0) || (right && *right == 0))
                left = 0;
            else
                left = left && right ? Value(1) : std::nullopt;
        }
        return left;
    }
    Value comparison()
    {
        const Value left = primary();
        for (const std::string_view op : { "==", "!=", "<=", ">=", "<", ">" }) {
            if (!eat(op))
                continue;
            const Value right = primary();
            if (!left || !right)
                return std::nullopt;
            const bool holds = op == "==" ? *left == *right
                : op == "!="              ? *left != *right
                : op == "<="              ? *left <= *right
                : op == ">="              ? *left >= *right
                : op == "<"               ? *left < *right
                                          : *left > *right;
            return holds ? 1 : 0;
        }
        return left;
    }
    Value primary()
    {
        if (eat("!")) {
            const Value inner = primary();
            return inner ? Value(*inner == 0 ? 1 : 0) : std::nullopt;
        }
        if (eat("(")) {
            const Value inner = orTerm();
            eat(")");
            return inner;
        }
        skip();
        std::size_t end = m_at;
        while (end < m_text.size() && isName(m_text[end]))
            ++end;
        const std::string word(m_text.substr(m_at, end - m_at));
        if (word.empty()) {
            m_at = m_text.size();
            return std::nullopt;
        }
        m_at = end;
        if (word == "defined")
            return definedTerm();
        if (std::isdigit(static_cast<unsigned char>(word[0])) != 0)
            return std::strtoll(word.c_str(), nullptr, 0);
        const auto macro = m_macros.find(word);
        if (macro == m_macros.end() || macro->second.empty())
            return std::nullopt;
        char* rest = nullptr;
        const long long number = std::strtoll(macro->second.c_str(), &rest, 0);
        return *rest == '\0' ? Value(number) : std::nullopt;
    }
    Value definedTerm()
    {
        const bool bracket = eat("(");
        skip();
        std::size_t end = m_at;
        while (end < m_text.size() && isName(m_text[end]))
            ++end;
        const std::string word(m_text.substr(m_at, end - m_at));
        m_at = end;
        if (bracket)
            eat(")");
        return m_macros.contains(word) ? Value(1) : std::nullopt;
    }

    std::string_view m_text;
    const std::map<std::string, std::string>& m_macros;
    std::size_t m_at = 0;
};

struct Branch {
    bool outer = true; ///< the enclosing text is kept
    bool kept = true;
    bool surelyTaken = false; ///< an earlier branch holds: later ones are removed
};

} // namespace

std::string blankNonCode(std::string_view source) { return Blanker(source).run(); }

std::string blankInactive(std::string_view code, const std::map<std::string, std::string>& macros)
{
    std::string text(code);
    std::vector<Branch> stack;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = std::min(text.find('\n', at), text.size());
        while (end < text.size() && end > at && text[end - 1] == '\\')
            end = std::min(text.find('\n', end + 1), text.size());
        std::string_view line(text.data() + at, end - at);
        const std::size_t first = line.find_first_not_of(" \t");
        const bool directive = first != std::string_view::npos && line[first] == '#';
        if (directive) {
            line.remove_prefix(first + 1);
            line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
            std::size_t nameEnd = 0;
            while (nameEnd < line.size() && isName(line[nameEnd]))
                ++nameEnd;
            const std::string_view name = line.substr(0, nameEnd);
            const std::string_view rest = line.substr(nameEnd);
            const auto decide = [&](Branch& branch, std::optional<long long> value) {
                branch.kept = branch.outer && !branch.surelyTaken && (!value || *value != 0);
                branch.surelyTaken = branch.surelyTaken || (value && *value != 0);
            };
            if (name == "if" || name == "ifdef" || name == "ifndef") {
                Branch branch;
                branch.outer = stack.empty() || stack.back().kept;
                std::string word(rest);
                std::erase_if(word, [](char c) { return !isName(c); });
                std::optional<long long> value;
                if (name == "if")
                    value = Condition(rest, macros).value();
                else if (macros.contains(word))
                    value = name == "ifdef" ? 1 : 0;
                else if (word == "ASCENDC_CPU_DEBUG")
                    value = name == "ifdef" ? 0 : 1;
                decide(branch, value);
                stack.push_back(branch);
            } else if (name == "elif" && !stack.empty()) {
                decide(stack.back(), Condition(rest, macros).value());
            } else if (name == "else" && !stack.empty()) {
                decide(stack.back(), std::nullopt);
            } else if (name == "endif" && !stack.empty()) {
                stack.pop_back();
            }
        } else if (!stack.empty() && !stack.back().kept) {
            std::replace_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.begin() + static_cast<std::ptrdiff_t>(end),
                [](char c) { return c != '\n'; }, ' ');
        }
        at = end + 1;
    }
    return text;
}

int lineAt(std::string_view text, std::size_t at)
{
    return static_cast<int>(std::ranges::count(text.substr(0, at), '\n')) + 1;
}

std::vector<std::size_t> findWord(std::string_view code, std::string_view word)
{
    std::vector<std::size_t> places;
    for (std::size_t at = code.find(word); at != std::string_view::npos; at = code.find(word, at + 1)) {
        const bool left = at == 0 || !isName(code[at - 1]);
        const std::size_t end = at + word.size();
        if (left && (end == code.size() || !isName(code[end])))
            places.push_back(at);
    }
    return places;
}

bool definesMain(std::string_view code)
{
    for (const std::size_t at : findWord(code, "main")) {
        std::size_t open = at + 4;
        while (open < code.size() && std::isspace(static_cast<unsigned char>(code[open])) != 0)
            ++open;
        if (open >= code.size() || code[open] != '(')
            continue;
        std::size_t before = at;
        while (before > 0 && std::isspace(static_cast<unsigned char>(code[before - 1])) != 0)
            --before;
        const bool typed = before > 0 && isName(code[before - 1]); // "int main", not "= main(" nor "x.main("
        const std::size_t close = closingBracket(code, open);
        if (!typed || close == std::string_view::npos)
            continue;
        const std::size_t body = code.find_first_not_of(" \t\r\n", close + 1);
        if (body != std::string_view::npos && (code[body] == '{' || code.substr(body, 3) == "try"))
            return true;
    }
    return false;
}

bool launchesKernel(std::string_view code)
{
    return code.find("<<<") != std::string_view::npos || !findWord(code, "ACLRT_LAUNCH_KERNEL").empty()
        || code.find("aclrtlaunch_") != std::string_view::npos || !findWord(code, "ICPU_RUN_KF").empty();
}

bool definesKernel(std::string_view code) { return !findWord(code, "__global__").empty(); }

std::vector<std::string> aclrtLaunchNames(std::string_view source)
{
    std::set<std::string> names;
    const auto nameFrom = [&](std::size_t at) {
        std::size_t end = at;
        while (end < source.size() && isName(source[end]))
            ++end;
        if (end > at)
            names.emplace(source.substr(at, end - at));
    };
    constexpr std::string_view kPrefix = "aclrtlaunch_";
    for (std::size_t at = source.find(kPrefix); at != std::string_view::npos; at = source.find(kPrefix, at + 1))
        nameFrom(at + kPrefix.size());
    for (const std::size_t at : findWord(source, "ACLRT_LAUNCH_KERNEL")) {
        const std::size_t open = source.find('(', at);
        if (open != std::string_view::npos)
            nameFrom(source.find_first_not_of(" \t", open + 1));
    }
    return { names.begin(), names.end() };
}

std::size_t closingBracket(std::string_view code, std::size_t open)
{
    int depth = 0;
    for (std::size_t at = open; at < code.size(); ++at) {
        depth += code[at] == '(' || code[at] == '[' || code[at] == '{' ? 1 : 0;
        depth -= code[at] == ')' || code[at] == ']' || code[at] == '}' ? 1 : 0;
        if (depth == 0)
            return at;
    }
    return std::string_view::npos;
}

std::string asUtf8(std::string text)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        text.erase(0, 3);
    bool valid = true;
    for (std::size_t i = 0; i < text.size() && valid;) {
        const auto lead = static_cast<std::uint8_t>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead >> 5U == 6 ? 2 : lead >> 4U == 14 ? 3 : lead >> 3U == 30 ? 4 : 0;
        valid = length != 0 && i + length <= text.size();
        for (std::size_t k = 1; valid && k < length; ++k)
            valid = (static_cast<std::uint8_t>(text[i + k]) & 0xC0U) == 0x80U;
        i += length;
    }
    if (!valid) // in GB18030 a second byte may be a backslash: read pairs as one
        for (std::size_t i = 0; i < text.size(); ++i)
            if (static_cast<std::uint8_t>(text[i]) >= 0x80) {
                text[i] = '?';
                if (i + 1 < text.size() && static_cast<std::uint8_t>(text[i + 1]) >= 0x40)
                    text[++i] = '?';
            }
    return text;
}

} // namespace hawk::emulator
