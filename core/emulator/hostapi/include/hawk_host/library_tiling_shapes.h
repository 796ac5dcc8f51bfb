#pragma once

#include "hawk_host/library_tiling.h"

/// Host half of the library, second part: normalisation, reductions, transformation, sorting, filter, quantisation.
namespace AscendC {

namespace hawkhost {
/// [B, S, H stored(, H)]: fills a normalisation tiling; the original H is the fourth dimension or the other shape's third.
template <class TilingT>
inline void fillNorm(TilingT& tiling, const TensorShape& shape, std::uint64_t original, std::uint64_t passes)
{
    tiling.bLength = narrow(dim(shape, 0));
    tiling.sLength = narrow(dim(shape, 1));
    tiling.hLength = narrow(dim(shape, 2));
    tiling.originalHLength = narrow(original == 0 ? dim(shape, 2) : original);
    tiling.loopRound = narrow(passes);
}
inline std::uint64_t passes(const hawklib::TemporarySize& need, std::uint64_t given)
{
    return given == 0 || given >= need.max ? 1 : (need.max + given - 1) / given;
}
inline std::uint64_t rows2(const TensorShape& shape) { return dim(shape, 0) * dim(shape, 1); }
inline std::uint64_t stored(std::uint64_t columns, std::uint32_t typeSize)
{
    return hawklib::roundUp(columns, typeSize == 0 ? 1 : 32 / typeSize);
}
} // namespace hawkhost

inline void GetLayerNormMaxMinTmpSize(const TensorShape& srcShape, const uint32_t typeSize, const bool isReuseSource,
    uint32_t& maxValue, uint32_t& minValue)
{
    hawkhost::give(
        hawklib::layerNorm(hawkhost::rows2(srcShape), hawkhost::dim(srcShape, 2), typeSize, isReuseSource), maxValue, minValue);
}
template <class TilingT>
inline void GetLayerNormNDTilingInfo(const TensorShape& srcShape, const uint32_t stackBufferSize, const uint32_t typeSize,
    const bool isReuseSource, TilingT& tiling)
{
    const auto need = hawklib::layerNorm(hawkhost::rows2(srcShape), hawkhost::dim(srcShape, 2), typeSize, isReuseSource);
    hawkhost::fillNorm(tiling, srcShape, hawkhost::dim(srcShape, 3), hawkhost::passes(need, stackBufferSize));
}
template <class TilingT>
inline void GetLayerNormNDTillingInfo(const TensorShape& srcShape, const uint32_t stackBufferSize, const uint32_t typeSize,
    const bool isReuseSource, TilingT& tilling)
{
    GetLayerNormNDTilingInfo(srcShape, stackBufferSize, typeSize, isReuseSource, tilling);
}
/// [A, R]
inline void GetLayerNormMaxMinTmpSize(const TensorShape& srcShape, const uint32_t typeSize, const bool, const bool,
    const bool, uint32_t& maxValue, uint32_t& minValue)
{
    hawkhost::give(hawklib::layerNormSeparate(hawkhost::dim(srcShape, 0),
                       hawkhost::stored(hawkhost::dim(srcShape, 1), typeSize), typeSize), maxValue, minValue);
}
template <class TilingT>
inline void GetLayerNormNDTilingInfo(const TensorShape& srcShape, const uint32_t stackBufferSize, const uint32_t typeSize,
    const bool, const bool, TilingT& tiling)
{
    const std::uint64_t columns = hawkhost::stored(hawkhost::dim(srcShape, 1), typeSize);
    const auto need = hawklib::layerNormSeparate(hawkhost::dim(srcShape, 0), columns, typeSize);
    tiling.aLength = hawkhost::narrow(hawkhost::dim(srcShape, 0));
    tiling.rLength = hawkhost::narrow(hawkhost::dim(srcShape, 1));
    tiling.loopRound = hawkhost::narrow(hawkhost::passes(need, stackBufferSize));
}
inline void GetNormalizeMaxMinTmpSize(const TensorShape& srcShape, const uint32_t typeSizeU, const uint32_t typeSizeT,
    const bool, const bool, const bool, uint32_t& maxValue, uint32_t& minValue)
{
    hawkhost::give(hawklib::normalize(hawkhost::dim(srcShape, 0),
                       hawkhost::stored(hawkhost::dim(srcShape, 1), typeSizeT), typeSizeU), maxValue, minValue);
}
inline bool GetRmsNormMaxMinTmpSize(const TensorShape& srcShape, const uint32_t typeSize, uint32_t& maxValue,
    uint32_t& minValue, const bool isBasicBlock = false)
{
    const std::uint64_t columns = hawkhost::dim(srcShape, 2);
    if (isBasicBlock && (columns % 64 != 0 || hawkhost::rows2(srcShape) % 8 != 0 || columns >= 2048))
        return false;
    hawkhost::give(hawklib::rmsNorm(hawkhost::rows2(srcShape), columns, typeSize), maxValue, minValue);
    return true;
}
template <class TilingT>
inline bool GetRmsNormTilingInfo(const TensorShape& srcShape, const TensorShape& originSrcShape,
    const uint32_t stackBufferByteSize, const uint32_t typeSize, TilingT& tiling, const bool isBasicBlock = false)
{
    const std::uint64_t columns = hawkhost::dim(srcShape, 2), original = hawkhost::dim(originSrcShape, 2);
    uint32_t most = 0, least = 0;
    const bool fits = srcShape.GetDimNum() == 3 && originSrcShape.GetDimNum() == 3 && original != 0 && original <= columns
        && columns * typeSize % 32 == 0 && GetRmsNormMaxMinTmpSize(srcShape, typeSize, most, least, isBasicBlock)
        && stackBufferByteSize >= least;
    if (!fits)
        return false;
    const std::uint64_t all = hawkhost::rows2(srcShape), round = hawkhost::passes({ least, most }, stackBufferByteSize);
    const std::uint64_t main = std::max<std::uint64_t>(1, std::min<std::uint64_t>(all / round, 255));
    hawkhost::fillNorm(tiling, srcShape, original, all / main);
    tiling.reciprocalOfHLength = 1.0F / static_cast<float>(original);
    tiling.mainBsLength = hawkhost::narrow(main);
    tiling.mainBshLength = hawkhost::narrow(main * columns);
    tiling.mainBsLengthAlign = hawkhost::narrow(hawklib::roundUp(main, 8));
    tiling.tailBsLength = hawkhost::narrow(all % main);
    tiling.tailBshLength = hawkhost::narrow(all % main * columns);
    tiling.inputTailPos = hawkhost::narrow((all - all % main) * columns);
    return true;
}
inline bool GetDeepNormMaxMinTmpSize(const TensorShape& srcShape, const uint32_t typeSize, const bool isReuseSource,
    const bool, uint32_t& maxValue, uint32_t& minValue)
{
    GetLayerNormMaxMinTmpSize(srcShape, typeSize, isReuseSource, maxValue, minValue);
    return true;
}
template <class TilingT>
inline bool GetDeepNormTilingInfo(const TensorShape& srcShape, const TensorShape& originSrcShape,
    const uint32_t stackBufferSize, const uint32_t typeSize, const bool isReuseSource, const bool, TilingT& tiling)
{
    const auto need = hawklib::layerNorm(hawkhost::rows2(srcShape), hawkhost::dim(srcShape, 2), typeSize, isReuseSource);
    hawkhost::fillNorm(tiling, srcShape, hawkhost::dim(originSrcShape, 2), hawkhost::passes(need, stackBufferSize));
    return stackBufferSize >= need.min;
}
inline bool GetBatchNormMaxMinTmpSize(const TensorShape& srcShape, const TensorShape& originSrcShape,
    const uint32_t typeSize, const bool, uint32_t& maxValue, uint32_t& minValue, const bool isBasicBlock = false)
{
    const std::uint64_t positions = hawkhost::dim(srcShape, 1) * hawkhost::dim(srcShape, 2);
    if (isBasicBlock && (positions % 64 != 0 || hawkhost::dim(originSrcShape, 0) % 8 != 0))
        return false;
    hawkhost::give(hawklib::batchNorm(hawkhost::dim(originSrcShape, 0), positions, typeSize, isBasicBlock), maxValue, minValue);
    return true;
}
template <class TilingT>
inline bool GetBatchNormNDTilingInfo(const TensorShape& srcShape, const TensorShape& originSrcShape,
    const uint32_t stackBufferByteSize, const uint32_t typeSize, const bool isReuseSource, TilingT& tilling,
    const bool isBasicBlock = false)
{
    uint32_t most = 0, least = 0;
    if (!GetBatchNormMaxMinTmpSize(srcShape, originSrcShape, typeSize, isReuseSource, most, least, isBasicBlock)
        || stackBufferByteSize < least)
        return false;
    tilling.originalBLength = hawkhost::narrow(hawkhost::dim(originSrcShape, 0));
    tilling.meanVarSize = hawkhost::narrow(hawkhost::dim(srcShape, 1) * hawkhost::dim(srcShape, 2));
    tilling.loopRound = hawkhost::narrow(hawkhost::passes({ least, most }, stackBufferByteSize));
    return true;
}
namespace hawkhost {
inline std::uint64_t plane(const TensorShape& shape, std::uint32_t typeSize)
{
    return stored(dim(shape, 2) * dim(shape, 3), typeSize);
}
} // namespace hawkhost
inline void GetGroupNormMaxMinTmpSize(const TensorShape& srcShape, const uint32_t typeSize, const bool isReuseSource,
    const uint32_t groupNum, uint32_t& maxValue, uint32_t& minValue)
{
    hawkhost::give(hawklib::groupNorm(hawkhost::dim(srcShape, 0), hawkhost::dim(srcShape, 1),
                       hawkhost::plane(srcShape, typeSize), groupNum, typeSize, isReuseSource), maxValue, minValue);
}
template <class TilingT>
inline void GetGroupNormNDTilingInfo(const TensorShape& srcShape, const uint32_t, const uint32_t typeSize, const bool,
    const uint32_t groupNum, TilingT& tiling)
{
    tiling.n = hawkhost::narrow(hawkhost::dim(srcShape, 0));
    tiling.c = hawkhost::narrow(hawkhost::dim(srcShape, 1));
    tiling.hw = hawkhost::narrow(hawkhost::dim(srcShape, 2) * hawkhost::dim(srcShape, 3));
    tiling.hwAlignSize = hawkhost::narrow(hawkhost::plane(srcShape, typeSize));
    tiling.g = groupNum;
}
template <class TilingT>
inline void GetGroupNormNDTillingInfo(const TensorShape& srcShape, const uint32_t stackBufferSize, const uint32_t typeSize,
    const bool isReuseSource, const uint32_t groupNum, TilingT& tiling)
{
    GetGroupNormNDTilingInfo(srcShape, stackBufferSize, typeSize, isReuseSource, groupNum, tiling);
}
inline void GetLayerNormGradMaxMinTmpSize(const TensorShape& srcShape, const uint32_t typeSize, const bool isReuseSource,
    uint32_t& maxValue, uint32_t& minValue)
{
    hawkhost::give(hawklib::layerNormGrad(hawkhost::rows2(srcShape), hawkhost::dim(srcShape, 2), typeSize, isReuseSource),
        maxValue, minValue);
}
template <class TilingT>
inline void GetLayerNormGradNDTilingInfo(const TensorShape srcShape, const uint32_t stackBufferSize,
    const uint32_t typeSize, const bool isReuseSource, TilingT& tiling)
{
    const auto need = hawklib::layerNormGrad(hawkhost::rows2(srcShape), hawkhost::dim(srcShape, 2), typeSize, isReuseSource);
    hawkhost::fillNorm(tiling, srcShape, hawkhost::dim(srcShape, 3), hawkhost::passes(need, stackBufferSize));
}
inline void GetLayerNormGradBetaMaxMinTmpSize(
    const TensorShape& srcShape, const uint32_t typeSize, const bool, uint32_t& maxValue, uint32_t& minValue)
{
    hawkhost::give(
        hawklib::layerNormGradBeta(hawkhost::rows2(srcShape), hawkhost::dim(srcShape, 2), typeSize), maxValue, minValue);
}
template <class TilingT>
inline void GetLayerNormGradBetaNDTilingInfo(const TensorShape srcShape, const uint32_t stackBufferSize,
    const uint32_t typeSize, const bool, TilingT& tiling)
{
    const auto need = hawklib::layerNormGradBeta(hawkhost::rows2(srcShape), hawkhost::dim(srcShape, 2), typeSize);
    hawkhost::fillNorm(tiling, srcShape, hawkhost::dim(srcShape, 3), hawkhost::passes(need, stackBufferSize));
}
inline void GetWelfordUpdateMaxMinTmpSize(const TensorShape& srcShape, const uint32_t typeSizeT, const uint32_t,
    const bool isReuseSource, const bool, uint32_t& maxValue, uint32_t& minValue)
{
    hawkhost::give(hawklib::welfordUpdate(hawkhost::count(srcShape), typeSizeT, isReuseSource), maxValue, minValue);
}
inline void GetWelfordFinalizeMaxMinTmpSize(
    const TensorShape& srcShape, const uint32_t, const bool, uint32_t& maxValue, uint32_t& minValue)
{
    hawkhost::give(hawklib::welfordFinalize(hawkhost::dim(srcShape, 0)), maxValue, minValue);
}

inline void GetSumMaxMinTmpSize(const uint32_t n, const uint32_t typeSize, const bool, uint32_t& maxSize, uint32_t& minSize)
{
    hawkhost::give(hawklib::rowSum(n, typeSize), maxSize, minSize);
}
inline void GetMeanMaxMinTmpSize(const uint32_t n, const uint32_t srcTypeSize, const uint32_t accTypeSize, const bool,
    uint32_t& maxSize, uint32_t& minSize)
{
    hawkhost::give(hawklib::rowMean(n, srcTypeSize, accTypeSize), maxSize, minSize);
}
inline void GetMeanTmpBufferFactorSize(const uint32_t, uint32_t& maxLiveNodeCount, uint32_t& extraBuffer)
{
    maxLiveNodeCount = 1;
    extraBuffer = 0;
}
#ifndef HAWK_REDUCE_PATTERN
#define HAWK_REDUCE_PATTERN
#ifndef __aicore__ // programs that hold host and kernel in one file have the kernel's enumeration
enum class ReducePattern : uint32_t { AR = 0, RA = 1, R, ARA, ARAR, ARARA, ARARAR, ARARARA, ARARARAR, ARARARARA, RAR, RARA };
#endif
#endif
#define HAWK_HOST_REDUCE(NAME, SIZE)                                                                                   \
    inline void Get##NAME##MaxMinTmpSize(const TensorShape& srcShape, const TensorDataType dataType,                   \
        ReducePattern pattern, bool, bool isReuseSource, uint32_t& maxValue, uint32_t& minValue)                       \
    {                                                                                                                  \
        [[maybe_unused]] const std::uint32_t typeSize = hawkhost::sizeOf(dataType);                                    \
        const std::uint64_t first = hawkhost::dim(srcShape, 0), last = hawkhost::dim(srcShape, 1);                     \
        const bool keepsRows = pattern == ReducePattern::AR;                                                           \
        hawkhost::give(hawklib::SIZE, maxValue, minValue);                                                             \
    }
