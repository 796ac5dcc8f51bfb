#include "basic_api_kernels.h"
#include "machine_fixture.h"

#include "base/float_formats.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <random>

namespace hawk::emulator {
namespace {

constexpr std::size_t kBytes = 2048;

/// Runs the kernel without findings and gives what it stored.
template <class Out, class In>
std::vector<Out> runBasic(void (*kernel)(std::uint8_t*, std::uint8_t*), std::vector<In> x)
{
    x.resize(kBytes / sizeof(In));
    MachineRun run(x, kBytes);
    const MachineOutcome outcome = run.run(kernel);
    EXPECT_EQ(outcome.kind, MachineOutcome::Kind::Finished) << outcome.detail;
    for (const Finding& finding : run.sink.findings())
        ADD_FAILURE() << finding.constraint << " line " << finding.line << ": " << finding.message;
    const auto out = run.output<Out>();
    return { out.begin(), out.end() };
}

/// Distinct numbers in a mixed order, negative and positive.
std::vector<float> mixedFloats(std::size_t count = 512)
{
    std::vector<float> v(count);
    for (std::size_t i = 0; i < count; ++i)
        v[i] = static_cast<float>(static_cast<int>(i * 37 % 511) - 255) + 0.5F;
    return v;
}
std::vector<std::uint16_t> halvesOf(const std::vector<float>& v)
{
    std::vector<std::uint16_t> bits(v.size());
    std::ranges::transform(v, bits.begin(), [](float f) { return floatToHalf(f); });
    return bits;
}
float halfAt(const std::vector<std::uint16_t>& v, std::size_t i) { return halfToFloat(v[i]); }

TEST(GatherMask, BuiltInPatternsInBothModes)
{
    const auto x = mixedFloats();
    const auto got = runBasic<float>(kernels::basic::gatherMaskBuiltIn, x);
    for (std::size_t i = 0; i < 64; ++i)
        EXPECT_EQ(got[i], x[2 * i + 1]);
    EXPECT_EQ(got[510], 64.0F);
    std::vector<float> expected;
    for (const std::size_t repeat : { std::size_t { 0 }, std::size_t { 128 } }) // 16 blocks of 8 apart
        for (std::size_t lane = 2; lane < 70; lane += 4)
            expected.push_back(x[repeat + lane]);
    EXPECT_EQ(got[511], static_cast<float>(expected.size()));
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_EQ(got[128 + i], expected[i]) << i;
}

TEST(GatherMask, PatternTensorIsReusedWithStrideZero)
{
    const auto x = mixedFloats();
    const auto got = runBasic<float>(kernels::basic::gatherMaskTensor, x);
    EXPECT_EQ(got[511], 32.0F);
    for (std::size_t i = 0; i < 32; ++i)
        EXPECT_EQ(got[i], x[4 * i + 3]);
}

TEST(Gatherb, TakesWholeBlocks)
{
    std::vector<std::uint32_t> x(512);
    std::iota(x.begin(), x.end(), 1000U);
    const auto got = runBasic<std::uint32_t>(kernels::basic::gatherBlocks, x);
    for (std::size_t i = 0; i < 128; ++i)
        EXPECT_EQ(got[i], x[(7 - i / 8 % 8) * 8 + i % 8]) << i;
}

TEST(Gather, MaskFormLeavesOtherLanes)
{
    const auto x = mixedFloats();
    const auto got = runBasic<float>(kernels::basic::gatherMasked, x);
    for (std::size_t i = 0; i < 128; ++i)
        EXPECT_EQ(got[i], i % 2 == 0 ? x[127 - i] : 0.0F) << i;
}

TEST(Sort, FourRunsMergeToOneDescendingList)
{
    auto x = mixedFloats();
    x[40] = x[7]; // equal scores keep their order
    const auto got = runBasic<std::uint32_t>(kernels::basic::sortAndMerge, x);
    std::vector<std::uint32_t> order(128);
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) { return x[a] > x[b]; });
    for (std::size_t i = 0; i < 128; ++i) {
        EXPECT_EQ(std::bit_cast<float>(got[2 * i]), x[order[i]]) << i;
        EXPECT_EQ(got[2 * i + 1], order[i]) << i;
    }
}

