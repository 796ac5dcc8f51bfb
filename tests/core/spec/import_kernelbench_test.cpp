#include "spec/import_kernelbench.h"

#include "spec/shape_fit.h"
#include "spec/spec_loader.h"

#include <gtest/gtest.h>

namespace hawk::spec {
namespace {

TEST(OperatorName, FollowsTheFileName)
{
    EXPECT_EQ(operatorNameOf("19_ReLU.py"), "kb19_relu");
    EXPECT_EQ(operatorNameOf("some/folder/36_RMSNorm_.py"), "kb36_rms_norm");
    EXPECT_EQ(operatorNameOf("20_LeakyReLU.py"), "kb20_leaky_relu");
    EXPECT_EQ(operatorNameOf("26_GELU_.py"), "kb26_gelu");
    EXPECT_EQ(operatorNameOf("47_Sum_reduction_over_a_dimension.py"), "kb47_sum_reduction_over_a_dimension");
    EXPECT_EQ(operatorNameOf("MyKernel.py"), "kb_my_kernel");
    EXPECT_EQ(operatorNameOf("5_a  b--c__d.py"), "kb5_a_b_c_d");
}

std::vector<ShapeSample> samplesOf(const std::string& truth)
{
    std::vector<ShapeSample> samples;
    for (const auto& [n, m, k] : { std::tuple { 16, 1024, 3 }, { 13, 1001, 3 }, { 17, 1024, 3 }, { 16, 1025, 3 }, { 16, 1024, 4 } }) {
        const Symbols symbols { { "N", n }, { "M", m }, { "K", k } };
        samples.push_back({ symbols, evaluate(truth, symbols).value() });
    }
    return samples;
}

TEST(ShapeFit, FindsTheDependence)
{
    for (const char* truth : { "7", "N", "M", "M*N", "N*2", "N+3", "M-K+1", "M+N", "K*M*N", "M-5" })
        EXPECT_EQ(fitDimension(samplesOf(truth)), std::optional<std::string>(truth)) << truth;
}

TEST(ShapeFit, GivesUpRatherThanGuess)
{
    EXPECT_EQ(fitDimension(samplesOf("N % 5 + M")), std::nullopt);
    EXPECT_EQ(fitDimension({}), std::nullopt);
}

Json tensor(const char* name, std::vector<std::int64_t> shape, const char* dtype = "float32")
{
    return { { "name", name }, { "shape", std::move(shape) }, { "dtype", dtype } };
}

KernelBenchProblem::Observation observe(const std::string& name, std::int64_t rows, std::int64_t columns)
{
    Json weight = tensor("ln.weight", { columns });
    weight["statistics"] = { { "constant", true }, { "mean", 1.0 } };
    Json index = tensor("which", { rows }, "int64");
    return { name, { { "rows", rows }, { "columns", columns }, { "axis", 1 } },
        { { "inputs", Json::array({ tensor("x", { rows, columns }), index, { { "value", 3 }, { "name", "times" } } }) },
            { "parameters", Json::array({ weight }) }, { "buffers", Json::array() },
            { "outputs", Json::array({ tensor("", { rows % 5 + 1, columns }) }) }, { "finiteOnNormal", true },
            { "operations", { "layer_norm" } } } };
}

KernelBenchProblem sample()
{
    return { "12_Some_op.py",
        "class Model(nn.Module):\n    \"\"\"\n    Does something.\n    Second line.\n    \"\"\"\n    def forward(self): pass\n",
        { observe("aligned", 16, 64), observe("tail", 13, 37), observe("hidden", 11, 29), observe("", 17, 64),
            observe("", 16, 65) } };
}

TEST(ImportKernelBench, DerivesTensorsShapesAndCases)
{
    const Json json = importKernelBench(sample()).value();
    const LoadReport report = loadSpecText(json.dump(1), "imported", {});
    ASSERT_TRUE(report.spec) << report.problems.front().text();
    const OperatorSpec& spec = *report.spec;
    EXPECT_EQ(spec.name, "kb12_some_op");
    EXPECT_EQ(spec.entry, "kb12_some_op_custom");
    EXPECT_EQ(spec.description, "Does something.");
    EXPECT_EQ(spec.family, Family::Norm);
    EXPECT_EQ(spec.origin, "kernelbench:12_Some_op.py");
    ASSERT_EQ(spec.inputs.size(), 3U); // the plain number is no tensor
    EXPECT_EQ(spec.inputs[0].shape, (std::vector<std::string> { "rows", "columns" }));
    EXPECT_EQ(spec.inputs[1].dtype, "int64");
    EXPECT_EQ(spec.inputs[2].moduleParameter, "ln.weight");
    EXPECT_EQ(spec.inputs[2].values.kind, "normal"); // ones would hide a kernel that ignores the weight
    // rows % 5 + 1 is no simple expression: every case says the shape.
    EXPECT_EQ(spec.findCase("fp32_aligned")->shapes.at("y"), (std::vector<std::int64_t> { 2, 64 }));
    EXPECT_EQ(resolve(spec, *spec.findCase("fp32_tail")).value().outputs[0].shape, (std::vector<std::int64_t> { 4, 37 }));
    EXPECT_EQ(spec.findCase("fp32_hidden")->visibility, Visibility::Hidden);
    EXPECT_EQ(spec.findCase("fp32_hidden")->values.at("x").kind, "normal");
    EXPECT_EQ(spec.findCase("fp16_tail")->types.at("T"), "float16");
    EXPECT_EQ(spec.cases.size(), 5U);
}

TEST(ImportKernelBench, RefusesObservationsThatDoNotMatch)
{
    KernelBenchProblem problem = sample();
    problem.observations[1].inspection["inputs"].erase(1);
    EXPECT_FALSE(importKernelBench(problem));
    problem = sample();
    problem.observations[0].inspection["inputs"] = Json::array({ { { "value", 3 } } });
    EXPECT_FALSE(importKernelBench(problem));
    problem = sample();
    problem.observations[2].inspection.erase("outputs");
    EXPECT_FALSE(importKernelBench(problem));
    problem.observations[0].inspection = Json("text");
    EXPECT_FALSE(importKernelBench(problem));
    EXPECT_FALSE(importKernelBench({ "a.py", "", {} }));
}

} // namespace
} // namespace hawk::spec
