#include "issue_fixture.h"

#include <gmock/gmock.h>

namespace hawk::emulator::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(IssueRules, CorrectOpsRaiseNothing)
{
    EXPECT_THAT(ids(check(loadOp(0, 0, 4096))), IsEmpty());
    EXPECT_THAT(ids(check(addOp(8192, 0, 4096, 4096))), IsEmpty());
    EXPECT_THAT(ids(check(addOp(0, 0, 4096, 4096))), IsEmpty()) << "in place";
    EXPECT_THAT(ids(check(storeOp(2 * kTensor, 8192, 4096))), IsEmpty());
}

TEST_F(IssueRules, FindingNamesEverything)
{
    const auto findings = check(addOp(8196, 0, 4096, 4096));
    ASSERT_EQ(findings.size(), 1U);
    const Finding& finding = findings[0];
    EXPECT_EQ(finding.constraint, "ub-addr-32b");
    EXPECT_EQ(finding.severity, Severity::Error);
    EXPECT_EQ(finding.api, "Add");
    EXPECT_EQ(finding.operand, "dst");
    EXPECT_EQ(finding.line, 42);
    EXPECT_EQ(finding.file, "kernel.cpp");
    EXPECT_THAT(finding.message, HasSubstr("8196"));
    EXPECT_EQ(finding.numbers["remainder"], 4);
    EXPECT_FALSE(finding.fix.empty());
}

TEST_F(IssueRules, EveryMisalignedOperandIsReported)
{
    EXPECT_EQ(check(addOp(8196, 4, 4096 + 8, 2048)).size(), 3U);
}

TEST_F(IssueRules, UbOverrunIsFatal)
{
    const std::uint64_t end = chip.ub.value.n;
    EXPECT_THAT(ids(check(addOp(end - 4096, 0, 4096, 4096))), IsEmpty());
    const auto findings = check(addOp(end - 4064, 0, 4096, 4096));
    ASSERT_THAT(ids(findings), ElementsAre("ub-address-out-of-bounds"));
    EXPECT_EQ(findings[0].severity, Severity::Fatal);
    EXPECT_EQ(findings[0].numbers["limit"], end);
}

TEST_F(IssueRules, StridedEndCountsForTheUbBound)
{
    // 100 repeats of 256 B, 2048 B apart: the last begins at 99 * 2048.
    const Access far = strided(ubRead(0, 32), 8, 32, 100, 2048);
    EXPECT_THAT(ids(check(repeatOp(
                    "Muls", OpClass::VecSimple, { strided(ubWrite(0, 32), 8, 32, 100, 256), far }, 100, 64))),
        Contains("ub-address-out-of-bounds"));
}

TEST_F(IssueRules, GmReadPastTheTensorGrowsWithTheDistance)
{
    EXPECT_THAT(ids(check(loadOp(0, kTensor - 4096, 4096))), IsEmpty());
    gm[0].bytes -= 20; // an odd tail: whole blocks read 20 B too many
    auto findings = check(loadOp(0, kTensor - 4096, 4096));
    ASSERT_THAT(ids(findings), ElementsAre("gm-padding-access"));
    EXPECT_EQ(findings[0].severity, Severity::Warning)
        << "a read inside the buffer's padding brings garbage, no fault";
    EXPECT_EQ(findings[0].numbers["past"], 20);
    findings = check(loadOp(0, kTensor - 64, 4096));
    ASSERT_THAT(ids(findings), Contains("gm-tensor-overrun"));
    EXPECT_EQ(findings[0].severity, Severity::Fatal);
}

TEST_F(IssueRules, GmPaddingEndsOneBlockAfterTheLastBlockOfTheTensor)
{
    gm[2].bytes = kTensor - 1000; // its last block ends 992 B before the next tensor, its padding 960 B
    const auto store = [&](std::uint32_t bytes) { return check(storeOp(3 * kTensor - 4096, 0, bytes)); };
    EXPECT_THAT(ids(store(4096 - 1024)), IsEmpty());
    auto findings = store(4096 - 960);
    ASSERT_THAT(ids(findings), ElementsAre("gm-padding-access"));
    EXPECT_EQ(findings[0].severity, Severity::Warning);
    EXPECT_THAT(findings[0].message, HasSubstr("writes 40 B past the end of z"));
    findings = store(4096 - 928);
    ASSERT_THAT(ids(findings), ElementsAre("gm-tensor-overrun"));
    EXPECT_EQ(findings[0].severity, Severity::Error) << "another buffer may begin there";
}

TEST_F(IssueRules, GmOutsideEveryTensorIsFatal)
{
    const auto findings = check(storeOp(3 * kTensor + 4096, 0, 64));
    ASSERT_THAT(ids(findings), ElementsAre("gm-ddr-out-of-range"));
    EXPECT_EQ(findings[0].severity, Severity::Fatal);
    EXPECT_EQ(findings[0].numbers["tensor"], "z");
}

TEST_F(IssueRules, GmElementAlignment)
{
    EXPECT_THAT(ids(check(loadOp(0, 2, 64))), ElementsAre("datacopy-gm-element-aligned"));
    Op padded = loadOp(0, 2, 64);
    padded.api = apiId("DataCopyPad");
    EXPECT_THAT(ids(check(padded)), IsEmpty()) << "DataCopyPad takes any byte address";
}

TEST_F(IssueRules, ReduceResultsHaveTheirOwnAlignment)
{
    const auto sum = [&](std::uint64_t dst) {
        return repeatOp("WholeReduceSum", OpClass::VecReduceRepeat,
            { strided(ubWrite(dst, 4), 1, 0, 8, 4), strided(ubRead(4096, 32), 8, 32, 8, 256) }, 8, 64);
    };
    EXPECT_THAT(ids(check(sum(12))), IsEmpty());
    EXPECT_THAT(ids(check(sum(14))), ElementsAre("reduce-dst-alignment"));
    const auto blocks = [&](std::uint64_t dst) {
        return repeatOp("BlockReduceSum", OpClass::VecReduceBlock,
            { strided(ubWrite(dst, 32), 1, 0, 8, 32), strided(ubRead(4096, 32), 8, 32, 8, 256) }, 8, 64);
    };
    EXPECT_THAT(ids(check(blocks(64))), IsEmpty());
    EXPECT_THAT(ids(check(blocks(48))), ElementsAre("block-reduce-dst-alignment"));
}

TEST_F(IssueRules, ScalarAccessIsAlignedToItsSize)
{
    EXPECT_THAT(ids(check(scalarOp(OpClass::ScalarRead, ubRead(12, 4)))), IsEmpty());
    EXPECT_THAT(
        ids(check(scalarOp(OpClass::ScalarRead, ubRead(13, 4)))), ElementsAre("scalar-address-48bit"));
}

TEST_F(IssueRules, WrongMemories)
{
    EXPECT_THAT(ids(check(vectorOp("Add", OpClass::VecSimple,
                    { ubWrite(0, 256), region(Space::L1, AccessRead, 0, 256), ubRead(512, 256) }, 64))),
        ElementsAre("operand-wrong-memory"));
    EXPECT_THAT(ids(check(scalarOp(OpClass::ScalarRead, region(Space::L1, AccessRead, 0, 4)))),
        ElementsAre("l1-l0-not-scalar-accessible"));
    EXPECT_THAT(ids(check(makeOp("DataCopy", OpClass::DmaUbToL1, Pipe::Mte3,
                    { region(Space::L1, AccessWrite, 0, 64), ubRead(0, 64) }))),
        ElementsAre("datapath-not-supported"));
}

} // namespace
} // namespace hawk::emulator::test
