#pragma once

#include "core/property/device_calls.h"
#include "core/property/numbers.h"

/// What one lane of an element-wise instruction should become, from the formula of its page. Floating results are computed
/// exactly and rounded once to the type; where the formula has two operations (a * b + d), each result is rounded to float as
/// the scalar unit would, then once to the type. Integers wrap.
namespace hawk::property {

struct LaneOperands {
    std::uint64_t dst = 0; ///< bits before the call
    std::uint64_t a = 0;
    std::uint64_t b = 0; ///< second source, or the scalar
};

std::uint64_t expectedBinary(Binary api, Number type, const LaneOperands& lane);
std::uint64_t expectedScalar(Scalar api, Number type, const LaneOperands& lane);
/// float destination, half sources: dst += a * b.
std::uint64_t expectedMixedMulAdd(const LaneOperands& lane);
std::uint64_t expectedUnary(Unary api, Number type, std::uint64_t a);
/// Rsqrt and Reciprocal approximate: whether a result is as near as their pages say.
bool nearEnough(Unary api, Number type, std::uint64_t a, std::uint64_t result);

} // namespace hawk::property
