#include "emulator/exec/span_ops.h"
#include "emulator/exec/span_variant.h"
#include "reference.h"

#include "base/rng.h"

#include <bit>
#include <cstring>
#include <gtest/gtest.h>
#include <limits>
#include <vector>

namespace hawk::emulator::exec {
namespace {

using reference::halfValue;
using reference::nearestHalf;
using reference::same;

constexpr std::size_t kAllHalves = 65536;

std::vector<std::uint16_t> allHalves()
{
    std::vector<std::uint16_t> values(kAllHalves);
    for (std::size_t i = 0; i < kAllHalves; ++i)
        values[i] = static_cast<std::uint16_t>(i);
    return values;
}

template <class T>
std::vector<T> apply(Fn fn, DType type, const std::vector<T>& a, const std::vector<T>& b = {}, std::uint64_t scalar = 0,
    std::vector<T> dst = {})
{
    dst.resize(a.size());
    const SpanFunction function = spanFunction(fn, type);
    EXPECT_NE(function, nullptr);
    if (function != nullptr)
        function(reinterpret_cast<std::byte*>(dst.data()), reinterpret_cast<const std::byte*>(a.data()),
            b.empty() ? nullptr : reinterpret_cast<const std::byte*>(b.data()), scalar, a.size());
    return dst;
}

TEST(HalfSpans, WideningIsExactForAllValues)
{
    const auto values = allHalves();
    std::vector<float> wide(values.size());
    widenHalf(wide.data(), values.data(), values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        ASSERT_TRUE(same(static_cast<double>(wide[i]), halfValue(values[i]))) << i;
}

TEST(HalfSpans, NarrowingRoundsToNearestEven)
{
    std::vector<float> values;
    for (std::uint32_t h = 0; h < 0x7C00; ++h) { // each half, the tie above it, and its neighbours
        const auto low = static_cast<float>(halfValue(static_cast<std::uint16_t>(h)));
        const float tie = static_cast<float>((halfValue(static_cast<std::uint16_t>(h)) + (h == 0x7BFF ? 65536.0 : halfValue(static_cast<std::uint16_t>(h + 1)))) / 2);
        for (const float v : { low, tie, std::nextafter(tie, 0.0F), std::nextafter(tie, 1e9F), -tie })
            values.push_back(v);
    }
    std::vector<std::uint16_t> narrow(values.size());
    narrowHalf(narrow.data(), values.data(), values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        ASSERT_TRUE(same(halfValue(narrow[i]), nearestHalf(static_cast<double>(values[i])))) << values[i];
}

TEST(HalfSpans, SquareRootIsCorrectlyRoundedForAllValues)
{
    const auto values = allHalves();
    const auto got = apply<std::uint16_t>(Fn::Sqrt, DType::Float16, values);
    for (std::size_t i = 0; i < values.size(); ++i)
        ASSERT_TRUE(same(halfValue(got[i]), nearestHalf(std::sqrt(halfValue(values[i]))))) << i;
}

TEST(HalfSpans, ExpAndLnAreRoundedForAllValues)
{
    const auto values = allHalves();
    const auto exp = apply<std::uint16_t>(Fn::Exp, DType::Float16, values);
    const auto ln = apply<std::uint16_t>(Fn::Ln, DType::Float16, values);
    int differ = 0; // rounding first to float and then to half may miss a tie
    for (std::size_t i = 0; i < values.size(); ++i) {
        differ += same(halfValue(exp[i]), nearestHalf(std::exp(halfValue(values[i])))) ? 0 : 1;
        differ += same(halfValue(ln[i]), nearestHalf(std::log(halfValue(values[i])))) ? 0 : 1;
    }
    EXPECT_LE(differ, 8);
}

struct BinaryCase {
    Fn fn;
    double (*exact)(double, double);
};

class HalfBinary : public testing::TestWithParam<BinaryCase> { };

TEST_P(HalfBinary, IsCorrectlyRounded)
{
    std::vector<std::uint16_t> a;
    std::vector<std::uint16_t> b;
    constexpr std::uint16_t kSpecial[] = { 0x0000, 0x8000, 0x0001, 0x83FF, 0x0400, 0x3C00, 0xBC00, 0x7BFF, 0xFBFF, 0x7C00,
        0xFC00, 0x7E00, 0x3555, 0x5640 };
    for (const std::uint16_t x : kSpecial) {
        for (const std::uint16_t y : kSpecial) {
            a.push_back(x);
            b.push_back(y);
        }
    }
    Rng rng(7);
    for (int i = 0; i < 100000; ++i) {
        a.push_back(static_cast<std::uint16_t>(rng.next()));
        b.push_back(static_cast<std::uint16_t>(rng.next()));
    }
    const auto got = apply<std::uint16_t>(GetParam().fn, DType::Float16, a, b);
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double expected = nearestHalf(GetParam().exact(halfValue(a[i]), halfValue(b[i])));
        ASSERT_TRUE(same(halfValue(got[i]), expected)) << a[i] << " and " << b[i] << " gave " << halfValue(got[i]);
    }
}

INSTANTIATE_TEST_SUITE_P(All, HalfBinary,
    testing::Values(BinaryCase { Fn::Add, [](double x, double y) { return x + y; } },
        BinaryCase { Fn::Sub, [](double x, double y) { return x - y; } },
        BinaryCase { Fn::Mul, [](double x, double y) { return x * y; } },
        BinaryCase { Fn::Div, [](double x, double y) { return x / y; } }));

constexpr float kInf = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

TEST(FloatSpans, ExpAtTheEdges)
{
    const std::vector<float> x { 0.0F, -0.0F, kInf, -kInf, kNan, 88.72284F, 88.8F, -87.4F, -103.9F, -104.0F, 1e-40F, 1e30F, -1e30F };
    const auto got = apply<float>(Fn::Exp, DType::Float32, x);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const auto expected = static_cast<float>(std::exp(static_cast<double>(x[i])));
        EXPECT_TRUE(same(static_cast<double>(got[i]), static_cast<double>(expected))) << x[i] << " gave " << got[i];
    }
}

TEST(FloatSpans, LnAtTheEdges)
{
    const std::vector<float> x { 1.0F, 0.0F, -0.0F, kInf, -kInf, kNan, -1.0F, 1e-45F, 1.1754942e-38F, 3.4028235e38F, 0.99999994F, 1.0000001F };
    const auto got = apply<float>(Fn::Ln, DType::Float32, x);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const auto expected = static_cast<float>(std::log(static_cast<double>(x[i])));
        EXPECT_TRUE(same(static_cast<double>(got[i]), static_cast<double>(expected))) << x[i] << " gave " << got[i];
    }
}

TEST(FloatSpans, ExpAndLnAreCorrectlyRoundedOnASample)
{
    std::vector<float> x;
    Rng rng(3);
    for (int i = 0; i < 400000; ++i)
        x.push_back(static_cast<float>(rng.uniform() * 190.0 - 100.0));
    const auto exp = apply<float>(Fn::Exp, DType::Float32, x);
    for (float& v : x)
        v = std::fabs(v) * 1e3F;
    const auto ln = apply<float>(Fn::Ln, DType::Float32, x);
    int differ = 0;
    Rng again(3);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const auto argument = static_cast<float>(again.uniform() * 190.0 - 100.0);
        differ += exp[i] == static_cast<float>(std::exp(static_cast<double>(argument))) ? 0 : 1;
        differ += ln[i] == static_cast<float>(std::log(static_cast<double>(x[i]))) ? 0 : 1;
    }
    EXPECT_LE(differ, 4);
}

