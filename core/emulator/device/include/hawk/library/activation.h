#pragma once

#include "hawk/library/math.h"

/// Element-wise activation functions (reference: high-level API, 激活函数).
namespace AscendC {

HAWK_LIBRARY_UNARY(Sigmoid, )

/// highPrecision and highPerformance choose between float and half arithmetic for half operands.
#define HAWK_LIBRARY_GELU(NAME) \
    template <typename T, bool highPrecision = false, bool highPerformance = false> \
    __aicore__ inline void NAME(const LocalTensor<T>& dstLocal, const LocalTensor<T>& srcLocal, \
        const LocalTensor<uint8_t>& sharedTmpBuffer, const uint32_t dataSize, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES(#NAME, T, hawkabi::kF16 | hawkabi::kF32, "half and float"); \
        hawkdetail::Library(hawkdetail::LibraryApi::NAME, site).out(dstLocal, dataSize).in(srcLocal, dataSize) \
            .param(0, highPrecision ? 1 : 0).scratch(sharedTmpBuffer).run(); \
    } \
    template <typename T, bool highPrecision = false, bool highPerformance = false> \
    __aicore__ inline void NAME( \
        const LocalTensor<T>& dstLocal, const LocalTensor<T>& srcLocal, const uint32_t dataSize, HAWK_SITE) \
    { \
        HAWK_LIBRARY_TYPES(#NAME, T, hawkabi::kF16 | hawkabi::kF32, "half and float"); \
        hawkdetail::Library(hawkdetail::LibraryApi::NAME, site).out(dstLocal, dataSize).in(srcLocal, dataSize) \
            .param(0, highPrecision ? 1 : 0).stack().run(); \
    }
HAWK_LIBRARY_GELU(Gelu)
HAWK_LIBRARY_GELU(FasterGelu)
HAWK_LIBRARY_GELU(FasterGeluV2)

/// x / (1 + exp(-scalarValue * x))
template <typename T, bool isReuseSource = false>
__aicore__ inline void Swish(const LocalTensor<T>& dstLocal, const LocalTensor<T>& srcLocal, uint32_t dataSize,
    const T scalarValue, HAWK_SITE)
{
    HAWK_LIBRARY_TYPES("Swish", T, hawkabi::kF16 | hawkabi::kF32, "half and float");
    hawkdetail::Library(hawkdetail::LibraryApi::Swish, site).out(dstLocal, dataSize).in(srcLocal, dataSize)
        .value(0, static_cast<double>(static_cast<float>(scalarValue))).run();
}
template <typename T, bool isReuseSource = false>
__aicore__ inline void Silu(const LocalTensor<T>& dstLocal, const LocalTensor<T>& srcLocal, uint32_t dataSize, HAWK_SITE)
{
    HAWK_LIBRARY_TYPES("Silu", T, hawkabi::kF16 | hawkabi::kF32, "half and float");
    hawkdetail::Library(hawkdetail::LibraryApi::Silu, site).out(dstLocal, dataSize).in(srcLocal, dataSize).run();
}

HAWK_LIBRARY_BINARY(GeGLU, , hawkabi::kF16 | hawkabi::kF32, "half and float")
HAWK_LIBRARY_BINARY(ReGlu, , hawkabi::kF16 | hawkabi::kBf16 | hawkabi::kF32, "half, bfloat16_t and float")

/// src0 * swish(src1), beta = scalarValue
template <typename T, bool isReuseSource = false>
__aicore__ inline void SwiGLU(const LocalTensor<T>& dstTensor, const LocalTensor<T>& srcTensor0,
    const LocalTensor<T>& srcTensor1, const float& scalarValue, const LocalTensor<uint8_t>& sharedTmpBuffer,
    const uint32_t calCount, HAWK_SITE)
{
    HAWK_LIBRARY_TYPES("SwiGLU", T, hawkabi::kF16 | hawkabi::kF32, "half and float");
    hawkdetail::Library(hawkdetail::LibraryApi::SwiGLU, site).out(dstTensor, calCount).in(srcTensor0, calCount)
        .in(srcTensor1, calCount).value(0, static_cast<double>(scalarValue)).scratch(sharedTmpBuffer).run();
}
template <typename T, bool isReuseSource = false>
__aicore__ inline void SwiGLU(const LocalTensor<T>& dstTensor, const LocalTensor<T>& srcTensor0,
    const LocalTensor<T>& srcTensor1, const float& scalarValue, const LocalTensor<uint8_t>& sharedTmpBuffer, HAWK_SITE)
{
    SwiGLU<T>(dstTensor, srcTensor0, srcTensor1, scalarValue, sharedTmpBuffer, srcTensor0.GetSize(), site);
}
template <typename T, bool isReuseSource = false>
__aicore__ inline void SwiGLU(const LocalTensor<T>& dstTensor, const LocalTensor<T>& srcTensor0,
    const LocalTensor<T>& srcTensor1, const float& scalarValue, const uint32_t calCount, HAWK_SITE)
{
    HAWK_LIBRARY_TYPES("SwiGLU", T, hawkabi::kF16 | hawkabi::kF32, "half and float");
    hawkdetail::Library(hawkdetail::LibraryApi::SwiGLU, site).out(dstTensor, calCount).in(srcTensor0, calCount)
        .in(srcTensor1, calCount).value(0, static_cast<double>(scalarValue)).stack().run();
}
template <typename T, bool isReuseSource = false>
__aicore__ inline void SwiGLU(const LocalTensor<T>& dstTensor, const LocalTensor<T>& srcTensor0,
    const LocalTensor<T>& srcTensor1, const float& scalarValue, HAWK_SITE)
{
    SwiGLU<T>(dstTensor, srcTensor0, srcTensor1, scalarValue, srcTensor0.GetSize(), site);
}

} // namespace AscendC
