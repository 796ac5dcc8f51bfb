#include "core/property/elementwise_model.h"

#include <cmath>
#include <limits>

namespace hawk::property {
namespace {

using Real = long double;

Real floatStep(Real v) { return fit(v, Number::F32); }

/// The larger (or smaller) one; a NaN passes.
Real extreme(Real a, Real b, bool larger)
{
    if (std::isnan(a) || std::isnan(b))
        return std::numeric_limits<Real>::quiet_NaN();
    return (larger ? a > b : a < b) ? a : b;
}

Real relu(Real v) { return std::isnan(v) ? v : std::fmax(v, 0.0L); }

std::int64_t integerOf(std::uint64_t bits, Number type) { return static_cast<std::int64_t>(valueOf(bits, type)); }

std::uint64_t product(std::int64_t a, std::int64_t b, Number type)
{
    return wrap(static_cast<std::int64_t>(static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b)), type);
}

std::uint64_t reluOf(std::uint64_t bits, Number type) { return valueOf(bits, type) > 0 ? bits : 0; }

std::uint64_t integerBinary(Binary api, Number type, const LaneOperands& lane)
{
    const std::int64_t a = integerOf(lane.a, type);
    const std::int64_t b = integerOf(lane.b, type);
    switch (api) {
    case Binary::Add:
        return wrap(a + b, type);
    case Binary::Sub:
        return wrap(a - b, type);
    case Binary::Mul:
        return product(a, b, type);
    case Binary::Max:
        return wrap(std::max(a, b), type);
    case Binary::Min:
        return wrap(std::min(a, b), type);
    case Binary::And:
        return lane.a & lane.b;
    case Binary::Or:
        return lane.a | lane.b;
    case Binary::AddRelu:
        return reluOf(wrap(a + b, type), type);
    default:
        return reluOf(wrap(a - b, type), type);
    }
}

Real floatingBinary(Binary api, Real d, Real a, Real b)
{
    switch (api) {
    case Binary::Add:
        return a + b;
    case Binary::Sub:
        return a - b;
    case Binary::Mul:
        return a * b;
    case Binary::Div:
        return a / b;
    case Binary::Max:
        return extreme(a, b, true);
    case Binary::Min:
        return extreme(a, b, false);
    case Binary::AddRelu:
        return relu(a + b);
    case Binary::SubRelu:
        return relu(a - b);
    case Binary::MulAddDst:
        return floatStep(floatStep(a * b) + d);
    case Binary::FusedMulAdd:
        return floatStep(floatStep(a * d) + b);
    default:
        return relu(floatStep(floatStep(a * d) + b));
    }
}

std::uint64_t shifted(Scalar api, Number type, std::uint64_t a, std::uint64_t by)
{
    const std::uint64_t width = bytesOf(type) * 8;
    if (api == Scalar::ShiftLeft)
        return by >= width ? 0 : wrap(static_cast<std::int64_t>(a << by), type);
    const std::int64_t v = integerOf(a, type); // arithmetic for signed types
    return wrap(by >= width ? (v < 0 ? -1 : 0) : v >> by, type);
}

} // namespace

std::uint64_t expectedBinary(Binary api, Number type, const LaneOperands& lane)
{
    if (!isFloating(type))
        return integerBinary(api, type, lane);
    return bitsOf(floatingBinary(api, valueOf(lane.dst, type), valueOf(lane.a, type), valueOf(lane.b, type)), type);
}

std::uint64_t expectedScalar(Scalar api, Number type, const LaneOperands& lane)
{
    switch (api) {
    case Scalar::Adds:
        return expectedBinary(Binary::Add, type, lane);
    case Scalar::Muls:
        return expectedBinary(Binary::Mul, type, lane);
    case Scalar::Maxs:
        return expectedBinary(Binary::Max, type, lane);
    case Scalar::Mins:
        return expectedBinary(Binary::Min, type, lane);
    case Scalar::Axpy: // in halves the product is rounded first
        return bitsOf(valueOf(bitsOf(valueOf(lane.a, type) * valueOf(lane.b, type), type), type) + valueOf(lane.dst, type), type);
    case Scalar::LeakyRelu: {
        const Real a = valueOf(lane.a, type);
        return a >= 0 ? lane.a : bitsOf(a * valueOf(lane.b, type), type);
    }
    default:
        return shifted(api, type, lane.a, lane.b);
    }
}

std::uint64_t expectedMixedMulAdd(const LaneOperands& lane)
{
    const Real product = floatStep(valueOf(lane.a, Number::F16) * valueOf(lane.b, Number::F16));
    return bitsOf(product + valueOf(lane.dst, Number::F32), Number::F32);
}

std::uint64_t expectedUnary(Unary api, Number type, std::uint64_t a)
{
    const Real v = valueOf(a, type);
    switch (api) {
    case Unary::Abs:
        return bitsOf(std::fabs(v), type);
    case Unary::Exp:
        return bitsOf(floatStep(std::exp(v)), type);
    case Unary::Ln:
        return bitsOf(floatStep(std::log(v)), type);
    case Unary::Sqrt:
        return bitsOf(std::sqrt(v), type);
    case Unary::Relu:
        return isFloating(type) ? bitsOf(relu(v), type) : reluOf(a, type);
    case Unary::Not:
        return wrap(static_cast<std::int64_t>(~a), type);
    case Unary::Rsqrt:
        return bitsOf(1 / std::sqrt(v), type);
    case Unary::Reciprocal:
        return bitsOf(1 / v, type);
    default:
        return a;
    }
}

bool nearEnough(Unary api, Number type, std::uint64_t a, std::uint64_t result)
{
    // Rsqrt.md and Reciprocal.md name 1e-3 for half and 1e-4 for float as the scale of the error.
    const Real allowed = type == Number::F16 ? 2e-3L : 2e-4L;
    const Real v = valueOf(a, type);
    const Real exact = api == Unary::Rsqrt ? 1 / std::sqrt(v) : 1 / v;
    const Real got = valueOf(result, type);
    const Real rounded = fit(exact, type);
    if (std::isnan(exact) || std::isinf(rounded) || rounded == 0)
        return same(bitsOf(exact, type), result, type);
    const Real smallest = type == Number::F16 ? std::ldexp(1.0L, -24) : std::ldexp(1.0L, -149); // one denormal step
    return std::fabs(got - exact) <= std::fmax(allowed * std::fabs(exact), smallest * (type == Number::F16 ? 4 : 2048));
}

} // namespace hawk::property
