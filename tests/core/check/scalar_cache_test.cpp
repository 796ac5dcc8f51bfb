// The scalar unit's private cache of 64 B lines: GlobalTensor::SetValue and GetValue beside what others do to the same memory
// (DataCacheCleanAndInvalid.md, GlobalTensor/SetValue.md, 内存模型/缓存一致性.md).
#include "good_kernels.h"
#include "issue_fixture.h"

#include "emulator/check/history.h"

#include <gmock/gmock.h>

namespace hawk::emulator::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::uint64_t kAt = 4096;

Op store(std::uint64_t at = kAt) { return scalarOp(OpClass::ScalarWrite, gmWrite(at, 4)); }
Op read(std::uint64_t at = kAt) { return scalarOp(OpClass::ScalarRead, gmRead(at, 4)); }
Op clean(std::uint64_t at = kAt)
{
    return makeOp("DataCacheCleanAndInvalid", OpClass::CacheClean, Pipe::S, { region(Space::Gm, 0, at, 64) });
}
Op bypass(OpClass kind, std::uint64_t at = kAt)
{
    const bool isRead = kind == OpClass::ScalarRead;
    return makeOp(isRead ? "ReadGmByPassDCache" : "WriteGmByPassDCache", kind, Pipe::S, { isRead ? gmRead(at, 4) : gmWrite(at, 4) }, 1);
}
const Op kArrive = makeOp("SyncAll", OpClass::SyncAllArrive, Pipe::S, {});
const Op kLeave = makeOp("SyncAll", OpClass::SyncAllLeave, Pipe::S, {});

/// Messages of the rule's findings of a severity. Ops get lines 10, 11, ... in their block.
std::vector<std::string> said(const std::vector<std::vector<Op>>& cores, Severity severity = Severity::Error)
{
    std::vector<std::string> out;
    for (const Finding& finding : historyFindings(makeTrace(cores, queueTensors()), chip910B2()))
        if (finding.constraint == "scalar-gm-cache-coherence" && finding.severity == severity)
            out.push_back(finding.message);
    return out;
}

TEST(ScalarCache, ADirtyLineIsWrittenBackAsAWhole)
{
    const Op beside = storeOp(kAt + 32, 0, 32);
    EXPECT_THAT(said({ { store(), beside } }), ElementsAre(HasSubstr("into the 64 B line at GM offset 4096")));
    EXPECT_THAT(said({ { store(), clean(), beside } }), IsEmpty());
    EXPECT_THAT(said({ { beside, store(), clean() } }), IsEmpty());
    EXPECT_THAT(said({ { store(), storeOp(kAt + 64, 0, 32), clean() } }), IsEmpty()) << "the line beside";
}

TEST(ScalarCache, ALineThatIsCachedStaysOld)
{
    const Op over = storeOp(kAt, 0, 32);
    EXPECT_THAT(said({ { read(), over, read() } }), ElementsAre(HasSubstr("still holds the line from before line 11 stored there")));
    EXPECT_THAT(said({ { read(kAt + 40), over, read() } }), ElementsAre(HasSubstr("old value"))) << "another element loads the line too";
    EXPECT_THAT(said({ { read(), over, clean(), read() } }), IsEmpty());
    EXPECT_THAT(said({ { over, read() } }), IsEmpty());
    EXPECT_THAT(said({ { read(), over, read(kAt + 40) } }), IsEmpty()) << "elements that did not change";
    EXPECT_THAT(said({ { read(), over, bypass(OpClass::ScalarRead) } }), IsEmpty());
    std::vector<Op> many { read(), over };
    for (std::uint64_t i = 1; i <= 600; ++i)
        many.push_back(read(kAt + 64 * i));
    many.push_back(read());
    EXPECT_THAT(said({ many }), IsEmpty()) << "600 lines do not fit 32 KiB: the first has gone";
}

