#include "issue_fixture.h"

#include "base/rng.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <vector>

namespace hawk::emulator::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Initialised : public IssueRules {
protected:
    Initialised() { ub.forget(0, chip.ub.value.n); }
};

TEST_F(Initialised, OperandNobodyWrote)
{
    ub.markWritten(0, 4096);
    const auto findings = check(addOp(8192, 0, 4096, 4096));
    ASSERT_THAT(ids(findings), ElementsAre("uninitialised-ub-read"));
    EXPECT_EQ(findings[0].operand, "src1");
    EXPECT_EQ(findings[0].severity, Severity::Error);
    EXPECT_THAT(findings[0].message, HasSubstr("none was ever written"));
}

TEST_F(Initialised, PaddedLanesMayTravelButNotCount)
{
    ub.markWritten(0, 1000); // 250 of 256 elements
    EXPECT_THAT(ids(check(addOp(8192, 0, 0, 1024))), IsEmpty()) << "lane-wise work on padding is harmless";
    const auto reduce
        = vectorOp("ReduceSum", OpClass::VecReduceRepeat, { ubWrite(8192, 4), ubRead(0, 1024) }, 256);
    EXPECT_THAT(ids(check(reduce)), ElementsAre("uninitialised-ub-read"));
    EXPECT_THAT(
        ids(check(scalarOp(OpClass::ScalarRead, ubRead(1000, 4)))), ElementsAre("uninitialised-ub-read"));
    EXPECT_THAT(ids(check(scalarOp(OpClass::ScalarRead, ubRead(996, 4)))), IsEmpty());
    const auto stored = check(storeOp(2 * kTensor, 0, 1024));
    ASSERT_THAT(ids(stored), ElementsAre("uninitialised-ub-read"));
    EXPECT_EQ(stored[0].numbers["firstUnwritten"], 1000);
}

TEST_F(Initialised, MaskedLanesDoNotCount)
{
    ub.markWritten(0, 240); // 60 floats of a 64-lane repeat
    const auto reduce = [](std::uint32_t mask) {
        return repeatOp("WholeReduceSum", OpClass::VecReduceRepeat,
            { ubWrite(8192, 4), strided(ubRead(0, 32), 8, 32) }, 1, mask);
    };
    EXPECT_THAT(ids(check(reduce(60))), IsEmpty());
    EXPECT_THAT(ids(check(reduce(61))), ElementsAre("uninitialised-ub-read"));
}

TEST_F(Initialised, PaddedStoreReadsOnlyWhatItStores)
{
    ub.markWritten(0, 100);
    Op op = makeOp(
        "DataCopyPad", OpClass::DmaUbToGm, Pipe::Mte3, { gmWrite(2 * kTensor, 100), ubRead(0, 128) }, 25);
    op.aux = { 1, 100, 0, 0 };
    EXPECT_THAT(ids(check(op)), IsEmpty());
    op.aux[1] = 104;
    EXPECT_THAT(ids(check(op)), ElementsAre("uninitialised-ub-read"));
}

TEST_F(Initialised, GarbageThatLandsBehindTheTensorIsNobodys)
{
    gm[2].bytes = kTensor - 24; // its last block holds 8 B of it
    ub.markWritten(0, 1000);
    const auto store = [&](std::uint64_t bytes) {
        Op op = storeOp(3 * kTensor - 1024, 0, static_cast<std::uint32_t>(bytes));
        op.aux = { 1, static_cast<std::uint32_t>(bytes), 0, 0 };
        return ids(check(op));
    };
    EXPECT_THAT(store(1024), ElementsAre("gm-padding-access"));
    ub.forget(996, 4); // the tensor's last element
    EXPECT_THAT(store(1024), Contains("uninitialised-ub-read"));
}

TEST_F(Initialised, RowsThatLieSideBySideAreCheckedRowByRow)
{
    // Four rows of 100 B on a pitch of 128 B, recorded as one region.
    for (std::uint64_t row = 0; row < 4; ++row)
        ub.markWritten(row * 128, 100);
    Op op = makeOp(
        "DataCopyPad", OpClass::DmaUbToGm, Pipe::Mte3, { gmWrite(2 * kTensor, 400), ubRead(0, 512) }, 100);
    op.aux = { 4, 100, 0, 0 };
    EXPECT_THAT(ids(check(op)), IsEmpty());
    ub.forget(3 * 128 + 96, 4);
    EXPECT_THAT(ids(check(op)), ElementsAre("uninitialised-ub-read"));
}

