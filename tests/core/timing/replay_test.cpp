#include "../check/good_kernels.h"
#include "../check/issue_fixture.h"

#include "base/files.h"
#include "emulator/timing/replay.h"

#include <chrono>
#include <gmock/gmock.h>

namespace hawk::emulator::test {
namespace {

const CostTable& costs()
{
    static const CostTable table = *CostTable::forGeneration(chip::Generation::V2201);
    return table;
}

Timing timeOf(const Trace& trace, const chip::ChipFacts& chip = chip910B2())
{
    auto timing = replay(trace, chip, costs());
    EXPECT_TRUE(timing) << timing.error().text();
    return *timing;
}

double bodyOf(const Timing& timing) { return timing.totalCycles - timing.launchCycles; }

/// A kernel with compute long enough to hide transfers behind: the Add is repeated.
std::vector<Op> computeKernel(std::uint32_t tiles, std::uint32_t buffers, std::uint32_t adds)
{
    std::vector<Op> ops;
    for (const Op& op : queueKernel(tiles, buffers)) {
        const std::uint32_t copies = op.kind == OpClass::VecSimple ? adds : 1;
        for (std::uint32_t i = 0; i < copies; ++i)
            ops.push_back(op);
    }
    return ops;
}

TEST(Replay, DoubleBufferingOverlapsLoadComputeAndStore)
{
    const Timing one = timeOf(makeTrace({ computeKernel(32, 1, 6) }, queueTensors()));
    const Timing two = timeOf(makeTrace({ computeKernel(32, 2, 6) }, queueTensors()));
    EXPECT_LT(bodyOf(two), 0.7 * bodyOf(one));
    const auto busy
        = [](const Timing& t, Pipe p) { return t.cores[0].pipes[static_cast<std::size_t>(p)].busy; };
    EXPECT_DOUBLE_EQ(busy(one, Pipe::V), busy(two, Pipe::V)) << "the same work";
    // With one buffer nothing overlaps: the body is at least the sum of the pipes.
    EXPECT_GT(bodyOf(one), busy(one, Pipe::Mte2) + busy(one, Pipe::V) + busy(one, Pipe::Mte3));
    EXPECT_LT(bodyOf(two), busy(two, Pipe::Mte2) + busy(two, Pipe::V) + busy(two, Pipe::Mte3));
}

/// Golden numbers: a change of the model or its data must be explained where these change.
TEST(Replay, GoldenNumbers)
{
    const Timing one = timeOf(makeTrace({ computeKernel(32, 1, 6) }, queueTensors()));
    const Timing two = timeOf(makeTrace({ computeKernel(32, 2, 6) }, queueTensors()));
    RecordProperty("single", std::to_string(bodyOf(one)));
    RecordProperty("double", std::to_string(bodyOf(two)));
    std::printf("[   INFO   ] single buffer %.0f cycles, double buffer %.0f\n", bodyOf(one), bodyOf(two));
    EXPECT_NEAR(bodyOf(one), 39'656, 50);
    EXPECT_NEAR(bodyOf(two), 20'523, 50);
}

TEST(Replay, IsDeterministic)
{
    const Trace trace = makeTrace({ queueKernel(16, 2), queueKernel(16, 2, 16 * kTile) }, queueTensors());
    const Timing a = timeOf(trace);
    const Timing b = timeOf(trace);
    EXPECT_EQ(a.totalCycles, b.totalCycles);
    ASSERT_EQ(a.segments.size(), b.segments.size());
    for (std::size_t i = 0; i < a.segments.size(); ++i)
        EXPECT_EQ(a.segments[i].start, b.segments[i].start);
}

TEST(Replay, SegmentsOfOnePipeNeverOverlapAndRespectWaits)
{
    const Timing timing = timeOf(makeTrace({ queueKernel(16, 2) }, queueTensors()));
    std::map<Pipe, double> end;
    std::map<std::uint32_t, double> loadEnd; // by tile, both inputs
    std::uint32_t loads = 0;
    std::uint32_t adds = 0;
    for (const Segment& segment : timing.segments) {
        EXPECT_GE(segment.start, end[segment.pipe]);
        EXPECT_GE(segment.end, segment.start);
        end[segment.pipe] = segment.end;
        if (segment.pipe == Pipe::Mte2)
            loadEnd[loads++ / 2] = segment.end;
        if (segment.pipe == Pipe::V) {
            EXPECT_GE(segment.start, loadEnd[adds++]) << "an Add starts before its inputs are there";
        }
    }
    EXPECT_EQ(adds, 16U);
}

TEST(Replay, BandwidthIsSharedByTheCoresThatTransfer)
{
    // One block's transfer is bound by its own port, 48 blocks by the memory.
    const auto blocks = [](std::uint32_t count) {
        std::vector<std::vector<Op>> cores;
        for (std::uint32_t i = 0; i < count; ++i) {
            std::vector<Op> ops;
            for (std::uint32_t tile = 0; tile < 16; ++tile)
                ops.push_back(loadOp(0, (i * 16 + tile) * 65'536ULL, 65'536));
            cores.push_back(std::move(ops));
        }
        return makeTrace(std::move(cores), { { "x", 0, 64U << 20U, DType::Float32, false } });
    };
    const double alone = bodyOf(timeOf(blocks(1)));
    const double together = bodyOf(timeOf(blocks(48)));
    const double perCore = 16 * 65'536.0;
    EXPECT_NEAR(alone, perCore / 128, 0.12 * perCore / 128);
    const double share = 1.75e12 * 0.823 / 48 / 1.8e9;
    EXPECT_NEAR(together, perCore / share, 0.05 * perCore / share);
}

TEST(Replay, SecondReadComesFromL2)
{
    const auto twice = [](std::uint64_t second) {
        std::vector<std::vector<Op>> cores;
        for (std::uint64_t core = 0; core < 48; ++core) {
            std::vector<Op> ops;
            for (const std::uint64_t base : { std::uint64_t { 0 }, second }) {
                for (std::uint64_t tile = 0; tile < 8; ++tile)
                    ops.push_back(loadOp(0, base + (core * 8 + tile) * 65'536, 65'536));
            }
            cores.push_back(std::move(ops));
        }
        return timeOf(makeTrace(std::move(cores), { { "x", 0, 64U << 20U, DType::Float32, false } }));
    };
    const Timing again = twice(0);
    const Timing other = twice(32U << 20U);
    EXPECT_LT(bodyOf(again), 0.75 * bodyOf(other));
    EXPECT_EQ(again.l2HitBytes, 48ULL * 8 * 65'536);
    EXPECT_EQ(other.l2HitBytes, 0U);
}

TEST(Replay, MoreBlocksThanCoresRunInWaves)
{
    chip::ChipFacts chip = chip910B2();
    chip.vectorCores.value = 2;
    const auto blocks = [&](std::uint32_t count) {
        std::vector<std::vector<Op>> cores(count, std::vector<Op>(50, addOp(8192, 0, 4096 + 256, 4096)));
        return bodyOf(timeOf(makeTrace(std::move(cores), queueTensors()), chip));
    };
    EXPECT_DOUBLE_EQ(blocks(1), blocks(2));
    EXPECT_NEAR(blocks(3), 2 * blocks(1), 1);
    EXPECT_NEAR(blocks(6), 3 * blocks(1), 1);
}

TEST(Replay, SyncAllWaitsForTheSlowest)
{
    const Op arrive = makeOp("SyncAll", OpClass::SyncAllArrive, Pipe::S, {});
    const Op leave = makeOp("SyncAll", OpClass::SyncAllLeave, Pipe::S, {});
    std::vector<Op> slow(100, addOp(8192, 0, 4096 + 256, 4096));
    slow.insert(slow.end(), { arrive, leave, addOp(8192, 0, 4096 + 256, 4096) });
    const std::vector<Op> quick { arrive, leave, addOp(8192, 0, 4096 + 256, 4096) };
    const Timing timing = timeOf(makeTrace({ quick, slow }, queueTensors()));
    EXPECT_NEAR(timing.cores[0].end, timing.cores[1].end, 1);
    const Timing alone = timeOf(makeTrace({ quick }, queueTensors()));
    EXPECT_GT(timing.cores[0].end, 3 * alone.cores[0].end);
}

TEST(Replay, AnArrivalThatNeverComesDoesNotHangTheReplay)
{
    const Op arrive = makeOp("SyncAll", OpClass::SyncAllArrive, Pipe::S, {});
    const Op leave = makeOp("SyncAll", OpClass::SyncAllLeave, Pipe::S, {});
    // Block 1 was cut off before its first arrival; block 0 even arrives twice.
    Trace trace = makeTrace({ { arrive, leave, arrive, leave }, { arrive } }, queueTensors());
    trace.complete = false;
    EXPECT_GT(timeOf(trace).totalCycles, 0);
}

TEST(Replay, ScalarLoopOverGlobalMemoryIsSlow)
{
    std::vector<Op> ops;
    for (std::uint32_t i = 0; i < 64; ++i)
        ops.push_back(scalarOp(OpClass::ScalarRead, gmRead(i * 4, 4)));
    const Timing timing = timeOf(makeTrace({ ops }, queueTensors()));
    // 64 elements of 4 B are four cache lines: four misses, sixty hits.
    EXPECT_NEAR(bodyOf(timing), 4 * 550 + 60 * 19, 5);
}

TEST(Replay, GetValueWaitsForTheVectorUnit)
{
    const std::vector<Op> ops { addOp(8192, 0, 4096 + 256, 4096),
        scalarOp(OpClass::ScalarRead, ubRead(8192, 4)) };
    const Timing timing = timeOf(makeTrace({ ops }, queueTensors()));
    ASSERT_EQ(timing.segments.size(), 2U);
    EXPECT_GE(timing.segments[1].start, timing.segments[0].end);
    EXPECT_GT(timing.segments[1].stall, 0);
}

TEST(Replay, KeepsOnlySoManySegmentsAndSaysSo)
{
    const Trace trace = makeTrace({ queueKernel(64, 2) }, queueTensors());
    const auto timing = replay(trace, chip910B2(), costs(), { .maxSegments = 10 });
    ASSERT_TRUE(timing);
    EXPECT_LE(timing->segments.size(), 10U);
    EXPECT_FALSE(timing->segmentsComplete);
    EXPECT_EQ(timing->totalCycles, timeOf(trace).totalCycles);
}

TEST(Replay, EmptyTraceCostsTheLaunch)
{
    const Timing timing = timeOf(makeTrace({ {} }, {}));
    EXPECT_DOUBLE_EQ(timing.totalCycles, timing.launchCycles);
    EXPECT_GT(timing.launchCycles, 0);
}

TEST(Replay, HundredThousandOpsAreQuick)
{
    std::vector<std::vector<Op>> cores;
    for (std::uint32_t core = 0; core < 40; ++core)
        cores.push_back(queueKernel(160, 2));
    const Trace trace = makeTrace(std::move(cores), queueTensors());
    const auto begin = std::chrono::steady_clock::now();
    timeOf(trace);
    const auto ms
        = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    std::printf("[   INFO   ] %.1f ms for %llu ops\n", ms, static_cast<unsigned long long>(trace.totalOps()));
    EXPECT_LT(ms, 5000);
}

TEST(CostTable, EveryRowHasSourceAndConfidence)
{
    for (const auto generation : { chip::Generation::V2201, chip::Generation::V2002 }) {
        const auto table = CostTable::forGeneration(generation);
        ASSERT_TRUE(table) << table.error().text();
        EXPECT_GT(table->all().size(), 60U);
        for (const auto& [key, cost] : table->all())
            EXPECT_FALSE(cost.source.empty()) << key;
    }
}

TEST(CostTable, BadFilesAreRefusedWithTheirLine)
{
    const auto bad = [](std::string_view row) {
        const auto table
            = CostTable::parse("key,value,unit,source,confidence\n" + std::string(row) + "\n", "costs.csv");
        EXPECT_FALSE(table);
        return table ? std::string() : table.error().text();
    };
    EXPECT_THAT(bad("a,1,cycles,somewhere"), ::testing::HasSubstr("costs.csv:2"));
    EXPECT_THAT(bad("a,one,cycles,somewhere,guess"), ::testing::HasSubstr("no number"));
    EXPECT_THAT(bad("a,1,cycles,,guess"), ::testing::HasSubstr("no source"));
    EXPECT_THAT(bad("a,1,cycles,somewhere,sure"), ::testing::HasSubstr("unknown confidence"));
    const auto table = CostTable::parse(
        "key,value,unit,source,confidence\na,1,cycles,\"b, \"\"c\"\"\",guess\n", "costs.csv");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->find("a")->source, "b, \"c\"");
    const auto timing = replay(makeTrace({ {} }, {}), chip910B2(), *table);
    ASSERT_FALSE(timing);
    EXPECT_EQ(timing.error().code, Errc::NotFound);
}

} // namespace
} // namespace hawk::emulator::test
