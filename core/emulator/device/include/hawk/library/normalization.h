#pragma once

#include "hawk/library/call.h"
#include "hawk/library/tiling_data.h"

/// Normalisation over rows, groups and batches (reference: high-level API, 归一化操作).
namespace AscendC {

enum class ReducePattern : uint32_t { AR = 0, RA = 1, R, ARA, ARAR, ARARA, ARARAR, ARARARA, ARARARAR, ARARARARA, RAR, RARA };

struct LayerNormConfig {
    bool isNoBeta = false;
    bool isNoGamma = false;
    bool isOnlyOutput = false;
    bool isOutputRstd = true;
};
inline constexpr LayerNormConfig LNCFG_NORM {};
struct LayerNormPara {
    uint32_t aLength;
    uint32_t rLength;
    uint32_t rLengthWithPadding;
};
struct LayerNormGradShapeInfo {
    DataFormat dataFormat = DataFormat::ND;
};
struct NormalizeConfig {
    ReducePattern reducePattern = ReducePattern::AR;
    int32_t aLength = -1;
    bool isNoBeta = false;
    bool isNoGamma = false;
    bool isOnlyOutput = false;
};
inline constexpr NormalizeConfig NLCFG_NORM {};
struct NormalizePara {
    uint32_t aLength;
    uint32_t rLength;
    uint32_t rLengthWithPadding;
};
struct WelfordUpdateConfig {
    bool isInplace = false;
};
inline constexpr WelfordUpdateConfig WFUPDATE_DEFAULT_CFG { false };
struct WelfordUpdateParam {
    uint32_t rnLength;
    uint32_t abLength;
    uint32_t abComputeLength;
    float nRec;
};
struct WelfordFinalizeConfig {
    bool isCorrection = false;
};
inline constexpr WelfordFinalizeConfig WFFINALIZE_DEFAULT_CFG { false };
struct WelfordFinalizePara {
    uint32_t rnLength;
    uint32_t abLength;
    uint32_t headCount;
    uint32_t headCountLength;
    uint32_t tailCount;
    uint32_t tailCountLength;
    float abRec;
    float rRec;
    float rRecWithCorrection = 0;
};

namespace hawkdetail {
/// [B, S, H]: params 0..2 are rows, stored H, H that counts.
struct NormShape {
    uint64_t rows, columns, realColumns;
    uint64_t all() const { return rows * columns; }
    Library& describe(Library& call) const
    {
        return call.param(0, static_cast<int64_t>(rows)).param(1, static_cast<int64_t>(columns))
            .param(2, static_cast<int64_t>(realColumns));
    }
};
template <class TilingT>
inline NormShape normShape(const TilingT& tiling)
{
    return { uint64_t { tiling.bLength } * tiling.sLength, tiling.hLength, tiling.originalHLength };
}
template <class T>
inline double number(const T& value)
{
    return static_cast<double>(static_cast<float>(value));
}
} // namespace hawkdetail

#define HAWK_NORM_TYPES(name) HAWK_LIBRARY_TYPES(name, T, hawkabi::kF16 | hawkabi::kF32, "half and float")
/// U of gamma and beta is no narrower than T of the input.
#define HAWK_NORM_PAIRS(name) \
    static_assert((hawkabi::same<T, half> || hawkabi::same<T, float>) && (hawkabi::same<U, T> || hawkabi::same<U, float>), \
        name " takes (T, U) of (half, half), (half, float) or (float, float) on " HAWK_GENERATION " [library-dtype]")
#define HAWK_NORM_SCRATCH const LocalTensor<uint8_t>& sharedTmpBuffer,

/// [B, S, H] -> output, mean, variance.
#define HAWK_LAYER_NORM(SCRATCH, TAKE) \
    template <typename T, bool isReuseSource = false> \
    __aicore__ inline void LayerNorm(const LocalTensor<T>& output, const LocalTensor<T>& outputMean, \
        const LocalTensor<T>& outputVariance, const LocalTensor<T>& inputX, const LocalTensor<T>& gamma, \
        const LocalTensor<T>& beta, SCRATCH const T epsilon, const LayerNormTiling& tiling, HAWK_SITE) \
    { \
        HAWK_NORM_TYPES("LayerNorm"); \
        const hawkdetail::NormShape shape = hawkdetail::normShape(tiling); \
        hawkdetail::Library call(hawkdetail::LibraryApi::LayerNorm, site); \
        call.out(output, shape.all()).out(outputMean, shape.rows).out(outputVariance, shape.rows) \
            .in(inputX, shape.all(), isReuseSource).in(gamma, shape.realColumns).in(beta, shape.realColumns).TAKE; \
        shape.describe(call).value(0, hawkdetail::number(epsilon)).run(); \
    }
HAWK_LAYER_NORM(HAWK_NORM_SCRATCH, scratch(sharedTmpBuffer))
HAWK_LAYER_NORM(, stack())

/// [A, R] -> output, mean, rstd or variance, statistics in float. Bits of param 3: no beta, no gamma, rstd.
#define HAWK_LAYER_NORM_SEPARATE(SCRATCH, TAKE) \
    template <typename U, typename T, bool isReuseSource = false, const LayerNormConfig& config = LNCFG_NORM> \
    __aicore__ inline void LayerNorm(const LocalTensor<T>& output, const LocalTensor<float>& outputMean, \
        const LocalTensor<float>& outputRstd, const LocalTensor<T>& inputX, const LocalTensor<U>& gamma, \
        const LocalTensor<U>& beta, const float epsilon, SCRATCH const LayerNormPara& para, \
        const LayerNormSeparateTiling& tiling, HAWK_SITE) \
    { \
        HAWK_NORM_PAIRS("LayerNorm"); \
        static_assert(!config.isOnlyOutput, "LayerNorm: isOnlyOutput must be false on " HAWK_GENERATION); \
        const hawkdetail::NormShape shape { para.aLength, para.rLengthWithPadding, para.rLength }; \
        hawkdetail::Library call(hawkdetail::LibraryApi::LayerNormSeparate, site); \
        call.out(output, shape.all()).out(outputMean, shape.rows).out(outputRstd, shape.rows) \
            .in(inputX, shape.all(), isReuseSource).in(gamma, config.isNoGamma ? 0 : shape.realColumns) \
            .in(beta, config.isNoBeta ? 0 : shape.realColumns).TAKE; \
        shape.describe(call).value(0, static_cast<double>(epsilon)) \
            .param(3, (config.isNoBeta ? 1 : 0) | (config.isNoGamma ? 2 : 0) | (config.isOutputRstd ? 4 : 0)).run(); \
    }
HAWK_LAYER_NORM_SEPARATE(HAWK_NORM_SCRATCH, scratch(sharedTmpBuffer))
HAWK_LAYER_NORM_SEPARATE(, stack())

#define HAWK_NORMALIZE(SCRATCH, TAKE) \
    template <typename U, typename T, bool isReuseSource = false, const NormalizeConfig& config = NLCFG_NORM> \
    __aicore__ inline void Normalize(const LocalTensor<T>& output, const LocalTensor<float>& outputRstd, \
        const LocalTensor<float>& inputMean, const LocalTensor<float>& inputVariance, const LocalTensor<T>& inputX, \
        const LocalTensor<U>& gamma, const LocalTensor<U>& beta, SCRATCH const float epsilon, const NormalizePara& para, \
        HAWK_SITE) \
    { \
        HAWK_NORM_PAIRS("Normalize"); \
        static_assert(!config.isOnlyOutput, "Normalize: isOnlyOutput must be false on " HAWK_GENERATION); \
        static_assert(config.aLength != 1, "Normalize: aLength of the configuration must not be 1"); \
        const hawkdetail::NormShape shape { para.aLength, para.rLengthWithPadding, para.rLength }; \
        hawkdetail::Library call(hawkdetail::LibraryApi::Normalize, site); \
        call.out(output, shape.all()).out(outputRstd, config.isOnlyOutput ? 0 : shape.rows).in(inputMean, shape.rows) \
            .in(inputVariance, shape.rows).in(inputX, shape.all(), isReuseSource) \
            .in(gamma, config.isNoGamma ? 0 : shape.realColumns).in(beta, config.isNoBeta ? 0 : shape.realColumns).TAKE; \
        shape.describe(call).value(0, static_cast<double>(epsilon)) \
            .param(3, (config.isNoBeta ? 1 : 0) | (config.isNoGamma ? 2 : 0)).run(); \
    }
HAWK_NORMALIZE(HAWK_NORM_SCRATCH, scratch(sharedTmpBuffer))
HAWK_NORMALIZE(, stack())

#define HAWK_RMS_NORM(SCRATCH, TAKE) \
    template <typename T, bool isBasicBlock = false> \
    __aicore__ inline void RmsNorm(const LocalTensor<T>& dstLocal, const LocalTensor<T>& srcLocal, \
        const LocalTensor<T>& gammaLocal, SCRATCH const T epsilon, const RmsNormTiling& tiling, HAWK_SITE) \
    { \
        HAWK_NORM_TYPES("RmsNorm"); \
        const hawkdetail::NormShape shape = hawkdetail::normShape(tiling); \
        hawkdetail::Library call(hawkdetail::LibraryApi::RmsNorm, site); \
        call.out(dstLocal, shape.all()).in(srcLocal, shape.all()).in(gammaLocal, shape.realColumns).TAKE; \
        shape.describe(call).value(0, hawkdetail::number(epsilon)).run(); \
    }
HAWK_RMS_NORM(HAWK_NORM_SCRATCH, scratch(sharedTmpBuffer))
HAWK_RMS_NORM(, stack())

/// LayerNorm(alpha * x + gx).
#define HAWK_DEEP_NORM(SCRATCH, TAKE) \
    template <typename T, bool isReuseSrc = false, bool isBasicBlock = false> \
    __aicore__ inline void DeepNorm(const LocalTensor<T>& dstLocal, const LocalTensor<T>& meanLocal, \
        const LocalTensor<T>& rstdLocal, const LocalTensor<T>& srcLocal, const LocalTensor<T>& gxLocal, \
        const LocalTensor<T>& betaLocal, const LocalTensor<T>& gammaLocal, SCRATCH const T alpha, const T epsilon, \
        const DeepNormTiling& tiling, HAWK_SITE) \
    { \
        HAWK_NORM_TYPES("DeepNorm"); \
        const hawkdetail::NormShape shape = hawkdetail::normShape(tiling); \
        hawkdetail::Library call(hawkdetail::LibraryApi::DeepNorm, site); \
        call.out(dstLocal, shape.all()).out(meanLocal, shape.rows).out(rstdLocal, shape.rows) \
            .in(srcLocal, shape.all(), isReuseSrc).in(gxLocal, shape.all()).in(betaLocal, shape.realColumns) \
            .in(gammaLocal, shape.realColumns).TAKE; \
        shape.describe(call).value(0, hawkdetail::number(epsilon)).value(1, hawkdetail::number(alpha)).run(); \
    }
HAWK_DEEP_NORM(HAWK_NORM_SCRATCH, scratch(sharedTmpBuffer))
HAWK_DEEP_NORM(, stack())

/// Statistics over B for every one of S * H positions; gamma and beta have B elements.
#define HAWK_BATCH_NORM(SCRATCH, TAKE) \
    template <typename T, bool isReuseSource = false, bool isBasicBlock = false> \
    __aicore__ inline void BatchNorm(const LocalTensor<T>& output, const LocalTensor<T>& outputMean, \
        const LocalTensor<T>& outputVariance, const LocalTensor<T>& inputX, const LocalTensor<T>& gamm, \
        const LocalTensor<T>& beta, SCRATCH const T epsilon, const BatchNormTiling& tiling, HAWK_SITE) \
    { \
        HAWK_NORM_TYPES("BatchNorm"); \
        const uint64_t all = uint64_t { tiling.originalBLength } * tiling.meanVarSize; \
        hawkdetail::Library(hawkdetail::LibraryApi::BatchNorm, site).out(output, all).out(outputMean, tiling.meanVarSize) \
            .out(outputVariance, tiling.meanVarSize).in(inputX, all).in(gamm, tiling.originalBLength) \
            .in(beta, tiling.originalBLength).param(0, tiling.originalBLength).param(1, tiling.meanVarSize) \
            .param(3, isBasicBlock ? 1 : 0).value(0, hawkdetail::number(epsilon)).TAKE.run(); \
    }
HAWK_BATCH_NORM(HAWK_NORM_SCRATCH, scratch(sharedTmpBuffer))
HAWK_BATCH_NORM(, stack())

/// [N, C, H, W], every H * W stored with its padding to 32 B.
#define HAWK_GROUP_NORM(SCRATCH, TAKE) \
    template <typename T, bool isReuseSource = false> \
    __aicore__ inline void GroupNorm(const LocalTensor<T>& output, const LocalTensor<T>& outputMean, \
        const LocalTensor<T>& outputVariance, const LocalTensor<T>& inputX, const LocalTensor<T>& gamma, \
        const LocalTensor<T>& beta, SCRATCH const T epsilon, const GroupNormTiling& tiling, HAWK_SITE) \
    { \
        HAWK_NORM_TYPES("GroupNorm"); \
        const uint64_t all = uint64_t { tiling.n } * tiling.c * tiling.hwAlignSize; \
        const uint64_t groups = uint64_t { tiling.n } * tiling.g; \
        hawkdetail::Library(hawkdetail::LibraryApi::GroupNorm, site).out(output, all).out(outputMean, groups) \
            .out(outputVariance, groups).in(inputX, all, isReuseSource).in(gamma, tiling.c).in(beta, tiling.c) \
            .param(0, tiling.n).param(1, tiling.c).param(2, tiling.hw).param(3, tiling.hwAlignSize).param(4, tiling.g) \
            .value(0, hawkdetail::number(epsilon)).TAKE.run(); \
    }
HAWK_GROUP_NORM(HAWK_NORM_SCRATCH, scratch(sharedTmpBuffer))
HAWK_GROUP_NORM(, stack())

#define HAWK_LAYER_NORM_GRAD(SCRATCH, TAKE) \
    template <typename T, bool isReuseSource = false> \
    __aicore__ inline void LayerNormGrad(const LocalTensor<T>& outputPdX, const LocalTensor<T>& resForGamma, \
        const LocalTensor<T>& inputDy, const LocalTensor<T>& inputX, const LocalTensor<T>& inputVariance, \
        const LocalTensor<T>& inputMean, const LocalTensor<T>& inputGamma, SCRATCH T epsilon, \
        const LayerNormGradTiling& tiling, const LayerNormGradShapeInfo& shapeInfo = {}, HAWK_SITE) \
    { \
        HAWK_NORM_TYPES("LayerNormGrad"); \
        const hawkdetail::NormShape shape = hawkdetail::normShape(tiling); \
        hawkdetail::Library call(hawkdetail::LibraryApi::LayerNormGrad, site); \
        call.out(outputPdX, shape.all()).out(resForGamma, shape.all()).in(inputDy, shape.all(), isReuseSource) \
            .in(inputX, shape.all(), isReuseSource).in(inputVariance, shape.rows).in(inputMean, shape.rows) \
            .in(inputGamma, shape.columns).TAKE; \
        shape.describe(call).value(0, hawkdetail::number(epsilon)).run(); \
    }
HAWK_LAYER_NORM_GRAD(HAWK_NORM_SCRATCH, scratch(sharedTmpBuffer))
HAWK_LAYER_NORM_GRAD(, stack())

#define HAWK_LAYER_NORM_GRAD_BETA(SCRATCH, TAKE) \
    template <typename T, bool isReuseSource = false> \
    __aicore__ inline void LayerNormGradBeta(const LocalTensor<T>& outputPdGamma, const LocalTensor<T>& outputPdBeta, \
        const LocalTensor<T>& resForGamma, const LocalTensor<T>& inputDy, SCRATCH const LayerNormGradBetaTiling& tiling, \
        HAWK_SITE) \
    { \
        HAWK_NORM_TYPES("LayerNormGradBeta"); \
        const hawkdetail::NormShape shape = hawkdetail::normShape(tiling); \
        hawkdetail::Library call(hawkdetail::LibraryApi::LayerNormGradBeta, site); \
        call.out(outputPdGamma, shape.columns).out(outputPdBeta, shape.columns).in(resForGamma, shape.all(), isReuseSource) \
            .in(inputDy, shape.all(), isReuseSource).TAKE; \
        shape.describe(call).run(); \
    }
HAWK_LAYER_NORM_GRAD_BETA(HAWK_NORM_SCRATCH, scratch(sharedTmpBuffer))
HAWK_LAYER_NORM_GRAD_BETA(, stack())

#define HAWK_WELFORD_UPDATE(SCRATCH, TAKE) \
    template <typename T, typename U, bool isReuseSource = false, const WelfordUpdateConfig& config = WFUPDATE_DEFAULT_CFG> \
    __aicore__ inline void WelfordUpdate(const LocalTensor<U>& outputMean, const LocalTensor<U>& outputVariance, \
        const LocalTensor<U>& inputMean, const LocalTensor<U>& inputVariance, const LocalTensor<T>& inputX, \
        SCRATCH const WelfordUpdateParam& para, HAWK_SITE) \
    { \
        HAWK_NORM_TYPES("WelfordUpdate"); \
        static_assert(hawkabi::same<U, float>, "WelfordUpdate: means and variances are float [library-dtype]"); \
        const uint64_t all = uint64_t { para.rnLength } * para.abLength; \
        hawkdetail::Library(hawkdetail::LibraryApi::WelfordUpdate, site).out(outputMean, all).out(outputVariance, all) \
            .in(inputMean, all).in(inputVariance, all).in(inputX, all, isReuseSource).param(0, para.rnLength) \
            .param(1, para.abLength).param(2, para.abComputeLength).param(3, config.isInplace ? 1 : 0) \
            .value(0, static_cast<double>(para.nRec)).TAKE.run(); \
    }
HAWK_WELFORD_UPDATE(HAWK_NORM_SCRATCH, scratch(sharedTmpBuffer))
HAWK_WELFORD_UPDATE(, stack())

/// param 7: counts given. The operand is there always, without elements when it is not.
#define HAWK_WELFORD_FINALIZE(COUNTS, OPERAND, HAS, SCRATCH, TAKE) \
    template <bool isReuseSource = false, const WelfordFinalizeConfig& config = WFFINALIZE_DEFAULT_CFG> \
    __aicore__ inline void WelfordFinalize(const LocalTensor<float>& outputMean, const LocalTensor<float>& outputVariance, \
        const LocalTensor<float>& inputMean, const LocalTensor<float>& inputVariance, COUNTS SCRATCH \
        const WelfordFinalizePara& para, HAWK_SITE) \
    { \
        hawkdetail::Library(hawkdetail::LibraryApi::WelfordFinalize, site).out(outputMean, 1).out(outputVariance, 1) \
            .in(inputMean, para.abLength).in(inputVariance, para.abLength).in(OPERAND, HAS ? para.abLength : 0) \
            .param(0, para.rnLength).param(1, para.abLength).param(2, para.headCount).param(3, para.headCountLength) \
            .param(4, para.tailCount).param(5, para.tailCountLength).param(6, config.isCorrection ? 1 : 0).param(7, HAS) \
            .value(0, static_cast<double>(para.abRec)).value(1, static_cast<double>(para.rRec)) \
            .value(2, static_cast<double>(para.rRecWithCorrection)).TAKE.run(); \
    }
#define HAWK_WELFORD_COUNTS const LocalTensor<int32_t>& counts,
HAWK_WELFORD_FINALIZE(HAWK_WELFORD_COUNTS, counts, 1, HAWK_NORM_SCRATCH, scratch(sharedTmpBuffer))
HAWK_WELFORD_FINALIZE(HAWK_WELFORD_COUNTS, counts, 1, , stack())
HAWK_WELFORD_FINALIZE(, inputMean, 0, HAWK_NORM_SCRATCH, scratch(sharedTmpBuffer))
HAWK_WELFORD_FINALIZE(, inputMean, 0, , stack())

} // namespace AscendC