TEST(Sort, SuspensionSaysWhatWasTaken)
{
    const auto x = mixedFloats();
    std::vector<float> first(x.begin(), x.begin() + 32);
    std::vector<float> second(x.begin() + 32, x.begin() + 64);
    std::ranges::sort(first, std::greater {});
    std::ranges::sort(second, std::greater {});
    std::size_t a = 0;
    std::size_t b = 0;
    std::vector<float> merged;
    while (a < 32 && b < 32)
        merged.push_back(first[a] >= second[b] ? first[a++] : second[b++]);
    const auto got = runBasic<float>(kernels::basic::mergeSuspended, x);
    EXPECT_EQ(got[510], static_cast<float>(a));
    EXPECT_EQ(got[511], static_cast<float>(b));
    for (std::size_t i = 0; i < merged.size(); ++i)
        EXPECT_EQ(got[2 * i], merged[i]);
}

TEST(Sort, HalfScoresKeepEightBytePairs)
{
    const auto x = mixedFloats(32);
    const auto got = runBasic<std::uint16_t>(kernels::basic::sortHalf, halvesOf(x));
    std::vector<std::uint32_t> order(32);
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) { return x[a] > x[b]; });
    for (std::size_t i = 0; i < 32; ++i) {
        EXPECT_EQ(halfAt(got, 4 * i), x[order[i]]);
        EXPECT_EQ(got[4 * i + 2], 100 + order[i]);
    }
}

std::vector<std::uint16_t> counting(std::size_t count)
{
    std::vector<std::uint16_t> v(count);
    std::iota(v.begin(), v.end(), std::uint16_t { 1 });
    return v;
}

TEST(Transpose, SquareAlsoInPlace)
{
    const auto x = counting(1024);
    const auto got = runBasic<std::uint16_t>(kernels::basic::transposeSquare, x);
    for (std::size_t r = 0; r < 16; ++r)
        for (std::size_t c = 0; c < 16; ++c) {
            EXPECT_EQ(got[c * 16 + r], x[r * 16 + c]);
            EXPECT_EQ(got[256 + c * 16 + r], x[r * 16 + c]);
        }
}

TEST(Transpose, ChannelsLastAndBack)
{
    const auto x = mixedFloats();
    const auto got = runBasic<float>(kernels::basic::transposeChannels, x);
    for (std::size_t n = 0; n < 2; ++n)
        for (std::size_t c = 0; c < 3; ++c)
            for (std::size_t hw = 0; hw < 32; ++hw)
                EXPECT_EQ(got[(n * 32 + hw) * 3 + c], x[(n * 3 + c) * 32 + hw]);
    for (std::size_t i = 0; i < 192; ++i)
        EXPECT_EQ(got[256 + i], x[i]);
}

TEST(TransData, SixteenBitRepeats)
{
    const auto x = counting(1024);
    const auto got = runBasic<std::uint16_t>(kernels::basic::transData16, x);
    for (std::size_t row = 0; row < 16; ++row)
        for (std::size_t column = 0; column < 32; ++column)
            EXPECT_EQ(got[column * 16 + row], x[row * 32 + column]);
}

TEST(TransData, ThirtyTwoBitColumnsTakeTwoBlocks)
{
    const auto x = mixedFloats();
    const auto got = runBasic<float>(kernels::basic::transData32, x);
    for (std::size_t j = 0; j < 16; ++j)
        for (std::size_t i = 0; i < 8; ++i) {
            const std::size_t address = 2 * i + j / 8; // of the destination list
            EXPECT_EQ(got[(15 - address) * 8 + j % 8], x[j * 8 + i]);
        }
}

TEST(TransData, BytesGoFromHalfToHalf)
{
    std::vector<std::int8_t> x(2048);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<std::int8_t>(i * 7 % 251);
    const auto got = runBasic<std::int8_t>(kernels::basic::transData8, x);
    for (std::size_t i = 0; i < 16; ++i)
        for (std::size_t j = 0; j < 16; ++j) {
            EXPECT_EQ(got[i * 32 + j], x[j * 32 + 16 + i]);
            EXPECT_EQ(got[i * 32 + 16 + j], 0); // the other half is untouched
        }
}

