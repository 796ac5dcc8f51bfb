#include "edge_kernels.h"
#include "machine_fixture.h"

#include "emulator/check/history.h"

#include <iterator>
#include <numeric>

namespace hawk::emulator {
namespace {

using testing::IsEmpty;

/// A run's findings of both kinds that say error or worse.
std::vector<std::string> errorsOf(const MachineRun& run)
{
    static const auto catalog = chip::ChipCatalog::loadDefault();
    std::vector<Finding> all = run.sink.findings();
    std::ranges::move(historyFindings(run.trace(), **catalog->find(chip::kDefaultChip)), std::back_inserter(all));
    std::vector<std::string> errors;
    for (const Finding& finding : all)
        if (finding.severity <= Severity::Error)
            errors.push_back(finding.constraint);
    return errors;
}

// asc-devkit impl/basic_api/kernel_tpipe_base.h, GetQueEvt: UB to UB hands over from MTE2 to MTE3.
TEST(Edge, AQueueFromVecInToVecOutOrdersTheTransfers)
{
    std::vector<float> x(512);
    std::iota(x.begin(), x.end(), 1.0F);
    MachineRun run(x, 2048);
    EXPECT_EQ(run.run(kernels::boundCopy).kind, MachineOutcome::Kind::Finished);
    EXPECT_THAT(run.output<float>(), testing::ElementsAreArray(x));
    EXPECT_THAT(errorsOf(run), IsEmpty());
}

// A kernel may store through a pointer into global memory; no operation tells of it.
TEST(Edge, WhatAPointerStoresIsWritten)
{
    std::vector<float> x(512);
    std::iota(x.begin(), x.end(), 1.0F);
    MachineRun run(x, 2048);
    EXPECT_EQ(run.run(kernels::storeThroughPointer).kind, MachineOutcome::Kind::Finished);
    EXPECT_THAT(run.output<float>(), testing::ElementsAreArray(x));
    EXPECT_THAT(errorsOf(run), IsEmpty());
    MachineRun loaded(x, 2048);
    EXPECT_EQ(loaded.run(kernels::loadWhatAPointerStored).kind, MachineOutcome::Kind::Finished);
    EXPECT_THAT(errorsOf(loaded), IsEmpty());
}

TEST(Edge, WhatAPointerLeavesOutIsNot)
{
    MachineRun run(std::vector<float>(512, 1.0F), 2048);
    EXPECT_EQ(run.run(kernels::storeThroughPointerHalfway).kind, MachineOutcome::Kind::Finished);
    EXPECT_THAT(errorsOf(run), testing::ElementsAre("uninitialised-gm-output"));
}

TEST(Edge, BuffersMayEndWhereSelectsReserveBegins)
{
    MachineRun run(std::vector<float>(8, 1.0F), 32);
    run.run(kernels::selectBesideReserve);
    EXPECT_FALSE(run.found("reserved-8k-ub-apis"));
}

TEST(Edge, ABufferKeepsWhatAnEarlierTensorLeft)
{
    MachineRun run(std::vector<float>(8, 1.0F), 256);
    EXPECT_EQ(run.run(kernels::freeAndAllocateAgain).kind, MachineOutcome::Kind::Finished);
    EXPECT_THAT(run.output<float>(), testing::Each(4.0F)) << "the chip does not clear it";
    EXPECT_THAT(errorsOf(run), IsEmpty());
    EXPECT_TRUE(run.found("uninitialised-ub-read")) << "but it is pointed out";
}

TEST(Edge, MaskedReductionsWriteOnlyTheResultsOfActiveLanes)
{
    MachineRun run(std::vector<float>(8, 1.0F), 32);
    run.run(kernels::shortReductions);
    EXPECT_FALSE(run.found("tensor-extent-overflow"));
    MachineRun longer(std::vector<float>(8, 1.0F), 32);
    longer.run(kernels::longPairReduction);
    EXPECT_TRUE(longer.found("tensor-extent-overflow"));
}

TEST(Edge, CounterModeReadsTheCountAndNotWholeRepeats)
{
    MachineRun run(std::vector<float>(104, 1.0F), 32);
    EXPECT_EQ(run.run(kernels::countedReduction).kind, MachineOutcome::Kind::Finished);
    EXPECT_THAT(run.constraints(), IsEmpty());
}

TEST(Edge, WholeBlocksIntoThePaddingOfATensorAreAWarning)
{
    MachineRun run(std::vector<float>(13, 3.0F), 13 * sizeof(float));
    EXPECT_EQ(run.run(kernels::paddedTail).kind, MachineOutcome::Kind::Finished);
    EXPECT_THAT(errorsOf(run), IsEmpty());
    EXPECT_TRUE(run.found("gm-padding-access"));
    EXPECT_THAT(run.output<float>(), testing::Each(3.0F));
}

} // namespace
} // namespace hawk::emulator
