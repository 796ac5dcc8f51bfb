#include "target/launch_plan.h"

#include "chip/chip_catalog.h"
#include "spec/spec_loader.h"

#include <cstring>
#include <gmock/gmock.h>

namespace hawk::target {
namespace {

using testing::HasSubstr;

constexpr std::string_view kSpec = R"({
  "schemaVersion": 1, "name": "scale_rows", "family": "elementwise", "description": "y = a * x",
  "inputs": [ {"name": "x", "dtype": "T", "shape": ["N", "D"]} ],
  "outputs": [ {"name": "y", "dtype": "T", "shape": ["N", "D"]} ],
  "attributes": [ {"name": "alpha", "type": "float", "default": 0.5}, {"name": "axis", "type": "int", "default": 1},
                  {"name": "flip", "type": "bool", "default": true} ],
  "cases": [ {"name": "small", "symbols": {"N": 3, "D": 100}, "types": {"T": "float16"}},
             {"name": "wide", "symbols": {"N": 2, "D": 7}, "types": {"T": "bfloat16"}, "attributes": {"alpha": 2.0}} ],
  "entry": "scale_rows_custom",
  "reference": {"source": "import torch\nimport torch.nn as nn\nN = 3\nD = 100\n\nclass Model(nn.Module):\n    def __init__(self, alpha=0.5, axis=1, flip=True):\n        super().__init__()\n        self.alpha = alpha\n    def forward(self, x):\n        return x * self.alpha\n\ndef get_inputs():\n    return [torch.randn(N, D)]\n\ndef get_init_inputs():\n    return []\n"}
})";

class LaunchPlanTest : public testing::Test {
protected:
    void SetUp() override
    {
        auto loaded = spec::requireSpec(spec::loadSpecText(kSpec, "spec.json", "."));
        ASSERT_TRUE(loaded) << loaded.error().text();
        spec = *loaded;
        auto chips = chip::ChipCatalog::loadDefault();
        ASSERT_TRUE(chips) << chips.error().text();
        chip = *chips->find(chip::kDefaultChip);
        data.inputs.push_back(
            { .name = "x", .dtype = DType::Float16, .shape = { 3, 100 }, .path = "/data/x.bin" });
    }
    Result<LaunchPlan> parse(const std::string& text) { return parseLaunchPlan(text, "plan.json", *spec); }
    Result<emulator::Launch> resolve(const std::string& text, std::size_t which = 0)
    {
        const auto plan = parse(text);
        if (!plan)
            return plan.error();
        return resolveLaunch(*plan, *spec, spec->cases[which], data, chip, 7);
    }
    std::string parseError(const std::string& text)
    {
        const auto plan = parse(text);
        return plan ? "no error" : plan.error().text();
    }
    /// A plan whose tiling struct is `fields`.
    static std::string withTiling(const std::string& fields, const std::string& extra = "")
    {
        return R"({"entry": "k", "blockDim": "1", "arguments": [{"input": "x"}, {"output": "y"}, {"tiling": "T"}],)"
            + extra + R"("tiling": [)" + fields + "]}";
    }

    std::shared_ptr<const spec::OperatorSpec> spec;
    std::shared_ptr<const chip::ChipFacts> chip;
    reference::CaseData data;
};

template <class T> T at(const std::vector<std::byte>& bytes, std::size_t offset)
{
    T value {};
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

TEST_F(LaunchPlanTest, PacksTheStructAsCppDoes)
{
    struct Expected {
        std::uint8_t flag;
        std::uint32_t rows;
        float eps;
        std::int64_t total;
        std::uint16_t list[3];
        bool flip;
    };
    const auto launch = resolve(withTiling(R"({"name": "flag", "type": "uint8_t", "value": 7},
        {"name": "rows", "type": "uint32_t", "value": "N"}, {"name": "eps", "type": "float", "value": 1e-5},
        {"name": "total", "type": "int64_t", "value": "half * 2"},
        {"name": "list", "type": "uint16_t", "count": 3, "value": [1, "D", "dim_x_0"]},
        {"name": "flip", "type": "bool", "value": "flip"})",
        R"("let": [["half", "N * D / 2"]],)"));

    ASSERT_TRUE(launch) << launch.error().text();
    const auto& bytes = launch->arguments[2].value;
    ASSERT_EQ(bytes.size(), sizeof(Expected));
    EXPECT_EQ(at<std::uint8_t>(bytes, offsetof(Expected, flag)), 7);
    EXPECT_EQ(at<std::uint32_t>(bytes, offsetof(Expected, rows)), 3U);
    EXPECT_EQ(at<float>(bytes, offsetof(Expected, eps)), 1e-5F);
    EXPECT_EQ(at<std::int64_t>(bytes, offsetof(Expected, total)), 300);
    EXPECT_EQ(at<std::uint16_t>(bytes, offsetof(Expected, list) + 2), 100);
    EXPECT_EQ(at<bool>(bytes, offsetof(Expected, flip)), true);
}