TEST(ScalarCache, AnotherBlockSeesOnlyWhatWasWrittenBack)
{
    const std::vector<Op> reader { kArrive, kLeave, loadOp(0, kAt, 256) };
    EXPECT_THAT(said({ { store(), kArrive, kLeave }, reader }), ElementsAre(HasSubstr("block 0 stored at line 10 and did not write back")));
    EXPECT_THAT(said({ { store(), kArrive, kLeave, clean() }, reader }), ElementsAre(HasSubstr("did not write back"))) << "too late";
    EXPECT_THAT(said({ { store(), clean(), kArrive, kLeave }, reader }), IsEmpty());
    EXPECT_THAT(said({ { bypass(OpClass::ScalarWrite), kArrive, kLeave }, reader }), IsEmpty());
    EXPECT_THAT(said({ { kArrive, kLeave, store(), clean() }, { loadOp(0, kAt, 256), kArrive, kLeave } }), IsEmpty()) << "it read before";
    EXPECT_THAT(said({ { store(), kArrive, kLeave }, { kArrive, kLeave, read() } }), ElementsAre(HasSubstr("old value"))) << "by element";
}

TEST(ScalarCache, ABlockMustLoadAnewWhatAnotherStored)
{
    const std::vector<Op> writer { storeOp(kAt, 0, 32), kArrive, kLeave };
    EXPECT_THAT(said({ { read(kAt + 32), kArrive, kLeave, read() }, writer }), ElementsAre(HasSubstr("from before block 1 stored there")));
    EXPECT_THAT(said({ { read(kAt + 32), kArrive, kLeave, clean(), read() }, writer }), IsEmpty());
    EXPECT_THAT(said({ { kArrive, kLeave, read(), read() }, writer }), IsEmpty());
    EXPECT_THAT(said({ { read(kAt + 64), kArrive, kLeave, read() }, writer }), IsEmpty());
}

TEST(ScalarCache, BlocksMayShareALineOneAfterTheOther)
{
    const std::vector<Op> second { kArrive, kLeave, store(kAt + 4), clean() };
    EXPECT_THAT(said({ { store(), clean(), kArrive, kLeave }, second }), IsEmpty());
    EXPECT_THAT(said({ { store(), kArrive, kLeave, clean() }, second }), ElementsAre(HasSubstr("both store single elements")));
    EXPECT_THAT(said({ { store(), clean(), kArrive, kLeave }, { kArrive, kLeave, storeOp(kAt + 32, 0, 32) } }), IsEmpty());
    EXPECT_THAT(said({ { store(), kArrive, kLeave, clean() }, { kArrive, kLeave, storeOp(kAt + 32, 0, 32) } }),
        ElementsAre(HasSubstr("block 1 stores into the 64 B line")));
    EXPECT_THAT(said({ { kArrive, kLeave, store(), clean() }, { storeOp(kAt + 32, 0, 32), kArrive, kLeave } }), IsEmpty());
}

TEST(ScalarCache, AStorePastTheCacheLeavesNothingInIt)
{
    EXPECT_THAT(said({ { bypass(OpClass::ScalarWrite) } }, Severity::Warning), IsEmpty());
    EXPECT_THAT(said({ { bypass(OpClass::ScalarWrite), loadOp(0, kAt, 256) } }), IsEmpty());
    EXPECT_THAT(said({ { store() } }, Severity::Warning), ElementsAre(HasSubstr("stay in this core's data cache")));
    EXPECT_THAT(said({ { store(), clean() } }, Severity::Warning), IsEmpty());
}

TEST(ScalarCache, StoresNeedACleanBeforeAnybodyReadsThem)
{
    const Op load = loadOp(0, kAt, 256);
    EXPECT_THAT(said({ { store(), load } }), ElementsAre(HasSubstr("the load brings the old value")));
    EXPECT_THAT(said({ { store(), clean(), load } }), IsEmpty());
    EXPECT_THAT(said({ { store(), clean(8192), load } }), ElementsAre(HasSubstr("old value"))) << "another line";
    Op whole = clean(8192);
    whole.aux[0] = 1;
    EXPECT_THAT(said({ { store(), whole, load } }), IsEmpty()) << "the whole cache";
}

TEST(ScalarCache, StoresOfTwoBlocksShareNoLine)
{
    EXPECT_THAT(said({ { store(0) }, { store(64) } }), IsEmpty());
    EXPECT_THAT(said({ { store(0) }, { store(4) } }), ElementsAre(HasSubstr("both store single elements")));
}

} // namespace
} // namespace hawk::emulator::test
