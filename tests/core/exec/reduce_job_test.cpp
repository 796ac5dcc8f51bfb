#include "emulator/exec/reduce_job.h"

#include "base/float_formats.h"
#include "base/rng.h"

#include <cmath>
#include <cstring>
#include <gtest/gtest.h>
#include <limits>
#include <numeric>
#include <vector>

namespace hawk::emulator::exec {
namespace {

Side side(std::vector<float>& v) { return { reinterpret_cast<std::byte*>(v.data()), 4 }; }
Side side(std::vector<std::uint16_t>& v) { return { reinterpret_cast<std::byte*>(v.data()), 2 }; }
std::byte* bytes(std::vector<float>& v) { return reinterpret_cast<std::byte*>(v.data()); }

/// The tree of the reference, written recursively: neighbours first.
float tree(std::vector<float> v)
{
    if (v.size() == 1)
        return v[0];
    std::vector<float> next;
    for (std::size_t i = 0; i < v.size(); i += 2)
        next.push_back(v[i] + v[i + 1]);
    return tree(std::move(next));
}

/// One large number in front of small ones: added one after the other the small ones vanish, in a tree they do not.
std::vector<float> awkward(std::size_t n)
{
    std::vector<float> v(n);
    Rng rng(31);
    for (float& x : v)
        x = static_cast<float>(rng.uniform());
    v[0] = 33554432.0F;
    return v;
}

TEST(ReduceRepeats, SumIsATreeOfNeighbours)
{
    auto src = awkward(128);
    std::vector<float> dst(8, -1.0F);
    reduceRepeats(Reduction::Sum, DType::Float32, leadingLanes(64, 64, 2), bytes(dst), 4, side(src), ResultOrder::OnlyValue);
    EXPECT_EQ(dst[0], tree({ src.begin(), src.begin() + 64 }));
    EXPECT_EQ(dst[1], tree({ src.begin() + 64, src.end() }));
    EXPECT_NE(dst[0], std::accumulate(src.begin(), src.begin() + 64, 0.0F)) << "the sample must tell orders apart";
}

TEST(ReduceRepeats, MaskedLanesDoNotCount)
{
    std::vector<float> src(64, 100.0F);
    src[0] = 1;
    src[1] = 2;
    std::vector<float> dst(4, -1.0F);
    reduceRepeats(Reduction::Sum, DType::Float32, leadingLanes(2, 64, 1), bytes(dst), 4, side(src), ResultOrder::OnlyValue);
    reduceRepeats(Reduction::Max, DType::Float32, leadingLanes(2, 64, 1), bytes(dst) + 8, 8, side(src), ResultOrder::OnlyValue);
    EXPECT_EQ(dst[0], 3.0F);
    EXPECT_EQ(dst[2], 2.0F);
}

TEST(ReduceRepeats, IndexIsRawBitsOfTheFirstExtreme)
{
    std::vector<float> src(64, 0.0F);
    src[5] = src[9] = 7.0F;
    std::vector<float> dst(4, -1.0F);
    const auto indexAt = [&](std::size_t i) {
        std::uint32_t v = 0;
        std::memcpy(&v, &dst[i], 4);
        return v;
    };
    reduceRepeats(Reduction::Max, DType::Float32, leadingLanes(64, 64, 1), bytes(dst), 8, side(src), ResultOrder::ValueIndex);
    EXPECT_EQ(dst[0], 7.0F);
    EXPECT_EQ(indexAt(1), 5U);
    reduceRepeats(Reduction::Max, DType::Float32, leadingLanes(64, 64, 1), bytes(dst), 8, side(src), ResultOrder::IndexValue);
    EXPECT_EQ(indexAt(0), 5U);
    EXPECT_EQ(dst[1], 7.0F);
    reduceRepeats(Reduction::Max, DType::Float32, leadingLanes(64, 64, 1), bytes(dst), 4, side(src), ResultOrder::OnlyIndex);
    EXPECT_EQ(indexAt(0), 5U);
}

TEST(ReduceRepeats, HalfSumsRoundAtEveryNode)
{
    std::vector<std::uint16_t> src(128, floatToHalf(1.0F));
    src[0] = floatToHalf(2048.0F); // 2048 + 1 is not a half: the one is lost at the first node
    src[1] = floatToHalf(1.0F);
    std::uint16_t dst = 0;
    reduceRepeats(Reduction::Sum, DType::Float16, leadingLanes(2, 128, 1), reinterpret_cast<std::byte*>(&dst), 2, side(src), ResultOrder::OnlyValue);
    EXPECT_EQ(halfToFloat(dst), 2048.0F);
}

TEST(ReduceBlocks, BlocksWithoutLanesKeepTheirResult)
{
    std::vector<float> src(64, 1.0F);
    std::vector<float> dst(8, -5.0F);
    reduceBlocks(Reduction::Sum, DType::Float32, leadingLanes(12, 64, 1), bytes(dst), 32, side(src));
    EXPECT_EQ(dst, (std::vector<float> { 8, 4, -5, -5, -5, -5, -5, -5 }));
}

TEST(SumPairs, AddsNeighbours)
{
    std::vector<float> src(64);
    for (std::size_t i = 0; i < 64; ++i)
        src[i] = static_cast<float>(i);
    std::vector<float> dst(32, -1.0F);
    sumPairs(DType::Float32, leadingLanes(4, 64, 1), bytes(dst), 128, side(src));
    EXPECT_EQ(dst[0], 1.0F);
    EXPECT_EQ(dst[1], 5.0F);
    EXPECT_EQ(dst[2], -1.0F);
}

TEST(ReduceAll, LevelsOfTheSumAreTrees)
{
    auto src = awkward(64 * 70); // 70 repeats: a second level with two repeats, then a third
    std::vector<float> work(128, 0.0F);
    float dst = 0;
    sumAll(DType::Float32, firstLanes(src.size(), 64), reinterpret_cast<std::byte*>(&dst), side(src), bytes(work));
    std::vector<float> level;
    for (std::size_t r = 0; r < 70; ++r)
        level.push_back(tree({ src.begin() + static_cast<std::ptrdiff_t>(r * 64), src.begin() + static_cast<std::ptrdiff_t>(r * 64 + 64) }));
    EXPECT_EQ(work[69], level[69]);
    level.resize(128, 0.0F);
    std::vector<float> last { tree({ level.begin(), level.begin() + 64 }), tree({ level.begin() + 64, level.end() }) };
    last.resize(64, 0.0F);
    EXPECT_EQ(dst, tree(last));
}

TEST(ReduceAll, ExtremeWithIndexOverTheWholeTensor)
{
    std::vector<float> src(200, -3.0F);
    src[150] = src[199] = -1.0F;
    std::vector<float> dst(2, 0.0F);
    extremeAll(Reduction::Max, DType::Float32, firstLanes(200, 64), bytes(dst), side(src), nullptr, true);
    std::uint32_t index = 0;
    std::memcpy(&index, &dst[1], 4);
    EXPECT_EQ(dst[0], -1.0F);
    EXPECT_EQ(index, 150U);
    src[3] = std::numeric_limits<float>::quiet_NaN();
    extremeAll(Reduction::Min, DType::Float32, firstLanes(200, 64), bytes(dst), side(src), nullptr, false);
    EXPECT_TRUE(std::isnan(dst[0]));
}

/// Values that tell orders of evaluation apart: wide range, zeros of both signs, sometimes infinities and NaNs.
template <class T>
std::vector<T> extremesOf(std::uint64_t seed, std::size_t n)
{
    Rng rng(seed);
    std::vector<T> v(n);
    for (T& x : v) {
        const double magnitude = std::ldexp(rng.uniform() - 0.5, static_cast<int>(rng.below(24)) - 8);
        double value = rng.below(8) == 0 ? std::copysign(0.0, magnitude) : magnitude;
        if (seed % 3 == 0 && rng.below(40) == 0)
            value = rng.below(2) == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
        if constexpr (sizeof(T) == 2)
            x = floatToHalf(static_cast<float>(value));
        else
            x = static_cast<float>(value);
    }
    return v;
}

/// The same repeats side by side and with a gap after every block: the first go through the span operations, the others
/// lane by lane.
template <class T>
void bothPathsAgree(DType type, Reduction reduction, std::uint64_t seed)
{
    constexpr std::size_t kRepeats = 3;
    constexpr std::size_t kPerRepeat = kRepeatBytes / sizeof(T);
    constexpr std::size_t kPerBlock = kBlockBytes / sizeof(T);
    auto dense = extremesOf<T>(seed, kRepeats * kPerRepeat);
    std::vector<T> spread(2 * dense.size());
    for (std::size_t i = 0; i < dense.size(); ++i)
        spread[i / kPerBlock * 2 * kPerBlock + i % kPerBlock] = dense[i];
    Side apart = side(spread);
    apart.blockStride = 2 * kBlockBytes;
    apart.repeatStride = 2 * kRepeatBytes;
    const Lanes lanes = leadingLanes(kPerRepeat, kPerRepeat, kRepeats);
    std::vector<T> a(4 * kRepeats, T {});
    std::vector<T> b(4 * kRepeats, T {});
    const auto into = [](std::vector<T>& v) { return reinterpret_cast<std::byte*>(v.data()); };
    reduceRepeats(reduction, type, lanes, into(a), 4 * sizeof(T), side(dense), ResultOrder::ValueIndex);
    reduceRepeats(reduction, type, lanes, into(b), 4 * sizeof(T), apart, ResultOrder::ValueIndex);
    EXPECT_EQ(std::memcmp(a.data(), b.data(), a.size() * sizeof(T)), 0) << "seed " << seed << " reduction " << static_cast<int>(reduction);
}

TEST(ReduceRepeats, SideBySideAndSpreadRepeatsGiveTheSameBits)
{
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        for (const Reduction reduction : { Reduction::Sum, Reduction::Max, Reduction::Min }) {
            bothPathsAgree<float>(DType::Float32, reduction, seed);
            bothPathsAgree<std::uint16_t>(DType::Float16, reduction, seed);
        }
    }
}

} // namespace
} // namespace hawk::emulator::exec