TEST(FloatSpans, ExtremesAndReluPassNanOn)
{
    const std::vector<float> a { kNan, 1.0F, kNan, -2.0F, -0.0F };
    const std::vector<float> b { 1.0F, kNan, kNan, -3.0F, 0.0F };
    const auto max = apply<float>(Fn::Max, DType::Float32, a, b);
    const auto relu = apply<float>(Fn::Relu, DType::Float32, a);
    EXPECT_TRUE(std::isnan(max[0]));
    EXPECT_TRUE(std::isnan(max[1]));
    EXPECT_TRUE(std::isnan(max[2]));
    EXPECT_EQ(max[3], -2.0F);
    EXPECT_TRUE(std::isnan(relu[0]));
    EXPECT_EQ(relu[3], 0.0F);
}

TEST(FloatSpans, ApproximationsHaveTheDocumentedPrecision)
{
    std::vector<float> x;
    Rng rng(5);
    for (int i = 0; i < 20000; ++i)
        x.push_back(static_cast<float>(rng.uniform() * 100.0 + 1e-3));
    const auto got = apply<float>(Fn::Rsqrt, DType::Float32, x);
    double worst = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double exact = 1.0 / std::sqrt(static_cast<double>(x[i]));
        worst = std::max(worst, std::fabs(static_cast<double>(got[i]) - exact) / exact);
    }
    EXPECT_GT(worst, 1e-4); // Rsqrt.md: worse than one in ten thousand
    EXPECT_LT(worst, 2e-4);
}

TEST(FloatSpans, DenormalsAreKept)
{
    const std::vector<float> a { 1e-40F, -1e-45F };
    const std::vector<float> b { 2e-40F, 0.0F };
    const auto sum = apply<float>(Fn::Add, DType::Float32, a, b);
    EXPECT_EQ(sum[0], 1e-40F + 2e-40F);
    EXPECT_EQ(sum[1], -1e-45F);
    EXPECT_NE(sum[0], 0.0F);
}

