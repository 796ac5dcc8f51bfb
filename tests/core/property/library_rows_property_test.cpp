// Row-wise functions of the high-level library through the device API: the softmax family, sums, means and reductions.
#include "core/property/library_trial.h"
#include "core/property/seeds.h"

#include <algorithm>
#include <numeric>

namespace hawk::property {
namespace {

Rows anyShape(Rng& rng, Number type, bool mayBeFractal)
{
    const auto block = static_cast<std::uint32_t>(32 / bytesOf(type));
    Rows rows;
    rows.fractal = mayBeFractal && rng.below(3) == 0;
    const std::uint32_t unit = rows.fractal ? 16 : block;
    rows.count = rows.fractal ? 16 * (1 + static_cast<std::uint32_t>(rng.below(2))) : 1 + static_cast<std::uint32_t>(rng.below(13));
    rows.stored = unit * (1 + static_cast<std::uint32_t>(rng.below(rng.below(4) == 0 ? 20 : 6)));
    rows.real = rows.stored - static_cast<std::uint32_t>(rng.below(unit));
    if (rows.fractal && rows.stored > 96)
        rows.count = 16;
    rows.byTiling = rng.below(4) == 0;
    if (rows.byTiling)
        rows.real = rows.stored;
    return rows;
}

std::string text(const Rows& rows)
{
    return std::to_string(rows.count) + " rows of " + std::to_string(rows.real) + " in " + std::to_string(rows.stored) + (rows.fractal ? " (NZ)" : "")
        + (rows.byTiling ? ", by the tiling" : "");
}

/// Data and statistics types that a softmax takes (SoftMax.md).
struct Types {
    Number data, sums;
};
constexpr Types kTypes[] = { { Number::F16, Number::F16 }, { Number::F16, Number::F32 }, { Number::F32, Number::F32 } };

/// What a row of x gives, in double.
struct RowStats {
    double max = -1e300, sum = 0;
    RowStats(const std::vector<double>& x, const Rows& rows, std::size_t r)
    {
        for (std::size_t c = 0; c < rows.real; ++c)
            max = std::max(max, x[rows.at(r, c)]);
        for (std::size_t c = 0; c < rows.real; ++c)
            sum += std::exp(x[rows.at(r, c)] - max);
    }
};

/// Exponents are exact to half a unit of x - max; float sums and quotients add a few units more.
constexpr double kUlps = 8, kAbsolute = 1e-7;

void expectBlock(LibraryTrial& t, const Part& part, std::size_t r, Number type, double want, double ulps)
{
    const std::size_t block = 32 / bytesOf(type);
    for (std::size_t i = 0; i < block; ++i)
        t.near(part, r * block + i, type, want, ulps);
}

class SoftProperty : public testing::Test {
protected:
    /// Tries `body(trial, rng, types, rows, x)` at many shapes; it returns the part with the rows' results.
    template <class Body>
    void each(const char* name, bool oneType, int count, const Body& body)
    {
        for (const Types& types : kTypes) {
            if (oneType && types.data != types.sums)
                continue;
            for (const std::uint64_t seed : seeds(count)) {
                Rng rng(deriveSeed(seed, std::string(name) + nameOf(types.data) + nameOf(types.sums)));
                const Rows rows = anyShape(rng, types.data, std::string(name) != "SoftMax without statistics");
                const double centre = between(rng, -60, 60), spread = between(rng, 0.1, 6);
                const auto x = values(rng, rows.all(), centre - spread, centre + spread, types.data);
                LibraryTrial t(ub, seed, std::string(name) + " of " + text(rows) + ", " + nameOf(types.data) + " with " + nameOf(types.sums) + "\n" + again(seed));
                body(t, rng, types, rows, x);
                if (!t.holds())
                    return;
            }
        }
    }
    /// Columns that only fill up a row.
    static void ignorePadding(LibraryTrial& t, const Part& part, const Rows& rows, Number type)
    {
        for (std::size_t r = 0; r < rows.count; ++r)
            for (std::size_t c = rows.real; c < rows.stored; ++c)
                t.undefined(part, rows.at(r, c), rows.at(r, c) + 1, type);
    }
    static Part perRow(LibraryTrial& t, const Rows& rows, Number type) { return t.out(rows.count * (32 / bytesOf(type)), type); }
    static Part perRow(LibraryTrial& t, const std::vector<double>& one, Number type)
    {
        std::vector<double> all;
        for (const double v : one)
            all.insert(all.end(), 32 / bytesOf(type), v);
        return t.in(all, type);
    }
    UbImage ub;
};

TEST_F(SoftProperty, SoftMaxAndItsLogarithm)
{
    for (const bool log : { false, true })
        each(log ? "LogSoftMax" : "SoftMax", log, 16, [&](LibraryTrial& t, Rng&, const Types& types, const Rows& rows, const std::vector<double>& x) {
            const Part src = t.in(x, types.data), dst = t.out(x.size(), types.data), sum = perRow(t, rows, types.sums), max = perRow(t, rows, types.sums);
            callSoft(log ? Soft::Log : Soft::SoftMax, types.data, types.sums, rows, { dst, sum, max, src }, LibraryTrial::temporary());
            for (std::size_t r = 0; r < rows.count; ++r) {
                const RowStats s(x, rows, r);
                for (std::size_t c = 0; c < rows.real; ++c) {
                    const double quotient = std::exp(x[rows.at(r, c)] - s.max) / s.sum;
                    // log10 of a quotient that is off by 8 units is off by 8 units / ln 10, whatever its size.
                    t.near(dst, rows.at(r, c), types.data, log ? std::log10(quotient) : quotient, log ? 2 : kUlps, log ? 1e-6 : kAbsolute);
                }
                expectBlock(t, sum, r, types.sums, s.sum, kUlps);
                expectBlock(t, max, r, types.sums, s.max, 0);
            }
            ignorePadding(t, dst, rows, types.data);
        });
}

TEST_F(SoftProperty, SoftMaxWithoutStatistics)
{
    each("SoftMax without statistics", true, 16, [&](LibraryTrial& t, Rng&, const Types& types, const Rows& rows, const std::vector<double>& x) {
        const Part src = t.in(x, types.data), dst = t.out(x.size(), types.data);
        callSoft(Soft::Bare, types.data, types.sums, rows, { dst, src }, LibraryTrial::temporary());
        for (std::size_t r = 0; r < rows.count; ++r) {
            const RowStats s(x, rows, r);
            for (std::size_t c = 0; c < rows.real; ++c)
                t.near(dst, rows.at(r, c), types.data, std::exp(x[rows.at(r, c)] - s.max) / s.sum, kUlps, kAbsolute);
        }
        ignorePadding(t, dst, rows, types.data);
    });
}

TEST_F(SoftProperty, SimpleSoftMaxUsesTheStatisticsItIsGiven)
{
    each("SimpleSoftMax", false, 16, [&](LibraryTrial& t, Rng& rng, const Types& types, const Rows& rows, const std::vector<double>& x) {
        const double top = *std::ranges::max_element(x);
        const auto sums = values(rng, rows.count, 0.5, 40, types.sums), maxima = values(rng, rows.count, top - 2, top + 2, types.sums);
        const Part src = t.in(x, types.data), dst = t.out(x.size(), types.data), sum = perRow(t, sums, types.sums), max = perRow(t, maxima, types.sums);
        callSoft(Soft::Simple, types.data, types.sums, rows, { dst, sum, max, src }, LibraryTrial::temporary());
        for (std::size_t r = 0; r < rows.count; ++r)
            for (std::size_t c = 0; c < rows.real; ++c)
                t.near(dst, rows.at(r, c), types.data, std::exp(x[rows.at(r, c)] - maxima[r]) / sums[r], kUlps, kAbsolute);
        ignorePadding(t, dst, rows, types.data);
    });
}

TEST_F(SoftProperty, FlashV2StartsAndGoesOn)
{
    for (const bool update : { false, true })
        each(update ? "SoftmaxFlashV2, update" : "SoftmaxFlashV2", false, 16,
            [&](LibraryTrial& t, Rng& rng, const Types& types, const Rows& rows, const std::vector<double>& x) {
                const double top = *std::ranges::max_element(x);
                const auto oldSums = values(rng, rows.count, 1, 40, types.sums), oldMaxima = values(rng, rows.count, top - 3, top + 3, types.sums);
                const Part src = t.in(x, types.data), dst = t.out(x.size(), types.data), sum = perRow(t, rows, types.sums), max = perRow(t, rows, types.sums);
                const Part expMax = perRow(t, rows, types.data), inSum = perRow(t, oldSums, types.sums), inMax = perRow(t, oldMaxima, types.sums);
                callSoft(update ? Soft::FlashV2Update : Soft::FlashV2, types.data, types.sums, rows, { dst, sum, max, src, expMax, inSum, inMax },
                    LibraryTrial::temporary());
                for (std::size_t r = 0; r < rows.count; ++r) {
                    RowStats s(x, rows, r);
                    const double most = update ? std::max(s.max, oldMaxima[r]) : s.max;
                    double total = s.sum * std::exp(s.max - most);
                    if (update) {
                        total += oldSums[r] * std::exp(oldMaxima[r] - most);
                        expectBlock(t, expMax, r, types.data, std::exp(oldMaxima[r] - most), 4);
                    }
                    for (std::size_t c = 0; c < rows.real; ++c)
                        t.near(dst, rows.at(r, c), types.data, std::exp(x[rows.at(r, c)] - most), kUlps, kAbsolute);
                    expectBlock(t, sum, r, types.sums, total, kUlps);
                    expectBlock(t, max, r, types.sums, most, 0);
                }
                ignorePadding(t, dst, rows, types.data);
            });
}

TEST_F(SoftProperty, Gradients)
{
    for (const bool front : { false, true })
        each(front ? "SoftmaxGradFront" : "SoftmaxGrad", true, 20, [&](LibraryTrial& t, Rng& rng, const Types& types, const Rows& rows, const std::vector<double>&) {
            const auto grad = values(rng, rows.all(), -3, 3, types.data), y = values(rng, rows.all(), 0, 1, types.data);
            const Part g = t.in(grad, types.data), src = t.in(y, types.data), dst = front ? perRow(t, rows, types.data) : t.out(y.size(), types.data);
            callSoft(front ? Soft::GradFront : Soft::Grad, types.data, types.sums, rows, { dst, g, src }, LibraryTrial::temporary());
            for (std::size_t r = 0; r < rows.count; ++r) {
                double sum = 0, size = 0;
                for (std::size_t c = 0; c < rows.real; ++c) {
                    sum += grad[rows.at(r, c)] * y[rows.at(r, c)];
                    size += std::fabs(grad[rows.at(r, c)] * y[rows.at(r, c)]);
                }
                const double off = 16 * 0x1p-24 * size; // of the sum in float
                for (std::size_t i = 0; front && i < 32 / bytesOf(types.data); ++i)
                    t.near(dst, r * (32 / bytesOf(types.data)) + i, types.data, sum, 1, off);
                for (std::size_t c = 0; !front && c < rows.real; ++c)
                    t.near(dst, rows.at(r, c), types.data, (grad[rows.at(r, c)] - sum) * y[rows.at(r, c)], 2, off + 0x1p-22 * std::fabs(grad[rows.at(r, c)]));
            }
            if (!front)
                ignorePadding(t, dst, rows, types.data);
        });
}

/// Sum.md: neighbours inside a repeat of 256 B, then the repeats' results likewise; every addition is rounded to the type.
double treeOf(std::vector<double> level, Number type)
{
    const std::size_t lanes = 256 / bytesOf(type);
    do {
        std::vector<double> next;
        for (std::size_t at = 0; at < level.size(); at += lanes) {
            std::vector<double> lane(lanes);
            std::copy_n(level.begin() + static_cast<std::ptrdiff_t>(at), std::min(lanes, level.size() - at), lane.begin());
            for (std::size_t width = lanes; width > 1; width /= 2)
                for (std::size_t i = 0; i < width / 2; ++i)
                    lane[i] = rounded(lane[2 * i] + lane[2 * i + 1], type);
            next.push_back(lane[0]);
        }
        level = std::move(next);
    } while (level.size() > 1);
    return level[0];
}

TEST(LibraryRowsProperty, SumAndMeanAddAsTheirPageSays)
{
    UbImage ub;
    for (const RowReduce function : { RowReduce::Sum, RowReduce::Mean, RowReduce::MeanInFloat })
        for (const Number type : { Number::F16, Number::F32 })
            for (const std::uint64_t seed : seeds(30)) {
                Rng rng(deriveSeed(seed, nameOf(type) + std::to_string(static_cast<int>(function))));
                Rows rows = anyShape(rng, type, false);
                rows.stored = rng.below(3) == 0 ? rows.stored * 8 : rows.stored; // several repeats
                rows.real = rows.stored - static_cast<std::uint32_t>(rng.below(32 / bytesOf(type)));
                rows.count = std::min(rows.count, 8U);
                const double most = rng.below(4) == 0 ? 3000 : 20; // sums of thousands leave the range of half
                const auto x = values(rng, rows.all(), -most, rng.below(2) == 0 ? most : 3 * most, type);
                LibraryTrial t(ub, seed, std::string(function == RowReduce::Sum ? "Sum" : "Mean") + (function == RowReduce::MeanInFloat ? " in float" : "")
                        + " of " + text(rows) + " " + nameOf(type) + "\n" + again(seed));
                const Part src = t.in(x, type), dst = t.out(rows.count, type);
                callRowReduce(function, type, dst, src, rows, LibraryTrial::temporary());
                const Number working = function == RowReduce::MeanInFloat ? Number::F32 : type;
                for (std::size_t r = 0; r < rows.count; ++r) {
                    const auto begin = x.begin() + static_cast<std::ptrdiff_t>(r * rows.stored);
                    double want = treeOf(std::vector<double>(begin, begin + rows.real), working);
                    if (function != RowReduce::Sum)
                        want = rounded(want * rounded(1.0 / rows.real, working), working);
                    t.near(dst, r, type, want, 0);
                }
                if (!t.holds())
                    return;
            }
}

TEST(LibraryRowsProperty, ReductionsOverEitherAxis)
{
    UbImage ub;
    for (const Pattern2 function : { Pattern2::Sum, Pattern2::Mean, Pattern2::Prod, Pattern2::Max, Pattern2::Min, Pattern2::Any, Pattern2::All })
        for (const Number type : { Number::F16, Number::F32, Number::U8 })
            for (const std::uint64_t seed : seeds(14)) {
                Rng rng(deriveSeed(seed, nameOf(type) + std::to_string(static_cast<int>(function))));
                const auto block = static_cast<std::uint32_t>(32 / bytesOf(type));
                const auto first = 1 + static_cast<std::uint32_t>(rng.below(30)), last = 1 + static_cast<std::uint32_t>(rng.below(70));
                const std::uint32_t stored = (last + block - 1) / block * block;
                const bool overFirst = rng.below(2) == 0, logical = type == Number::U8;
                auto x = values(rng, std::size_t { first } * stored, function == Pattern2::Prod ? 0.6 : -9, function == Pattern2::Prod ? 1.6 : 9, logical ? Number::F32 : type);
                for (double& v : x)
                    v = logical ? static_cast<double>(rng.below(function == Pattern2::Any ? 40 : 2) == 0) + (function == Pattern2::All ? 1 : 0) : v;
                if (function == Pattern2::All)
                    x[rng.below(x.size())] = 0;
                LibraryTrial t(ub, seed, "reduction " + std::to_string(static_cast<int>(function)) + " of " + std::to_string(first) + " x " + std::to_string(last)
                        + " " + nameOf(type) + (overFirst ? " over the first axis" : " over the last axis") + "\n" + again(seed));
                const std::uint32_t results = overFirst ? last : first, terms = overFirst ? first : last;
                const Part src = t.in(x, type), dst = t.out(results, type);
                if (!callPattern(function, overFirst, type, dst, src, first, last, LibraryTrial::temporary()))
                    break;
                for (std::uint32_t i = 0; i < results; ++i) {
                    std::vector<double> line;
                    for (std::uint32_t k = 0; k < terms; ++k)
                        line.push_back(overFirst ? x[std::size_t { k } * stored + i] : x[std::size_t { i } * stored + k]);
                    const double sum = std::accumulate(line.begin(), line.end(), 0.0);
                    const double size = std::accumulate(line.begin(), line.end(), 0.0, [](double a, double v) { return a + std::fabs(v); });
                    const double product = std::accumulate(line.begin(), line.end(), 1.0, std::multiplies<>());
                    const double share = function == Pattern2::Mean ? 1.0 / terms : 1.0;
                    switch (function) {
                    case Pattern2::Sum:
                    case Pattern2::Mean: t.near(dst, i, type, sum * share, 1, 12 * 0x1p-24 * size * share); break;
                    case Pattern2::Prod: t.near(dst, i, type, product, terms); break;
                    case Pattern2::Max: t.near(dst, i, type, *std::ranges::max_element(line), 0); break;
                    case Pattern2::Min: t.near(dst, i, type, *std::ranges::min_element(line), 0); break;
                    case Pattern2::Any: t.near(dst, i, type, size != 0 ? 1 : 0, 0); break;
                    case Pattern2::All: t.near(dst, i, type, *std::ranges::min_element(line) != 0 ? 1 : 0, 0); break;
                    }
                }
                if (!t.holds())
                    return;
            }
}

/// ReduceXorSum.md: the sum of the bitwise differences, held at the limits of int16_t.
TEST(LibraryRowsProperty, XorSum)
{
    UbImage ub;
    for (const std::uint64_t seed : seeds(40)) {
        Rng rng(deriveSeed(seed, "xor sum"));
        const std::uint32_t count = anyCount(rng);
        const double most = rng.below(2) == 0 ? 20 : 30000;
        auto a = values(rng, count, -most, most, Number::F32), b = values(rng, count, -most, most, Number::F32);
        std::int64_t sum = 0;
        for (std::uint32_t i = 0; i < count; ++i) {
            a[i] = std::trunc(a[i]);
            b[i] = std::trunc(b[i]);
            sum += static_cast<std::int16_t>(static_cast<std::int16_t>(a[i]) ^ static_cast<std::int16_t>(b[i]));
        }
        LibraryTrial t(ub, seed, "ReduceXorSum of " + std::to_string(count) + "\n" + again(seed));
        const Part first = t.in(a, Number::I16), second = t.in(b, Number::I16), dst = t.out(1, Number::I16);
        callXorSum(dst, first, second, count, LibraryTrial::temporary());
        t.near(dst, 0, Number::I16, static_cast<double>(std::clamp<std::int64_t>(sum, -32768, 32767)), 0);
        if (!t.holds())
            return;
    }
}

} // namespace
} // namespace hawk::property
