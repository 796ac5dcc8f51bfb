#include "../check/good_kernels.h"
#include "../check/issue_fixture.h"

#include "base/files.h"
#include "emulator/report/profile_builder.h"

#include <gmock/gmock.h>

namespace hawk::emulator::test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Launch launchOf(std::uint64_t inputBytes, std::uint64_t outputBytes, std::uint32_t blocks)
{
    Launch launch;
    launch.entry = "kernel";
    launch.blockDim = blocks;
    launch.chip = std::make_shared<const chip::ChipFacts>(chip910B2());
    Argument input;
    input.kind = Argument::Kind::Input;
    input.bytes = inputBytes;
    launch.arguments = { input, input };
    Argument output;
    output.kind = Argument::Kind::Output;
    output.bytes = outputBytes;
    launch.arguments.push_back(output);
    return launch;
}

/// `blocks` blocks of the queue kernel, each with its own part of the tensors.
Trace kernelTrace(std::uint32_t blocks, std::uint32_t tiles, std::uint32_t buffers)
{
    std::vector<std::vector<Op>> cores;
    for (std::uint32_t core = 0; core < blocks; ++core)
        cores.push_back(queueKernel(tiles, buffers, std::uint64_t { core } * tiles * kTile));
    return makeTrace(std::move(cores), queueTensors());
}

Analysis analysisOf(const Trace& trace, const Launch& launch)
{
    const auto costs = CostTable::forGeneration(chip::Generation::V2201);
    EXPECT_TRUE(costs);
    auto analysis = analyseTrace(trace, launch, *costs);
    EXPECT_TRUE(analysis) << analysis.error().text();
    return *analysis;
}

Analysis addKernel(std::uint32_t blocks, std::uint32_t tiles, std::uint32_t buffers)
{
    const std::uint64_t bytes = std::uint64_t { blocks } * tiles * kTile;
    return analysisOf(kernelTrace(blocks, tiles, buffers), launchOf(bytes, bytes, blocks));
}

const PipeUse& use(const Profile& profile, Pipe pipe)
{
    return profile.pipes[static_cast<std::size_t>(pipe)];
}

TEST(Report, ProfileOfAnAddKernelIsSane)
{
    const Profile profile = addKernel(4, 16, 2).profile;
    const std::uint64_t bytes = 4ULL * 16 * kTile;
    EXPECT_EQ(profile.chip, "Ascend910B2");
    EXPECT_EQ(profile.blockDim, 4U);
    EXPECT_EQ(profile.gmReadBytes, 2 * bytes);
    EXPECT_EQ(profile.gmWriteBytes, bytes);
    EXPECT_DOUBLE_EQ(profile.meanDmaBytes, kTile);
    EXPECT_EQ(profile.ubPeakBytes, 6U * kTile);
    EXPECT_EQ(profile.coresUsed, 4);
    EXPECT_EQ(profile.coresAvailable, 48);
    EXPECT_NEAR(profile.loadImbalance, 0, 0.05);
    EXPECT_TRUE(profile.trusted) << profile.untrustedReason;
    EXPECT_DOUBLE_EQ(profile.totalUs, profile.totalCycles / 1800);
    EXPECT_GT(profile.totalUs, profile.tHwUs);
    EXPECT_EQ(use(profile, Pipe::V).instructions, 64U);
    for (const Pipe pipe : { Pipe::S, Pipe::V, Pipe::Mte2, Pipe::Mte3 }) {
        EXPECT_GT(use(profile, pipe).ratio, 0);
        EXPECT_LE(use(profile, pipe).ratio, 1);
    }
    EXPECT_FALSE(profile.confidence.empty());
    EXPECT_FALSE(profile.bottleneckText.empty());
}

TEST(Report, BoundIsCompulsoryTrafficAtPeakBandwidth)
{
    const Profile profile = addKernel(4, 16, 2).profile;
    EXPECT_NEAR(profile.tHwUs, 3.0 * 4 * 16 * kTile / 1.75e12 * 1e6, 1e-9);
    EXPECT_EQ(profile.bound, "mte2");
}

TEST(Report, SingleBufferIsNamedAndDoubleBufferIsNot)
{
    const Profile one = addKernel(1, 32, 1).profile;
    const Profile two = addKernel(1, 32, 2).profile;
    EXPECT_THAT(one.bottlenecks, Contains("NO_DOUBLE_BUFFER"));
    EXPECT_THAT(one.bottleneckText, HasSubstr("overlap"));
    EXPECT_THAT(two.bottlenecks, Not(Contains("NO_DOUBLE_BUFFER")));
    EXPECT_LT(two.totalCycles, one.totalCycles);
}

