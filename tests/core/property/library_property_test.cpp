// High-level library functions at random sizes and values against their documented formula in double.
#include "core/library/library_fixture.h"
#include "core/property/seeds.h"

#include "base/rng.h"

#include <algorithm>
#include <numeric>

namespace hawk::property {
namespace {

using emulator::LibraryBench;
using hawkabi::Api;
using hawkabi::Type;

constexpr std::size_t kScratch = 64 * 1024; // more than any of these functions asks for at these sizes

double between(Rng& rng, double low, double high) { return low + (high - low) * static_cast<double>(rng.below(1U << 30U)) / (1U << 30U); }

std::vector<double> values(Rng& rng, std::size_t count, double low, double high, Type type)
{
    std::vector<double> all(count);
    for (double& value : all)
        value = LibraryBench::rounded(between(rng, low, high), type);
    return all;
}

Type anyFloating(Rng& rng) { return rng.below(2) == 0 ? Type::Float32 : Type::Float16; }
const char* nameOf(Type type) { return type == Type::Float32 ? "float" : "half"; }

/// A unit of the last place relative to 1.
double epsilon(Type type) { return type == Type::Float32 ? 0x1p-23 : 0x1p-10; }

struct Function {
    Api api;
    const char* name;
    double (*formula)(double);
    double low, high;
    double ulps; ///< allowed in float; a half result is off by its own rounding
    double absolute = 0; ///< where the documented formula cancels
};

/// The formulas of the pages, as the library computes them (Gelu.md: with the tanh approximation).
const Function kFunctions[] = {
    { Api::Tanh, "Tanh", [](double x) { return std::tanh(x); }, -9, 9, 4, 2e-7 },
    { Api::Log, "Log", [](double x) { return std::log(x); }, 1e-3, 900, 1, 1e-7 },
    { Api::Log2, "Log2", [](double x) { return std::log2(x); }, 1e-3, 900, 4, 2e-7 },
    { Api::Erf, "Erf", [](double x) { return std::erf(x); }, -4, 4, 1 },
    { Api::Erfc, "Erfc", [](double x) { return std::erfc(x); }, -4, 4, 1 },
    { Api::Sin, "Sin", [](double x) { return std::sin(x); }, -60, 60, 1, 1e-7 },
    { Api::Cos, "Cos", [](double x) { return std::cos(x); }, -60, 60, 1, 1e-7 },
    { Api::Sigmoid, "Sigmoid", [](double x) { return 1 / (1 + std::exp(-x)); }, -20, 20, 4 },
    { Api::Silu, "Silu", [](double x) { return x / (1 + std::exp(-x)); }, -20, 20, 4 },
    { Api::Gelu, "Gelu", [](double x) { return x / (1 + std::exp(-1.5957691216 * (x + 0.044715 * x * x * x))); }, -4, 6, 16 },
    { Api::FasterGelu, "FasterGelu", [](double x) { return x / (1 + std::exp(-1.702 * x)); }, -6, 6, 16 },
    { Api::Floor, "Floor", [](double x) { return std::floor(x); }, -900, 900, 0 },
    { Api::Ceil, "Ceil", [](double x) { return std::ceil(x); }, -900, 900, 0 },
    { Api::Round, "Round", [](double x) { return std::nearbyint(x); }, -900, 900, 0 },
    { Api::Trunc, "Trunc", [](double x) { return std::trunc(x); }, -900, 900, 0 },
};

TEST(LibraryProperty, ElementwiseFunctionsFollowTheirFormulaAtAnySize)
{
    for (const Function& f : kFunctions) {
        for (const std::uint64_t seed : seeds(12)) {
            Rng rng(deriveSeed(seed, f.name));
            const bool staysInHalf = f.api == Api::Sigmoid || f.api == Api::Silu; // library_math_property_test.cpp has those
            const Type type = staysInHalf ? Type::Float32 : anyFloating(rng);
            const auto x = values(rng, 1 + rng.below(rng.below(3) == 0 ? 4000 : 300), f.low, f.high, type);
            LibraryBench bench(f.api);
            bench.out(x.size(), type).in(x, type).scratch(kScratch).param(0, 1).run(); // the Gelus with highPrecision
            const std::string what = std::string(f.name) + " of " + std::to_string(x.size()) + " " + nameOf(type) + "\n" + again(seed);
            ASSERT_EQ(bench.findings(), "") << what;
            const auto y = bench.result(0);
            for (std::size_t i = 0; i < x.size(); ++i)
                emulator::expectClose(y[i], f.formula(x[i]), type, type == Type::Float32 ? f.ulps : 1, f.absolute, what + "\nx = " + std::to_string(x[i]));
            if (testing::Test::HasFailure())
                return;
        }
    }
}

/// Rows of `stored` columns, whole blocks, of which `real` count.
struct Rows {
    std::size_t count, stored, real;
    std::string text() const { return std::to_string(count) + " rows of " + std::to_string(real) + " in " + std::to_string(stored); }
};

Rows anyRows(Rng& rng, Type type)
{
    const std::size_t block = 32 / LibraryBench::bytesOf(type);
    const std::size_t stored = block * (1 + rng.below(20));
    return { 1 + rng.below(16), stored, stored - rng.below(block) };
}

LibraryBench& shape(LibraryBench& bench, const Rows& rows)
{
    return bench.param(0, static_cast<std::int64_t>(rows.count)).param(1, static_cast<std::int64_t>(rows.stored)).param(2, static_cast<std::int64_t>(rows.real));
}

TEST(LibraryProperty, SoftMaxOfAnyShapeSumsToOne)
{
    for (const std::uint64_t seed : seeds(60)) {
        Rng rng(deriveSeed(seed, "softmax"));
        const Type type = anyFloating(rng);
        const Rows rows = anyRows(rng, type);
        const double centre = between(rng, -200, 200), spread = between(rng, 0.1, 12);
        const auto x = values(rng, rows.count * rows.stored, centre - spread, centre + spread, type);
        const std::size_t block = 32 / LibraryBench::bytesOf(type);
        LibraryBench bench(Api::SoftMax);
        bench.out(x.size(), type).out(rows.count * block, type).out(rows.count * block, type).in(x, type);
        shape(bench.scratch(kScratch), rows).run();
        const std::string what = "SoftMax of " + rows.text() + " " + nameOf(type) + "\n" + again(seed);
        ASSERT_EQ(bench.findings(), "") << what;
        const auto y = bench.result(0), sums = bench.result(1), maxima = bench.result(2);
        for (std::size_t r = 0; r < rows.count; ++r) {
            const double* row = x.data() + r * rows.stored;
            const double largest = *std::max_element(row, row + rows.real);
            double sum = 0;
            for (std::size_t c = 0; c < rows.real; ++c)
                sum += std::exp(row[c] - largest);
            for (std::size_t c = 0; c < rows.real; ++c)
                emulator::expectClose(y[r * rows.stored + c], std::exp(row[c] - largest) / sum, type, 8, 1e-7, what);
            emulator::expectClose(sums[r * block], sum, type, 8, 0, what);
            EXPECT_EQ(maxima[r * block], largest) << what;
        }
        if (testing::Test::HasFailure())
            return;
    }
}

TEST(LibraryProperty, LayerNormOfAnyShapeNormalises)
{
    constexpr double kEpsilon = 1e-5;
    for (const std::uint64_t seed : seeds(60)) {
        Rng rng(deriveSeed(seed, "layernorm"));
        const Type type = anyFloating(rng);
        const Rows rows = anyRows(rng, type);
        const double centre = between(rng, -50, 50), spread = between(rng, 5, 30);
        const auto x = values(rng, rows.count * rows.stored, centre - spread, centre + spread, type);
        const auto gamma = values(rng, rows.real, -2, 2, type), beta = values(rng, rows.real, -3, 3, type);
        LibraryBench bench(Api::LayerNorm);
        bench.out(x.size(), type).out(rows.count, type).out(rows.count, type).in(x, type).in(gamma, type).in(beta, type).scratch(kScratch);
        shape(bench, rows).value(0, kEpsilon).run();
        const std::string what = "LayerNorm of " + rows.text() + " " + nameOf(type) + "\n" + again(seed);
        ASSERT_EQ(bench.findings(), "") << what;
        const auto y = bench.result(0), means = bench.result(1), variances = bench.result(2);
        const auto n = static_cast<double>(rows.real);
        for (std::size_t r = 0; r < rows.count; ++r) {
            const double* row = x.data() + r * rows.stored;
            const double mean = std::accumulate(row, row + rows.real, 0.0) / n;
            double variance = 0;
            for (std::size_t c = 0; c < rows.real; ++c)
                variance += (row[c] - mean) * (row[c] - mean) / n;
            // A mean is off by some units of the largest value; that moves every result by as much over the deviation.
            const double off = 8 * epsilon(type) * (std::fabs(centre) + spread);
            const double deviation = std::sqrt(variance + kEpsilon);
            EXPECT_NEAR(means[r], mean, off) << what;
            EXPECT_NEAR(variances[r], variance, 2 * off * (spread + off) + 8 * epsilon(type) * variance) << what;
            if (deviation < 1)
                continue; // one column or two alike: only noise is normalised
            for (std::size_t c = 0; c < rows.real; ++c)
                EXPECT_NEAR(y[r * rows.stored + c], (row[c] - mean) / deviation * gamma[c] + beta[c],
                    (off / deviation * (2 + spread / deviation) + 8 * epsilon(type)) * 4) << what;
        }
        if (testing::Test::HasFailure())
            return;
    }
}

TEST(LibraryProperty, SumsAndMeansOfRows)
{
    for (const Api api : { Api::Sum, Api::Mean }) {
        for (const std::uint64_t seed : seeds(60)) {
            Rng rng(deriveSeed(seed, api == Api::Sum ? "sum" : "mean"));
            const Type type = anyFloating(rng);
            const Rows rows = anyRows(rng, type);
            const auto x = values(rng, rows.count * rows.stored, -10, 10, type);
            LibraryBench bench(api);
            bench.out(rows.count, type).in(x, type).scratch(kScratch);
            shape(bench, rows).param(3, 0).run(); // adds in float
            const std::string what = std::string(api == Api::Sum ? "Sum" : "Mean") + " of " + rows.text() + " " + nameOf(type) + "\n" + again(seed);
            ASSERT_EQ(bench.findings(), "") << what;
            const auto y = bench.result(0);
            for (std::size_t r = 0; r < rows.count; ++r) {
                const double* row = x.data() + r * rows.stored;
                double sum = std::accumulate(row, row + rows.real, 0.0);
                const double size = std::accumulate(row, row + rows.real, 0.0, [](double a, double v) { return a + std::fabs(v); });
                const double share = api == Api::Mean ? 1.0 / static_cast<double>(rows.real) : 1.0;
                // Ten levels of a tree in float, then one rounding to the result's type.
                EXPECT_NEAR(y[r], sum * share, (12 * 0x1p-24 * size + epsilon(type) * std::fabs(sum)) * share + 1e-30) << what;
            }
            if (testing::Test::HasFailure())
                return;
        }
    }
}

TEST(LibraryProperty, ReductionsOverEitherAxis)
{
    for (const Api api : { Api::ReduceSumPattern, Api::ReduceMaxPattern, Api::ReduceMinPattern }) {
        for (const std::uint64_t seed : seeds(40)) {
            Rng rng(deriveSeed(seed, std::to_string(static_cast<int>(api))));
            const std::size_t first = 1 + rng.below(30), last = 1 + rng.below(60), stored = (last + 7) / 8 * 8;
            const bool overFirst = rng.below(2) == 0;
            const auto x = values(rng, first * stored, -10, 10, Type::Float32);
            const std::size_t results = overFirst ? last : first;
            LibraryBench bench(api);
            bench.out(results, Type::Float32).in(x, Type::Float32).scratch(kScratch);
            bench.param(0, static_cast<std::int64_t>(first)).param(1, static_cast<std::int64_t>(last)).param(2, static_cast<std::int64_t>(stored))
                .param(3, overFirst ? 1 : 0).run();
            const std::string what = "reduction " + std::to_string(static_cast<int>(api)) + " of " + std::to_string(first) + " x "
                + std::to_string(last) + (overFirst ? " over the first axis" : " over the last axis") + "\n" + again(seed);
            ASSERT_EQ(bench.findings(), "") << what;
            const auto y = bench.result(0);
            for (std::size_t i = 0; i < results; ++i) {
                double sum = 0, size = 0, most = -1e30, least = 1e30;
                for (std::size_t k = 0; k < (overFirst ? first : last); ++k) {
                    const double v = overFirst ? x[k * stored + i] : x[i * stored + k];
                    sum += v;
                    size += std::fabs(v);
                    most = std::max(most, v);
                    least = std::min(least, v);
                }
                if (api == Api::ReduceSumPattern)
                    EXPECT_NEAR(y[i], sum, 12 * 0x1p-24 * size) << what;
                else
                    EXPECT_EQ(y[i], api == Api::ReduceMaxPattern ? most : least) << what;
            }
            if (testing::Test::HasFailure())
                return;
        }
    }
}

} // namespace
} // namespace hawk::property