TEST_F(LaunchPlanTest, ResolvesTensorsBlocksAndScalars)
{
    const auto launch = resolve(R"json({"entry": "k", "blockDim": "min(coreCount, N)", "arguments": [
        {"input": "x"}, {"workspace": "elements_x * dtypeBytes_x"}, {"output": "y"},
        {"scalar": "a", "type": "float", "value": "alpha"}, {"scalar": "n", "type": "int32_t", "value": -4}]})json");

    ASSERT_TRUE(launch) << launch.error().text();
    EXPECT_EQ(launch->blockDim, 3U);
    EXPECT_EQ(launch->seed, 7U);
    ASSERT_EQ(launch->arguments.size(), 5U);
    EXPECT_EQ(launch->arguments[0].data, "/data/x.bin");
    EXPECT_EQ(launch->arguments[0].bytes, 600U);
    EXPECT_EQ(launch->arguments[1].bytes, 600U);
    EXPECT_EQ(launch->arguments[2].shape, (std::vector<std::int64_t> { 3, 100 }));
    EXPECT_EQ(at<float>(launch->arguments[3].value, 0), 0.5F);
    EXPECT_EQ(at<std::int32_t>(launch->arguments[4].value, 0), -4);
}

TEST_F(LaunchPlanTest, AttributeOfTheCaseWins)
{
    const auto launch = resolve(withTiling(R"({"name": "a", "type": "float", "value": "alpha"})"), 1);
    ASSERT_TRUE(launch) << launch.error().text();
    EXPECT_EQ(at<float>(launch->arguments[2].value, 0), 2.0F);
}

TEST_F(LaunchPlanTest, JsonRoundTripKeepsThePlan)
{
    const auto plan = parse(withTiling(R"({"name": "l", "type": "int32_t", "count": 2, "value": [1, "N"]},
        {"name": "f", "type": "float", "value": 0.25})",
        R"("let": [["a", "N+1"], ["b", "a*2"]],)"));
    ASSERT_TRUE(plan) << plan.error().text();
    const auto again = parse(toJson(*plan).dump());
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(toJson(*again), toJson(*plan));
}

TEST_F(LaunchPlanTest, DefinesNameTheElementTypes)
{
    const auto defines = typeDefines(*spec, spec->cases[1]);
    ASSERT_TRUE(defines);
    EXPECT_EQ(defines->at("DTYPE_X"), "bfloat16_t");
    EXPECT_EQ(defines->at("ORIG_DTYPE_Y"), "DT_BF16");
}

TEST_F(LaunchPlanTest, LaunchJsonRoundTrip)
{
    const auto launch = resolve(withTiling(R"({"name": "n", "type": "uint64_t", "value": "N"})"));
    ASSERT_TRUE(launch);
    const auto again = emulator::launchFromJson(emulator::toJson(*launch));
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(emulator::toJson(*again), emulator::toJson(*launch));
    EXPECT_EQ(again->arguments[2].value, launch->arguments[2].value);
    EXPECT_EQ(again->chip->vectorCores.value, chip->vectorCores.value);
}

struct BadPlan {
    const char* text;
    const char* place; ///< "plan.json:line:column"
    const char* words;
};

class BadLaunchPlan : public LaunchPlanTest, public testing::WithParamInterface<BadPlan> { };

