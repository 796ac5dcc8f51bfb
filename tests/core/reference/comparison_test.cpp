#include "reference/comparison.h"

#include "base/files.h"
#include "base/float_formats.h"
#include "base/rng.h"
#include "reference/element_values.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <functional>
#include <gtest/gtest.h>
#include <limits>

namespace hawk::reference {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr std::byte kPoison { 0xA5 };
const double kPoisonValue = std::bit_cast<float>(0xA5A5A5A5U); ///< a float of poison

template <class T>
std::string bytesOf(const std::vector<T>& values)
{
    std::string out(values.size() * sizeof(T), '\0');
    std::memcpy(out.data(), values.data(), out.size());
    return out;
}

std::string encode(DType type, const std::vector<double>& values)
{
    std::string out;
    for (const double value : values) {
        const auto narrow = static_cast<float>(value);
        std::uint64_t bits = 0;
        if (type == DType::Float16)
            bits = floatToHalf(narrow);
        else if (type == DType::BFloat16)
            bits = floatToBfloat16(narrow);
        else if (type == DType::Float32)
            bits = std::bit_cast<std::uint32_t>(narrow);
        else
            bits = static_cast<std::uint64_t>(static_cast<std::int64_t>(value));
        out.append(reinterpret_cast<const char*>(&bits), sizeOf(type));
    }
    return out;
}

/// One comparison: golden in fp64, what the kernel gave, what the CPU gave in the same precision (the golden,
/// rounded, where nothing is said).
struct Setup {
    DType type = DType::Float32;
    std::vector<double> golden;
    std::vector<double> actual;
    std::vector<double> cpu;
    std::vector<std::int64_t> shape;
    Tolerance tolerance;
    std::vector<BlockStores> stores;
};

ComparisonReport run(const Setup& setup)
{
    const TempDir folder = TempDir::create("hawk-comparison").value();
    const auto shape = setup.shape.empty()
        ? std::vector<std::int64_t> { static_cast<std::int64_t>(setup.golden.size()) }
        : setup.shape;
    const bool floating = isFloating(setup.type);
    GoldenFile golden;
    golden.outputDtype = setup.type;
    golden.golden = { "y", floating ? DType::Float64 : setup.type, shape, folder.path() / "golden" };
    golden.samePrecision = { "y", setup.type, shape, folder.path() / "same" };
    EXPECT_TRUE(writeFileAtomically(
        golden.golden.path, floating ? bytesOf(setup.golden) : encode(setup.type, setup.golden)));
    EXPECT_TRUE(writeFileAtomically(
        golden.samePrecision.path, encode(setup.type, setup.cpu.empty() ? setup.golden : setup.cpu)));
    const std::string actual = encode(setup.type, setup.actual);
    const Result<ComparisonReport> report
        = compare(std::as_bytes(std::span(actual)), golden, setup.tolerance, kPoison, [&] { return setup.stores; });
    EXPECT_TRUE(report) << report.error().text();
    return report ? *report : ComparisonReport {};
}

/// `count` values that stand well outside the small and the cancellation region of every type.
std::vector<double> ramp(std::size_t count)
{
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = 1.0 + static_cast<double>(i) / static_cast<double>(count);
    return values;
}

std::vector<double> scaled(std::vector<double> values, double factor)
{
    for (double& value : values)
        value *= factor;
    return values;
}

TEST(Comparison, EqualValuesPassWithZeroError)
{
    const ComparisonReport report = run({ .golden = { 1, -2, 0, 1e-30 }, .actual = { 1, -2, 0, 1e-30 } });
    EXPECT_TRUE(report.pass) << report.summary;
    EXPECT_EQ(report.failing, 0);
    EXPECT_LT(report.maxRelativeError, 1e-7);
}

TEST(Comparison, MeanErrorHasItsLimitPerType)
{
    struct Limit {
        DType type;
        double tau;
    };
    for (const Limit& limit : { Limit { DType::Float32, 0x1p-13 }, Limit { DType::Float16, 0x1p-10 },
             Limit { DType::BFloat16, 0x1p-7 } }) {
        // Goldens that every type holds exactly, and errors of a few units in the last place.
        const std::vector<double> golden(100, 1.0);
        const ComparisonReport good
            = run({ .type = limit.type, .golden = golden, .actual = std::vector<double>(100, 1.0 + limit.tau / 2) });
        EXPECT_TRUE(good.pass) << good.summary;
        EXPECT_DOUBLE_EQ(good.tau, limit.tau);
        const ComparisonReport bad
            = run({ .type = limit.type, .golden = golden, .actual = std::vector<double>(100, 1.0 + limit.tau * 2) });
        EXPECT_FALSE(bad.pass);
        EXPECT_EQ(bad.failing, 100) << bad.summary;
    }
}

TEST(Comparison, OneLargeErrorFailsAlthoughTheMeanIsFine)
{
    std::vector<double> actual = ramp(1000);
    actual[17] *= 1 + 11 * 0x1p-13;
    const ComparisonReport report = run({ .golden = ramp(1000), .actual = actual, .shape = { 10, 100 } });
    EXPECT_FALSE(report.pass);
    EXPECT_EQ(report.failing, 1);
    EXPECT_LT(report.meanRelativeError, report.tau);
    ASSERT_EQ(report.worst.size(), 1U);
    EXPECT_EQ(report.worst[0].index, 17);
    EXPECT_EQ(report.worst[0].coordinates, (std::vector<std::int64_t> { 0, 17 }));
    EXPECT_NEAR(report.worst[0].expected, 1.017, 1e-6);
    EXPECT_EQ(report.pattern.substr(0, 15), "only element 17");
    std::vector<double> nine = ramp(1000);
    nine[17] *= 1 + 9 * 0x1p-13;
    EXPECT_TRUE(run({ .golden = ramp(1000), .actual = nine }).pass);
}

TEST(Comparison, RelaxationAndReductionLengthWidenTauUpToTenTimes)
{
    const std::vector<double> golden = ramp(64);
    const std::vector<double> actual = scaled(golden, 1 + 3 * 0x1p-13);
    EXPECT_FALSE(run({ .golden = golden, .actual = actual }).pass);
    EXPECT_TRUE(run({ .golden = golden, .actual = actual, .tolerance = { .relax = 4 } }).pass);
    // sqrt(4096) / 16 = 4
    EXPECT_TRUE(run({ .golden = golden, .actual = actual, .tolerance = { .reductionLength = 4096 } }).pass);
    EXPECT_FALSE(run({ .golden = golden, .actual = actual, .tolerance = { .reductionLength = 256 } }).pass);
    const ComparisonReport capped
        = run({ .golden = golden, .actual = actual, .tolerance = { .relax = 8, .reductionLength = 1 << 20 } });
    EXPECT_DOUBLE_EQ(capped.tau, 10 * 0x1p-13);
}

TEST(Comparison, SmallValuesAreJudgedByAbsoluteError)
{
    // fp16: |g| < 2^-11 is small, 2^-16 is the bound.
    std::vector<double> golden = ramp(100);
    golden[3] = 0x1p-13;
    std::vector<double> actual = golden;
    actual[3] = 0x1p-13 + 0x1p-17; // relative error 1/16
    const ComparisonReport within = run({ .type = DType::Float16, .golden = golden, .actual = actual });
    EXPECT_TRUE(within.pass) << within.summary;
    for (std::size_t i = 0; i < 5; ++i) {
        golden[i] = 0x1p-13;
        actual[i] = 0x1p-13 + 0x1p-14; // beyond the bound
    }
    const ComparisonReport beyond = run({ .type = DType::Float16, .golden = golden, .actual = actual });
    EXPECT_FALSE(beyond.pass);
    EXPECT_EQ(beyond.failing, 5);
    // The CPU in the same precision errs as often: excused up to twice its count.
    std::vector<double> cpu = golden;
    for (std::size_t i = 0; i < 3; ++i)
        cpu[i] = 0x1p-13 + 0x1p-14;
    const ComparisonReport excused = run({ .type = DType::Float16, .golden = golden, .actual = actual, .cpu = cpu });
    EXPECT_TRUE(excused.pass) << excused.summary;
    EXPECT_EQ(excused.excusedSmall, 5);
}

TEST(Comparison, CancellationIsExcusedOnlyAsFarAsTheCpuErrs)
{
    // fp32: both below 2^-8 is cancellation; 0.003 is not small (2^-14).
    std::vector<double> golden = ramp(1000);
    std::vector<double> actual = golden;
    std::vector<double> cpu = golden;
    for (std::size_t i = 0; i < 6; ++i) {
        golden[i] = cpu[i] = 0.003;
        actual[i] = 0.00302;
    }
    EXPECT_EQ(run({ .golden = golden, .actual = actual, .cpu = cpu }).failing, 6);
    for (std::size_t i = 0; i < 3; ++i)
        cpu[i] = 0.00302;
    const ComparisonReport report = run({ .golden = golden, .actual = actual, .cpu = cpu });
    EXPECT_TRUE(report.pass) << report.summary;
    EXPECT_EQ(report.excusedCancellation, 6);
    actual[100] *= 1.01; // and a plain error beside it still fails
    const ComparisonReport plain = run({ .golden = golden, .actual = actual, .cpu = cpu });
    EXPECT_FALSE(plain.pass);
    EXPECT_EQ(plain.failing, 1);
}

/// Where a result cancels, nearly every element beside zero errs by one rounding of what cancelled, on the CPU as well. Which of
/// them also have a large relative error is chance.
TEST(Comparison, RoundingNoiseOfTheCpusSizeIsExcusedBesideZero)
{
    std::vector<double> golden = ramp(1000);
    std::vector<double> cpu = golden;
    std::vector<double> actual = golden;
    for (std::size_t i = 0; i < 40; ++i) {
        golden[i] = i < 3 ? 2e-6 : 5e-5;
        cpu[i] = golden[i] + (i < 3 ? 0 : 1e-8);
        actual[i] = golden[i] + 1.5e-8; // relative 0.7 % of the first three
    }
    const ComparisonReport noise = run({ .golden = golden, .actual = actual, .cpu = cpu });
    EXPECT_TRUE(noise.pass) << noise.summary;
    EXPECT_EQ(noise.excusedSmall, 3);
    actual[1] = golden[1] + 4e-8; // more than twice what the CPU ever does
    const ComparisonReport more = run({ .golden = golden, .actual = actual, .cpu = cpu });
    EXPECT_FALSE(more.pass);
    EXPECT_EQ(more.failing, 1);
    // Errors where the CPU has few are no noise, whatever their size.
    actual[1] = golden[1] + 1.5e-8;
    for (std::size_t i = 5; i < 40; ++i)
        cpu[i] = golden[i];
    EXPECT_FALSE(run({ .golden = golden, .actual = actual, .cpu = cpu }).pass);
}

/// Zeros are what relu leaves of negative values: an error beside them is no rounding error because the golden is small.
TEST(Comparison, AFewElementsAreNotExcusedBesideZero)
{
    const ComparisonReport large = run({ .golden = { 0, 1.5, 0, 2, 0 }, .actual = { 0.25, 1.5, 0, 2, 0.5 } });
    EXPECT_FALSE(large.pass);
    EXPECT_EQ(large.failing, 2);
    const ComparisonReport tiny = run({ .golden = { 0, 1.5, 0, 2, 0 }, .actual = { 1e-6, 1.5, 0, 2, -1e-6 } });
    EXPECT_FALSE(tiny.pass) << "the CPU makes no such error";
    EXPECT_EQ(tiny.failing, 2);
    // In a large tensor two of them may be chance, as the rule has it; two wrong values are still two wrong values.
    std::vector<double> golden = ramp(1000);
    std::fill(golden.begin(), golden.begin() + 500, 0.0);
    std::vector<double> actual = golden;
    actual[3] = actual[7] = 1e-6;
    EXPECT_TRUE(run({ .golden = golden, .actual = actual }).pass);
    actual[3] = 0.25;
    EXPECT_EQ(run({ .golden = golden, .actual = actual }).failing, 1);
}

TEST(Comparison, PoisonIsNeverExcused)
{
    // 0xA5A5A5A5 as fp32 is -2.9e-16: a single element of it beside a small golden would pass as rounding.
    std::vector<double> golden = ramp(100);
    golden[99] = 0x1p-20;
    std::vector<double> actual = golden;
    actual[99] = static_cast<double>(std::bit_cast<float>(0xA5A5A5A5U));
    const ComparisonReport report = run({ .golden = golden, .actual = actual });
    EXPECT_FALSE(report.pass);
    EXPECT_EQ(report.untouched, 1);
    EXPECT_NE(report.summary.find("1 never written"), std::string::npos) << report.summary;
}

TEST(Comparison, NanPositionsMustMatch)
{
    EXPECT_TRUE(run({ .golden = { 1, kNan, 3 }, .actual = { 1, kNan, 3 } }).pass);
    const ComparisonReport extra = run({ .golden = { 1, 2, 3 }, .actual = { 1, kNan, 3 } });
    EXPECT_FALSE(extra.pass);
    EXPECT_EQ(extra.nanMismatches, 1);
    EXPECT_NE(extra.pattern.find("NaN"), std::string::npos) << extra.pattern;
    EXPECT_FALSE(run({ .golden = { 1, kNan, 3 }, .actual = { 1, 2, 3 } }).pass);
    std::vector<double> all(100, kNan);
    EXPECT_EQ(run({ .golden = ramp(100), .actual = all }).nanMismatches, 100);
}

TEST(Comparison, InfinitiesNeedTheSameSign)
{
    EXPECT_TRUE(run({ .golden = { 1, kInf, -kInf }, .actual = { 1, kInf, -kInf } }).pass);
    EXPECT_FALSE(run({ .golden = { 1, kInf, 3 }, .actual = { 1, -kInf, 3 } }).pass);
    EXPECT_FALSE(run({ .golden = { 1, kInf, 3 }, .actual = { 1, kNan, 3 } }).pass);
    EXPECT_FALSE(run({ .golden = { 1, 2, 3 }, .actual = { 1, kInf, 3 } }).pass);
    // One-sided: the largest finite value stands in, so an overflow at the edge of the type is a small error.
    EXPECT_TRUE(run({ .type = DType::Float16, .golden = { 1, 65530, 3 }, .actual = { 1, 65504, 3 } }).pass);
    EXPECT_TRUE(run({ .type = DType::Float16, .golden = { 1, 65500, 3 }, .actual = { 1, kInf, 3 } }).pass);
    EXPECT_FALSE(run({ .type = DType::Float16, .golden = { 1, 30000, 3 }, .actual = { 1, kInf, 3 } }).pass);
}

TEST(Comparison, GoldenIsRoundedToTheOutputType)
{
    // 1 + 2^-11 rounds to 1 in fp16: an exact kernel has no error left.
    const ComparisonReport report
        = run({ .type = DType::Float16, .golden = std::vector<double>(10, 1 + 0x1p-12), .actual = std::vector<double>(10, 1) });
    EXPECT_EQ(report.maxRelativeError, 0);
}

TEST(Comparison, IntegersAreExact)
{
    EXPECT_TRUE(run({ .type = DType::Int32, .golden = { 1, -5, 7 }, .actual = { 1, -5, 7 } }).pass);
    const ComparisonReport report = run({ .type = DType::Int32, .golden = { 1, -5, 7 }, .actual = { 1, -5, 8 } });
    EXPECT_FALSE(report.pass);
    EXPECT_EQ(report.failing, 1);
    EXPECT_EQ(report.worst.at(0).expected, 7);
    EXPECT_FALSE(run({ .type = DType::Bool, .golden = { 0, 1 }, .actual = { 0, 2 } }).pass);
    EXPECT_FALSE(run({ .type = DType::Int64, .golden = { 0x1p53 }, .actual = { 0x1p53 + 2 } }).pass);
}

struct Pattern {
    const char* name;
    std::function<void(std::vector<double>&)> damage;
    const char* says;
};
class MismatchPattern : public testing::TestWithParam<Pattern> { };

TEST_P(MismatchPattern, IsSaidInWords)
{
    std::vector<double> golden(32 * 100);
    Rng rng(7);
    for (double& value : golden)
        value = static_cast<double>(static_cast<float>(1 + rng.uniform()));
    std::vector<double> actual = golden;
    GetParam().damage(actual);
    const ComparisonReport report = run({ .golden = golden, .actual = actual, .shape = { 32, 100 } });
    EXPECT_FALSE(report.pass);
    EXPECT_NE(report.pattern.find(GetParam().says), std::string::npos) << report.pattern;
}

INSTANTIATE_TEST_SUITE_P(All, MismatchPattern,
    testing::Values(
        Pattern { "Tail", [](auto& y) { std::fill(y.end() - 13, y.end(), 0.0); }, "last 13 elements (tail), zero instead" },
        Pattern { "EveryEighth",
            [](auto& y) {
                for (std::size_t i = 3; i < y.size(); i += 8)
                    y[i] += 1;
            },
            "every 8th element from element 3" },
        Pattern { "OneRegion", [](auto& y) { std::fill(y.begin() + 512, y.begin() + 1024, 9.0); }, "elements 512 to 1023 (one region of 512)" },
        Pattern { "AllDoubled",
            [](auto& y) {
                for (double& value : y)
                    value *= 2;
            },
            "all elements, looks like 2x the expected value" },
        Pattern { "Negated",
            [](auto& y) {
                for (double& value : y)
                    value = -value;
            },
            "all elements, sign flipped" },
        Pattern { "Zeros", [](auto& y) { std::fill(y.begin(), y.end(), 0.0); }, "all elements, zero instead of the expected value" },
        Pattern { "RowTail",
            [](auto& y) {
                for (std::size_t row = 0; row < 32; ++row)
                    for (std::size_t column = 96; column < 100; ++column)
                        y[row * 100 + column] = 5;
            },
            "last 4 columns of every row" },
        Pattern { "OffByOneRow",
            [](auto& y) {
                std::rotate(y.begin(), y.begin() + 100, y.end());
            },
            "all elements, looks like the values of the next row (off by one row)" },
        Pattern { "ShiftedByOne",
            [](auto& y) {
                std::rotate(y.begin(), y.end() - 1, y.end());
            },
            "looks like the values 1 element before (off by one element)" },
        Pattern { "NanOnly", [](auto& y) { y[5] = y[700] = kNan; }, "NaN where a number is expected" },
        Pattern { "NanRows", [](auto& y) { std::fill(y.begin() + 300, y.begin() + 500, kNan); },
            "rows 3 to 4 (whole rows), NaN where a number is expected, over whole rows" },
        Pattern { "Infinite", [](auto& y) { y[5] = y[700] = kInf; }, "infinite where a number is expected" },
        Pattern { "RowBefore", [](auto& y) { std::rotate(y.begin(), y.end() - 100, y.end()); }, "the row before (off by one row)" },
        Pattern { "LastRows", [](auto& y) { std::fill(y.end() - 200, y.end(), 0.0); }, "last 2 rows (tail), rows 30 to 31, zero instead" },
        Pattern { "EveryOtherRow",
            [](auto& y) {
                for (std::size_t i = 0; i < y.size(); ++i)
                    y[i] += i / 100 % 2 == 1 ? 1 : 0;
            },
            "every 2nd row from row 1, looks like the expected value + 1" },
        Pattern { "FirstColumns",
            [](auto& y) {
                for (std::size_t row = 0; row < 32; ++row)
                    y[row * 100] = y[row * 100 + 1] = 7;
            },
            "columns 0 to 1 of every row" },
        Pattern { "PartOfEveryTile",
            [](auto& y) {
                for (std::size_t tile = 0; tile + 256 <= y.size(); tile += 256)
                    for (std::size_t i = tile + 248; i < tile + 256; ++i)
                        y[i] = 0;
            },
            "8 elements of every 256, elements 248 to 255 first (part of every tile?), zero instead" },
        Pattern { "NeverWritten", [](auto& y) { std::fill(y.begin() + 640, y.begin() + 650, kPoisonValue); }, "one region of 10), never written" },
        Pattern { "ConstantOffset",
            [](auto& y) {
                for (double& value : y)
                    value += 0.25;
            },
            "all elements, looks like the expected value + 0.25" },
        Pattern { "OneValue", [](auto& y) { std::fill(y.begin() + 100, y.begin() + 200, 3.5); }, "one value everywhere, 3.5" },
        Pattern { "FirstRowRepeated",
            [](auto& y) {
                for (std::size_t i = 100; i < y.size(); ++i)
                    y[i] = y[i % 100];
            },
            "looks like the first row, repeated" },
        Pattern { "FirstOfRowRepeated",
            [](auto& y) {
                for (std::size_t i = 0; i < y.size(); ++i)
                    y[i] = y[i / 100 * 100];
            },
            "looks like the first element of each row, repeated along it" },
        Pattern { "FirstTileRepeated",
            [](auto& y) {
                for (std::size_t i = 256; i < y.size(); ++i)
                    y[i] = y[i % 256];
            },
            "looks like the first 256 elements, repeated" },
        Pattern { "Transposed",
            [](auto& y) {
                const std::vector<double> was = y;
                for (std::size_t i = 0; i < y.size(); ++i)
                    y[i] = was[i % 32 * 100 + i / 32];
            },
            "looks like the transpose of the last two dimensions" },
        Pattern { "HalfPrecision",
            [](auto& y) {
                for (double& value : y)
                    value = static_cast<double>(halfToFloat(floatToHalf(static_cast<float>(value * 1.0003))));
            },
            "looks like precision of half" },
        Pattern { "BrainPrecision",
            [](auto& y) {
                for (double& value : y)
                    value = static_cast<double>(bfloat16ToFloat(floatToBfloat16(static_cast<float>(value))));
            },
            "looks like precision of bfloat16_t" },
        Pattern { "GrowingError",
            [](auto& y) {
                for (std::size_t i = 0; i < y.size(); ++i)
                    y[i] *= 1.002 + 0.0004 * static_cast<double>(i % 100);
            },
            "errors grow along the row" },
        Pattern { "Scattered", [](auto& y) { y[5] = y[700] = y[701] = y[2000] = 9; }, "4 scattered elements" }),
    [](const auto& entry) { return std::string(entry.param.name); });

TEST(MismatchPattern, SaturationOfIntegers)
{
    std::vector<double> golden(64);
    std::vector<double> actual(64);
    for (std::size_t i = 0; i < golden.size(); ++i) {
        golden[i] = static_cast<double>(i) * 8 - 256;
        actual[i] = std::clamp(golden[i], -128.0, 127.0);
    }
    EXPECT_NE(run({ .type = DType::Int32, .golden = golden, .actual = actual }).pattern.find("limited to -128 ... 127 (saturation)"), std::string::npos);
}

/// Two blocks of 500 elements; the second one's or both last parts are wrong.
TEST(MismatchPattern, NamesTheBlocksThatStoredTheWrongElements)
{
    const std::vector<BlockStores> stores { { 0, { { 0, 500 } } }, { 1, { { 500, 900 } } }, { 2, { { 900, 1000 } } } };
    const std::vector<double> golden = ramp(1000);
    const auto patternOf = [&](std::vector<std::pair<std::size_t, std::size_t>> wrong) {
        std::vector<double> actual = golden;
        for (const auto& [begin, end] : wrong)
            for (std::size_t i = begin; i < end; ++i)
                actual[i] = 40 + static_cast<double>(i * i % 7);
        return run({ .golden = golden, .actual = actual, .stores = stores }).pattern;
    };
    EXPECT_NE(patternOf({ { 500, 900 } }).find("all stored by block 1 of 3"), std::string::npos) << patternOf({ { 500, 900 } });
    EXPECT_NE(patternOf({ { 490, 500 }, { 890, 900 }, { 995, 1000 } }).find("at the end of each block's part"), std::string::npos);
    EXPECT_NE(patternOf({ { 490, 500 }, { 890, 900 } }).find("all stored by blocks 0 to 1 of 3, at the end of each one's part"), std::string::npos);
    EXPECT_EQ(patternOf({ { 0, 1000 } }).find("block"), std::string::npos);
}

TEST(ElementValues, VectorFormsEqualTheBitExactOnes)
{
    for (std::uint32_t bits = 0; bits < 0x10000U; ++bits) {
        const auto narrow = static_cast<std::uint16_t>(bits);
        double loaded = 0;
        loadAsDouble(std::as_bytes(std::span(&narrow, 1)), DType::Float16, 0, { &loaded, 1 });
        const auto exact = static_cast<double>(halfToFloat(narrow));
        ASSERT_TRUE(loaded == exact || (std::isnan(loaded) && std::isnan(exact))) << bits;
    }
    Rng rng(3);
    for (int i = 0; i < 400000; ++i) {
        // Every exponent, and the ties: low mantissa bits cleared or half a step.
        auto bits = static_cast<std::uint32_t>(rng.next());
        bits &= i % 3 == 0 ? 0xFFFFFFFFU : i % 3 == 1 ? 0xFFFFF000U : 0xFFFF8000U;
        const float value = std::bit_cast<float>(bits);
        double half = static_cast<double>(value);
        roundThrough(DType::Float16, { &half, 1 });
        const auto exactHalf = static_cast<double>(halfToFloat(floatToHalf(value)));
        ASSERT_TRUE(half == exactHalf || (std::isnan(half) && std::isnan(exactHalf))) << value;
        double brain = static_cast<double>(value);
        roundThrough(DType::BFloat16, { &brain, 1 });
        const auto exactBrain = static_cast<double>(bfloat16ToFloat(floatToBfloat16(value)));
        ASSERT_TRUE(brain == exactBrain || (std::isnan(brain) && std::isnan(exactBrain))) << value;
    }
}

TEST(Comparison, WorstListHoldsTheEightLargest)
{
    std::vector<double> actual = ramp(100);
    for (std::size_t i = 0; i < 20; ++i)
        actual[i] *= 1.1 + 0.01 * static_cast<double>(i);
    const ComparisonReport report = run({ .golden = ramp(100), .actual = actual });
    ASSERT_EQ(report.worst.size(), 8U);
    EXPECT_EQ(report.worst.front().index, 19);
    for (std::size_t i = 1; i < 8; ++i)
        EXPECT_GE(report.worst[i - 1].relativeError, report.worst[i].relativeError);
}

TEST(Comparison, WrongSizesAndMissingFilesAreErrors)
{
    GoldenFile golden;
    golden.outputDtype = DType::Float32;
    golden.golden = { "y", DType::Float64, { 4 }, "/nonexistent/golden" };
    golden.samePrecision = { "y", DType::Float32, { 4 }, "/nonexistent/same" };
    const std::string actual(16, '\0');
    EXPECT_FALSE(compare(std::as_bytes(std::span(actual)), golden, {}, kPoison));
    const TempDir folder = TempDir::create("hawk-comparison").value();
    golden.golden.path = folder.path() / "g";
    golden.samePrecision.path = folder.path() / "s";
    ASSERT_TRUE(writeFileAtomically(golden.golden.path, std::string(32, '\0')));
    ASSERT_TRUE(writeFileAtomically(golden.samePrecision.path, std::string(16, '\0')));
    EXPECT_TRUE(compare(std::as_bytes(std::span(actual)), golden, {}, kPoison));
    const Result<ComparisonReport> shorter
        = compare(std::as_bytes(std::span(actual).first(12)), golden, {}, kPoison);
    ASSERT_FALSE(shorter);
    EXPECT_NE(shorter.error().message.find("holds 12 bytes, expected 16"), std::string::npos);
}

TEST(Comparison, JsonHoldsNoNumberThatJsonCannot)
{
    const ComparisonReport report = run({ .golden = { 1, 2, 3 }, .actual = { 1, kInf, kNan } });
    const Json json = toJson(report);
    EXPECT_EQ(Json::parse(json.dump()), json);
    EXPECT_EQ(json["failing"], 2);
}

} // namespace
} // namespace hawk::reference
