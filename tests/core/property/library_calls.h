#pragma once

#include "core/property/numbers.h"

#include <array>
#include <cstdint>

/// Functions of the high-level library as a kernel calls them, chosen by values at run time. Operands are places in UB.
namespace hawk::property {

struct Part {
    std::uint32_t address = 0;
    std::uint32_t bytes = 0; ///< of the tensor
};

/// Functions of one source; `scalar` where there is one.
enum class Math : std::uint8_t {
    Acos, Acosh, Asin, Asinh, Atan, Atanh, Ceil, Cos, Cosh, Digamma, Erf, Erfc, Floor, Frac, Lgamma, Log, Log2, Log10, Round, Sign, Sin,
    Sinh, Tan, Tanh, Trunc, Sigmoid, Silu, Swish, Gelu, FasterGelu, FasterGeluV2, ClampMax, ClampMin, Count
};
/// half or float. `counted`: with calCount; else the tensors' own sizes count.
void callMath(Math function, Number type, const Part& dst, const Part& src, const Part& tmp, std::uint32_t count, bool counted, float scalar);
/// Gelu, FasterGelu and FasterGeluV2 that compute half in float.
void callGeluHighPrecision(Math function, const Part& dst, const Part& src, const Part& tmp, std::uint32_t count);
/// Taylor levels 0, 2, 5 and 12.
void callTaylorExp(int level, Number type, const Part& dst, const Part& src, const Part& tmp, std::uint32_t count);
inline constexpr std::array<int, 4> kTaylorLevels { 0, 2, 5, 12 };

enum class Pairwise : std::uint8_t { Fmod, Xor, Power, GeGLU, ReGlu, SwiGLU };
void callPairwise(Pairwise function, Number type, const Part& dst, const Part& a, const Part& b, const Part& tmp, std::uint32_t count, float scalar);
/// `base`: the scalar is the base, else the exponent.
void callPowerScalar(bool base, Number type, const Part& dst, const Part& src, double scalar, const Part& tmp, std::uint32_t count);
/// dst += src * scalar. Pairs (half, half), (float, float), (float, half).
void callAxpy(Number to, Number from, const Part& dst, const Part& src, float scalar, const Part& tmp, std::uint32_t count);

/// Rows of `stored` columns of which `real` count, by rows or in fractals (NZ).
struct Rows {
    std::uint32_t count = 1, stored = 16, real = 16;
    bool fractal = false;
    bool byTiling = false; ///< the shape is the tiling's alone
    std::size_t all() const { return std::size_t { count } * stored; }
    std::size_t at(std::size_t r, std::size_t c) const { return fractal ? c / 16 * count * 16 + r * 16 + c % 16 : r * stored + c; }
};
enum class Soft : std::uint8_t { SoftMax, Bare, Simple, Log, FlashV2, FlashV2Update, Grad, GradFront };
/// Parts as in the signature. Data of type `type`, sums and maxima of type `sums`: (half, half), (half, float) or (float, float);
/// Bare, Log and the gradients take one type.
void callSoft(Soft function, Number type, Number sums, const Rows& rows, const std::array<Part, 7>& parts, const Part& tmp);

enum class RowReduce : std::uint8_t { Sum, Mean, MeanInFloat };
void callRowReduce(RowReduce function, Number type, const Part& dst, const Part& src, const Rows& rows, const Part& tmp);
enum class Pattern2 : std::uint8_t { Sum, Mean, Prod, Max, Min, Any, All };
/// False when the function does not take the type.
bool callPattern(Pattern2 function, bool overFirst, Number type, const Part& dst, const Part& src, std::uint32_t first, std::uint32_t last,
    const Part& tmp);
void callXorSum(const Part& dst, const Part& a, const Part& b, std::uint32_t count, const Part& tmp);
void callCumSum(bool lastAxis, Number type, const Part& dst, const Part& lastRow, const Part& src, std::uint32_t outer, std::uint32_t inner,
    const Part& tmp);

} // namespace hawk::property
