#include "kernels.h"
#include "machine_fixture.h"

#include <numeric>

namespace hawk::emulator {
namespace {

std::vector<float> ramp(std::size_t n)
{
    std::vector<float> v(n);
    std::iota(v.begin(), v.end(), 0.0F);
    return v;
}

TEST(Machine, DoubleBufferedKernelIsRightOnEveryBlock)
{
    MachineRun run(ramp(4096), 4096 * 4, 8);
    const MachineOutcome outcome = run.run(kernels::addDoubleBuffered);
    EXPECT_EQ(outcome.kind, MachineOutcome::Kind::Finished) << outcome.detail;
    EXPECT_THAT(run.constraints(), testing::IsEmpty());
    for (std::size_t i = 0; i < 4096; ++i)
        ASSERT_EQ(run.output<float>()[i], 2.0F * static_cast<float>(i));
}

TEST(Machine, TraceHoldsEveryBlockFromBeginToEnd)
{
    MachineRun run(ramp(4096), 4096 * 4, 4);
    run.run(kernels::addDoubleBuffered);
    const Trace trace = run.trace();
    ASSERT_EQ(trace.cores.size(), 4U);
    EXPECT_TRUE(trace.complete);
    for (const auto& ops : trace.cores) {
        EXPECT_EQ(ops.front().kind, OpClass::KernelBegin);
        EXPECT_EQ(ops.back().kind, OpClass::KernelEnd);
        for (std::size_t i = 0; i < ops.size(); ++i)
            ASSERT_EQ(ops[i].seq, i);
        EXPECT_EQ(std::ranges::count(ops, OpClass::DmaGmToUb, &Op::kind), 8);
        EXPECT_EQ(std::ranges::count(ops, OpClass::DmaUbToGm, &Op::kind), 8);
    }
}

TEST(Machine, QueueHandOversOrderTheDocumentedPipes)
{
    MachineRun run(ramp(4096), 4096 * 4, 4);
    run.run(kernels::addDoubleBuffered);
    const Trace trace = run.trace();
    std::map<std::pair<std::uint32_t, std::uint32_t>, int> sets;
    std::set<std::uint32_t> tokens;
    for (const Op& op : trace.cores[0]) {
        if (op.kind != OpClass::SyncSet)
            continue;
        EXPECT_EQ(op.aux[3], static_cast<std::uint32_t>(SyncKind::Queue));
        EXPECT_TRUE(tokens.insert(op.aux[2]).second) << "tokens are unique";
        ++sets[{ op.aux[0], op.aux[1] }];
    }
    const auto pair = [](Pipe a, Pipe b) { return std::pair { static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b) }; };
    EXPECT_EQ(sets[pair(Pipe::Mte2, Pipe::V)], 8); // EnQue of VECIN
    EXPECT_EQ(sets[pair(Pipe::V, Pipe::Mte3)], 8); // EnQue of VECOUT
    EXPECT_EQ(sets[pair(Pipe::V, Pipe::Mte2)], 8); // FreeTensor of VECIN
    EXPECT_EQ(sets[pair(Pipe::Mte3, Pipe::V)], 8); // FreeTensor of VECOUT
    EXPECT_EQ(sets.size(), 4U);
}

TEST(Machine, SameSeedGivesTheSameTraceBytes)
{
    MachineRun first(ramp(4096), 4096 * 4, 4, 9);
    MachineRun second(ramp(4096), 4096 * 4, 4, 9);
    first.run(kernels::addDoubleBuffered);
    second.run(kernels::addDoubleBuffered);
    EXPECT_EQ(*readFile(first.traceFile()), *readFile(second.traceFile()));
}

TEST(Machine, SeedMovesBuffersAndBlockOrder)
{
    MachineRun first(ramp(4096), 4096 * 4, 4, 1);
    MachineRun second(ramp(4096), 4096 * 4, 4, 2);
    first.run(kernels::addDoubleBuffered);
    second.run(kernels::addDoubleBuffered);
    EXPECT_NE(*readFile(first.traceFile()), *readFile(second.traceFile()));
}

TEST(Machine, TwoMachinesDoNotAffectEachOther)
{
    MachineRun good(ramp(4096), 4096 * 4, 4);
    MachineRun bad(ramp(512), 512 * 4);
    EXPECT_EQ(bad.run(kernels::allocTwice).kind, MachineOutcome::Kind::Fatal);
    EXPECT_EQ(good.run(kernels::addDoubleBuffered).kind, MachineOutcome::Kind::Finished);
    EXPECT_THAT(good.constraints(), testing::IsEmpty());
    EXPECT_EQ(good.output<float>()[4095], 8190.0F);
    EXPECT_THAT(bad.constraints(), testing::ElementsAre("alloc-beyond-num"));
}

TEST(Machine, OutputsStartPoisonedAndInputsAreWatched)
{
    MachineRun run(ramp(16), 64);
    EXPECT_EQ(std::to_integer<int>(run.machine->gm().argument(1)[5]), run.machine->poison());
    run.run(kernels::nothing);
    EXPECT_FALSE(run.machine->gm().inputsChanged());
    run.machine->gm().argument(0)[3] = std::byte { 0x77 };
    EXPECT_TRUE(run.machine->gm().inputsChanged());
}

TEST(Machine, TensorsKeepTheDeviceAlignment)
{
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        MachineRun run(ramp(100), 400, 1, seed);
        for (const TraceTensor& tensor : run.machine->gm().tensors())
            EXPECT_EQ(tensor.offset % 512, 0U);
    }
}

