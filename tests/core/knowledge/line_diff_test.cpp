#include "knowledge/line_diff.h"

#include "base/rng.h"
#include "fixture.h"

namespace hawk::knowledge {
namespace {

std::string patched(const std::string& before, const std::vector<Hunk>& hunks)
{
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < before.size();) {
        const std::size_t end = before.find('\n', at);
        lines.push_back(before.substr(at, end - at));
        at = end + 1;
    }
    std::string out;
    std::size_t line = 0;
    for (const Hunk& hunk : hunks) {
        for (; line < hunk.oldBegin; ++line)
            out += lines[line] + "\n";
        for (const std::string& removed : hunk.removed)
            EXPECT_EQ(lines.at(line++), removed);
        for (const std::string& added : hunk.added)
            out += added + "\n";
    }
    for (; line < lines.size(); ++line)
        out += lines[line] + "\n";
    return out;
}

TEST(LineDiff, AppliedItGivesTheOtherText)
{
    Rng rng(7);
    const auto text = [&] {
        std::string out;
        for (std::uint64_t n = rng.below(30); n > 0; --n)
            out += std::string(1, static_cast<char>('a' + rng.below(4))) + "\n";
        return out;
    };
    for (int i = 0; i < 500; ++i) {
        const std::string a = text();
        const std::string b = text();
        EXPECT_EQ(patched(a, diffLines(a, b)), b) << a << "---\n" << b;
    }
}

TEST(LineDiff, TheUnifiedFormAppliesWhereItWasMadeAndNowhereElse)
{
    Rng rng(11);
    const auto text = [&] {
        std::string out;
        for (std::uint64_t n = 1 + rng.below(40); n > 0; --n)
            out += std::string(1 + rng.below(3), static_cast<char>("ab-+"[rng.below(4)])) + " x\n";
        return out;
    };
    for (int i = 0; i < 300; ++i) {
        const std::string a = text();
        const std::string b = text();
        const std::string diff = unifiedDiff("q\n", diffLines("q\n", "r\n"), "other.json") + unifiedDiff(a, diffLines(a, b), "k.cpp");
        const Result<std::string> applied = applyUnifiedDiff(a, diff, "k.cpp");
        ASSERT_TRUE(applied) << applied.error().text() << "\n" << diff;
        EXPECT_EQ(*applied, b) << diff;
        EXPECT_EQ(*applyUnifiedDiff(a, diff, "third.cpp"), a);
    }
    const Result<std::string> wrong = applyUnifiedDiff("a\nc\n", unifiedDiff("a\nb\n", diffLines("a\nb\n", "a\nx\n"), "k.cpp"), "k.cpp");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().message, "the diff does not fit: \"b\" is not line 2");
}

TEST(LineDiff, IsShortest)
{
    const std::vector<Hunk> hunks = diffLines("a\nb\nc\nd\ne\n", "a\nx\nc\nd\ny\ne\n");
    ASSERT_EQ(hunks.size(), 2U);
    EXPECT_EQ(hunks[0].removed, (std::vector<std::string> { "b" }));
    EXPECT_EQ(hunks[0].added, (std::vector<std::string> { "x" }));
    EXPECT_TRUE(hunks[1].removed.empty());
    EXPECT_EQ(hunks[1].oldBegin, 4U);
    EXPECT_TRUE(diffLines("a\nb\n", "a\nb\n").empty());
    EXPECT_TRUE(diffLines("", "").empty());
}

TEST(LineDiff, CommentsAndBlanksAreCosmetic)
{
    const std::string before = "int a = 1;\nint b=2; // two\nint c = 3;\n";
    const std::string after = "int a = 1;\nint b = 2;\nint c = 4;\n";
    const std::vector<Hunk> kept = withoutCosmetics(diffLines(before, after));
    ASSERT_EQ(kept.size(), 1U) << "b and c changed next to each other: one hunk with a real change";
    EXPECT_TRUE(withoutCosmetics(diffLines("int b=2; // two\n", "int b = 2;\n")).empty());
}

TEST(LineDiff, UnifiedFormIsWhatPatchReads)
{
    const std::string before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n";
    const std::string after = "1\n2\nthree\n4\n5\n6\n7\n8\n9\n10\nnew\n11\n12\n";
    EXPECT_EQ(unifiedDiff(before, diffLines(before, after), "k.cpp"),
        "--- a/k.cpp\n+++ b/k.cpp\n"
        "@@ -1,5 +1,5 @@\n 1\n 2\n-3\n+three\n 4\n 5\n"
        "@@ -9,4 +9,5 @@\n 9\n 10\n+new\n 11\n 12\n");
    EXPECT_EQ(unifiedDiff(before, {}, "k.cpp"), "");
    EXPECT_EQ(unifiedDiff("", diffLines("", "x\n"), "k.cpp"), "--- a/k.cpp\n+++ b/k.cpp\n@@ -0,0 +1,1 @@\n+x\n");
}

} // namespace
} // namespace hawk::knowledge
