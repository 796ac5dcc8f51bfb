#include "base/text.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace hawk {
namespace {

std::string lower(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

} // namespace

std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({ above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U) });
            diagonal = above;
        }
    }
    return row[b.size()];
}

std::string nearestName(std::string_view wanted, std::span<const std::string> known)
{
    // A third of the letters may differ, at least two: "reduction_dim" still finds "reductionDim".
    std::size_t best = std::max<std::size_t>(2, wanted.size() / 3) + 1;
    std::string nearest;
    for (const std::string& name : known) {
        const std::size_t distance = editDistance(lower(wanted), lower(name));
        if (distance < best) {
            best = distance;
            nearest = name;
        }
    }
    return nearest;
}

std::string quoted(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + 2);
    out += '\'';
    out += text;
    out += '\'';
    return out;
}

bool isIdentifier(std::string_view text)
{
    const auto letter = [](unsigned char c) { return std::isalpha(c) != 0 || c == '_'; };
    return !text.empty() && letter(static_cast<unsigned char>(text.front()))
        && std::ranges::all_of(text, [&](unsigned char c) { return c < 128 && (letter(c) || std::isdigit(c) != 0); });
}

} // namespace hawk
