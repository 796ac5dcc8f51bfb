// Element-wise functions: one result per element, operands (dst, src0[, src1][, temporary]).
#include "emulator/exec/library/elementwise.h"
#include "emulator/host/library_job.h"

#include <array>

namespace hawk::emulator {
namespace {

using hawkabi::Api;
using hawkabi::LibraryCall;

std::uint32_t typeSize(const LibraryCall& call) { return static_cast<std::uint32_t>(sizeOf(dtypeOf(call.operands[1].type))); }

/// param 0 of the Gelus: highPrecision, which computes half operands in float.
void unary(LibraryJob& job)
{
    const bool stays = job.type(1) == DType::Float16 && job.param(0) == 0;
    const library::Unary inHalf = stays ? library::unaryInHalf(job.call.api) : nullptr;
    const library::Unary function = inHalf != nullptr ? inHalf : library::unaryFunction(job.call.api);
    std::vector<float> x = job.floats(1);
    const float scalar = job.value(0);
    for (float& v : x)
        v = function(v, scalar);
    job.store(0, x);
}

void binary(LibraryJob& job)
{
    const library::Binary function = library::binaryFunction(job.call.api);
    std::vector<float> x = job.floats(1);
    const std::vector<float> y = job.floats(2);
    const float scalar = job.value(0);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = function(x[i], y[i], scalar);
    job.store(0, x);
}

/// param 1: which side is the scalar in value 0 (0 none, 1 base, 2 exponent).
void power(LibraryJob& job)
{
    const std::int64_t side = job.param(1);
    if (job.type(0) == DType::Int32) {
        std::vector<std::int64_t> x = job.integers(1);
        const std::vector<std::int64_t> y = side == 0 ? job.integers(2) : std::vector<std::int64_t>();
        const auto scalar = static_cast<int>(job.call.values[0]);
        for (std::size_t i = 0; i < x.size(); ++i) {
            const int base = side == 1 ? scalar : static_cast<int>(x[i]);
            const int exponent = side == 0 ? static_cast<int>(y[i]) : (side == 1 ? static_cast<int>(x[i]) : scalar);
            x[i] = library::integerPower(base, exponent);
        }
        job.store(0, x);
        return;
    }
    const library::Binary function = library::binaryFunction(Api::Power);
    std::vector<float> x = job.floats(1);
    const std::vector<float> y = side == 0 ? job.floats(2) : std::vector<float>();
    const float scalar = job.value(0);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = side == 1 ? function(scalar, x[i], 0) : function(x[i], side == 0 ? y[i] : scalar, 0);
    job.store(0, x);
}

void exclusiveOr(LibraryJob& job)
{
    std::vector<std::int64_t> x = job.integers(1);
    const std::vector<std::int64_t> y = job.integers(2);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] ^= y[i];
    job.store(0, x);
}

void expTaylor(LibraryJob& job)
{
    std::vector<float> x = job.floats(1);
    for (float& v : x)
        v = library::taylorExp(v, static_cast<int>(job.param(0)));
    job.store(0, x);
}

/// Muls then Add, each rounded to the destination's working type (Axpy-80.md): float, also for half operands.
void axpy(LibraryJob& job)
{
    std::vector<float> y = job.floats(0);
    const std::vector<float> x = job.floats(1);
    const float scalar = job.value(0);
    for (std::size_t i = 0; i < y.size(); ++i) {
        const float product = x[i] * scalar;
        y[i] = y[i] + product;
    }
    job.store(0, y);
}

/// params: rows, columns, along the last axis, last row wanted. Sums are kept in float.
void cumSum(LibraryJob& job)
{
    const auto rows = static_cast<std::size_t>(job.param(0));
    const auto columns = static_cast<std::size_t>(job.param(1));
    std::vector<float> x = job.floats(2);
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t c = 0; c < columns; ++c) {
            if (job.param(2) != 0 && c > 0)
                x[r * columns + c] += x[r * columns + c - 1];
            else if (job.param(2) == 0 && r > 0)
                x[r * columns + c] += x[(r - 1) * columns + c];
        }
    }
    job.store(0, x);
    if (job.param(3) != 0 && rows > 0)
        job.store(1, std::span(x).last(columns));
}