TEST(CompareRegister, BitsSelectInAllModes)
{
    const auto x = mixedFloats();
    const auto got = runBasic<float>(kernels::basic::compareRegister, x);
    std::uint64_t bits = 0;
    std::memcpy(&bits, &got[64], sizeof bits);
    for (std::size_t i = 0; i < 64; ++i) {
        const bool negative = x[i] < 0;
        EXPECT_EQ(((bits >> i) & 1U) != 0, negative) << i;
        EXPECT_EQ(got[i], negative ? 0.0F : x[i]);
        EXPECT_EQ(got[128 + i], negative ? x[i] : 0.0F);
        EXPECT_EQ(got[192 + i], negative ? x[i] : 7.0F);
    }
}

TEST(FusedCasts, RoundOnceAndSaturate)
{
    const auto x = mixedFloats();
    const auto got = runBasic<std::uint16_t>(kernels::basic::fusedCasts, x);
    for (std::size_t i = 0; i < 64; ++i) {
        EXPECT_EQ(halfAt(got, i), std::max(x[i] + x[i + 64], 0.0F));
        EXPECT_EQ(halfAt(got, 64 + i), std::max(x[i] - x[i + 64], 0.0F));
        const double whole = std::nearbyint(static_cast<double>(x[i]));
        EXPECT_EQ(halfAt(got, 192 + i), static_cast<float>(std::max(2.0 * whole * 0.5, 0.0)));
    }
    std::array<std::int8_t, 128> products {};
    std::memcpy(products.data(), &got[128], products.size());
    for (std::size_t i = 0; i < 128; ++i) {
        const float square = halfToFloat(floatToHalf(x[i] * x[i]));
        EXPECT_EQ(products[i], std::min(127.0F, std::nearbyint(square))) << i;
    }
}

TEST(CastDequant, OneScaleAndSixteen)
{
    std::vector<std::int16_t> x(1024);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<std::int16_t>(static_cast<int>(i * 29 % 600) - 300);
    const auto got = runBasic<std::int8_t>(kernels::basic::dequantise, x);
    for (std::size_t i = 0; i < 128; ++i) {
        const std::size_t low = i / 16 * 32 + i % 16;
        const double one = std::nearbyint(x[i] * 0.5) + 3;
        EXPECT_EQ(got[low], std::clamp(one, -128.0, 127.0)) << i;
        const auto j = static_cast<double>(i % 16);
        EXPECT_EQ(got[low + 16], std::clamp(x[i] * j - j, -128.0, 127.0)) << i;
    }
}

TEST(ReduceRegisters, HoldTheLastResults)
{
    const auto x = mixedFloats();
    const auto got = runBasic<float>(kernels::basic::reduceRegisters, x);
    const float sum = std::accumulate(x.begin(), x.begin() + 200, 0.0F); // exact: halves of small integers
    EXPECT_EQ(got[0], sum);
    EXPECT_EQ(got[1], sum);
    EXPECT_EQ(got[2], *std::max_element(x.begin(), x.begin() + 256));
    const auto least = std::min_element(x.begin(), x.begin() + 256);
    EXPECT_EQ(got[3], *least);
    EXPECT_EQ(got[4], static_cast<float>(least - x.begin()));
    float eights = 0;
    for (std::size_t r = 0; r < 4; ++r)
        eights += std::accumulate(x.begin() + static_cast<std::ptrdiff_t>(r * 64), x.begin() + static_cast<std::ptrdiff_t>(r * 64 + 8), 0.0F);
    EXPECT_EQ(got[5], eights);
}

TEST(RawIntrinsics, WorkOnPointersAndMaskRegisters)
{
    const auto x = mixedFloats();
    const auto got = runBasic<float>(kernels::basic::rawIntrinsics, x);
    for (std::size_t i = 0; i < 64; ++i) {
        EXPECT_EQ(got[i], x[i] + x[i + 64]);
        EXPECT_EQ(got[64 + i], 3 * x[i]);
        EXPECT_EQ(got[128 + i], halfToFloat(floatToHalf(x[i])));
        EXPECT_EQ(got[192 + i], i < 4 ? 9.0F : 0.0F);
    }
    EXPECT_EQ(got[256], x[0] + x[1] + x[2] + x[3]);
    EXPECT_EQ(got[257], x[64] + x[65] + x[66] + x[67]);
    EXPECT_EQ(got[264], *std::max_element(x.begin(), x.begin() + 4));
    for (std::size_t i = 0; i < 8; ++i) {
        EXPECT_EQ(got[320 + i], x[i]);
        EXPECT_EQ(got[328 + i], x[16 + i]);
    }
    for (std::size_t i = 0; i < 128; ++i)
        EXPECT_EQ(got[384 + i], i < 70 ? std::fabs(x[i]) : 0.0F);
}

