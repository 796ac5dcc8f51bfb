#include "synth/evidence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hawk::synth {
namespace {

using testing::HasSubstr;
using testing::Not;

target::Verdict mismatch(reference::ComparisonReport report, bool hidden = false)
{
    target::Verdict verdict;
    verdict.outcome = target::Outcome::Mismatch;
    target::CaseVerdict which;
    which.name = "fp16_tail";
    which.hidden = hidden;
    which.outcome = target::Outcome::Mismatch;
    which.comparison = std::move(report);
    verdict.cases.push_back(which);
    return verdict;
}

reference::ComparisonReport report(
    std::string pattern, std::int64_t untouched, std::int64_t nan, double meanError)
{
    reference::ComparisonReport r;
    r.elements = 100;
    r.failing = 13;
    r.untouched = untouched;
    r.nanMismatches = nan;
    r.meanRelativeError = meanError;
    r.pattern = std::move(pattern);
    return r;
}

TEST(Evidence, UnwrittenElementsAreNotNaNResults)
{
    const Evidence e
        = gather(mismatch(report("last 13 elements (tail), NaN in one of the two only", 13, 13, 0)));
    EXPECT_THAT(e.text, HasSubstr("tail"));
    EXPECT_THAT(e.text, HasSubstr("untouched"));
    EXPECT_THAT(e.text, Not(HasSubstr("nan")));
    EXPECT_THAT(e.text, Not(HasSubstr("precision")));
}

TEST(Evidence, ComputedNaNsAre)
{
    EXPECT_THAT(gather(mismatch(report("13 scattered elements (13 %) between 1 and 90", 0, 13, 0.1))).text,
        HasSubstr("nan"));
}

TEST(Evidence, SmallErrorsAllOverArePrecisionSmallErrorsInOnePlaceAreNot)
{
    EXPECT_THAT(gather(mismatch(report("all elements", 0, 0, 0.002))).text, HasSubstr("precision"));
    EXPECT_THAT(
        gather(mismatch(report("last 13 elements (tail)", 0, 0, 0.002))).text, Not(HasSubstr("precision")));
    EXPECT_THAT(gather(mismatch(report("all elements", 0, 0, 3.0))).text, Not(HasSubstr("precision")));
}

TEST(Evidence, HiddenCasesSayNothing)
{
    EXPECT_THAT(
        gather(mismatch(report("all elements", 0, 0, 0.002), true)).text, Not(HasSubstr("precision")));
}

TEST(Relevance, MatchesErrorsButNotAdvice)
{
    target::Verdict verdict;
    verdict.findings.push_back({ .constraint = "ub-capacity-2201", .severity = emulator::Severity::Fatal });
    verdict.findings.push_back({ .constraint = "perf-transfer-16k", .severity = emulator::Severity::Advice });
    const Evidence e = gather(verdict);
    knowledge::Entry entry;
    entry.triggers.constraints = { "ub-capacity-2201" };
    EXPECT_EQ(relevance(entry, e, false), "constraint ub-capacity-2201");
    entry.triggers.constraints = { "perf-transfer-16k" };
    EXPECT_EQ(relevance(entry, e, false), "");
    entry.triggers.errorSignatures = { "" };
    EXPECT_EQ(relevance(entry, e, false), "") << "an empty signature must not match everything";
}

TEST(Relevance, UsesBottlenecksForSpeedOnly)
{
    target::Verdict verdict;
    target::CaseVerdict which;
    which.profile.emplace();
    which.profile->bottlenecks = { "NO_DOUBLE_BUFFER" };
    verdict.cases.push_back(which);
    knowledge::Entry entry;
    entry.triggers.bottlenecks = { "LOW_CORE_USE", "NO_DOUBLE_BUFFER" };
    EXPECT_EQ(relevance(entry, gather(verdict), true), "bottleneck NO_DOUBLE_BUFFER");
    EXPECT_EQ(relevance(entry, gather(verdict), false), "");
}

} // namespace
} // namespace hawk::synth
