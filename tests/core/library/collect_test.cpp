// Reductions, transformations, sorting, filters and quantisation.
#include "library_fixture.h"

#include <limits>
#include <numeric>

namespace hawk::emulator {
namespace {

using hawkabi::Api;
using hawkabi::Type;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::vector<double> count(std::size_t n, double first = 0)
{
    std::vector<double> v(n);
    std::iota(v.begin(), v.end(), first);
    return v;
}

TEST(LibraryReduction, SumAndMeanOfTheRealColumns)
{
    LibraryBench sum(Api::Sum);
    sum.out(2, Type::Float32).in(count(16), Type::Float32).scratch(32).param(0, 2).param(1, 8).param(2, 5).param(3, 1).run();
    EXPECT_EQ(sum.findings(), "");
    EXPECT_EQ(sum.result(0), (std::vector<double> { 10, 50 }));
    LibraryBench mean(Api::Mean);
    mean.out(2, Type::Float32).in(count(16), Type::Float32).scratch(32).param(0, 2).param(1, 8).param(2, 5).param(3, 1)
        .param(4, 4).run();
    EXPECT_NEAR(mean.result(0)[0], 2, 1e-6);
    EXPECT_NEAR(mean.result(0)[1], 10, 1e-6);
}

TEST(LibraryReduction, HalfSumsRoundInHalfUnlessAccumulatedInFloat)
{
    std::vector<double> x(32, 1.0);
    x[0] = 2048; // 2048 + 1 rounds back to 2048 in half
    x[1] = 1;
    LibraryBench narrow(Api::Sum);
    narrow.out(1, Type::Float16).in(x, Type::Float16).scratch(32).param(0, 1).param(1, 32).param(2, 3).param(3, 1).run();
    EXPECT_EQ(narrow.result(0)[0], 2048); // (2048 + 1) + 1, neighbours first
    LibraryBench wide(Api::Mean);
    wide.out(1, Type::Float16).in(std::vector<double>(32, 60000), Type::Float16).scratch(256).param(0, 1).param(1, 32)
        .param(2, 32).param(3, 0).param(4, 4).run();
    EXPECT_EQ(wide.result(0)[0], 60000);
    LibraryBench over(Api::Mean); // adds first, as Mean.md says: the sum of 32 of them is no half
    over.out(1, Type::Float16).in(std::vector<double>(32, 60000), Type::Float16).scratch(256).param(0, 1).param(1, 32)
        .param(2, 32).param(3, 1).param(4, 2).run();
    EXPECT_TRUE(std::isinf(over.result(0)[0]));
}

TEST(LibraryReduction, EveryOperationOverBothAxes)
{
    struct Case {
        Api api;
        Type type;
        double rows0, columns0; ///< first result with the second (first) axis reduced
    };
    const std::vector<double> x { 3, 1, 2, 9, 9, 9, 9, 9, -1, 4, 0.5, 9, 9, 9, 9, 9 }; // 2 x 3, stored 8 apart
    for (const Case& test : { Case { Api::ReduceSumPattern, Type::Float32, 6, 2 }, { Api::ReduceMeanPattern, Type::Float32, 2, 1 },
             { Api::ReduceProdPattern, Type::Float32, 6, -3 }, { Api::ReduceMaxPattern, Type::Float32, 3, 3 },
             { Api::ReduceMinPattern, Type::Float32, 1, -1 } }) {
        for (const int first : { 0, 1 }) {
            LibraryBench bench(test.api);
            bench.out(first != 0 ? 3 : 2, test.type).in(x, test.type).scratch(512);
            bench.param(0, 2).param(1, 3).param(2, 8).param(3, first).run();
            EXPECT_EQ(bench.findings(), "");
            EXPECT_NEAR(bench.result(0)[0], first != 0 ? test.columns0 : test.rows0, 1e-6) << apiRow(static_cast<std::uint16_t>(test.api)).name;
        }
    }
    LibraryBench any(Api::ReduceAnyPattern);
    std::vector<double> flags(64);
    flags[33] = 1;
    any.out(2, Type::UInt8).in(flags, Type::UInt8).scratch(512).param(0, 2).param(1, 3).param(2, 32).param(3, 0).run();
    EXPECT_EQ(any.result(0), (std::vector<double> { 0, 1 }));
    LibraryBench all(Api::ReduceAllPattern);
    all.out(2, Type::UInt8).in(flags, Type::UInt8).scratch(512).param(0, 2).param(1, 3).param(2, 32).param(3, 0).run();
    EXPECT_EQ(all.result(0), (std::vector<double> { 0, 0 }));
}

TEST(LibraryReduction, XorSumSaturates)
{
    LibraryBench bench(Api::ReduceXorSum);
    bench.out(1, Type::Int16).in(std::vector<double>(128, 32767), Type::Int16).in(std::vector<double>(128, 0), Type::Int16)
        .scratch(1024).run();
    EXPECT_EQ(bench.result(0)[0], 32767);
    LibraryBench small(Api::ReduceXorSum);
    small.out(1, Type::Int16).in({ 3, 5 }, Type::Int16).in({ 5, 5 }, Type::Int16).scratch(1024).run();
    EXPECT_EQ(small.result(0)[0], 6);
}

TEST(LibraryTransform, BroadcastOfRowsColumnsAndNumbers)
{
    LibraryBench column(Api::Broadcast);
    column.out(3 * 5, Type::Float16).in({ 1, 2, 3 }, Type::Float16).scratch(2048).param(0, 3).param(1, 1).param(2, 3).param(3, 5).run();
    EXPECT_EQ(column.findings(), "");
    EXPECT_EQ(column.result(0), (std::vector<double> { 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3 }));
    LibraryBench row(Api::Broadcast);
    row.out(16, Type::Float32).in(count(8), Type::Float32).scratch(64).param(0, 1).param(1, 8).param(2, 2).param(3, 8).run();
    EXPECT_EQ(row.result(0)[11], 3);
}

TEST(LibraryTransform, TransDataFollowsTheDocumentedExample)
{
    // [1, 32, 1, 2, 8] to [1, 1, 2, 2, 8, 16]: the page prints 0 16 32 ... in the first group, 256 272 ... in the second.
    LibraryBench bench(Api::TransData);
    bench.out(512, Type::Float16).in(count(512), Type::Float16).scratch(16384).param(0, 0);
    bench.param(1, 1).param(2, 32).param(3, 1).param(4, 2).param(5, 8).run();
    EXPECT_EQ(bench.findings(), "");
    const auto got = bench.result(0);
    EXPECT_EQ(std::vector<double>(got.begin(), got.begin() + 4), (std::vector<double> { 0, 16, 32, 48 }));
    EXPECT_EQ(got[16], 1);
    EXPECT_EQ(got[256], 256);
    EXPECT_EQ(got[511], 511);
}

TEST(LibraryTransform, TransDataFillsGroupsAndComesBack)
{
    // N 3, C 5, D 2, H 3, W 5: H * W is padded to 16 on the NCDHW side, N and C to 16 on the other.
    constexpr std::size_t kN = 3, kC = 5, kD = 2, kArea = 15, kPadded = 16;
    const std::size_t plain = kN * kC * kD * kPadded, grouped6 = kN * kD * kArea * 16, grouped7 = kD * kArea * 16 * 16;
    for (const bool fractal : { false, true }) {
        const std::size_t grouped = fractal ? grouped7 : grouped6;
        LibraryBench there(Api::TransData);
        there.out(grouped, Type::Int16).in(count(plain, 1), Type::Int16).scratch(65536).param(0, fractal ? 2 : 0);
        there.param(1, kN).param(2, kC).param(3, kD).param(4, 3).param(5, 5).run();
        EXPECT_EQ(there.findings(), "");
        const auto got = there.result(0);
        double sum = 0;
        for (std::size_t n = 0; n < kN; ++n)
            for (std::size_t c = 0; c < kC; ++c)
                for (std::size_t d = 0; d < kD; ++d)
                    for (std::size_t i = 0; i < kArea; ++i) {
                        const double value = static_cast<double>(((n * kC + c) * kD + d) * kPadded + i + 1);
                        const std::size_t place = fractal ? ((d * kArea + i) * 16 + n) * 16 + c : ((n * kD + d) * kArea + i) * 16 + c;
                        ASSERT_EQ(got[place], value) << n << ' ' << c << ' ' << d << ' ' << i;
                        sum += value;
                    }
        EXPECT_EQ(std::accumulate(got.begin(), got.end(), 0.0), sum) << "everything else is zero";
        LibraryBench back(Api::TransData);
        back.out(plain, Type::Int16).in(got, Type::Int16).scratch(131072).param(0, fractal ? 3 : 1);
        back.param(1, kN).param(2, kC).param(3, kD).param(4, 3).param(5, 5).run();
        EXPECT_EQ(back.findings(), "");
        const auto again = back.result(0);
        for (std::size_t k = 0; k < plain; ++k) {
            if (k % kPadded < kArea) {
                ASSERT_EQ(again[k], static_cast<double>(k + 1)) << k;
            }
        }
    }
}

TEST(LibraryTransform, TransDataHoldsItsTemporaryToTheDocumentedSize)
{
    LibraryBench bench(Api::TransData);
    bench.out(512, Type::Float16).in(count(512), Type::Float16).scratch(1024).param(0, 0);
    bench.param(1, 1).param(2, 32).param(3, 1).param(4, 2).param(5, 8).run();
    EXPECT_NE(bench.findings().find("shared-tmp-buffer-minimum"), std::string::npos) << bench.findings();
}

TEST(LibraryTransform, PadAndUnPadAreInverse)
{
    LibraryBench pad(Api::Pad);
    pad.out(2 * 8, Type::Int32).in(count(10), Type::Int32).scratch(2048);
    pad.param(0, 2).param(1, 5).param(2, 5).param(3, 1).param(4, 2).param(5, -7).param(6, 8).run();
    EXPECT_EQ(pad.result(0), (std::vector<double> { -7, 0, 1, 2, 3, 4, -7, -7, -7, 5, 6, 7, 8, 9, -7, -7 }));
    LibraryBench back(Api::UnPad);
    back.out(10, Type::Int32).in(pad.result(0), Type::Int32).param(0, 2).param(1, 8).param(3, 1).param(4, 2).run();
    EXPECT_EQ(back.result(0), count(10));
}

/// NumPy: x.reshape(b, n, s, h) as NZ, then transpose(0, 2, 1, 3).
TEST(LibraryTransform, FractalsToRowsWithTheMiddleAxesSwapped)
{
    constexpr std::size_t kN = 2, kS = 32, kH = 32;
    std::vector<double> stored(kN * kS * kH), want(stored.size());
    for (std::size_t n = 0; n < kN; ++n)
        for (std::size_t s = 0; s < kS; ++s)
            for (std::size_t h = 0; h < kH; ++h) {
                const double v = static_cast<double>(n * 10000 + s * 100 + h);
                stored[(((n * (kH / 16) + h / 16) * (kS / 16) + s / 16) * 16 + s % 16) * 16 + h % 16] = v;
                want[(s * kN + n) * kH + h] = v;
            }
    LibraryBench bench(Api::TransposeLibrary);
    bench.out(stored.size(), Type::Float32).in(stored, Type::Float32).scratch(1024);
    bench.param(0, 1).param(1, kN).param(2, kS).param(3, kH).param(4, 1).run();
    EXPECT_EQ(bench.result(0), want);
    LibraryBench plain(Api::TransposeLibrary);
    plain.out(6, Type::Int16).in({ 1, 2, 3, 4, 5, 6 }, Type::Int16).param(0, 1).param(1, 1).param(2, 2).param(3, 3).param(4, 7).run();
    EXPECT_EQ(plain.result(0), (std::vector<double> { 1, 4, 2, 5, 3, 6 }));
}

TEST(LibraryTransform, ArangeAccumulatesInTheType)
{
    LibraryBench integers(Api::Arange);
    integers.out(70, Type::Int32).value(0, -3).value(1, 2).run();
    EXPECT_EQ(integers.result(0)[69], 135);
    LibraryBench halves(Api::Arange);
    halves.out(3000, Type::Float16).value(0, 0).value(1, 1).run();
    EXPECT_EQ(halves.result(0)[2048], 2048);
    EXPECT_EQ(halves.result(0)[2049], 2048); // no 2049 in half
}

TEST(LibraryFilter, DropOutByBytesAndBits)
{
    LibraryBench bytes(Api::DropOut);
    bytes.out(16, Type::Float32).in(count(16, 1), Type::Float32).in({ 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1 }, Type::UInt8)
        .scratch(512).param(0, 1).param(1, 16).param(2, 16).value(0, 0.5).run();
    EXPECT_EQ(bytes.result(0), (std::vector<double> { 2, 0, 6, 0, 10, 0, 0, 16, 18, 0, 0, 0, 0, 0, 0, 32 }));
    LibraryBench bits(Api::DropOut);
    bits.out(8, Type::Float32).in(count(8, 1), Type::Float32).in({ 0b10010101 }, Type::UInt8).scratch(512).param(0, 1).param(1, 8)
        .param(2, 1).value(0, 1).run();
    EXPECT_EQ(bits.result(0), (std::vector<double> { 1, 0, 3, 0, 5, 0, 0, 8 }));
}

TEST(LibraryFilter, SelectByBytes)
{
    for (const int numberFirst : { 0, 1 }) {
        LibraryBench bench(Api::SelectBytes);
        bench.out(4, Type::Float16).in({ 1, 2, 3, 4 }, Type::Float16).in({ 0, 1, 0, 2, 9, 9, 9, 9 }, Type::UInt8).scratch(1024);
        bench.param(0, 1).param(1, 4).param(2, 8).param(3, numberFirst).param(4, 1).value(0, -1).run();
        EXPECT_EQ(bench.result(0), numberFirst == 0 ? (std::vector<double> { 1, -1, 3, -1 }) : (std::vector<double> { -1, 2, -1, 4 }));
    }
}

TEST(LibrarySort, FullSortIsStableAndDescending)
{
    std::vector<double> x(64);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<double>((i * 37) % 16);
    LibraryBench sort(Api::SortLibrary);
    sort.out(128, Type::Float32).in(x, Type::Float32).in(count(64), Type::UInt32).scratch(512).param(0, 64).param(1, 1).run();
    EXPECT_EQ(sort.findings(), "");
    std::vector<std::size_t> order(64);
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t i) { return x[i]; });
    LibraryBench extract(Api::Extract);
    extract.out(64, Type::Float32).out(64, Type::UInt32).in(std::vector<double>(128), Type::Float32);
    std::memcpy(extract.core.ub.data() + extract.call.operands[2].address, sort.core.ub.data() + sort.call.operands[0].address, 512);
    extract.run();
    for (std::size_t i = 0; i < 64; ++i) {
        EXPECT_EQ(extract.result(0)[i], x[order[i]]);
        EXPECT_EQ(extract.result(1)[i], static_cast<double>(order[i]));
    }
}

