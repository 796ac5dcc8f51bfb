#include "reference/mismatch_pattern.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

/// What wrong values look like: each question is asked of a sample of them.
namespace hawk::reference {
namespace {

/// A pattern is visible in a few hundred elements.
constexpr std::size_t kSample = 512;
constexpr std::int64_t kFewest = 4; ///< fewer elements show nothing

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

class Values {
public:
    explicit Values(const MismatchView& view)
        : m_view(view)
        , m_row(rowLength(view))
    {
        const std::size_t step = std::max<std::size_t>(1, view.failing.size() / kSample);
        for (std::size_t i = 0; i < view.failing.size(); i += step)
            m_sample.push_back(view.failing[i]);
    }

    std::string look() const
    {
        for (const auto question : { &Values::untouched, &Values::specials, &Values::constant, &Values::saturated, &Values::sign,
                 &Values::factor, &Values::offset, &Values::moved, &Values::repeated, &Values::transposed, &Values::lowPrecision,
                 &Values::growing })
            if (std::string answer = (this->*question)(); !answer.empty())
                return answer;
        return {};
    }

private:
    double expected(std::int64_t i) const { return m_view.expected(i); }
    double actual(std::int64_t i) const { return m_view.actual(i); }
    template <class Test> bool every(Test test) const { return std::ranges::all_of(m_sample, test); }
    bool few() const { return static_cast<std::int64_t>(m_sample.size()) < kFewest; }

    /// actual(i) is what is expected at source(i), nearly everywhere that such a place exists and differs from i.
    template <class Source> bool comesFrom(Source source, double least = 0.95) const
    {
        std::int64_t tried = 0;
        std::int64_t hit = 0;
        for (const std::int64_t index : m_sample) {
            const std::int64_t other = source(index);
            if (other < 0 || other >= m_view.elements || other == index)
                continue;
            ++tried;
            hit += close(actual(index), expected(other), m_view.limit) ? 1 : 0;
        }
        return tried >= kFewest && static_cast<double>(hit) >= least * static_cast<double>(tried) && tried * 2 >= static_cast<std::int64_t>(m_sample.size());
    }

    std::string untouched() const
    {
        if (!m_view.untouched || !every([this](std::int64_t i) { return m_view.untouched(i); }))
            return {};
        return "never written: they hold what memory held before the run";
    }

    std::string specials() const
    {
        const bool nan = every([this](std::int64_t i) { return std::isnan(actual(i)) && !std::isnan(expected(i)); });
        if (nan) {
            const bool rows = m_row > 1 && m_view.failing.size() % static_cast<std::size_t>(m_row) == 0 && m_view.failing.front() % m_row == 0;
            return std::string("NaN where a number is expected") + (rows ? ", over whole rows: one NaN (0/0, inf - inf) spreads through a reduction?" : "");
        }
        if (every([this](std::int64_t i) { return std::isnan(expected(i)) && !std::isnan(actual(i)); }))
            return "a number where NaN is expected";
        if (every([this](std::int64_t i) { return std::isinf(actual(i)) && std::isfinite(expected(i)); }))
            return "infinite where a number is expected: an overflow on the way (half ends at 65504; exp of a large value)";
        if (m_view.nanMismatches == static_cast<std::int64_t>(m_view.failing.size()))
            return "NaN in one of the two only";
        return {};
    }

    std::string constant() const
    {
        if (m_sample.size() < 2)
            return {};
        const double first = actual(m_sample.front());
        if (!every([&](std::int64_t i) { return actual(i) == first; }))
            return {};
        if (first == 0.0)
            return "zero instead of the expected value";
        const bool sameWanted = every([&](std::int64_t i) { return expected(i) == expected(m_sample.front()); });
        return sameWanted || few() ? std::string() : "one value everywhere, " + shortNumber(first);
    }

    std::string saturated() const
    {
        if (isFloating(m_view.type) || few())
            return {};
        double low = INFINITY;
        double top = -INFINITY;
        for (const std::int64_t i : m_sample) {
            low = std::min(low, actual(i));
            top = std::max(top, actual(i));
        }
        const auto clamped = [&](std::int64_t i) {
            return (actual(i) == top && expected(i) > top) || (actual(i) == low && expected(i) < low);
        };
        return every(clamped) ? "looks like values limited to " + shortNumber(low) + " ... " + shortNumber(top) + " (saturation)" : "";
    }

    std::string sign() const
    {
        const bool flipped = every([this](std::int64_t i) { return close(actual(i), -expected(i), m_view.limit); });
        return flipped && !few() ? "sign flipped" : "";
    }

    std::string factor() const
    {
        double low = INFINITY;
        double high = -INFINITY;
        std::int64_t used = 0;
        for (const std::int64_t index : m_sample) {
            const double wanted = expected(index);
            const double got = actual(index);
            if (!std::isfinite(wanted) || !std::isfinite(got))
                return {};
            if (std::abs(wanted) < 1e-6)
                continue;
            low = std::min(low, got / wanted);
            high = std::max(high, got / wanted);
            ++used;
        }
        if (used < kFewest || low == 0.0 || high - low > 0.01 * std::abs(low) || std::abs(low - 1) < 0.01)
            return {};
        return "looks like " + shortNumber((low + high) / 2) + "x the expected value";
    }

