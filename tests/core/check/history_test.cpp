#include "good_kernels.h"
#include "issue_fixture.h"

#include "base/rng.h"
#include "emulator/check/history.h"
#include "emulator/trace/access_geometry.h"

#include <chrono>
#include <gmock/gmock.h>
#include <map>
#include <set>

namespace hawk::emulator::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<Finding> errorsOf(const Trace& trace)
{
    std::vector<Finding> errors;
    for (Finding& finding : historyFindings(trace, chip910B2())) {
        if (finding.severity <= Severity::Error)
            errors.push_back(std::move(finding));
    }
    return errors;
}
std::vector<Finding> errorsOf(std::vector<Op> ops)
{
    return errorsOf(makeTrace({ std::move(ops) }, queueTensors()));
}

std::vector<std::string> ids(const std::vector<Finding>& findings)
{
    std::vector<std::string> out;
    for (const Finding& finding : findings)
        out.push_back(finding.constraint);
    return out;
}

TEST(History, CorrectKernelsAreSilent)
{
    EXPECT_THAT(ids(errorsOf(queueKernel(8, 1))), IsEmpty());
    EXPECT_THAT(ids(errorsOf(queueKernel(8, 2))), IsEmpty());
    EXPECT_THAT(ids(errorsOf(flagKernel(5))), IsEmpty());
}

/// The test that keeps the whole idea honest: a needed wait that is removed is found. Two waits of this
/// kernel are not needed: a pipe completes in order, so the wait for the second input covers the first, and
/// the other way round for the buffers' release.
TEST(History, RemovingANeededWaitIsFound)
{
    const std::set<std::uint32_t> covered { 21, 30 };
    for (const std::uint32_t buffers : { 1U, 2U }) {
        const std::vector<Op> good = queueKernel(6, buffers);
        int removed = 0;
        for (std::size_t i = 0; i < good.size(); ++i) {
            if (good[i].kind != OpClass::SyncWait)
                continue;
            std::vector<Op> broken = good;
            broken.erase(broken.begin() + static_cast<std::ptrdiff_t>(i));
            EXPECT_EQ(errorsOf(broken).empty(), covered.contains(good[i].line))
                << "wait " << i << " of line " << good[i].line << " with " << buffers << " buffers";
            ++removed;
        }
        EXPECT_GE(removed, 30);
    }
}

TEST(History, HazardNamesBothSides)
{
    std::vector<Op> ops = queueKernel(1, 1);
    std::erase_if(ops, [](const Op& op) { return op.line == 31; }); // DeQue of y
    const auto found = errorsOf(ops);
    ASSERT_THAT(ids(found), ElementsAre("hazard-mte2-to-v"));
    const Finding& finding = found[0];
    EXPECT_EQ(finding.line, 33);
    EXPECT_EQ(finding.otherLine, 23);
    EXPECT_EQ(finding.api, "Add");
    EXPECT_EQ(finding.operand, "src1");
    EXPECT_EQ(finding.numbers["firstPipe"], "MTE2");
    EXPECT_EQ(finding.numbers["secondPipe"], "V");
    EXPECT_EQ(finding.numbers["begin"], kUbY);
    EXPECT_EQ(finding.numbers["bytes"], kTile);
    EXPECT_THAT(finding.message, HasSubstr("line 23"));
    EXPECT_FALSE(finding.fix.empty());
}

struct EdgeCase {
    std::uint32_t line = 0; ///< of the wait that is removed
    std::string expected;
};
class EachEdge : public ::testing::TestWithParam<EdgeCase> { };

