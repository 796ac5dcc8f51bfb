#include "emulator/program/launch_rewriter.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace hawk::emulator {
namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(LaunchRewriter, PlainLaunchBecomesACall)
{
    const auto result = rewriteLaunches("int main() {\n    add<<<8, nullptr, stream>>>(x, y + 1);\n}\n", "a.asc");
    EXPECT_EQ(result.launches, 1);
    EXPECT_TRUE(result.problem.empty());
    EXPECT_TRUE(has(result.text, "Launcher(\"add\", \"x, y + 1\", \"a.asc\", 2, 8, nullptr, stream)")) << result.text;
    EXPECT_TRUE(has(result.text, "{ add(hawkArguments...); }, x, y + 1);")) << result.text;
    EXPECT_FALSE(has(result.text, "<<<"));
}

TEST(LaunchRewriter, TemplateArgumentsAndQualifiedNames)
{
    const auto result = rewriteLaunches("ns::add<float, Size<(2 > 1)>::value><<<GetBlocks(a, b[0]), 0, s>>>();", "a.asc");
    EXPECT_EQ(result.launches, 1);
    EXPECT_TRUE(has(result.text, "ns::add<float, Size<(2 > 1)>::value>(hawkArguments...); })")) << result.text;
    EXPECT_TRUE(has(result.text, "GetBlocks(a, b[0]), 0, s)"));
}

TEST(LaunchRewriter, LinesStayWhereTheyWere)
{
    const std::string source = "void f()\n{\n    add<float,\n        8><<<4,\n        0, s>>>(\n        a,\n        b);\n    last();\n}\n";
    const auto result = rewriteLaunches(source, "a.asc");
    EXPECT_EQ(std::count(result.text.begin(), result.text.end(), '\n'), std::count(source.begin(), source.end(), '\n'));
    const auto lineOf = [](const std::string& text) {
        return std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find("last()")), '\n');
    };
    EXPECT_EQ(lineOf(result.text), lineOf(source));
}

TEST(LaunchRewriter, TextAndShiftsAreLeftAlone)
{
    const std::string source = "// k<<<1>>>(x)\nauto s = \"k<<<1>>>(x)\"; int a = b << 2 >> 1;\n";
    const auto result = rewriteLaunches(source, "a.asc");
    EXPECT_EQ(result.launches, 0);
    EXPECT_EQ(result.text, source);
}

TEST(LaunchRewriter, NullIsAPointer)
{
    EXPECT_TRUE(has(rewriteLaunches("k<<<1, 0, s>>>(NULL, NULLABLE);", "a").text, ", nullptr, NULLABLE)"));
}

TEST(LaunchRewriter, ABrokenLaunchNamesItsLine)
{
    const auto result = rewriteLaunches("int a;\nk<<<1, 0, s>>> ;\n", "a.asc");
    EXPECT_TRUE(has(result.problem, "a.asc:2")) << result.problem;
}

} // namespace
} // namespace hawk::emulator
