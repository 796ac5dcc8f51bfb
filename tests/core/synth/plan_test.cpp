#include "synth/plan.h"

#include "base/files.h"
#include "knowledge/entry.h"
#include "synth/plan_rule.h"
#include "traced.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace hawk::synth {
namespace {

TEST(KernelPlan, SurvivesJsonWithEveryValueOfEveryField)
{
    for (const PlanField& field : planFields())
        for (const Json& value : field.values) {
            KernelPlan plan;
            ASSERT_TRUE(setField(plan, field.name, value)) << field.name;
            EXPECT_EQ(fieldValue(plan, field.name), value);
            const auto back = planFromJson(toJson(plan));
            ASSERT_TRUE(back);
            EXPECT_EQ(*back, plan) << field.name << " = " << value;
        }
}

TEST(KernelPlan, TheFirstValueOfAFieldIsTheUninformedOne)
{
    for (const PlanField& field : planFields())
        EXPECT_EQ(fieldValue(KernelPlan {}, field.name), field.values.front()) << field.name;
}

TEST(KernelPlan, RefusesUnknownFieldsAndValues)
{
    KernelPlan plan;
    const auto field = setField(plan, "colour", "red");
    ASSERT_FALSE(field);
    EXPECT_NE(field.error().hint.find("bufferNum"), std::string::npos);
    const auto value = setField(plan, "bufferNum", 3);
    ASSERT_FALSE(value);
    EXPECT_NE(value.error().hint.find("1, 2"), std::string::npos);
    EXPECT_FALSE(planFromJson(Json::array()));
    EXPECT_FALSE(planFromJson(Json { { "copy", 1 } }));
    EXPECT_EQ(plan, KernelPlan {});
}

TEST(KernelPlan, DescribesADifference)
{
    KernelPlan after;
    after.bufferNum = 2;
    after.copy = KernelPlan::Copy::DataCopyPad;
    EXPECT_EQ(describeDifference({}, after), "copy: data-copy -> data-copy-pad, bufferNum: 1 -> 2");
    EXPECT_EQ(describeDifference(after, after), "");
}

class PlanRules : public testing::Test {
protected:
    void SetUp() override
    {
        test::fill(m_example, { "x" }, { "y" }, { { { { "x", { 4, 8 } }, { "y", { 4, 8 } } }, "float16" } },
            { R"({"inputs":["x"],"nodes":[{"id":"n1","op":"softmax","args":[{"node":"x"}],"kwargs":{"dim":-1},"shape":[4,8],"dtype":"float16"}],"outputs":["n1"]})" });
        m_example.spec.cases[0].tags = { "tail" };
        auto geometry = analyseGeometry(m_example.traced, m_example.spec);
        ASSERT_TRUE(geometry);
        m_geometry = *geometry;
        m_chip.generation = chip::Generation::V2201;
    }
    bool holdsFor(const char* when, const KernelPlan& plan = {}) const
    {
        const auto rule
            = ruleFromJson({ { "when", Json::parse(when) }, { "set", { { "copy", "data-copy-pad" } } } });
        EXPECT_TRUE(rule) << when;
        return rule
            && holds(*rule, plan, { m_example.traced.graphs.front(), m_geometry, m_example.spec, m_chip });
    }
    test::Example m_example;
    Geometry m_geometry;
    chip::ChipFacts m_chip;
};

TEST_F(PlanRules, EveryKindOfConditionIsTested)
{
    EXPECT_TRUE(holdsFor("{}"));
    EXPECT_TRUE(holdsFor(R"({"plan.copy":"data-copy"})"));
    EXPECT_FALSE(holdsFor(R"({"plan.copy":"data-copy-pad"})"));
    EXPECT_TRUE(holdsFor(R"({"graph.op":["tanh","softmax"]})"));
    EXPECT_FALSE(holdsFor(R"({"graph.op":"tanh"})"));
    EXPECT_TRUE(holdsFor(R"({"graph.schedule":"rows"})"));
    EXPECT_TRUE(holdsFor(R"({"graph.reduces":true})"));
    EXPECT_FALSE(holdsFor(R"({"graph.broadcasts":true})"));
    EXPECT_TRUE(holdsFor(R"({"spec.dtype":"float16"})"));
    EXPECT_FALSE(holdsFor(R"({"spec.dtype":"bfloat16"})"));
    EXPECT_TRUE(holdsFor(R"({"spec.tag":"tail"})"));
    EXPECT_TRUE(holdsFor(R"({"spec.family":"elementwise"})"));
    EXPECT_TRUE(holdsFor(R"({"chip.generation":2201})"));
    EXPECT_FALSE(holdsFor(R"({"chip.generation":3510})"));
    EXPECT_FALSE(holdsFor(R"({"graph.op":"softmax","plan.bufferNum":2})")) << "all conditions must hold";
}

TEST_F(PlanRules, HiddenCasesAreNotLookedAt)
{
    m_example.spec.cases[0].visibility = spec::Visibility::Hidden;
    EXPECT_FALSE(holdsFor(R"({"spec.tag":"tail"})"));
    EXPECT_FALSE(holdsFor(R"({"spec.dtype":"float16"})"));
}

TEST_F(PlanRules, LockedFieldsStay)
{
    const auto rule = ruleFromJson({ { "set", { { "copy", "data-copy-pad" }, { "bufferNum", 2 } } } });
    ASSERT_TRUE(rule);
    const KernelPlan plan = apply(*rule, {}, { "copy" });
    EXPECT_EQ(plan.copy, KernelPlan::Copy::DataCopy);
    EXPECT_EQ(plan.bufferNum, 2);
}

TEST(PlanRule, RefusesWhatItCannotExecute)
{
    EXPECT_FALSE(ruleFromJson(Json::object()));
    EXPECT_FALSE(ruleFromJson({ { "set", Json::object() } }));
    EXPECT_FALSE(ruleFromJson({ { "set", { { "copy", "memcpy" } } } }));
    EXPECT_FALSE(
        ruleFromJson({ { "when", { { "moon", "full" } } }, { "set", { { "copy", "data-copy-pad" } } } }));
    EXPECT_FALSE(ruleFromJson(
        { { "when", { { "plan.colour", "red" } } }, { "set", { { "copy", "data-copy-pad" } } } }));
}

TEST(BundledPlanRules, AreValidAndEachChangesTheUninformedPlanOrAnInformedOne)
{
    int count = 0;
    for (const auto& file : std::filesystem::directory_iterator(resourceDir() / "knowledge" / "plan_rules")) {
        const auto text = readFile(file.path());
        ASSERT_TRUE(text);
        const auto json = parseJson(*text, file.path().string());
        ASSERT_TRUE(json) << json.error().text();
        for (const Json& item : *json) {
            const auto entry = knowledge::entryFromJson(item);
            ASSERT_TRUE(entry) << entry.error().text();
            ASSERT_EQ(entry->artifact.kind, knowledge::Artifact::Kind::PlanRule) << entry->key;
            const auto rule = ruleFromJson(entry->artifact.rule);
            ASSERT_TRUE(rule) << entry->key << ": " << rule.error().text();
            // A rule that requires what it sets would never change anything.
            for (const auto& [field, value] : rule->set) {
                const auto it = rule->when.find("plan." + field);
                if (it != rule->when.end()) {
                    EXPECT_EQ(std::count(it->second.begin(), it->second.end(), value), 0) << entry->key;
                }
            }
            EXPECT_FALSE(rule->effect.empty()) << entry->key;
            ++count;
        }
    }
    EXPECT_GE(count, 15);
}

} // namespace
} // namespace hawk::synth
