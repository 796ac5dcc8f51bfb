#include "emulator/runner/diagnostics.h"

#include "base/text.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <set>
#include <tuple>

namespace hawk::emulator {
namespace {

constexpr std::size_t kMaxCandidates = 4; ///< overloads quoted below one error
constexpr std::size_t kMaxSuggestions = 3;

struct Place {
    std::string file;
    int line = 0;
    int column = 0;
};

struct Headline {
    Place place;
    std::string kind; ///< "error", "fatal error", "warning", "note", or "required"
    std::string text;
};

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
std::optional<Place> takePlace(std::string_view& line)
{
    for (std::size_t colon = line.find(':'); colon != std::string_view::npos;
         colon = line.find(':', colon + 1)) {
        std::string_view rest = line.substr(colon + 1);
        const auto number = takeNumber(rest);
        if (!number)
            continue;
        Place place { std::string(line.substr(0, colon)), *number, 0 };
        if (const auto column = takeNumber(rest))
            place.column = *column;
        line = rest;
        return place;
    }
    return std::nullopt;
}

std::optional<Headline> readHeadline(std::string_view line)
{
    if (line.starts_with(' '))
        return std::nullopt; // source excerpts and include chains
    Headline headline;
    if (auto place = takePlace(line)) {
        headline.place = *std::move(place);
    } else {
        const std::size_t colon = line.find(": "); // "mold: error: ...", "cc1plus: error: ..."
        if (colon == std::string_view::npos)
            return std::nullopt;
        line.remove_prefix(colon + 1);
    }
    if (line.starts_with("   required from") || line.starts_with("   recursively required from")) {
        headline.kind = "required";
        return headline;
    }
    for (const std::string_view kind : { "fatal error", "error", "warning", "note" })
        if (line.starts_with(" " + std::string(kind) + ": ")) {
            headline.kind = kind;
            line.remove_prefix(kind.size() + 3);
            while (line.starts_with(' '))
                line.remove_prefix(1);
            headline.text = line;
            return headline;
        }
    return std::nullopt;
}

bool isIdentifierChar(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// The name a message says it does not know, or nothing.
std::string unknownName(const std::string& message)
{
    constexpr std::array<std::string_view, 6> kinds { "was not declared in this scope", "is not a member of",
        "has no member named", "does not name a ", "has not been declared", "undefined symbol" };
    const bool unknown = std::ranges::any_of(
        kinds, [&](std::string_view kind) { return message.find(kind) != std::string::npos; });
    if (!unknown)
        return {};
    const std::size_t member = message.find("has no member named '");
    const std::size_t begin = message.find('\'', member == std::string::npos ? 0 : member);
    if (begin == std::string::npos)
        return {};
    std::size_t end = begin + 1;
    while (end < message.size() && (isIdentifierChar(message[end]) || message[end] == ':'))
        ++end;
    std::string name = message.substr(begin + 1, end - begin - 1);
    if (const std::size_t colons = name.rfind("::"); colons != std::string::npos)
        name = name.substr(colons + 2);
    return name;
}

std::vector<std::string> nearest(const std::string& wanted, std::span<const std::string> known)
{
    std::vector<std::pair<std::size_t, std::string>> ranked;
    const std::size_t limit = std::max<std::size_t>(wanted.size() / 3, 1);
    for (const std::string& name : known)
        if (const std::size_t distance = editDistance(wanted, name); distance > 0 && distance <= limit)
            ranked.emplace_back(distance, name);
    std::ranges::sort(ranked);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < ranked.size() && i < kMaxSuggestions; ++i)
        names.push_back(ranked[i].second);
    return names;
}

std::string withSuggestions(std::string message, std::span<const std::string> known)
{
    const std::string name = unknownName(message);
    if (name.size() < 3)
        return message;
    if (const std::size_t own = message.find("; did you mean"); own != std::string::npos)
        message.resize(own); // the compiler looks at every name in scope, we only at the API
    const std::vector<std::string> names = nearest(name, known);
    if (names.empty())
        return message + ": no such name in the Ascend C API that is emulated";
    std::string list;
    for (const std::string& one : names)
        list += (list.empty() ? "'" : ", '") + one + "'";
    return message + "; nearest known: " + list;
}

/// A constraint id in brackets, "[dtype-bf16-vector-arith] Add: ...", moves from the text to its own field.
void takeConstraint(Diagnostic& diagnostic)
{
    const std::size_t open = diagnostic.message.find('[');
    const std::size_t close = diagnostic.message.find(']', open == std::string::npos ? 0 : open);
    if (open == std::string::npos || close == std::string::npos)
        return;
    const std::string id = diagnostic.message.substr(open + 1, close - open - 1);
    const bool plain = id.find('-') != std::string::npos && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
    if (!plain || id.starts_with('-')) // "[-Wformat]" is the compiler's
        return;
    diagnostic.constraint = id;
    diagnostic.message.erase(open, close - open + 1);
    while (diagnostic.message.starts_with(' '))
        diagnostic.message.erase(0, 1);
    while (diagnostic.message.ends_with(' '))
        diagnostic.message.pop_back();
}

class Parser {
public:
    explicit Parser(const DiagnosticContext& context)
        : m_context(context)
    {
    }