hawklib::TemporarySize elementwiseTemporary(const LibraryCall& call)
{
    return hawklib::elementwise(call.api, call.elements[0], typeSize(call), call.operands[1].reserved != 0);
}
hawklib::TemporarySize geluTemporary(const LibraryCall& call) { return hawklib::gelu(call.elements[0]); }
hawklib::TemporarySize reGluTemporary(const LibraryCall& call) { return hawklib::reGlu(call.elements[0], typeSize(call)); }
hawklib::TemporarySize clampTemporary(const LibraryCall& call) { return hawklib::clamp(call.elements[0], typeSize(call)); }
hawklib::TemporarySize powerTemporary(const LibraryCall& call)
{
    return hawklib::power(call.elements[0], typeSize(call), call.operands[0].type == hawkabi::Type::Int32, call.params[1] == 0);
}
hawklib::TemporarySize cumSumTemporary(const LibraryCall& call)
{
    return hawklib::cumSum(static_cast<std::uint64_t>(call.params[0]), static_cast<std::uint64_t>(call.params[1]),
        static_cast<std::uint32_t>(sizeOf(dtypeOf(call.operands[2].type))), call.params[2] != 0);
}
void cumSumExtent(const LibraryCall& call, std::uint32_t& rows, std::uint64_t&)
{
    rows = static_cast<std::uint32_t>(call.params[call.params[2] != 0 ? 1 : 0]); // additions that wait for each other
}

constexpr bool kInPlace = true;

// "支持源操作数与目的操作数地址重叠" on the function's page where marked in place.
constexpr LibraryFunction kFunctions[] = {
    { Api::Acos, unary, elementwiseTemporary },
    { Api::Acosh, unary, elementwiseTemporary },
    { Api::Asin, unary, elementwiseTemporary },
    { Api::Asinh, unary, elementwiseTemporary },
    { Api::Atan, unary, elementwiseTemporary },
    { Api::Atanh, unary, elementwiseTemporary },
    { Api::Ceil, unary, elementwiseTemporary },
    { Api::Cos, unary, elementwiseTemporary },
    { Api::Cosh, unary, elementwiseTemporary },
    { Api::Digamma, unary, elementwiseTemporary },
    { Api::Erf, unary, elementwiseTemporary },
    { Api::Erfc, unary, elementwiseTemporary },
    { Api::Floor, unary, elementwiseTemporary },
    { Api::Frac, unary, elementwiseTemporary },
    { Api::Lgamma, unary, elementwiseTemporary },
    { Api::Log, unary, elementwiseTemporary },
    { Api::Log2, unary, elementwiseTemporary },
    { Api::Log10, unary, elementwiseTemporary },
    { Api::Round, unary, elementwiseTemporary, nullptr, kInPlace },
    { Api::Sign, unary, elementwiseTemporary },
    { Api::Sin, unary, elementwiseTemporary },
    { Api::Sinh, unary, elementwiseTemporary },
    { Api::Tan, unary, elementwiseTemporary },
    { Api::Tanh, unary, elementwiseTemporary },
    { Api::Trunc, unary, elementwiseTemporary, nullptr, kInPlace },
    { Api::ClampMax, unary, clampTemporary },
    { Api::ClampMin, unary, clampTemporary },
    { Api::ExpTaylor, expTaylor, elementwiseTemporary },
    { Api::AxpyLibrary, axpy, elementwiseTemporary },
    { Api::Fmod, binary, elementwiseTemporary },
    { Api::Xor, exclusiveOr, elementwiseTemporary },
    { Api::Power, power, powerTemporary },
    { Api::CumSum, cumSum, cumSumTemporary, cumSumExtent },
    { Api::Sigmoid, unary, elementwiseTemporary },
    { Api::Swish, unary, noTemporary },
    { Api::Silu, unary, noTemporary },
    { Api::Gelu, unary, geluTemporary, nullptr, kInPlace },
    { Api::FasterGelu, unary, geluTemporary, nullptr, kInPlace },
    { Api::FasterGeluV2, unary, geluTemporary, nullptr, kInPlace },
    { Api::GeGLU, binary, elementwiseTemporary },
    { Api::ReGlu, binary, reGluTemporary },
    { Api::SwiGLU, binary, elementwiseTemporary },
};

} // namespace

std::span<const LibraryFunction> elementwiseLibrary() { return kFunctions; }

} // namespace hawk::emulator