TEST_P(EachEdge, HasItsOwnId)
{
    std::vector<Op> ops = queueKernel(4, 1);
    std::erase_if(ops, [&](const Op& op) { return op.line == GetParam().line; });
    EXPECT_THAT(ids(errorsOf(ops)), Contains(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(Edges, EachEdge,
    ::testing::Values(EdgeCase { .line = 31, .expected = "hazard-mte2-to-v" },
        EdgeCase { .line = 40, .expected = "hazard-v-to-mte3" },
        EdgeCase { .line = 32, .expected = "hazard-mte3-to-v-war" },
        EdgeCase { .line = 20, .expected = "hazard-v-to-mte2-war" }));

TEST(History, PureCopyNeedsItsOwnEdges)
{
    const std::uint64_t z = 2U << 20U;
    EXPECT_THAT(
        ids(errorsOf({ loadOp(0, 0, 1024), storeOp(z, 0, 1024) })), ElementsAre("hazard-mte2-to-mte3"));
    const std::vector<Op> handOver { loadOp(0, 0, 1024), setOp(Pipe::Mte2, Pipe::Mte3, 0),
        waitOp(Pipe::Mte2, Pipe::Mte3, 0), storeOp(z, 0, 1024) };
    EXPECT_THAT(ids(errorsOf(handOver)), IsEmpty());
    std::vector<Op> refill = handOver;
    refill.push_back(loadOp(0, 1024, 1024));
    EXPECT_THAT(ids(errorsOf(refill)), ElementsAre("hazard-mte3-to-mte2-war"));
}

TEST(History, ReadingBackWhatWasStored)
{
    const std::uint64_t z = 2U << 20U;
    std::vector<Op> ops { vectorOp("Muls", OpClass::VecSimple, { ubWrite(0, 1024), ubRead(0, 1024) }, 256),
        setOp(Pipe::V, Pipe::Mte3, 0), waitOp(Pipe::V, Pipe::Mte3, 0), storeOp(z, 0, 1024),
        loadOp(8192, z + 512, 256) };
    EXPECT_THAT(ids(errorsOf(ops)), ElementsAre("hazard-mte3-to-mte2-gm"));
    ops.insert(ops.end() - 1, { setOp(Pipe::Mte3, Pipe::Mte2, 0), waitOp(Pipe::Mte3, Pipe::Mte2, 0) });
    EXPECT_THAT(ids(errorsOf(ops)), IsEmpty());
}

TEST(History, OverlappingTransfersOfOnePipe)
{
    EXPECT_THAT(ids(errorsOf({ loadOp(0, 0, 1024), loadOp(512, 4096, 1024) })),
        ElementsAre("mte2-same-destination-overlap"));
    EXPECT_THAT(
        ids(errorsOf({ loadOp(0, 0, 1024), barrierOp(Pipe::Mte2), loadOp(512, 4096, 1024) })), IsEmpty());
    EXPECT_THAT(ids(errorsOf({ loadOp(0, 0, 1024), loadOp(1024, 4096, 1024) })), IsEmpty());
    const std::uint64_t z = 2U << 20U;
    const auto stores = [z](std::uint64_t second, std::uint8_t flags) {
        std::vector<Op> ops { storeOp(z, 0, 1024), storeOp(second, 4096, 1024) };
        for (Op& op : ops)
            op.accesses[0].flags = flags;
        return ops;
    };
    EXPECT_THAT(ids(errorsOf(stores(z + 992, AccessWrite))), ElementsAre("mte3-same-destination-overlap"));
    EXPECT_THAT(ids(errorsOf(stores(z + 1024, AccessWrite))), IsEmpty());
    EXPECT_THAT(ids(errorsOf(stores(z, AccessWrite | AccessAtomic))), IsEmpty())
        << "atomic additions commute";
}

TEST(History, DeadReloadOfTheSameRegionIsOnlyAWarning)
{
    const auto all = historyFindings(
        makeTrace({ { loadOp(0, 0, 1024), loadOp(0, 4096, 1024) } }, queueTensors()), chip910B2());
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].severity, Severity::Warning);
}

TEST(History, PipeAllOrdersEverything)
{
    const std::uint64_t z = 2U << 20U;
    EXPECT_THAT(
        ids(errorsOf({ loadOp(0, 0, 1024), barrierOp(Pipe::All), addOp(4096, 0, 0, 1024),
            barrierOp(Pipe::All), storeOp(z, 4096, 1024), barrierOp(Pipe::All), addOp(4096, 0, 0, 1024) })),
        IsEmpty());
    EXPECT_THAT(ids(errorsOf({ loadOp(0, 0, 1024), barrierOp(Pipe::V), addOp(4096, 0, 0, 1024) })),
        ElementsAre("hazard-mte2-to-v", "hazard-mte2-to-v")) // both sources
        << "a barrier of one pipe orders that pipe only";
}

TEST(History, VectorOpsNeedNothingBetweenThem)
{
    EXPECT_THAT(
        ids(errorsOf({ addOp(1024, 0, 0, 1024), addOp(2048, 1024, 0, 1024), addOp(1024, 2048, 0, 1024) })),
        IsEmpty());
}

TEST(History, GetValueWaitsByItselfAndOrdersWhatFollows)
{
    const Op get = scalarOp(OpClass::ScalarRead, ubRead(16, 4));
    EXPECT_THAT(ids(errorsOf({ loadOp(0, 0, 1024), get, addOp(4096, 0, 0, 1024) })), IsEmpty());
    const Op elsewhere = scalarOp(OpClass::ScalarRead, ubRead(65'536, 4));
    EXPECT_THAT(ids(errorsOf({ loadOp(0, 0, 1024), elsewhere, addOp(4096, 0, 8192, 1024) })),
        ElementsAre("hazard-mte2-to-v"))
        << "a scalar read of other bytes waits for nothing";
    const Op set = scalarOp(OpClass::ScalarWrite, ubWrite(16, 4));
    EXPECT_THAT(ids(errorsOf({ addOp(0, 8192, 8192, 1024), set, storeOp(2U << 20U, 0, 1024) })), IsEmpty());
}

TEST(History, ScalarReadBeforeTheRegionIsKnownStillSeesLaterLoads)
{
    const Op get = scalarOp(OpClass::ScalarRead, ubRead(16, 4));
    EXPECT_THAT(ids(errorsOf({ get, loadOp(0, 0, 1024), get, addOp(4096, 0, 0, 1024) })), IsEmpty());
}

TEST(History, InterleavedColumnsDoNotConflict)
{
    Op columns = loadOp(0, 0, 32);
    columns.accesses[0] = strided(ubWrite(0, 32), 1, 0, 64, 64); // even 32 B cells
    Op add = addOp(8192, 0, 0, 32);
    add.accesses[1] = add.accesses[2] = strided(ubRead(32, 32), 1, 0, 64, 64); // odd cells
    EXPECT_THAT(ids(errorsOf({ columns, add })), IsEmpty());
    add.accesses[1].offset = 0;
    EXPECT_THAT(ids(errorsOf({ columns, add })), ElementsAre("hazard-mte2-to-v"));
}

TEST(History, FlagBalance)
{
    std::vector<Op> ops = flagKernel(2);
    ops.pop_back();
    const auto left = errorsOf(ops);
    ASSERT_THAT(ids(left), ElementsAre("setflag-waitflag-pairing"));
    EXPECT_THAT(left[0].message, HasSubstr("MTE3_V id 0"));
}

TEST(History, AnUnfinishedTraceHasNoBalance)
{
    Trace trace = makeTrace({ { setOp(Pipe::V, Pipe::S, 1) } }, queueTensors());
    trace.complete = false;
    EXPECT_THAT(ids(errorsOf(trace)), IsEmpty());
}

TEST(History, QueueLeaks)
{
    const auto all = [](std::vector<Op> ops) {
        return ids(historyFindings(makeTrace({ std::move(ops) }, queueTensors()), chip910B2()));
    };
    const Op alloc = queueOp(QueueAction::Alloc, 1, 0);
    const Op enqueue = queueOp(QueueAction::Enqueue, 1, 0);
    const Op dequeue = queueOp(QueueAction::Dequeue, 1, 0);
    const Op release = queueOp(QueueAction::Free, 1, 0);
    EXPECT_THAT(all({ alloc, enqueue, dequeue, release }), IsEmpty());
    EXPECT_THAT(all({ alloc, enqueue, dequeue }), ElementsAre("alloc-free-pairing"));
    EXPECT_THAT(all({ alloc, enqueue }), ElementsAre("enque-deque-pairing"));
}

/// Two blocks that each store `bytes` of z at their own offset.
Trace twoBlocks(std::uint64_t first, std::uint64_t second, std::uint8_t flags = AccessWrite)
{
    const std::uint64_t z = 2U << 20U;
    std::vector<std::vector<Op>> cores;
    for (const std::uint64_t at : { first, second }) {
        Op op = storeOp(z + at, 0, 1024);
        op.accesses[0].flags = flags;
        cores.push_back({ op });
    }
    return makeTrace(std::move(cores), queueTensors());
}

TEST(CrossCore, SameContentAtTheSamePlaceIsNoError)
{
    const auto errors = [](std::uint8_t flagsOfTheLater) {
        Op first = storeOp(2U << 20U, 0, 1024);
        first.order = 1;
        Op second = first;
        second.order = 2;
        second.accesses[0].flags = flagsOfTheLater;
        return ids(errorsOf(makeTrace({ { first }, { second } }, queueTensors())));
    };
    EXPECT_THAT(errors(AccessWrite | AccessUnchanged), IsEmpty()); // the later store found what it brings
    EXPECT_THAT(errors(AccessWrite), ElementsAre("multicore-gm-write-race"));
}

TEST(CrossCore, BlocksThatWriteTheSameBytes)
{
    EXPECT_THAT(ids(errorsOf(twoBlocks(0, 1024))), IsEmpty());
    const auto race = errorsOf(twoBlocks(0, 512));
    ASSERT_THAT(ids(race), ElementsAre("multicore-gm-write-race"));
    EXPECT_EQ(race[0].numbers["begin"], 512);
    EXPECT_EQ(race[0].numbers["end"], 1024);
    EXPECT_EQ(race[0].core, 1);
    EXPECT_EQ(race[0].otherCore, 0);
    EXPECT_THAT(race[0].message, HasSubstr("z bytes [512, 1024)"));
    EXPECT_THAT(ids(errorsOf(twoBlocks(0, 1008))), ElementsAre("gm-tail-store-overrun")) << "a rounded tail";
    EXPECT_THAT(ids(errorsOf(twoBlocks(0, 0, AccessWrite | AccessAtomic))), IsEmpty());
}

TEST(CrossCore, InterleavedColumnsOfTwoBlocks)
{
    const std::uint64_t z = 2U << 20U;
    const auto columns = [z](std::uint64_t at) {
        Op op = storeOp(z + at, 0, 32);
        op.accesses[0] = strided(gmWrite(z + at, 32), 100, 64);
        return std::vector<Op> { op };
    };
    EXPECT_THAT(ids(errorsOf(makeTrace({ columns(0), columns(32) }, queueTensors()))), IsEmpty());
    EXPECT_THAT(ids(errorsOf(makeTrace({ columns(0), columns(16) }, queueTensors()))),
        Contains("gm-tail-store-overrun"));
}

TEST(CrossCore, ReadingAnotherBlocksResultNeedsSyncAll)
{
    const std::uint64_t z = 2U << 20U;
    const std::vector<Op> writer { storeOp(z, 0, 1024) };
    const std::vector<Op> reader { loadOp(0, z, 1024) };
    const auto found = errorsOf(makeTrace({ writer, reader }, queueTensors()));
    EXPECT_THAT(ids(found), ElementsAre("crosscore-gm-raw-unsynced"));
    const Op arrive = makeOp("SyncAll", OpClass::SyncAllArrive, Pipe::S, {});
    const Op leave = makeOp("SyncAll", OpClass::SyncAllLeave, Pipe::S, {});
    std::vector<Op> first = writer;
    first.insert(first.end(), { arrive, leave });
    std::vector<Op> second { arrive, leave };
    second.insert(second.end(), reader.begin(), reader.end());
    EXPECT_THAT(ids(errorsOf(makeTrace({ first, second }, queueTensors()))), IsEmpty());
}

TEST(CrossCore, ManyBlocksOfAGoodKernelAreSilent)
{
    std::vector<std::vector<Op>> cores;
    for (std::uint32_t core = 0; core < 16; ++core)
        cores.push_back(queueKernel(4, 2, std::uint64_t { core } * 4 * kTile));
    EXPECT_THAT(ids(errorsOf(makeTrace(std::move(cores), queueTensors()))), IsEmpty());
}

TEST(OutputCoverage, EveryByteOfAnOutputIsWritten)
{
    const auto cover = [](std::vector<Op> first, std::vector<Op> second) {
        return errorsOf(
            makeTrace({ std::move(first), std::move(second) }, { { "z", 0, 2048, DType::Float32, true } }));
    };
    EXPECT_THAT(ids(cover({ storeOp(0, 0, 1024) }, { storeOp(1024, 0, 1024) })), IsEmpty());
    const auto gap = cover({ storeOp(0, 0, 1024) }, { storeOp(1024, 0, 960) });
    ASSERT_THAT(ids(gap), ElementsAre("uninitialised-gm-output"));
    EXPECT_EQ(gap[0].numbers["missing"], 64);
    EXPECT_EQ(gap[0].numbers["begin"], 1984);
    const auto none = cover({}, {});
    ASSERT_THAT(ids(none), ElementsAre("uninitialised-gm-output"));
    EXPECT_THAT(none[0].message, HasSubstr("no block writes output z"));
    Op columns = storeOp(0, 0, 32);
    columns.accesses[0] = strided(gmWrite(0, 32), 32, 64);
    Op others = columns;
    others.accesses[0].offset = 32;
    EXPECT_THAT(ids(cover({ columns }, { others })), IsEmpty());
    EXPECT_THAT(ids(cover({ columns }, {})), ElementsAre("uninitialised-gm-output"));
}

TEST(SlowPatterns, BarriersOfAllPipesAndBankConflicts)
{
    std::vector<Op> ops(10, barrierOp(Pipe::All));
    for (Op& op : ops)
        op.line = 5;
    ops.push_back(addOp(65'536, 0, 32'768, 4096));
    ops.push_back(addOp(65'536, 0, 32'768 + 256, 4096));
    ops[11].line = 6;
    const auto findings = historyFindings(makeTrace({ ops }, queueTensors()), chip910B2());
    EXPECT_THAT(ids(findings), ElementsAre("perf-bank-conflict-rr", "perf-pipe-all-barrier"));
    EXPECT_EQ(findings[0].line, 20) << "the add without the shift";
}

TEST(SlowPatterns, SmallTransfersAndElementLoops)
{
    std::vector<Op> ops;
    for (std::uint32_t i = 0; i < 8; ++i) {
        ops.push_back(loadOp(i * 256, i * 256, 256));
        ops.back().line = 77;
    }
    for (std::uint32_t i = 0; i < 100; ++i) {
        ops.push_back(scalarOp(OpClass::ScalarRead, ubRead(i * 4, 4)));
        ops.back().line = 78;
    }
    const auto findings = historyFindings(makeTrace({ ops }, queueTensors()), chip910B2());
    EXPECT_THAT(ids(findings), ElementsAre("perf-transfer-16k", "perf-scalar-element-loop"));
    for (const Finding& finding : findings)
        EXPECT_EQ(finding.severity, Severity::Advice);
    EXPECT_EQ(findings[0].count, 8U);
    EXPECT_THAT(findings[0].message, HasSubstr("256 B on average"));
}

/// The relation the finder computes with clocks, by brute force: a graph of "this is complete before that
/// starts".
class OrderGraph {
public:
    explicit OrderGraph(const OpList& ops)
        : m_ops(ops)
        , m_after(3 * ops.size())
    {
        for (std::size_t i = 0; i < ops.size(); ++i)
            connect(i);
    }
    bool complete(std::size_t first, std::size_t second) const
    {
        std::vector<bool> seen(m_after.size(), false);
        return reaches(end(first), start(second), seen);
    }

private:
    // Every op is issued, starts and ends, in this order.
    static std::size_t issue(std::size_t i) { return 3 * i; }
    static std::size_t start(std::size_t i) { return 3 * i + 1; }
    static std::size_t end(std::size_t i) { return 3 * i + 2; }
    void edge(std::size_t from, std::size_t to) { m_after[from].push_back(to); }

    void connect(std::size_t i)
    {
        edge(issue(i), start(i));
        edge(start(i), end(i));
        const Op& op = m_ops[i];
        if (i > 0)
            edge(issue(i - 1), issue(i));
        for (std::size_t k = 0; k < i; ++k) {
            const Op& earlier = m_ops[k];
            const bool drains
                = op.kind == OpClass::Barrier && (op.pipe == Pipe::All || op.pipe == earlier.pipe);
            const bool fires = op.kind == OpClass::SyncSet && op.pipe == earlier.pipe;
            if (drains || fires)
                edge(end(k), start(i));
            // One queue: in order, not one after the other; SetFlag does not hold back what follows it.
            if (op.pipe == earlier.pipe && op.pipe != Pipe::S && earlier.kind != OpClass::SyncSet)
                edge(start(k), start(i));
            const bool holdsBack = earlier.kind == OpClass::SyncWait || earlier.kind == OpClass::Barrier;
            if (holdsBack && earlier.pipe == op.pipe)
                edge(end(k), start(i));
            if (holdsBack && (earlier.pipe == Pipe::All || earlier.pipe == Pipe::S))
                edge(end(k), issue(i));
        }
        if (op.kind == OpClass::SyncWait)
            edge(end(setOf(i)), start(i));
    }
    /// The set that wait `i` takes: flags are first in, first out.
    std::size_t setOf(std::size_t i) const
    {
        std::vector<std::size_t> pending;
        for (std::size_t k = 0; k <= i; ++k) {
            if (m_ops[k].aux != m_ops[i].aux)
                continue;
            if (m_ops[k].kind == OpClass::SyncSet)
                pending.push_back(k);
            else if (m_ops[k].kind == OpClass::SyncWait && k < i)
                pending.erase(pending.begin());
        }
        return pending.front();
    }
    bool reaches(std::size_t from, std::size_t to, std::vector<bool>& seen) const
    {
        if (from == to)
            return true;
        seen[from] = true;
        return std::ranges::any_of(
            m_after[from], [&](std::size_t next) { return !seen[next] && reaches(next, to, seen); });
    }

    const OpList& m_ops;
    std::vector<std::vector<std::size_t>> m_after;
};

bool conflictByHand(const Op& a, const Op& b)
{
    for (std::size_t i = 0; i < a.accessCount; ++i) {
        for (std::size_t k = 0; k < b.accessCount; ++k) {
            const Access& x = a.accesses[i];
            const Access& y = b.accesses[k];
            const bool write = ((x.flags | y.flags) & AccessWrite) != 0;
            if (x.space != y.space || !write || !overlapOf(x, y))
                continue;
            const bool bothWrite = (x.flags & y.flags & AccessWrite) != 0;
            const bool sameTarget = a.pipe == b.pipe && bothWrite
                && ((a.pipe == Pipe::Mte2 && x.space == Space::Ub)
                    || (a.pipe == Pipe::Mte3 && x.space == Space::Gm));
            if (a.pipe != b.pipe || sameTarget)
                return true;
        }
    }
    return false;
}

bool hazardByHand(const OpList& ops)
{
    const OrderGraph order(ops);
    for (std::size_t j = 0; j < ops.size(); ++j) {
        for (std::size_t i = 0; i < j; ++i) {
            if (conflictByHand(ops[i], ops[j]) && !order.complete(i, j))
                return true;
        }
    }
    return false;
}

std::string listing(const OpList& ops)
{
    std::string text;
    for (const Op& op : ops) {
        text += std::string(apiRow(op.api).name) + " pipe " + std::to_string(static_cast<int>(op.pipe));
        for (const std::uint32_t value : op.aux)
            text += ' ' + std::to_string(value);
        for (std::size_t i = 0; i < op.accessCount; ++i) {
            const Interval bytes = boundsOf(op.accesses[i]);
            text += std::string(op.accesses[i].space == Space::Gm ? " gm" : " ub")
                + (op.accesses[i].flags == AccessWrite ? " w[" : " r[") + std::to_string(bytes.begin) + ','
                + std::to_string(bytes.end) + ')';
        }
        text += '\n';
    }
    return text;
}

std::vector<Op> randomProgram(Rng& rng)
{
    constexpr std::array<Pipe, 4> kFlagPipes { Pipe::V, Pipe::Mte2, Pipe::Mte3, Pipe::S };
    std::map<std::array<std::uint32_t, 4>, int> set;
    std::vector<Op> ops;
    const std::size_t length = 4 + rng.below(16);
    while (ops.size() < length) {
        const std::uint64_t ub = 256 * rng.below(4);
        const std::uint64_t gm = (2U << 20U) + 256 * rng.below(3);
        const std::uint64_t kind = rng.below(10);
        if (kind < 1)
            ops.push_back(loadOp(ub, rng.below(2) == 0 ? gm : 4096, 256));
        else if (kind < 2)
            ops.push_back(addOp(ub, 256 * rng.below(4), 256 * rng.below(4), 256));
        else if (kind < 3)
            ops.push_back(storeOp(gm, ub, 320)); // reaches into the next region
        else if (kind == 3)
            ops.push_back(barrierOp(std::array { Pipe::V, Pipe::Mte2, Pipe::Mte3, Pipe::All }[rng.below(4)]));
        else {
            const Op sync = setOp(kFlagPipes[rng.below(3)], kFlagPipes[rng.below(4)], 0);
            const bool wait = set[sync.aux] > 0;
            if (sync.aux[0] == sync.aux[1])
                continue;
            set[sync.aux] += wait ? -1 : 1;
            ops.push_back(
                wait ? waitOp(static_cast<Pipe>(sync.aux[0]), static_cast<Pipe>(sync.aux[1]), 0) : sync);
        }
    }
    return ops;
}

TEST(History, AgreesWithBruteForceOnRandomPrograms)
{
    Rng rng(11);
    int hazards = 0;
    constexpr int kPrograms = 4000;
    for (int i = 0; i < kPrograms; ++i) {
        Trace trace = makeTrace({ randomProgram(rng) }, queueTensors());
        trace.complete = false; // flags left set are not the question
        const auto found = historyFindings(trace, chip910B2());
        const bool hazard
            = std::ranges::any_of(found, [](const Finding& f) { return f.severity <= Severity::Warning; });
        ASSERT_EQ(hazard, hazardByHand(trace.cores[0])) << "program " << i << '\n' << listing(trace.cores[0]);
        hazards += hazard ? 1 : 0;
    }
    EXPECT_GT(hazards, kPrograms / 10);
    EXPECT_LT(hazards, kPrograms - kPrograms / 10);
}

TEST(History, LongTracesAreSharedOutAndTheFindingsStayInOrder)
{
    // Blocks 1 to 39 forget the wait before the addition or before the store: few enough ops for one thread, then too many.
    const auto kernel = [](std::uint32_t tiles, std::uint32_t core) {
        std::vector<Op> ops = queueKernel(tiles, 2, std::uint64_t { core } * (64U << 20U));
        if (core > 0)
            std::erase_if(ops, [&](const Op& op) { return op.kind == OpClass::SyncWait && op.line == (core % 2 == 1 ? 31U : 40U); });
        return ops;
    };
    const auto found = [&](std::uint32_t tiles) {
        std::vector<std::vector<Op>> cores;
        for (std::uint32_t core = 0; core < 40; ++core)
            cores.push_back(kernel(tiles, core));
        Trace trace = makeTrace(std::move(cores), queueTensors());
        trace.tensors = { { "all", 0, std::uint64_t { 4 } << 30U, DType::Float32, false } };
        std::vector<std::string> list;
        for (const Finding& finding : historyFindings(trace, chip910B2()))
            if (finding.severity <= Severity::Error)
                list.push_back(finding.constraint + " " + finding.operand + " line " + std::to_string(finding.otherLine) + " core "
                    + std::to_string(finding.core) + " x" + std::to_string(finding.count / tiles));
        return std::pair { trace.totalOps(), list };
    };
    const auto [fewOps, few] = found(2);
    const auto [manyOps, many] = found(160);
    EXPECT_LT(fewOps, 20'000U);
    EXPECT_GT(manyOps, 80'000U);
    EXPECT_THAT(few, ElementsAre("hazard-mte2-to-v src1 line 23 core 1 x20", "hazard-v-to-mte3 src line 33 core 2 x19"));
    EXPECT_EQ(many, few);
}

TEST(History, HundredThousandOpsAreQuick)
{
    // Every block has its own part of GM, so that only the search costs time.
    std::vector<std::vector<Op>> cores;
    for (std::uint32_t core = 0; core < 40; ++core)
        cores.push_back(queueKernel(160, 2, std::uint64_t { core } * (64U << 20U)));
    Trace trace = makeTrace(std::move(cores), queueTensors());
    trace.tensors = { { "all", 0, std::uint64_t { 4 } << 30U, DType::Float32, false } };
    EXPECT_GT(trace.totalOps(), 100'000U);
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_THAT(ids(errorsOf(trace)), IsEmpty());
    const auto ms
        = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    RecordProperty("milliseconds", std::to_string(ms));
    std::printf("[   INFO   ] %.1f ms for %llu ops\n", ms, static_cast<unsigned long long>(trace.totalOps()));
    EXPECT_LT(ms, 5000) << "an accidental quadratic search";
}

} // namespace
} // namespace hawk::emulator::test
