#include "target/part_text.h"

#include "target/static_gate.h"

#include <optional>
#include <regex>

namespace hawk::target {
namespace {

constexpr std::string_view kTiling = "host_tiling_src";
constexpr std::string_view kHost = "host_operator_src";
constexpr std::string_view kKernel = "kernel_src";

/// Python's escapes that occur in C++ sources; others stay as they are, as Python leaves them.
std::string unescaped(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        switch (text[++i]) {
        case 'n': out += '\n'; break;
        case 't': out += '\t'; break;
        case '\\': out += '\\'; break;
        case '\'': out += '\''; break;
        case '"': out += '"'; break;
        case '\n': break;
        default: out += '\\'; out += text[i];
        }
    }
    return out;
}

/// Position after "NAME =" at the start of a line, or npos.
std::size_t assignment(std::string_view text, std::string_view name)
{
    for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
        if (at > 0 && text[at - 1] != '\n')
            continue;
        std::size_t end = at + name.size();
        while (end < text.size() && (text[end] == ' ' || text[end] == '\t'))
            ++end;
        if (end < text.size() && text[end] == '=')
            return end + 1;
    }
    return std::string_view::npos;
}

/// The string assigned to a variable; nothing when there is no such variable, an error when its quotes are not closed.
Result<std::optional<std::string>> variable(std::string_view text, std::string_view name)
{
    std::size_t at = assignment(text, name);
    if (at == std::string_view::npos)
        return std::optional<std::string>();
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t'))
        ++at;
    const bool raw = at < text.size() && (text[at] == 'r' || text[at] == 'R');
    at += raw ? 1 : 0;
    const std::string_view quote = text.substr(at, 3);
    if (quote != "'''" && quote != "\"\"\"")
        return Error { Errc::InvalidInput, std::string(name) + " is no triple-quoted string", {}, {} };
    std::size_t end = text.find(quote, at + 3);
    while (end != std::string_view::npos && !raw && text[end - 1] == '\\')
        end = text.find(quote, end + 1);
    if (end == std::string_view::npos)
        return Error { Errc::InvalidInput, "the string of " + std::string(name) + " is not closed", {}, {} };
    const std::string_view body = text.substr(at + 3, end - at - 3);
    return std::optional(raw ? std::string(body) : unescaped(body));
}

std::string firstMatch(const std::string& text, const char* pattern)
{
    std::smatch match;
    return std::regex_search(text, match, std::regex(pattern)) ? match[1].str() : std::string();
}

} // namespace

bool looksLikePartText(std::string_view text)
{
    return assignment(text, kKernel) != std::string_view::npos && assignment(text, kHost) != std::string_view::npos;
}

Result<ProjectFiles> projectOfPartText(std::string_view text)
{
    ProjectFiles files;
    std::string host, kernel;
    for (const auto& [name, into] : { std::pair { kHost, &host }, std::pair { kKernel, &kernel } }) {
        auto part = variable(text, name);
        if (!part)
            return part.error();
        if (!*part || (*part)->empty())
            return Error { Errc::InvalidInput, "the text has no part " + std::string(name), {},
                "give kernel_src, host_operator_src and, where the host code includes it, host_tiling_src" };
        *into = **std::move(part);
    }
    auto tiling = variable(text, kTiling);
    if (!tiling)
        return tiling.error();
    const std::string entry = firstMatch(stripComments(kernel, false), R"(__global__[^;{(]*\b(\w+)\s*\()");
    const std::string op = entry.empty() ? "operator" : entry;
    if (*tiling) {
        const std::string included = firstMatch(host, "#include\\s*\"([\\w.]*tiling[\\w.]*\\.h)\"");
        files["op_host/" + (included.empty() ? op + "_tiling.h" : included)] = **std::move(tiling);
    }
    files["op_host/" + op + ".cpp"] = std::move(host);
    files["op_kernel/" + op + ".cpp"] = std::move(kernel);
    return files;
}

} // namespace hawk::target
