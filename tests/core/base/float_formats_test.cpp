#include "base/float_formats.h"

#include <bit>
#include <cmath>
#include <gtest/gtest.h>

namespace hawk {
namespace {

TEST(Half, EveryValueSurvivesTheRoundTrip)
{
    for (std::uint32_t h = 0; h <= 0xFFFF; ++h) {
        const float value = halfToFloat(static_cast<std::uint16_t>(h));
        if (std::isnan(value))
            EXPECT_TRUE(std::isnan(halfToFloat(floatToHalf(value))));
        else
            ASSERT_EQ(floatToHalf(value), h);
    }
}

// An independent rounding: the nearest of the two neighbours, ties to the even code.
TEST(Half, RoundsToNearestEvenBetweenAllNeighbours)
{
    for (std::uint16_t h = 0; h < 0x7BFF; ++h) {
        const float low = halfToFloat(h);
        const float high = halfToFloat(static_cast<std::uint16_t>(h + 1));
        const float middle = low + (high - low) / 2;
        const std::uint16_t even = (h & 1U) != 0 ? static_cast<std::uint16_t>(h + 1) : h;
        ASSERT_EQ(floatToHalf(middle), even) << h;
        ASSERT_EQ(floatToHalf(std::nextafter(middle, 0.0F)), h);
        ASSERT_EQ(floatToHalf(std::nextafter(middle, 1e9F)), h + 1);
    }
}

TEST(Half, OverflowsAndUnderflowsAsIeeeDoes)
{
    EXPECT_EQ(floatToHalf(65519.99F), 0x7BFF);
    EXPECT_EQ(floatToHalf(65520.0F), 0x7C00);
    EXPECT_EQ(floatToHalf(-1e30F), 0xFC00);
    EXPECT_EQ(floatToHalf(0x1.0p-25F), 0x0000);
    EXPECT_EQ(floatToHalf(0x1.000002p-25F), 0x0001);
    EXPECT_EQ(floatToHalf(-0.0F), 0x8000);
}

TEST(Bfloat16, RoundsToNearestEvenAndKeepsNan)
{
    EXPECT_EQ(floatToBfloat16(1.0F), 0x3F80);
    EXPECT_EQ(floatToBfloat16(std::bit_cast<float>(0x3F808000U)), 0x3F80); // tie to even
    EXPECT_EQ(floatToBfloat16(std::bit_cast<float>(0x3F818000U)), 0x3F82);
    EXPECT_TRUE(std::isnan(bfloat16ToFloat(floatToBfloat16(std::nanf("")))));
    EXPECT_EQ(floatToBfloat16(3.4e38F), 0x7F80);
}

} // namespace
} // namespace hawk
