#pragma once

#include "hawk/library/call.h"

/// Element-wise mathematical functions (reference: high-level API, 数学计算).
namespace AscendC {

// Algorithm choices. Generation 2201 has one algorithm each, so they change nothing here.
enum class AtanAlgo { TAYLOR_EXPANSION = 0, POLYNOMIAL_APPROXIMATION };
struct AtanConfig {
    AtanAlgo algo = AtanAlgo::TAYLOR_EXPANSION;
};
inline constexpr AtanConfig defaultAtanConfig {};
enum class CosAlgo { POLYNOMIAL_APPROXIMATION = 0, RADIAN_REDUCTION };
struct CosConfig {
    CosAlgo algo = CosAlgo::POLYNOMIAL_APPROXIMATION;
};
inline constexpr CosConfig defaultCosConfig {};
enum class SinAlgo { POLYNOMIAL_APPROXIMATION = 0, RADIAN_REDUCTION };
struct SinConfig {
    SinAlgo algo = SinAlgo::POLYNOMIAL_APPROXIMATION;
};
inline constexpr SinConfig defaultSinConfig {};
enum class ErfAlgo { INTRINSIC = 0, SUBSECTION_POLYNOMIAL_APPROXIMATION };
struct ErfConfig {
    ErfAlgo algo = ErfAlgo::INTRINSIC;
};
inline constexpr ErfConfig defaultErfConfig {};
enum class TanhAlgo { INTRINSIC = 0, SUBSECTION_COMPENSATION };
struct TanhConfig {
    TanhAlgo algo = TanhAlgo::INTRINSIC;
};
inline constexpr TanhConfig DEFAULT_TANH_CONFIG {};
enum class PowerAlgo { INTRINSIC = 0, DOUBLE_FLOAT_TECH };
struct PowerConfig {
    PowerAlgo algo = PowerAlgo::INTRINSIC;
};
inline constexpr PowerConfig defaultPowerConfig {};
constexpr uint32_t FMOD_ITERATION_NUM_MAX = 11;
enum class FmodAlgo { NORMAL = 0, ITERATION_COMPENSATION = 1 };
struct FmodConfig {
    FmodAlgo algo = FmodAlgo::NORMAL;
    uint32_t iterationNum = FMOD_ITERATION_NUM_MAX;
};
inline constexpr FmodConfig DEFAULT_FMOD_CONFIG {};

/// The documented signature for taking a function's address; see HAWK_POINTER_FORM.
#define HAWK_LIBRARY_POINTER_FORM(NAME, PARAMETERS, ...) \
    template <typename T, bool isReuseSource = false, typename V> \
    __aicore__ inline V NAME PARAMETERS \
    { \
        return static_cast<V>(NAME<T, isReuseSource>(__VA_ARGS__, ::hawkabi::kNoPlace)); \
    }

/// The four forms of a function of one source: with and without sharedTmpBuffer, with and without calCount.
#define HAWK_LIBRARY_UNARY(NAME, PARAMS) \
    template <typename T, bool isReuseSource = false PARAMS> \
    __aicore__ inline void NAME(const LocalTensor<T>& dstTensor, const LocalTensor<T>& srcTensor, \
        const LocalTensor<uint8_t>& sharedTmpBuffer, const uint32_t calCount, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES(#NAME, T, hawkabi::kF16 | hawkabi::kF32, "half and float"); \
        hawkdetail::Library(hawkdetail::LibraryApi::NAME, site).out(dstTensor, calCount) \
            .in(srcTensor, calCount, isReuseSource).scratch(sharedTmpBuffer).run(); \
    } \
    template <typename T, bool isReuseSource = false PARAMS> \
    __aicore__ inline void NAME(const LocalTensor<T>& dstTensor, const LocalTensor<T>& srcTensor, \
        const LocalTensor<uint8_t>& sharedTmpBuffer, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES(#NAME, T, hawkabi::kF16 | hawkabi::kF32, "half and float"); \
        hawkdetail::Library(hawkdetail::LibraryApi::NAME, site).out(dstTensor, srcTensor.GetSize()) \
            .in(srcTensor, srcTensor.GetSize(), isReuseSource).scratch(sharedTmpBuffer).run(); \
    } \
    template <typename T, bool isReuseSource = false PARAMS> \
    __aicore__ inline void NAME( \
        const LocalTensor<T>& dstTensor, const LocalTensor<T>& srcTensor, const uint32_t calCount, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES(#NAME, T, hawkabi::kF16 | hawkabi::kF32, "half and float"); \
        hawkdetail::Library(hawkdetail::LibraryApi::NAME, site).out(dstTensor, calCount) \
            .in(srcTensor, calCount, isReuseSource).stack().run(); \
    } \
    template <typename T, bool isReuseSource = false PARAMS> \
    __aicore__ inline void NAME(const LocalTensor<T>& dstTensor, const LocalTensor<T>& srcTensor, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES(#NAME, T, hawkabi::kF16 | hawkabi::kF32, "half and float"); \
        hawkdetail::Library(hawkdetail::LibraryApi::NAME, site).out(dstTensor, srcTensor.GetSize()) \
            .in(srcTensor, srcTensor.GetSize(), isReuseSource).stack().run(); \
    } \
    HAWK_LIBRARY_POINTER_FORM(NAME, \
        (const LocalTensor<T>& dstTensor, const LocalTensor<T>& srcTensor, const uint32_t calCount), dstTensor, srcTensor, calCount) \
    HAWK_LIBRARY_POINTER_FORM(NAME, \
        (const LocalTensor<T>& dstTensor, const LocalTensor<T>& srcTensor, const LocalTensor<uint8_t>& sharedTmpBuffer, \
            const uint32_t calCount), dstTensor, srcTensor, sharedTmpBuffer, calCount)
#define HAWK_CONFIG(TYPE, DEFAULT) , const TYPE& config = DEFAULT
#define HAWK_COMMA_CONFIG(...) __VA_ARGS__

HAWK_LIBRARY_UNARY(Acos, )
HAWK_LIBRARY_UNARY(Acosh, )
HAWK_LIBRARY_UNARY(Asin, )
HAWK_LIBRARY_UNARY(Asinh, )
HAWK_LIBRARY_UNARY(Atan, HAWK_CONFIG(AtanConfig, defaultAtanConfig))
HAWK_LIBRARY_UNARY(Atanh, )
HAWK_LIBRARY_UNARY(Ceil, )
HAWK_LIBRARY_UNARY(Cos, HAWK_CONFIG(CosConfig, defaultCosConfig))
HAWK_LIBRARY_UNARY(Cosh, )
HAWK_LIBRARY_UNARY(Digamma, )
HAWK_LIBRARY_UNARY(Erf, HAWK_CONFIG(ErfConfig, defaultErfConfig))
HAWK_LIBRARY_UNARY(Erfc, )
HAWK_LIBRARY_UNARY(Floor, )
HAWK_LIBRARY_UNARY(Frac, )
HAWK_LIBRARY_UNARY(Lgamma, )
HAWK_LIBRARY_UNARY(Log, )
HAWK_LIBRARY_UNARY(Log2, )
HAWK_LIBRARY_UNARY(Log10, )
HAWK_LIBRARY_UNARY(Round, )
HAWK_LIBRARY_UNARY(Sign, )
HAWK_LIBRARY_UNARY(Sin, HAWK_CONFIG(SinConfig, defaultSinConfig))
HAWK_LIBRARY_UNARY(Sinh, )
HAWK_LIBRARY_UNARY(Tan, )
HAWK_LIBRARY_UNARY(Tanh, HAWK_CONFIG(TanhConfig, DEFAULT_TANH_CONFIG))
HAWK_LIBRARY_UNARY(Trunc, )

/// exp with a Taylor series for the fraction; level 0 is the plain instruction.
template <typename T, uint8_t taylorExpandLevel, bool isReuseSource = false>
__aicore__ inline void Exp(const LocalTensor<T>& dstLocal, const LocalTensor<T>& srcLocal,
    const LocalTensor<uint8_t>& sharedTmpBuffer, const uint32_t calCount, HAWK_SITE)
{
    HAWK_LIBRARY_TYPES("Exp", T, hawkabi::kF16 | hawkabi::kF32, "half and float");
    hawkdetail::Library(hawkdetail::LibraryApi::ExpTaylor, site).out(dstLocal, calCount)
        .in(srcLocal, calCount, isReuseSource).param(0, taylorExpandLevel).scratch(sharedTmpBuffer).run();
}
template <typename T, uint8_t taylorExpandLevel, bool isReuseSource>
__aicore__ inline void Exp(
    const LocalTensor<T>& dstLocal, const LocalTensor<T>& srcLocal, const uint32_t calCount, HAWK_SITE)
{
    HAWK_LIBRARY_TYPES("Exp", T, hawkabi::kF16 | hawkabi::kF32, "half and float");
    hawkdetail::Library(hawkdetail::LibraryApi::ExpTaylor, site).out(dstLocal, calCount)
        .in(srcLocal, calCount, isReuseSource).param(0, taylorExpandLevel).stack().run();
}

/// dst += src * scalar, by Muls and Add.
template <typename T, typename U, bool isReuseSource = false>
__aicore__ inline void Axpy(const LocalTensor<T>& dstTensor, const LocalTensor<U>& srcTensor, const U scalarValue,
    const LocalTensor<uint8_t>& sharedTmpBuffer, const uint32_t calCount, HAWK_SITE)
{
    static_assert((hawkabi::same<T, half> && hawkabi::same<U, half>) || (hawkabi::same<T, float> && hawkabi::same<U, float>)
            || (hawkabi::same<T, float> && hawkabi::same<U, half>),
        "Axpy takes (dst, src) of (half, half), (float, float) or (float, half) [library-dtype]");
    hawkdetail::Library(hawkdetail::LibraryApi::AxpyLibrary, site).inOut(dstTensor, calCount).in(srcTensor, calCount)
        .value(0, static_cast<double>(static_cast<float>(scalarValue))).scratch(sharedTmpBuffer).run();
}

#define HAWK_LIBRARY_CLAMP(NAME) \
    template <typename T, bool isReuseSource = false> \
    __aicore__ inline void NAME(const LocalTensor<T>& dstTensor, const LocalTensor<T>& srcTensor, \
        const LocalTensor<uint8_t>& sharedTmpBuffer, const T scalar, const uint32_t calCount, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES(#NAME, T, hawkabi::kF16 | hawkabi::kF32, "half and float"); \
        hawkdetail::Library(hawkdetail::LibraryApi::NAME, site).out(dstTensor, calCount).in(srcTensor, calCount) \
            .value(0, static_cast<double>(static_cast<float>(scalar))).scratch(sharedTmpBuffer).run(); \
    } \
    template <typename T, bool isReuseSource = false> \
    __aicore__ inline void NAME(const LocalTensor<T>& dstTensor, const LocalTensor<T>& srcTensor, const T scalar, \
        const uint32_t calCount, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES(#NAME, T, hawkabi::kF16 | hawkabi::kF32, "half and float"); \
        hawkdetail::Library(hawkdetail::LibraryApi::NAME, site).out(dstTensor, calCount).in(srcTensor, calCount) \
            .value(0, static_cast<double>(static_cast<float>(scalar))).stack().run(); \
    }
HAWK_LIBRARY_CLAMP(ClampMax)
HAWK_LIBRARY_CLAMP(ClampMin)

/// The four forms of a function of two sources.
#define HAWK_LIBRARY_BINARY(NAME, PARAMS, SET, TEXT) \
    template <typename T, bool isReuseSource = false PARAMS> \
    __aicore__ inline void NAME(const LocalTensor<T>& dstTensor, const LocalTensor<T>& src0Tensor, \
        const LocalTensor<T>& src1Tensor, const LocalTensor<uint8_t>& sharedTmpBuffer, const uint32_t calCount, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES(#NAME, T, SET, TEXT); \
        hawkdetail::Library(hawkdetail::LibraryApi::NAME, site).out(dstTensor, calCount).in(src0Tensor, calCount) \
            .in(src1Tensor, calCount).scratch(sharedTmpBuffer).run(); \
    } \
    template <typename T, bool isReuseSource = false PARAMS> \
    __aicore__ inline void NAME(const LocalTensor<T>& dstTensor, const LocalTensor<T>& src0Tensor, \
        const LocalTensor<T>& src1Tensor, const LocalTensor<uint8_t>& sharedTmpBuffer, HAWK_SITE) \
    { \
        NAME<T>(dstTensor, src0Tensor, src1Tensor, sharedTmpBuffer, src0Tensor.GetSize(), site); \
    } \
    template <typename T, bool isReuseSource = false PARAMS> \
    __aicore__ inline void NAME(const LocalTensor<T>& dstTensor, const LocalTensor<T>& src0Tensor, \
        const LocalTensor<T>& src1Tensor, const uint32_t calCount, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES(#NAME, T, SET, TEXT); \
        hawkdetail::Library(hawkdetail::LibraryApi::NAME, site).out(dstTensor, calCount).in(src0Tensor, calCount) \
            .in(src1Tensor, calCount).stack().run(); \
    } \
    template <typename T, bool isReuseSource = false PARAMS> \
    __aicore__ inline void NAME(const LocalTensor<T>& dstTensor, const LocalTensor<T>& src0Tensor, \
        const LocalTensor<T>& src1Tensor, HAWK_SITE) \
    { \
        NAME<T>(dstTensor, src0Tensor, src1Tensor, src0Tensor.GetSize(), site); \
    }
HAWK_LIBRARY_BINARY(Fmod, HAWK_CONFIG(FmodConfig, DEFAULT_FMOD_CONFIG), hawkabi::kF16 | hawkabi::kF32, "half and float")
HAWK_LIBRARY_BINARY(Xor, , hawkabi::kI16 | hawkabi::kU16, "int16_t and uint16_t")
HAWK_LIBRARY_BINARY(Power, HAWK_CONFIG(PowerConfig, defaultPowerConfig), hawkabi::kF16 | hawkabi::kF32 | hawkabi::kI32,
    "half, float and int32_t")

/// Power with one scalar; param 1 says which side it is (1: base, 2: exponent). Integers up to 2^53 are exact in a double.
#define HAWK_POWER_SCALAR(ARGS, SIDE, SOURCE, SCALAR) \
    template <typename T, bool isReuseSource = false, const PowerConfig& config = defaultPowerConfig> \
    __aicore__ inline void Power( \
        const LocalTensor<T>& dstTensor, ARGS, const LocalTensor<uint8_t>& sharedTmpBuffer, uint32_t calCount, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES("Power", T, hawkabi::kF16 | hawkabi::kF32 | hawkabi::kI32, "half, float and int32_t"); \
        hawkdetail::Library(hawkdetail::LibraryApi::Power, site).out(dstTensor, calCount).in(SOURCE, calCount) \
            .param(1, SIDE).value(0, static_cast<double>(SCALAR)).scratch(sharedTmpBuffer).run(); \
    } \
    template <typename T, bool isReuseSource = false, const PowerConfig& config = defaultPowerConfig> \
    __aicore__ inline void Power( \
        const LocalTensor<T>& dstTensor, ARGS, const LocalTensor<uint8_t>& sharedTmpBuffer, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES("Power", T, hawkabi::kF16 | hawkabi::kF32 | hawkabi::kI32, "half, float and int32_t"); \
        hawkdetail::Library(hawkdetail::LibraryApi::Power, site).out(dstTensor, SOURCE.GetSize()) \
            .in(SOURCE, SOURCE.GetSize()).param(1, SIDE).value(0, static_cast<double>(SCALAR)).scratch(sharedTmpBuffer).run(); \
    } \
    template <typename T, bool isReuseSource = false, const PowerConfig& config = defaultPowerConfig> \
    __aicore__ inline void Power(const LocalTensor<T>& dstTensor, ARGS, uint32_t calCount, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES("Power", T, hawkabi::kF16 | hawkabi::kF32 | hawkabi::kI32, "half, float and int32_t"); \
        hawkdetail::Library(hawkdetail::LibraryApi::Power, site).out(dstTensor, calCount).in(SOURCE, calCount) \
            .param(1, SIDE).value(0, static_cast<double>(SCALAR)).stack().run(); \
    } \
    template <typename T, bool isReuseSource = false, const PowerConfig& config = defaultPowerConfig> \
    __aicore__ inline void Power(const LocalTensor<T>& dstTensor, ARGS, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES("Power", T, hawkabi::kF16 | hawkabi::kF32 | hawkabi::kI32, "half, float and int32_t"); \
        hawkdetail::Library(hawkdetail::LibraryApi::Power, site).out(dstTensor, SOURCE.GetSize()) \
            .in(SOURCE, SOURCE.GetSize()).param(1, SIDE).value(0, static_cast<double>(SCALAR)).stack().run(); \
    }
HAWK_POWER_SCALAR(HAWK_COMMA_CONFIG(const LocalTensor<T>& src0Tensor, const T& src1Scalar), 2, src0Tensor, src1Scalar)
HAWK_POWER_SCALAR(HAWK_COMMA_CONFIG(const T& src0Scalar, const LocalTensor<T>& src1Tensor), 1, src1Tensor, src0Scalar)

/// Row by row, or pairs of partial sums: one result up to rounding.
enum class CumSumAlgorithm { CUMSUM_ALGORITHM_LINEBYLINE = 0, CUMSUM_ALGORITHM_SKLANSKY = 1 };
struct CumSumConfig {
    bool isLastAxis = true;
    bool isReuseSource = false;
    bool outputLastRow = false;
    CumSumAlgorithm algorithm = CumSumAlgorithm::CUMSUM_ALGORITHM_LINEBYLINE;
};
inline constexpr CumSumConfig defaultCumSumConfig { true, false, true };
struct CumSumInfo {
    uint32_t outter = 0;
    uint32_t inner = 0;
};
namespace hawkdetail {
template <typename T, const CumSumConfig& config>
inline Library cumSum(const LocalTensor<T>& dst, const LocalTensor<T>& lastRow, const LocalTensor<T>& src,
    const CumSumInfo& info, const hawkabi::Site& site)
{
    HAWK_LIBRARY_TYPES("CumSum", T, hawkabi::kF16 | hawkabi::kF32, "half and float");
    const uint64_t all = uint64_t { info.outter } * info.inner;
    Library call(LibraryApi::CumSum, site);
    // The last row is needed only when it is asked for; it is the last row of the result (last axis: of its rows).
    call.out(dst, all).out(lastRow, config.outputLastRow ? info.inner : 0).in(src, all);
    call.param(0, info.outter).param(1, info.inner).param(2, config.isLastAxis ? 1 : 0).param(3, config.outputLastRow ? 1 : 0);
    return call;
}
} // namespace hawkdetail
template <typename T, const CumSumConfig& config = defaultCumSumConfig>
__aicore__ inline void CumSum(const LocalTensor<T>& dstTensor, const LocalTensor<T>& lastRowTensor,
    const LocalTensor<T>& srcTensor, const LocalTensor<uint8_t>& sharedTmpBuffer, const CumSumInfo& cumSumInfo, HAWK_SITE)
{
    hawkdetail::cumSum<T, config>(dstTensor, lastRowTensor, srcTensor, cumSumInfo, site).scratch(sharedTmpBuffer).run();
}
template <typename T, const CumSumConfig& config = defaultCumSumConfig>
__aicore__ inline void CumSum(const LocalTensor<T>& dstTensor, const LocalTensor<T>& lastRowTensor,
    const LocalTensor<T>& srcTensor, const CumSumInfo& cumSumInfo, HAWK_SITE)
{
    hawkdetail::cumSum<T, config>(dstTensor, lastRowTensor, srcTensor, cumSumInfo, site).stack().run();
}

HAWK_NOT_ON_2201(BitwiseAnd, "Use And on 16-bit elements.")
HAWK_NOT_ON_2201(BitwiseOr, "Use Or on 16-bit elements.")
HAWK_NOT_ON_2201(BitwiseXor, "Use Xor.")
HAWK_NOT_ON_2201(BitwiseNot, "Use Not on 16-bit elements.")
HAWK_NOT_ON_2201(Clamp, "Use Maxs and Mins, or ClampMin and ClampMax.")
HAWK_NOT_ON_2201(Fma, "Use Mul and Add, or FusedMulAdd.")
HAWK_NOT_ON_2201(Hypot, "Use Mul, Add and Sqrt.")
HAWK_NOT_ON_2201(LogicalAnd, "Compare with zero, then And.")
HAWK_NOT_ON_2201(LogicalAnds, "Compare with zero, then And.")
HAWK_NOT_ON_2201(LogicalOr, "Compare with zero, then Or.")
HAWK_NOT_ON_2201(LogicalOrs, "Compare with zero, then Or.")
HAWK_NOT_ON_2201(LogicalXor, "Compare with zero, then combine.")
HAWK_NOT_ON_2201(LogicalNot, "Compare with zero.")
HAWK_NOT_ON_2201(Rint, "Use Round, or Cast with CAST_RINT.")
HAWK_NOT_ON_2201(SinCos, "Use Sin and Cos.")
HAWK_NOT_ON_2201(Where, "Use Compare and Select.")

} // namespace AscendC
