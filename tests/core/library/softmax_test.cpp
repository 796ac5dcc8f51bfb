// Softmax and its relatives against the reference's Python text, in double.
#include "library_fixture.h"

#include <limits>

namespace hawk::emulator {
namespace {

using hawkabi::Api;
using hawkabi::Type;

constexpr std::size_t kRows = 3, kColumns = 32, kReal = 29;
constexpr double kInf = std::numeric_limits<double>::infinity();

/// Values whose maximum is far above 88, so that a softmax without its shift overflows.
std::vector<double> sample(Type type)
{
    std::vector<double> x(kRows * kColumns);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = LibraryBench::rounded(std::sin(static_cast<double>(i)) * 4 + 200 * static_cast<double>(i / kColumns), type);
    return x;
}

struct Expected {
    std::vector<double> y, sum, max;
};
Expected softmax(const std::vector<double>& x, std::size_t real)
{
    Expected e { x, std::vector<double>(kRows), std::vector<double>(kRows, -kInf) };
    for (std::size_t r = 0; r < kRows; ++r) {
        for (std::size_t c = 0; c < real; ++c)
            e.max[r] = std::max(e.max[r], x[r * kColumns + c]);
        for (std::size_t c = 0; c < real; ++c)
            e.sum[r] += std::exp(x[r * kColumns + c] - e.max[r]);
        for (std::size_t c = 0; c < kColumns; ++c)
            e.y[r * kColumns + c] = std::exp(x[r * kColumns + c] - e.max[r]) / e.sum[r];
    }
    return e;
}

LibraryBench& shape(LibraryBench& bench, std::int64_t flags, std::int64_t real = kReal)
{
    return bench.param(0, kRows).param(1, kColumns).param(2, real).param(3, flags);
}

TEST(LibrarySoftmax, IgnoresPaddingAndShiftsByTheMaximum)
{
    for (const Type type : { Type::Float32, Type::Float16 }) {
        const auto x = sample(type);
        const std::size_t block = 32 / LibraryBench::bytesOf(type);
        LibraryBench bench(Api::SoftMax);
        bench.out(x.size(), type).out(kRows * block, type).out(kRows * block, type).in(x, type);
        shape(bench.scratch(4096), 0).run();
        EXPECT_EQ(bench.findings(), "");
        const Expected want = softmax(x, kReal);
        for (std::size_t r = 0; r < kRows; ++r) {
            for (std::size_t c = 0; c < kReal; ++c)
                expectClose(bench.result(0)[r * kColumns + c], want.y[r * kColumns + c], type, 4, 1e-7, "softmax");
            for (std::size_t i = 0; i < block; ++i) { // one block per row, filled with the row's value
                expectClose(bench.result(1)[r * block + i], want.sum[r], type, 4, 0, "sum");
                EXPECT_EQ(bench.result(2)[r * block + i], want.max[r]);
            }
        }
    }
}

TEST(LibrarySoftmax, SimpleSoftMaxTakesSumAndMaximum)
{
    const Type type = Type::Float32;
    constexpr std::size_t kBlock = 8;
    const auto x = sample(type);
    const Expected want = softmax(x, kColumns);
    std::vector<double> sum, max;
    for (std::size_t r = 0; r < kRows; ++r) {
        sum.insert(sum.end(), kBlock, 2 * want.sum[r]); // not the row's own: the given one counts
        max.insert(max.end(), kBlock, want.max[r]);
    }
    LibraryBench bench(Api::SimpleSoftMax);
    bench.out(x.size(), type).in(sum, type).in(max, type).in(x, type);
    shape(bench.scratch(4096), 0, kColumns).run();
    EXPECT_EQ(bench.findings(), "");
    for (std::size_t i = 0; i < x.size(); ++i)
        expectClose(bench.result(0)[i], want.y[i] / 2, type, 4, 1e-7, "simple softmax");
}

TEST(LibrarySoftmax, FractalRowsReduceOverAllTheirColumns)
{
    std::vector<double> x(16 * 32), stored(16 * 32);
    for (std::size_t r = 0; r < 16; ++r)
        for (std::size_t c = 0; c < 32; ++c) {
            x[r * 32 + c] = static_cast<double>((r * 7 + c * 3) % 11);
            stored[c / 16 * 16 * 16 + r * 16 + c % 16] = x[r * 32 + c];
        }
    LibraryBench bench(Api::SoftMax);
    bench.out(512, Type::Float32).out(128, Type::Float32).out(128, Type::Float32).in(stored, Type::Float32);
    bench.scratch(8192).param(0, 16).param(1, 32).param(2, 32).param(3, 4).run();
    for (std::size_t r = 0; r < 16; ++r) {
        double sum = 0;
        for (std::size_t c = 0; c < 32; ++c)
            sum += std::exp(x[r * 32 + c] - 10);
        EXPECT_NEAR(bench.result(0)[16 * 16 + r * 16 + 3], std::exp(x[r * 32 + 19] - 10) / sum, 1e-6) << r;
    }
}

TEST(LibrarySoftmax, LogarithmToBaseTen)
{
    const auto x = sample(Type::Float32);
    LibraryBench bench(Api::LogSoftMax);
    bench.out(x.size(), Type::Float32).out(kRows * 8, Type::Float32).out(kRows * 8, Type::Float32).in(x, Type::Float32);
    shape(bench.scratch(4096), 0).run();
    const Expected want = softmax(x, kReal);
    for (std::size_t c = 0; c < kReal; ++c)
        EXPECT_NEAR(bench.result(0)[c], std::log10(want.y[c]), 2e-6);
}

/// Two halves of each row, one after the other, give the softmax statistics of the whole row.
TEST(LibrarySoftmax, FlashV2AccumulatesOverParts)
{
    const auto first = sample(Type::Float32);
    std::vector<double> second(first.size());
    for (std::size_t i = 0; i < second.size(); ++i)
        second[i] = LibraryBench::rounded(first[i] * 1.01 + 1, Type::Float32);
    LibraryBench start(Api::SoftmaxFlashV2);
    start.out(first.size(), Type::Float32).out(kRows * 8, Type::Float32).out(kRows * 8, Type::Float32)
        .in(first, Type::Float32).out(0, Type::Float32).in({}, Type::Float32).in({}, Type::Float32);
    shape(start.scratch(4096), 0, kColumns).run();
    EXPECT_EQ(start.findings(), "");
    LibraryBench next(Api::SoftmaxFlashV2);
    next.out(first.size(), Type::Float32).out(kRows * 8, Type::Float32).out(kRows * 8, Type::Float32)
        .in(second, Type::Float32).out(kRows * 8, Type::Float32).in(start.result(1), Type::Float32)
        .in(start.result(2), Type::Float32);
    shape(next.scratch(4096), 1, kColumns).run();
    for (std::size_t r = 0; r < kRows; ++r) {
        double max = -kInf, sum = 0, oldMax = -kInf;
        for (std::size_t c = 0; c < kColumns; ++c) {
            oldMax = std::max(oldMax, first[r * kColumns + c]);
            max = std::max({ max, first[r * kColumns + c], second[r * kColumns + c] });
        }
        for (std::size_t c = 0; c < kColumns; ++c)
            sum += std::exp(first[r * kColumns + c] - max) + std::exp(second[r * kColumns + c] - max);
        EXPECT_EQ(next.result(2)[r * 8], max);
        EXPECT_NEAR(next.result(1)[r * 8] / sum, 1, 1e-6);
        EXPECT_NEAR(next.result(4)[r * 8], std::exp(oldMax - max), 1e-6);
        EXPECT_NEAR(next.result(0)[r * kColumns + 5], std::exp(second[r * kColumns + 5] - max), 1e-6);
    }
}

TEST(LibrarySoftmax, FlashDividesAndRescales)
{
    const auto x = sample(Type::Float32);
    const std::vector<double> inSum(kRows * 8, 2.0), inMax(kRows * 8, 3.0);
    LibraryBench bench(Api::SoftmaxFlash);
    bench.out(x.size(), Type::Float32).out(kRows * 8, Type::Float32).out(kRows * 8, Type::Float32).in(x, Type::Float32)
        .out(kRows * 8, Type::Float32).in(inSum, Type::Float32).in(inMax, Type::Float32);
    shape(bench.scratch(4096), 1, kColumns).run();
    double max = 3, sum = 0;
    for (std::size_t c = 0; c < kColumns; ++c)
        max = std::max(max, x[c]);
    for (std::size_t c = 0; c < kColumns; ++c)
        sum += std::exp(x[c] - max);
    const double grown = std::exp(3 - max) * 2;
    EXPECT_NEAR(bench.result(1)[0], sum + grown, 1e-5);
    EXPECT_NEAR(bench.result(4)[0], grown / (sum + grown), 1e-6);
    EXPECT_NEAR(bench.result(0)[7], std::exp(x[7] - max) / (sum + grown), 1e-6);
}

TEST(LibrarySoftmax, FlashV3OfEqualPartsIsTheSoftmaxNumerator)
{
    // Every part of the row has the same mean, so the shift vanishes and the result is exp(x - max).
    std::vector<double> x(512);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<double>(i % 8) / 4;
    LibraryBench bench(Api::SoftmaxFlashV3);
    bench.out(512, Type::Float16).out(8, Type::Float32).out(8, Type::Float32).out(8, Type::Float32).in(x, Type::Float16)
        .out(0, Type::Float16).in({}, Type::Float32).in({}, Type::Float32).in({}, Type::Float32).scratch(8192);
    bench.param(0, 1).param(1, 512).param(2, 512).param(4, 1).param(5, 8).value(0, 0.9375).run();
    EXPECT_EQ(bench.findings(), "");
    EXPECT_NEAR(bench.result(1)[0], 0.875, 1e-6);
    EXPECT_NEAR(bench.result(3)[0], 1.75, 1e-5);
    EXPECT_NEAR(bench.result(0)[3], std::exp(0.75 - 1.75), 5e-4);
}

TEST(LibrarySoftmax, Gradient)
{
    const auto x = sample(Type::Float32);
    std::vector<double> grad(x.size());
    for (std::size_t i = 0; i < grad.size(); ++i)
        grad[i] = LibraryBench::rounded(std::cos(static_cast<double>(i)), Type::Float32);
    for (const Api api : { Api::SoftmaxGrad, Api::SoftmaxGradFront }) {
        const bool front = api == Api::SoftmaxGradFront;
        LibraryBench bench(api);
        bench.out(front ? kRows * 8 : x.size(), Type::Float32).in(grad, Type::Float32).in(x, Type::Float32);
        shape(bench.scratch(4096), 0).run();
        double sum = 0;
        for (std::size_t c = 0; c < kReal; ++c)
            sum += grad[c] * x[c];
        if (front)
            EXPECT_NEAR(bench.result(0)[7], sum, 1e-5);
        else
            EXPECT_NEAR(bench.result(0)[4], (grad[4] - sum) * x[4], 1e-4);
    }
}

TEST(LibrarySoftmax, TheTemporaryHoldsAtLeastOneRow)
{
    const auto x = sample(Type::Float32);
    const std::size_t least = (8 + kColumns + 64) * 4;
    for (const std::size_t bytes : { least, least - 32 }) {
        LibraryBench bench(Api::SoftMax);
        bench.out(x.size(), Type::Float32).out(kRows * 8, Type::Float32).out(kRows * 8, Type::Float32).in(x, Type::Float32);
        shape(bench.scratch(bytes), 0).run();
        EXPECT_EQ(bench.found("shared-tmp-buffer-minimum"), bytes < least) << bench.findings();
    }
}

TEST(LibrarySoftmax, AdjustReplacesRowsOfOneMaximum)
{
    LibraryBench bench(Api::AdjustSoftMaxRes);
    bench.in(std::vector<double>(16, 2.0), Type::Float32).in({ -1, -1, -1, -1, -1, -1, -1, -1, 1, 1, 1, 1, 1, 1, 1, 1 },
        Type::Float32);
    bench.call.roles[0] = hawkabi::Role::ReadWrite;
    bench.param(0, 2).param(1, 8).param(4, 0x3F800000).param(5, 8).value(0, 7).run();
    EXPECT_EQ(bench.result(0)[0], 2);
    EXPECT_EQ(bench.result(0)[8], 7);
}

} // namespace
} // namespace hawk::emulator
