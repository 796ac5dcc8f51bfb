#pragma once

#include "hawk/library/call.h"
#include "hawk/library/normalization.h"

/// Quantisation and its inverse (reference: high-level API, 量化操作).
namespace AscendC {

struct AscendQuantConfig {
    uint32_t calcCount = 0;
    uint32_t offsetCount = 0;
    uint32_t scaleCount = 0;
    uint32_t workLocalSize = 0;
};
inline constexpr AscendQuantConfig ASCEND_QUANT_DEFAULT_CFG { 0, 0, 0, 0 };

namespace hawkdetail {
template <typename T>
inline Library quantCall(const LocalTensor<int8_t>& dst, const LocalTensor<T>& src, uint64_t count, const hawkabi::Site& site)
{
    HAWK_LIBRARY_TYPES("AscendQuant", T, hawkabi::kF16 | hawkabi::kF32, "half and float");
    Library call(LibraryApi::AscendQuant, site);
    call.out(dst, count).in(src, count);
    return call;
}
} // namespace hawkdetail

/// Scale and offset are numbers. Operands: dst, src, scale, offset; param 0: number of scales, 0 for one number.
#define HAWK_QUANT(SCRATCH, TAKE) \
    template <typename T, bool isReuseSource = false, const AscendQuantConfig& config = ASCEND_QUANT_DEFAULT_CFG> \
    __aicore__ inline void AscendQuant(const LocalTensor<int8_t>& dstTensor, const LocalTensor<T>& srcTensor, \
        SCRATCH const float scale, const float offset, const uint32_t calCount, HAWK_SITE) \
    { \
        hawkdetail::quantCall(dstTensor, srcTensor, calCount, site).in(srcTensor, 0).in(srcTensor, 0) \
            .value(0, static_cast<double>(scale)).value(1, static_cast<double>(offset)).TAKE.run(); \
    } \
    template <typename T, bool isReuseSource = false, const AscendQuantConfig& config = ASCEND_QUANT_DEFAULT_CFG> \
    __aicore__ inline void AscendQuant(const LocalTensor<int8_t>& dstTensor, const LocalTensor<T>& srcTensor, \
        SCRATCH const float scale, const float offset, HAWK_SITE) \
    { \
        hawkdetail::quantCall(dstTensor, srcTensor, srcTensor.GetSize(), site).in(srcTensor, 0).in(srcTensor, 0) \
            .value(0, static_cast<double>(scale)).value(1, static_cast<double>(offset)).TAKE.run(); \
    } \
    template <typename T, bool isReuseSource = false, const AscendQuantConfig& config = ASCEND_QUANT_DEFAULT_CFG> \
    __aicore__ inline void AscendQuant(const LocalTensor<int8_t>& dstTensor, const LocalTensor<T>& srcTensor, \
        SCRATCH const LocalTensor<T>& scaleTensor, const T offset, const uint32_t scaleCount, const uint32_t calCount, \
        HAWK_SITE) \
    { \
        hawkdetail::quantCall(dstTensor, srcTensor, calCount, site).in(scaleTensor, scaleCount).in(srcTensor, 0) \
            .value(1, hawkdetail::number(offset)).param(0, scaleCount).TAKE.run(); \
    } \
    template <typename T, bool isReuseSource = false, const AscendQuantConfig& config = ASCEND_QUANT_DEFAULT_CFG> \
    __aicore__ inline void AscendQuant(const LocalTensor<int8_t>& dstTensor, const LocalTensor<T>& srcTensor, \
        SCRATCH const LocalTensor<T>& scaleTensor, const T offset, HAWK_SITE) \
    { \
        hawkdetail::quantCall(dstTensor, srcTensor, srcTensor.GetSize(), site).in(scaleTensor, scaleTensor.GetSize()) \
            .in(srcTensor, 0).value(1, hawkdetail::number(offset)).param(0, scaleTensor.GetSize()).TAKE.run(); \
    } \
    template <typename T, bool isReuseSource = false, const AscendQuantConfig& config = ASCEND_QUANT_DEFAULT_CFG> \
    __aicore__ inline void AscendQuant(const LocalTensor<int8_t>& dstTensor, const LocalTensor<T>& srcTensor, \
        SCRATCH const LocalTensor<T>& scaleTensor, const LocalTensor<T>& offsetTensor, const uint32_t scaleCount, \
        const uint32_t offsetCount, const uint32_t calCount, HAWK_SITE) \
    { \
        hawkdetail::quantCall(dstTensor, srcTensor, calCount, site).in(scaleTensor, scaleCount).in(offsetTensor, offsetCount) \
            .param(0, scaleCount).TAKE.run(); \
    } \
    template <typename T, bool isReuseSource = false, const AscendQuantConfig& config = ASCEND_QUANT_DEFAULT_CFG> \
    __aicore__ inline void AscendQuant(const LocalTensor<int8_t>& dstTensor, const LocalTensor<T>& srcTensor, \
        SCRATCH const LocalTensor<T>& scaleTensor, const LocalTensor<T>& offsetTensor, HAWK_SITE) \
    { \
        hawkdetail::quantCall(dstTensor, srcTensor, srcTensor.GetSize(), site).in(scaleTensor, scaleTensor.GetSize()) \
            .in(offsetTensor, offsetTensor.GetSize()).param(0, scaleTensor.GetSize()).TAKE.run(); \
    }
HAWK_QUANT(HAWK_NORM_SCRATCH, scratch(sharedTmpBuffer))
HAWK_QUANT(, stack())

enum class DeQuantMode { DEQUANT_WITH_SINGLE_ROW = 0, DEQUANT_WITH_MULTI_ROW };
struct DequantParams {
    uint32_t m;
    uint32_t n;
    uint32_t calCount;
};

namespace hawkdetail {
/// Results and scales of bfloat16_t and float go together in any way; a half result takes scales of 64 bits.
template <class D, class S>
inline constexpr bool dequantPair
    = (hawkabi::same<D, bfloat16_t> || hawkabi::same<D, float>) && (hawkabi::same<S, bfloat16_t> || hawkabi::same<S, float>);
/// One long row of several runs of calCount counts as so many rows (DEQUANT_WITH_SINGLE_ROW).
template <typename D, DeQuantMode mode>
inline DequantParams dequantShape(DequantParams p)
{
    if (mode == DeQuantMode::DEQUANT_WITH_SINGLE_ROW && p.m == 1 && p.calCount != 0 && p.calCount % (32 / sizeof(D)) == 0
        && p.n % p.calCount == 0)
        return { p.n / p.calCount, p.calCount, p.calCount };
    return p;
}
/// params: rows, columns, columns that count, pitch of the result, number of scales.
template <typename D>
inline Library dequantCall(
    const LocalTensor<D>& dst, const LocalTensor<int32_t>& src, const DequantParams& p, const hawkabi::Site& site)
{
    constexpr uint32_t block = 32 / sizeof(D);
    const uint32_t pitch = (p.n + block - 1) / block * block;
    Library call(LibraryApi::AscendDequant, site);
    call.out(dst, uint64_t { p.m } * pitch).in(src, uint64_t { p.m } * p.n).param(0, p.m).param(1, p.n).param(2, p.calCount)
        .param(3, pitch);
    return call;
}
} // namespace hawkdetail
#define HAWK_DEQUANT_TEMPLATE \
    template <typename dstT, typename scaleT, DeQuantMode mode = DeQuantMode::DEQUANT_WITH_SINGLE_ROW>
#define HAWK_DEQUANT(SCRATCH, TAKE) \
    HAWK_DEQUANT_TEMPLATE \
    __aicore__ inline void AscendDequant(const LocalTensor<dstT>& dstTensor, const LocalTensor<int32_t>& srcTensor, \
        const LocalTensor<scaleT>& deqScale, SCRATCH DequantParams params, HAWK_SITE) \
    { \
        static_assert(hawkdetail::dequantPair<dstT, scaleT> || (hawkabi::same<dstT, half> && hawkabi::same<scaleT, uint64_t>), \
            "AscendDequant takes (dst, deqScale) of (half, uint64_t) and of bfloat16_t and float on " HAWK_GENERATION " " \
            "[library-dtype]"); \
        const DequantParams shape = hawkdetail::dequantShape<dstT, mode>(params); \
        hawkdetail::dequantCall(dstTensor, srcTensor, shape, site).in(deqScale, shape.calCount).param(4, shape.calCount) \
            .TAKE.run(); \
    } \
    HAWK_DEQUANT_TEMPLATE \
    __aicore__ inline void AscendDequant(const LocalTensor<dstT>& dstTensor, const LocalTensor<int32_t>& srcTensor, \
        const scaleT deqScale, SCRATCH DequantParams params, HAWK_SITE) \
    { \
        static_assert(hawkdetail::dequantPair<dstT, scaleT>, \
            "AscendDequant with one number takes (dst, deqScale) of bfloat16_t and float on " HAWK_GENERATION " [library-dtype]"); \
        hawkdetail::dequantCall(dstTensor, srcTensor, hawkdetail::dequantShape<dstT, mode>(params), site).in(srcTensor, 0) \
            .value(0, hawkdetail::number(deqScale)).TAKE.run(); \
    }
HAWK_DEQUANT(HAWK_NORM_SCRATCH, scratch(sharedTmpBuffer))
HAWK_DEQUANT(, stack())
HAWK_DEQUANT_TEMPLATE
__aicore__ inline void AscendDequant(const LocalTensor<dstT>& dstTensor, const LocalTensor<int32_t>& srcTensor,
    const LocalTensor<scaleT>& deqScale, const LocalTensor<uint8_t>& sharedTmpBuffer, const uint32_t calCount, HAWK_SITE)
{
    AscendDequant<dstT, scaleT, mode>(
        dstTensor, srcTensor, deqScale, sharedTmpBuffer, DequantParams { 1, srcTensor.GetSize(), calCount }, site);
}
HAWK_DEQUANT_TEMPLATE
__aicore__ inline void AscendDequant(const LocalTensor<dstT>& dstTensor, const LocalTensor<int32_t>& srcTensor,
    const LocalTensor<scaleT>& deqScale, const uint32_t calCount, HAWK_SITE)
{
    AscendDequant<dstT, scaleT, mode>(dstTensor, srcTensor, deqScale, DequantParams { 1, srcTensor.GetSize(), calCount }, site);
}
HAWK_DEQUANT_TEMPLATE
__aicore__ inline void AscendDequant(const LocalTensor<dstT>& dstTensor, const LocalTensor<int32_t>& srcTensor,
    const LocalTensor<scaleT>& deqScale, const LocalTensor<uint8_t>& sharedTmpBuffer, HAWK_SITE)
{
    AscendDequant<dstT, scaleT, mode>(dstTensor, srcTensor, deqScale, sharedTmpBuffer,
        DequantParams { 1, srcTensor.GetSize(), deqScale.GetSize() }, site);
}
HAWK_DEQUANT_TEMPLATE
__aicore__ inline void AscendDequant(const LocalTensor<dstT>& dstTensor, const LocalTensor<int32_t>& srcTensor,
    const LocalTensor<scaleT>& deqScale, HAWK_SITE)
{
    AscendDequant<dstT, scaleT, mode>(
        dstTensor, srcTensor, deqScale, DequantParams { 1, srcTensor.GetSize(), deqScale.GetSize() }, site);
}

struct AntiQuantShapeInfo {
    uint32_t offsetHeight = 0;
    uint32_t offsetWidth = 0;
    uint32_t scaleHeight = 0;
    uint32_t scaleWidth = 0;
};
namespace hawkdetail {
template <typename I, typename O>
inline Library antiQuantCall(const LocalTensor<O>& dst, const LocalTensor<I>& src, uint32_t k, bool transposed,
    const hawkabi::Site& site)
{
    HAWK_LIBRARY_TYPES("AscendAntiQuant (dst)", O, hawkabi::kF16 | hawkabi::kBf16, "half and bfloat16_t");
    HAWK_LIBRARY_TYPES("AscendAntiQuant (src)", I, hawkabi::kI8 | hawkabi::kI4, "int8_t and int4b_t");
    const uint32_t count = src.GetSize(), other = k == 0 ? 0 : count / k;
    Library call(LibraryApi::AscendAntiQuant, site);
    call.out(dst, count).in(src, count).param(0, transposed ? other : k).param(1, transposed ? k : other)
        .param(2, transposed ? 1 : 0);
    return call;
}
/// Rows and columns of scale and offset: the shape info, else the tensor's own.
template <typename O>
inline void antiQuantShape(uint32_t& height, uint32_t& width, const LocalTensor<O>& tensor)
{
    const ShapeInfo own = tensor.GetShapeInfo();
    if (height != 0 && width != 0)
        return;
    height = own.shapeDim == 2 ? own.shape[0] : 1;
    width = own.shapeDim == 2 ? own.shape[1] : tensor.GetSize();
}
} // namespace hawkdetail
/// dst = scale * (src + offset). params: rows, columns, transposed, rows and columns of the scales (0: one number).
#define HAWK_ANTI_QUANT(SCRATCH, TAKE) \
    template <typename InputDataType, typename OutputDataType, bool isTranspose> \
    __aicore__ inline void AscendAntiQuant(const LocalTensor<OutputDataType>& dst, const LocalTensor<InputDataType>& src, \
        const LocalTensor<OutputDataType>& offset, const LocalTensor<OutputDataType>& scale, SCRATCH const uint32_t k, \
        AntiQuantShapeInfo shapeInfo = {}, HAWK_SITE) \
    { \
        hawkdetail::antiQuantShape(shapeInfo.offsetHeight, shapeInfo.offsetWidth, offset); \
        const uint32_t scales = shapeInfo.offsetHeight * shapeInfo.offsetWidth; \
        hawkdetail::antiQuantCall(dst, src, k, isTranspose, site).in(scale, scales).in(offset, scales) \
            .param(3, shapeInfo.offsetHeight).param(4, shapeInfo.offsetWidth).TAKE.run(); \
    } \
    template <typename InputDataType, typename OutputDataType, bool isTranspose> \
    __aicore__ inline void AscendAntiQuant(const LocalTensor<OutputDataType>& dst, const LocalTensor<InputDataType>& src, \
        const LocalTensor<OutputDataType>& scale, SCRATCH const uint32_t k, AntiQuantShapeInfo shapeInfo = {}, HAWK_SITE) \
    { \
        hawkdetail::antiQuantShape(shapeInfo.scaleHeight, shapeInfo.scaleWidth, scale); \
        hawkdetail::antiQuantCall(dst, src, k, isTranspose, site).in(scale, shapeInfo.scaleHeight * shapeInfo.scaleWidth) \
            .in(scale, 0).param(3, shapeInfo.scaleHeight).param(4, shapeInfo.scaleWidth).TAKE.run(); \
    } \
    template <typename InputDataType, typename OutputDataType, bool isTranspose> \
    __aicore__ inline void AscendAntiQuant(const LocalTensor<OutputDataType>& dst, const LocalTensor<InputDataType>& src, \
        const OutputDataType offset, const OutputDataType scale, SCRATCH const uint32_t k, AntiQuantShapeInfo = {}, HAWK_SITE) \
    { \
        hawkdetail::antiQuantCall(dst, src, k, isTranspose, site).in(dst, 0).in(dst, 0) \
            .value(0, hawkdetail::number(scale)).value(1, hawkdetail::number(offset)).TAKE.run(); \
    }
HAWK_ANTI_QUANT(HAWK_NORM_SCRATCH, scratch(sharedTmpBuffer))
HAWK_ANTI_QUANT(, stack())
/// One number for all and no offset.
template <typename InputDataType, typename OutputDataType, bool isTranspose>
__aicore__ inline void AscendAntiQuant(const LocalTensor<OutputDataType>& dst, const LocalTensor<InputDataType>& src,
    const OutputDataType scale, const LocalTensor<uint8_t>& sharedTmpBuffer, const uint32_t k,
    const AntiQuantShapeInfo& shapeInfo = {}, HAWK_SITE)
{
    AscendAntiQuant<InputDataType, OutputDataType, isTranspose>(
        dst, src, static_cast<OutputDataType>(0.0F), scale, sharedTmpBuffer, k, shapeInfo, site);
}

} // namespace AscendC
