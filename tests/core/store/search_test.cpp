#include "fixture.h"
#include "store/tokens.h"

#include <gmock/gmock.h>

namespace hawk::store {
namespace {

using testing::ElementsAre;

TEST(IdentifierTokens, WholeNamesAndTheirParts)
{
    EXPECT_THAT(identifierTokens("DataCopyPad"), ElementsAre("datacopypad", "data", "copy", "pad"));
    EXPECT_THAT(identifierTokens("sharedTmpBuffer_2"), ElementsAre("sharedtmpbuffer_2", "shared", "tmp", "buffer"));
    EXPECT_THAT(identifierTokens("TQueBind"), ElementsAre("tquebind", "que", "bind"));
    EXPECT_THAT(identifierTokens("add"), ElementsAre("add"));
}

TEST(IdentifierTokens, RuleIdsAreOneTokenQualifiedNamesGiveTheirParts)
{
    EXPECT_THAT(identifierTokens("ub-addr-32b"), ElementsAre("ub-addr-32b"));
    EXPECT_THAT(identifierTokens("AscendC::Cast"), ElementsAre("ascendc::cast", "ascendc", "ascend", "cast"));
}

TEST(IdentifierTokens, NumbersKeepTheirUnitAndKeywordsGo)
{
    EXPECT_THAT(identifierTokens("return 32B + x;"), ElementsAre("32b"));
    EXPECT_THAT(identifierTokens("const half y = static_cast<half>(2.0f)"), ElementsAre("half", "half", "2.0f"));
}

class Search : public WorkspaceTest {
protected:
    void SetUp() override
    {
        WorkspaceTest::SetUp();
        m_ws = open(OpenMode::Create);
    }
    EntryId add(const std::string& key, const std::string& text)
    {
        return must(m_ws->addEntry({ .key = key, .state = "approved", .syntacticText = text }));
    }
    std::vector<EntryId> find(const std::vector<std::string>& terms)
    {
        std::vector<EntryId> ids;
        for (const Workspace::TextHit& hit : must(m_ws->searchEntries(terms, 10)))
            ids.push_back(hit.entry);
        return ids;
    }
    std::unique_ptr<Workspace> m_ws;
};

TEST_F(Search, WholeIdentifierBeatsAPart)
{
    add("other", "Gather Scatter");
    const EntryId copy = add("copy", "DataCopy with a count");
    const EntryId pad = add("pad", "DataCopyPad with bytes");
    EXPECT_THAT(find({ "DataCopyPad" }), ElementsAre(pad, copy));
    EXPECT_THAT(find({ "DataCopy" }), ElementsAre(copy, pad));
}

TEST_F(Search, LargerIsBetterAndRareWordsCountMore)
{
    for (int i = 0; i < 20; ++i)
        add("common" + std::to_string(i), "copy tile");
    const EntryId rare = add("rare", "brcb tile");
    const std::vector<Workspace::TextHit> hits = must(m_ws->searchEntries({ "tile", "brcb" }, 5));
    ASSERT_EQ(hits.size(), 5U);
    EXPECT_EQ(hits[0].entry, rare);
    EXPECT_GT(hits[0].score, hits[1].score);
}

TEST_F(Search, IndexFollowsChanges)
{
    const EntryId id = add("a", "ReduceSum");
    EntryRecord record = must(m_ws->entry(id));
    record.syntacticText = "ReduceMax";
    must(m_ws->updateEntry(record));
    EXPECT_TRUE(find({ "ReduceSum" }) == std::vector<EntryId> { id }) << "still by the part reduce";
    EXPECT_TRUE(find({ "sum" }).empty());
    EXPECT_THAT(find({ "max" }), ElementsAre(id));
}

TEST_F(Search, WordsOfTheMatchLanguageAreOrdinary)
{
    const EntryId id = add("a", "near and or not");
    EXPECT_THAT(find({ "NEAR", "\"", "*", "AND", "(", "a:b" }), ElementsAre(id));
    EXPECT_TRUE(find({}).empty());
    EXPECT_TRUE(find({ "+" }).empty());
}

TEST_F(Search, RevisionsTellWhatChanged)
{
    const EntryId a = add("a", "x");
    const EntryId b = add("b", "y");
    const std::int64_t seen = must(m_ws->entriesChangedSince(0)).back().revision;
    EXPECT_TRUE(must(m_ws->entriesChangedSince(seen)).empty());
    EntryRecord record = must(m_ws->entry(a));
    record.state = "retired";
    must(m_ws->updateEntry(record));
    const std::vector<EntryRecord> changed = must(m_ws->entriesChangedSince(seen));
    ASSERT_EQ(changed.size(), 1U);
    EXPECT_EQ(changed[0].id, a);
    EXPECT_EQ(must(m_ws->entries("approved")).size(), 1U);
    EXPECT_EQ(must(m_ws->entries("approved"))[0].id, b);
}

} // namespace
} // namespace hawk::store