TEST(Report, SmallTransfersAndFewCoresAreNamed)
{
    const Profile profile = addKernel(1, 32, 2).profile;
    EXPECT_THAT(profile.bottlenecks, Contains("SMALL_TRANSFERS")); // 8 KiB
    EXPECT_THAT(profile.bottleneckText, HasSubstr("8192 B on average"));
    EXPECT_THAT(profile.bottlenecks, Contains("LOW_CORE_USE"));
    EXPECT_THAT(profile.bottleneckText, HasSubstr("Only 1 of 48"));
}

TEST(Report, UnevenBlocksAreNamed)
{
    std::vector<std::vector<Op>> cores { queueKernel(32, 2), queueKernel(4, 2, 32 * kTile),
        queueKernel(4, 2, 36 * kTile) };
    const Profile profile
        = analysisOf(makeTrace(std::move(cores), queueTensors()), launchOf(40 * kTile, 40 * kTile, 3))
              .profile;
    EXPECT_GT(profile.loadImbalance, 0.5);
    EXPECT_THAT(profile.bottlenecks, Contains("LOAD_IMBALANCE"));
}

TEST(Report, BankConflictsAreNamed)
{
    // Both sources in one group on every repeat: 32 KiB apart.
    const auto ops = [](std::uint64_t src1) { return std::vector<Op>(50, addOp(131'072, 0, src1, 32'768)); };
    const auto tags = [&](std::uint64_t src1) {
        return analysisOf(makeTrace({ ops(src1) }, queueTensors()), launchOf(1024, 1024, 1))
            .profile.bottlenecks;
    };
    EXPECT_THAT(tags(32'768), Contains("BANK_CONFLICT"));
    EXPECT_THAT(tags(65'536 + 256), Not(Contains("BANK_CONFLICT")));
}

TEST(Report, ScalarGlobalAccessIsNamed)
{
    std::vector<Op> ops;
    for (std::uint32_t i = 0; i < 2000; ++i)
        ops.push_back(scalarOp(OpClass::ScalarRead, gmRead(i * 64, 4)));
    const Profile profile
        = analysisOf(makeTrace({ ops }, queueTensors()), launchOf(1 << 17, 1024, 1)).profile;
    EXPECT_THAT(profile.bottlenecks, Contains("GM_SCALAR_ACCESS"));
    EXPECT_THAT(profile.bottlenecks, Contains("SCALAR_BOUND"));
}

TEST(Report, RedundantTrafficIsNamed)
{
    const Profile profile = analysisOf(kernelTrace(1, 16, 2), launchOf(4 * kTile, 16 * kTile, 1)).profile;
    EXPECT_THAT(profile.bottlenecks, Contains("REDUNDANT_GM_TRIPS"));
}

TEST(Report, OrderingErrorsTakeTrustAway)
{
    std::vector<Op> ops = queueKernel(8, 2);
    std::erase_if(ops, [](const Op& op) { return op.line == 31; });
    const Analysis broken = analysisOf(makeTrace({ ops }, queueTensors()), launchOf(8 * kTile, 8 * kTile, 1));
    EXPECT_FALSE(broken.profile.trusted);
    EXPECT_THAT(broken.profile.untrustedReason, HasSubstr("ordering error"));
    EXPECT_THAT(broken.profile.bottlenecks, Contains("MISSING_SYNC"));
    EXPECT_FALSE(broken.findings.empty());
}

TEST(Report, PartialTracesAreNotTrusted)
{
    Trace trace = kernelTrace(1, 8, 2);
    trace.complete = false;
    EXPECT_FALSE(analysisOf(trace, launchOf(1, 1, 1)).profile.trusted);
    trace.complete = true;
    trace.capped = true;
    const Profile capped = analysisOf(trace, launchOf(1, 1, 1)).profile;
    EXPECT_FALSE(capped.trusted);
    EXPECT_THAT(capped.untrustedReason, HasSubstr("limit"));
}

TEST(Report, VendorNamesCarryTheSameNumbers)
{
    const Profile profile = addKernel(2, 8, 2).profile;
    EXPECT_EQ(profile.metrics["aiv_vec_ratio"], use(profile, Pipe::V).ratio);
    EXPECT_EQ(profile.metrics["aiv_mte2_ratio"], use(profile, Pipe::Mte2).ratio);
    EXPECT_EQ(profile.metrics["Task Duration(us)"], profile.totalUs);
    EXPECT_DOUBLE_EQ(profile.metrics["GM_to_UB_datas(KB)"].get<double>(), 2 * 2 * 8 * kTile / 1024.0);
    EXPECT_TRUE(profile.metrics.contains("aiv_mte3_active_bw(GB/s)"));
}

TEST(Report, ProfileJsonRoundTrips)
{
    const Profile profile = addKernel(2, 8, 2).profile;
    const Json json = toJson(profile);
    EXPECT_EQ(json["basis"], "modelled");
    const auto back = profileFromJson(json);
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(toJson(*back), json);
    EXPECT_FALSE(profileFromJson(Json::object()));
    EXPECT_FALSE(profileFromJson(Json("text")));
}

TEST(Report, AnalyseReadsTheFile)
{
    const auto dir = TempDir::create("hawk-report");
    ASSERT_TRUE(dir);
    const auto file = dir->path() / "run.trace";
    const Trace trace = kernelTrace(2, 4, 2);
    TraceWriter writer;
    ASSERT_TRUE(writer.open(file, 2, "Ascend910B2", trace.tensors, 10'000));
    writer.internFile("kernel.cpp");
    for (const auto& ops : trace.cores) {
        for (const Op& op : ops)
            writer.append(op);
    }
    writer.finish();
    const Launch launch = launchOf(8 * kTile, 8 * kTile, 2);
    const auto fromFile = analyse(file, launch);
    ASSERT_TRUE(fromFile) << fromFile.error().text();
    EXPECT_EQ(toJson(fromFile->profile), toJson(analysisOf(trace, launch).profile));
    EXPECT_FALSE(analyse(dir->path() / "missing", launch));
    EXPECT_FALSE(analyse(file, Launch {}));
}

TEST(ChromeTrace, IsValidJsonWithOneProcessPerBlock)
{
    const Analysis analysis = addKernel(3, 8, 2);
    const auto json = parseJson(chromeTrace(analysis.timeline, analysis.profile), "trace.json");
    ASSERT_TRUE(json) << json.error().text();
    std::map<std::string, int> phases;
    std::set<int> processes;
    std::set<std::string> names;
    for (const Json& event : (*json)["traceEvents"]) {
        const std::string phase = event["ph"];
        ++phases[phase];
        if (phase == "X") {
            processes.insert(event["pid"].get<int>());
            names.insert(event["name"].get<std::string>());
            EXPECT_GE(event["dur"].get<double>(), 0);
        }
    }
    EXPECT_EQ(processes.size(), 3U);
    EXPECT_EQ(phases["X"], static_cast<int>(analysis.timeline.size()));
    EXPECT_EQ(phases["s"], phases["t"]);
    EXPECT_GT(phases["s"], 0) << "an arrow for every wait";
    EXPECT_THAT(names, Contains("Add"));
    EXPECT_EQ((*json)["otherData"]["trusted"], true);
    EXPECT_FALSE((*json)["otherData"].contains("shown"));
}

TEST(ChromeTrace, TooMuchIsThinnedAndSaidSo)
{
    std::vector<Segment> segments;
    for (std::uint16_t core = 0; core < 60; ++core) {
        for (std::uint32_t i = 0; i < 5000; ++i)
            segments.push_back({ .core = core, .pipe = Pipe::V, .start = i * 10.0, .end = i * 10.0 + 5 });
    }
    Profile profile;
    profile.clockMhz = 1800;
    const auto json = parseJson(chromeTrace(segments, profile), "trace.json");
    ASSERT_TRUE(json);
    EXPECT_LE((*json)["traceEvents"].size(), 200'000U + 48 * 4);
    EXPECT_THAT((*json)["otherData"]["shown"].get<std::string>(), HasSubstr("first 48 of 60 cores"));
    EXPECT_THAT((*json)["otherData"]["shown"].get<std::string>(), HasSubstr("300000 in all"));
}

TEST(ChromeTrace, OfNothingIsStillATrace)
{
    const auto json = parseJson(chromeTrace({}, Profile {}), "trace.json");
    ASSERT_TRUE(json) << json.error().text();
    EXPECT_TRUE((*json)["traceEvents"].empty());
}

TEST(Overlap, IsRelativeToTheShorterPipe)
{
    const auto segment = [](Pipe pipe, double start, double end) {
        return Segment { .pipe = pipe, .start = start, .end = end };
    };
    const std::vector<Segment> half { segment(Pipe::Mte2, 0, 100), segment(Pipe::V, 95, 105),
        segment(Pipe::S, 0, 100) };
    EXPECT_NEAR(overlapOfLoadAndCompute(half), 0.5, 1e-12);
    const std::vector<Segment> none { segment(Pipe::Mte2, 0, 10), segment(Pipe::V, 10, 15),
        segment(Pipe::Mte3, 0, 15) };
    EXPECT_EQ(overlapOfLoadAndCompute(none), 0);
    EXPECT_EQ(overlapOfLoadAndCompute({}), 0);
}

} // namespace
} // namespace hawk::emulator::test
