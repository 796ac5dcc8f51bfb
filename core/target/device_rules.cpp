#include "target/device_rules.h"

#include "emulator/runner/unknown_name.h"
#include "target/device_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace hawk::target {
namespace {

using emulator::Diagnostic;
using Tokens = std::vector<SourceToken>;

bool isNameStart(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool isNameChar(char c) { return isNameStart(c) || std::isdigit(static_cast<unsigned char>(c)) != 0; }

/// Walks the declarations of a source, statement by statement.
class StateFinder {
public:
    StateFinder(const Tokens& tokens, const std::string& fileName)
        : m_tokens(tokens)
        , m_fileName(fileName)
    {
    }

    std::vector<Diagnostic> run()
    {
        while (m_at < m_tokens.size()) {
            const SourceToken& token = m_tokens[m_at];
            if (token.text == "#" || token.text == "%") {
                skipDirective();
            } else if (token.text == "static") {
                declaration(true);
            } else if (m_depth == 0 && m_begin) {
                declaration(false);
            } else {
                step(token.text);
                ++m_at;
            }
        }
        return std::move(m_problems);
    }

private:
    void skipDirective()
    {
        const int line = m_tokens[m_at].line;
        while (m_at < m_tokens.size() && m_tokens[m_at].line == line)
            ++m_at;
    }

    /// Braces of namespaces and extern "C" hold declarations like the file itself.
    void step(std::string_view text)
    {
        if (text == "{") {
            ++m_depth;
            m_begin = false;
        } else if (text == "}") {
            if (m_depth > 0)
                --m_depth;
            m_begin = m_depth == 0;
        } else if (text == ";") {
            m_begin = m_depth == 0;
        }
    }

    /// Looks at a declaration from its first token; goes on behind its head.
    void declaration(bool isStatic)
    {
        static constexpr std::array<std::string_view, 11> kOther { "using", "typedef", "template", "struct", "class", "enum", "union",
            "static_assert", "friend", "public", "private" };
        const std::size_t first = m_at;
        const std::string_view word = m_tokens[first].text;
        m_begin = false;
        if (word == "namespace" || (word == "extern" && m_at + 1 < m_tokens.size() && m_tokens[m_at + 1].text == "\"")) {
            openScope();
            return;
        }
        if (word == ";" || word == "}" || word == "{") {
            step(word);
            ++m_at;
            return;
        }
        bool constant = std::ranges::find(kOther, word) != kOther.end();
        std::size_t end = first;
        while (end < m_tokens.size() && m_tokens[end].text != ";" && m_tokens[end].text != "=" && m_tokens[end].text != "("
            && m_tokens[end].text != "{" && m_tokens[end].text != "#") {
            constant = constant || m_tokens[end].text == "const" || m_tokens[end].text == "constexpr";
            ++end;
        }
        const std::string_view stop = end < m_tokens.size() ? m_tokens[end].text : std::string_view();
        const bool variable = stop == "=" || stop == ";" || (stop == "{" && isStatic);
        if (variable && !constant && end > first + (isStatic ? 2U : 1U))
            report(m_tokens[first], end > 0 ? m_tokens[end - 1].text : word);
        m_at = std::max(end, first + 1);
    }

    /// A namespace or extern "C": its brace does not count as depth; without a brace it is a plain declaration.
    void openScope()
    {
        while (m_at < m_tokens.size() && m_tokens[m_at].text != "{" && m_tokens[m_at].text != ";" && m_tokens[m_at].text != "(")
            ++m_at;
        if (m_at < m_tokens.size() && m_tokens[m_at].text != "(")
            m_begin = true;
        if (m_at < m_tokens.size() && m_tokens[m_at].text != "(")
            ++m_at; // a closing brace at depth 0 is met by step()
    }

    void report(const SourceToken& at, std::string_view name)
    {
        m_problems.push_back({ .file = m_fileName,
            .line = at.line,
            .column = at.column,
            .message = "'" + std::string(name) + "' keeps its value between calls: a kernel has no variables outside its functions but constants" });
    }

    const Tokens& m_tokens;
    const std::string& m_fileName;
    std::size_t m_at = 0;
    int m_depth = 0;
    bool m_begin = true; ///< at the first token of a declaration
    std::vector<Diagnostic> m_problems;
};

bool qualified(const Tokens& tokens, std::size_t i) { return i >= 2 && tokens[i - 1].text == "::" && tokens[i - 2].text == "AscendC"; }

void addOwnNames(const Tokens& tokens, std::set<std::string, std::less<>>& own)
{
    for (std::size_t i = 0; i < tokens.size(); ++i)
        if (isNameStart(tokens[i].text.front()) && !qualified(tokens, i))
            own.emplace(tokens[i].text);
}

/// In the words of a failed build, which would say the same after a thousand times as long.
Diagnostic unknownApi(const SourceToken& token, const SourceText& source, const emulator::AuthorSource& text)
{
    const ApiVocabulary& known = apiVocabulary();
    Diagnostic out { .file = source.fileName, .line = token.line, .column = token.column, .message = {} };
    out.message = "'" + std::string(token.text) + "' is not a member of 'AscendC'";
    out.excerpt = text.line(token.line);
    emulator::Explanation why = emulator::explainUnknown(
        { .name = std::string(token.text), .owner = {}, .suggested = {} }, token.line, { known.api, known.corrections, known.names, text });
    if (!why.text.empty())
        out.message += "; " + why.text;
    out.fix = std::move(why.fix);
    out.signatures = std::move(why.signatures);
    out.constraint = std::move(why.constraint);
    return out;
}

} // namespace

std::vector<SourceToken> tokenize(std::string_view text)
{
    std::vector<SourceToken> tokens;
    int line = 1;
    std::size_t lineStart = 0;
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (c == '\n') {
            ++line;
            lineStart = ++i;
            continue;
        }
        std::size_t length = 1;
        if (isNameStart(c))
            while (i + length < text.size() && isNameChar(text[i + length]))
                ++length;
        else if (std::isdigit(static_cast<unsigned char>(c)) != 0)
            while (i + length < text.size() && (isNameChar(text[i + length]) || text[i + length] == '.'))
                ++length;
        else if (text.substr(i, 2) == "::")
            length = 2;
        if (std::isspace(static_cast<unsigned char>(c)) == 0)
            tokens.push_back({ text.substr(i, length), line, static_cast<int>(i - lineStart) + 1 });
        i += length;
    }
    return tokens;
}

std::vector<Diagnostic> persistentState(const Tokens& tokens, const std::string& fileName) { return StateFinder(tokens, fileName).run(); }

std::vector<Diagnostic> unknownApis(const SourceText& source, const std::vector<std::string_view>& others)
{
    std::vector<Diagnostic> problems;
    if (deviceNames().identifiers.empty())
        return problems;
    const std::string code = stripComments(source.text, false);
    const Tokens tokens = tokenize(code);
    std::set<std::string, std::less<>> own; // a source may add to the namespace or give a name of its own
    addOwnNames(tokens, own);
    for (const std::string_view other : others) {
        const std::string otherCode = stripComments(other, false);
        addOwnNames(tokenize(otherCode), own);
    }
    const emulator::AuthorSource text(source.text);
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const SourceToken& token = tokens[i];
        if (!qualified(tokens, i) || !isNameStart(token.text.front()) || own.contains(token.text)
            || deviceNames().identifiers.contains(token.text) || !seen.insert(token.text).second)
            continue;
        problems.push_back(unknownApi(token, source, text));
    }
    return problems;
}

} // namespace hawk::target
