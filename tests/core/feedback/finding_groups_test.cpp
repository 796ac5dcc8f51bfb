#include "emulator/report/finding_groups.h"
#include "target/build_messages.h"
#include "target/case_facts.h"

#include <gmock/gmock.h>

namespace hawk {
namespace {

using emulator::Finding;
using emulator::FindingGroup;
using emulator::Severity;
using testing::ElementsAre;

Finding finding(std::string constraint, std::string api, int line, std::uint64_t count = 1, int core = 0, Severity severity = Severity::Error)
{
    return { .constraint = std::move(constraint), .severity = severity, .api = std::move(api), .line = line, .core = core, .count = count };
}

TEST(FindingGroups, OneRuleOfOneApiIsOneGroup)
{
    const std::vector<Finding> all { finding("datacopy-length-32b", "DataCopy", 41, 8), finding("ub-addr-32b", "Add", 30),
        finding("datacopy-length-32b", "DataCopy", 30, 16, 3), finding("datacopy-length-32b", "DataCopyPad", 50) };
    const auto groups = groupFindings(all);
    ASSERT_EQ(groups.size(), 3U);
    const auto copies = std::ranges::find_if(groups, [](const FindingGroup& one) { return one.members.size() == 2; });
    ASSERT_NE(copies, groups.end());
    EXPECT_THAT(copies->lines, ElementsAre(30, 41));
    EXPECT_THAT(copies->blocks, ElementsAre(0, 3));
    EXPECT_EQ(copies->count, 24U);
    EXPECT_EQ(placeText(*copies, all), "DataCopy, line 30 (also line 41), 24 times");
}

TEST(FindingGroups, CausesStandBeforeConsequences)
{
    const std::vector<Finding> all { finding("uninitialised-gm-output", "", 0), finding("uninitialised-ub-read", "Add", 20, 1, 0, Severity::Fatal),
        finding("hazard-mte2-to-v", "Add", 20), finding("datacopy-length-32b", "DataCopy", 12), finding("ub-capacity-2201", "InitBuffer", 5),
        finding("perf-transfer-16k", "DataCopy", 1, 1, 0, Severity::Advice) };
    const auto groups = groupFindings(all);
    std::vector<std::string> order;
    for (const FindingGroup& one : groups)
        order.push_back(all[one.members.front()].constraint);
    EXPECT_THAT(order,
        ElementsAre("ub-capacity-2201", "datacopy-length-32b", "hazard-mte2-to-v", "uninitialised-ub-read", "uninitialised-gm-output", "perf-transfer-16k"));
    EXPECT_EQ(groups[3].follows, "datacopy-length-32b");
    EXPECT_EQ(groups[1].follows, "");
}

TEST(FindingGroups, LongListsOfLinesAreCut)
{
    std::vector<Finding> all;
    for (int line = 1; line <= 9; ++line)
        all.push_back(finding("ub-addr-32b", "Add", line));
    EXPECT_EQ(placeText(groupFindings(all).at(0), all), "Add, line 1 (also lines 2, 3, 4, 5, 6 and 3 more), 9 times");
}

target::Verdict verdictOf(std::vector<target::CaseVerdict> cases)
{
    target::Verdict verdict;
    verdict.casesTotal = cases.size();
    verdict.cases = std::move(cases);
    return verdict;
}

using target::Outcome;

TEST(CasePattern, SeesWhatFailingCasesShare)
{
    const target::CaseVerdict good { .name = "a", .tags = { "aligned" }, .types = "DTYPE_X=float", .outcome = Outcome::Correct };
    const target::CaseVerdict tail { .name = "b", .tags = { "tail" }, .types = "DTYPE_X=float", .outcome = Outcome::Mismatch };
    const target::CaseVerdict half { .name = "c", .tags = { "aligned" }, .types = "DTYPE_X=half", .outcome = Outcome::Mismatch };
    const target::CaseVerdict hidden { .name = "secret", .hidden = true, .tags = { "tail" }, .types = "DTYPE_X=float", .outcome = Outcome::Mismatch };
    EXPECT_EQ(casePattern(verdictOf({ good, tail })), "of the public cases only those tagged tail fail (1 of 2)");
    EXPECT_EQ(casePattern(verdictOf({ good, half, half })), "of the public cases only those with DTYPE_X=half fail (2 of 3)");
    EXPECT_EQ(casePattern(verdictOf({ good, tail, half })), "some of the public cases fail (2 of 3)");
    EXPECT_EQ(casePattern(verdictOf({ tail, half })), "all 2 public cases that ran fail");
    EXPECT_EQ(casePattern(verdictOf({ good, hidden })), "hidden cases fail (1 of 1)");
    EXPECT_EQ(casePattern(verdictOf({ good })), "");
    target::Verdict cut = verdictOf({ tail });
    cut.casesTotal = 4;
    EXPECT_EQ(casePattern(cut), "the one public case that ran fails; 3 cases were not judged after the first failure");
}

TEST(CasesOf, KeepsHiddenNamesSecret)
{
    const target::CaseVerdict a { .name = "a", .broken = { "x-1" } };
    const target::CaseVerdict b { .name = "b" };
    const target::CaseVerdict hidden { .name = "secret", .hidden = true, .broken = { "x-1" } };
    EXPECT_EQ(casesOf(verdictOf({ a, b, hidden }), "x-1"), "cases a, a hidden case");
    EXPECT_EQ(casesOf(verdictOf({ a, hidden }), "x-1"), "all 2 cases");
    EXPECT_EQ(casesOf(verdictOf({ a, b }), "x-2"), "");
}

TEST(BuildMessages, OneMistakeIsToldOnceAndWithItsTypes)
{
    const emulator::Diagnostic both { .file = "k.cpp", .line = 3, .column = 5, .message = "'Dup' was not declared" };
    emulator::Diagnostic half { .file = "k.cpp", .line = 2, .column = 1, .message = "Adds: argument 3 is float, but the tensors hold half" };
    const auto merged = target::mergedMessages({ { "DTYPE_X=half", { half, both } }, { "DTYPE_X=float", { both } } });
    ASSERT_EQ(merged.size(), 2U);
    EXPECT_EQ(merged[0].line, 2);
    EXPECT_EQ(merged[0].variant, "DTYPE_X=half");
    EXPECT_EQ(merged[1].variant, "");
    EXPECT_EQ(headline(merged[0]), "Adds: argument 3 is float, but the tensors hold half (only when built with DTYPE_X=half)");
}

} // namespace
} // namespace hawk