TEST(LibrarySort, TopKOfBothEndsWithFinishedRows)
{
    std::vector<double> x(64, -100);
    x[3] = 5;
    x[9] = 7;
    x[10] = 7;
    x[40] = kNan;
    x[41] = 8;
    LibraryBench most(Api::TopK);
    most.out(16, Type::Float32).out(16, Type::Int32).in(x, Type::Float32).in(count(32, 100), Type::Int32)
        .in({ 0, 1 }, Type::Bool).scratch(1024);
    most.param(0, 2).param(1, 32).param(2, 30).param(3, 3).param(4, 1 | 2 | 8).param(5, 8).param(6, 8).run();
    EXPECT_EQ(most.findings(), "");
    EXPECT_EQ(most.result(0)[0], 7);
    EXPECT_EQ(most.result(1)[0], 109); // the first of two equal ones
    EXPECT_EQ(most.result(1)[1], 110);
    EXPECT_EQ(most.result(1)[2], 103);
    EXPECT_TRUE(std::isnan(most.result(0)[8])); // NaN comes first
    EXPECT_EQ(most.result(0)[9], 8);
    EXPECT_EQ(most.result(1)[8], 30); // a finished row has the index n
    LibraryBench least(Api::TopK);
    least.out(8, Type::Float16).out(8, Type::Int32).in(count(32), Type::Float16).in({}, Type::Int32).in({}, Type::Bool).scratch(1024);
    least.param(0, 1).param(1, 32).param(2, 32).param(3, 2).param(4, 4).param(5, 2).param(6, 2).run();
    EXPECT_EQ(least.result(0)[1], 1);
}

