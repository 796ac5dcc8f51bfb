#include "issue_fixture.h"

#include "emulator/check/rule.h"

#include "base/files.h"

#include <gmock/gmock.h>

namespace hawk::emulator::test {
namespace {

TEST(ConstraintCatalogue, IsTheResourceFile)
{
    const auto text = readFile(resourceDir() / "constraints" / "constraints.json");
    ASSERT_TRUE(text);
    const auto json = parseJson(*text, "constraints.json");
    ASSERT_TRUE(json);
    const Json& rows = (*json)["constraints"];
    EXPECT_EQ(constraintCatalogue().size(), rows.size());
    EXPECT_GE(rows.size(), 285U);
    for (const Json& row : rows) {
        const ConstraintInfo& info = constraintInfo(row["id"].get<std::string>());
        EXPECT_EQ(info.id, row["id"]);
        EXPECT_EQ(info.rule, row["rule"]);
        EXPECT_EQ(info.fix, row["fix"]);
        EXPECT_FALSE(info.fix.empty()) << info.id;
        EXPECT_FALSE(row["sources"].empty()) << info.id;
    }
}

TEST(ConstraintCatalogue, SeveritiesAndUnknownIds)
{
    EXPECT_EQ(constraintInfo("ub-addr-32b").severity, Severity::Error);
    EXPECT_EQ(constraintInfo("perf-transfer-16k").severity, Severity::Advice);
    EXPECT_TRUE(constraintInfo("no-such-rule").id.empty());
    EXPECT_EQ(constraintInfo("no-such-rule").severity, Severity::Error);
}

TEST(ConstraintCatalogue, EveryIssueRuleIsInIt)
{
    for (const IssueRule& rule : issueRules()) {
        EXPECT_FALSE(constraintInfo(rule.id).id.empty()) << rule.id;
        EXPECT_FALSE(rule.text.empty()) << rule.id;
        EXPECT_NE(rule.check, nullptr);
    }
}

TEST(FindingSink, MergesEqualOnesAndKeepsTheWorst)
{
    int announced = 0;
    FindingSink sink([&announced](const Finding&) { ++announced; });
    Finding finding;
    finding.constraint = "ub-addr-32b";
    finding.severity = Severity::Warning;
    finding.line = 7;
    finding.message = "first";
    sink.add(finding);
    finding.message = "second";
    sink.add(finding);
    ASSERT_EQ(sink.findings().size(), 1U);
    EXPECT_EQ(sink.findings()[0].count, 2U);
    EXPECT_EQ(sink.findings()[0].message, "first");
    EXPECT_EQ(announced, 1);
    finding.severity = Severity::Fatal;
    finding.message = "third";
    sink.add(finding);
    EXPECT_EQ(sink.findings()[0].message, "third") << "the worst occurrence is the one to show";
    EXPECT_EQ(sink.findings()[0].count, 3U);
    EXPECT_TRUE(sink.hasFatal());
    EXPECT_EQ(announced, 2);
    finding.line = 8;
    sink.add(finding);
    EXPECT_EQ(sink.findings().size(), 2U);
}

TEST(FindingJson, RoundTrips)
{
    Finding finding;
    finding.constraint = "hazard-mte2-to-v";
    finding.severity = Severity::Error;
    finding.api = "Add";
    finding.operand = "src0";
    finding.message = "m";
    finding.fix = "f";
    finding.file = "kernel.cpp";
    finding.line = 3;
    finding.core = 2;
    finding.seq = 99;
    finding.count = 4;
    finding.numbers = { { "begin", 1 } };
    finding.otherLine = 5;
    finding.otherSeq = 6;
    finding.otherCore = 1;
    const auto back = findingFromJson(toJson(finding));
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(toJson(*back), toJson(finding));
    EXPECT_EQ(back->otherSeq, 6U);
}

TEST(FindingJson, BrokenInputIsAnError)
{
    EXPECT_FALSE(findingFromJson(Json::array()));
    EXPECT_FALSE(findingFromJson(Json::object()));
    EXPECT_FALSE(findingFromJson({ { "constraint", "x" }, { "severity", "awful" } }));
    EXPECT_FALSE(findingFromJson({ { "constraint", "x" }, { "severity", "error" }, { "line", "seven" } }));
}

} // namespace
} // namespace hawk::emulator::test
