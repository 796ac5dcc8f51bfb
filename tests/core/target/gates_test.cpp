#include "target/harness_print.h"
#include "target/precision_check.h"

#include "base/files.h"
#include "base/float_formats.h"
#include "base/rng.h"
#include "emulator/isa/table.h"
#include "emulator/poison.h"

#include <cmath>
#include <gmock/gmock.h>

namespace hawk::target {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

class NarrowerPrecision : public testing::Test {
protected:
    void SetUp() override
    {
        Rng rng(5);
        for (int i = 0; i < 1000; ++i)
            exact.push_back((rng.uniform() - 0.3) * 4);
        for (const double value : exact)
            cpu.push_back(static_cast<float>(value));
        golden.golden = { "y", DType::Float64, { 1000 }, folder.path() / "g" };
        golden.samePrecision = { "y", DType::Float32, { 1000 }, folder.path() / "s" };
        golden.outputDtype = DType::Float32;
        write(golden.golden.path, exact);
        write(golden.samePrecision.path, cpu);
    }
    template <class T> static void write(const fs::path& file, const std::vector<T>& values)
    {
        ASSERT_TRUE(writeFileAtomically(file, std::string_view(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T))));
    }
    std::string verdict(const std::vector<float>& actual) const
    {
        const auto precision = precisionOf(std::as_bytes(std::span(actual)), golden);
        if (!precision)
            return precision.error().text();
        return precision->told ? precision->complaint : "too little to tell";
    }
    template <class Change> std::vector<float> changed(Change change) const
    {
        std::vector<float> out;
        for (const float value : cpu)
            out.push_back(change(value));
        return out;
    }
    TempDir folder = *TempDir::create("precision");
    std::vector<double> exact;
    std::vector<float> cpu;
    reference::GoldenFile golden;
};

TEST_F(NarrowerPrecision, Float32ErrorsPass)
{
    EXPECT_EQ(verdict(cpu), "");
    EXPECT_EQ(verdict(changed([](float value) { return std::nextafter(std::nextafter(value, 9.0F), 9.0F); })), "");
}

TEST_F(NarrowerPrecision, ARoundingToHalfIsSeenAlsoAfterFurtherArithmetic)
{
    EXPECT_THAT(verdict(changed([](float value) { return halfToFloat(floatToHalf(value)); })), HasSubstr("every value fits half"));
    EXPECT_THAT(verdict(changed([](float value) { return halfToFloat(floatToHalf(value * 3)) / 3; })), HasSubstr("off by more than 2^-15"));
}

TEST_F(NarrowerPrecision, ResultsThatAreExactInHalfPassWhenTheyAreExact)
{
    for (std::size_t i = 0; i < exact.size(); ++i) {
        cpu[i] = halfToFloat(floatToHalf(cpu[i]));
        exact[i] = cpu[i];
    }
    write(golden.golden.path, exact);
    write(golden.samePrecision.path, cpu);
    EXPECT_EQ(verdict(cpu), "");
}

TEST_F(NarrowerPrecision, FewElementsTellNothing)
{
    EXPECT_EQ(verdict(std::vector<float>(10, 1.0F)), "too little to tell");
}

PrecisionEvidence evidenceOf(std::initializer_list<std::pair<std::string_view, DType>> calls)
{
    PrecisionEvidence evidence;
    for (const auto& [api, type] : calls) {
        emulator::Op op;
        op.pipe = emulator::Pipe::V;
        op.line = 7;
        op.accessCount = 1;
        op.accesses[0].dtype = type;
        while (emulator::apiRow(op.api).name != api)
            ++op.api;
        evidence.add(op);
    }
    return evidence;
}

TEST(PrecisionEvidence, AnApproximationExplainsOnlyWhatNothingNarrowerTookPartIn)
{
    EXPECT_FALSE(evidenceOf({ { "Mul", DType::Float32 } }).explains());
    const auto approximate = evidenceOf({ { "Mul", DType::Float32 }, { "Reciprocal", DType::Float32 } });
    EXPECT_TRUE(approximate.explains());
    EXPECT_EQ(approximate.approximate, "Reciprocal, line 7");
    const auto both = evidenceOf({ { "Reciprocal", DType::Float32 }, { "Mul", DType::Float16 } });
    EXPECT_FALSE(both.explains());
    EXPECT_THAT(both.narrow, HasSubstr("Mul on "));
}

TEST(Poison, SeedsAskForAPattern)
{
    for (const std::uint64_t seed : { 0ULL, 7ULL, 12'345'678'901ULL, ~0ULL }) {
        EXPECT_EQ(emulator::poisonOf(emulator::seedWithNanPoison(seed)), 0xFF);
        EXPECT_EQ(emulator::poisonOf(emulator::seedWithFinitePoison(seed)), 0x41);
    }
}

TEST(Harness, NamesTheProgramsAndStaysEqual)
{
    Harness harness;
    const HarnessPrint print = harness.print();
    EXPECT_THAT(print.files, testing::Contains(testing::MatchesRegex("hawk-emu-host [0-9a-f]+")));
    EXPECT_EQ(print, harness.print());
}

TEST(Harness, FollowsTheContentsAndNothingElse)
{
    const TempDir folder = *TempDir::create("harness");
    const fs::path file = folder.path() / "judge";
    ASSERT_TRUE(writeFileAtomically(file, "one"));
    Harness harness;
    const HarnessPrint before = harness.print({ file });
    ASSERT_TRUE(writeFileAtomically(file, "one")); // another file with the same contents
    EXPECT_EQ(harness.print({ file }), before);
    ASSERT_TRUE(writeFileAtomically(file, "two"));
    EXPECT_FALSE(harness.print({ file }) == before);
    fs::remove(file);
    EXPECT_FALSE(harness.print({ file }) == before);
}

} // namespace
} // namespace hawk::target
