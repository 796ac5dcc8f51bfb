#pragma once

#include "hawk/abi.h"

/// Element-wise functions of the high-level library on single floats, in the arithmetic the library uses: half operands
/// are cast to float, every step rounds to float, and the result is rounded to the element type once at the end. Those of
/// unaryInHalf stay in half.
///
/// Where the reference gives the formula over basic instructions (Tanh, Sigmoid, Gelu, Sinh, Log2 ...) it is evaluated
/// step by step, so that its cancellation and overflow show. Where the library uses a polynomial (Sin, Erf, Acos, Lgamma
/// ...) the function is evaluated in double and rounded: the reference states no error for those.
namespace hawk::emulator::library {

using Unary = float (*)(float x, float scalar);
using Binary = float (*)(float x, float y, float scalar);

/// Null for an API that is no element-wise function of one (two) sources.
Unary unaryFunction(hawkabi::Api api);
Binary binaryFunction(hawkabi::Api api);
/// For a function that computes half operands in half: every step rounds to half. Null for the others.
Unary unaryInHalf(hawkabi::Api api);

/// exp(x) as exp(floor x) times a Taylor series of `level` terms for the fraction.
float taylorExp(float x, int level);
/// Integer power as the library's repeated squaring: wraps at 32 bits, negative exponents give 0 except for bases 1 and -1.
int integerPower(int base, int exponent);

} // namespace hawk::emulator::library
