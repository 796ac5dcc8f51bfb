#include "fixture.h"

namespace hawk::knowledge {
namespace {

using testing::HasSubstr;

class Decisions : public KnowledgeTest {
protected:
    EntryId add(const std::string& key, EntryState state = EntryState::Quarantined)
    {
        Entry e = sample(key);
        e.state = state;
        return must(m_base->add(e));
    }
    EntryState stateOf(EntryId id) { return must(m_base->entry(id)).state; }
};

TEST_F(Decisions, AreRecordedWithWhoWhyBeforeAndAfter)
{
    const EntryId id = add("a");
    m_clock.now = 77;
    must(m_base->decide(id, EntryState::Approved, "ada", "replayed twice"));
    EXPECT_EQ(stateOf(id), EntryState::Approved);
    const std::vector<store::DecisionRecord> all = must(m_workspace->decisions("entry", id.value));
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].action, "approve");
    EXPECT_EQ(all[0].who, "ada");
    EXPECT_EQ(all[0].reason, "replayed twice");
    EXPECT_EQ(all[0].at, 77);
    EXPECT_EQ(all[0].before.at("state"), "quarantined");
    EXPECT_EQ(all[0].after.at("state"), "approved");
    EXPECT_EQ(m_base->decide(id, EntryState::Approved, "ada", "").error().code, Errc::InvalidInput);
}

TEST_F(Decisions, UndoGoesBackStepByStepAndRedoForwardAgain)
{
    const EntryId a = add("a");
    const EntryId b = add("b");
    must(m_base->decide(a, EntryState::Approved, "ada", ""));
    must(m_base->decide(b, EntryState::Rejected, "ada", ""));
    must(m_base->decide(a, EntryState::Retired, "ada", ""));
    EXPECT_EQ(must(m_base->undo("bob")).action, "retire");
    EXPECT_EQ(must(m_base->undo("bob")).action, "reject");
    EXPECT_EQ(must(m_base->undo("bob")).action, "approve");
    EXPECT_EQ(stateOf(a), EntryState::Quarantined);
    EXPECT_EQ(stateOf(b), EntryState::Quarantined);
    EXPECT_EQ(m_base->undo("bob").error().code, Errc::NotFound);
    EXPECT_EQ(must(m_base->redo("bob")).action, "approve");
    EXPECT_EQ(must(m_base->redo("bob")).action, "reject");
    EXPECT_EQ(stateOf(a), EntryState::Approved);
    EXPECT_EQ(stateOf(b), EntryState::Rejected);
    EXPECT_EQ(must(m_base->undo("bob")).action, "reject") << "what was redone can be undone";
    EXPECT_EQ(stateOf(b), EntryState::Quarantined);
    int undos = 0;
    for (const store::DecisionRecord& d : must(m_workspace->decisions("entry", b.value)))
        undos += d.action == "undo" ? 1 : 0;
    EXPECT_EQ(undos, 2) << "every undo is itself on record";
}

TEST_F(Decisions, ANewDecisionLeavesNothingToRedo)
{
    const EntryId a = add("a");
    must(m_base->decide(a, EntryState::Approved, "ada", ""));
    must(m_base->undo("ada"));
    must(m_base->decide(a, EntryState::Rejected, "ada", ""));
    EXPECT_EQ(m_base->redo("ada").error().code, Errc::NotFound);
    EXPECT_EQ(stateOf(a), EntryState::Rejected);
}

TEST_F(Decisions, EditRaisesTheVersionAndUndoBringsTheTextBack)
{
    const EntryId id = add("a", EntryState::Approved);
    Entry changed = must(m_base->entry(id));
    changed.artifact.text = "Sub(y, x, x, count);";
    changed.triggers.apis = { "Sub" };
    changed.state = EntryState::Retired; // an edit is no state change
    must(m_base->edit(id, changed, "ada", "better"));
    const Entry now = must(m_base->entry(id));
    EXPECT_EQ(now.version, 2);
    EXPECT_EQ(now.state, EntryState::Approved);
    EXPECT_EQ(now.verification.at("state"), "edited since its last replay");
    Query q;
    q.apis = { "Sub" };
    EXPECT_EQ(retrieve(q).size(), 1U) << "both axes follow the edit";
    must(m_base->undo("ada"));
    const Entry back = must(m_base->entry(id));
    EXPECT_EQ(back.artifact.text, "Add(y, x, x, count);");
    EXPECT_EQ(back.version, 1);
    EXPECT_TRUE(retrieve(q).empty());
}

TEST_F(Decisions, EditRefusesAnInvalidEntryAndANewKey)
{
    const EntryId id = add("a");
    Entry changed = must(m_base->entry(id));
    changed.key = "b";
    EXPECT_THAT(m_base->edit(id, changed, "ada", "").error().message, HasSubstr("cannot rename"));
    changed.key = "a";
    changed.title.clear();
    EXPECT_FALSE(m_base->edit(id, changed, "ada", ""));
    EXPECT_EQ(must(m_base->entry(id)).version, 1);
    EXPECT_TRUE(must(m_workspace->decisions("entry", id.value)).empty());
}

TEST_F(Decisions, UndoRefusesWhenTheEntryChangedOtherwise)
{
    const EntryId id = add("a");
    must(m_base->decide(id, EntryState::Approved, "ada", ""));
    store::EntryRecord record = must(m_workspace->entry(id));
    record.state = "retired";
    must(m_workspace->updateEntry(record));
    EXPECT_EQ(m_base->undo("ada").error().code, Errc::Conflict);
    EXPECT_EQ(stateOf(id), EntryState::Retired);
}

