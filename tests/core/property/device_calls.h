#pragma once

#include "core/property/vector_trial.h"

/// The public device API as a kernel calls it, chosen by values at run time. Each function makes exactly the call that the
/// trial describes on the core that is current.
namespace hawk::property {

enum class Binary : std::uint8_t {
    Add, Sub, Mul, Div, Max, Min, And, Or, AddRelu, SubRelu, MulAddDst, FusedMulAdd, FusedMulAddRelu, Count
};
enum class Scalar : std::uint8_t { Adds, Muls, Maxs, Mins, LeakyRelu, Axpy, ShiftLeft, ShiftRight, Count };
enum class Unary : std::uint8_t { Abs, Exp, Ln, Sqrt, Rsqrt, Reciprocal, Relu, Not, Copy, Count };

const char* nameOf(Binary api);
const char* nameOf(Scalar api);
const char* nameOf(Unary api);

/// False when the API does not take the type (or the form): nothing was called.
bool callBinary(Binary api, Number type, const Trial& trial);
/// float destination, half sources.
void callMixedMulAddDst(const Trial& trial);
bool callScalar(Scalar api, Number type, const Trial& trial, std::uint64_t scalar);
void callMixedAxpy(const Trial& trial, std::uint64_t scalar);
bool callUnary(Unary api, Number type, const Trial& trial);
bool callDuplicate(Number type, const Trial& trial, std::uint64_t scalar);
bool callIndex(Number type, const Trial& trial, std::uint64_t first);
/// `mode` as RoundMode counts.
bool callCast(Number to, Number from, int mode, const Trial& trial);

} // namespace hawk::property
