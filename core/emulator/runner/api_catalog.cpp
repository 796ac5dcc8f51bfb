#include "emulator/runner/api_catalog.h"

#include "base/process.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <functional>

namespace hawk::emulator {
namespace {

bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// One space between words, none where C++ needs none.
std::string tidy(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const bool space = std::isspace(static_cast<unsigned char>(c)) != 0;
        if (!space && c == '(' && out.ends_with(' '))
            out.pop_back();
        if (!space)
            out += c;
        else if (!out.empty() && out.back() != ' ' && out.back() != '(')
            out += ' ';
    }
    while (out.ends_with(' '))
        out.pop_back();
    return out;
}

/// Removes whole words and GNU attributes that say nothing to an author.
std::string withoutNoise(std::string text)
{
    for (std::size_t at = text.find("__attribute__"); at != std::string::npos; at = text.find("__attribute__")) {
        std::size_t end = text.find('(', at);
        int depth = 0;
        for (; end < text.size(); ++end) {
            depth += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
            if (depth == 0)
                break;
        }
        text.erase(at, std::min(end, text.size() - 1) - at + 1);
    }
    for (const std::string_view word : { "inline ", "static ", "constexpr ", "[[maybe_unused]] ", "explicit " })
        for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at))
            if (at == 0 || !isWord(text[at - 1]))
                text.erase(at, word.size());
            else
                at += word.size();
    return tidy(text);
}

/// The call's place, which every function takes last and no author passes.
std::string withoutSite(std::string text)
{
    const std::size_t site = text.find("::hawkabi::Site");
    if (site == std::string::npos)
        return text;
    std::size_t begin = text.find_last_not_of(' ', site - 1);
    begin = begin != std::string::npos && text[begin] == ',' ? begin : site;
    int depth = 0;
    std::size_t end = site;
    for (; end < text.size(); ++end) {
        if (depth == 0 && (text[end] == ',' || text[end] == ')'))
            break;
        depth += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
    }
    return text.erase(begin, end - begin);
}

/// The header of a function without its "template <...>" part.
std::string_view afterTemplate(std::string_view text)
{
    while (text.starts_with("template")) {
        int depth = 0;
        std::size_t at = text.find('<');
        for (; at < text.size(); ++at) {
            depth += text[at] == '<' ? 1 : text[at] == '>' ? -1 : 0;
            if (depth == 0)
                break;
        }
        text = at < text.size() ? text.substr(at + 1) : std::string_view();
        while (text.starts_with(' '))
            text.remove_prefix(1);
    }
    return text;
}

/// The identifier before the parameter list, or "" for an operator and the like.
std::string functionName(std::string_view header)
{
    const std::string_view plain = afterTemplate(header);
    const std::size_t open = plain.find('(');
    if (open == std::string_view::npos || plain.substr(0, open).find("operator") != std::string_view::npos)
        return {};
    std::size_t end = open;
    while (end > 0 && plain[end - 1] == ' ')
        --end;
    std::size_t begin = end;
    while (begin > 0 && isWord(plain[begin - 1]))
        --begin;
    return std::string(plain.substr(begin, end - begin));
}

/// "class Name" or "struct Name" at the end of a header without parentheses.
std::string className(std::string_view header)
{
    std::string_view plain = afterTemplate(header);
    for (const std::string_view word : { "class ", "struct " })
        if (plain.starts_with(word)) {
            plain.remove_prefix(word.size());
            std::size_t end = 0;
            while (end < plain.size() && isWord(plain[end]))
                ++end;
            return std::string(plain.substr(0, end));
        }
    return {};
}

/// The text of a body's first static_assert, its pieces joined.
std::string firstAssertion(std::string_view body)
{
    std::string out;
    std::size_t at = body.find("static_assert");
    bool quoted = false;
    for (; at < body.size() && (quoted || body[at] != ';'); ++at) {
        if (body[at] == '"')
            quoted = !quoted;
        else if (quoted)
            out += body[at];
    }
    return out;
}

/// The element types an API takes, as its assertion says them: "X takes A, B", "X supports A", "...; allowed: A, B. ...".
std::string typeNote(std::string_view body)
{
    constexpr std::string_view kAllowed = "allowed: ";
    const std::string text = firstAssertion(body);
    if (const std::size_t at = text.find(kAllowed); at != std::string::npos) {
        const std::string types = text.substr(at + kAllowed.size());
        return "element types: " + types.substr(0, std::min(types.find(". "), types.find(" [")));
    }
    const bool tells = text.find(" takes ") != std::string::npos || text.find(" supports ") != std::string::npos;
    return tells ? text : std::string();
}

