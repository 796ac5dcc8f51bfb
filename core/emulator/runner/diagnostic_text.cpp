#include "emulator/emulator.h"

#include <algorithm>

namespace hawk::emulator {
namespace {

constexpr std::size_t kWidest = 140; ///< characters of an excerpt

/// Tabs widened, so that a column is a place on the screen.
std::string widened(std::string_view text)
{
    std::string out;
    for (const char c : text)
        if (c == '\t')
            out.append(8 - out.size() % 8, ' ');
        else
            out += c;
    return out;
}

void addExcerpt(const Diagnostic& diagnostic, std::string_view indent, std::string& out)
{
    std::string line = widened(diagnostic.excerpt);
    std::size_t column = diagnostic.column > 0 ? static_cast<std::size_t>(diagnostic.column) : 0;
    const std::size_t margin = std::min(line.find_first_not_of(' '), line.size());
    if (line.size() > margin + kWidest)
        line = line.substr(0, margin + kWidest) + "...";
    line.erase(0, margin);
    const std::string head = std::string(indent) + std::to_string(diagnostic.line) + " | ";
    out += head + line + "\n";
    if (column <= margin || column - margin > line.size())
        return;
    column -= margin;
    out += std::string(head.size() - 2, ' ') + "| " + std::string(column - 1, ' ') + "^\n";
}

} // namespace

std::string headline(const Diagnostic& diagnostic)
{
    std::string out = diagnostic.message + (diagnostic.constraint.empty() ? "" : " [" + diagnostic.constraint + "]");
    if (!diagnostic.variant.empty())
        out += " (only when built with " + diagnostic.variant + ")";
    if (diagnostic.alsoAt.empty())
        return out;
    constexpr std::size_t kLines = 6;
    out += diagnostic.alsoAt.size() == 1 ? " (also at line" : " (also at lines";
    for (std::size_t i = 0; i < std::min(diagnostic.alsoAt.size(), kLines); ++i)
        out += (i == 0 ? " " : ", ") + std::to_string(diagnostic.alsoAt[i]);
    if (diagnostic.alsoAt.size() > kLines)
        out += " and " + std::to_string(diagnostic.alsoAt.size() - kLines) + " more";
    return out + ")";
}

std::string details(const Diagnostic& diagnostic, std::string_view indent)
{
    std::string out;
    if (!diagnostic.excerpt.empty() && diagnostic.line > 0)
        addExcerpt(diagnostic, indent, out);
    for (const std::string& signature : diagnostic.signatures)
        out += std::string(indent) + "declared: " + signature + "\n";
    if (!diagnostic.fix.empty())
        out += std::string(indent) + "fix: " + diagnostic.fix + "\n";
    return out;
}

} // namespace hawk::emulator
