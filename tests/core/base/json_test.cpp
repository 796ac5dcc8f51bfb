#include "base/json.h"

#include <gtest/gtest.h>

namespace hawk {
namespace {

TEST(ParseJson, NamesLineAndColumnOfTheFault)
{
    const auto result = parseJson("{\n  \"a\": 1,\n  \"b\": ]\n}", "spec.json");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::InvalidInput);
    EXPECT_EQ(result.error().context, "spec.json:3:8");
}

TEST(LocatedJson, FindsEveryValue)
{
    const auto document = LocatedJson::parse("{\"a\": 1,\n \"list\": [10,\n   {\"x/y\": \"t\\\"]\"}]}", "f");
    ASSERT_TRUE(document);
    EXPECT_EQ(document->position("/a").line, 1);
    EXPECT_EQ(document->position("/a").column, 7);
    EXPECT_EQ(document->position("/list/1").line, 3);
    EXPECT_EQ(document->position("/list/1/x~1y").column, 12);
}

TEST(LocatedJson, FallsBackToTheNearestAncestor)
{
    const auto document = LocatedJson::parse("{\n\"cases\": [\n {\"name\": \"a\"}]}", "f");
    ASSERT_TRUE(document);
    EXPECT_EQ(document->position("/cases/0/symbols/N").line, 3);
    EXPECT_EQ(document->errorAt("/cases/0/symbols", "missing").context, "f:3:2");
}

} // namespace
} // namespace hawk