/// "enum class Name : type" gives "Name"; "" for anything else.
std::string enumName(std::string_view header)
{
    for (const std::string_view word : { "enum class ", "enum struct ", "enum " })
        if (header.starts_with(word)) {
            header.remove_prefix(word.size());
            std::size_t end = 0;
            while (end < header.size() && isWord(header[end]))
                ++end;
            return std::string(header.substr(0, end));
        }
    return {};
}

/// The names in an enumeration's body.
std::vector<std::string> enumeratorsIn(std::string_view body)
{
    std::vector<std::string> out;
    for (std::size_t at = 0; at < body.size();) {
        std::size_t begin = at;
        while (begin < body.size() && !isWord(body[begin]) && body[begin] != ',' && body[begin] != '}')
            ++begin;
        std::size_t end = begin;
        while (end < body.size() && isWord(body[end]))
            ++end;
        if (end > begin)
            out.emplace_back(body.substr(begin, end - begin));
        const std::size_t comma = body.find(',', end);
        at = comma == std::string_view::npos ? body.size() : comma + 1;
    }
    return out;
}

/// Walks the scopes of a preprocessed text.
class Walker {
public:
    using Found = std::function<void(const std::string& owner, const std::string& header, std::string_view body)>;
    using Field = std::function<void(const std::string& owner, const std::string& text)>;
    using Enum = std::function<void(const std::string& name, std::string_view body)>;
    Walker(std::string_view text, Found found, Field field, Enum enumeration)
        : m_text(text)
        , m_found(std::move(found))
        , m_field(std::move(field))
        , m_enum(std::move(enumeration))
    {
    }
    void run()
    {
        while (m_at < m_text.size())
            outside();
    }

private:
    /// To the next "namespace AscendC {", then through it.
    void outside()
    {
        constexpr std::string_view kName = "namespace AscendC";
        const std::size_t found = m_text.find(kName, m_at);
        if (found == std::string_view::npos) {
            m_at = m_text.size();
            return;
        }
        m_at = m_text.find_first_not_of(" \t\r\n", found + kName.size());
        if (m_at == std::string_view::npos)
            m_at = m_text.size();
        else if (m_text[m_at] == '{') {
            ++m_at;
            scope("", true);
        }
    }

    /// From behind an opening brace to behind its closing one.
    void scope(const std::string& owner, bool shown)
    {
        std::string header;
        int parentheses = 0;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '"' || c == '\'') {
                const std::size_t begin = m_at;
                skipQuoted();
                header += m_text.substr(begin, m_at - begin);
                continue;
            }
            ++m_at;
            parentheses += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (parentheses == 0 && c == '}')
                return;
            if (parentheses == 0 && c == ';') {
                if (shown && !owner.empty())
                    m_field(owner, tidy(header));
                header.clear();
            } else if (parentheses == 0 && c == ':' && accessLabel(header, shown)) {
                header.clear();
            } else if (parentheses == 0 && c == '{') {
                inner(owner, tidy(header), shown);
                header.clear();
            } else {
                header += c;
            }
        }
    }

    static bool accessLabel(const std::string& header, bool& shown)
    {
        const std::string word = tidy(header);
        const std::string_view bare = std::string_view(word).substr(word.find_first_not_of(' ') == std::string::npos ? 0 : word.find_first_not_of(' '));
        if (bare != "public" && bare != "private" && bare != "protected")
            return false;
        shown = bare == "public";
        return true;
    }

    void inner(const std::string& owner, const std::string& header, bool shown)
    {
        const std::string_view bare = std::string_view(header).substr(std::min(header.find_first_not_of(' '), header.size()));
        const std::string type = bare.find('(') == std::string_view::npos ? className(bare) : std::string();
        if (!type.empty() && shown && owner.empty()) {
            scope(type, afterTemplate(bare).starts_with("struct"));
            return;
        }
        const std::size_t begin = m_at;
        skipBody();
        if (const std::string enumeration = enumName(bare); shown && !enumeration.empty()) {
            m_enum(enumeration, m_text.substr(begin, m_at - begin));
            return;
        }
        if (shown && !owner.empty() && type.empty() && bare.find('(') == std::string_view::npos)
            m_field(owner, std::string(bare)); // a field with its value in braces
        if (shown && bare.find('(') != std::string_view::npos && !bare.starts_with("namespace"))
            m_found(owner, std::string(bare), m_text.substr(begin, m_at - begin));
    }

    void skipBody()
    {
        for (int depth = 1; m_at < m_text.size() && depth > 0;) {
            if (m_text[m_at] == '"' || m_text[m_at] == '\'') {
                skipQuoted();
                continue;
            }
            depth += m_text[m_at] == '{' ? 1 : m_text[m_at] == '}' ? -1 : 0;
            ++m_at;
        }
    }

    void skipQuoted()
    {
        const char quote = m_text[m_at++];
        // A digit separator (1'000) is no character literal.
        if (quote == '\'' && m_at >= 2 && std::isdigit(static_cast<unsigned char>(m_text[m_at - 2])) != 0)
            return;
        while (m_at < m_text.size() && m_text[m_at] != quote)
            m_at += m_text[m_at] == '\\' ? 2 : 1;
        m_at = std::min(m_at + 1, m_text.size());
    }

    std::string_view m_text;
    Found m_found;
    Field m_field;
    Enum m_enum;
    std::size_t m_at = 0;
};