TEST(LibraryQuantisation, QuantRoundsToEvenAndSaturates)
{
    LibraryBench bench(Api::AscendQuant);
    bench.out(6, Type::Int8).in({ 0.5, 1.5, -2.5, 100, -100, 1 }, Type::Float32).in({}, Type::Float32).in({}, Type::Float32)
        .scratch(512).value(0, 2).value(1, 0.5).run();
    EXPECT_EQ(bench.result(0), (std::vector<double> { 2, 4, -4, 127, -128, 2 })); // 1.5 and 3.5 and -4.5 and 2.5 to even
    LibraryBench channels(Api::AscendQuant);
    channels.out(4, Type::Int8).in({ 1, 2, 3, 4 }, Type::Float16).in({ 2, 10 }, Type::Float16).in({ 1, -1 }, Type::Float16)
        .scratch(512).param(0, 2).run();
    EXPECT_EQ(channels.result(0), (std::vector<double> { 3, 19, 7, 39 }));
}

TEST(LibraryQuantisation, AntiQuantByGroups)
{
    LibraryBench bench(Api::AscendAntiQuant);
    bench.out(8, Type::Float16).in({ 1, 2, 3, 4, 5, 6, 7, 8 }, Type::Int8).in({ 2, 3, 4, 5 }, Type::Float16)
        .in({ 1, 0, -1, 0.5 }, Type::Float16);
    bench.param(0, 4).param(1, 2).param(3, 2).param(4, 2).run(); // two rows share a row of scales
    EXPECT_EQ(bench.findings(), "");
    EXPECT_EQ(bench.result(0), (std::vector<double> { 4, 6, 8, 12, 16, 32.5, 24, 42.5 }));
    LibraryBench number(Api::AscendAntiQuant);
    number.out(2, Type::BFloat16).in({ 1, -2 }, Type::Int8).in({}, Type::BFloat16).in({}, Type::BFloat16).scratch(1024);
    number.param(0, 1).param(1, 2).value(0, 0.5).value(1, 1).run();
    EXPECT_EQ(number.result(0), (std::vector<double> { 1, -0.5 }));
}

TEST(LibraryQuantisation, DequantOfTheColumnsThatCount)
{
    LibraryBench bench(Api::AscendDequant);
    bench.out(32, Type::BFloat16).in(count(16), Type::Int32).in({ 2, 4, 8, 16 }, Type::Float32).scratch(1024);
    bench.param(0, 2).param(1, 8).param(2, 4).param(3, 16).param(4, 4).run();
    EXPECT_EQ(bench.findings(), "");
    EXPECT_EQ(bench.result(0)[2], 16);
    EXPECT_EQ(bench.result(0)[16 + 3], 11 * 16);
    LibraryBench packed(Api::AscendDequant);
    packed.out(8, Type::Float16).in(count(8), Type::Int32).in(std::vector<double>(8, 0x40000000), Type::UInt64).scratch(1024);
    packed.param(0, 1).param(1, 8).param(2, 8).param(3, 8).param(4, 8).run();
    EXPECT_EQ(packed.result(0)[7], 14); // 2.0F in the low half
}

} // namespace
} // namespace hawk::emulator
