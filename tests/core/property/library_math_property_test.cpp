// Element-wise functions of the high-level library through the device API: at any size and place, in both types, against the
// formula of their page in double.
#include "core/property/library_trial.h"
#include "core/property/seeds.h"

namespace hawk::property {
namespace {

const char* nameOf(Pairwise function)
{
    constexpr const char* kNames[] = { "Fmod", "Xor", "Power", "GeGLU", "ReGlu", "SwiGLU" };
    return kNames[static_cast<std::size_t>(function)];
}

double gelu(double x) { return x / (1 + std::exp(-1.5957691216 * (x + 0.044715 * x * x * x))); }
double digamma(double x)
{
    const double h = 1e-5; // central difference of lgamma: no series in common with what is tested
    return (std::lgamma(x + h) - std::lgamma(x - h)) / (2 * h);
}
double fasterGeluV2(double x)
{
    const double r = std::min(std::fabs(0.7071 * x), 1.769) - 1.769;
    return x * ((x >= 0 ? 1 : -1) * (-0.1444 * r * r + 0.5) + 0.5);
}

struct Case {
    Math function;
    const char* name;
    double (*formula)(double x, double scalar);
    double low, high;
    /// Allowed in float: a page that gives a formula of exponentials or of logarithms is off by as many roundings; half results are
    /// computed in float, so off by their own rounding.
    double ulps;
    double absolute = 0; ///< where the page's formula cancels
    bool isGelu() const { return function == Math::Gelu || function == Math::FasterGelu || function == Math::FasterGeluV2; }
    bool staysInHalf() const { return function == Math::Sigmoid || function == Math::Silu || function == Math::Swish; }
};
#define HAWK_CASE(NAME, FORMULA, ...) { Math::NAME, #NAME, [](double x, [[maybe_unused]] double s) -> double { return FORMULA; }, __VA_ARGS__ }
const Case kCases[] = {
    HAWK_CASE(Acos, std::acos(x), -1, 1, 1),
    HAWK_CASE(Acosh, std::acosh(x), 1.1, 60, 8),
    HAWK_CASE(Asin, std::asin(x), -1, 1, 1),
    HAWK_CASE(Asinh, std::asinh(x), -60, 60, 8, 2e-7),
    HAWK_CASE(Atan, std::atan(x), -50, 50, 1),
    HAWK_CASE(Atanh, std::atanh(x), -0.95, 0.95, 8, 2e-7),
    HAWK_CASE(Ceil, std::ceil(x), -900, 900, 0),
    HAWK_CASE(Cos, std::cos(x), -60, 60, 1, 1e-7),
    HAWK_CASE(Cosh, std::cosh(x), -10, 10, 16),
    HAWK_CASE(Digamma, digamma(x), 0.5, 30, 4, 1e-5),
    HAWK_CASE(Erf, std::erf(x), -4, 4, 1),
    HAWK_CASE(Erfc, std::erfc(x), -4, 4, 1),
    HAWK_CASE(Floor, std::floor(x), -900, 900, 0),
    HAWK_CASE(Frac, x - std::trunc(x), -900, 900, 0),
    HAWK_CASE(Lgamma, std::lgamma(x), 0.1, 40, 1),
    HAWK_CASE(Log, std::log(x), 1e-3, 900, 1, 1e-7),
    HAWK_CASE(Log2, std::log2(x), 1e-3, 900, 4, 2e-7),
    HAWK_CASE(Log10, std::log10(x), 1e-3, 900, 4, 2e-7),
    HAWK_CASE(Round, std::nearbyint(x), -900, 900, 0),
    HAWK_CASE(Sign, (x > 0 ? 1.0 : x < 0 ? -1.0 : 0.0), -2, 2, 0),
    HAWK_CASE(Sin, std::sin(x), -60, 60, 1, 1e-7),
    HAWK_CASE(Sinh, std::sinh(x), -10, 10, 16, 2e-7),
    HAWK_CASE(Tan, std::tan(x), -60, 60, 1, 1e-6),
    HAWK_CASE(Tanh, std::tanh(x), -9, 9, 4, 2e-7),
    HAWK_CASE(Trunc, std::trunc(x), -900, 900, 0),
    HAWK_CASE(Sigmoid, 1 / (1 + std::exp(-x)), -20, 20, 4),
    HAWK_CASE(Silu, x / (1 + std::exp(-x)), -20, 20, 4),
    HAWK_CASE(Swish, x / (1 + std::exp(-s * x)), -6, 6, 16),
    HAWK_CASE(Gelu, gelu(x), -4, 6, 16),
    HAWK_CASE(FasterGelu, x / (1 + std::exp(-1.702 * x)), -6, 6, 16),
    HAWK_CASE(FasterGeluV2, fasterGeluV2(x), -6, 6, 16, 4e-7),
    HAWK_CASE(ClampMax, std::min(x, s), -9, 9, 0),
    HAWK_CASE(ClampMin, std::max(x, s), -9, 9, 0),
};
static_assert(std::size(kCases) == static_cast<std::size_t>(Math::Count));

TEST(LibraryMathProperty, FunctionsOfOneSource)
{
    UbImage ub;
    for (const Case& c : kCases)
        for (const Number type : { Number::F16, Number::F32 })
            for (const std::uint64_t seed : seeds(8)) {
                Rng rng(deriveSeed(seed, std::string(c.name) + nameOf(type)));
                const auto x = values(rng, anyCount(rng), c.low, c.high, type);
                const double scalar = rounded(between(rng, -2, 2), type);
                const bool counted = rng.below(2) == 0;
                if (type == Number::F16 && c.staysInHalf())
                    continue;
                LibraryTrial t(ub, seed, std::string(c.name) + " of " + std::to_string(x.size()) + " " + nameOf(type) + (counted ? "" : ", the tensor's size")
                        + "\n" + again(seed));
                const Part src = t.in(x, type), dst = t.out(x.size(), type);
                if (type == Number::F16 && c.isGelu())
                    callGeluHighPrecision(c.function, dst, src, LibraryTrial::temporary(), static_cast<std::uint32_t>(x.size()));
                else
                    callMath(c.function, type, dst, src, LibraryTrial::temporary(), static_cast<std::uint32_t>(x.size()), counted, static_cast<float>(scalar));
                for (std::size_t i = 0; i < x.size(); ++i)
                    t.near(dst, i, type, c.formula(x[i], scalar), type == Number::F32 ? c.ulps : std::min(c.ulps, 1.0), c.absolute);
                if (!t.holds())
                    return;
            }
}

double h(double v) { return rounded(v, Number::F16); }
double hExp(double x) { return h(std::exp(x)); }
double hSwish(double x, double beta) { return h(x / h(hExp(h(x * h(-beta))) + 1)); }
double hGelu(double x)
{
    const double square = h(x * x), cube = h(x * square);
    const double y = h(h(x + h(h(0.044715) * cube)) * h(1.5957691216057308));
    return h(h(x / h(hExp(-std::fabs(y)) + 1)) * hExp(std::min(y, 0.0)));
}
double hGeluV2(double x)
{
    const double rest = h(std::min(std::fabs(h(h(0.7071) * x)), h(1.769)) - h(1.769));
    const double bell = h(h(h(rest * rest) * h(-0.1444)) + 0.5);
    return h(x * h(h(bell * (x == 0 ? std::nan("") : std::copysign(1.0, x))) + 0.5)); // 1e-12 is 0 in half: 0 / 0
}

/// Activations whose half operands are not cast (Gelu.md: highPrecision is off; Swish.md, Silu.md: there is no temporary to cast
/// to): every step rounds to half. An exponential may round the other way, being given by way of float.
TEST(LibraryMathProperty, HalfActivationsRoundEveryStep)
{
    struct Steps {
        Math function;
        const char* name;
        double (*steps)(double x, double s);
    };
    const Steps cases[] = {
        { Math::Sigmoid, "Sigmoid", [](double x, double) { return h(1 / h(hExp(-x) + 1)); } },
        { Math::Silu, "Silu", [](double x, double) { return hSwish(x, 1); } },
        { Math::Swish, "Swish", [](double x, double s) { return hSwish(x, s); } },
        { Math::Gelu, "Gelu", [](double x, double) { return hGelu(x); } },
        { Math::FasterGelu, "FasterGelu", [](double x, double) { return hSwish(x, 1.702); } },
        { Math::FasterGeluV2, "FasterGeluV2", [](double x, double) { return hGeluV2(x); } },
    };
    UbImage ub;
    for (const Steps& c : cases)
        for (const std::uint64_t seed : seeds(12)) {
            Rng rng(deriveSeed(seed, c.name));
            const double most = rng.below(3) == 0 ? 60 : 6; // exp(-x) leaves the range of half beyond 11
            auto x = values(rng, 200 + anyCount(rng), -most, most, Number::F16);
            x[rng.below(x.size())] = 0;
            const double scalar = rounded(between(rng, -2, 2), Number::F16);
            LibraryTrial t(ub, seed, std::string(c.name) + " in half\n" + again(seed));
            const Part src = t.in(x, Number::F16), dst = t.out(x.size(), Number::F16);
            callMath(c.function, Number::F16, dst, src, LibraryTrial::temporary(), static_cast<std::uint32_t>(x.size()), true, static_cast<float>(scalar));
            std::size_t exact = 0;
            for (std::size_t i = 0; i < x.size(); ++i) {
                const double want = c.steps(x[i], scalar), got = t.result(dst, i, Number::F16);
                exact += got == want || (std::isnan(got) && std::isnan(want)) ? 1 : 0;
                t.near(dst, i, Number::F16, want, 3, 1e-7);
            }
            EXPECT_GE(exact, x.size() * 99 / 100) << c.name << "\n" << again(seed);
            if (!t.holds() || HasFailure())
                return;
        }
}

/// Exp.md: exp of the whole part times the series of the rest, 1 + f + ... + f^n / n!. What the series leaves out is less than
/// e f^(n+1) / (n+1)!; level 0 is the instruction.
TEST(LibraryMathProperty, ExpByItsSeries)
{
    UbImage ub;
    for (const int level : kTaylorLevels)
        for (const Number type : { Number::F16, Number::F32 })
            for (const std::uint64_t seed : seeds(12)) {
                Rng rng(deriveSeed(seed, std::to_string(level) + nameOf(type)));
                const auto x = values(rng, anyCount(rng), -12, 11, type);
                LibraryTrial t(ub, seed, "Exp, level " + std::to_string(level) + ", of " + std::to_string(x.size()) + " " + nameOf(type) + "\n" + again(seed));
                const Part src = t.in(x, type), dst = t.out(x.size(), type);
                callTaylorExp(level, type, dst, src, LibraryTrial::temporary(), static_cast<std::uint32_t>(x.size()));
                for (std::size_t i = 0; i < x.size(); ++i) {
                    const double rest = level == 0 ? 0 : std::exp(1.0) / std::tgamma(level + 2);
                    t.near(dst, i, type, std::exp(x[i]), type == Number::F32 ? 8 : 1, rest * std::exp(x[i]) + (type == Number::F16 ? 1e-7 : 0));
                }
                if (!t.holds())
                    return;
            }
}

TEST(LibraryMathProperty, FunctionsOfTwoSources)
{
    struct Two {
        Pairwise function;
        std::vector<Number> types;
        double low, high;
        double (*formula)(double a, double b, double s);
        double ulps;
    };
    const std::vector<Number> both { Number::F16, Number::F32 };
    const Two cases[] = {
        { Pairwise::GeGLU, both, -5, 5, [](double a, double b, double) { return a * gelu(b); }, 20 },
        { Pairwise::ReGlu, { Number::F16, Number::BF16, Number::F32 }, -9, 9, [](double a, double b, double) { return a * std::max(b, 0.0); }, 1 },
        { Pairwise::SwiGLU, both, -5, 5, [](double a, double b, double s) { return a * b / (1 + std::exp(-s * b)); }, 20 },
        { Pairwise::Fmod, both, 1, 60, [](double a, double b, double) { return std::fmod(a, b); }, 0 },
        { Pairwise::Power, both, 0.1, 6, [](double a, double b, double) { return std::pow(a, b); }, 16 },
    };
    UbImage ub;
    for (const Two& c : cases)
        for (const Number type : c.types)
            for (const std::uint64_t seed : seeds(12)) {
                Rng rng(deriveSeed(seed, std::string(nameOf(c.function)) + nameOf(type)));
                const std::size_t count = anyCount(rng);
                const auto a = values(rng, count, c.low, c.high, type), b = values(rng, count, c.low, c.high, type);
                const double scalar = rounded(between(rng, -1.5, 1.5), Number::F32);
                LibraryTrial t(ub, seed, std::string(nameOf(c.function)) + " of " + std::to_string(count) + " " + nameOf(type) + "\n" + again(seed));
                const Part first = t.in(a, type), second = t.in(b, type), dst = t.out(count, type);
                callPairwise(c.function, type, dst, first, second, LibraryTrial::temporary(), static_cast<std::uint32_t>(count), static_cast<float>(scalar));
                for (std::size_t i = 0; i < count; ++i) {
                    // a - trunc(a / b) * b in float: the quotient, up to 60, is off by half a unit, and b times that is left.
                    const double left = c.function == Pairwise::Fmod ? 64 * epsilon(Number::F32) * std::fabs(a[i]) : 0;
                    const double want = c.formula(a[i], b[i], scalar);
                    const double got = t.result(dst, i, type);
                    // A quotient that rounds to the next whole number leaves a whole divisor more or less.
                    const bool wraps = c.function == Pairwise::Fmod && std::fabs(std::fabs(got - want) - b[i]) <= left + epsilon(type) * b[i];
                    t.near(dst, i, type, wraps ? got : want, type == Number::F32 ? c.ulps : 1, left);
                }
                if (!t.holds())
                    return;
            }
}

TEST(LibraryMathProperty, IntegersAreExact)
{
    UbImage ub;
    for (const Number type : { Number::I16, Number::U16, Number::I32 })
        for (const std::uint64_t seed : seeds(30)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            const std::uint32_t count = anyCount(rng);
            const bool power = type == Number::I32;
            std::vector<double> a, b;
            for (std::uint32_t i = 0; i < count; ++i) {
                a.push_back(power ? between(rng, -9, 9) : static_cast<double>(valueOf(anyValue(rng, type), type)));
                b.push_back(power ? static_cast<double>(rng.below(10)) : static_cast<double>(valueOf(anyValue(rng, type), type)));
                a.back() = std::trunc(a.back());
            }
            const int side = power ? static_cast<int>(rng.below(3)) : 0;
            LibraryTrial t(ub, seed, (power ? "Power of " : "Xor of ") + std::to_string(count) + " " + nameOf(type) + ", scalar side "
                    + std::to_string(side) + "\n" + again(seed));
            const Part first = t.in(a, type), second = t.in(b, type), dst = t.out(count, type);
            const double base = -3, exponent = 5;
            if (side == 0)
                callPairwise(power ? Pairwise::Power : Pairwise::Xor, type, dst, first, second, LibraryTrial::temporary(), count, 0);
            else
                callPowerScalar(side == 1, type, dst, side == 1 ? second : first, side == 1 ? base : exponent, LibraryTrial::temporary(), count);
            for (std::uint32_t i = 0; i < count; ++i) {
                const auto x = static_cast<std::int64_t>(side == 1 ? base : a[i]), y = static_cast<std::int64_t>(side == 2 ? exponent : b[i]);
                std::int64_t product = 1; // 9^9 fits 32 bits
                for (std::int64_t k = 0; power && k < y; ++k)
                    product *= x;
                const auto want = static_cast<double>(valueOf(power ? wrap(product, type) : wrap(x ^ y, type), type));
                t.near(dst, i, type, want, 0);
            }
            if (!t.holds())
                return;
        }
}

TEST(LibraryMathProperty, PowerWithANumberAndAxpy)
{
    UbImage ub;
    for (const Number type : { Number::F16, Number::F32 })
        for (const std::uint64_t seed : seeds(24)) {
            Rng rng(deriveSeed(seed, nameOf(type)));
            const std::uint32_t count = anyCount(rng);
            const bool base = rng.below(2) == 0;
            const auto x = values(rng, count, 0.1, 5, type);
            const double scalar = rounded(between(rng, 0.2, 3), type);
            LibraryTrial t(ub, seed, std::string("Power with a ") + (base ? "base" : "exponent") + " of " + std::to_string(scalar) + ", " + std::to_string(count)
                    + " " + nameOf(type) + "\n" + again(seed));
            const Part src = t.in(x, type), dst = t.out(count, type);
            callPowerScalar(base, type, dst, src, scalar, LibraryTrial::temporary(), count);
            for (std::uint32_t i = 0; i < count; ++i)
                t.near(dst, i, type, base ? std::pow(scalar, x[i]) : std::pow(x[i], scalar), type == Number::F32 ? 16 : 1);
            if (!t.holds())
                return;

            const Number to = type == Number::F16 && rng.below(2) == 0 ? Number::F16 : Number::F32;
            const auto y = values(rng, count, -9, 9, to);
            const double factor = rounded(between(rng, -4, 4), type);
            LibraryTrial a(ub, seed, std::string("Axpy to ") + nameOf(to) + " from " + nameOf(type) + ", " + std::to_string(count) + "\n" + again(seed));
            const Part from = a.in(x, type), sum = a.in(y, to);
            callAxpy(to, type, sum, from, static_cast<float>(factor), LibraryTrial::temporary(), count);
            for (std::uint32_t i = 0; i < count; ++i) // Muls, then Add: one rounding of the product in float, one of the sum
                a.near(sum, i, to, y[i] + x[i] * factor, 1, 0x1p-23 * std::fabs(x[i] * factor));
            if (!a.holds())
                return;
        }
}

TEST(LibraryMathProperty, CumSumAlongBothAxes)
{
    UbImage ub;
    for (const Number type : { Number::F16, Number::F32 })
        for (const bool lastAxis : { false, true })
            for (const std::uint64_t seed : seeds(20)) {
                Rng rng(deriveSeed(seed, nameOf(type)));
                const std::uint32_t block = 32 / static_cast<std::uint32_t>(bytesOf(type));
                const std::uint32_t outer = 1 + static_cast<std::uint32_t>(rng.below(30)), inner = block * (1 + static_cast<std::uint32_t>(rng.below(6)));
                const auto x = values(rng, std::size_t { outer } * inner, -4, 4, type);
                LibraryTrial t(ub, seed, "CumSum of " + std::to_string(outer) + " x " + std::to_string(inner) + " " + nameOf(type)
                        + (lastAxis ? " along rows" : " along columns") + "\n" + again(seed));
                const Part src = t.in(x, type), dst = t.out(x.size(), type), last = t.out(inner, type);
                callCumSum(lastAxis, type, dst, last, src, outer, inner, LibraryTrial::temporary());
                std::vector<double> sums = x, sizes(x.size());
                for (std::size_t i = 0; i < x.size(); ++i) {
                    const bool first = lastAxis ? i % inner == 0 : i < inner;
                    const std::size_t before = lastAxis ? i - 1 : i - inner;
                    sums[i] += first ? 0 : sums[before];
                    sizes[i] = std::fabs(x[i]) + (first ? 0 : sizes[before]);
                    t.near(dst, i, type, sums[i], 1, 100 * 0x1p-24 * sizes[i]); // a chain of additions in float
                }
                for (std::size_t c = 0; c < inner; ++c)
                    t.near(last, c, type, sums[x.size() - inner + c], 1, 100 * 0x1p-24 * sizes[x.size() - inner + c]);
                if (!t.holds())
                    return;
            }
}

} // namespace
} // namespace hawk::property