TEST(RawIntrinsics, PaddedCopiesTakeAddressesToo)
{
    const auto x = mixedFloats();
    const auto got = runBasic<float>(kernels::basic::paddedByAddress, x);
    for (std::size_t i = 0; i < 16; ++i)
        EXPECT_EQ(got[i], i % 8 < 5 ? x[i] : 7.0F) << i;
}

TEST(RawIntrinsics, TransposeByAddressRegisters)
{
    const auto x = counting(1024);
    const auto got = runBasic<std::uint16_t>(kernels::basic::rawTranspose, x);
    for (std::size_t r = 0; r < 16; ++r)
        for (std::size_t c = 0; c < 16; ++c) {
            EXPECT_EQ(got[c * 16 + r], x[r * 16 + c]);
            EXPECT_EQ(got[256 + c * 16 + r], x[r * 16 + c]);
        }
}

TEST(TensorOperators, CoverTheWholeDestination)
{
    const auto x = mixedFloats();
    const auto got = runBasic<float>(kernels::basic::wholeTensorOperators, x);
    std::uint64_t less = 0;
    std::memcpy(&less, &got[192], sizeof less);
    for (std::size_t i = 0; i < 64; ++i) {
        EXPECT_EQ(got[i], x[i] + x[i + 64]);
        EXPECT_EQ(got[64 + i], x[i] - x[i + 64]);
        EXPECT_EQ(got[128 + i], x[i] * x[i + 64]);
        EXPECT_EQ(((less >> i) & 1U) != 0, x[i] < x[i + 64]);
    }
}

TEST(FunctionPointers, HaveTheDocumentedTypes)
{
    const auto x = mixedFloats();
    const auto got = runBasic<float>(kernels::basic::functionPointers, x);
    for (std::size_t i = 0; i < 64; ++i) {
        EXPECT_EQ(got[i], std::max(x[i], x[i + 64]));
        EXPECT_EQ(got[192 + i], x[i] + 2);
        EXPECT_EQ(got[64 + i], i < 8 ? x[i] - x[i + 64] : 0.0F);
    }
}

TEST(BufferPools, ShareTheirMemory)
{
    const auto x = mixedFloats();
    const auto got = runBasic<float>(kernels::basic::bufferPools, x);
    for (std::size_t i = 0; i < 512; ++i)
        ASSERT_EQ(got[i], 2 * x[i] + (x[i] + 1));
}

TEST(BufferPools, OfTheAuthorsOwnPlaceTheirBlocks)
{
    const auto x = mixedFloats();
    const auto got = runBasic<float>(kernels::basic::customPool, x);
    for (std::size_t i = 0; i < 512; ++i)
        ASSERT_EQ(got[i], 2 * x[i]);
}

TEST(BufferPools, ABlockOutsideItsPoolIsFound)
{
    const auto x = mixedFloats();
    MachineRun run(x, kBytes);
    run.run(kernels::basic::customPoolOutside);
    EXPECT_TRUE(run.found("tbufpool-rules")) << testing::PrintToString(run.constraints());
}

/// Expected int4 of a half: rounded to even, saturated, NaN to 0.
int int4Of(float v) { return std::isnan(v) ? 0 : static_cast<int>(std::clamp(std::nearbyint(v), -8.0F, 7.0F)); }

std::vector<float> int4Sample()
{
    std::vector<float> x(1024);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<float>(static_cast<int>(i * 29 % 97) - 48) / 4.0F; // quarters from -12 to 12
    x[0] = std::numeric_limits<float>::infinity();
    x[1] = -std::numeric_limits<float>::infinity();
    x[2] = std::nanf("");
    x[3] = -0.0F;
    return x;
}