    std::string offset() const
    {
        if (few())
            return {};
        double low = INFINITY;
        double high = -INFINITY;
        double size = 0;
        for (const std::int64_t index : m_sample) {
            const double difference = actual(index) - expected(index);
            if (!std::isfinite(difference))
                return {};
            low = std::min(low, difference);
            high = std::max(high, difference);
            size = std::max(size, std::abs(expected(index)));
        }
        const double middle = (low + high) / 2;
        // The values differ more than the offset does: else "constant" would be all there is to say.
        if (high - low > 0.01 * std::abs(middle) || std::abs(middle) < 4 * m_view.limit * size)
            return {};
        return "looks like the expected value " + std::string(middle < 0 ? "- " : "+ ") + shortNumber(std::abs(middle));
    }

    std::string moved() const
    {
        if (m_row > 1 && m_row < m_view.elements) {
            if (comesFrom([this](std::int64_t i) { return i + m_row; }))
                return "looks like the values of the next row (off by one row)";
            if (comesFrom([this](std::int64_t i) { return i - m_row; }))
                return "looks like the values of the row before (off by one row)";
        }
        // Up to the size of a tile: a copy that always starts at the first one, or one too far.
        constexpr std::int64_t kFarthest = 16'384;
        for (std::int64_t step = 1; step <= kFarthest; step *= 2)
            for (const std::int64_t shift : { step, -step })
                if (comesFrom([shift](std::int64_t i) { return i + shift; }))
                    return "looks like the values " + std::to_string(step) + (step == 1 ? " element" : " elements") + (shift > 0 ? " further on" : " before")
                        + (step == 1 ? " (off by one element)" : "");
        return {};
    }

    std::string repeated() const
    {
        if (m_row > 1 && m_row < m_view.elements) {
            if (comesFrom([this](std::int64_t i) { return i / m_row * m_row; }))
                return "looks like the first element of each row, repeated along it";
            if (comesFrom([this](std::int64_t i) { return i % m_row; }))
                return "looks like the first row, repeated";
            for (std::int64_t rows = 2; rows * m_row * 2 <= m_view.elements; rows *= 2)
                if (comesFrom([&](std::int64_t i) { return i % (rows * m_row); }))
                    return "looks like the first " + std::to_string(rows) + " rows, repeated";
        }
        for (std::int64_t period = 8; period * 2 <= m_view.elements; period *= 2)
            if (comesFrom([period](std::int64_t i) { return i % period; }))
                return "looks like the first " + std::to_string(period) + " elements, repeated";
        return {};
    }

    std::string transposed() const
    {
        if (m_view.shape.size() < 2 || m_row <= 1)
            return {};
        const std::int64_t rows = m_view.shape[m_view.shape.size() - 2];
        const std::int64_t matrix = rows * m_row;
        const auto source = [&](std::int64_t i) {
            const std::int64_t within = i % matrix;
            return i - within + within % rows * m_row + within / rows;
        };
        return rows > 1 && comesFrom(source) ? "looks like the transpose of the last two dimensions" : "";
    }

    /// Small errors that a narrower type in between explains.
    std::string lowPrecision() const
    {
        if (!isFloating(m_view.type) || few())
            return {};
        std::vector<double> errors;
        for (const std::int64_t i : m_sample)
            if (std::isfinite(actual(i)) && std::abs(expected(i)) > 1e-6)
                errors.push_back(std::abs(actual(i) - expected(i)) / std::abs(expected(i)));
        if (static_cast<std::int64_t>(errors.size()) < kFewest || errors.size() * 10 < m_sample.size() * 9)
            return {};
        std::ranges::sort(errors);
        const double typical = errors[errors.size() / 2];
        const double largest = errors[errors.size() * 99 / 100];
        if (!growing().empty())
            return {};
        const auto told = [&](const char* name, double step) {
            return "small errors (typically " + shortNumber(typical) + "), looks like precision of " + name + " (2^-" + std::to_string(static_cast<int>(-std::log2(step))) + ") on the way";
        };
        if (m_view.type == DType::Float32 && typical > 0x1p-14 && largest <= 0x1p-9)
            return told("half", 0x1p-11);
        if (m_view.type != DType::BFloat16 && typical > 0x1p-11 && largest <= 0x1p-6)
            return told("bfloat16_t", 0x1p-8);
        if (largest <= 0.05)
            return "small errors (typically " + shortNumber(typical) + "): precision, not position";
        return {};
    }

    /// Errors that grow with the column, as running sums in a narrow type leave them.
    std::string growing() const
    {
        constexpr std::int64_t kLeastRow = 64;
        const std::int64_t row = m_row >= kLeastRow ? m_row : m_view.elements;
        if (row < kLeastRow || few() || m_sample.size() < 32)
            return {};
        std::vector<double> sums(4);
        std::vector<std::int64_t> counts(4);
        for (const std::int64_t i : m_sample) {
            const auto quarter = static_cast<std::size_t>(std::min<std::int64_t>(3, i % row * 4 / row));
            const double error = std::abs(actual(i) - expected(i)) / (std::abs(expected(i)) + 1e-7);
            if (!std::isfinite(error))
                return {};
            sums[quarter] += error;
            ++counts[quarter];
        }
        for (std::size_t q = 0; q < 4; ++q) {
            if (counts[q] < 4)
                return {};
            sums[q] /= static_cast<double>(counts[q]);
        }
        const bool rises = sums[0] < sums[1] && sums[1] < sums[2] && sums[2] < sums[3] && sums[3] > 4 * sums[0] && sums[3] < 0.5;
        return rises ? "errors grow along the row (from " + shortNumber(sums[0]) + " to " + shortNumber(sums[3]) + "): looks like accumulation in too narrow a type" : "";
    }

    const MismatchView& m_view;
    std::int64_t m_row;
    std::vector<std::int64_t> m_sample;
};

} // namespace

std::string whatPattern(const MismatchView& view) { return Values(view).look(); }

} // namespace hawk::reference