TEST(Machine, ScalarLoopsBecomeOneRecordPerLine)
{
    MachineRun run(ramp(1000), 4000);
    EXPECT_EQ(run.run(kernels::scalarCopy).kind, MachineOutcome::Kind::Finished);
    EXPECT_EQ(run.output<float>()[999], 999.0F);
    const Trace trace = run.trace();
    ASSERT_EQ(trace.cores[0].size(), 4U); // begin, reads, writes, end
    const Access& reads = trace.cores[0][1].accesses[0];
    EXPECT_EQ(trace.cores[0][1].kind, OpClass::ScalarRead);
    EXPECT_EQ(reads.blockCount, 1000U);
    EXPECT_EQ(reads.blockStride, 4);
    EXPECT_EQ(reads.blockBytes, 4U);
}

TEST(Machine, PaddingGoesLeftAndRightOfTheData)
{
    MachineRun run(ramp(5), 32);
    EXPECT_EQ(run.run(kernels::padded).kind, MachineOutcome::Kind::Finished);
    EXPECT_THAT(run.output<float>(), testing::ElementsAre(7, 0, 1, 2, 3, 4, 7, 7));
    EXPECT_THAT(run.constraints(), testing::IsEmpty());
}

// DataCopyPad.md: with neither left nor right padding the dummy lanes repeat the row's first element.
TEST(Machine, DummyLanesRepeatTheFirstElementWhenNoPaddingIsAskedFor)
{
    MachineRun run(ramp(6), 32);
    EXPECT_EQ(run.run(kernels::dummyLanes).kind, MachineOutcome::Kind::Finished);
    EXPECT_THAT(run.output<float>(), testing::ElementsAre(1, 2, 3, 4, 5, 1, 1, 1));
    EXPECT_THAT(run.constraints(), testing::IsEmpty());
}

TEST(Machine, AtomicStoresAddUp)
{
    MachineRun run(ramp(4), 256, 6);
    EXPECT_EQ(run.run(kernels::atomicAdd).kind, MachineOutcome::Kind::Finished);
    EXPECT_EQ(run.output<float>()[0], 6.0F);
    EXPECT_EQ(run.output<float>()[63], 6.0F);
}

TEST(Machine, SyncAllReallyWaits)
{
    for (std::uint64_t seed = 1; seed < 6; ++seed) {
        MachineRun run(ramp(4), 16 * 5 * 4, 5, seed);
        EXPECT_EQ(run.run(kernels::exchange).kind, MachineOutcome::Kind::Finished);
        for (std::size_t b = 0; b < 5; ++b)
            EXPECT_EQ(run.output<float>()[8 * (5 + b)], static_cast<float>((b + 1) % 5)) << "seed " << seed;
    }
}

} // namespace
} // namespace hawk::emulator