TEST(Int4, CastsRoundSaturateAndComeBack)
{
    const auto x = int4Sample();
    const auto got = runBasic<std::uint16_t>(kernels::basic::int4Casts, halvesOf(x));
    for (std::size_t i = 0; i < 512; ++i) {
        EXPECT_EQ(halfAt(got, i), static_cast<float>(int4Of(x[i]))) << x[i];
        const unsigned byte = got[512 + i / 4] >> (i / 2 % 2 * 8) & 0xFFU; // the even one of two in the low half
        EXPECT_EQ(byte >> (i % 2 * 4) & 15U, static_cast<unsigned>(int4Of(x[i])) & 15U) << i;
    }
}

TEST(Int4, BlocksOfTheResultHold64Elements)
{
    const auto x = int4Sample();
    const auto got = runBasic<std::uint16_t>(kernels::basic::int4Strided, halvesOf(x));
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(got.data());
    for (std::size_t i = 4; i < 256; ++i) {
        const std::size_t repeat = i / 128, lane = i % 128;
        const std::size_t place = repeat * 4 * 32 + lane / 64 * 2 * 32 + lane % 64 / 2;
        const auto expected = static_cast<unsigned>(static_cast<int>(std::clamp(std::floor(x[i]), -8.0F, 7.0F))) & 15U;
        EXPECT_EQ(static_cast<unsigned>(bytes[place]) >> (lane % 2 * 4) & 15U, expected) << i;
    }
    EXPECT_EQ(bytes[32], 0U) << "the block between two stays as it was";
}

TEST(Layouts, MapCoordinatesToPlaces)
{
    const auto got = runBasic<std::int32_t>(kernels::basic::layouts, std::vector<std::int32_t>());
    EXPECT_EQ(got[0], 3 * 4 + 1);
    EXPECT_EQ(got[1], 2 + 100 + 3 * 200);
    EXPECT_EQ(got[2], 30);
    EXPECT_EQ(got[3], 100);
}

TEST(Slices, FollowTheDocumentedExample)
{
    const auto x = mixedFloats();
    const auto got = runBasic<float>(kernels::basic::slices, x);
    for (std::size_t row = 0; row < 2; ++row)
        for (std::size_t i = 0; i < 48; ++i)
            EXPECT_EQ(got[row * 48 + i], x[row * 2 * 87 + 16 + i + (i >= 24 ? 7 : 0)]) << row << ' ' << i;
    EXPECT_EQ(got[96], 0.0F);
}

TEST(Saturation, TurnsInfinityIntoTheLargestNumber)
{
    std::vector<float> x(1024, 1.0F);
    x[0] = 60000;
    x[1] = -60000;
    x[2] = std::nanf("");
    const auto got = runBasic<std::uint16_t>(kernels::basic::saturation, halvesOf(x));
    EXPECT_TRUE(std::isinf(halfAt(got, 0)));
    EXPECT_TRUE(std::isnan(halfAt(got, 2)));
    EXPECT_EQ(halfAt(got, 128), 65504.0F);
    EXPECT_EQ(halfAt(got, 129), -65504.0F);
    EXPECT_EQ(halfAt(got, 130), 0.0F);
    EXPECT_EQ(halfAt(got, 131), 2.0F);
}

TEST(FillGlobal, ReachesEveryElement)
{
    const auto got = runBasic<float>(kernels::basic::fillGlobal, mixedFloats());
    EXPECT_TRUE(std::ranges::all_of(got, [](float v) { return v == 2.5F; }));
}

TEST(FillGlobal, ReachesEveryElementWithLittleRoom)
{
    MachineRun run(mixedFloats(), kBytes);
    EXPECT_EQ(run.run(kernels::basic::fillGlobalNarrow).kind, MachineOutcome::Kind::Finished);
    EXPECT_TRUE(std::ranges::all_of(run.output<float>(), [](float v) { return v == 2.5F; }));
    EXPECT_EQ(run.constraints(), std::vector<std::string> { "ub-capacity-2201" }) << "the buffers end in the reserve";
}

TEST(HalfArithmetic, RoundsAfterEveryOperation)
{
    std::vector<float> x { 1.2001953125F, 3.3007812F };
    x.resize(1024);
    const auto bits = halvesOf(x);
    const auto round = [](float v) { return halfToFloat(floatToHalf(v)); };
    const float a = halfToFloat(bits[0]);
    const float b = halfToFloat(bits[1]);
    MachineRun run(bits, kBytes);
    ASSERT_EQ(run.run(kernels::basic::halfArithmetic).kind, MachineOutcome::Kind::Finished);
    const auto out = run.output<std::uint16_t>();
    EXPECT_EQ(halfToFloat(out[0]), round(round(a * b) + b));
    EXPECT_EQ(halfToFloat(out[1]), round(a + 1));
    EXPECT_EQ(halfToFloat(out[2]), 0.0F);
    EXPECT_EQ(halfToFloat(out[3]), std::trunc(round(b * 3)));
    EXPECT_EQ(halfToFloat(out[4]), round(round(a + b) / 3));
    EXPECT_EQ(halfToFloat(out[5]), -a);
}