TEST_F(Initialised, GarbageStaysGarbageThroughArithmeticAndStores)
{
    ub.markWritten(0, 1000);
    markResults(addOp(8192, 0, 0, 1024), ub, gmWritten);
    EXPECT_EQ(ub.firstUnwritten(8192, 1024), 8192 + 1000);
    markResults(addOp(8192, 8192, 0, 1024), ub, gmWritten); // in place
    EXPECT_EQ(ub.firstUnwritten(8192, 1024), 8192 + 1000);
    markResults(
        vectorOp("Cast", OpClass::VecCast, { ubWrite(16'384, 512, DType::Float16), ubRead(8192, 1024) }, 256),
        ub, gmWritten);
    EXPECT_EQ(ub.firstUnwritten(16'384, 512), 16'384 + 500);
    markResults(storeOp(2 * kTensor, 8192, 1024), ub, gmWritten);
    EXPECT_EQ(gmWritten.firstUnwritten(2 * kTensor, 1024), static_cast<std::int64_t>(2 * kTensor + 1000));
    markResults(loadOp(32'768, 2 * kTensor, 1024), ub, gmWritten);
    EXPECT_EQ(ub.firstUnwritten(32'768, 1024), 32'768 + 1000);
    markResults(vectorOp("Duplicate", OpClass::VecDuplicate, { ubWrite(32'768, 1024) }, 256), ub, gmWritten);
    EXPECT_EQ(ub.firstUnwritten(32'768, 1024), -1);
}

TEST_F(Initialised, OutputReadBeforeItIsWritten)
{
    EXPECT_THAT(ids(check(loadOp(0, 0, 1024))), IsEmpty());
    EXPECT_THAT(ids(check(loadOp(0, 2 * kTensor, 1024))), ElementsAre("uninitialised-gm-output"));
    gm[2].output = false;
    EXPECT_THAT(ids(check(loadOp(0, 2 * kTensor, 1024))), ElementsAre("workspace-read-before-write"));
    gmWritten.markWritten(2 * kTensor, 1024);
    EXPECT_THAT(ids(check(loadOp(0, 2 * kTensor, 1024))), IsEmpty());
}

TEST_F(Initialised, AtomicStoreNeedsAStartValue)
{
    ub.markWritten(0, 4096);
    Op op = storeOp(2 * kTensor, 0, 1024);
    op.accesses[0].flags = AccessWrite | AccessAtomic;
    EXPECT_THAT(ids(check(op)), ElementsAre("atomic-output-not-zeroed"));
    gmWritten.markWritten(2 * kTensor, 1024);
    EXPECT_THAT(ids(check(op)), IsEmpty());
}

TEST(ShadowMemory, StridedMarksLeaveTheGaps)
{
    ShadowMemory shadow(4096);
    shadow.markWritten(strided(ubWrite(0, 32), 4, 64, 2, 1024));
    EXPECT_EQ(shadow.firstUnwritten(0, 32), -1);
    EXPECT_EQ(shadow.firstUnwritten(0, 64), 32);
    EXPECT_EQ(shadow.firstUnwritten(strided(ubRead(0, 32), 4, 64, 2, 1024)), -1);
    EXPECT_EQ(shadow.firstUnwritten(strided(ubRead(0, 32), 5, 64, 2, 1024)), 256);
    EXPECT_EQ(shadow.firstWritten(32, 100), 64);
    shadow.forget(64, 8);
    EXPECT_EQ(shadow.firstUnwritten(strided(ubRead(0, 32), 4, 64, 2, 1024)), 64);
    EXPECT_EQ(shadow.firstUnwritten(4090, 100), 4090) << "bytes beyond the memory count as written";
    EXPECT_EQ(shadow.firstUnwritten(5000, 100), -1);
}

/// Every offset and length near a word's edge, against one flag per byte.
TEST(ShadowMemory, AnswersAsAFlagPerByteWould)
{
    constexpr std::uint64_t kBytes = 1500; // no whole number of words
    ShadowMemory shadow(kBytes);
    std::vector<bool> flags(kBytes, false);
    Rng rng(5);
    const auto first = [&](std::uint64_t begin, std::uint64_t end, bool value) {
        for (std::uint64_t i = begin; i < std::min(end, kBytes); ++i) {
            if (flags[i] == value)
                return static_cast<std::int64_t>(i);
        }
        return std::int64_t { -1 };
    };
    for (int step = 0; step < 20'000; ++step) {
        const std::uint64_t begin = rng.below(kBytes + 20);
        const std::uint64_t bytes = rng.below(rng.below(3) == 0 ? 1200 : 140);
        const bool mark = rng.below(2) == 0;
        if (mark)
            shadow.markWritten(begin, bytes);
        else
            shadow.forget(begin, bytes);
        for (std::uint64_t i = begin; i < std::min(begin + bytes, kBytes); ++i)
            flags[i] = mark;
        const std::uint64_t at = rng.below(kBytes);
        const std::uint64_t count = rng.below(900);
        ASSERT_EQ(shadow.firstUnwritten(at, count), first(at, at + count, false)) << at << " " << count << " step " << step;
        ASSERT_EQ(shadow.firstWritten(at, count), first(at, at + count, true)) << at << " " << count << " step " << step;
    }
}

} // namespace
} // namespace hawk::emulator::test