TEST(IntegerSpans, ArithmeticWraps)
{
    const std::vector<std::int16_t> a { 32767, -32768, 300 };
    const std::vector<std::int16_t> b { 1, -1, 300 };
    EXPECT_EQ(apply<std::int16_t>(Fn::Add, DType::Int16, a, b), (std::vector<std::int16_t> { -32768, 32767, 600 }));
    EXPECT_EQ(apply<std::int16_t>(Fn::Mul, DType::Int16, a, b), (std::vector<std::int16_t> { 32767, -32768, 24464 }));
    const std::vector<std::int32_t> big { 2147483647, 65536 };
    const std::vector<std::int32_t> one { 1, 65536 };
    EXPECT_EQ(apply<std::int32_t>(Fn::Add, DType::Int32, big, one), (std::vector<std::int32_t> { -2147483647 - 1, 131072 }));
    EXPECT_EQ(apply<std::int32_t>(Fn::Mul, DType::Int32, big, one), (std::vector<std::int32_t> { 2147483647, 0 }));
}

TEST(IntegerSpans, ShiftsFollowTheSign)
{
    const std::vector<std::int16_t> a { static_cast<std::int16_t>(0xAAAA), 5 };
    EXPECT_EQ(apply<std::int16_t>(Fn::ShiftRight, DType::Int16, a, {}, 3)[0], static_cast<std::int16_t>(0xF555));
    EXPECT_EQ(apply<std::int16_t>(Fn::ShiftRight, DType::Int16, a, {}, 16)[0], -1);
    EXPECT_EQ(apply<std::int16_t>(Fn::ShiftRightRound, DType::Int16, a, {}, 1)[1], 3);
    EXPECT_EQ(apply<std::int16_t>(Fn::ShiftLeft, DType::Int16, a, {}, 16)[1], 0);
    const std::vector<std::uint16_t> u { 0xAAAA };
    EXPECT_EQ(apply<std::uint16_t>(Fn::ShiftRight, DType::UInt16, u, {}, 1)[0], 0x5555);
}

TEST(MixedSpans, HalfSourcesAccumulateIntoFloat)
{
    const std::vector<std::uint16_t> a { floatToHalf(2.0F), floatToHalf(300.0F) };
    std::vector<float> d { 1.0F, 0.5F };
    mixedFunction(Fn::MulAddDst)(reinterpret_cast<std::byte*>(d.data()), reinterpret_cast<const std::byte*>(a.data()),
        reinterpret_cast<const std::byte*>(a.data()), 0, 2);
    EXPECT_EQ(d, (std::vector<float> { 5.0F, 90000.5F })); // beyond half's range: the product is not rounded to half
}

TEST(Variants, GiveTheSameBits)
{
    if (std::string_view(spanVariant()) == "baseline")
        GTEST_SKIP() << "this CPU has only one variant";
    std::vector<std::uint32_t> raw(8192);
    Rng rng(11);
    for (std::uint32_t& v : raw)
        v = static_cast<std::uint32_t>(rng.next());
    const SpanTable base = baselineTable();
    for (const DType type : { DType::Float32, DType::Float16, DType::Int32, DType::Int16 }) {
        for (int f = 0; f < static_cast<int>(Fn::Count); ++f) {
            const SpanFunction slow = base.span(static_cast<Fn>(f), type);
            const SpanFunction fast = spanFunction(static_cast<Fn>(f), type);
            ASSERT_EQ(slow == nullptr, fast == nullptr);
            if (slow == nullptr)
                continue;
            std::vector<std::uint32_t> a(raw.rbegin(), raw.rend());
            std::vector<std::uint32_t> b = a;
            const auto* x = reinterpret_cast<const std::byte*>(raw.data());
            const auto* y = reinterpret_cast<const std::byte*>(raw.data() + 3);
            const std::size_t n = (raw.size() - 8) * 4 / sizeOf(type);
            slow(reinterpret_cast<std::byte*>(a.data()), x, y, 0x3C013C01, n);
            fast(reinterpret_cast<std::byte*>(b.data()), x, y, 0x3C013C01, n);
            int differ = 0; // NaN payloads may differ, their being NaN may not
            for (std::size_t i = 0; i < n; ++i) {
                if (type == DType::Float32) {
                    const auto p = std::bit_cast<float>(a[i]);
                    const auto q = std::bit_cast<float>(b[i]);
                    differ += same(static_cast<double>(p), static_cast<double>(q)) ? 0 : 1;
                } else if (type == DType::Float16) {
                    std::uint16_t p = 0;
                    std::uint16_t q = 0;
                    std::memcpy(&p, reinterpret_cast<std::byte*>(a.data()) + 2 * i, 2);
                    std::memcpy(&q, reinterpret_cast<std::byte*>(b.data()) + 2 * i, 2);
                    differ += same(halfValue(p), halfValue(q)) ? 0 : 1;
                }
            }
            if (type == DType::Int32 || type == DType::Int16) {
                EXPECT_EQ(a, b) << f;
            }
            EXPECT_EQ(differ, 0) << "function " << f << " of " << name(type);
        }
    }
}

} // namespace
} // namespace hawk::emulator::exec