    void line(std::string_view text)
    {
        const auto headline = readHeadline(text);
        if (!headline) {
            if (text.find(": In instantiation of") != std::string_view::npos)
                m_required.clear();
            return;
        }
        if (headline->kind == "required")
            m_required.push_back(headline->place);
        else if (headline->kind == "note")
            note(*headline);
        else
            message(*headline);
    }

    std::vector<Diagnostic> take()
    {
        std::vector<Diagnostic> unique;
        std::set<std::tuple<std::string, int, std::string>> seen;
        for (Diagnostic& one : m_found)
            if (seen.emplace(one.file, one.line, one.message).second)
                unique.push_back(std::move(one));
        std::ranges::stable_sort(unique, {}, &Diagnostic::level);
        return unique;
    }

private:
    bool isUser(const std::string& file) const { return file == m_context.userFile; }

    Place authorsPlace(const Place& place) const
    {
        if (isUser(place.file))
            return place;
        const auto user
            = std::ranges::find_if(m_required, [this](const Place& one) { return isUser(one.file); });
        if (user != m_required.end())
            return *user;
        Place shown = place;
        if (!m_context.headerDir.empty() && shown.file.starts_with(m_context.headerDir))
            shown.file.erase(0, std::min(shown.file.size(), m_context.headerDir.size() + 1));
        return shown;
    }

    void message(const Headline& headline)
    {
        constexpr std::string_view assertion = "static assertion failed: ";
        const Place place = authorsPlace(headline.place);
        m_required.clear();
        m_candidates = 0;
        Diagnostic one { .level
            = headline.kind == "warning" ? Diagnostic::Level::Warning : Diagnostic::Level::Error,
            .file = place.file,
            .line = place.line,
            .column = place.column,
            .message = headline.text };
        if (one.message.starts_with(assertion)) {
            one.message.erase(0, assertion.size());
            takeConstraint(one);
        }
        one.message = withSuggestions(std::move(one.message), m_context.knownNames);
        m_found.push_back(std::move(one));
    }

    void note(const Headline& headline)
    {
        constexpr std::string_view candidate = "candidate: ";
        if (m_found.empty())
            return;
        if (headline.text.starts_with(candidate) && m_candidates < kMaxCandidates) {
            std::string signature = headline.text.substr(candidate.size());
            m_found.back().message += (m_candidates == 0 ? "; declared: " : ", ") + signature;
            ++m_candidates;
        } else if (isUser(headline.place.file) && headline.text.find("declared here") != std::string::npos) {
            m_found.back().message += " (see line " + std::to_string(headline.place.line) + ")";
        }
    }

    const DiagnosticContext& m_context;
    std::vector<Diagnostic> m_found;
    std::vector<Place> m_required; ///< instantiation chain of the next message, innermost first
    std::size_t m_candidates = 0;
};

} // namespace

std::vector<Diagnostic> parseDiagnostics(std::string_view text, const DiagnosticContext& context)
{
    Parser parser(context);
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        parser.line(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return parser.take();
}

std::vector<std::string> identifiersIn(std::string_view headerText)
{
    std::set<std::string> names;
    for (std::size_t at = 0; at < headerText.size();) {
        if (headerText.substr(at, 2) == "//") { // prose is no name
            at = std::min(headerText.find('\n', at), headerText.size());
            continue;
        }
        if (!isIdentifierChar(headerText[at])) {
            ++at;
            continue;
        }
        const std::size_t begin = at;
        while (at < headerText.size() && isIdentifierChar(headerText[at]))
            ++at;
        const std::string_view word = headerText.substr(begin, at - begin);
        // API functions and types begin with a capital; names with a leading underscore are our own
        // machinery.
        if (word.size() > 2 && std::isupper(static_cast<unsigned char>(word.front())) != 0 && !word.starts_with("HAWK_")
            && !word.starts_with("Hawk"))
            names.emplace(word);
    }
    return { names.begin(), names.end() };
}

} // namespace hawk::emulator