HAWK_HOST_REDUCE(ReduceSum, reduceSum(first, last, keepsRows, isReuseSource))
HAWK_HOST_REDUCE(ReduceMean, reduceSum(first, last, keepsRows, isReuseSource))
HAWK_HOST_REDUCE(ReduceMax, reduceExtreme(first, last, typeSize, keepsRows, isReuseSource, false))
HAWK_HOST_REDUCE(ReduceMin, reduceExtreme(first, last, typeSize, keepsRows, isReuseSource, false))
HAWK_HOST_REDUCE(ReduceProd, reduceExtreme(first, last, typeSize, keepsRows, isReuseSource, true))
HAWK_HOST_REDUCE(ReduceAny, reduceLogical(first, last, typeSize, keepsRows, isReuseSource))
HAWK_HOST_REDUCE(ReduceAll, reduceLogical(first, last, typeSize, keepsRows, isReuseSource))
inline void GetReduceXorSumMaxMinTmpSize(
    const TensorShape& srcShape, const uint32_t, const bool isReuseSource, uint32_t& maxValue, uint32_t& minValue)
{
    hawkhost::give(hawklib::reduceXorSum(hawkhost::count(srcShape), isReuseSource), maxValue, minValue);
}

inline void GetBroadCastMaxMinTmpSize(const platform_ascendc::PlatformAscendC&, const TensorShape& srcShape,
    const TensorShape& dstShape, uint32_t typeSize, const bool, uint32_t& maxValue, uint32_t& minValue)
{
    const auto first = [](const TensorShape& s) { return s.GetDimNum() == 1 ? 1 : hawkhost::dim(s, 0); };
    hawkhost::give(hawklib::broadcast(first(srcShape), hawkhost::lastDim(srcShape), first(dstShape),
                       hawkhost::lastDim(dstShape), typeSize), maxValue, minValue);
}
inline void GetBroadCastMaxMinTmpSize(const TensorShape& srcShape, const TensorShape& dstShape, uint32_t typeSize,
    const bool isReuseSource, uint32_t& maxValue, uint32_t& minValue)
{
    GetBroadCastMaxMinTmpSize(platform_ascendc::PlatformAscendC(nullptr), srcShape, dstShape, typeSize, isReuseSource,
        maxValue, minValue);
}
inline void GetPadMaxMinTmpSize(const TensorShape& srcShape, const uint32_t, uint32_t& maxValue, uint32_t& minValue)
{
    hawkhost::give(hawklib::pad(hawkhost::dim(srcShape, 0), hawkhost::dim(srcShape, 1)), maxValue, minValue);
}
template <class TilingT>
inline void PadTilingFunc(
    const TensorShape srcShape, const TensorShape oriSrcShape, const uint32_t, const uint32_t, TilingT& tiling)
{
    tiling.srcHeight = hawkhost::narrow(hawkhost::dim(srcShape, 0));
    tiling.srcWidth = hawkhost::narrow(hawkhost::dim(srcShape, 1));
    tiling.srcOriWidth = hawkhost::narrow(hawkhost::dim(oriSrcShape, 1));
}
inline void GetUnPadMaxMinTmpSize(const platform_ascendc::PlatformAscendC&, const TensorShape&, const uint32_t,
    uint32_t& maxValue, uint32_t& minValue)
{
    maxValue = minValue = 0; // this generation gathers in place
}
template <class TilingT>
inline void UnPadTilingFunc(const TensorShape srcShape, const uint32_t, const uint32_t, TilingT& tiling)
{
    tiling.srcHeight = hawkhost::narrow(hawkhost::dim(srcShape, 0));
    tiling.srcWidth = hawkhost::narrow(hawkhost::dim(srcShape, 1));
}
namespace hawkhost {
constexpr std::uint32_t kPlainTranspose = 7; // TRANSPOSE_ND2ND_ONLY
/// Shapes of fewer than four axes fill up in front.
template <class TilingT>
inline void fillTranspose(TilingT& tiling, const TensorShape& shape, std::uint32_t kind)
{
    const std::size_t missing = shape.GetDimNum() < 4 ? 4 - shape.GetDimNum() : 0;
    const auto axis = [&](std::size_t i) { return i < missing ? 1U : narrow(dim(shape, i - missing)); };
    tiling.dim0 = axis(0);
    tiling.dim1 = axis(1);
    tiling.dim2 = axis(2);
    tiling.dim3 = axis(3);
    tiling.kind = kind;
}
} // namespace hawkhost
#define HAWK_HOST_TRANSPOSE(NAME)                                                                                      \
    inline void Get##NAME##MaxMinTmpSize(const TensorShape& srcShape, const uint32_t typeSize,                         \
        const uint32_t transposeTypeIn, uint32_t& maxValue, uint32_t& minValue)                                        \
    {                                                                                                                  \
        hawkhost::give(hawklib::transpose(hawkhost::count(srcShape), typeSize,                                         \
                           transposeTypeIn == hawkhost::kPlainTranspose), maxValue, minValue);                         \
    }                                                                                                                  \
    template <class TilingT>                                                                                           \
    inline void Get##NAME##TilingInfo(const TensorShape& srcShape, const uint32_t, const uint32_t,                     \
        const uint32_t transposeTypeIn, TilingT& tiling)                                                               \
    {                                                                                                                  \
        hawkhost::fillTranspose(tiling, srcShape, transposeTypeIn);                                                    \
    }