TEST_F(Decisions, OnlyAPersonApprovesWhatARunLearned)
{
    Entry learned = sample("learned/1");
    learned.source = { { "kind", "repair-pair" } };
    learned.state = EntryState::Approved;
    EXPECT_EQ(m_base->add(learned).error().code, Errc::InvalidInput);
    learned.state = EntryState::Quarantined;
    EXPECT_TRUE(m_base->add(learned));
}

TEST_F(Decisions, KeysAndNumbersFindEntries)
{
    const EntryId id = add("a");
    EXPECT_EQ(must(m_base->entryByKey("a")).id, id);
    EXPECT_EQ(must(m_base->entryByKey(std::to_string(id.value))).key, "a");
    EXPECT_EQ(m_base->entryByKey("nope").error().code, Errc::NotFound);
}

class Credit : public Decisions {
protected:
    void SetUp() override
    {
        Decisions::SetUp();
        m_candidate = must(m_workspace->addCandidate({ .origin = "builtin" }));
    }
    void credit(std::vector<EntryId> shown, std::vector<EntryId> used, double reward, bool ok = true, double gain = 0)
    {
        must(m_base->credit(shown, used, m_candidate, "draft", reward, ok, gain));
    }
    CandidateId m_candidate;
};

TEST_F(Credit, MovesTheValueByTheRuleAndKeepsTheAudit)
{
    const EntryId cited = add("cited", EntryState::Approved);
    const EntryId only = add("shown", EntryState::Approved);
    credit({ cited, only }, { cited }, 1.0, true, 0.5);
    credit({ cited, only }, { cited }, -1.0, false);
    // Q += 0.2 (r - Q): 0.2, then 0.2 + 0.2 * (-1.2). Uncited: weight 0.3.
    EXPECT_DOUBLE_EQ(must(m_base->ledger(cited, "draft")).value, 0.2 + 0.2 * (-1.0 - 0.2));
    const double first = 0.2 * 0.3;
    EXPECT_DOUBLE_EQ(must(m_base->ledger(only, "draft")).value, first + 0.2 * 0.3 * (-1.0 - first));
    const store::LedgerRecord l = must(m_base->ledger(cited, "draft"));
    EXPECT_EQ(l.shown, 2);
    EXPECT_EQ(l.used, 2);
    EXPECT_EQ(l.succeeded, 1);
    EXPECT_EQ(l.failed, 1);
    EXPECT_DOUBLE_EQ(l.sumLogSpeedup, 0.5);
    EXPECT_EQ(must(m_base->ledger(only, "draft")).used, 0);
    EXPECT_EQ(must(m_base->ledger(only, "draft")).succeeded, 0) << "not used: no effect of its own";
    EXPECT_EQ(must(m_base->ledger(cited, "refine")).shown, 0) << "per stage";
    const std::vector<store::ValueRecord> audit = must(m_workspace->values(cited));
    ASSERT_EQ(audit.size(), 2U);
    EXPECT_EQ(audit[0].before, 0);
    EXPECT_DOUBLE_EQ(audit[0].after, audit[1].before);
    EXPECT_EQ(audit[1].reward, -1.0);
    EXPECT_EQ(audit[1].candidate, m_candidate);
}

TEST_F(Credit, BoundedRewardsGiveBoundedValues)
{
    const EntryId id = add("a", EntryState::Approved);
    for (int i = 0; i < 100; ++i)
        credit({ id }, { id }, 1.0);
    EXPECT_GT(must(m_base->ledger(id, "draft")).value, 0.99);
    EXPECT_LE(must(m_base->ledger(id, "draft")).value, 1.0);
}

TEST_F(Credit, NonsenseRewardsAreRefusedWhole)
{
    const EntryId id = add("a");
    EXPECT_FALSE(m_base->credit({ id }, {}, m_candidate, "draft", std::numeric_limits<double>::quiet_NaN(), true, 0));
    EXPECT_FALSE(m_base->credit({ id, { 999 } }, {}, m_candidate, "draft", 1.0, true, 0));
    EXPECT_EQ(must(m_base->ledger(id, "draft")).shown, 0) << "all entries of a candidate, or none";
}

TEST_F(Credit, QuarantinedEntryBecomesEligibleAndStaysQuarantined)
{
    const EntryId id = add("new");
    const EntryId other = add("other", EntryState::Approved);
    credit({ other }, { other }, 1.0, true);
    credit({ other }, { other }, -1.0, false);
    credit({ id }, { id }, 1.0, true);
    credit({ id }, { id }, 1.0, true);
    EXPECT_FALSE(must(m_base->entry(id)).verification.value("eligible", false)) << "two uses are too few";
    credit({ id }, { id }, 1.0, true);
    const Entry now = must(m_base->entry(id));
    EXPECT_TRUE(now.verification.value("eligible", false));
    EXPECT_EQ(now.verification.at("eligibility").at("uses"), 3);
    EXPECT_EQ(now.state, EntryState::Quarantined) << "a person is the gate";
    for (int i = 0; i < 6; ++i)
        credit({ id }, { id }, -1.0, false);
    EXPECT_FALSE(must(m_base->entry(id)).verification.value("eligible", true)) << "it no longer helps";
}

} // namespace
} // namespace hawk::knowledge
