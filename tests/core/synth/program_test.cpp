#include "synth/program.h"

#include "traced.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace hawk::synth {
namespace {

KernelPlan safePlan()
{
    KernelPlan plan;
    plan.formula = KernelPlan::Formula::Safe;
    plan.division = KernelPlan::Division::Exact;
    plan.softmax = KernelPlan::Softmax::MaxSubtracted;
    plan.variance = KernelPlan::Variance::TwoPass;
    return plan;
}

std::string unaryGraph(const std::string& op, const std::string& kwargs, const std::string& shape)
{
    return R"({"inputs":["x"],"nodes":[{"id":"n1","op":")" + op + R"(","args":[{"node":"x"}],"kwargs":)"
        + kwargs + R"(,"shape":)" + shape + R"(,"dtype":"float32"}],"outputs":["n1"]})";
}

/// Inputs from -12 to 12 with some near zero; far larger ones where the function stays defined.
std::vector<float> range()
{
    std::vector<float> x;
    for (int i = -2400; i <= 2400; ++i)
        x.push_back(static_cast<float>(i) * 0.005F);
    for (const float tiny : { 1e-3F, 1e-4F, 1e-5F, 1e-6F }) {
        x.push_back(tiny);
        x.push_back(-tiny);
    }
    return x;
}

struct Activation {
    const char* op;
    std::string kwargs;
    std::function<double(double)> exact;
    double limit; ///< of |y - g| / (|g| + 1e-7)
};

class SafeFormulas : public testing::TestWithParam<Activation> { };

TEST_P(SafeFormulas, AgreeWithTheDefinitionInDouble)
{
    const Activation& activation = GetParam();
    const std::vector<float> x = range();
    const std::string n = std::to_string(x.size());
    test::Example example;
    test::fill(example, { "x" }, { "y" }, { { { { "x", { std::stol(n) } }, { "y", { std::stol(n) } } } } },
        { unaryGraph(activation.op, activation.kwargs, "[" + n + "]") });
    const auto geometry = analyseGeometry(example.traced, example.spec);
    ASSERT_TRUE(geometry) << geometry.error().text();
    const auto program = lower(example.traced, *geometry, example.spec, safePlan());
    ASSERT_TRUE(program) << program.error().text();
    test::Interpreter run(*program, 1, x.size());
    run.setInput("x", x);
    const std::vector<float> y = run.output();
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double golden = activation.exact(static_cast<double>(x[i]));
        const double error = std::abs(static_cast<double>(y[i]) - golden) / (std::abs(golden) + 1e-7);
        ASSERT_LT(error, activation.limit)
            << activation.op << "(" << x[i] << ") = " << y[i] << ", expected " << golden;
    }
}

double gelu(double x) { return 0.5 * x * std::erfc(-x / std::sqrt(2.0)); }
double softplus(double x) { return std::log1p(std::exp(x)); }

INSTANTIATE_TEST_SUITE_P(Activations, SafeFormulas,
    testing::Values(Activation { "tanh", "{}", [](double x) { return std::tanh(x); }, 2e-6 },
        Activation { "sigmoid", "{}", [](double x) { return 1 / (1 + std::exp(-x)); }, 2e-6 },
        Activation { "erf", "{}", [](double x) { return std::erf(x); }, 2e-6 },
        Activation { "gelu", R"({"approximate":"none"})", gelu, 1e-5 },
        Activation { "gelu", R"({"approximate":"tanh"})",
            [](double x) {
                const double u = std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x);
                return x / (1 + std::exp(-2 * u));
            },
            5e-5 },
        Activation { "silu", "{}", [](double x) { return x / (1 + std::exp(-x)); }, 2e-6 },
        Activation { "softplus", R"({"beta":1,"threshold":20})", softplus, 5e-6 },
        Activation { "mish", "{}", [](double x) { return x * std::tanh(softplus(x)); }, 5e-6 },
        Activation {
            "elu", R"({"alpha":1.5})", [](double x) { return x > 0 ? x : 1.5 * std::expm1(x); }, 2e-6 },
        Activation { "softsign", "{}", [](double x) { return x / (1 + std::abs(x)); }, 2e-6 },
        Activation {
            "leaky_relu", R"({"negative_slope":0.1})", [](double x) { return x > 0 ? x : 0.1 * x; }, 1e-6 },
        Activation { "clamp", R"({"min":-1.0,"max":2.0})",
            [](double x) { return std::min(std::max(x, -1.0), 2.0); }, 1e-6 },
        Activation { "hardswish", "{}",
            [](double x) { return x * std::min(std::max(x / 6 + 0.5, 0.0), 1.0); }, 1e-3 }),
    [](const auto& each) { return std::string(each.param.op).append(std::to_string(each.index)); });

TEST(TextbookFormulas, TanhOverflowsForLargeInputs)
{
    test::Example example;
    test::fill(example, { "x" }, { "y" }, { { { { "x", { 2 } }, { "y", { 2 } } } } },
        { unaryGraph("tanh", "{}", "[2]") });
    const auto geometry = analyseGeometry(example.traced, example.spec);
    ASSERT_TRUE(geometry);
    const auto program = lower(example.traced, *geometry, example.spec, KernelPlan {});
    ASSERT_TRUE(program);
    test::Interpreter run(*program, 1, 2);
    run.setInput("x", { 0.5F, 100.0F });
    const std::vector<float> y = run.output();
    EXPECT_NEAR(y[0], std::tanh(0.5F), 1e-5F);
    EXPECT_TRUE(std::isnan(y[1])) << y[1];
}

