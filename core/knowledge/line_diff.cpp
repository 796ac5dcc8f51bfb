#include "knowledge/line_diff.h"

#include <algorithm>
#include <cctype>

namespace hawk::knowledge {
namespace {

std::vector<std::string> splitLines(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

using Lines = std::vector<std::string>;

/// The furthest-reaching points of every edit distance: what the way back needs.
std::vector<std::vector<long>> forwardPass(const Lines& a, const Lines& b)
{
    const long n = static_cast<long>(a.size());
    const long m = static_cast<long>(b.size());
    const long limit = n + m;
    std::vector<long> reach(static_cast<std::size_t>(2 * limit + 3), 0);
    const auto at = [&](long k) -> long& { return reach[static_cast<std::size_t>(k + limit + 1)]; };
    std::vector<std::vector<long>> history;
    for (long d = 0; d <= limit; ++d) {
        history.push_back(reach);
        for (long k = -d; k <= d; k += 2) {
            const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
            long x = down ? at(k + 1) : at(k - 1) + 1;
            long y = x - k;
            while (x < n && y < m && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(y)]) {
                ++x;
                ++y;
            }
            at(k) = x;
            if (x >= n && y >= m)
                return history;
        }
    }
    return history;
}

/// For every line: kept or not, in both texts.
void markKept(const Lines& a, const Lines& b, std::vector<bool>& keptA, std::vector<bool>& keptB)
{
    const std::vector<std::vector<long>> history = forwardPass(a, b);
    const long limit = static_cast<long>(a.size() + b.size());
    long x = static_cast<long>(a.size());
    long y = static_cast<long>(b.size());
    for (long d = static_cast<long>(history.size()) - 1; d >= 0; --d) {
        const std::vector<long>& reach = history[static_cast<std::size_t>(d)];
        const auto at = [&](long k) { return reach[static_cast<std::size_t>(k + limit + 1)]; };
        const long k = x - y;
        const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
        const long previousX = d == 0 ? 0 : at(down ? k + 1 : k - 1);
        const long previousY = d == 0 ? 0 : previousX - (down ? k + 1 : k - 1);
        const long startX = d == 0 ? 0 : (down ? previousX : previousX + 1);
        while (x > startX) {
            keptA[static_cast<std::size_t>(--x)] = true;
            keptB[static_cast<std::size_t>(--y)] = true;
        }
        x = previousX;
        y = previousY;
    }
}

/// Code without comments and blanks; block comments are recognised inside one line only.
std::string essence(const Lines& lines)
{
    std::string out;
    for (const std::string& line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (line.compare(i, 2, "//") == 0)
                break;
            if (line.compare(i, 2, "/*") == 0) {
                const std::size_t end = line.find("*/", i + 2);
                if (end == std::string::npos)
                    break;
                i = end + 1;
                continue;
            }
            if (std::isspace(static_cast<unsigned char>(line[i])) == 0)
                out += line[i];
        }
    }
    return out;
}

} // namespace

std::vector<Hunk> diffLines(std::string_view before, std::string_view after)
{
    Lines a = splitLines(before);
    Lines b = splitLines(after);
    // Equal ends cost nothing; the quadratic memory of the history is spent on the middle only.
    std::size_t head = 0;
    while (head < a.size() && head < b.size() && a[head] == b[head])
        ++head;
    std::size_t tail = 0;
    while (tail < a.size() - head && tail < b.size() - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
        ++tail;
    a = Lines(a.begin() + static_cast<std::ptrdiff_t>(head), a.end() - static_cast<std::ptrdiff_t>(tail));
    b = Lines(b.begin() + static_cast<std::ptrdiff_t>(head), b.end() - static_cast<std::ptrdiff_t>(tail));
    std::vector<bool> keptA(a.size(), false);
    std::vector<bool> keptB(b.size(), false);
    markKept(a, b, keptA, keptB);

    std::vector<Hunk> hunks;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() || j < b.size()) {
        if (i < a.size() && keptA[i]) {
            ++i;
            ++j;
            continue;
        }
        Hunk hunk { .oldBegin = head + i, .newBegin = head + j };
        while (i < a.size() && !keptA[i])
            hunk.removed.push_back(a[i++]);
        while (j < b.size() && !keptB[j])
            hunk.added.push_back(b[j++]);
        hunks.push_back(std::move(hunk));
    }
    return hunks;
}

std::vector<Hunk> withoutCosmetics(const std::vector<Hunk>& hunks)
{
    std::vector<Hunk> out;
    std::ranges::copy_if(hunks, std::back_inserter(out),
        [](const Hunk& hunk) { return essence(hunk.removed) != essence(hunk.added); });
    return out;
}

std::string unifiedDiff(
    std::string_view before, const std::vector<Hunk>& hunks, std::string_view fileName, std::size_t context)
{
    if (hunks.empty())
        return {};
    const Lines old = splitLines(before);
    std::string out;
    out.append("--- a/").append(fileName).append("\n+++ b/").append(fileName).append("\n");
    long shift = 0; // new line number minus old one, counting only the hunks that are shown
    for (std::size_t i = 0; i < hunks.size();) {
        std::size_t last = i;
        while (last + 1 < hunks.size()
            && hunks[last + 1].oldBegin <= hunks[last].oldBegin + hunks[last].removed.size() + 2 * context)
            ++last;
        const std::size_t begin = hunks[i].oldBegin > context ? hunks[i].oldBegin - context : 0;
        const std::size_t end = std::min(old.size(), hunks[last].oldBegin + hunks[last].removed.size() + context);
        std::string body;
        std::size_t line = begin;
        long newCount = static_cast<long>(end - begin);
        for (std::size_t h = i; h <= last; ++h) {
            for (; line < hunks[h].oldBegin; ++line)
                body.append(" ").append(old[line]).append("\n");
            for (const std::string& text : hunks[h].removed)
                body.append("-").append(text).append("\n");
            for (const std::string& text : hunks[h].added)
                body.append("+").append(text).append("\n");
            line += hunks[h].removed.size();
            newCount += static_cast<long>(hunks[h].added.size()) - static_cast<long>(hunks[h].removed.size());
        }
        for (; line < end; ++line)
            body.append(" ").append(old[line]).append("\n");
        const auto range = [](long start, long count) { // an empty range is named by the line before it
            return std::to_string(count == 0 ? start - 1 : start) + "," + std::to_string(count);
        };
        const long oldStart = static_cast<long>(begin) + 1;
        const long oldCount = static_cast<long>(end - begin);
        out += "@@ -" + range(oldStart, oldCount) + " +" + range(oldStart + shift, newCount) + " @@\n" + body;
        shift += newCount - oldCount;
        i = last + 1;
    }
    return out;
}

} // namespace hawk::knowledge
