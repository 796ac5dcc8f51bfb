// Blocks that wait for each other: real waits, whatever order the seed gives, and deadlocks that say who waits for whom.
#include "kernels.h"
#include "machine_fixture.h"

#include "chip/chip_catalog.h"
#include "emulator/check/history.h"

namespace hawk::emulator {
namespace {

using testing::HasSubstr;

std::vector<std::int32_t> zeros() { return std::vector<std::int32_t>(1024, 0); }

/// History rules over the run's trace, without advice and without the coverage of outputs, which is not the matter here.
std::vector<std::string> historyOf(const MachineRun& run)
{
    static const auto catalog = chip::ChipCatalog::loadDefault();
    std::vector<std::string> list;
    for (const Finding& finding : historyFindings(run.trace(), **catalog->find(chip::kDefaultChip)))
        if ((finding.severity == Severity::Error || finding.severity == Severity::Fatal) && finding.constraint != "uninitialised-gm-output")
            list.push_back(finding.constraint + ": " + finding.message);
    return list;
}

class Seeds : public testing::TestWithParam<std::uint64_t> { };
INSTANTIATE_TEST_SUITE_P(Orders, Seeds, testing::Range<std::uint64_t>(1, 9));

TEST_P(Seeds, IBSetHandsOverFromBlockToBlock)
{
    MachineRun run(zeros(), 64 * 4, 8, GetParam());
    ASSERT_EQ(run.run(kernels::chain).kind, MachineOutcome::Kind::Finished);
    for (std::size_t block = 0; block < 8; ++block)
        EXPECT_EQ(run.output<std::int32_t>()[block * 8], static_cast<std::int32_t>(block) + 1);
    EXPECT_THAT(run.constraints(), testing::IsEmpty());
    EXPECT_THAT(historyOf(run), testing::IsEmpty());
}

TEST_P(Seeds, BlocksTakeTurnsInRisingOrder)
{
    MachineRun run(zeros(), 32, 4, GetParam());
    run.machine->gmWritten().markWritten(
        static_cast<std::uint64_t>(run.machine->gm().argument(1) - run.machine->gm().base()), 32);
    std::fill_n(run.machine->gm().argument(1), 32, std::byte { 0 });
    ASSERT_EQ(run.run(kernels::turns).kind, MachineOutcome::Kind::Finished);
    std::int32_t expected = 0;
    for (int round = 0; round < 2; ++round)
        for (std::int32_t block = 0; block < 4; ++block)
            expected = 2 * expected + block;
    EXPECT_EQ(run.output<std::int32_t>()[0], expected);
    EXPECT_THAT(historyOf(run), testing::IsEmpty());
}

TEST_P(Seeds, CrossCoreFlagsOfAllBlocks)
{
    MachineRun run(zeros(), 512 * 4, 6, GetParam());
    ASSERT_EQ(run.run(kernels::flagRounds).kind, MachineOutcome::Kind::Finished);
    for (std::size_t block = 0; block < 6; ++block)
        EXPECT_EQ(run.output<std::int32_t>()[128 + block * 8], static_cast<std::int32_t>((block + 1) % 6) + 1);
    EXPECT_THAT(historyOf(run), testing::IsEmpty());
}

TEST_P(Seeds, PollingAWordOfAnotherBlock)
{
    MachineRun run(zeros(), 64 * 4, 2, GetParam());
    ASSERT_EQ(run.run(kernels::polling).kind, MachineOutcome::Kind::Finished);
    EXPECT_EQ(run.output<std::int32_t>()[8], 9);
    EXPECT_THAT(historyOf(run), testing::IsEmpty());
}

TEST_P(Seeds, AGroupWaitsForAnother)
{
    MachineRun run(zeros(), 512 * 4, 4, GetParam());
    ASSERT_EQ(run.run(kernels::group).kind, MachineOutcome::Kind::Finished);
    EXPECT_EQ(run.output<std::int32_t>()[16], 5);
    EXPECT_EQ(run.output<std::int32_t>()[47], 5);
    EXPECT_THAT(historyOf(run), testing::IsEmpty());
}

TEST(Deadlock, IBWaitWithoutIBSetNamesBlockLineAndEvent)
{
    MachineRun run(zeros(), 64, 3);
    const MachineOutcome outcome = run.run(kernels::chainWithoutSet);
    EXPECT_EQ(outcome.kind, MachineOutcome::Kind::Deadlock);
    EXPECT_THAT(outcome.detail, testing::AllOf(HasSubstr("block 1 at "), HasSubstr("sync_kernels.cpp:"), HasSubstr("IBSet of block 0, event 2")));
    EXPECT_TRUE(run.found("crosscore-deadlock"));
}

TEST(Deadlock, AFlagThatOneBlockNeverSets)
{
    MachineRun run(zeros(), 64, 4);
    const MachineOutcome outcome = run.run(kernels::flagNotSetByAll);
    EXPECT_EQ(outcome.kind, MachineOutcome::Kind::Deadlock);
    EXPECT_THAT(outcome.detail, HasSubstr("4 blocks wait"));
    EXPECT_TRUE(run.found("crosscore-flag-pairing"));
}

TEST(Deadlock, PollingThatNothingEnds)
{
    MachineRun run(zeros(), 64, 2);
    const MachineOutcome outcome = run.run(kernels::pollingForEver);
    EXPECT_EQ(outcome.kind, MachineOutcome::Kind::Deadlock);
    EXPECT_THAT(outcome.detail, HasSubstr("tensor x"));
}

TEST(Deadlock, MoreBlocksThanCores)
{
    MachineRun run(zeros(), 64, 500);
    EXPECT_EQ(run.run(kernels::flagNotSetByAll).kind, MachineOutcome::Kind::Fatal);
    EXPECT_TRUE(run.found("syncall-core-count"));
}

TEST(CrossCoreRace, EqualBytesFromAllBlocksDoNotRace)
{
    MachineRun run(zeros(), 512 * 4, 4);
    ASSERT_EQ(run.run(kernels::sameBytes).kind, MachineOutcome::Kind::Finished);
    EXPECT_THAT(historyOf(run), testing::IsEmpty());
}

TEST(CrossCoreRace, TheSameHandOverWithoutSyncIsFound)
{
    MachineRun run(zeros(), 64 * 4, 4);
    run.run(kernels::chainUnsynced);
    EXPECT_THAT(historyOf(run), testing::Contains(HasSubstr("crosscore-gm-raw-unsynced")));
}

} // namespace
} // namespace hawk::emulator