/// Row-wise operators over [3, 50].
std::vector<float> runRows(
    const std::string& op, const std::string& kwargs, const KernelPlan& plan, const std::vector<float>& x)
{
    test::Example example;
    test::fill(example, { "x" }, { "y" }, { { { { "x", { 3, 50 } }, { "y", { 3, 50 } } } } },
        { unaryGraph(op, kwargs, "[3,50]") });
    const auto geometry = analyseGeometry(example.traced, example.spec);
    EXPECT_TRUE(geometry) << geometry.error().text();
    EXPECT_EQ(geometry->schedule, Schedule::Rows);
    const auto program = lower(example.traced, *geometry, example.spec, plan);
    EXPECT_TRUE(program) << program.error().text();
    test::Interpreter run(*program, 3, 50);
    run.setInput("x", x);
    return run.output();
}

std::vector<float> rowsOfNumbers(float offset)
{
    std::vector<float> x(150);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = offset + static_cast<float>((i * 37) % 50) * 0.1F - 2.5F;
    return x;
}

TEST(Softmax, SubtractingTheMaximumSurvivesLargeInputs)
{
    const std::vector<float> x = rowsOfNumbers(200.0F);
    EXPECT_TRUE(std::isnan(runRows("softmax", R"({"dim":-1})", KernelPlan {}, x)[0]));
    const std::vector<float> y = runRows("softmax", R"({"dim":-1})", safePlan(), x);
    double sum = 0;
    for (std::size_t i = 0; i < 50; ++i)
        sum += static_cast<double>(y[i]);
    EXPECT_NEAR(sum, 1.0, 1e-5);
}

TEST(LayerNorm, TwoPassVarianceSurvivesALargeMean)
{
    const std::vector<float> x = rowsOfNumbers(3000.0F);
    const auto error = [&](const std::vector<float>& y) {
        double worst = 0;
        for (std::size_t r = 0; r < 3; ++r) {
            double mean = 0, variance = 0;
            for (std::size_t c = 0; c < 50; ++c)
                mean += static_cast<double>(x[r * 50 + c]) / 50;
            for (std::size_t c = 0; c < 50; ++c)
                variance += std::pow(static_cast<double>(x[r * 50 + c]) - mean, 2) / 50;
            for (std::size_t c = 0; c < 50; ++c) {
                const double golden
                    = (static_cast<double>(x[r * 50 + c]) - mean) / std::sqrt(variance + 1e-5);
                worst = std::max(worst, std::abs(static_cast<double>(y[r * 50 + c]) - golden));
            }
        }
        return worst;
    };
    const std::string kwargs = R"({"normalized_shape":[50],"eps":1e-5})";
    EXPECT_LT(error(runRows("layer_norm", kwargs, safePlan(), x)), 5e-4);
    const double naive = error(runRows("layer_norm", kwargs, KernelPlan {}, x));
    EXPECT_TRUE(naive > 1e-2 || std::isnan(naive)) << naive;
}

TEST(Lowering, NamesTheOperatorItDoesNotKnow)
{
    test::Example example;
    test::fill(example, { "x" }, { "y" }, { { { { "x", { 2 } }, { "y", { 2 } } } } },
        { unaryGraph("cumsum", R"({"dim":0})", "[2]") });
    const auto geometry = analyseGeometry(example.traced, example.spec);
    ASSERT_TRUE(geometry);
    const auto program = lower(example.traced, *geometry, example.spec, KernelPlan {});
    ASSERT_FALSE(program);
    EXPECT_EQ(program.error().code, Errc::InvalidInput);
    EXPECT_NE(program.error().message.find("cumsum"), std::string::npos);
}

TEST(Lowering, TakesANumberThatVariesFromTheAttribute)
{
    test::Example example;
    const test::Shapes shapes { { { "x", { 8 } }, { "y", { 8 } } } };
    const auto graph = [](const char* slope) {
        return unaryGraph("leaky_relu", std::string(R"({"negative_slope":)") + slope + "}", "[8]");
    };
    test::fill(example, { "x" }, { "y" }, { shapes, shapes }, { graph("0.1"), graph("0.3") });
    const auto geometry = analyseGeometry(example.traced, example.spec);
    ASSERT_TRUE(geometry);
    ASSERT_FALSE(lower(example.traced, *geometry, example.spec, KernelPlan {}))
        << "no attribute explains the number";
    example.spec.attributes.push_back({ "slope", "float", 0.1, "" });
    example.traced.resolved[0].attributes["slope"] = 0.1;
    example.traced.resolved[1].attributes["slope"] = 0.3;
    const auto program = lower(example.traced, *geometry, example.spec, KernelPlan {});
    ASSERT_TRUE(program) << program.error().text();
    ASSERT_EQ(program->fields.size(), 1U);
    EXPECT_EQ(program->fields[0].attribute, "slope");
}

} // namespace
} // namespace hawk::synth
