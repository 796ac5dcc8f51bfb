#include "emulator/exec/library/elementwise.h"

#include "base/float_formats.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

namespace hawk::emulator::library {
namespace {

using hawkabi::Api;

constexpr float kLn2 = std::numbers::ln2_v<float>;

float rounded(double value) { return static_cast<float>(value); }
/// The vector unit's Exp and Ln: correctly rounded but for rare double rounding.
float vexp(float x) { return rounded(std::exp(double { x })); }
float vln(float x) { return rounded(std::log(double { x })); }

template <double (*function)(double)>
float viaDouble(float x, float)
{
    return rounded(function(double { x }));
}

/// (e^(2x) - 1) / (e^(2x) + 1), x limited to where the quotient is 1 in float (Tanh.md).
float tanhOf(float x, float)
{
    constexpr float kLimit = 8.8F;
    if (std::isnan(x))
        return x;
    const float e = vexp(2.0F * std::clamp(x, -kLimit, kLimit));
    return (e - 1.0F) / (e + 1.0F);
}

/// e^(x - ln 2) -+ e^(-x - ln 2): no overflow before the result itself overflows (Sinh.md, Cosh.md).
float sinhOf(float x, float) { return vexp(x - kLn2) - vexp(-x - kLn2); }
float coshOf(float x, float) { return vexp(x - kLn2) + vexp(-x - kLn2); }
float asinhOf(float x, float)
{
    const float a = std::fabs(x);
    return std::copysign(vln(a + std::sqrt(a * a + 1.0F)), x);
}
float acoshOf(float x, float) { return vln(x + std::sqrt(x * x - 1.0F)); }
float atanhOf(float x, float) { return 0.5F * vln((1.0F + x) / (1.0F - x)); }

float log2Of(float x, float) { return vln(x) * (1.0F / kLn2); }
float log10Of(float x, float) { return vln(x) * (1.0F / std::numbers::ln10_v<float>); }
float logOf(float x, float) { return vln(x); }

float floorOf(float x, float) { return std::floor(x); }
float ceilOf(float x, float) { return std::ceil(x); }
float truncOf(float x, float) { return std::trunc(x); }
float fracOf(float x, float) { return x - std::trunc(x); }
/// Half to even (Round.md).
float roundOf(float x, float) { return std::nearbyint(x); }
/// Two comparisons with zero and a select: NaN compares false twice.
float signOf(float x, float) { return x > 0 ? 1.0F : (x < 0 ? -1.0F : 0.0F); }

float clampMaxOf(float x, float limit) { return x > limit ? limit : x; }
float clampMinOf(float x, float limit) { return x < limit ? limit : x; }

float sigmoidOf(float x, float) { return 1.0F / (1.0F + vexp(-x)); }
float swishOf(float x, float beta) { return x / (1.0F + vexp(-beta * x)); }
float siluOf(float x, float) { return swishOf(x, 1.0F); }

/// x / (1 + exp(-1.59576912 * (x + 0.044715 * x^3))) (Gelu.md)
float geluOf(float x, float)
{
    constexpr float kCube = 0.044715F, kScale = -1.5957691216F;
    return x / (1.0F + vexp((x + kCube * (x * x * x)) * kScale));
}
/// x / (1 + exp(-1.702 * |x|)) * exp(0.851 * (x - |x|)) = x / (1 + exp(-1.702 * x)) without overflow (FasterGelu.md)
float fasterGeluOf(float x, float)
{
    const float a = std::fabs(x);
    return x * vexp(0.851F * (x - a)) / (1.0F + vexp(-1.702F * a));
}
/// x * (sgn(x) * (-0.1444 * (min(|0.7071 x|, 1.769) - 1.769)^2 + 0.5) + 0.5) (FasterGeluV2.md); the sign is (x + tiny) / |x + tiny|.
float fasterGeluV2Of(float x, float)
{
    const float rest = std::min(std::fabs(0.7071F * x), 1.769F) - 1.769F;
    const float sign = x >= 0 ? 1.0F : -1.0F;
    return x * (sign * (-0.1444F * (rest * rest) + 0.5F) + 0.5F);
}

// The same functions where half operands stay half: every step of the instruction sequence rounds. Swish and Silu are given no
// temporary that could hold floats (Swish.md, Silu.md), Sigmoid one that is too small; the three Gelus cast only with highPrecision
// (Gelu.md). Sequences: mirror-cann/asc-devkit:impl/adv_api/detail/activation.

float half(float v) { return halfToFloat(floatToHalf(v)); }
float halfExp(float x) { return half(vexp(x)); }

float sigmoidInHalf(float x, float) { return half(1.0F / half(halfExp(-x) + 1.0F)); }
float swishInHalf(float x, float beta) { return half(x / half(halfExp(half(x * half(-beta))) + 1.0F)); }
float siluInHalf(float x, float) { return swishInHalf(x, 1.0F); }
float fasterGeluInHalf(float x, float) { return swishInHalf(x, 1.702F); }

/// y = 1.59576912 * (x + 0.044715 * x^3); x / (exp(-|y|) + 1) * exp(min(y, 0))
float geluInHalf(float x, float)
{
    const float cube = half(x * half(x * x));
    const float y = half(half(x + half(cube * half(0.044715F))) * half(1.5957691216F));
    return half(half(x / half(halfExp(-std::fabs(y)) + 1.0F)) * halfExp(std::min(y, 0.0F)));
}

/// The tiny number of (x + tiny) / |x + tiny| is 0 in half: 0 gives NaN.
float fasterGeluV2InHalf(float x, float)
{
    const float rest = half(std::min(std::fabs(half(x * half(0.7071F))), half(1.769F)) - half(1.769F));
    const float bell = half(half(half(rest * rest) * half(-0.1444F)) + 0.5F);
    return half(x * half(half(bell * half(x / std::fabs(x))) + 0.5F));
}

/// Recurrence to x >= 6, then the asymptotic series; reflection below zero.
double digamma(double x)
{
    if (std::isnan(x) || x == -std::numeric_limits<double>::infinity())
        return std::numeric_limits<double>::quiet_NaN();
    if (x <= 0) {
        if (x == std::floor(x))
            return x == 0 ? -std::copysign(std::numeric_limits<double>::infinity(), x) : std::numeric_limits<double>::quiet_NaN();
        return digamma(1 - x) - std::numbers::pi / std::tan(std::numbers::pi * x);
    }
    double result = 0;
    for (; x < 10; x += 1)
        result -= 1 / x;
    const double r = 1 / (x * x);
    return result + std::log(x) - 0.5 / x
        - r * (1.0 / 12 - r * (1.0 / 120 - r * (1.0 / 252 - r * (1.0 / 240 - r * (1.0 / 132)))));
}

struct UnaryEntry {
    Api api;
    Unary function;
};
constexpr UnaryEntry kUnary[] = {
    { Api::Acos, viaDouble<std::acos> },
    { Api::Acosh, acoshOf },
    { Api::Asin, viaDouble<std::asin> },
    { Api::Asinh, asinhOf },
    { Api::Atan, viaDouble<std::atan> },
    { Api::Atanh, atanhOf },
    { Api::Ceil, ceilOf },
    { Api::Cos, viaDouble<std::cos> },
    { Api::Cosh, coshOf },
    { Api::Digamma, viaDouble<digamma> },
    { Api::Erf, viaDouble<std::erf> },
    { Api::Erfc, viaDouble<std::erfc> },
    { Api::Floor, floorOf },
    { Api::Frac, fracOf },
    { Api::Lgamma, viaDouble<std::lgamma> },
    { Api::Log, logOf },
    { Api::Log2, log2Of },
    { Api::Log10, log10Of },
    { Api::Round, roundOf },
    { Api::Sign, signOf },
    { Api::Sin, viaDouble<std::sin> },
    { Api::Sinh, sinhOf },
    { Api::Tan, viaDouble<std::tan> },
    { Api::Tanh, tanhOf },
    { Api::Trunc, truncOf },
    { Api::ClampMax, clampMaxOf },
    { Api::ClampMin, clampMinOf },
    { Api::Sigmoid, sigmoidOf },
    { Api::Swish, swishOf },
    { Api::Silu, siluOf },
    { Api::Gelu, geluOf },
    { Api::FasterGelu, fasterGeluOf },
    { Api::FasterGeluV2, fasterGeluV2Of },
};

constexpr UnaryEntry kInHalf[] = {
    { Api::Sigmoid, sigmoidInHalf },
    { Api::Swish, swishInHalf },
    { Api::Silu, siluInHalf },
    { Api::Gelu, geluInHalf },
    { Api::FasterGelu, fasterGeluInHalf },
    { Api::FasterGeluV2, fasterGeluV2InHalf },
};

float fmodOf(float x, float y, float) { return x - std::trunc(x / y) * y; }
/// exp(y * ln|x|) with the sign of an odd integer exponent, and the exact cases the library selects (Power.md).
float powerOf(float x, float y, float) { return rounded(std::pow(double { x }, double { y })); }
float geGluOf(float x, float y, float) { return x * geluOf(y, 0); }
float swiGluOf(float x, float y, float beta) { return x * swishOf(y, beta); }
float reGluOf(float x, float y, float) { return x * (y > 0 || std::isnan(y) ? y : 0.0F); }

struct BinaryEntry {
    Api api;
    Binary function;
};
constexpr BinaryEntry kBinary[] = {
    { Api::Fmod, fmodOf },
    { Api::Power, powerOf },
    { Api::GeGLU, geGluOf },
    { Api::SwiGLU, swiGluOf },
    { Api::ReGlu, reGluOf },
};

} // namespace

Unary unaryFunction(Api api)
{
    for (const UnaryEntry& entry : kUnary)
        if (entry.api == api)
            return entry.function;
    return nullptr;
}

Unary unaryInHalf(Api api)
{
    for (const UnaryEntry& entry : kInHalf)
        if (entry.api == api)
            return entry.function;
    return nullptr;
}

Binary binaryFunction(Api api)
{
    for (const BinaryEntry& entry : kBinary)
        if (entry.api == api)
            return entry.function;
    return nullptr;
}

float taylorExp(float x, int level)
{
    if (level == 0 || !std::isfinite(x))
        return vexp(x);
    const float whole = std::floor(x);
    const float fraction = x - whole;
    float term = 1.0F;
    float sum = 1.0F;
    for (int i = 1; i <= level; ++i) {
        term = term * fraction / static_cast<float>(i);
        sum += term;
    }
    return vexp(whole) * sum;
}

int integerPower(int base, int exponent)
{
    if (exponent < 0)
        return base == 1 ? 1 : (base == -1 ? (exponent % 2 == 0 ? 1 : -1) : 0);
    std::uint32_t result = 1;
    auto square = static_cast<std::uint32_t>(base);
    for (auto rest = static_cast<std::uint32_t>(exponent); rest != 0; rest >>= 1U) {
        if ((rest & 1U) != 0)
            result *= square;
        square *= square;
    }
    return static_cast<int>(result);
}

} // namespace hawk::emulator::library
