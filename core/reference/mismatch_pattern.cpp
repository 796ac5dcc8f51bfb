#include "reference/mismatch_pattern.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace hawk::reference {
namespace {

/// Values are compared on a sample: a pattern is visible in a few hundred elements.
constexpr std::size_t kSample = 512;

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

std::string shortNumber(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

bool close(double a, double b, double limit)
{
    return std::isfinite(a) && std::isfinite(b) && std::abs(a - b) <= limit * (std::abs(b) + 1e-7);
}

std::vector<std::int64_t> sampleOf(std::span<const std::int64_t> failing)
{
    std::vector<std::int64_t> sample;
    const std::size_t step = std::max<std::size_t>(1, failing.size() / kSample);
    for (std::size_t i = 0; i < failing.size(); i += step)
        sample.push_back(failing[i]);
    return sample;
}

/// The wrong elements are the last columns of rows, the rest of those rows is right: a tail handled per row.
std::string rowTail(const MismatchView& view, std::int64_t row)
{
    if (row <= 1 || view.elements == row)
        return {};
    std::int64_t firstColumn = row;
    for (const std::int64_t index : view.failing)
        firstColumn = std::min(firstColumn, index % row);
    const auto count = static_cast<std::int64_t>(view.failing.size());
    const std::int64_t width = row - firstColumn;
    if (firstColumn == 0 || width * 2 > row || count % width != 0)
        return {};
    for (std::size_t i = 0; i < view.failing.size(); ++i)
        if (view.failing[i] % row != firstColumn + static_cast<std::int64_t>(i) % width)
            return {};
    const std::int64_t rows = count / width;
    return "last " + plural(width, "column") + " of " + (rows == view.elements / row ? "every row" : plural(rows, "row"));
}

std::string everyKth(std::span<const std::int64_t> failing)
{
    if (failing.size() < 3)
        return {};
    const std::int64_t step = failing[1] - failing[0];
    for (std::size_t i = 2; i < failing.size(); ++i)
        if (failing[i] - failing[i - 1] != step)
            return {};
    return step < 2 ? std::string() : "every " + ordinal(step) + " element from element " + std::to_string(failing[0]);
}

std::string wherePattern(const MismatchView& view, std::int64_t row)
{
    const auto count = static_cast<std::int64_t>(view.failing.size());
    const std::int64_t first = view.failing.front();
    const std::int64_t last = view.failing.back();
    if (count == view.elements)
        return "all elements";
    const bool contiguous = last - first + 1 == count;
    if (contiguous && last == view.elements - 1)
        return "last " + plural(count, "element") + " (tail)";
    if (std::string tail = rowTail(view, row); !tail.empty())
        return tail;
    if (contiguous && count == 1)
        return "only element " + std::to_string(first);
    if (contiguous)
        return "elements " + std::to_string(first) + " to " + std::to_string(last) + " (one region of "
            + std::to_string(count) + ")";
    if (std::string every = everyKth(view.failing); !every.empty())
        return every;
    const double share = 100.0 * static_cast<double>(count) / static_cast<double>(view.elements);
    return plural(count, "scattered element") + " (" + shortNumber(share) + " %) between " + std::to_string(first)
        + " and " + std::to_string(last);
}

/// y equals the golden `shift` elements away at nearly every wrong position, where those two differ.
bool shifted(const MismatchView& view, std::span<const std::int64_t> sample, std::int64_t shift)
{
    std::int64_t tried = 0;
    std::int64_t hit = 0;
    for (const std::int64_t index : sample) {
        const std::int64_t other = index + shift;
        if (other < 0 || other >= view.elements)
            continue;
        ++tried;
        hit += close(view.actual(index), view.expected(other), view.limit) ? 1 : 0;
    }
    return tried >= 4 && hit * 20 >= tried * 19;
}

std::string constantFactor(const MismatchView& view, std::span<const std::int64_t> sample)
{
    double low = INFINITY;
    double high = -INFINITY;
    std::size_t used = 0;
    for (const std::int64_t index : sample) {
        const double expected = view.expected(index);
        const double actual = view.actual(index);
        if (!std::isfinite(expected) || !std::isfinite(actual))
            return {};
        if (std::abs(expected) < 1e-6)
            continue;
        low = std::min(low, actual / expected);
        high = std::max(high, actual / expected);
        ++used;
    }
    if (used < 4 || low == 0.0 || high - low > 0.01 * std::abs(low) || std::abs(low - 1) < 0.01)
        return {};
    return shortNumber((low + high) / 2) + "x the expected value";
}

std::string whatPattern(const MismatchView& view, std::int64_t row)
{
    if (view.nanMismatches == static_cast<std::int64_t>(view.failing.size()))
        return "NaN in one of the two only";
    const std::vector<std::int64_t> sample = sampleOf(view.failing);
    const auto every = [&](auto test) { return std::ranges::all_of(sample, test); };
    if (sample.size() >= 2 && every([&](std::int64_t i) { return view.actual(i) == 0.0; }))
        return "zero instead of the expected value";
    if (std::string factor = constantFactor(view, sample); !factor.empty())
        return factor;
    if (every([&](std::int64_t i) { return close(view.actual(i), -view.expected(i), view.limit); }))
        return "sign flipped";
    if (row > 1 && row < view.elements) {
        if (shifted(view, sample, row))
            return "holds the values of the next row (off by one row)";
        if (shifted(view, sample, -row))
            return "holds the values of the row before (off by one row)";
    }
    for (const std::int64_t step : { 1, 2, 4, 8, 16, 32, 64 })
        for (const std::int64_t shift : { step, -step })
            if (shifted(view, sample, shift))
                return "holds values " + plural(step, "element") + (shift > 0 ? " further on" : " before");
    return {};
}

} // namespace

std::vector<std::int64_t> coordinatesOf(std::int64_t index, std::span<const std::int64_t> shape)
{
    std::vector<std::int64_t> coordinates(shape.size());
    for (std::size_t d = shape.size(); d-- > 0;) {
        coordinates[d] = index % shape[d];
        index /= shape[d];
    }
    return coordinates;
}

std::string describePattern(const MismatchView& view)
{
    const std::int64_t row = view.shape.empty() ? 1 : view.shape.back();
    std::string text = wherePattern(view, row);
    if (const std::string what = whatPattern(view, row); !what.empty())
        text += ", " + what;
    return text;
}

} // namespace hawk::reference