TEST_P(BadLaunchPlan, IsRefusedWithItsPlace)
{
    const std::string error = parseError(GetParam().text);
    EXPECT_THAT(error, testing::StartsWith(std::string(GetParam().place) + ":"));
    EXPECT_THAT(error, HasSubstr(GetParam().words));
}

INSTANTIATE_TEST_SUITE_P(Plans, BadLaunchPlan,
    testing::Values(BadPlan { "{\n \"entry\": \"k\",\n \"blockDim\": }", "plan.json:3:14", "not valid JSON" },
        BadPlan { "{\n \"blockDim\": 1,\n \"arguments\": [{\"output\": \"y\"}]}", "plan.json:1:1",
            "'entry' is missing" },
        BadPlan { "{\"entry\": \"a b\", \"blockDim\": 1, \"arguments\": [{\"output\": \"y\"}]}",
            "plan.json:1:11", "not a function name" },
        BadPlan { "{\"entry\": \"k\", \"blockDim\": 1,\n\"arguments\": [\n{\"output\": \"z\"}, {\"output\": "
                  "\"y\"}]}",
            "plan.json:3:12", "has no output 'z'" },
        BadPlan { "{\"entry\": \"k\", \"blockDim\": 1,\n\"arguments\": [{\"input\": \"x\"}]}",
            "plan.json:2:14", "output 'y' of scale_rows is not passed" },
        BadPlan {
            "{\"entry\": \"k\", \"blockDim\": 1,\n\"arguments\": [{\"inptu\": \"x\"}, {\"output\": \"y\"}]}",
            "plan.json:2:15", "cannot be told" },
        BadPlan { "{\"entry\": \"k\", \"blockDim\": 1, \"blokDim\": 2, \"arguments\": [{\"output\": \"y\"}]}",
            "plan.json:1:42", "did you mean 'blockDim'" },
        BadPlan { "{\"entry\": \"k\", \"blockDim\": 1, \"arguments\": [{\"output\": \"y\"}, {\"tiling\": "
                  "\"T\"}],\n\"tiling\": "
                  "[{\"name\": \"n\", \"type\": \"uint33_t\", \"value\": 1}]}",
            "plan.json:2:34", "unknown type 'uint33_t'" },
        BadPlan { "{\"entry\": \"k\", \"blockDim\": 1, \"arguments\": [{\"output\": \"y\"}],\n\"tiling\": "
                  "[{\"name\": \"n\", \"type\": \"int\", \"value\": 1}]}",
            "plan.json:2:11", "no {\"tiling\": NAME} argument" },
        BadPlan {
            "{\"entry\": \"k\", \"blockDim\": 1, \"arguments\": [{\"output\": \"y\"}],\n\"let\": [[\"a\"]]}",
            "plan.json:2:9", "a pair [name, expression]" }));

TEST_F(LaunchPlanTest, ValuesThatDoNotFitAreNamed)
{
    const auto tooLarge = resolve(withTiling(R"({"name": "n", "type": "uint8_t", "value": "N * D"})"));
    ASSERT_FALSE(tooLarge);
    EXPECT_THAT(tooLarge.error().text(), HasSubstr("case small, tiling field n"));
    EXPECT_THAT(tooLarge.error().text(), HasSubstr("300 is outside 0 to 255"));

    const auto division = resolve(withTiling(R"({"name": "inv", "type": "float", "value": "1/D"})"));
    ASSERT_FALSE(division);
    EXPECT_THAT(division.error().text(), HasSubstr("divide whole numbers"));

    const auto unknown = resolve(withTiling(R"({"name": "n", "type": "int", "value": "M + 1"})"));
    ASSERT_FALSE(unknown);
    EXPECT_THAT(unknown.error().text(), HasSubstr("M"));
}

TEST_F(LaunchPlanTest, BlockCountMustBePossible)
{
    const auto none = resolve(R"({"entry": "k", "blockDim": "N - 3", "arguments": [{"output": "y"}]})");
    ASSERT_FALSE(none);
    EXPECT_THAT(none.error().text(), HasSubstr("found 0 from N - 3"));
}

} // namespace
} // namespace hawk::target
