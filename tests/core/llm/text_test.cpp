#include "llm/secrets.h"
#include "llm/text.h"

#include <gtest/gtest.h>

using namespace hawk;
using namespace hawk::llm;

TEST(Utf8, ReplacesOnlyWhatIsIllFormed)
{
    EXPECT_EQ(wellFormedUtf8("ok ü 汉 😀"), "ok ü 汉 😀");
    EXPECT_EQ(wellFormedUtf8("a\xFF" "b"), "a\xEF\xBF\xBD" "b");
    EXPECT_EQ(wellFormedUtf8("\xE6\xB1"), "\xEF\xBF\xBD\xEF\xBF\xBD"); // cut in the middle
    EXPECT_EQ(wellFormedUtf8("\xC0\xAF"), "\xEF\xBF\xBD\xEF\xBF\xBD"); // overlong
    EXPECT_EQ(wellFormedUtf8("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"); // surrogate
    EXPECT_EQ(wellFormedUtf8(std::string_view("a\0b", 3)), std::string_view("a\0b", 3));
}

TEST(Tokens, EstimateGrowsWithText)
{
    EXPECT_EQ(estimatedTokens(""), 0);
    EXPECT_EQ(estimatedTokens("a"), 1);
    EXPECT_EQ(estimatedTokens(std::string(3500, 'x')), 1000);
    EXPECT_EQ(estimatedTokens("汉字汉字"), 4);
}

TEST(Reasoning, SplitsAtTheLastMark)
{
    EXPECT_EQ(splitReasoning("plain", false).answer, "plain");
    EXPECT_EQ(splitReasoning("<think>a</think>b", false).answer, "b");
    EXPECT_EQ(splitReasoning("<think>a</think>b", false).reasoning, "a");
    EXPECT_EQ(splitReasoning("say <think>x</think> twice", false).answer, "say <think>x</think> twice");
    EXPECT_EQ(splitReasoning("<think>cut", false).answer, "");
    EXPECT_EQ(splitReasoning("cut", true).reasoning, "cut");
    EXPECT_EQ(splitReasoning("a[END]b", true, "[END]").answer, "b");
}

TEST(Reasoning, TrackerFindsMarksCutAnywhere)
{
    const std::string text = "  <think>why </thin not</think>the answer";
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        ReasoningTracker tracker(false, "</think>");
        std::string reasoning;
        std::string answer;
        for (const auto& pieces : { tracker.feed(text.substr(0, cut)), tracker.feed(text.substr(cut)), tracker.finish() }) {
            reasoning += pieces.reasoning;
            answer += pieces.answer;
        }
        EXPECT_EQ(reasoning, "why </thin not") << cut;
        EXPECT_EQ(answer, "the answer") << cut;
    }
}

TEST(Redactor, TakesOutEveryForm)
{
    Redactor redactor;
    redactor.add(Secret("pass\"word/123"));
    EXPECT_EQ(redactor.clean("x pass\"word/123 y"), "x [key] y");
    EXPECT_EQ(redactor.clean(R"({"k":"pass\"word/123"})"), R"({"k":"[key]"})");
    EXPECT_EQ(redactor.clean("?k=pass%22word%2F123"), "?k=[key]");
    EXPECT_EQ(redactor.clean("cGFzcyJ3b3JkLzEyMw=="), "[key]");
    EXPECT_EQ(redactor.clean("pass word"), "pass word");
}

TEST(Redactor, LeavesTextAloneForKeysTooShortToBeOne)
{
    Redactor redactor;
    redactor.add(Secret("EMPTY"));
    EXPECT_EQ(redactor.clean("the queue is EMPTY"), "the queue is EMPTY");
}

TEST(Redactor, FindsAKeyCutIntoPieces)
{
    Redactor redactor;
    redactor.add(Secret("abcabcabd"));
    const std::string text = "ab abcabcabcabd abcabcab";
    for (std::size_t first = 0; first <= text.size(); ++first) {
        for (std::size_t second = first; second <= text.size(); ++second) {
            std::string out;
            StreamRedactor stream(redactor, [&](std::string_view piece) { out += piece; });
            stream.feed(text.substr(0, first));
            stream.feed(text.substr(first, second - first));
            stream.feed(text.substr(second));
            stream.finish();
            EXPECT_EQ(out, "ab abc[key] abcabcab") << first << " " << second;
        }
    }
}
