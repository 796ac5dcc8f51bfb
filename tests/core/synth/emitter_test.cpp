#include "synth/emitter.h"

#include "synth/plan_check.h"
#include "target/launch_plan.h"
#include "traced.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hawk::synth {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string reluGraph(const std::string& shape)
{
    return R"({"inputs":["x"],"nodes":[{"id":"n1","op":"relu","args":[{"node":"x"}],"kwargs":{},"shape":)"
        + shape + R"(,"dtype":"float16"}],"outputs":["n1"]})";
}

std::string softmaxGraph(const std::string& shape)
{
    return R"({"inputs":["x"],"nodes":[{"id":"n1","op":"softmax","args":[{"node":"x"}],"kwargs":{"dim":-1},"shape":)"
        + shape + R"(,"dtype":"float16"}],"outputs":["n1"]})";
}

class Emitter : public testing::Test {
protected:
    void given(const std::vector<std::int64_t>& shape, const std::string& graph)
    {
        test::fill(
            m_example, { "x" }, { "y" }, { { { { "x", shape }, { "y", shape } }, "float16" } }, { graph });
        auto geometry = analyseGeometry(m_example.traced, m_example.spec);
        ASSERT_TRUE(geometry) << geometry.error().text();
        m_geometry = *geometry;
        m_chip.vectorCores.value = 48;
        m_chip.ubUsable.value = Bytes { 188160 };
    }
    EmittedKernel emit(const KernelPlan& plan)
    {
        const auto program = lower(m_example.traced, m_geometry, m_example.spec, plan);
        EXPECT_TRUE(program) << program.error().text();
        auto kernel = emitKernel({ m_example.spec, m_geometry, *program, plan });
        EXPECT_TRUE(kernel) << kernel.error().text();
        return *kernel;
    }
    std::vector<PlanProblem> check(const EmittedKernel& kernel)
    {
        auto problems = checkPlan(kernel, m_example.traced, m_chip);
        EXPECT_TRUE(problems) << problems.error().text();
        return *problems;
    }
    test::Example m_example;
    Geometry m_geometry;
    chip::ChipFacts m_chip;
};

TEST_F(Emitter, TheUninformedKernelIsABeginnersKernel)
{
    given({ 1000 }, reluGraph("[1000]"));
    const EmittedKernel kernel = emit({});
    EXPECT_THAT(kernel.source, HasSubstr("DataCopy(xLocal"));
    EXPECT_THAT(kernel.source, Not(HasSubstr("DataCopyPad")));
    EXPECT_THAT(kernel.source, HasSubstr("m_length / m_t.tile")); // the rest is dropped
    EXPECT_THAT(kernel.source, HasSubstr("using ComputeT = DTYPE_X;"));
    EXPECT_THAT(kernel.launchPlan, HasSubstr("min(total, ubBytes / dtypeBytes_x)"));
}

TEST_F(Emitter, EveryDecisionShowsInTheText)
{
    given({ 37, 1000 }, softmaxGraph("[37,1000]"));
    for (const PlanField& field : planFields()) {
        KernelPlan plan;
        // Decisions about tiles only exist once tiles are budgeted; many rows need exact copies.
        plan.tile = field.name == "tile" ? KernelPlan::Tile::OneTensorFillsUb : KernelPlan::Tile::Budgeted;
        const bool elsewhere = field.name == "tail" || field.name == "formula" || field.name == "variance"
            || field.name == "planCheck" || field.name == "broadcast" || field.name == "minBytesPerCore"
            || field.name == "scratch";
        if (elsewhere)
            continue; // not a decision of softmax, or one that needs another one first
        if (field.name == "scalarOperands")
            plan.softmax = KernelPlan::Softmax::MaxSubtracted;
        const EmittedKernel before = emit(plan);
        ASSERT_TRUE(setField(plan, field.name, field.values.back()));
        const EmittedKernel after = emit(plan);
        EXPECT_TRUE(before.source != after.source || before.launchPlan != after.launchPlan) << field.name;
    }
}

TEST_F(Emitter, LaunchPlansAreReadByTheTarget)
{
    given({ 37, 1000 }, softmaxGraph("[37,1000]"));
    KernelPlan informed;
    for (const PlanField& field : planFields())
        ASSERT_TRUE(setField(informed, field.name, field.values.back()));
    for (const KernelPlan& plan : { KernelPlan {}, informed }) {
        const EmittedKernel kernel = emit(plan);
        const auto parsed = target::parseLaunchPlan(kernel.launchPlan, "emitted", m_example.spec);
        ASSERT_TRUE(parsed) << parsed.error().text();
        EXPECT_EQ(parsed->entry, "example_custom");
        for (const auto& field : parsed->tiling)
            EXPECT_THAT(kernel.source, HasSubstr(field.type + " " + field.name + ";"));
    }
}

TEST_F(Emitter, ThePlanCheckFindsWhatTheChipWouldRefuse)
{
    given({ 1 << 20 }, reluGraph("[1048576]"));
    const auto problems = check(emit({}));
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].constraint, "ub-capacity-2201");
    EXPECT_THAT(problems[0].message, HasSubstr("188160"));
    KernelPlan budgeted;
    budgeted.tile = KernelPlan::Tile::Budgeted;
    EXPECT_TRUE(check(emit(budgeted)).empty());
}

TEST_F(Emitter, BudgetedPlansFitWhateverElseIsDecided)
{
    given({ 37, 30011 }, softmaxGraph("[37,30011]"));
    KernelPlan plan;
    plan.tile = KernelPlan::Tile::Budgeted;
    plan.rows = KernelPlan::Rows::Chunked;
    plan.reduceScratch = KernelPlan::ReduceScratch::Sized;
    for (const PlanField& field : planFields()) {
        if (field.name == "tile" || field.name == "rows")
            continue;
        for (const Json& value : field.values) {
            KernelPlan variant = plan;
            ASSERT_TRUE(setField(variant, field.name, value));
            const auto problems = check(emit(variant));
            EXPECT_TRUE(problems.empty()) << field.name << " = " << value << ": " << problems[0].message;
        }
    }
}

TEST_F(Emitter, TensorNamesThatMeanSomethingElseAreKeptApart)
{
    const std::vector<std::int64_t> shape { 64 };
    test::fill(m_example, { "pipe" }, { "kernel" },
        { { { { "pipe", shape }, { "kernel", shape } }, "float16" } },
        { R"({"inputs":["pipe"],"nodes":[{"id":"n1","op":"relu","args":[{"node":"pipe"}],"kwargs":{},"shape":[64],"dtype":"float16"}],"outputs":["n1"]})" });
    const auto geometry = analyseGeometry(m_example.traced, m_example.spec);
    ASSERT_TRUE(geometry);
    m_geometry = *geometry;
    const EmittedKernel kernel = emit({});
    EXPECT_THAT(kernel.source, HasSubstr("GM_ADDR pipe_, GM_ADDR kernel_, GM_ADDR tiling"));
    EXPECT_THAT(kernel.source, HasSubstr("TPipe pipe;"));
}

} // namespace
} // namespace hawk::synth
