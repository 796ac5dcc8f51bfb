#pragma once

#include "hawk/library/call.h"
#include "hawk/library/tiling_data.h"

/// Softmax and its relatives over the rows of a matrix (reference: high-level API, 激活函数/SoftMax接口).
namespace AscendC {

enum class SoftmaxMode { SOFTMAX_NORMAL = 0, SOFTMAX_OUTPUT_WITHOUT_BRC = 1 };
struct SoftmaxConfig {
    bool isCheckTiling = true;
    uint32_t oriSrcM = 0;
    uint32_t oriSrcK = 0;
    SoftmaxMode mode = SoftmaxMode::SOFTMAX_NORMAL;
};
inline constexpr SoftmaxConfig SOFTMAX_DEFAULT_CFG { true, 0, 0, SoftmaxMode::SOFTMAX_NORMAL };
struct SoftMaxShapeInfo {
    uint32_t srcM = 0;
    uint32_t srcK = 0;
    uint32_t oriSrcM = 0;
    uint32_t oriSrcK = 0;
};
struct SoftMaxParams {
    uint32_t srcM;
    uint32_t srcK;
    uint32_t oriSrcM;
    uint32_t oriSrcK;
    uint32_t loopCnt;
    uint32_t splitMeanCnt;
    float alpha;
};

namespace hawkdetail {
/// Rows and columns of a call: the shape info where it is given, else the tiling's.
struct RowShape {
    uint64_t rows, columns, realColumns;
    uint32_t flags;
    uint64_t all() const { return rows * columns; }
    /// Elements of a per-row result: one 32 B block a row, or one element a row.
    template <class T>
    uint64_t reduced() const
    {
        return (flags & 2) != 0 ? rows : rows * (32 / sizeof(T));
    }
    Library& describe(Library& call) const
    {
        return call.param(0, static_cast<int64_t>(rows)).param(1, static_cast<int64_t>(columns))
            .param(2, static_cast<int64_t>(realColumns)).param(3, flags);
    }
};
/// Bits of param 3.
inline constexpr uint32_t kRowUpdate = 1, kRowPlain = 2, kRowFractal = 4, kRowHasMax = 8, kRowBasicBlock = 16, kRowBare = 32;

template <class TilingT>
inline RowShape rowShape(const TilingT& tiling, const SoftMaxShapeInfo& info, uint32_t flags)
{
    if (info.srcM == 0 || info.srcK == 0)
        return { tiling.srcM, tiling.srcK, tiling.srcK, flags };
    return { info.srcM, info.srcK, info.oriSrcK == 0 ? info.srcK : info.oriSrcK, flags };
}
template <bool isBasicBlock, bool isDataFormatNZ>
constexpr uint32_t rowFlags(SoftmaxMode mode)
{
    return (mode == SoftmaxMode::SOFTMAX_OUTPUT_WITHOUT_BRC ? kRowPlain : 0) | (isDataFormatNZ ? kRowFractal : 0)
        | (isBasicBlock ? kRowBasicBlock : 0);
}
} // namespace hawkdetail

#define HAWK_ROW_TYPES(name) \
    static_assert((hawkabi::same<D, half> && (hawkabi::same<S, half> || hawkabi::same<S, float>)) \
            || (hawkabi::same<D, float> && hawkabi::same<S, float>), \
        name " takes half or float, with sums and maxima of the same type or of float [library-dtype]"); \
    static_assert(hawkabi::same<D, S> ? hawkabi::same<T, D> || hawkabi::same<T, void> \
                                      : hawkabi::same<T, half> || hawkabi::same<T, float>, \
        name ": T is the tensors' type, and half or float where sums and maxima of half rows are float [library-dtype]")
#define HAWK_WITH_SCRATCH const LocalTensor<uint8_t>& sharedTmpBuffer,

/// dst, sum, max <- src; SimpleSoftMax reads sum and max instead. A call need not name T where all tensors are of one type.
#define HAWK_SOFTMAX(NAME, SUMS, SCRATCH, TAKE) \
    template <typename T = void, bool isReuseSource = false, bool isBasicBlock = false, bool isDataFormatNZ = false, \
        const SoftmaxConfig& config = SOFTMAX_DEFAULT_CFG, typename D, typename S> \
    __aicore__ inline void NAME(const LocalTensor<D>& dstTensor, const LocalTensor<S>& sumTensor, \
        const LocalTensor<S>& maxTensor, const LocalTensor<D>& srcTensor, SCRATCH const SoftMaxTiling& tiling, \
        const SoftMaxShapeInfo& softmaxShapeInfo = {}, HAWK_SITE) \
    { \
        HAWK_ROW_TYPES(#NAME); \
        const hawkdetail::RowShape shape = hawkdetail::rowShape( \
            tiling, softmaxShapeInfo, hawkdetail::rowFlags<isBasicBlock, isDataFormatNZ>(config.mode)); \
        hawkdetail::Library call(hawkdetail::LibraryApi::NAME, site); \
        call.out(dstTensor, shape.all()).SUMS(sumTensor, shape.reduced<S>()).SUMS(maxTensor, shape.reduced<S>()) \
            .in(srcTensor, shape.all()).TAKE; \
        shape.describe(call).run(); \
    }
HAWK_SOFTMAX(SoftMax, out, HAWK_WITH_SCRATCH, scratch(sharedTmpBuffer))
HAWK_SOFTMAX(SoftMax, out, , stack())
HAWK_SOFTMAX(SimpleSoftMax, in, HAWK_WITH_SCRATCH, scratch(sharedTmpBuffer))
HAWK_SOFTMAX(SimpleSoftMax, in, , stack())

/// Only dst <- src.
#define HAWK_SOFTMAX_BARE(SCRATCH, TAKE) \
    template <typename T, bool isReuseSource = false, bool isBasicBlock = false, \
        const SoftmaxConfig& config = SOFTMAX_DEFAULT_CFG> \
    __aicore__ inline void SoftMax(const LocalTensor<T>& dstTensor, const LocalTensor<T>& srcTensor, \
        SCRATCH const SoftMaxTiling& tiling, const SoftMaxShapeInfo& softmaxShapeInfo = {}, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES("SoftMax", T, hawkabi::kF16 | hawkabi::kF32, "half and float"); \
        const hawkdetail::RowShape shape = hawkdetail::rowShape(tiling, softmaxShapeInfo, hawkdetail::kRowBare); \
        hawkdetail::Library call(hawkdetail::LibraryApi::SoftMax, site); \
        call.out(dstTensor, shape.all()).out(dstTensor, 0).out(dstTensor, 0).in(srcTensor, shape.all()).TAKE; \
        shape.describe(call).run(); \
    }
HAWK_SOFTMAX_BARE(HAWK_WITH_SCRATCH, scratch(sharedTmpBuffer))
HAWK_SOFTMAX_BARE(, stack())

template <typename T, bool isReuseSource = false, bool isDataFormatNZ = false>
__aicore__ inline void LogSoftMax(const LocalTensor<T>& dst, const LocalTensor<T>& sum, const LocalTensor<T>& max,
    const LocalTensor<T>& src, const LocalTensor<uint8_t>& sharedTmpBuffer, const LogSoftMaxTiling& tiling,
    const SoftMaxShapeInfo& softmaxShapeInfo = {}, HAWK_SITE)
{
    HAWK_LIBRARY_TYPES("LogSoftMax", T, hawkabi::kF16 | hawkabi::kF32, "half and float");
    const hawkdetail::RowShape shape
        = hawkdetail::rowShape(tiling, softmaxShapeInfo, isDataFormatNZ ? hawkdetail::kRowFractal : 0U);
    hawkdetail::Library call(hawkdetail::LibraryApi::LogSoftMax, site);
    call.out(dst, shape.all()).out(sum, shape.reduced<T>()).out(max, shape.reduced<T>()).in(src, shape.all())
        .scratch(sharedTmpBuffer);
    shape.describe(call).run();
}

/// SoftmaxFlash and SoftmaxFlashV2: (dst, sum, max, src, expMax, inSum, inMax). Without update the last three are not touched.
#define HAWK_FLASH_BODY(NAME, UPDATE, FLAGS) \
    HAWK_ROW_TYPES(#NAME); \
    const bool update = UPDATE; \
    const hawkdetail::RowShape shape \
        = hawkdetail::rowShape(tiling, softmaxShapeInfo, (update ? hawkdetail::kRowUpdate : 0U) | (FLAGS)); \
    hawkdetail::Library call(hawkdetail::LibraryApi::NAME, site); \
    call.out(dstTensor, shape.all()).out(sumTensor, shape.reduced<S>()).out(maxTensor, shape.reduced<S>()) \
        .in(srcTensor, shape.all()).out(expMaxTensor, update ? shape.reduced<D>() : 0) \
        .in(inSumTensor, update ? shape.reduced<S>() : 0).in(inMaxTensor, update ? shape.reduced<S>() : 0)

#define HAWK_SOFTMAX_FLASH(SCRATCH, TAKE) \
    template <typename T = void, bool isReuseSource = false, bool isBasicBlock = false, typename D, typename S> \
    __aicore__ inline void SoftmaxFlash(const LocalTensor<D>& dstTensor, const LocalTensor<S>& sumTensor, \
        const LocalTensor<S>& maxTensor, const LocalTensor<D>& srcTensor, const LocalTensor<D>& expMaxTensor, \
        const LocalTensor<S>& inSumTensor, const LocalTensor<S>& inMaxTensor, SCRATCH const SoftMaxTiling& tiling, \
        bool isUpdate = false, const SoftMaxShapeInfo& softmaxShapeInfo = {}, HAWK_SITE) \
    { \
        HAWK_FLASH_BODY(SoftmaxFlash, isUpdate, isBasicBlock ? hawkdetail::kRowBasicBlock : 0U); \
        call.TAKE; \
        shape.describe(call).run(); \
    }
HAWK_SOFTMAX_FLASH(HAWK_WITH_SCRATCH, scratch(sharedTmpBuffer))
HAWK_SOFTMAX_FLASH(, stack())

#define HAWK_FLASH_V2_TEMPLATE \
    template <typename T = void, bool isUpdate = false, bool isReuseSource = false, bool isBasicBlock = false, \
        bool isDataFormatNZ = false, const SoftmaxConfig& config = SOFTMAX_DEFAULT_CFG, typename D, typename S>
#define HAWK_SOFTMAX_FLASH_V2(SCRATCH, TAKE) \
    HAWK_FLASH_V2_TEMPLATE \
    __aicore__ inline void SoftmaxFlashV2(const LocalTensor<D>& dstTensor, const LocalTensor<S>& sumTensor, \
        const LocalTensor<S>& maxTensor, const LocalTensor<D>& srcTensor, const LocalTensor<D>& expMaxTensor, \
        const LocalTensor<S>& inSumTensor, const LocalTensor<S>& inMaxTensor, SCRATCH const SoftMaxTiling& tiling, \
        const SoftMaxShapeInfo& softmaxShapeInfo = {}, HAWK_SITE) \
    { \
        HAWK_FLASH_BODY(SoftmaxFlashV2, isUpdate, (hawkdetail::rowFlags<isBasicBlock, isDataFormatNZ>(config.mode))); \
        call.TAKE; \
        shape.describe(call).run(); \
    } \
    HAWK_FLASH_V2_TEMPLATE \
    __aicore__ inline void SoftmaxFlashV2(const LocalTensor<D>& dstTensor, const LocalTensor<S>& outReduceMax, \
        const LocalTensor<S>& sumTensor, const LocalTensor<S>& maxTensor, const LocalTensor<D>& srcTensor, \
        const LocalTensor<D>& expMaxTensor, const LocalTensor<S>& inSumTensor, const LocalTensor<S>& inMaxTensor, \
        SCRATCH const SoftMaxTiling& tiling, const SoftMaxShapeInfo& softmaxShapeInfo = {}, HAWK_SITE) \
    { \
        HAWK_FLASH_BODY(SoftmaxFlashV2, isUpdate, \
            (hawkdetail::rowFlags<isBasicBlock, isDataFormatNZ>(config.mode)) | hawkdetail::kRowHasMax); \
        call.out(outReduceMax, shape.reduced<S>()).TAKE; \
        shape.describe(call).run(); \
    }
HAWK_SOFTMAX_FLASH_V2(HAWK_WITH_SCRATCH, scratch(sharedTmpBuffer))
HAWK_SOFTMAX_FLASH_V2(, stack())

/// Softmax with a shifted mean: half rows, float statistics.
#define HAWK_SOFTMAX_FLASH_V3(SCRATCH, TAKE) \
    template <typename T, typename U, bool isUpdate = false, bool isReuseSource = false, bool isBasicBlock = false, \
        bool isDataFormatNZ = false, const SoftmaxConfig& config = SOFTMAX_DEFAULT_CFG> \
    __aicore__ inline void SoftmaxFlashV3(const LocalTensor<T>& dstTensor, const LocalTensor<U>& meanTensor, \
        const LocalTensor<U>& expSumTensor, const LocalTensor<U>& maxTensor, const LocalTensor<T>& srcTensor, \
        const LocalTensor<T>& expMaxTensor, const LocalTensor<U>& inMeanTensor, const LocalTensor<U>& inExpSumTensor, \
        const LocalTensor<U>& inMaxTensor, SCRATCH const SoftMaxTiling& tiling, const SoftMaxParams& params, HAWK_SITE) \
    { \
        static_assert(hawkabi::same<T, half> && hawkabi::same<U, float>, \
            "SoftmaxFlashV3 takes half rows and float statistics [library-dtype]"); \
        const hawkdetail::RowShape shape { params.srcM, params.srcK, params.oriSrcK, \
            isUpdate ? hawkdetail::kRowUpdate : 0U }; \
        hawkdetail::Library call(hawkdetail::LibraryApi::SoftmaxFlashV3, site); \
        call.out(dstTensor, shape.all()).out(meanTensor, shape.reduced<U>()).out(expSumTensor, shape.reduced<U>()) \
            .out(maxTensor, shape.reduced<U>()).in(srcTensor, shape.all()) \
            .out(expMaxTensor, isUpdate ? shape.reduced<T>() : 0).in(inMeanTensor, isUpdate ? shape.reduced<U>() : 0) \
            .in(inExpSumTensor, isUpdate ? shape.reduced<U>() : 0).in(inMaxTensor, isUpdate ? shape.reduced<U>() : 0).TAKE; \
        call.param(4, params.loopCnt).param(5, params.splitMeanCnt).value(0, static_cast<double>(params.alpha)); \
        shape.describe(call).run(); \
    }
HAWK_SOFTMAX_FLASH_V3(HAWK_WITH_SCRATCH, scratch(sharedTmpBuffer))
HAWK_SOFTMAX_FLASH_V3(, stack())

#define HAWK_SOFTMAX_GRAD(SCRATCH, TAKE) \
    template <typename T, bool isReuseSource = false, bool isDataFormatNZ = false> \
    __aicore__ inline void SoftmaxGrad(const LocalTensor<T>& dstTensor, const LocalTensor<T>& gradTensor, \
        const LocalTensor<T>& srcTensor, SCRATCH const SoftMaxTiling& tiling, bool isFront = false, \
        const SoftMaxShapeInfo& softmaxShapeInfo = {}, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES("SoftmaxGrad", T, hawkabi::kF16 | hawkabi::kF32, "half and float"); \
        const hawkdetail::RowShape shape \
            = hawkdetail::rowShape(tiling, softmaxShapeInfo, isDataFormatNZ ? hawkdetail::kRowFractal : 0U); \
        hawkdetail::Library call( \
            isFront ? hawkdetail::LibraryApi::SoftmaxGradFront : hawkdetail::LibraryApi::SoftmaxGrad, site); \
        call.out(dstTensor, isFront ? shape.reduced<T>() : shape.all()).in(gradTensor, shape.all()) \
            .in(srcTensor, shape.all()).TAKE; \
        shape.describe(call).run(); \
    } \
    template <typename T, bool isBasicBlock = false, bool isDataFormatNZ = false> \
    __aicore__ inline void SoftmaxGradFront(const LocalTensor<T>& dstTensor, const LocalTensor<T>& gradTensor, \
        const LocalTensor<T>& srcTensor, SCRATCH const SoftMaxTiling& tiling, \
        const SoftMaxShapeInfo& softmaxShapeInfo = {}, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES("SoftmaxGradFront", T, hawkabi::kF16 | hawkabi::kF32, "half and float"); \
        const hawkdetail::RowShape shape \
            = hawkdetail::rowShape(tiling, softmaxShapeInfo, isDataFormatNZ ? hawkdetail::kRowFractal : 0U); \
        hawkdetail::Library call(hawkdetail::LibraryApi::SoftmaxGradFront, site); \
        call.out(dstTensor, shape.reduced<T>()).in(gradTensor, shape.all()).in(srcTensor, shape.all()).TAKE; \
        shape.describe(call).run(); \
    }
HAWK_SOFTMAX_GRAD(HAWK_WITH_SCRATCH, scratch(sharedTmpBuffer))
HAWK_SOFTMAX_GRAD(, stack())

/// Rows whose maximum has the bits `from` become `to`; says whether there was one.
template <typename T1, typename T2, bool isDataFormatNZ = false, uint8_t stepSizeMode = 0>
__aicore__ inline bool AdjustSoftMaxRes(const LocalTensor<T1>& softMaxRes, const LocalTensor<T2>& maxTensor,
    const uint32_t from, const T1 to, const SoftMaxShapeInfo& softmaxShapeInfo, HAWK_SITE)
{
    HAWK_LIBRARY_TYPES("AdjustSoftMaxRes", T1, hawkabi::kF16 | hawkabi::kF32, "half and float");
    HAWK_LIBRARY_TYPES("AdjustSoftMaxRes", T2, hawkabi::kF16 | hawkabi::kF32, "half and float");
    const uint64_t step = stepSizeMode == 0 ? 32 / sizeof(T2) : 1;
    const uint64_t rows = softmaxShapeInfo.srcM;
    bool changed = false;
    for (uint64_t r = 0; r < rows; ++r)
        changed = changed || hawkabi::bitsOf(maxTensor.GetValue(static_cast<uint32_t>(r * step), site)) == from;
    if (changed) {
        hawkdetail::Library(hawkdetail::LibraryApi::AdjustSoftMaxRes, site)
            .inOut(softMaxRes, rows * softmaxShapeInfo.srcK).in(maxTensor, rows * step)
            .param(0, static_cast<int64_t>(rows)).param(1, softmaxShapeInfo.srcK).param(3, isDataFormatNZ ? 4 : 0)
            .param(4, from).param(5, static_cast<int64_t>(step)).value(0, static_cast<double>(static_cast<float>(to))).run();
    }
    return changed;
}

} // namespace AscendC
