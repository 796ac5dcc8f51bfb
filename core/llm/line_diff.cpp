#include "llm/line_diff.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

namespace hawk::llm {
namespace {

using Lines = std::vector<std::string_view>;

constexpr std::size_t kLongestLine = 160;
/// Above this many cells the longest common subsequence costs too much: the changed middle is then shown as replaced.
constexpr std::size_t kMostCells = 16'000'000;

Lines linesOf(std::string_view text)
{
    Lines out;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        out.push_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return out;
}

struct Step {
    char sign; ///< ' ', '-', '+'
    std::string_view line;
};

/// Steps from a to b by a longest common subsequence.
std::vector<Step> middleSteps(const Lines& a, const Lines& b)
{
    std::vector<Step> out;
    std::size_t i = 0;
    std::size_t j = 0;
    if (a.size() * b.size() <= kMostCells) {
        const std::size_t width = b.size() + 1;
        std::vector<std::uint32_t> best((a.size() + 1) * width, 0);
        for (std::size_t x = a.size(); x-- > 0;)
            for (std::size_t y = b.size(); y-- > 0;)
                best[x * width + y] = a[x] == b[y] ? best[(x + 1) * width + y + 1] + 1
                                                   : std::max(best[(x + 1) * width + y], best[x * width + y + 1]);
        while (i < a.size() && j < b.size()) {
            if (a[i] == b[j]) {
                out.push_back({ ' ', a[i] });
                ++i;
                ++j;
            } else if (best[(i + 1) * width + j] >= best[i * width + j + 1]) {
                out.push_back({ '-', a[i++] });
            } else {
                out.push_back({ '+', b[j++] });
            }
        }
    }
    for (; i < a.size(); ++i)
        out.push_back({ '-', a[i] });
    for (; j < b.size(); ++j)
        out.push_back({ '+', b[j] });
    return out;
}

std::vector<Step> steps(const Lines& a, const Lines& b)
{
    std::size_t head = 0;
    while (head < a.size() && head < b.size() && a[head] == b[head])
        ++head;
    std::size_t tail = 0;
    while (tail < a.size() - head && tail < b.size() - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
        ++tail;
    std::vector<Step> out;
    for (std::size_t i = 0; i < head; ++i)
        out.push_back({ ' ', a[i] });
    const auto middle = [&](const Lines& all) {
        return Lines(all.begin() + static_cast<std::ptrdiff_t>(head), all.end() - static_cast<std::ptrdiff_t>(tail));
    };
    const std::vector<Step> changed = middleSteps(middle(a), middle(b));
    out.insert(out.end(), changed.begin(), changed.end());
    for (std::size_t i = a.size() - tail; i < a.size(); ++i)
        out.push_back({ ' ', a[i] });
    return out;
}

std::string shortened(std::string_view line)
{
    return line.size() <= kLongestLine ? std::string(line) : std::string(line.substr(0, kLongestLine)) + "...";
}

} // namespace

std::size_t commonLines(std::string_view a, std::string_view b)
{
    std::map<std::string_view, std::size_t> counts;
    for (const std::string_view line : linesOf(a))
        ++counts[line];
    std::size_t common = 0;
    for (const std::string_view line : linesOf(b)) {
        const auto found = counts.find(line);
        if (found != counts.end() && found->second > 0) {
            --found->second;
            ++common;
        }
    }
    return common;
}

std::string lineDiff(std::string_view before, std::string_view after, std::size_t maxLines)
{
    const std::vector<Step> all = steps(linesOf(before), linesOf(after));
    std::vector<bool> shown(all.size(), false);
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].sign != ' ')
            for (std::size_t k = i > 0 ? i - 1 : 0; k <= std::min(i + 1, all.size() - 1); ++k)
                shown[k] = true;
    std::string out;
    std::size_t count = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!shown[i])
            continue;
        if (count++ == maxLines)
            return out + "...\n";
        if (i > 0 && !shown[i - 1])
            out += "...\n";
        out += std::string(1, all[i].sign) + " " + shortened(all[i].line) + "\n";
    }
    return out;
}

} // namespace hawk::llm
