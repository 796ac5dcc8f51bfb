#include "emulator/program/launch_rewriter.h"

#include "emulator/program/source_text.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace hawk::emulator {
namespace {

bool isName(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool isSpace(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

/// As a string literal on one line.
std::string literal(std::string_view text)
{
    std::string out = "\"";
    bool space = false;
    for (const char c : text) {
        if (isSpace(c) || c == '\\') { // a backslash here continues a macro's line
            space = true;
            continue;
        }
        if (space && out.size() > 1)
            out += ' ';
        space = false;
        if (c == '"')
            out += '\\';
        out += c;
    }
    return out + "\"";
}

struct LaunchText {
    std::size_t kernelBegin = 0, kernelEnd = 0;
    std::size_t configBegin = 0, configEnd = 0;
    std::size_t argumentsBegin = 0, argumentsEnd = 0; ///< inside the brackets
};

/// Where the callee that ends before `end` begins: qualified name and template arguments.
std::optional<std::size_t> calleeBegin(std::string_view code, std::size_t end)
{
    std::size_t at = end;
    while (at > 0 && isSpace(code[at - 1]))
        --at;
    if (at > 0 && code[at - 1] == '>') {
        int depth = 0;
        int brackets = 0;
        while (at > 0) {
            const char c = code[--at];
            brackets += c == ')' || c == ']' ? 1 : 0;
            brackets -= c == '(' || c == '[' ? 1 : 0;
            if (brackets != 0)
                continue;
            depth += c == '>' ? 1 : 0;
            depth -= c == '<' ? 1 : 0;
            if (depth == 0)
                break;
        }
        if (depth != 0)
            return std::nullopt;
        while (at > 0 && isSpace(code[at - 1]))
            --at;
    }
    const std::size_t nameEnd = at;
    while (at > 0 && (isName(code[at - 1]) || code[at - 1] == ':'))
        --at;
    return at < nameEnd ? std::optional(at) : std::nullopt;
}

/// `>>>` outside of brackets.
std::size_t findClose(std::string_view code, std::size_t from)
{
    int depth = 0;
    for (std::size_t at = from; at + 2 < code.size(); ++at) {
        depth += code[at] == '(' || code[at] == '[' || code[at] == '{' ? 1 : 0;
        depth -= code[at] == ')' || code[at] == ']' || code[at] == '}' ? 1 : 0;
        if (depth < 0 || code[at] == ';')
            return std::string_view::npos;
        if (depth == 0 && code.substr(at, 3) == ">>>")
            return at;
    }
    return std::string_view::npos;
}

std::optional<LaunchText> readLaunch(std::string_view code, std::size_t open)
{
    LaunchText launch;
    const auto begin = calleeBegin(code, open);
    if (!begin)
        return std::nullopt;
    launch.kernelBegin = *begin;
    launch.kernelEnd = open;
    launch.configBegin = open + 3;
    launch.configEnd = findClose(code, launch.configBegin);
    if (launch.configEnd == std::string_view::npos)
        return std::nullopt;
    const std::size_t bracket = code.find_first_not_of(" \t\r\n\\", launch.configEnd + 3);
    if (bracket == std::string_view::npos || code[bracket] != '(')
        return std::nullopt;
    const std::size_t close = closingBracket(code, bracket);
    if (close == std::string_view::npos)
        return std::nullopt;
    launch.argumentsBegin = bracket + 1;
    launch.argumentsEnd = close;
    return launch;
}

/// NULL has an integer's type; a kernel's pointer parameter takes nullptr.
std::string withNullptr(std::string_view arguments)
{
    std::string text(arguments);
    const std::string code = blankNonCode(text);
    const auto places = findWord(code, "NULL");
    for (auto at = places.rbegin(); at != places.rend(); ++at)
        text.replace(*at, 4, "nullptr");
    return text;
}

} // namespace

RewrittenSource rewriteLaunches(std::string_view source, std::string_view fileName)
{
    const std::string code = blankNonCode(source);
    RewrittenSource result;
    std::size_t done = 0;
    for (std::size_t open = code.find("<<<"); open != std::string::npos; open = code.find("<<<", open + 3)) {
        if (open < done)
            continue;
        const auto launch = readLaunch(code, open);
        if (!launch) {
            result.problem = std::string(fileName) + ":" + std::to_string(lineAt(source, open))
                + ": a kernel launch that cannot be read; expected kernel<<<blocks, l2, stream>>>(arguments)";
            break;
        }
        const auto part = [&](std::size_t begin, std::size_t end) { return source.substr(begin, end - begin); };
        const std::string_view kernel = part(launch->kernelBegin, launch->kernelEnd);
        const std::string_view config = part(launch->configBegin, launch->configEnd);
        const std::string arguments = withNullptr(part(launch->argumentsBegin, launch->argumentsEnd));
        const std::string_view whole = part(launch->kernelBegin, launch->argumentsEnd + 1);
        const bool none = std::ranges::all_of(arguments, [](char c) { return isSpace(c) || c == '\\'; });
        std::string call = "::hawkprogram::Launcher(" + literal(kernel) + ", " + literal(arguments) + ", " + literal(fileName) + ", "
            + std::to_string(lineAt(source, launch->kernelBegin)) + ", " + std::string(config) + ")([=](auto... hawkArguments) { "
            + std::string(kernel) + "(hawkArguments...); }" + (none ? "" : ", ") + arguments + ")";
        // Line breaks of the gaps between the parts.
        const auto missing = std::ranges::count(whole, '\n') - std::ranges::count(call, '\n');
        const bool inMacro = whole.find("\\\n") != std::string_view::npos;
        for (std::ptrdiff_t i = 0; i < missing; ++i)
            call += inMacro ? "\\\n" : "\n";
        result.text += part(done, launch->kernelBegin);
        result.text += call;
        done = launch->argumentsEnd + 1;
        ++result.launches;
    }
    result.text += source.substr(done);
    return result;
}

} // namespace hawk::emulator
