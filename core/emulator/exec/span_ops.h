#pragma once

#include "base/dtype.h"

#include <cstddef>
#include <cstdint>

/// Element-wise operations over contiguous spans: what an instruction computes, free of strides and masks. Every
/// function is compiled twice, for the baseline CPU and for x86-64-v3, from the same text without contraction, so that
/// both give the same bits; the faster one that the CPU has is chosen once.
///
/// Arithmetic: float is IEEE binary32 without fused operations. half is computed in float and rounded once to nearest
/// even (which is the correctly rounded result for + - * / and sqrt). Exp and Ln are computed in double and rounded, so
/// they are correctly rounded but for rare double-rounding cases. int16 and int32 wrap. Denormals are kept. Max, Min,
/// Relu and their relatives pass NaN on: the reference does not say, and a NaN must not vanish.
namespace hawk::emulator::exec {

enum class Fn : std::uint8_t {
    Add, Sub, Mul, Div, Max, Min, And, Or, AddRelu, SubRelu,
    MulAddDst, ///< d += a * b
    FusedMulAdd, ///< d = a * d + b
    FusedMulAddRelu, ///< d = max(a * d + b, 0)
    Adds, Muls, Maxs, Mins, LeakyRelu,
    Axpy, ///< d += scalar * a
    ShiftLeft, ShiftRight,
    ShiftRightRound, ///< adds half of the lowest kept bit first
    Abs, Exp, Ln, Sqrt,
    Rsqrt, Reciprocal, ///< with the reduced precision the reference states
    Relu, Not, Copy, Duplicate,
    Count
};

/// dst, sources (unused ones null), scalar bits in the element type, element count. Source and destination are the same
/// span or do not overlap.
using SpanFunction
    = void (*)(std::byte* dst, const std::byte* a, const std::byte* b, std::uint64_t scalar, std::size_t count);

/// Null when the operation does not exist for the type.
SpanFunction spanFunction(Fn fn, DType type);
/// half sources into a float destination: MulAddDst and Axpy (scalar in half).
SpanFunction mixedFunction(Fn fn);

/// Rounding as RoundMode counts: none, rint, floor, ceil, round, trunc, odd.
enum class Rounding : std::uint8_t { None, Rint, Floor, Ceil, Round, Trunc, Odd };
/// `scale` is the half that SetDeqScale holds, for int32 to half.
using CastFunction
    = void (*)(std::byte* dst, const std::byte* src, Rounding rounding, float scale, std::size_t count);
CastFunction castFunction(DType dst, DType src);

/// Comparison result as bytes 0 and 1. CMPMODE numbering: LT, GT, EQ, LE, GE, NE.
using CompareFunction = void (*)(
    std::uint8_t* result, const std::byte* a, const std::byte* b, const std::byte* scalar, int mode, std::size_t count);
CompareFunction compareFunction(DType type);

/// One repeat of half or float, all lanes, side by side. The sum is a binary tree of neighbours, rounded to the type at every
/// node; of equal extremes the first counts, and the first NaN before any number.
using RowSumFunction = float (*)(const std::byte* src);
RowSumFunction rowSumFunction(DType type);
struct RowExtreme {
    float value = 0;
    std::uint32_t lane = 0;
};
using RowExtremeFunction = RowExtreme (*)(const std::byte* src);
RowExtremeFunction rowExtremeFunction(DType type, bool largest);

/// Widening and narrowing between 16-bit formats and float, round to nearest even.
void widenHalf(float* dst, const std::uint16_t* src, std::size_t count);
void narrowHalf(std::uint16_t* dst, const float* src, std::size_t count);

/// "x86-64-v3" or "baseline".
const char* spanVariant();

} // namespace hawk::emulator::exec
