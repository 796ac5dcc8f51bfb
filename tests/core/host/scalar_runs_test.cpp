#include "emulator/host/scalar_runs.h"

#include <gtest/gtest.h>

namespace hawk::emulator {
namespace {

Op element(std::uint32_t line, std::uint64_t offset)
{
    Op op;
    op.line = line;
    op.elements = 1;
    op.accessCount = 1;
    op.accesses[0].space = Space::Ub;
    op.accesses[0].blockBytes = 4;
    op.accesses[0].offset = offset;
    return op;
}

TEST(ScalarRuns, ConstantStrideGrowsOneRun)
{
    ScalarRuns runs;
    runs.start(element(1, 100));
    EXPECT_TRUE(runs.extend(element(1, 92)));
    EXPECT_TRUE(runs.extend(element(1, 84)));
    const auto closed = runs.close();
    ASSERT_EQ(closed.size(), 1U);
    EXPECT_EQ(closed[0].accesses[0].blockCount, 3U);
    EXPECT_EQ(closed[0].accesses[0].blockStride, -8);
    EXPECT_EQ(closed[0].elements, 3U);
    EXPECT_TRUE(runs.empty());
}

TEST(ScalarRuns, ABrokenStrideDoesNotExtend)
{
    ScalarRuns runs;
    runs.start(element(1, 0));
    EXPECT_TRUE(runs.extend(element(1, 4)));
    EXPECT_FALSE(runs.extend(element(1, 12)));
    EXPECT_TRUE(runs.hasLine(element(1, 12)));
}

TEST(ScalarRuns, LinesGrowSideBySide)
{
    ScalarRuns runs;
    runs.start(element(1, 0));
    EXPECT_FALSE(runs.extend(element(2, 1000)));
    runs.start(element(2, 1000));
    EXPECT_TRUE(runs.extend(element(1, 4)));
    EXPECT_TRUE(runs.extend(element(2, 1004)));
    EXPECT_EQ(runs.close().size(), 2U);
}

} // namespace
} // namespace hawk::emulator
