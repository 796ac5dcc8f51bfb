#include "target/verdict.h"

#include <gtest/gtest.h>
#include <limits>

namespace hawk::target {
namespace {

Verdict sample()
{
    Verdict verdict;
    verdict.outcome = Outcome::RuleBroken;
    verdict.summary = "case a: right values, but ...";
    verdict.target = "emulator";
    verdict.chip = "Ascend910B2";
    verdict.gates = { { "static", true, "nothing", "device code", 0.5 },
        { "build", true, "1 build", "compiles", 210 } };
    verdict.diagnostics = { { emulator::Diagnostic::Level::Warning, "k.cpp", 3, 9, "odd", "ub-addr-32b" } };
    verdict.buildLog = "log";
    CaseVerdict one;
    one.name = "a";
    one.hidden = true;
    one.outcome = Outcome::RuleBroken;
    one.detail = "why";
    one.comparison = reference::ComparisonReport { .pass = false,
        .elements = 10,
        .failing = 2,
        .maxRelativeError = std::numeric_limits<double>::infinity(),
        .pattern = "tail" };
    one.comparison->worst.push_back({ .index = 9, .coordinates = { 0, 9 }, .expected = 1.5, .actual = -2 });
    one.profile = emulator::Profile {};
    one.profile->totalUs = 12.5;
    one.traceHash = "abc";
    one.printed = "hello";
    verdict.cases.push_back(one);
    verdict.casesTotal = 4;
    emulator::Finding finding;
    finding.constraint = "ub-addr-32b";
    finding.line = 12;
    finding.count = 3;
    verdict.findings.push_back(finding);
    verdict.modelledUs = 0;
    verdict.judgeMs = 812.25;
    verdict.seed = 0xFFFFFFFFFFFFFFFFULL;
    verdict.environment = { { "compiler", "g++ 12.2" } };
    return verdict;
}

TEST(Verdict, JsonRoundTripThroughText)
{
    const Json json = toJson(sample());
    const auto text = parseJson(json.dump(), "verdict");
    ASSERT_TRUE(text);
    const auto again = verdictFromJson(*text);
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(toJson(*again), json);
    EXPECT_EQ(again->cases[0].comparison->worst[0].coordinates, (std::vector<std::int64_t> { 0, 9 }));
    EXPECT_EQ(again->seed, 0xFFFFFFFFFFFFFFFFULL);
}

TEST(Verdict, RefusesWhatIsNoVerdict)
{
    EXPECT_FALSE(verdictFromJson(Json::array()));
    EXPECT_FALSE(verdictFromJson(Json { { "outcome", "splendid" } }));
    EXPECT_FALSE(verdictFromJson(Json { { "outcome", "correct" }, { "gates", 7 } }));
}

TEST(Verdict, BetterOutcomesCompareLarger)
{
    EXPECT_LT(Outcome::Rejected, Outcome::BuildFailed);
    EXPECT_LT(Outcome::Mismatch, Outcome::RuleBroken);
    EXPECT_LT(Outcome::RuleBroken, Outcome::Correct);
}

} // namespace
} // namespace hawk::target
