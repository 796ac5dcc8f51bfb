#include "reference/mismatch_pattern.h"

#include <algorithm>
#include <cstdio>
#include <set>

namespace hawk::reference {
namespace {

std::string ordinal(std::int64_t n)
{
    const std::int64_t tens = n % 100;
    const char* suffix = tens >= 11 && tens <= 13 ? "th"
        : n % 10 == 1                              ? "st"
        : n % 10 == 2                              ? "nd"
        : n % 10 == 3                              ? "rd"
                                                   : "th";
    return std::to_string(n) + suffix;
}

std::string plural(std::int64_t n, const char* what)
{
    return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

std::string span(const char* what, std::int64_t first, std::int64_t last)
{
    return first == last ? std::string(what) + " " + std::to_string(first)
                         : std::string(what) + "s " + std::to_string(first) + " to " + std::to_string(last);
}

/// Neighbouring failing elements.
struct Run {
    std::int64_t begin = 0;
    std::int64_t count = 0;
    std::int64_t end() const { return begin + count; }
};

std::vector<Run> runsOf(std::span<const std::int64_t> failing)
{
    std::vector<Run> runs;
    for (const std::int64_t index : failing)
        if (!runs.empty() && runs.back().end() == index)
            ++runs.back().count;
        else
            runs.push_back({ index, 1 });
    return runs;
}

/// The same columns are wrong in some or all rows, the rest of those rows is right.
std::string columns(const MismatchView& view, std::int64_t row)
{
    if (row <= 1 || view.elements == row)
        return {};
    std::int64_t first = row;
    std::int64_t last = 0;
    for (const std::int64_t index : view.failing) {
        first = std::min(first, index % row);
        last = std::max(last, index % row);
    }
    const auto count = static_cast<std::int64_t>(view.failing.size());
    const std::int64_t width = last - first + 1;
    if (width * 2 > row || count % width != 0)
        return {};
    for (std::size_t i = 0; i < view.failing.size(); ++i)
        if (view.failing[i] % row != first + static_cast<std::int64_t>(i) % width)
            return {};
    const std::int64_t rows = count / width;
    if (rows < 2)
        return {};
    const std::string which = rows == view.elements / row ? "every row" : plural(rows, "row");
    if (last == row - 1)
        return "last " + plural(width, "column") + " of " + which;
    return span("column", first, last) + " of " + which;
}

/// Whole rows are wrong, the others are right.
std::string wholeRows(const std::vector<Run>& runs, const MismatchView& view, std::int64_t row)
{
    if (row <= 1 || view.elements == row)
        return {};
    std::vector<std::int64_t> rows;
    for (const Run& run : runs) {
        if (run.begin % row != 0 || run.count % row != 0)
            return {};
        for (std::int64_t at = run.begin / row; at < run.end() / row; ++at)
            rows.push_back(at);
    }
    const std::int64_t total = view.elements / row;
    const auto count = static_cast<std::int64_t>(rows.size());
    if (rows.back() - rows.front() + 1 == count)
        return rows.back() == total - 1 && count < total ? "last " + plural(count, "row") + " (tail), " + span("row", rows.front(), rows.back())
                                                         : span("row", rows.front(), rows.back()) + " (whole rows)";
    const std::int64_t step = rows[1] - rows[0];
    bool even = rows.size() >= 3;
    for (std::size_t i = 2; i < rows.size(); ++i)
        even = even && rows[i] - rows[i - 1] == step;
    if (even)
        return "every " + ordinal(step) + " row from row " + std::to_string(rows[0]);
    std::string list;
    for (std::size_t i = 0; i < std::min<std::size_t>(rows.size(), 6); ++i)
        list += (i == 0 ? "" : ", ") + std::to_string(rows[i]);
    return plural(count, "whole row") + " (" + list + (rows.size() > 6 ? ", ..." : "") + ")";
}

/// Runs of one length at one distance: single elements, or a part of every tile.
std::string periodic(const std::vector<Run>& runs, const MismatchView& view)
{
    if (runs.size() < 3)
        return {};
    const std::int64_t step = runs[1].begin - runs[0].begin;
    const std::int64_t length = runs[0].count;
    for (std::size_t i = 1; i < runs.size(); ++i) {
        const bool cut = i + 1 == runs.size() && runs[i].end() == view.elements && runs[i].count <= length;
        if (runs[i].begin - runs[i - 1].begin != step || (runs[i].count != length && !cut))
            return {};
    }
    if (length == 1)
        return "every " + ordinal(step) + " element from element " + std::to_string(runs[0].begin);
    return plural(length, "element") + " of every " + std::to_string(step) + ", " + span("element", runs[0].begin, runs[0].end() - 1)
        + " first (part of every tile?)";
}

/// Which blocks of the launch stored the wrong elements, when not all of them did.
std::string blocks(const MismatchView& view, const std::vector<Run>& runs)
{
    if (view.stores.size() < 2)
        return {};
    std::vector<int> wrong;
    bool ends = true; // every run ends where a block's part ends
    std::int64_t found = 0;
    for (const BlockStores& block : view.stores)
        for (const auto& [begin, end] : block.ranges) {
            const auto from = std::ranges::lower_bound(view.failing, begin);
            const auto to = std::ranges::lower_bound(view.failing, end);
            if (from == to)
                continue;
            found += to - from;
            if (wrong.empty() || wrong.back() != block.block)
                wrong.push_back(block.block);
        }
    for (const Run& run : runs)
        ends = ends && std::ranges::any_of(view.stores, [&](const BlockStores& block) {
            return !block.ranges.empty() && block.ranges.back().second == run.end();
        });
    const auto count = static_cast<std::int64_t>(view.failing.size());
    if (found == 0)
        return ", stored by no block";
    if (found < count || wrong.size() == view.stores.size())
        return ends && runs.size() > 1 && found == count ? ", at the end of each block's part" : "";
    const bool row = wrong.back() - wrong.front() + 1 == static_cast<int>(wrong.size());
    std::string out = ", all stored by " + (row ? span("block", wrong.front(), wrong.back()) : plural(static_cast<std::int64_t>(wrong.size()), "block"))
        + " of " + std::to_string(view.stores.size());
    return ends && runs.size() > 1 ? out + ", at the end of each one's part" : out;
}

std::string region(const MismatchView& view, const std::vector<Run>& runs)
{
    const auto count = static_cast<std::int64_t>(view.failing.size());
    const std::int64_t row = rowLength(view);
    const std::int64_t first = view.failing.front();
    const std::int64_t last = view.failing.back();
    if (count == view.elements)
        return "all elements";
    if (std::string rows = wholeRows(runs, view, row); !rows.empty())
        return rows;
    if (runs.size() == 1 && last == view.elements - 1)
        return "last " + plural(count, "element") + " (tail)";
    if (std::string same = columns(view, row); !same.empty())
        return same;
    if (count == 1)
        return "only element " + std::to_string(first);
    if (runs.size() == 1)
        return "elements " + std::to_string(first) + " to " + std::to_string(last) + " (one region of " + std::to_string(count) + ")";
    if (std::string every = periodic(runs, view); !every.empty())
        return every;
    const double share = 100.0 * static_cast<double>(count) / static_cast<double>(view.elements);
    char percent[32];
    std::snprintf(percent, sizeof percent, "%.4g", share);
    return plural(count, "scattered element") + " (" + percent + " %) between " + std::to_string(first) + " and " + std::to_string(last);
}

} // namespace

std::int64_t rowLength(const MismatchView& view) { return view.shape.empty() ? 1 : view.shape.back(); }

std::vector<std::int64_t> coordinatesOf(std::int64_t index, std::span<const std::int64_t> shape)
{
    std::vector<std::int64_t> coordinates(shape.size());
    for (std::size_t d = shape.size(); d-- > 0;) {
        coordinates[d] = index % shape[d];
        index /= shape[d];
    }
    return coordinates;
}

std::string wherePattern(const MismatchView& view)
{
    const std::vector<Run> runs = runsOf(view.failing);
    return region(view, runs) + blocks(view, runs);
}

std::string describePattern(const MismatchView& view)
{
    std::string text = wherePattern(view);
    if (const std::string what = whatPattern(view); !what.empty())
        text += ", " + what;
    return text;
}

} // namespace hawk::reference