TEST(ScalarHelpers, FollowTheReferencesExamples)
{
    MachineRun run(mixedFloats(), kBytes);
    ASSERT_EQ(run.run(kernels::basic::scalarHelpers).kind, MachineOutcome::Kind::Finished);
    const auto out = run.output<std::int32_t>();
    const std::vector<std::int32_t> expected { 7, 8, 56, 8, -1, 6, -1, 2, -3, -2, 0x3C01, 3140625, 64, 2 };
    EXPECT_EQ(std::vector<std::int32_t>(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(expected.size())), expected);
}

TEST(BypassCache, ReadsAndWritesGlobalMemory)
{
    std::vector<std::int32_t> x(512, 40);
    MachineRun run(x, kBytes);
    ASSERT_EQ(run.run(kernels::basic::bypassCache).kind, MachineOutcome::Kind::Finished);
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_EQ(run.output<std::int32_t>()[i], 41);
}

TEST(TensorLists, AreReadAsTheFrameworkLaysThemOut)
{
    // Offset of the pointers, then (dimensions | index << 32, sizes...) per tensor, then the pointers.
    std::vector<std::uint64_t> x { 6 * 8, 2, 8, 2048, 1 | 1ULL << 32U, 77, 0x1000, 0x2000 };
    x.resize(256);
    MachineRun run(x, kBytes);
    ASSERT_EQ(run.run(kernels::basic::tensorLists).kind, MachineOutcome::Kind::Finished);
    const auto out = run.output<std::uint64_t>();
    const std::vector<std::uint64_t> expected { 2, 1, 77, 0x2000, 2, 2048, 0, 0x1000 };
    EXPECT_EQ(std::vector<std::uint64_t>(out.begin(), out.begin() + 8), expected);
}

TEST(Copy, CounterModeCountsEveryRepeat)
{
    std::vector<std::int32_t> x(512);
    std::iota(x.begin(), x.end(), 1);
    const auto got = runBasic<std::int32_t>(kernels::basic::copyCounterMode, x);
    std::vector<std::int32_t> expected(512, 0);
    for (std::size_t r = 0; r < 2; ++r)
        for (std::size_t i = 0; i < 100; ++i)
            expected[r * 128 + i] = x[r * 256 + i / 8 * 16 + i % 8];
    EXPECT_EQ(got, expected);
}

TEST(BilinearInterpolation, FollowsTheDocumentedExample)
{
    std::vector<float> x(1024, 0.0F);
    for (std::size_t i = 0; i < 512; ++i)
        x[i] = static_cast<float>(i % 97 + 1);
    for (std::size_t i = 0; i < 8; ++i)
        x[512 + i] = static_cast<float>(i + 2);
    const auto got = runBasic<std::uint16_t>(kernels::basic::bilinear, halvesOf(x));
    for (std::size_t v = 0; v < 2; ++v)
        for (std::size_t i = 0; i < 128; ++i)
            EXPECT_EQ(halfAt(got, v * 128 + i), x[v * 256 + i] * x[512 + v * 2] + x[v * 256 + 128 + i] * x[513 + v * 2]);
}

TEST(CreateVecIndex, CountsOnAcrossRepeats)
{
    const auto got = runBasic<std::int32_t>(kernels::basic::indexForms, std::vector<std::int32_t>(512));
    for (int i = 0; i < 128; ++i)
        EXPECT_EQ(got[static_cast<std::size_t>(i)], i % 64 < 32 ? 5 + i : 0) << i;
    std::array<std::int16_t, 100> narrow {};
    std::memcpy(narrow.data(), &got[256], sizeof narrow);
    for (int i = 0; i < 100; ++i)
        EXPECT_EQ(narrow[static_cast<std::size_t>(i)], i - 3);
}

} // namespace
} // namespace hawk::emulator
