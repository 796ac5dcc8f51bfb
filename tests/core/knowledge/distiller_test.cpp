#include "knowledge/distiller.h"

#include "fixture.h"

#include <map>

namespace hawk::knowledge {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

target::Verdict failing()
{
    target::Verdict v;
    v.outcome = target::Outcome::RuleBroken;
    v.summary = "datacopy-length-32b in case tail";
    v.findings.push_back({ .constraint = "datacopy-length-32b",
        .api = "DataCopy",
        .message = "14 B is no multiple of 32 B" });
    return v;
}

target::Verdict correct(double us)
{
    target::Verdict v;
    v.outcome = target::Outcome::Correct;
    v.summary = "all cases correct";
    v.modelledUs = us;
    emulator::Profile profile;
    profile.totalUs = us;
    profile.bottlenecks = { "NO_DOUBLE_BUFFER" };
    v.cases.push_back({ .name = "big", .profile = profile });
    return v;
}

struct PairWithVerdicts {
    target::Verdict before, after;
    Pair pair;
};
std::unique_ptr<PairWithVerdicts> repair()
{
    auto p = std::make_unique<PairWithVerdicts>();
    p->before = failing();
    p->after = correct(5);
    p->pair = { .kind = Pair::Kind::Repair,
        .specName = "gelu",
        .family = "activation",
        .chip = "Ascend910B2",
        .before = { 3 },
        .after = { 4 },
        .beforeSource = { .source = "a\nDataCopy(x, g, n);\nb\n", .launchPlan = "{}" },
        .afterSource = { .source = "a\nDataCopyPad(x, g, p, q);\nb\n", .launchPlan = "{}" },
        .beforePlan = { { "copy", "data-copy" }, { "cores", "one" } },
        .afterPlan = { { "copy", "data-copy-pad" }, { "cores", "one" } },
        .beforeVerdict = &p->before,
        .afterVerdict = &p->after };
    return p;
}

TEST(Propose, RepairWithPlansGivesThePlanDifferenceAndTheBrokenRule)
{
    const auto p = repair();
    const std::optional<Entry> e = propose(p->pair);
    ASSERT_TRUE(e);
    EXPECT_EQ(e->state, EntryState::Proposed);
    EXPECT_EQ(e->artifact.kind, Artifact::Kind::PlanRule);
    EXPECT_EQ(e->artifact.rule, (Json { { "set", { { "copy", "data-copy-pad" } } } }));
    EXPECT_THAT(e->triggers.constraints, ElementsAre("datacopy-length-32b"));
    EXPECT_THAT(e->triggers.families, ElementsAre("activation"));
    EXPECT_THAT(e->triggers.chips, ElementsAre("2201"));
    EXPECT_THAT(e->rationale.symptom, HasSubstr("14 B"));
    EXPECT_FALSE(e->rationale.constraint.empty()) << "the catalogue's rule";
    EXPECT_EQ(e->source.at("kind"), "repair-pair");
    EXPECT_EQ(e->source.at("parent"), 3);
    EXPECT_TRUE(entryFromJson(toJson(*e))) << "what is proposed can be stored";
}

TEST(Propose, TheSameLessonHasTheSameKey)
{
    const auto a = repair();
    const auto b = repair();
    b->pair.specName = "silu"; // another operator of the family
    b->before.summary = "another wording";
    EXPECT_EQ(propose(a->pair)->key, propose(b->pair)->key);
    b->pair.afterPlan["cores"] = "all";
    EXPECT_NE(propose(a->pair)->key, propose(b->pair)->key);
    EXPECT_THAT(propose(a->pair)->key, testing::StartsWith("learned/"));
}

TEST(Propose, RulesThatAreStillBrokenAreNoTrigger)
{
    const auto p = repair();
    p->before.findings.push_back({ .constraint = "perf-transfer-16k", .severity = emulator::Severity::Error });
    p->after.findings.push_back({ .constraint = "perf-transfer-16k", .severity = emulator::Severity::Advice });
    EXPECT_THAT(propose(p->pair)->triggers.constraints, ElementsAre("datacopy-length-32b"));
}

TEST(Propose, WithoutPlansTheSourceDifferenceIsTheArtifact)
{
    const auto p = repair();
    p->pair.beforePlan = p->pair.afterPlan = Json();
    const std::optional<Entry> e = propose(p->pair);
    ASSERT_TRUE(e);
    EXPECT_EQ(e->artifact.kind, Artifact::Kind::Diff);
    EXPECT_THAT(e->artifact.text, HasSubstr("-DataCopy(x, g, n);\n+DataCopyPad(x, g, p, q);"));
}

TEST(Propose, NothingWhenNothingIsLearned)
{
    const auto same = repair();
    same->pair.afterPlan = same->pair.beforePlan;
    EXPECT_FALSE(propose(same->pair));

    const auto comment = repair();
    comment->pair.beforePlan = comment->pair.afterPlan = Json();
    comment->pair.afterSource.source = "a\nDataCopy(x, g, n); // still\nb\n";
    EXPECT_FALSE(propose(comment->pair));

    const auto rewrite = repair();
    rewrite->pair.beforePlan = rewrite->pair.afterPlan = Json();
    rewrite->pair.afterSource.source.clear();
    for (int i = 0; i < 200; ++i)
        rewrite->pair.afterSource.source += "line " + std::to_string(i) + ";\n";
    EXPECT_FALSE(propose(rewrite->pair)) << "a rewrite does not say what helped";

    const auto explained = repair();
    Entry rule = sample("plan/pad");
    rule.artifact = { .kind = Artifact::Kind::PlanRule, .rule = { { "set", { { "copy", "data-copy-pad" } } } } };
    explained->pair.shown = { rule };
    explained->pair.usedEntries = { { 1 } };
    EXPECT_FALSE(propose(explained->pair)) << "the shown entry says it already";
    explained->pair.afterPlan["cores"] = "all";
    EXPECT_TRUE(propose(explained->pair)) << "it says only a part";
}

TEST(Propose, SpeedUpIsFoundByItsBottleneck)
{
    const auto p = repair();
    p->pair.kind = Pair::Kind::SpeedUp;
    p->before = correct(20);
    const std::optional<Entry> e = propose(p->pair);
    ASSERT_TRUE(e);
    EXPECT_EQ(e->triggers.stage, Stage::Performance);
    EXPECT_THAT(e->triggers.bottlenecks, Contains("NO_DOUBLE_BUFFER"));
    EXPECT_THAT(e->rationale.consequence, HasSubstr("20.00 us before, 5.00 us after"));
    EXPECT_EQ(e->source.at("kind"), "speedup-pair");
}

/// A target with prepared verdicts by source text. Stands for the judge, which has tests of its own.
class ScriptedTarget final : public target::Target {
public:
    std::map<std::string, target::Verdict> verdicts;
    std::optional<Error> failure;
    std::vector<std::uint64_t> seeds;
    std::string name() const override { return "scripted"; }
    Result<target::Verdict> judge(const target::JudgeRequest& request, std::stop_token,
        const std::function<void(const target::JudgeProgress&)>&) override
    {
        seeds.push_back(request.seed);
        if (failure)
            return *failure;
        return verdicts.at(request.candidate.source);
    }
};

class Replay : public testing::Test {
protected:
    void SetUp() override
    {
        m_pair = repair();
        m_entry = *propose(m_pair->pair);
        m_target.verdicts = { { m_pair->pair.beforeSource.source, failing() },
            { m_pair->pair.afterSource.source, correct(5) } };
        m_frame.seed = 777;
    }
    bool run() { return must(replay(m_entry, m_pair->pair, m_frame, m_target, {})); }
    target::Verdict& before() { return m_target.verdicts.at(m_pair->pair.beforeSource.source); }
    target::Verdict& after() { return m_target.verdicts.at(m_pair->pair.afterSource.source); }

