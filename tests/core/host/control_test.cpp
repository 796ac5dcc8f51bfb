#include "control_kernels.h"
#include "machine_fixture.h"

#include <algorithm>
#include <numeric>

namespace hawk::emulator {
namespace {

constexpr std::size_t kBytes = 2048;

std::vector<float> counted()
{
    std::vector<float> v(512);
    std::iota(v.begin(), v.end(), -100.0F);
    return v;
}

std::vector<float> runControl(MachineRun::Kernel kernel)
{
    MachineRun run(counted(), kBytes);
    const MachineOutcome outcome = run.run(kernel);
    EXPECT_EQ(outcome.kind, MachineOutcome::Kind::Finished) << outcome.detail;
    for (const Finding& finding : run.sink.findings())
        ADD_FAILURE() << finding.constraint << " line " << finding.line << ": " << finding.message;
    const auto out = run.output<float>();
    return { out.begin(), out.end() };
}

TEST(ControlCalls, SetPadValueFillsWhatIsNotLoaded)
{
    const auto x = counted();
    const auto got = runControl(kernels::control::padValue);
    for (std::size_t i = 0; i < 8; ++i)
        EXPECT_EQ(got[i], i < 5 ? x[i] + 1.0F : -2.0F) << i;
}

TEST(ControlCalls, DestroyGivesTheMemoryBack) { EXPECT_EQ(runControl(kernels::control::pipeTwice), counted()); }

TEST(ControlCalls, PopStackBufferHandsOutTheRest)
{
    const auto x = counted();
    const auto got = runControl(kernels::control::stackBuffer);
    for (std::size_t i = 0; i < 256; ++i)
        EXPECT_EQ(got[i], x[i] + 2.0F) << i;
    constexpr float kEnd = 192 * 1024 - 64; // what is kept from buffers is handed out, but for one message
    EXPECT_EQ(got[511], (kEnd - 2 * kBytes) / sizeof(float));
}

TEST(ControlCalls, AllocEventIDAndReleaseEventID)
{
    const auto got = runControl(kernels::control::eventIds);
    EXPECT_NE(got[0], got[1]);
    EXPECT_NE(got[2], got[1]);
    EXPECT_EQ(got[2], got[0]) << "the id that was given back is free again";
}

TEST(ControlCalls, SetAtomicMaxAndMinAndAdd)
{
    const auto x = counted();
    const auto got = runControl(kernels::control::atomicExtremes);
    for (std::size_t i = 0; i < 64; ++i) {
        EXPECT_EQ(got[i], std::max(x[i], x[192 + i])) << i;
        EXPECT_EQ(got[64 + i], std::min(x[64 + i], x[192 + i])) << i;
        EXPECT_EQ(got[128 + i], x[128 + i] + x[192 + i]) << i;
    }
}

TEST(ControlCalls, GetStoreAtomicConfigSeesSetAtomicType)
{
    const auto got = runControl(kernels::control::storeConfig);
    EXPECT_EQ(got[0], 0.0F);
    EXPECT_EQ(got[1], 2.0F); // ATOMIC_F16 (GetStoreAtomicConfig(ISASI).md)
}

TEST(ControlCalls, GetSaturationFlagSeesTheSetting)
{
    const auto got = runControl(kernels::control::saturationFlag);
    EXPECT_EQ(got[0], 0.0F);
    EXPECT_EQ(got[1], 1.0F);
}

TEST(ControlCalls, InitSocStateResetsMaskAndMode)
{
    const auto x = counted();
    const auto got = runControl(kernels::control::resetState);
    for (std::size_t i = 0; i < 512; ++i)
        EXPECT_EQ(got[i], i < 64 ? x[i] + 1.0F : 0.0F) << i; // one whole repeat
}

TEST(ControlCalls, OrderingCallsChangeNoValueAndAreInTheTrace)
{
    MachineRun run(counted(), kBytes);
    EXPECT_EQ(run.run(kernels::control::orderOnly).kind, MachineOutcome::Kind::Finished);
    EXPECT_TRUE(std::ranges::equal(run.output<float>(), counted()));
    EXPECT_TRUE(run.sink.findings().empty());
    const Trace trace = run.trace();
    for (const std::string_view name : { "DataSyncBarrier", "SetNextTaskStart", "WaitPreTaskEnd" }) {
        EXPECT_TRUE(std::ranges::any_of(trace.cores.at(0), [&](const Op& op) { return apiRow(op.api).name == name; })) << name;
    }
}

TEST(ControlCalls, DumpTensorPrintsElements)
{
    testing::internal::CaptureStdout();
    MachineRun run(counted(), kBytes);
    EXPECT_EQ(run.run(kernels::control::printing).kind, MachineOutcome::Kind::Finished);
    const std::string printed = testing::internal::GetCapturedStdout();
    EXPECT_NE(printed.find("77"), std::string::npos) << printed;
    for (const char* number : { "-100", "-99", "-98", "-97" })
        EXPECT_NE(printed.find(number), std::string::npos) << printed;
    EXPECT_EQ(printed.find("-96"), std::string::npos) << printed;
}

TEST(ControlCalls, AFailedAssertionEndsTheRunAndNamesItself)
{
    testing::internal::CaptureStdout();
    MachineRun run(counted(), kBytes);
    const MachineOutcome outcome = run.run(kernels::control::failing);
    testing::internal::GetCapturedStdout();
    EXPECT_EQ(outcome.kind, MachineOutcome::Kind::Fatal);
    EXPECT_NE(outcome.detail.find("b.GetSize() == 1"), std::string::npos) << outcome.detail;
}

} // namespace
} // namespace hawk::emulator
