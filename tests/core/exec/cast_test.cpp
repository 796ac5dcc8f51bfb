#include "emulator/exec/span_ops.h"
#include "reference.h"

#include "base/rng.h"

#include <bit>
#include <gtest/gtest.h>
#include <limits>
#include <vector>

namespace hawk::emulator::exec {
namespace {

using reference::halfValue;
using reference::same;

constexpr float kInf = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

template <class D, class S>
std::vector<D> cast(DType dst, DType src, const std::vector<S>& values, Rounding mode, float scale = 1.0F)
{
    std::vector<D> out(values.size());
    const CastFunction function = castFunction(dst, src);
    EXPECT_NE(function, nullptr);
    if (function != nullptr)
        function(reinterpret_cast<std::byte*>(out.data()), reinterpret_cast<const std::byte*>(values.data()), mode, scale,
            values.size());
    return out;
}

double roundScaled(double v, Rounding mode)
{
    switch (mode) {
    case Rounding::Floor:
        return std::floor(v);
    case Rounding::Ceil:
        return std::ceil(v);
    case Rounding::Round:
        return std::round(v);
    case Rounding::Trunc:
        return std::trunc(v);
    case Rounding::Odd: {
        const double down = std::floor(v);
        if (down == v)
            return v;
        return std::fmod(std::fabs(down), 2.0) == 1.0 ? down : down + 1;
    }
    default:
        return std::nearbyint(v);
    }
}

class FloatNarrowing : public testing::TestWithParam<Rounding> { };

std::vector<float> narrowingSample()
{
    std::vector<float> values { 0.0F, -0.0F, 1e-40F, -1e-45F, 1.0F, 65504.0F, 0.1F, -0.1F, 5.9604645e-8F, 2.9802322e-8F, 3e-8F };
    Rng rng(17);
    for (int i = 0; i < 60000; ++i) {
        const auto bits = static_cast<std::uint32_t>(rng.next());
        const auto v = std::bit_cast<float>(bits);
        if (std::isfinite(v) && std::fabs(v) < 65000.0F)
            values.push_back(v);
        values.push_back(static_cast<float>(rng.uniform() * 200.0 - 100.0));
    }
    return values;
}

TEST_P(FloatNarrowing, ToHalfFollowsTheMode)
{
    const auto values = narrowingSample();
    const auto got = cast<std::uint16_t>(DType::Float16, DType::Float32, values, GetParam());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double expected = reference::toFormat(static_cast<double>(values[i]), 10, -14, 15,
            [](double x) { return roundScaled(x, GetParam()); });
        ASSERT_TRUE(same(halfValue(got[i]), expected)) << values[i] << " gave " << halfValue(got[i]) << ", not " << expected;
    }
}

TEST_P(FloatNarrowing, ToBfloat16FollowsTheMode)
{
    if (GetParam() == Rounding::Odd)
        GTEST_SKIP() << "CAST_ODD exists for float to half only";
    const auto values = narrowingSample();
    const auto got = cast<std::uint16_t>(DType::BFloat16, DType::Float32, values, GetParam());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double expected = reference::toFormat(static_cast<double>(values[i]), 7, -126, 127,
            [](double x) { return roundScaled(x, GetParam()); });
        const auto value = static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(got[i]) << 16U));
        ASSERT_TRUE(same(value, expected)) << values[i] << " gave " << value << ", not " << expected;
    }
}

TEST_P(FloatNarrowing, ToIntegersFollowsTheModeAndSaturates)
{
    const std::vector<float> values { 0.5F, -0.5F, 1.5F, 2.5F, -2.5F, 0.49999997F, 2147483520.0F, 3e9F, -3e9F, kInf, -kInf, kNan, 40000.0F, -40000.7F };
    const auto got = cast<std::int32_t>(DType::Int32, DType::Float32, values, GetParam());
    const auto small = cast<std::int16_t>(DType::Int16, DType::Float32, values, GetParam());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double rounded = std::isnan(values[i]) ? 0 : roundScaled(static_cast<double>(values[i]), GetParam());
        EXPECT_EQ(got[i], static_cast<std::int32_t>(std::clamp(rounded, -2147483648.0, 2147483647.0))) << values[i];
        EXPECT_EQ(small[i], static_cast<std::int16_t>(std::clamp(rounded, -32768.0, 32767.0))) << values[i];
    }
}

INSTANTIATE_TEST_SUITE_P(Modes, FloatNarrowing,
    testing::Values(Rounding::Rint, Rounding::Floor, Rounding::Ceil, Rounding::Round, Rounding::Trunc, Rounding::Odd));