HAWK_HOST_TRANSPOSE(Transpose)
HAWK_HOST_TRANSPOSE(ConfusionTranspose)
template <class TilingT>
inline void GetConfusionTransposeOnlyTilingInfo(
    const TensorShape& srcShape, const uint32_t, const uint32_t, TilingT& tiling)
{
    hawkhost::fillTranspose(tiling, srcShape, hawkhost::kPlainTranspose);
}
inline void GetArangeMaxMinTmpSize(uint32_t& maxValue, uint32_t& minValue) { maxValue = minValue = 0; }
inline void GetArithProgressionMaxMinTmpSize(uint32_t& maxValue, uint32_t& minValue) { maxValue = minValue = 0; }

#ifndef __aicore__
enum class TopKMode { TOPK_NORMAL, TOPK_NSMALL };
#endif
inline bool GetTopKMaxMinTmpSize(const platform_ascendc::PlatformAscendC&, const int32_t inner, const int32_t outter,
    const bool, const bool isInitIndex, enum TopKMode mode, const bool isLargest, const uint32_t, uint32_t& maxValue,
    uint32_t& minValue)
{
    hawkhost::give(hawklib::topK(static_cast<std::uint64_t>(outter), static_cast<std::uint64_t>(inner), isInitIndex,
                       mode == TopKMode::TOPK_NSMALL, !isLargest), maxValue, minValue);
    return true;
}
template <class TilingT>
inline bool TopKTilingFunc(const platform_ascendc::PlatformAscendC& platform, const int32_t inner, const int32_t outter,
    const int32_t k, const uint32_t dataTypeSize, const bool isInitIndex, enum TopKMode mode, const bool isLargest,
    TilingT& topKTiling)
{
    uint32_t most = 0, least = 0;
    GetTopKMaxMinTmpSize(platform, inner, outter, false, isInitIndex, mode, isLargest, dataTypeSize, most, least);
    topKTiling.tmpLocalSize = static_cast<int32_t>(least / (dataTypeSize == 0 ? 1 : dataTypeSize));
    topKTiling.allDataSize = inner * outter;
    topKTiling.innerDataSize = inner;
    topKTiling.outerCount = outter;
    topKTiling.k = k;
    return inner > 0 && inner % 32 == 0 && k > 0 && k <= inner;
}
#ifndef __aicore__
enum class SortType { RADIX_SORT, MERGE_SORT };
struct SortConfig {
    SortType type = SortType::RADIX_SORT;
    bool isDescend = false;
};
#endif
/// Sorting by algorithm is another generation's; the element pairs of this one need as much as a full sort.
inline void GetSortMaxMinTmpSize(const TensorShape& srcShape, TensorDataType, TensorDataType, bool, const SortConfig&,
    uint32_t& maxValue, uint32_t& minValue)
{
    hawkhost::give(hawklib::fullSort(hawkhost::count(srcShape)), maxValue, minValue);
}
inline uint32_t GetConcatTmpSize(const platform_ascendc::PlatformAscendC&, const uint32_t, const uint32_t) { return 0; }
inline uint32_t GetSortTmpSize(const platform_ascendc::PlatformAscendC&, const uint32_t elemCount, const uint32_t)
{
    return hawkhost::narrow(hawklib::fullSort(elemCount).min);
}

