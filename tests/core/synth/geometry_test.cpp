#include "synth/geometry.h"

#include "traced.h"

#include <gtest/gtest.h>

namespace hawk::synth {
namespace {

using test::Example;
using test::Shapes;

std::string binaryGraph(const std::string& op, const std::string& shape)
{
    return R"({"inputs":["a","b"],"nodes":[{"id":"n1","op":")" + op
        + R"(","args":[{"node":"a"},{"node":"b"}],"kwargs":{},"shape":)" + shape
        + R"(,"dtype":"float32"}],"outputs":["n1"]})";
}

std::string sumGraph(const std::string& dim, const std::string& keep, const std::string& shape)
{
    return R"({"inputs":["a"],"nodes":[{"id":"n1","op":"sum","args":[{"node":"a"}],"kwargs":{"dim":)" + dim
        + R"(,"keepdim":)" + keep + R"(},"shape":)" + shape + R"(,"dtype":"float32"}],"outputs":["n1"]})";
}

Shapes shapes(std::vector<std::int64_t> a, std::vector<std::int64_t> b, std::vector<std::int64_t> y)
{
    Shapes s;
    s.tensors = { { "a", std::move(a) }, { "y", std::move(y) } };
    if (!b.empty())
        s.tensors["b"] = std::move(b);
    return s;
}

TEST(Geometry, EqualShapesAreFlatWhateverTheRank)
{
    Example e;
    test::fill(e, { "a", "b" }, { "y" }, { shapes({ 2, 3, 4 }, { 2, 3, 4 }, { 2, 3, 4 }) },
        { binaryGraph("add", "[2,3,4]") });
    const auto g = analyseGeometry(e.traced, e.spec);
    ASSERT_TRUE(g) << g.error().text();
    EXPECT_EQ(g->schedule, Schedule::Flat);
    EXPECT_EQ(g->axis, "dim_a_0*dim_a_1*dim_a_2");
    EXPECT_EQ(g->extents.at("n1"), kAxis);
}

TEST(Geometry, ARowVectorGivesRows)
{
    Example e;
    test::fill(e, { "a", "b" }, { "y" }, { shapes({ 2, 3, 4 }, { 4 }, { 2, 3, 4 }) },
        { binaryGraph("mul", "[2,3,4]") });
    const auto g = analyseGeometry(e.traced, e.spec);
    ASSERT_TRUE(g) << g.error().text();
    EXPECT_EQ(g->schedule, Schedule::Rows);
    EXPECT_EQ(g->outer, "dim_a_0*dim_a_1");
    EXPECT_EQ(g->axis, "dim_a_2");
    EXPECT_EQ(g->extents.at("b"), kAxis);
    EXPECT_EQ(g->extents.at("a"), kOuter | kAxis);
    EXPECT_TRUE(g->broadcasts);
}

TEST(Geometry, OneTinyCaseDoesNotHideTheRows)
{
    Example e;
    test::fill(e, { "a", "b" }, { "y" },
        { shapes({ 1, 4 }, { 4 }, { 1, 4 }), shapes({ 5, 4 }, { 4 }, { 5, 4 }) },
        { binaryGraph("mul", "[1,4]"), binaryGraph("mul", "[5,4]") });
    const auto g = analyseGeometry(e.traced, e.spec);
    ASSERT_TRUE(g) << g.error().text();
    EXPECT_EQ(g->schedule, Schedule::Rows);
    EXPECT_EQ(g->extents.at("b"), kAxis);
}

TEST(Geometry, ReducingTheLastDimensionGivesRows)
{
    Example e;
    test::fill(e, { "a" }, { "y" }, { shapes({ 6, 7 }, {}, { 6 }) }, { sumGraph("-1", "false", "[6]") });
    const auto g = analyseGeometry(e.traced, e.spec);
    ASSERT_TRUE(g) << g.error().text();
    EXPECT_EQ(g->schedule, Schedule::Rows);
    EXPECT_TRUE(g->reduces);
    EXPECT_EQ(g->extents.at("n1"), kOuter);
}

TEST(Geometry, ReducingTheMiddleGivesColumns)
{
    Example e;
    test::fill(
        e, { "a" }, { "y" }, { shapes({ 2, 3, 4 }, {}, { 2, 1, 4 }) }, { sumGraph("1", "true", "[2,1,4]") });
    const auto g = analyseGeometry(e.traced, e.spec);
    ASSERT_TRUE(g) << g.error().text();
    EXPECT_EQ(g->schedule, Schedule::Columns);
    EXPECT_EQ(g->outer, "dim_a_0");
    EXPECT_EQ(g->axis, "dim_a_1");
    EXPECT_EQ(g->inner, "dim_a_2");
    EXPECT_EQ(g->extents.at("n1"), kOuter | kInner);
}

TEST(Geometry, ReducingEverythingIsOneRow)
{
    Example e;
    test::fill(e, { "a" }, { "y" }, { shapes({ 6, 7 }, {}, { 1 }) }, { sumGraph("null", "false", "[]") });
    const auto g = analyseGeometry(e.traced, e.spec);
    ASSERT_TRUE(g) << g.error().text();
    EXPECT_EQ(g->schedule, Schedule::Rows);
    EXPECT_EQ(g->outer, "1");
    EXPECT_EQ(g->extents.at("a"), kOuter | kAxis);
    EXPECT_EQ(g->extents.at("n1"), kOuter);
}

TEST(Geometry, RefusesSeparatedReducedDimensions)
{
    Example e;
    test::fill(
        e, { "a" }, { "y" }, { shapes({ 2, 3, 4 }, {}, { 3 }) }, { sumGraph("[0,2]", "false", "[3]") });
    const auto g = analyseGeometry(e.traced, e.spec);
    ASSERT_FALSE(g);
    EXPECT_EQ(g.error().code, Errc::InvalidInput);
    EXPECT_NE(g.error().message.find("example"), std::string::npos) << g.error().message;
}

TEST(Geometry, RefusesCasesThatTraceToDifferentOperators)
{
    Example e;
    test::fill(e, { "a", "b" }, { "y" }, { shapes({ 4 }, { 4 }, { 4 }), shapes({ 8 }, { 8 }, { 8 }) },
        { binaryGraph("add", "[4]"), binaryGraph("mul", "[8]") });
    EXPECT_FALSE(analyseGeometry(e.traced, e.spec));
}

TEST(Graph, NamesTheNodeThatUsesAnUndefinedValue)
{
    const auto json = parseJson(
        R"({"inputs":["x"],"nodes":[{"id":"n1","op":"add","args":[{"node":"x"},{"node":"ghost"}],"shape":[4],"dtype":"float32"}],"outputs":["n1"]})",
        "t");
    const auto graph = graphFromJson(*json);
    ASSERT_FALSE(graph);
    EXPECT_NE(graph.error().message.find("ghost"), std::string::npos);
    EXPECT_NE(graph.error().message.find("n1"), std::string::npos);
}

TEST(Graph, RefusesWhatIsNoGraph)
{
    for (const char* text :
        { "[]", "{}", R"({"nodes":[{}]})", R"({"nodes":[],"outputs":["y"]})", R"({"nodes":[],"outputs":[]})",
            R"({"nodes":[{"id":"n","op":"relu","args":[7]}],"outputs":["n"]})" }) {
        const auto json = parseJson(text, "t");
        ASSERT_TRUE(json);
        EXPECT_FALSE(graphFromJson(*json)) << text;
    }
}

} // namespace
} // namespace hawk::synth
