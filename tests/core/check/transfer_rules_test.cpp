#include "issue_fixture.h"

#include <gmock/gmock.h>

namespace hawk::emulator::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(IssueRules, DataCopyOfAnOddLengthLosesItsTail)
{
    Op op = loadOp(0, 0, 96); // what the hardware moves of 100 B
    op.elements = 25;
    const auto findings = check(op);
    ASSERT_THAT(ids(findings), ElementsAre("datacopy-length-32b"));
    EXPECT_THAT(findings[0].message, HasSubstr("only 96 B are copied, the last 4 B are not"));
    op.api = apiId("DataCopyPad");
    op.aux[1] = 100;
    EXPECT_THAT(ids(check(op)), IsEmpty());
}

Op blockLoad(std::uint32_t count, std::uint32_t bytes, std::int32_t gmStride)
{
    Op op = makeOp("DataCopy", OpClass::DmaGmToUb, Pipe::Mte2,
        { strided(ubWrite(0, bytes), count, static_cast<std::int32_t>(bytes)),
            strided(gmRead(0, bytes), count, gmStride) },
        count * bytes / 4);
    op.aux = { count, bytes, 0, 0 };
    return op;
}

TEST_F(IssueRules, BlockCountHasTwelveBits)
{
    gm[0].bytes = gm[1].offset = 1U << 20U;
    EXPECT_THAT(ids(check(blockLoad(4095, 32, 32))), Not(Contains("datacopy-param-ranges")));
    const auto findings = check(blockLoad(4096, 32, 32));
    ASSERT_THAT(ids(findings), Contains("datacopy-param-ranges"));
    EXPECT_EQ(findings[0].numbers["limit"], 4095);
}

TEST_F(IssueRules, GapHasSixteenBitsOfBlocks)
{
    EXPECT_THAT(ids(check(blockLoad(2, 32, 32 + 65535 * 32))), Not(Contains("datacopy-param-ranges")));
    EXPECT_THAT(ids(check(blockLoad(2, 32, 32 + 65536 * 32))), Contains("datacopy-param-ranges"));
}

TEST_F(IssueRules, PaddedBlockLengthIsWholeElementsAndFits)
{
    Op op = blockLoad(1, 64, 64);
    op.api = apiId("DataCopyPad");
    EXPECT_THAT(ids(check(op)), IsEmpty());
    op.aux[1] = 62;
    EXPECT_THAT(ids(check(op)), ElementsAre("datacopypad-param-ranges"));
    op.aux[1] = 2'097'152;
    EXPECT_THAT(ids(check(op)), ElementsAre("datacopypad-param-ranges"));
    op.aux = { 4096, 64, 0, 0 };
    EXPECT_THAT(ids(check(op)), ElementsAre("datacopypad-param-ranges"));
}

} // namespace
} // namespace hawk::emulator::test
