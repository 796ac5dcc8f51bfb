#include "emulator/host/crash_handler.h"
#include "kernels.h"
#include "machine_fixture.h"

namespace hawk::emulator {
namespace {

using testing::HasSubstr;

MachineOutcome crash(kernels::Kernel kernel, MachineRun& run)
{
    const CrashHandler handler(*run.machine);
    return run.run(kernel);
}

TEST(Crash, NullPointerNamesSignalAndAddress)
{
    MachineRun run(std::vector<float>(512, 1.0F), 2048);
    const MachineOutcome outcome = crash(kernels::nullPointer, run);
    EXPECT_EQ(outcome.kind, MachineOutcome::Kind::Crashed);
    EXPECT_THAT(outcome.detail, HasSubstr("SIGSEGV"));
    EXPECT_THAT(outcome.detail, HasSubstr("null pointer"));
    EXPECT_FALSE(run.trace().cores.empty());
}

TEST(Crash, IntegerDivisionByZero)
{
    MachineRun run(std::vector<float>(512, 1.0F), 2048);
    const MachineOutcome outcome = crash(kernels::divideByZero, run);
    EXPECT_EQ(outcome.kind, MachineOutcome::Kind::Crashed);
    EXPECT_THAT(outcome.detail, HasSubstr("SIGFPE"));
}

TEST(Crash, ASecondRunWorksAfterACrash)
{
    MachineRun bad(std::vector<float>(512, 1.0F), 2048);
    crash(kernels::nullPointer, bad);
    MachineRun good(std::vector<float>(4096, 1.0F), 16384);
    EXPECT_EQ(good.run(kernels::addDoubleBuffered).kind, MachineOutcome::Kind::Finished);
}

TEST(Guards, RawOverrunIsFoundAfterTheRun)
{
    MachineRun run(std::vector<float>(512, 1.0F), 2048);
    EXPECT_EQ(run.run(kernels::rawOverrun).kind, MachineOutcome::Kind::Finished);
    ASSERT_THAT(run.constraints(), testing::ElementsAre("gm-tensor-overrun"));
    EXPECT_THAT(run.sink.findings()[0].message, HasSubstr("behind tensor z"));
}

TEST(Deadlock, SaysWhoWaitsWhere)
{
    MachineRun run(std::vector<float>(512, 1.0F), 2048, 3);
    const MachineOutcome outcome = run.run(kernels::missingSync);
    EXPECT_EQ(outcome.kind, MachineOutcome::Kind::Deadlock);
    EXPECT_THAT(outcome.detail, HasSubstr("waits for SyncAll number 1"));
    EXPECT_THAT(outcome.detail, HasSubstr("fault_kernels.cpp:"));
    EXPECT_TRUE(run.found("syncall-divergent"));
}

TEST(Deadlock, MoreBlocksThanCoresNeverMeet)
{
    MachineRun run(std::vector<float>(512, 1.0F), 2048, 400);
    EXPECT_EQ(run.run(kernels::missingSync).kind, MachineOutcome::Kind::Fatal);
    EXPECT_TRUE(run.found("syncall-core-count"));
}

TEST(Assertion, StopsTheKernel)
{
    MachineRun run(std::vector<float>(512, 1.0F), 2048);
    const MachineOutcome outcome = run.run(kernels::assertion);
    EXPECT_EQ(outcome.kind, MachineOutcome::Kind::Fatal);
    EXPECT_THAT(outcome.detail, HasSubstr("GetBlockNum() == 77"));
}

} // namespace
} // namespace hawk::emulator
