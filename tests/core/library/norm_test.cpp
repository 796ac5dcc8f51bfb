// Normalisation against the formula in double.
#include "library_fixture.h"

namespace hawk::emulator {
namespace {

using hawkabi::Api;
using hawkabi::Type;

constexpr std::size_t kRows = 4, kColumns = 16, kReal = 13;

std::vector<double> wave(std::size_t count, double scale, double offset, Type type)
{
    std::vector<double> v(count);
    for (std::size_t i = 0; i < count; ++i)
        v[i] = LibraryBench::rounded(std::sin(static_cast<double>(i) * 1.7) * scale + offset, type);
    return v;
}

struct Row {
    double mean = 0, variance = 0;
};
Row statistics(const std::vector<double>& x, std::size_t begin, std::size_t count, std::size_t step = 1)
{
    Row row;
    for (std::size_t i = 0; i < count; ++i)
        row.mean += x[begin + i * step] / static_cast<double>(count);
    for (std::size_t i = 0; i < count; ++i)
        row.variance += std::pow(x[begin + i * step] - row.mean, 2) / static_cast<double>(count);
    return row;
}

LibraryBench& shape(LibraryBench& bench) { return bench.param(0, kRows).param(1, kColumns).param(2, kReal); }

TEST(LibraryNorm, LayerNorm)
{
    for (const Type type : { Type::Float32, Type::Float16 }) {
        const auto x = wave(kRows * kColumns, 30, 100, type);
        const auto gamma = wave(kReal, 1, 2, type), beta = wave(kReal, 3, 0, type);
        LibraryBench bench(Api::LayerNorm);
        bench.out(x.size(), type).out(kRows, type).out(kRows, type).in(x, type).in(gamma, type).in(beta, type).scratch(4096);
        shape(bench).value(0, 1e-5).run();
        EXPECT_EQ(bench.findings(), "");
        const double tolerance = type == Type::Float32 ? 2e-5 : 1e-2;
        for (std::size_t r = 0; r < kRows; ++r) {
            const Row want = statistics(x, r * kColumns, kReal);
            EXPECT_NEAR(bench.result(1)[r] / want.mean, 1, tolerance);
            EXPECT_NEAR(bench.result(2)[r] / want.variance, 1, tolerance);
            for (std::size_t c = 0; c < kReal; ++c)
                EXPECT_NEAR(bench.result(0)[r * kColumns + c],
                    (x[r * kColumns + c] - want.mean) / std::sqrt(want.variance + 1e-5) * gamma[c] + beta[c], tolerance);
        }
    }
}

TEST(LibraryNorm, SeparateFormGivesTheInverseDeviation)
{
    const auto x = wave(kRows * kColumns, 3, 1, Type::Float16);
    LibraryBench bench(Api::LayerNormSeparate);
    bench.out(x.size(), Type::Float16).out(kRows, Type::Float32).out(kRows, Type::Float32).in(x, Type::Float16)
        .in({}, Type::Float32).in({}, Type::Float32).scratch(4096);
    shape(bench).param(3, 7).value(0, 1e-3).run(); // no beta, no gamma, rstd
    const Row want = statistics(x, kColumns, kReal);
    EXPECT_NEAR(bench.result(2)[1], 1 / std::sqrt(want.variance + 1e-3), 1e-6);
    EXPECT_NEAR(bench.result(0)[kColumns + 2], (x[kColumns + 2] - want.mean) / std::sqrt(want.variance + 1e-3), 1e-3);
}

TEST(LibraryNorm, NormalizeUsesTheGivenStatistics)
{
    const auto x = wave(kRows * kColumns, 3, 1, Type::Float32);
    LibraryBench bench(Api::Normalize);
    bench.out(x.size(), Type::Float32).out(kRows, Type::Float32).in({ 1, 2, 3, 4 }, Type::Float32)
        .in({ 4, 9, 16, 25 }, Type::Float32).in(x, Type::Float32).in(std::vector<double>(kReal, 2), Type::Float32)
        .in(std::vector<double>(kReal, 5), Type::Float32).scratch(4096);
    shape(bench).value(0, 0).run();
    EXPECT_NEAR(bench.result(1)[2], 0.25, 1e-7);
    EXPECT_NEAR(bench.result(0)[2 * kColumns + 1], (x[2 * kColumns + 1] - 3) * 0.25 * 2 + 5, 1e-5);
}

TEST(LibraryNorm, RmsNorm)
{
    const auto x = wave(kRows * kColumns, 3, 1, Type::Float32);
    const auto gamma = wave(kReal, 1, 1, Type::Float32);
    LibraryBench bench(Api::RmsNorm);
    bench.out(x.size(), Type::Float32).in(x, Type::Float32).in(gamma, Type::Float32).scratch(1024);
    shape(bench).value(0, 1e-6).run();
    double squares = 0;
    for (std::size_t c = 0; c < kReal; ++c)
        squares += x[c] * x[c] / kReal;
    for (std::size_t c = 0; c < kReal; ++c)
        EXPECT_NEAR(bench.result(0)[c], x[c] / std::sqrt(squares + 1e-6) * gamma[c], 2e-6);
}

TEST(LibraryNorm, DeepNormScalesTheResidual)
{
    const auto x = wave(kRows * kColumns, 3, 1, Type::Float32), gx = wave(kRows * kColumns, 2, -1, Type::Float32);
    LibraryBench bench(Api::DeepNorm);
    bench.out(x.size(), Type::Float32).out(kRows, Type::Float32).out(kRows, Type::Float32).in(x, Type::Float32)
        .in(gx, Type::Float32).in(std::vector<double>(kReal, 1), Type::Float32).in(std::vector<double>(kReal, 2), Type::Float32)
        .scratch(4096);
    shape(bench).value(0, 0.5).value(1, -5.5).run();
    std::vector<double> mixed(x.size());
    for (std::size_t i = 0; i < x.size(); ++i)
        mixed[i] = -5.5 * x[i] + gx[i];
    const Row want = statistics(mixed, 0, kReal);
    EXPECT_NEAR(bench.result(1)[0], want.mean, 1e-5);
    EXPECT_NEAR(bench.result(0)[3], (mixed[3] - want.mean) / std::sqrt(want.variance + 0.5) * 2 + 1, 1e-5);
}

TEST(LibraryNorm, BatchNormIsOverTheBatch)
{
    const auto x = wave(4 * 8, 3, 1, Type::Float32);
    LibraryBench bench(Api::BatchNorm);
    bench.out(32, Type::Float32).out(8, Type::Float32).out(8, Type::Float32).in(x, Type::Float32)
        .in({ 1, 2, 3, 4 }, Type::Float32).in({ 5, 6, 7, 8 }, Type::Float32).scratch(4096);
    bench.param(0, 4).param(1, 8).value(0, 1e-5).run();
    EXPECT_EQ(bench.findings(), "");
    const Row want = statistics(x, 3, 4, 8);
    EXPECT_NEAR(bench.result(1)[3], want.mean, 1e-6);
    EXPECT_NEAR(bench.result(0)[2 * 8 + 3], (x[19] - want.mean) / std::sqrt(want.variance + 1e-5) * 3 + 7, 1e-5);
}

TEST(LibraryNorm, GroupNormSkipsThePadding)
{
    // 1 x 4 channels of 2 x 3, stored 8 apart, two groups.
    const auto x = wave(32, 3, 1, Type::Float32);
    LibraryBench bench(Api::GroupNorm);
    bench.out(32, Type::Float32).out(2, Type::Float32).out(2, Type::Float32).in(x, Type::Float32)
        .in({ 1, 2, 3, 4 }, Type::Float32).in({ 5, 6, 7, 8 }, Type::Float32).scratch(4096);
    bench.param(0, 1).param(1, 4).param(2, 6).param(3, 8).param(4, 2).value(0, 1e-5).run();
    std::vector<double> group;
    for (std::size_t c = 2; c < 4; ++c)
        for (std::size_t i = 0; i < 6; ++i)
            group.push_back(x[c * 8 + i]);
    const Row want = statistics(group, 0, 12);
    EXPECT_NEAR(bench.result(1)[1], want.mean, 1e-6);
    EXPECT_NEAR(bench.result(0)[3 * 8 + 2], (x[26] - want.mean) / std::sqrt(want.variance + 1e-5) * 4 + 8, 1e-5);
}

/// The gradient against a difference quotient of the forward formula: independent of the backward one.
TEST(LibraryNorm, GradientIsTheSlopeOfTheLoss)
{
    const auto x = wave(kColumns, 2, 0.3, Type::Float32), dy = wave(kColumns, 1, 0.2, Type::Float32);
    const auto gamma = wave(kColumns, 1, 1.5, Type::Float32);
    const double epsilon = 1e-3;
    const auto loss = [&](const std::vector<double>& v) {
        const Row s = statistics(v, 0, kColumns);
        double total = 0;
        for (std::size_t c = 0; c < kColumns; ++c)
            total += dy[c] * gamma[c] * (v[c] - s.mean) / std::sqrt(s.variance + epsilon);
        return total;
    };
    const Row s = statistics(x, 0, kColumns);
    LibraryBench bench(Api::LayerNormGrad);
    bench.out(kColumns, Type::Float32).out(kColumns, Type::Float32).in(dy, Type::Float32).in(x, Type::Float32)
        .in({ s.variance }, Type::Float32).in({ s.mean }, Type::Float32).in(gamma, Type::Float32).scratch(16384);
    bench.param(0, 1).param(1, kColumns).param(2, kColumns).value(0, epsilon).run();
    for (std::size_t c = 0; c < kColumns; ++c) {
        auto up = x, down = x;
        up[c] += 1e-5;
        down[c] -= 1e-5;
        EXPECT_NEAR(bench.result(0)[c], (loss(up) - loss(down)) / 2e-5, 1e-5) << c;
        EXPECT_NEAR(bench.result(1)[c], (x[c] - s.mean) / std::sqrt(s.variance + epsilon), 1e-5);
    }
}

TEST(LibraryNorm, GradientOfTheParameters)
{
    LibraryBench bench(Api::LayerNormGradBeta);
    bench.out(8, Type::Float32).out(8, Type::Float32).in(wave(16, 1, 0, Type::Float32), Type::Float32)
        .in(wave(16, 2, 1, Type::Float32), Type::Float32).scratch(1024).param(0, 2).param(1, 8).param(2, 8).run();
    const auto r = wave(16, 1, 0, Type::Float32), dy = wave(16, 2, 1, Type::Float32);
    EXPECT_NEAR(bench.result(0)[3], r[3] * dy[3] + r[11] * dy[11], 1e-6);
    EXPECT_NEAR(bench.result(1)[3], dy[3] + dy[11], 1e-6);
}

/// Welford in parts gives the mean and variance of all samples, tail lanes included.
TEST(LibraryNorm, WelfordOverParts)
{
    constexpr std::size_t kLanes = 16, kTail = 5;
    std::vector<double> mean(kLanes), m(kLanes), all;
    for (int part = 0; part < 4; ++part) {
        const std::size_t computed = part == 3 ? kTail : kLanes;
        const auto x = wave(kLanes, 3, part, Type::Float32);
        all.insert(all.end(), x.begin(), x.begin() + static_cast<std::ptrdiff_t>(computed));
        LibraryBench bench(Api::WelfordUpdate);
        bench.out(kLanes, Type::Float32).out(kLanes, Type::Float32).in(mean, Type::Float32).in(m, Type::Float32)
            .in(x, Type::Float32).scratch(4096);
        bench.param(0, 1).param(1, kLanes).param(2, static_cast<std::int64_t>(computed)).param(3, 1)
            .value(0, 1.0 / (part + 1)).run();
        EXPECT_EQ(bench.findings(), "");
        mean = bench.result(0);
        m = bench.result(1);
    }
    LibraryBench last(Api::WelfordFinalize);
    last.out(1, Type::Float32).out(1, Type::Float32).in(mean, Type::Float32).in(m, Type::Float32).in({}, Type::Int32)
        .scratch(4096);
    const auto count = static_cast<double>(all.size());
    last.param(0, 4).param(1, kLanes).param(2, 4).param(3, kTail).param(4, 3).param(5, kLanes - kTail).value(0, 1.0 / kLanes)
        .value(1, 1 / count).run();
    const Row want = statistics(all, 0, all.size());
    EXPECT_NEAR(last.result(0)[0], want.mean, 1e-5);
    EXPECT_NEAR(last.result(1)[0], want.variance, 1e-4);
}

} // namespace
} // namespace hawk::emulator