TEST(Cast, OverflowToHalfGoesWhereTheModePoints)
{
    const std::vector<float> values { 70000.0F, -70000.0F, kInf, kNan };
    const auto rint = cast<std::uint16_t>(DType::Float16, DType::Float32, values, Rounding::Rint);
    EXPECT_EQ(rint[0], 0x7C00);
    EXPECT_EQ(rint[1], 0xFC00);
    EXPECT_EQ(rint[2], 0x7C00);
    EXPECT_TRUE(std::isnan(halfValue(rint[3])));
    EXPECT_EQ(cast<std::uint16_t>(DType::Float16, DType::Float32, values, Rounding::Trunc)[0], 0x7BFF);
    EXPECT_EQ(cast<std::uint16_t>(DType::Float16, DType::Float32, values, Rounding::Floor)[1], 0xFC00);
}

TEST(Cast, HalfToBytesSaturates)
{
    const std::vector<std::uint16_t> values { floatToHalf(200.0F), floatToHalf(-200.0F), floatToHalf(2.5F), floatToHalf(-0.5F), 0x7E00 };
    EXPECT_EQ(cast<std::int8_t>(DType::Int8, DType::Float16, values, Rounding::None), (std::vector<std::int8_t> { 127, -128, 2, 0, 0 }));
    EXPECT_EQ(cast<std::uint8_t>(DType::UInt8, DType::Float16, values, Rounding::Ceil), (std::vector<std::uint8_t> { 200, 0, 3, 0, 0 }));
}

TEST(Cast, IntegerToFloatRoundsLargeValuesByMode)
{
    const std::vector<std::int32_t> values { 16777217, -16777217, 2147483647, -2147483647 - 1, 33554433 };
    EXPECT_EQ(cast<float>(DType::Float32, DType::Int32, values, Rounding::Rint), (std::vector<float> { 16777216.0F, -16777216.0F, 2147483648.0F, -2147483648.0F, 33554432.0F }));
    EXPECT_EQ(cast<float>(DType::Float32, DType::Int32, values, Rounding::Ceil), (std::vector<float> { 16777218.0F, -16777216.0F, 2147483648.0F, -2147483648.0F, 33554436.0F }));
    EXPECT_EQ(cast<float>(DType::Float32, DType::Int32, values, Rounding::Floor), (std::vector<float> { 16777216.0F, -16777218.0F, 2147483520.0F, -2147483648.0F, 33554432.0F }));
}

TEST(Cast, IntegersSaturateWhenNarrowed)
{
    const std::vector<std::int32_t> values { 40000, -40000, 12 };
    EXPECT_EQ(cast<std::int16_t>(DType::Int16, DType::Int32, values, Rounding::None), (std::vector<std::int16_t> { 32767, -32768, 12 }));
    const std::vector<std::int64_t> wide { std::int64_t { 1 } << 40, -(std::int64_t { 1 } << 40), -7 };
    EXPECT_EQ(cast<std::int32_t>(DType::Int32, DType::Int64, wide, Rounding::None), (std::vector<std::int32_t> { 2147483647, -2147483647 - 1, -7 }));
}

TEST(Cast, Int32ToHalfUsesTheScale)
{
    const std::vector<std::int32_t> values { 3, -1000 };
    const auto got = cast<std::uint16_t>(DType::Float16, DType::Int32, values, Rounding::Floor, 0.5F);
    EXPECT_EQ(halfValue(got[0]), 1.5);
    EXPECT_EQ(halfValue(got[1]), -500.0);
}

TEST(Cast, PairsOutsideTheReferenceDoNotExist)
{
    EXPECT_EQ(castFunction(DType::BFloat16, DType::Float16), nullptr);
    EXPECT_EQ(castFunction(DType::Int8, DType::Float32), nullptr);
    EXPECT_EQ(castFunction(DType::Int32, DType::Int8), nullptr);
}

TEST(Compare, ModesOnNanAndZero)
{
    const std::vector<float> a { 1.0F, kNan, 0.0F, 2.0F };
    const std::vector<float> b { 2.0F, kNan, -0.0F, 1.0F };
    const std::vector<std::vector<int>> expected { { 1, 0, 0, 0 }, { 0, 0, 0, 1 }, { 0, 0, 1, 0 }, { 1, 0, 1, 0 }, { 0, 0, 1, 1 }, { 1, 1, 0, 1 } };
    for (int mode = 0; mode < 6; ++mode) { // LT, GT, EQ, LE, GE, NE
        std::vector<std::uint8_t> got(4);
        compareFunction(DType::Float32)(got.data(), reinterpret_cast<const std::byte*>(a.data()),
            reinterpret_cast<const std::byte*>(b.data()), nullptr, mode, 4);
        EXPECT_EQ(std::vector<int>(got.begin(), got.end()), expected[static_cast<std::size_t>(mode)]) << mode;
    }
}

} // namespace
} // namespace hawk::emulator::exec
