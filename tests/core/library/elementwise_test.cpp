// Element-wise functions against their documented formula in double, on ordinary and edge values, both types.
#include "library_fixture.h"

#include <limits>
#include <numbers>

namespace hawk::emulator {
namespace {

using hawkabi::Api;
using hawkabi::Type;

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

double digamma(double x)
{
    // Central difference of lgamma: independent of the series under test.
    const double h = 1e-5;
    return (std::lgamma(x + h) - std::lgamma(x - h)) / (2 * h);
}
double gelu(double x) { return x / (1 + std::exp(-1.5957691216 * (x + 0.044715 * x * x * x))); }
double fasterGelu(double x) { return x / (1 + std::exp(-1.702 * x)); }
double fasterGeluV2(double x)
{
    const double r = std::min(std::fabs(0.7071 * x), 1.769) - 1.769;
    return x * ((x >= 0 ? 1 : -1) * (-0.1444 * r * r + 0.5) + 0.5);
}

struct Case {
    Api api;
    const char* name;
    double (*formula)(double);
    double low, high;
    double ulps; ///< allowed distance in float; half results are off by the final rounding only
    double absolute = 0;
    std::vector<double> special; ///< further inputs
};

const std::vector<double> kEdges { 0.0, -0.0, kNan, kInf, -kInf, 1e-40, 65504.0, -65504.0 };

const Case kCases[] = {
    { Api::Acos, "Acos", [](double x) { return std::acos(x); }, -1, 1, 1, 0, { -1, 1, 0, 2, kNan } },
    { Api::Acosh, "Acosh", [](double x) { return std::acosh(x); }, 1.1, 60, 8, 0, { 1, 0.5, kNan, kInf } },
    { Api::Asin, "Asin", [](double x) { return std::asin(x); }, -1, 1, 1, 0, { -1, 1, 0, 2, kNan } },
    { Api::Asinh, "Asinh", [](double x) { return std::asinh(x); }, -60, 60, 8, 2e-7, { 0, kNan, kInf, -kInf } },
    { Api::Atan, "Atan", [](double x) { return std::atan(x); }, -50, 50, 1, 0, kEdges },
    { Api::Atanh, "Atanh", [](double x) { return std::atanh(x); }, -0.95, 0.95, 8, 2e-7, { 0, 2, kNan } },
    { Api::Ceil, "Ceil", [](double x) { return std::ceil(x); }, -90, 90, 0, 0, kEdges },
    { Api::Cos, "Cos", [](double x) { return std::cos(x); }, -60, 60, 1, 0, { 0, kNan, kInf } },
    { Api::Cosh, "Cosh", [](double x) { return std::cosh(x); }, -10, 10, 16, 0, { 0, kNan, kInf, -kInf } },
    { Api::Digamma, "Digamma", digamma, 0.5, 30, 4, 1e-5, {} },
    { Api::Erf, "Erf", [](double x) { return std::erf(x); }, -4, 4, 1, 0, kEdges },
    { Api::Erfc, "Erfc", [](double x) { return std::erfc(x); }, -4, 4, 1, 0, kEdges },
    { Api::Floor, "Floor", [](double x) { return std::floor(x); }, -90, 90, 0, 0, kEdges },
    { Api::Frac, "Frac", [](double x) { return x - std::trunc(x); }, -90, 90, 0, 0, { 0, 5592.625, kNan } },
    { Api::Lgamma, "Lgamma", [](double x) { return std::lgamma(x); }, 0.1, 40, 1, 0, { 1, 2, kNan, kInf } },
    { Api::Log, "Log", [](double x) { return std::log(x); }, 1e-3, 900, 1, 0, { 0, 1, -1, kNan, kInf } },
    { Api::Log2, "Log2", [](double x) { return std::log2(x); }, 1e-3, 900, 4, 0, { 0, 1, -1, kNan, kInf } },
    { Api::Log10, "Log10", [](double x) { return std::log10(x); }, 1e-3, 900, 4, 0, { 0, 1, -1, kNan, kInf } },
    { Api::Round, "Round", [](double x) { return std::nearbyint(x); }, -90, 90, 0, 0, { 0.5, 1.5, 2.5, -0.5, -3.4, kNan, kInf } },
    { Api::Sign, "Sign", [](double x) { return x > 0 ? 1.0 : (x < 0 ? -1.0 : 0.0); }, -9, 9, 0, 0, { 0, kInf, -kInf } },
    { Api::Sin, "Sin", [](double x) { return std::sin(x); }, -60, 60, 1, 0, { 0, kNan, kInf } },
    { Api::Sinh, "Sinh", [](double x) { return std::sinh(x); }, -10, 10, 16, 2e-7, { 0, kNan, kInf, -kInf } },
    { Api::Tan, "Tan", [](double x) { return std::tan(x); }, -60, 60, 1, 0, { 0, kNan } },
    { Api::Tanh, "Tanh", [](double x) { return std::tanh(x); }, -9, 9, 4, 2e-7, kEdges },
    { Api::Trunc, "Trunc", [](double x) { return std::trunc(x); }, -90, 90, 0, 0, kEdges },
    { Api::Sigmoid, "Sigmoid", [](double x) { return 1 / (1 + std::exp(-x)); }, -20, 20, 4, 0, { 0, kNan, kInf, -kInf } },
    { Api::Silu, "Silu", [](double x) { return x / (1 + std::exp(-x)); }, -20, 20, 4, 0, { 0, kNan, kInf } },
    { Api::Gelu, "Gelu", gelu, -4, 6, 16, 0, { 0, kNan } },
    { Api::FasterGelu, "FasterGelu", fasterGelu, -6, 6, 16, 0, { 0, kNan } },
    { Api::FasterGeluV2, "FasterGeluV2", fasterGeluV2, -6, 6, 16, 4e-7, { 0, kNan } },
};

std::vector<double> inputsOf(const Case& test, Type type)
{
    std::vector<double> x;
    for (int i = 0; i < 203; ++i) // no multiple of a repeat
        x.push_back(LibraryBench::rounded(test.low + (test.high - test.low) * i / 202.0, type));
    for (const double v : test.special)
        x.push_back(LibraryBench::rounded(v, type));
    return x;
}

TEST(LibraryElementwise, FollowsTheFormula)
{
    for (const Case& test : kCases) {
        for (const Type type : { Type::Float32, Type::Float16 }) {
            if (type == Type::Float16 && (test.api == Api::Sigmoid || test.api == Api::Silu))
                continue; // they stay in half: tests/core/property/library_math_property_test.cpp
            const auto x = inputsOf(test, type);
            LibraryBench bench(test.api);
            bench.out(x.size(), type).in(x, type).scratch(16384).param(0, 1).run(); // the Gelus with highPrecision
            EXPECT_EQ(bench.findings(), "") << test.name;
            const auto y = bench.result(0);
            for (std::size_t i = 0; i < x.size(); ++i)
                expectClose(y[i], test.formula(x[i]), type, type == Type::Float32 ? test.ulps : 1.0, test.absolute,
                    std::string(test.name) + "(" + std::to_string(x[i]) + ") " + (type == Type::Float32 ? "float" : "half"));
        }
    }
}

TEST(LibraryElementwise, TanhShowsTheCancellationOfItsFormula)
{
    LibraryBench bench(Api::Tanh);
    bench.out(1, Type::Float32).in({ 1e-8 }, Type::Float32).scratch(512).run();
    EXPECT_EQ(bench.result(0)[0], 0.0); // e^(2e-8) rounds to 1: the exact value 1e-8 would be friendlier than the chip
}

TEST(LibraryElementwise, TwoSources)
{
    const std::vector<double> a { 2.0, -3.0, 7.5, -7.5, 1.0, kInf, 5.0 };
    const std::vector<double> b { 1.5, 1.1, 2.0, 2.0, kNan, 2.0, kInf };
    LibraryBench fmod(Api::Fmod);
    fmod.out(7, Type::Float32).in(a, Type::Float32).in(b, Type::Float32).scratch(2048).run();
    const auto r = fmod.result(0);
    EXPECT_EQ(r[0], 0.5);
    EXPECT_NEAR(r[1], -0.8, 1e-6);
    EXPECT_EQ(r[2], 1.5);
    EXPECT_EQ(r[3], -1.5);
    EXPECT_TRUE(std::isnan(r[4]) && std::isnan(r[5]) && std::isnan(r[6]));

    LibraryBench swiglu(Api::SwiGLU);
    swiglu.out(2, Type::Float16).in({ 2, 3 }, Type::Float16).in({ 1, -1 }, Type::Float16).value(0, 1.5).scratch(4096).run();
    EXPECT_NEAR(swiglu.result(0)[0], 2 * 1 / (1 + std::exp(-1.5)), 2e-3);
    EXPECT_NEAR(swiglu.result(0)[1], 3 * -1 / (1 + std::exp(1.5)), 2e-3);

    LibraryBench geglu(Api::GeGLU);
    geglu.out(2, Type::Float32).in({ 2, 3 }, Type::Float32).in({ 1, -1 }, Type::Float32).run();
    EXPECT_NEAR(geglu.result(0)[0], 2 * gelu(1), 1e-6);
    EXPECT_NEAR(geglu.result(0)[1], 3 * gelu(-1), 1e-6);

    LibraryBench reglu(Api::ReGlu);
    reglu.out(3, Type::BFloat16).in({ 2, 3, 4 }, Type::BFloat16).in({ 1, -1, kNan }, Type::BFloat16).scratch(4096).run();
    EXPECT_EQ(reglu.result(0)[0], 2);
    EXPECT_EQ(reglu.result(0)[1], 0);
    EXPECT_TRUE(std::isnan(reglu.result(0)[2]));

    LibraryBench exclusive(Api::Xor);
    exclusive.out(3, Type::Int16).in({ 3, -1, 21845 }, Type::Int16).in({ 5, 255, -21846 }, Type::Int16).scratch(256).run();
    EXPECT_EQ(exclusive.result(0), (std::vector<double> { 6, -256, -1 }));
}

TEST(LibraryElementwise, PowerOfEveryShape)
{
    LibraryBench both(Api::Power);
    both.out(4, Type::Float32).in({ 2, -2, 0, 9 }, Type::Float32).in({ 3, 3, 0, -0.5 }, Type::Float32).scratch(4096).run();
    EXPECT_EQ(both.result(0)[0], 8);
    EXPECT_EQ(both.result(0)[1], -8);
    EXPECT_EQ(both.result(0)[2], 1);
    EXPECT_NEAR(both.result(0)[3], 1.0 / 3, 1e-7);
    LibraryBench base(Api::Power);
    base.out(2, Type::Float32).in({ 3, -1 }, Type::Float32).param(1, 1).value(0, 2).scratch(4096).run();
    EXPECT_EQ(base.result(0), (std::vector<double> { 8, 0.5 }));
    LibraryBench integers(Api::Power);
    integers.out(4, Type::Int32).in({ 3, -3, 2, 0 }, Type::Int32).param(1, 2).value(0, 5).scratch(4096).run();
    EXPECT_EQ(integers.result(0), (std::vector<double> { 243, -243, 32, 0 }));
}

TEST(LibraryElementwise, ClampKeepsNan)
{
    LibraryBench top(Api::ClampMax);
    top.out(3, Type::Float16).in({ 1, 5, kNan }, Type::Float16).value(0, 2).scratch(256).run();
    EXPECT_EQ(top.result(0)[0], 1);
    EXPECT_EQ(top.result(0)[1], 2);
    EXPECT_TRUE(std::isnan(top.result(0)[2]));
    LibraryBench bottom(Api::ClampMin);
    bottom.out(4, Type::Float32).in({ 1, 5, kNan, -kInf }, Type::Float32).value(0, 2).scratch(256).run();
    EXPECT_EQ(bottom.result(0)[0], 2);
    EXPECT_EQ(bottom.result(0)[1], 5);
    EXPECT_TRUE(std::isnan(bottom.result(0)[2]));
    EXPECT_EQ(bottom.result(0)[3], 2);
}

TEST(LibraryElementwise, AxpyAddsAMultiple)
{
    LibraryBench same(Api::AxpyLibrary);
    same.inOut({ 1, -2, kInf }, Type::Float32).in({ 4, 8, 1 }, Type::Float32).value(0, 0.5).scratch(1024).run();
    EXPECT_EQ(same.findings(), "");
    EXPECT_EQ(same.result(0), (std::vector<double> { 3, 2, kInf }));
    LibraryBench widening(Api::AxpyLibrary);
    widening.inOut({ 0.25, 1 }, Type::Float32).in({ 2049, -3 }, Type::Float16).value(0, 2).scratch(1024).run();
    EXPECT_EQ(widening.result(0), (std::vector<double> { 4096.25, -5 })); // 2049 is 2048 as a half
}

TEST(LibraryElementwise, CumSumOnBothAxes)
{
    const std::vector<double> x { 0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17 };
    LibraryBench rows(Api::CumSum);
    rows.out(16, Type::Float32).out(8, Type::Float32).in(x, Type::Float32).param(0, 2).param(1, 8).param(2, 0).param(3, 1).run();
    EXPECT_EQ(rows.findings(), "");
    EXPECT_EQ(rows.result(0)[9], 12);
    EXPECT_EQ(rows.result(1)[7], 24);
    LibraryBench columns(Api::CumSum);
    columns.out(16, Type::Float32).out(8, Type::Float32).in(x, Type::Float32).param(0, 2).param(1, 8).param(2, 1).param(3, 1)
        .scratch(4096).run();
    EXPECT_EQ(columns.result(0)[3], 6);
    EXPECT_EQ(columns.result(0)[15], 108);
}

TEST(LibraryElementwise, ExpByTaylorSeries)
{
    for (const int level : { 0, 3, 12 }) {
        LibraryBench bench(Api::ExpTaylor);
        bench.out(3, Type::Float32).in({ 0.9, -3.3, 10.5 }, Type::Float32).param(0, level).scratch(1024).run();
        const double tolerance = level == 3 ? 0.03 : 1e-6;
        EXPECT_NEAR(bench.result(0)[0] / std::exp(0.9), 1, tolerance) << level;
        EXPECT_NEAR(bench.result(0)[1] / std::exp(-3.3), 1, tolerance) << level;
        if (level == 3) { // three terms are visibly too few
            EXPECT_GT(std::fabs(bench.result(0)[0] / std::exp(0.9) - 1), 1e-3);
        }
    }
}

TEST(LibraryRules, TooSmallATemporaryIsReported)
{
    LibraryBench good(Api::Tanh);
    good.out(64, Type::Float16).in(std::vector<double>(64, 0.5), Type::Float16).scratch(4 * 256).run();
    EXPECT_EQ(good.findings(), "");
    LibraryBench bad(Api::Tanh);
    bad.out(64, Type::Float16).in(std::vector<double>(64, 0.5), Type::Float16).scratch(4 * 256 - 32).run();
    EXPECT_TRUE(bad.found("shared-tmp-buffer-minimum")) << bad.findings();
    EXPECT_NE(bad.findings().find("needs at least 1024 B"), std::string::npos) << bad.findings();
}

TEST(LibraryRules, TheTemporaryIsJunkAfterwards)
{
    LibraryBench bench(Api::Tanh);
    bench.out(64, Type::Float32).in(std::vector<double>(64, 0.5), Type::Float32).scratch(256);
    std::memset(bench.core.ub.data() + bench.call.operands[2].address, 0, 256);
    bench.run();
    for (int i = 0; i < 256; ++i)
        EXPECT_NE(bench.core.ub.data()[bench.call.operands[2].address + static_cast<std::uint64_t>(i)], std::byte { 0 }) << i;
}

TEST(LibraryRules, SourcesMaySurviveOnlyWithoutReuse)
{
    LibraryBench bench(Api::Sin);
    bench.out(64, Type::Float32).in(std::vector<double>(64, 0.5), Type::Float32);
    bench.call.operands[1].reserved = 1; // isReuseSource
    bench.scratch(1024).run();
    EXPECT_NE(bench.result(1)[0], 0.5);
    EXPECT_NEAR(bench.result(0)[0], std::sin(0.5), 1e-7);
}

TEST(LibraryRules, OverlapsAreReported)
{
    LibraryBench bench(Api::Sin);
    bench.out(64, Type::Float32).in(std::vector<double>(64, 0.5), Type::Float32).scratch(1024);
    bench.call.operands[2].address = bench.call.operands[1].address; // temporary over the source
    bench.run();
    EXPECT_TRUE(bench.found("operand-partial-overlap"));
    LibraryBench inPlace(Api::Gelu);
    inPlace.out(64, Type::Float32).in(std::vector<double>(64, 0.5), Type::Float32).scratch(1024);
    inPlace.call.operands[0].address = inPlace.call.operands[1].address; // the page allows it
    inPlace.run();
    EXPECT_EQ(inPlace.findings(), "");
}

} // namespace
} // namespace hawk::emulator
