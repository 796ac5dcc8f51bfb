#include "emulator/isa/rows.h"

namespace hawk::emulator {
namespace {

using hawkabi::Api;

constexpr std::string_view kUnary = "dst,src,sharedTmpBuffer";
constexpr std::string_view kBinary = "dst,src0,src1,sharedTmpBuffer";
constexpr std::string_view kRules = "shared-tmp-buffer-minimum,operand-partial-overlap,ub-addr-32b";

#define MATH(text) HAWK_LIBRARY_PAGE("数学计算/" text)
#define ACTIVATION(text) HAWK_LIBRARY_PAGE("激活函数/" text)

// A library function is many instructions; timing/library.csv says which.
constexpr RowEntry kRows[] = {
    { Api::Acos, "Acos", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Acos接口/Acos"), 2 },
    { Api::Acosh, "Acosh", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Acosh接口/Acosh"), 2 },
    { Api::Asin, "Asin", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Asin接口/Asin"), 2 },
    { Api::Asinh, "Asinh", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Asinh接口/Asinh"), 2 },
    { Api::Atan, "Atan", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Atan接口/Atan"), 2 },
    { Api::Atanh, "Atanh", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Atanh接口/Atanh"), 2 },
    { Api::Ceil, "Ceil", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Ceil接口/Ceil"), 2 },
    { Api::Cos, "Cos", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Cos接口/Cos"), 2 },
    { Api::Cosh, "Cosh", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Cosh接口/Cosh"), 2 },
    { Api::Digamma, "Digamma", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Digamma接口/Digamma"), 2 },
    { Api::Erf, "Erf", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Erf接口/Erf"), 2 },
    { Api::Erfc, "Erfc", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Erfc接口/Erfc"), 2 },
    { Api::Floor, "Floor", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Floor接口/Floor"), 2 },
    { Api::Frac, "Frac", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Frac接口/Frac"), 2 },
    { Api::Lgamma, "Lgamma", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Lgamma接口/Lgamma"), 2 },
    { Api::Log, "Log", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Log接口/Log-79"), 2 },
    { Api::Log2, "Log2", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Log接口/Log-79"), 2 },
    { Api::Log10, "Log10", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Log接口/Log-79"), 2 },
    { Api::Round, "Round", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Round接口/Round"), 2 },
    { Api::Sign, "Sign", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Sign接口/Sign"), 2 },
    { Api::Sin, "Sin", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Sin接口/Sin"), 2 },
    { Api::Sinh, "Sinh", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Sinh接口/Sinh"), 2 },
    { Api::Tan, "Tan", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Tan接口/Tan"), 2 },
    { Api::Tanh, "Tanh", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Tanh接口/Tanh"), 2 },
    { Api::Trunc, "Trunc", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Trunc接口/Trunc"), 2 },
    { Api::ClampMax, "ClampMax", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Clamp接口/ClampMax"), 2 },
    { Api::ClampMin, "ClampMin", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Clamp接口/ClampMin"), 2 },
    { Api::ExpTaylor, "Exp (Taylor)", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Exp接口/Exp-81"), 2 },
    { Api::AxpyLibrary, "Axpy (library)", OpClass::VecLibrary, Pipe::V, kUnary, kRules, MATH("Axpy接口/Axpy-80"), 2 },
    { Api::Fmod, "Fmod", OpClass::VecLibrary, Pipe::V, kBinary, kRules, MATH("Fmod接口/Fmod"), 2 },
    { Api::Xor, "Xor", OpClass::VecLibrary, Pipe::V, kBinary, kRules, MATH("Xor接口/Xor-82"), 2 },
    { Api::Power, "Power", OpClass::VecLibrary, Pipe::V, kBinary, kRules, MATH("Power接口/Power"), 2 },
    { Api::CumSum, "CumSum", OpClass::VecLibrary, Pipe::V, "dst,lastRow,src,sharedTmpBuffer", kRules, MATH("CumSum接口/CumSum"), 2 },
    { Api::Sigmoid, "Sigmoid", OpClass::VecLibrary, Pipe::V, kUnary, kRules, ACTIVATION("Sigmoid接口/Sigmoid"), 2 },
    { Api::Swish, "Swish", OpClass::VecLibrary, Pipe::V, kUnary, kRules, ACTIVATION("Swish接口/Swish"), 2 },
    { Api::Silu, "Silu", OpClass::VecLibrary, Pipe::V, kUnary, kRules, ACTIVATION("Silu接口/Silu"), 2 },
    { Api::Gelu, "Gelu", OpClass::VecLibrary, Pipe::V, kUnary, kRules, ACTIVATION("Gelu接口/Gelu"), 2 },
    { Api::FasterGelu, "FasterGelu", OpClass::VecLibrary, Pipe::V, kUnary, kRules, ACTIVATION("Gelu接口/FasterGelu"), 2 },
    { Api::FasterGeluV2, "FasterGeluV2", OpClass::VecLibrary, Pipe::V, kUnary, kRules, ACTIVATION("Gelu接口/FasterGeluV2"), 2 },
    { Api::GeGLU, "GeGLU", OpClass::VecLibrary, Pipe::V, kBinary, kRules, ACTIVATION("GeGLU接口/GeGLU"), 2 },
    { Api::ReGlu, "ReGlu", OpClass::VecLibrary, Pipe::V, kBinary, kRules, ACTIVATION("ReGlu接口/ReGlu"), 2 },
    { Api::SwiGLU, "SwiGLU", OpClass::VecLibrary, Pipe::V, kBinary, kRules, ACTIVATION("SwiGLU接口/SwiGLU"), 2 },
};

} // namespace

std::span<const RowEntry> libraryRows() { return kRows; }

} // namespace hawk::emulator