inline uint32_t GetDropOutMinTmpSize(const TensorShape& srcShape, const uint32_t, const bool)
{
    return hawkhost::narrow(hawklib::dropOut(hawkhost::count(srcShape)).min);
}
inline uint32_t GetDropOutMaxTmpSize(const TensorShape& srcShape, const uint32_t, const bool)
{
    return hawkhost::narrow(hawklib::dropOut(hawkhost::count(srcShape)).max);
}
inline void GetDropOutMaxMinTmpSize(
    const TensorShape& srcShape, const uint32_t, const bool, uint32_t& maxValue, uint32_t& minValue)
{
    hawkhost::give(hawklib::dropOut(hawkhost::count(srcShape)), maxValue, minValue);
}
namespace hawkhost {
inline hawklib::TemporarySize select(const TensorShape& src0, const TensorShape& src1, const TensorShape& mask,
    std::uint32_t maskSize, bool reuseMask)
{
    const TensorShape& source = src0.GetDimNum() == 0 || src0.GetShapeSize() == 1 ? src1 : src0;
    return hawklib::selectBytes(count(source), maskSize, lastDim(source) != lastDim(mask) && !reuseMask);
}
} // namespace hawkhost
#define HAWK_HOST_SELECT(NAME)                                                                                         \
    inline void Get##NAME##MaxMinTmpSize(const TensorShape& src0, const TensorShape& src1, const uint32_t,             \
        const TensorShape& mask, const uint32_t maskTypeSize, const bool isReuseMask, uint32_t& maxValue,              \
        uint32_t& minValue)                                                                                            \
    {                                                                                                                  \
        hawkhost::give(hawkhost::select(src0, src1, mask, maskTypeSize, isReuseMask), maxValue, minValue);             \
    }                                                                                                                  \
    inline uint32_t Get##NAME##MinTmpSize(const TensorShape& src0, const TensorShape& src1, const uint32_t,            \
        const TensorShape& mask, const uint32_t maskTypeSize, const bool isReuseMask)                                  \
    {                                                                                                                  \
        return hawkhost::narrow(hawkhost::select(src0, src1, mask, maskTypeSize, isReuseMask).min);                    \
    }                                                                                                                  \
    inline uint32_t Get##NAME##MaxTmpSize(const TensorShape& src0, const TensorShape& src1, const uint32_t,            \
        const TensorShape& mask, const uint32_t maskTypeSize, const bool isReuseMask)                                  \
    {                                                                                                                  \
        return hawkhost::narrow(hawkhost::select(src0, src1, mask, maskTypeSize, isReuseMask).max);                    \
    }