    std::unique_ptr<PairWithVerdicts> m_pair;
    Entry m_entry;
    ScriptedTarget m_target;
    target::JudgeRequest m_frame;
};

TEST_F(Replay, ReproducedWithTheFrameSeedAndEvidence)
{
    EXPECT_TRUE(run());
    EXPECT_THAT(m_target.seeds, ElementsAre(777, 777));
    EXPECT_EQ(m_entry.verification.at("state"), "replayed");
    EXPECT_EQ(m_entry.verification.at("after").at("outcome"), std::string(target::name(target::Outcome::Correct)));
    EXPECT_THAT(m_entry.verification.dump(), Not(HasSubstr("777"))) << "input seeds are not for synthesizers";
}

TEST_F(Replay, OfADiffJudgesTheDiffAndNotTheCandidateItCameFrom)
{
    m_pair->pair.beforePlan = m_pair->pair.afterPlan = Json();
    m_pair->pair.afterSource.source = "a\nDataCopyPad(x, g, p, q);\nb\n// said what was done\n";
    m_entry = *propose(m_pair->pair);
    ASSERT_EQ(m_entry.artifact.kind, Artifact::Kind::Diff);
    m_target.verdicts = { { m_pair->pair.beforeSource.source, failing() }, { "a\nDataCopyPad(x, g, p, q);\nb\n", correct(5) } };
    EXPECT_TRUE(run()) << m_entry.verification.dump();

    m_entry.artifact.text = "--- a/x\n+++ b/" + m_pair->pair.afterSource.fileName + "\n@@ -1,1 +1,1 @@\n-no such line\n+x\n";
    EXPECT_FALSE(run());
    EXPECT_THAT(m_entry.verification.at("reason").get<std::string>(), HasSubstr("does not fit"));
}

TEST_F(Replay, AnotherFailureIsNotThisOne)
{
    before().findings = { { .constraint = "ub-addr-32b" } };
    EXPECT_FALSE(run());
    EXPECT_EQ(m_entry.verification.at("state"), "not reproduced");
    EXPECT_THAT(m_entry.verification.at("reason").get<std::string>(), HasSubstr("same way"));
}

TEST_F(Replay, BeforeThatPassesOrAfterThatFailsProvesNothing)
{
    before() = correct(5);
    EXPECT_FALSE(run());
    before() = failing();
    after() = failing();
    EXPECT_FALSE(run());
}

TEST_F(Replay, SpeedUpMustExceedTheNoiseOnCommonTrustedCases)
{
    m_pair->pair.kind = Pair::Kind::SpeedUp;
    before() = correct(5.1);
    EXPECT_FALSE(run()) << "2 % is noise";
    before() = correct(10);
    EXPECT_TRUE(run());
    EXPECT_NEAR(m_entry.verification.at("speedUp").get<double>(), 2.0, 1e-9);
    after().cases[0].profile->trusted = false;
    EXPECT_FALSE(run()) << "untrusted times prove nothing";
}

TEST_F(Replay, NoJudgementIsAnErrorNotAVerdict)
{
    m_target.failure = Error { Errc::Environment, "no sandbox", {}, {} };
    const Result<bool> got = replay(m_entry, m_pair->pair, m_frame, m_target, {});
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, Errc::Environment);
    EXPECT_TRUE(m_entry.verification.empty());
}

} // namespace
} // namespace hawk::knowledge
