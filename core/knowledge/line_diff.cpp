#include "knowledge/line_diff.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstdio>
#include <optional>

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

/// Above this many pairs of lines the texts have too little in common to be worth the memory.
constexpr std::size_t kMaxPairs = 16'000'000;

/// For every line whether it is kept, in both texts: a longest common subsequence, the earliest one.
void markKept(const Lines& a, const Lines& b, std::vector<bool>& keptA, std::vector<bool>& keptB)
{
    if (a.empty() || b.empty() || a.size() > kMaxPairs / b.size())
        return;
    const std::size_t width = b.size() + 1;
    std::vector<std::uint32_t> common((a.size() + 1) * width, 0); // of the rests a[i..], b[j..]
    for (std::size_t i = a.size(); i-- > 0;)
        for (std::size_t j = b.size(); j-- > 0;)
            common[i * width + j] = a[i] == b[j] ? common[(i + 1) * width + j + 1] + 1
                                                 : std::max(common[(i + 1) * width + j], common[i * width + j + 1]);
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        if (a[i] == b[j]) {
            keptA[i++] = true;
            keptB[j++] = true;
        } else if (common[(i + 1) * width + j] >= common[i * width + j + 1]) {
            ++i;
        } else {
            ++j;
        }
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
    // Equal ends cost nothing; the quadratic table is spent on the middle only.
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
        if (i < a.size() && j < b.size() && keptA[i] && keptB[j]) {
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

namespace {

struct HunkHead {
    std::size_t start = 0; ///< first old line, 0-based
    long oldLines = 0;
    long newLines = 0;
};

/// "@@ -12,5 +12,6 @@"
std::optional<HunkHead> hunkHead(const std::string& line)
{
    long start = 0;
    long newStart = 0;
    HunkHead out;
    if (std::sscanf(line.c_str(), "@@ -%ld,%ld +%ld,%ld ", &start, &out.oldLines, &newStart, &out.newLines) != 4 || start < 0)
        return {};
    out.start = static_cast<std::size_t>(out.oldLines == 0 ? start : start - 1); // an empty range names the line before it
    return out;
}

} // namespace

Result<std::string> applyUnifiedDiff(std::string_view text, std::string_view diff, std::string_view fileName)
{
    const Lines old = splitLines(text);
    Lines out;
    std::size_t at = 0; // next line of `old` that is not taken over yet
    bool wanted = false;
    bool changed = false;
    HunkHead left; // of the hunk at work
    const auto copyUntil = [&](std::size_t end) {
        while (at < std::min(end, old.size()))
            out.push_back(old[at++]);
    };
    for (const std::string& line : splitLines(diff)) {
        const bool inside = left.oldLines > 0 || left.newLines > 0;
        if (!inside && line.starts_with("+++ "))
            wanted = line == "+++ b/" + std::string(fileName);
        if (!inside && line.starts_with("@@ ")) {
            const std::optional<HunkHead> head = hunkHead(line);
            if (!head || (wanted && head->start < at))
                return Error { Errc::InvalidInput, "the diff is not readable at \"" + line + "\"", {}, {} };
            left = *head;
            if (wanted)
                copyUntil(left.start);
        }
        if (!inside || line.empty())
            continue;
        left.oldLines -= line.front() != '+' ? 1 : 0;
        left.newLines -= line.front() != '-' ? 1 : 0;
        if (!wanted)
            continue;
        changed = true;
        if (line.front() == '+') {
            out.push_back(line.substr(1));
            continue;
        }
        if (at >= old.size() || old[at] != line.substr(1))
            return Error { Errc::InvalidInput,
                "the diff does not fit: \"" + line.substr(1) + "\" is not line " + std::to_string(at + 1), {}, {} };
        if (line.front() == ' ')
            out.push_back(old[at]);
        ++at;
    }
    if (!changed)
        return std::string(text);
    copyUntil(old.size());
    std::string joined;
    for (const std::string& line : out)
        joined.append(line).append("\n");
    return joined;
}

} // namespace hawk::knowledge
