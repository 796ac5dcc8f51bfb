#include "engine/records.h"
#include "fakes.h"

#include <gtest/gtest.h>

using namespace hawk;
using namespace hawk::engine;
using namespace hawk::engine::test;

TEST(Session, NewWorkspaceHasBundledOperatorsAndKnowledge)
{
    const Bench bench = Bench::make();
    const auto session = bench.create();
    const auto specs = session->workspace().specs();
    const auto bundled = spec::bundledSpecs();
    ASSERT_TRUE(specs && bundled);
    EXPECT_EQ(specs->size(), bundled->size());
    const auto entries = session->knowledge().entries();
    ASSERT_TRUE(entries);
    EXPECT_GE(entries->size(), 40U);
}

TEST(Session, OpeningAgainAddsNothingTwice)
{
    const Bench bench = Bench::make();
    std::size_t specs = 0;
    std::size_t entries = 0;
    {
        const auto session = bench.create();
        specs = session->workspace().specs()->size();
        entries = session->knowledge().entries()->size();
    }
    const auto session = bench.open();
    EXPECT_EQ(session->workspace().specs()->size(), specs);
    EXPECT_EQ(session->knowledge().entries()->size(), entries);
}

TEST(Session, AnImportedSpecKeepsItsNameOverTheBundledOne)
{
    const Bench bench = Bench::make();
    {
        const auto session = bench.create();
        spec::OperatorSpec mine = **session->spec("relu");
        mine.origin = "kernelbench:19_ReLU.py";
        mine.description = "mine";
        mine.contentHash = "other";
        ASSERT_TRUE(session->importSpec(mine));
    }
    const auto session = bench.open();
    const auto spec = session->spec("relu");
    ASSERT_TRUE(spec);
    EXPECT_EQ((*spec)->description, "mine");
}

TEST(Session, ReadersWorkBesideAWriter)
{
    const Bench bench = Bench::make();
    const auto writer = bench.create();
    SessionOptions reading = bench.options();
    reading.mode = store::OpenMode::ReadOnly;
    const auto reader = Session::open(reading);
    ASSERT_TRUE(reader) << reader.error().text();
    EXPECT_TRUE((*reader)->spec("relu"));
    SessionOptions second = bench.options();
    const auto refused = Session::open(second);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::Conflict);
    RecordingSink sink;
    Runner runner(**reader, sink);
    EXPECT_FALSE(runner.run(usualOptions()));
}

TEST(Session, AHandEditIsACandidateEvenWhenItIsWrong)
{
    const Bench bench = Bench::make();
    const auto session = bench.create();
    const auto first
        = session->judgeEdit("relu", "910B2", { .source = "correct 40\n", .launchPlan = "{}" }, {});
    ASSERT_TRUE(first) << first.error().text();
    const auto second = session->judgeEdit(
        "relu", "910B2", { .source = "mismatch 0\n", .launchPlan = "{}" }, first->candidate);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->verdict.outcome, target::Outcome::Mismatch);
    const auto row = session->workspace().candidate(second->candidate);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->origin, "human");
    EXPECT_EQ(row->stage, "edit");
    EXPECT_EQ(row->parent, first->candidate);
    EXPECT_EQ(row->outcome, "mismatch");
    EXPECT_FALSE(row->run);
    const auto profiles = session->workspace().profiles(first->candidate);
    ASSERT_TRUE(profiles);
    EXPECT_EQ(profiles->size(), 2U);
    EXPECT_FALSE(session->judgeEdit("relu", "910B2", { .source = "correct 1\n" }, CandidateId { 999 }));
}

TEST(Session, AHandEditIsHeldAgainstTheBestKernelOfItsOperatorAndChip)
{
    Bench bench = Bench::make();
    std::vector<double> baselines;
    bench.target = std::make_shared<ScriptedTarget>([&](int, const target::JudgeRequest& request, std::stop_token) -> std::optional<Error> {
        baselines.push_back(request.baselineUs);
        return {};
    });
    const auto session = bench.create();
    for (const char* source : { "correct 40\n", "mismatch 1\n", "correct 30\n", "correct 50\n" })
        ASSERT_TRUE(session->judgeEdit("relu", "910B2", { .source = source, .launchPlan = "{}" }, {}));
    ASSERT_TRUE(session->judgeEdit("add", "910B2", { .source = "correct 5\n", .launchPlan = "{}" }, {}));
    EXPECT_EQ(baselines, (std::vector<double> { 0, 80, 80, 60, 0 })) << "two cases each";
}

TEST(Prior, HidesWhatASynthesizerMustNotSee)
{
    const Bench bench = Bench::make();
    const auto session = bench.create();
    target::Verdict verdict;
    verdict.outcome = target::Outcome::Mismatch;
    verdict.seed = 42;
    reference::ComparisonReport report;
    report.worst.push_back({ .index = 3, .expected = 1, .actual = 2 });
    report.pattern = "last 13 elements";
    report.summary = "element 3 is 2, expected 1";
    verdict.cases = {
        { .name = "open", .outcome = target::Outcome::Mismatch, .detail = "element 3", .comparison = report },
        { .name = "secret",
            .hidden = true,
            .outcome = target::Outcome::Mismatch,
            .detail = "element 3",
            .comparison = report }
    };
    store::CandidateRecord row {
        .spec = session->workspace().specByName("relu").value()->id, .origin = "human", .stage = "edit"
    };
    ASSERT_TRUE(keepTexts(session->workspace(), { .source = "x", .launchPlan = "{}" }, row));
    const auto id = session->workspace().addCandidate(row);
    ASSERT_TRUE(id);
    const VerdictRows rows = toRows(verdict, *id, 1);
    ASSERT_TRUE(session->workspace().addVerdict(rows.verdict, rows.findings, rows.profiles));
    const auto prior = loadPrior(session->workspace(), *id);
    ASSERT_TRUE(prior) << prior.error().text();
    const target::Verdict& seen = *(*prior)->verdict;
    EXPECT_EQ(seen.seed, 0U);
    EXPECT_EQ(seen.cases[0].comparison->worst.size(), 1U);
    EXPECT_TRUE(seen.cases[1].comparison->worst.empty());
    EXPECT_EQ(seen.cases[1].comparison->summary, "last 13 elements");
    EXPECT_EQ(seen.cases[1].detail, "hidden case: mismatch");
}
