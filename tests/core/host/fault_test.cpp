#include "kernels.h"
#include "machine_fixture.h"

namespace hawk::emulator {
namespace {

struct Fault {
    const char* name;
    kernels::Kernel kernel;
    const char* constraint;
    Severity severity;
};

class LifeCycle : public testing::TestWithParam<Fault> { };

TEST(Capacity, ABufferPastUbFaultsWhenItsTensorIsHandedOut)
{
    MachineRun run(std::vector<float>(512, 1.0F), 2048);
    EXPECT_EQ(run.run(kernels::beyondPhysical).kind, MachineOutcome::Kind::Fatal);
    const auto& findings = run.sink.findings();
    const auto at = [&](Severity severity) {
        const auto it = std::ranges::find_if(findings,
            [&](const Finding& f) { return f.constraint == "ub-capacity-2201" && f.severity == severity; });
        return it == findings.end() ? 0 : it->line;
    };
    EXPECT_GT(at(Severity::Warning), 0) << "declared by InitBuffer";
    EXPECT_GT(at(Severity::Fatal), at(Severity::Warning)) << "used later";
}

TEST_P(LifeCycle, IsReportedAtItsLine)
{
    const Fault& fault = GetParam();
    MachineRun run(std::vector<float>(512, 1.0F), 2048);
    const MachineOutcome outcome = run.run(fault.kernel);
    ASSERT_TRUE(run.found(fault.constraint)) << testing::PrintToString(run.constraints()) << ' ' << outcome.detail;
    const auto it = std::ranges::find(run.sink.findings(), std::string(fault.constraint), &Finding::constraint);
    EXPECT_EQ(it->severity, fault.severity);
    EXPECT_TRUE(it->file.ends_with("fault_kernels.cpp"));
    EXPECT_GT(it->line, 0);
    EXPECT_FALSE(it->message.empty());
    EXPECT_FALSE(it->fix.empty());
    EXPECT_EQ(constraintInfo(fault.constraint).id, fault.constraint) << "not in the catalogue";
    const bool fatal = fault.severity == Severity::Fatal;
    EXPECT_EQ(outcome.kind, fatal ? MachineOutcome::Kind::Fatal : MachineOutcome::Kind::Finished) << outcome.detail;
}

INSTANTIATE_TEST_SUITE_P(All, LifeCycle,
    testing::Values(Fault { "AllocTwice", kernels::allocTwice, "alloc-beyond-num", Severity::Fatal },
        Fault { "FreeTwice", kernels::freeTwice, "double-free", Severity::Fatal },
        Fault { "DeQueEmpty", kernels::deQueEmpty, "deque-empty-queue", Severity::Fatal },
        Fault { "UseAfterFree", kernels::useAfterFree, "use-after-free", Severity::Error },
        Fault { "EnQueTwice", kernels::enQueTwice, "enque-deque-pairing", Severity::Fatal },
        Fault { "ForeignTensor", kernels::foreignTensor, "enqueue-wrong-tensor", Severity::Fatal },
        Fault { "FreedToTheNextQueue", kernels::freedToTheNextQueue, "enqueue-wrong-tensor", Severity::Error },
        Fault { "NoRoomToFill", kernels::noRoomToFill, "shared-tmp-buffer-minimum", Severity::Fatal },
        Fault { "TooDeep", kernels::tooDeep, "queue-depth-exceeded", Severity::Error },
        Fault { "InitInLoop", kernels::initInLoop, "initbuffer-in-loop", Severity::Error },
        Fault { "OverCapacity", kernels::overCapacity, "ub-capacity-2201", Severity::Warning },
        Fault { "SelectInReserve", kernels::selectInReserve, "reserved-8k-ub-apis", Severity::Error },
        Fault { "SelectInUnusedReserve", kernels::selectInUnusedReserve, "reserved-8k-ub-apis", Severity::Warning },
        Fault { "TooManyInFlight", kernels::tooManyInFlight, "queue-buffers-per-position-8", Severity::Fatal },
        Fault { "WaitNeverSet", kernels::waitNeverSet, "wait-before-set-deadlock", Severity::Fatal },
        Fault { "SetTwice", kernels::setTwice, "setflag-consecutive", Severity::Error },
        Fault { "WrongEventId", kernels::wrongEventId, "event-id-range", Severity::Fatal },
        Fault { "TBufTooLong", kernels::tbufTooLong, "tbuf-get-length", Severity::Error },
        Fault { "TBufOffset", kernels::tbufOffset, "tbuf-getwithoffset-32b", Severity::Error },
        Fault { "SecondPipe", kernels::secondPipe, "single-tpipe", Severity::Error },
        Fault { "SmallReduceBuffer", kernels::smallReduceBuffer, "reduce-tmp-buffer-size", Severity::Error },
        Fault { "WrongRounding", kernels::wrongRounding, "cast-roundmode-valid", Severity::Error },
        Fault { "TransposeOfHalf", kernels::transposeOfHalf, "transpose-dtype", Severity::Error },
        Fault { "TransposeOfEightRows", kernels::transposeOfEightRows, "transpose-shape-limits", Severity::Error },
        Fault { "PastTheBuffer", kernels::pastTheBuffer, "tensor-extent-overflow", Severity::Error },
        Fault { "WidePadding", kernels::widePadding, "datacopypad-padding-32b", Severity::Error },
        Fault { "StoreFromVecIn", kernels::storeFromVecIn, "tposition-role-mismatch", Severity::Warning }),
    [](const auto& one) { return std::string(one.param.name); });

/// Sizes by the formulas of ReduceSum.md and ReduceMax.md for float: 8 elements to a block, 64 to a repeat.
TEST(LifeCycleNumbers, AReductionSaysHowMuchWorkSpaceItNeeds)
{
    const std::pair<kernels::ReduceWork, int> cases[] {
        { { .sum = true, .count = 4096 }, 0 }, // added up in a register: never used
        { { .sum = true, .count = 65 }, 0 },
        { { .sum = true, .repeats = 64 }, 64 },
        { { .sum = true, .repeats = 9 }, 16 },
        { { .sum = true, .repeats = 1 }, 8 },
        { { .count = 4096 }, 128 }, // value and index of 64 repeats
        { { .count = 64 }, 8 },
        { { .repeats = 5 }, 16 },
        { { .index = true, .count = 4096 }, 128 + 8 + 8 }, // 2 repeats of first results, 1 of second ones
        { { .index = true, .count = 2048 }, 64 + 8 },
        { { .index = true, .repeats = 33 }, 72 + 8 + 8 },
        { { .index = true, .count = 64 }, 8 }, // one repeat: no second level
        { { .index = true, .count = 100 }, 8 },
    };
    for (const auto& [work, needed] : cases)
        for (const int less : { 0, 8 }) {
            kernels::reduceWork = work;
            kernels::reduceWork.elements = std::max(needed - less, 8);
            MachineRun run(std::vector<float>(512, 1.0F), 2048);
            run.run(kernels::reduceWithWork);
            const bool small = kernels::reduceWork.elements < needed;
            EXPECT_EQ(std::ranges::count(run.constraints(), "reduce-tmp-buffer-size"), small ? 1 : 0)
                << work.sum << work.index << " count " << work.count << " repeats " << work.repeats << " elements " << kernels::reduceWork.elements;
            if (!small)
                continue;
            const auto& findings = run.sink.findings();
            const auto found = std::ranges::find(findings, "reduce-tmp-buffer-size", &Finding::constraint);
            EXPECT_THAT(found->message, testing::HasSubstr("needs " + std::to_string(needed) + " (" + std::to_string(4 * needed) + " B)"));
            EXPECT_THAT(found->message, testing::HasSubstr("holds " + std::to_string(needed - 8) + " elements"));
        }
}

TEST(LifeCycleNumbers, SmallReduceBufferIsCountedOnce)
{
    MachineRun run(std::vector<float>(512, 1.0F), 2048);
    run.run(kernels::smallReduceBuffer);
    EXPECT_EQ(std::ranges::count(run.constraints(), "reduce-tmp-buffer-size"), 1) << "the first call has exactly enough";
}

} // namespace
} // namespace hawk::emulator