HAWK_HOST_SELECT(Select)
HAWK_HOST_SELECT(SelectWithBytesMask)

inline void GetAscendQuantMaxMinTmpSize(
    const TensorShape& srcShape, const uint32_t, uint32_t& maxValue, uint32_t& minValue)
{
    hawkhost::give(hawklib::quantize(hawkhost::count(srcShape)), maxValue, minValue);
}
inline void GetAscendQuantTmpBufferFactorSize(uint32_t& maxLiveNodeCount, uint32_t& extraBuf)
{
    maxLiveNodeCount = 2;
    extraBuf = 0;
}
inline void GetAscendDequantMaxMinTmpSize(
    const TensorShape& srcShape, const uint32_t, uint32_t& maxValue, uint32_t& minValue)
{
    const std::uint64_t columns = hawkhost::lastDim(srcShape);
    hawkhost::give(hawklib::dequantize(hawkhost::rows(srcShape), columns, columns), maxValue, minValue);
}

namespace hawkhost {
inline hawklib::TemporarySize antiQuantize(
    const TensorShape& src, const TensorShape& scale, bool transposed, TensorDataType output)
{
    return hawklib::antiQuantize(count(src), dim(src, 0), count(scale), output == ge::DT_FLOAT16, transposed);
}
} // namespace hawkhost
inline void GetAscendAntiQuantMaxMinTmpSize(const TensorShape& srcShape, const TensorShape& scaleShape, bool isTranspose,
    TensorDataType, TensorDataType outputDataType, uint32_t& maxValue, uint32_t& minValue)
{
    hawkhost::give(hawkhost::antiQuantize(srcShape, scaleShape, isTranspose, outputDataType), maxValue, minValue);
}
inline uint32_t GetAscendAntiQuantMaxTmpSize(const TensorShape& srcShape, const TensorShape& scaleShape, bool isTranspose,
    TensorDataType, TensorDataType outputDataType)
{
    return hawkhost::narrow(hawkhost::antiQuantize(srcShape, scaleShape, isTranspose, outputDataType).max);
}
inline uint32_t GetAscendAntiQuantMinTmpSize(const TensorShape& srcShape, const TensorShape& scaleShape, bool isTranspose,
    TensorDataType, TensorDataType outputDataType)
{
    return hawkhost::narrow(hawkhost::antiQuantize(srcShape, scaleShape, isTranspose, outputDataType).min);
}

} // namespace AscendC
