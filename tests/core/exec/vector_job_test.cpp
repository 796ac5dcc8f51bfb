#include "emulator/exec/vector_job.h"

#include "base/rng.h"

#include <cstring>
#include <gtest/gtest.h>
#include <vector>

namespace hawk::emulator::exec {
namespace {

constexpr std::size_t kMemory = 64 * 1024;

struct Memory {
    std::vector<float> words = std::vector<float>(kMemory / 4);
    std::byte* at(std::size_t byte) { return reinterpret_cast<std::byte*>(words.data()) + byte; }
    float value(std::int64_t byte) const { return words[static_cast<std::size_t>(byte) / 4]; }
};

/// Random strides and masks against a lane-by-lane model written from the address rule of the reference:
/// start + repeat * repeatStride * 32 B + block * blockStride * 32 B + lane in block.
TEST(RunElementwise, MatchesTheAddressRuleForRandomStridesAndMasks)
{
    Rng rng(23);
    for (int round = 0; round < 300; ++round) {
        Memory memory;
        for (std::size_t i = 0; i < memory.words.size(); ++i)
            memory.words[i] = static_cast<float>(rng.below(1000));
        Memory expected = memory;
        constexpr std::uint32_t kLanes = 64;
        const auto repeats = static_cast<std::uint32_t>(1 + rng.below(5));
        std::array<std::int64_t, 3> block {};
        std::array<std::int64_t, 3> repeat {};
        for (std::size_t i = 0; i < 3; ++i) {
            block[i] = static_cast<std::int64_t>(1 + rng.below(3)) * 32;
            repeat[i] = static_cast<std::int64_t>(rng.below(30)) * 32;
        }
        repeat[0] = block[0] * 8; // results of different repeats do not overlap
        Lanes lanes = leadingLanes(kLanes, kLanes, repeats);
        if (round % 3 == 0)
            lanes.mask[0] = rng.next();
        else
            lanes = leadingLanes(static_cast<std::uint32_t>(rng.below(kLanes + 1)), kLanes, repeats);
        const std::array<std::int64_t, 3> start { 0, 20480, 40960 };
        for (std::uint32_t r = 0; r < repeats; ++r) {
            for (std::uint32_t lane = 0; lane < kLanes; ++lane) {
                if (((lanes.mask[0] >> lane) & 1U) == 0)
                    continue;
                const auto where = [&](std::size_t i) {
                    return start[i] + r * repeat[i] + static_cast<std::int64_t>(lane / 8) * block[i] + (lane % 8) * 4;
                };
                expected.words[static_cast<std::size_t>(where(0)) / 4] = expected.value(where(1)) + expected.value(where(2));
            }
        }
        std::array<Side, 3> sides {};
        for (std::size_t i = 0; i < 3; ++i)
            sides[i] = { memory.at(static_cast<std::size_t>(start[i])), 4, block[i], repeat[i] };
        runElementwise(spanFunction(Fn::Add, DType::Float32), lanes, sides[0], sides[1], sides[2], 0);
        ASSERT_EQ(memory.words, expected.words) << "round " << round;
    }
}

TEST(RunElementwise, TailOfACountTouchesNothingBehindIt)
{
    Memory memory;
    std::fill(memory.words.begin(), memory.words.end(), 1.0F);
    const Side side { memory.at(0), 4 };
    const Side far { memory.at(4096), 4 };
    runElementwise(spanFunction(Fn::Add, DType::Float32), firstLanes(67, 64), side, far, far, 0);
    EXPECT_EQ(memory.words[66], 2.0F);
    EXPECT_EQ(memory.words[67], 1.0F);
}

TEST(RunElementwise, ZeroRepeatStrideAccumulates)
{
    Memory memory;
    std::fill(memory.words.begin(), memory.words.end(), 1.0F);
    const Side accumulator { memory.at(0), 4, 32, 0 };
    const Side source { memory.at(4096), 4, 32, 256 };
    runElementwise(spanFunction(Fn::Add, DType::Float32), leadingLanes(64, 64, 4), accumulator, source, accumulator, 0);
    EXPECT_EQ(memory.words[0], 5.0F);
    EXPECT_EQ(memory.words[63], 5.0F);
}

TEST(RunCast, RepeatsOfDifferentWidths)
{
    Memory memory;
    std::vector<std::uint16_t> half(128);
    for (std::size_t i = 0; i < half.size(); ++i)
        half[i] = static_cast<std::uint16_t>(0x3C00 + i); // 1 + i/1024
    const Side dst { memory.at(0), 4, 32, 256 };
    const Side src { reinterpret_cast<std::byte*>(half.data()), 2, 32, 128 };
    runCast(castFunction(DType::Float32, DType::Float16), leadingLanes(64, 64, 2), dst, src, Rounding::None, 1.0F);
    EXPECT_EQ(memory.words[0], 1.0F);
    EXPECT_EQ(memory.words[127], 1.0F + 127.0F / 1024.0F);
}

TEST(RunCompare, PacksBitsFromTheLowEnd)
{
    std::vector<float> a(64, 0.0F);
    a[0] = a[3] = a[63] = 5.0F;
    const std::vector<float> b(64, 1.0F);
    std::array<std::byte, 8> bits {};
    const Side left { reinterpret_cast<std::byte*>(a.data()), 4 };
    const Side right { reinterpret_cast<std::byte*>(const_cast<float*>(b.data())), 4 };
    runCompare(compareFunction(DType::Float32), leadingLanes(64, 64, 1), bits.data(), left, right, nullptr, 1);
    EXPECT_EQ(std::to_integer<int>(bits[0]), 0b1001);
    EXPECT_EQ(std::to_integer<int>(bits[7]), 0x80);
}

struct SelectCase {
    SelectMode mode;
    std::size_t bitOfSecondRepeat; ///< which mask bit lane 0 of the second repeat looks at
};
class RunSelect : public testing::TestWithParam<SelectCase> { };

TEST_P(RunSelect, ConsumesTheMaskAsTheModeSays)
{
    std::vector<float> first(128, 1.0F);
    std::vector<float> second(128, 2.0F);
    std::vector<float> dst(128, 0.0F);
    std::array<std::byte, 16> mask {};
    mask[GetParam().bitOfSecondRepeat / 8] |= static_cast<std::byte>(1U << (GetParam().bitOfSecondRepeat % 8));
    const auto side = [](std::vector<float>& v) { return Side { reinterpret_cast<std::byte*>(v.data()), 4 }; };
    const float scalar = 9.0F;
    std::uint64_t bits = 0;
    std::memcpy(&bits, &scalar, sizeof scalar);
    const bool withScalar = GetParam().mode == SelectMode::TensorScalar;
    runSelect(leadingLanes(64, 64, 2), GetParam().mode, side(dst), mask.data(), side(first),
        withScalar ? Side {} : side(second), bits);
    EXPECT_EQ(dst[64], 1.0F);
    EXPECT_EQ(dst[65], withScalar ? 9.0F : 2.0F);
    EXPECT_EQ(dst[0], GetParam().mode == SelectMode::SameMaskEveryRepeat ? 1.0F : (withScalar ? 9.0F : 2.0F));
}

INSTANTIATE_TEST_SUITE_P(Modes, RunSelect,
    testing::Values(SelectCase { SelectMode::SameMaskEveryRepeat, 0 }, SelectCase { SelectMode::TensorScalar, 64 },
        SelectCase { SelectMode::TensorTensor, 64 }));

TEST(RunBroadcastBlocks, FillsOneBlockPerElement)
{
    std::vector<float> src { 1, 2, 3, 4, 5, 6, 7, 8 };
    std::vector<float> dst(128, 0.0F);
    const Side side { reinterpret_cast<std::byte*>(dst.data()), 4, 64, 256 };
    runBroadcastBlocks(leadingLanes(64, 64, 1), side, reinterpret_cast<const std::byte*>(src.data()));
    EXPECT_EQ(dst[0], 1.0F);
    EXPECT_EQ(dst[7], 1.0F);
    EXPECT_EQ(dst[8], 0.0F); // block stride 2
    EXPECT_EQ(dst[16], 2.0F);
    EXPECT_EQ(dst[119], 8.0F);
}

} // namespace
} // namespace hawk::emulator::exec