/// A constructor's initialisers and trailing qualifiers do not belong to what is called.
std::string upToParameters(const std::string& header)
{
    int depth = 0;
    for (std::size_t i = header.size() - afterTemplate(header).size(); i < header.size(); ++i) {
        depth += header[i] == '(' ? 1 : header[i] == ')' ? -1 : 0;
        if (depth == 0 && header[i] == ')')
            return header.substr(0, i + 1);
    }
    return header;
}

} // namespace

ApiCatalog ApiCatalog::parse(std::string_view preprocessed)
{
    ApiCatalog out;
    const auto found = [&out](const std::string& owner, const std::string& header, std::string_view body) {
        const std::string plain = withoutSite(withoutNoise(header));
        const std::string name = functionName(plain);
        // What exists only to refuse a call with a good message, or to forward one, is no overload for an author.
        const bool ours = plain.find("hawk") != std::string::npos || plain.find("typename V> V ") != std::string::npos;
        if (name.empty() || name == owner || ours || header.find('~') != std::string::npos)
            return;
        ApiDeclaration declaration { upToParameters(plain), typeNote(body) };
        auto& list = out.m_functions[owner.empty() ? name : owner + "::" + name];
        if (std::find(list.begin(), list.end(), declaration) == list.end())
            list.push_back(std::move(declaration));
    };
    const auto field = [&out](const std::string& owner, const std::string& text) {
        const bool plain = !text.empty() && text.find('(') == std::string::npos && !text.starts_with("using") && !text.starts_with("friend")
            && !text.starts_with("typedef") && text.find("hawk") == std::string::npos && text.find("m_") == std::string::npos;
        if (plain)
            out.m_structs[owner] += (text.starts_with(' ') ? text.substr(1) : text) + "; ";
    };
    const auto enumeration = [&out](const std::string& name, std::string_view body) { out.m_enums[name] = enumeratorsIn(body); };
    Walker(preprocessed, found, field, enumeration).run();
    return out;
}

Result<ApiCatalog> ApiCatalog::load(const std::filesystem::path& headers, const std::string& compiler)
{
    const Result<ProcessResult> run = runProcess({ .argv = { compiler, "-std=c++17", "-E", "-P", "-x", "c++", "-I", headers.string(), "-" },
        .input = "#include \"kernel_operator.h\"\n",
        .timeout = std::chrono::seconds(30) });
    if (!run)
        return run.error();
    if (!run->ok())
        return Error { Errc::Environment, "the device headers could not be read with " + compiler + ": " + run->err.substr(0, 300),
            headers.string(), "`hawk doctor` checks compiler and headers" };
    return parse(run->out);
}

std::vector<ApiDeclaration> ApiCatalog::declarations(std::string_view name) const
{
    constexpr std::string_view kQueue = "TQue::"; // TQue has everything from its base
    const auto found = m_functions.find(name.starts_with(kQueue) ? "TQueBind::" + std::string(name.substr(kQueue.size())) : std::string(name));
    return found == m_functions.end() ? std::vector<ApiDeclaration>() : found->second;
}

std::string ApiCatalog::structure(std::string_view name) const
{
    const auto found = m_structs.find(name);
    return found == m_structs.end() ? std::string() : "struct " + std::string(name) + " { " + found->second + "};";
}

std::vector<std::string> ApiCatalog::enumerators(std::string_view name) const
{
    const auto found = m_enums.find(name);
    return found == m_enums.end() ? std::vector<std::string>() : found->second;
}

std::vector<std::string> ApiCatalog::members(std::string_view owner) const
{
    const std::string prefix = (owner == "TQue" ? std::string("TQueBind") : std::string(owner)) + "::"; // TQue has everything from its base
    std::vector<std::string> out;
    for (auto it = m_functions.lower_bound(prefix); it != m_functions.end() && it->first.starts_with(prefix); ++it)
        out.push_back(it->first.substr(prefix.size()));
    return out;
}

std::vector<std::string> ApiCatalog::names() const
{
    std::vector<std::string> out;
    for (const auto& [name, list] : m_functions)
        out.push_back(name);
    return out;
}

} // namespace hawk::emulator
