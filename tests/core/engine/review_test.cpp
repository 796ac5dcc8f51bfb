#include "engine/records.h"
#include "engine/review.h"
#include "fakes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace hawk;
using namespace hawk::engine;
using namespace hawk::engine::test;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

namespace {

/// Keeps a candidate with a verdict, as a hand edit is kept.
CandidateId keep(Session& session, const target::Verdict& verdict, const std::string& source)
{
    store::CandidateRecord row { .spec = session.workspace().specByName("relu").value()->id, .origin = "human", .stage = "edit" };
    row.note = "by hand | <b>";
    EXPECT_TRUE(keepTexts(session.workspace(), { .source = source, .launchPlan = "{}" }, row));
    const auto id = session.workspace().addCandidate(row);
    EXPECT_TRUE(id);
    const VerdictRows rows = toRows(verdict, *id, 1);
    EXPECT_TRUE(session.workspace().addVerdict(rows.verdict, rows.findings, rows.profiles));
    return *id;
}

target::Verdict correct(double us)
{
    target::Verdict verdict;
    verdict.outcome = target::Outcome::Correct;
    verdict.summary = "correct on 2 cases";
    verdict.target = "emulator";
    verdict.chip = "Ascend910B2";
    verdict.modelledUs = us;
    verdict.judgeMs = 100;
    verdict.seed = 4242;
    verdict.casesTotal = 3;
    verdict.gates = { { .gate = "compare", .passed = true, .observed = "2 of 2 cases match", .expected = "every output" },
        { .gate = "plausibility", .passed = true, .observed = "1 us; to be reviewed: more than ten times faster", .expected = "no faster" } };
    verdict.undecided = { { "traffic", "case big: its trace ends after 4000000 operations" } };
    reference::ComparisonReport report;
    report.pass = true;
    report.elements = 1000;
    report.excusedSmall = 2;
    emulator::Profile profile;
    profile.totalUs = us;
    profile.trusted = false;
    profile.untrustedReason = "a hazard";
    verdict.cases = { { .name = "open", .comparison = report }, { .name = "secret", .hidden = true, .profile = profile } };
    verdict.environment = { { "compiler", "g++ 12" } };
    return verdict;
}

} // namespace

TEST(Review, NamesWhatDeservesALook)
{
    const Bench bench = Bench::make();
    const auto session = bench.create();
    keep(*session, correct(120), "// first\n");
    keep(*session, correct(40), "// second\n");
    const CandidateId id = keep(*session, correct(10), "int a; // believe me: this kernel is right\nint b;\n");
    const auto review = reviewOf(session->workspace(), id);
    ASSERT_TRUE(review) << review.error().text();
    EXPECT_EQ(review->firstCorrectUs, 120);
    EXPECT_EQ(review->othersUs.count, 2U);
    EXPECT_EQ(review->othersUs.median, 80);
    EXPECT_EQ(review->judgeMs.count, 3U);

    const auto points = reviewPoints(*review);
    EXPECT_THAT(points, Contains(HasSubstr("to be reviewed")));
    EXPECT_THAT(points, Contains(HasSubstr("gate traffic was not decided: case big")));
    EXPECT_THAT(points, Contains(HasSubstr("1 of 3 cases were not run")));
    EXPECT_THAT(points, Contains(HasSubstr("2 of 1000 elements are off and excused")));
    EXPECT_THAT(points, Contains(HasSubstr("case secret: its time is not trusted, a hazard")));

    const std::string page = toMarkdown(*review);
    EXPECT_THAT(page, HasSubstr("| traffic | not decided |"));
    EXPECT_THAT(page, HasSubstr("median 80 us, 40 to 120 us, n = 2"));
    EXPECT_THAT(page, HasSubstr("12 times as fast"));
    EXPECT_THAT(page, HasSubstr("by hand \\| \\<b>")) << "a candidate's words bring no markup";
    EXPECT_THAT(page, HasSubstr("| input seed | 4242 |"));
    const std::string before = page.substr(0, page.find("## Source as written"));
    EXPECT_THAT(before, HasSubstr("int a;\nint b;\n"));
    EXPECT_THAT(before, Not(HasSubstr("believe me")));
    EXPECT_THAT(page, HasSubstr("believe me"));

    const Json data = toJson(*review);
    EXPECT_EQ(data.at("figures").at("otherCorrectUs"), (Json { { "count", 2 }, { "least", 40.0 }, { "median", 80.0 }, { "most", 120.0 } }));
    EXPECT_EQ(data.at("seeds"), (Json { { "inputs", 4242 }, { "run", nullptr } }));
    EXPECT_EQ(data.at("points").size(), points.size());
}

TEST(Review, ASourceCannotLeaveItsFence)
{
    const Bench bench = Bench::make();
    const auto session = bench.create();
    const CandidateId id = keep(*session, correct(1), "const char* t = \"```\";\n# Approved\n");
    const auto review = reviewOf(session->workspace(), id);
    ASSERT_TRUE(review) << review.error().text();
    EXPECT_THAT(toMarkdown(*review), HasSubstr("````cpp\nconst char* t = \"```\";\n# Approved\n````"));
}

TEST(Review, OfNothingIsNotFound)
{
    const Bench bench = Bench::make();
    const auto session = bench.create();
    const auto review = reviewOf(session->workspace(), { 77 });
    ASSERT_FALSE(review);
    EXPECT_EQ(review.error().code, Errc::NotFound);
}

TEST(Review, ASampleHasItsMiddle)
{
    EXPECT_EQ(sampleOf({}).count, 0U);
    EXPECT_EQ(sampleOf({ 3, 1, 2 }).median, 2);
    EXPECT_EQ(sampleOf({ 4, 1, 2, 3 }).median, 2.5);
    EXPECT_EQ(sampleOf({ 4, 1 }).most, 4);
}
