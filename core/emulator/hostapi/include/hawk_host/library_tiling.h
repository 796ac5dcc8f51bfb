#pragma once

#include "hawk/library/temporary_sizes.h"
#include "hawk/library/tiling_data.h"
#include "hawk_host/ge_types.h"
#include "hawk_host/ge_shape.h"
#include "hawk_host/gert_shape.h"
#include "hawk_host/platform.h"
#include "hawk_host/tiling_data.h"

#include <algorithm>
#include <cstdint>
#include <vector>

/// Host half of the high-level library: how much temporary memory a function needs and the tiling structs it takes. The
/// numbers are those the emulator holds the kernel's calls to (hawk/library/temporary_sizes.h).
namespace optiling {
/// Classes with setters, as TILING_DATA_FIELD_DEF_STRUCT nests them; same layout as the kernel's structs of the same name.
#define HAWK_HOST_TILING_FIELD(type, name)                                                                             \
    type name = {};                                                                                                    \
    void set_##name(type value) { name = value; }                                                                      \
    type get_##name() const { return name; }
#define HAWK_HOST_TILING(className, fields)                                                                            \
    class className : public ::hawk_host::TilingBase<className> {                                                      \
    public:                                                                                                            \
        fields(HAWK_HOST_TILING_FIELD)                                                                                 \
    };                                                                                                                 \
    static_assert(sizeof(className) == sizeof(::AscendC::tiling::className), "host and kernel must agree on " #className);
HAWK_LIBRARY_TILINGS(HAWK_HOST_TILING)
#undef HAWK_HOST_TILING
#undef HAWK_HOST_TILING_FIELD
} // namespace optiling

namespace AscendC {

using TensorDataType = ge::DataType;

/// Shape of a tensor for the functions below; ge::Shape and gert::Shape convert.
class TensorShape {
public:
    TensorShape() = default;
    explicit TensorShape(const std::vector<int64_t>& dims)
        : m_dims(dims)
    {
    }
    TensorShape(std::initializer_list<int64_t> dims)
        : m_dims(dims)
    {
    }
    TensorShape(const gert::Shape& shape)
    {
        for (std::size_t i = 0; i < shape.GetDimNum(); ++i)
            m_dims.push_back(shape.GetDim(i));
    }
    TensorShape(const ge::Shape& shape)
        : m_dims(shape.GetDims())
    {
    }
    std::size_t GetDimNum() const { return m_dims.size(); }
    int64_t GetDim(std::size_t i) const { return i < m_dims.size() ? m_dims[i] : 0; }
    std::vector<int64_t> GetDims() const { return m_dims; }
    int64_t GetShapeSize() const
    {
        int64_t size = 1;
        for (const int64_t dim : m_dims)
            size *= dim;
        return size;
    }

private:
    std::vector<int64_t> m_dims;
};

namespace hawkhost {
inline std::uint64_t count(const TensorShape& shape) { return static_cast<std::uint64_t>(shape.GetShapeSize()); }
inline std::uint64_t dim(const TensorShape& shape, std::size_t i) { return static_cast<std::uint64_t>(shape.GetDim(i)); }
inline std::uint64_t lastDim(const TensorShape& shape)
{
    return shape.GetDimNum() == 0 ? 1 : std::max<std::uint64_t>(1, dim(shape, shape.GetDimNum() - 1));
}
inline std::uint64_t rows(const TensorShape& shape) { return count(shape) / lastDim(shape); }
inline std::uint32_t narrow(std::uint64_t value) { return static_cast<std::uint32_t>(value); }
inline void give(const hawklib::TemporarySize& size, std::uint32_t& maxValue, std::uint32_t& minValue)
{
    maxValue = narrow(size.max);
    minValue = narrow(size.min);
}
inline std::uint32_t sizeOf(TensorDataType type)
{
    const int bytes = ge::GetSizeByDataType(type);
    return bytes > 0 ? static_cast<std::uint32_t>(bytes) : 1;
}
} // namespace hawkhost

/// GetXxxMaxMinTmpSize and GetXxxTmpBufferFactorSize of the element-wise functions.
#define HAWK_HOST_ELEMENTWISE(NAME, API)                                                                               \
    inline void Get##NAME##MaxMinTmpSize(const TensorShape& srcShape, const uint32_t typeSize, const bool isReuseSource, \
        uint32_t& maxValue, uint32_t& minValue)                                                                        \
    {                                                                                                                  \
        hawkhost::give(hawklib::elementwise(hawkabi::Api::API, hawkhost::count(srcShape), typeSize, isReuseSource),    \
            maxValue, minValue);                                                                                       \
    }                                                                                                                  \
    inline void Get##NAME##TmpBufferFactorSize(const uint32_t typeSize, uint32_t& maxLiveNodeCount, uint32_t& extraBuf) \
    {                                                                                                                  \
        maxLiveNodeCount = hawklib::liveNodes(hawkabi::Api::API, typeSize, false);                                     \
        extraBuf = 0;                                                                                                  \
    }
HAWK_HOST_ELEMENTWISE(Acos, Acos)
HAWK_HOST_ELEMENTWISE(Acosh, Acosh)
HAWK_HOST_ELEMENTWISE(Asin, Asin)
HAWK_HOST_ELEMENTWISE(Asinh, Asinh)
HAWK_HOST_ELEMENTWISE(Atan, Atan)
HAWK_HOST_ELEMENTWISE(Atanh, Atanh)
HAWK_HOST_ELEMENTWISE(Axpy, AxpyLibrary)
HAWK_HOST_ELEMENTWISE(Ceil, Ceil)
HAWK_HOST_ELEMENTWISE(Cos, Cos)
HAWK_HOST_ELEMENTWISE(Cosh, Cosh)
HAWK_HOST_ELEMENTWISE(Digamma, Digamma)
HAWK_HOST_ELEMENTWISE(Erf, Erf)
HAWK_HOST_ELEMENTWISE(Erfc, Erfc)
HAWK_HOST_ELEMENTWISE(Exp, ExpTaylor)
HAWK_HOST_ELEMENTWISE(Floor, Floor)
HAWK_HOST_ELEMENTWISE(Fmod, Fmod)
HAWK_HOST_ELEMENTWISE(Frac, Frac)
HAWK_HOST_ELEMENTWISE(Lgamma, Lgamma)
HAWK_HOST_ELEMENTWISE(Log, Log)
HAWK_HOST_ELEMENTWISE(Log2, Log2)
HAWK_HOST_ELEMENTWISE(Log10, Log10)
HAWK_HOST_ELEMENTWISE(Sign, Sign)
HAWK_HOST_ELEMENTWISE(Sin, Sin)
HAWK_HOST_ELEMENTWISE(Sinh, Sinh)
HAWK_HOST_ELEMENTWISE(Tan, Tan)
HAWK_HOST_ELEMENTWISE(Tanh, Tanh)
HAWK_HOST_ELEMENTWISE(Trunc, Trunc)
HAWK_HOST_ELEMENTWISE(Xor, Xor)
HAWK_HOST_ELEMENTWISE(Sigmoid, Sigmoid)
HAWK_HOST_ELEMENTWISE(GeGLU, GeGLU)
HAWK_HOST_ELEMENTWISE(Round, Round)

inline void GetRoundMaxMinTmpSize(const platform_ascendc::PlatformAscendC&, const TensorShape& srcShape,
    const uint32_t typeSize, const bool isReuseSource, uint32_t& maxValue, uint32_t& minValue)
{
    GetRoundMaxMinTmpSize(srcShape, typeSize, isReuseSource, maxValue, minValue);
}
inline void GetRoundTmpBufferFactorSize(
    const platform_ascendc::PlatformAscendC&, const uint32_t typeSize, uint32_t& maxLiveNodeCount, uint32_t& extraBuf)
{
    GetRoundTmpBufferFactorSize(typeSize, maxLiveNodeCount, extraBuf);
}
inline void GetSwiGLUMaxMinTmpSize(
    const TensorShape& srcShape, const uint32_t typeSize, uint32_t& maxValue, uint32_t& minValue, const bool isReuseSource)
{
    hawkhost::give(
        hawklib::elementwise(hawkabi::Api::SwiGLU, hawkhost::count(srcShape), typeSize, isReuseSource), maxValue, minValue);
}
inline void GetSwiGLUTmpBufferFactorSize(const uint32_t typeSize, uint32_t& maxLiveNodeCount, uint32_t& extraBuffer)
{
    maxLiveNodeCount = hawklib::liveNodes(hawkabi::Api::SwiGLU, typeSize, false);
    extraBuffer = 0;
}
inline void GetSiluTmpSize(const TensorShape&, const uint32_t, const bool, uint32_t& maxValue, uint32_t& minValue)
{
    maxValue = minValue = 0;
}
inline void GetSwishTmpSize(const TensorShape&, const uint32_t, const bool, uint32_t& maxValue, uint32_t& minValue)
{
    maxValue = minValue = 0;
}
inline void GetGeluMaxMinTmpSize(const TensorShape& srcShape, const uint32_t, uint32_t& maxValue, uint32_t& minValue)
{
    hawkhost::give(hawklib::gelu(hawkhost::count(srcShape)), maxValue, minValue);
}
inline uint32_t GetGeluMaxTmpSize(const TensorShape& srcShape, const uint32_t)
{
    return hawkhost::narrow(hawklib::gelu(hawkhost::count(srcShape)).max);
}
inline uint32_t GetGeluMinTmpSize(const TensorShape& srcShape, const uint32_t)
{
    return hawkhost::narrow(hawklib::gelu(hawkhost::count(srcShape)).min);
}
inline void GetReGluMaxMinTmpSize(
    const TensorShape& srcShape, const uint32_t typeSize, const bool, uint32_t& maxValue, uint32_t& minValue)
{
    hawkhost::give(hawklib::reGlu(hawkhost::count(srcShape), typeSize), maxValue, minValue);
}
inline void GetClampMaxMinTmpSize(
    const TensorShape& srcShape, const uint32_t typeSize, const bool, uint32_t& maxValue, uint32_t& minValue)
{
    hawkhost::give(hawklib::clamp(hawkhost::count(srcShape), typeSize), maxValue, minValue);
}
inline void GetClampTmpBufferFactorSize(const uint32_t, uint32_t& maxLiveNodeCount, uint32_t& extraBuf)
{
    maxLiveNodeCount = 1;
    extraBuf = 0;
}
inline void GetPowerMaxMinTmpSize(const TensorShape& srcShape1, const TensorShape& srcShape2, const bool typeIsInt,
    const uint32_t typeSize, const bool, uint32_t& maxValue, uint32_t& minValue)
{
    const auto tensor = [](const TensorShape& shape) { return shape.GetDimNum() != 1 || shape.GetDim(0) != 1; };
    const std::uint64_t count = tensor(srcShape1) ? hawkhost::count(srcShape1) : hawkhost::count(srcShape2);
    hawkhost::give(
        hawklib::power(count, typeSize, typeIsInt, tensor(srcShape1) && tensor(srcShape2)), maxValue, minValue);
}
inline void GetPowerTmpBufferFactorSize(const bool baseIsTensor, const bool expIsTensor, const bool typeIsInt,
    const uint32_t typeSize, uint32_t& maxLiveNodeCount, uint32_t& extraBuffer)
{
    const bool both = baseIsTensor && expIsTensor;
    extraBuffer = typeIsInt ? 0 : 256;
    maxLiveNodeCount = typeIsInt ? (both ? 6 : 7) : (typeSize == 2 ? 14 : (both ? 4 : 5));
}
inline void GetCumSumMaxMinTmpSize(const TensorShape& srcShape, const uint32_t typeSize, const bool isLastAxis, const bool,
    uint32_t& maxValue, uint32_t& minValue)
{
    hawkhost::give(
        hawklib::cumSum(hawkhost::dim(srcShape, 0), hawkhost::dim(srcShape, 1), typeSize, isLastAxis), maxValue, minValue);
}

namespace hawkhost {
/// Fills a rows tiling: as many rows per pass as the temporary holds, in eights when that is more than eight. `block`:
/// elements of a per-row result.
template <class TilingT>
inline void fillRows(
    TilingT& tiling, const TensorShape& shape, std::uint64_t bytes, std::uint64_t perRow, std::uint64_t block)
{
    const std::uint64_t all = rows(shape), columns = lastDim(shape);
    std::uint64_t pass = perRow == 0 ? all : std::min(all, bytes / perRow);
    if (pass > 8 && pass < all)
        pass = pass / 8 * 8;
    const std::uint64_t tail = pass == 0 ? 0 : all % pass;
    tiling.srcM = tiling.outMaxM = narrow(all);
    tiling.srcK = tiling.splitK = narrow(columns);
    tiling.outMaxK = tiling.reduceK = narrow(block);
    tiling.splitM = tiling.reduceM = narrow(pass);
    tiling.srcSize = narrow(all * columns);
    tiling.outMaxSize = narrow(all * block);
    tiling.splitSize = narrow(pass * columns);
    tiling.reduceSize = narrow(pass * block);
    tiling.rangeM = narrow(pass == 0 ? 0 : all / pass);
    tiling.tailM = narrow(tail);
    tiling.tailSplitSize = narrow(tail * columns);
    tiling.tailReduceSize = narrow(tail * block);
}
} // namespace hawkhost

#define HAWK_HOST_SOFTMAX(GET, FILL, TILING)                                                                           \
    inline uint32_t Get##GET##MaxTmpSize(const TensorShape& srcShape, const uint32_t dataTypeSize, const bool)         \
    {                                                                                                                  \
        return hawkhost::narrow(                                                                                       \
            hawklib::softmax(hawkhost::rows(srcShape), hawkhost::lastDim(srcShape), dataTypeSize).max);                \
    }                                                                                                                  \
    inline uint32_t Get##GET##MinTmpSize(const TensorShape& srcShape, const uint32_t dataTypeSize, const bool)         \
    {                                                                                                                  \
        return hawkhost::narrow(                                                                                       \
            hawklib::softmax(hawkhost::rows(srcShape), hawkhost::lastDim(srcShape), dataTypeSize).min);                \
    }                                                                                                                  \
    template <class TilingT>                                                                                           \
    inline void FILL(const TensorShape& srcShape, const uint32_t dataTypeSize, const uint32_t localWorkSpaceSize,      \
        TilingT& softmaxTiling)                                                                                        \
    {                                                                                                                  \
        hawkhost::fillRows(softmaxTiling, srcShape, localWorkSpaceSize,                                                \
            hawklib::softmax(1, hawkhost::lastDim(srcShape), dataTypeSize).min, 32 / dataTypeSize);                                       \
    }
HAWK_HOST_SOFTMAX(SoftMax, SoftMaxTilingFunc, SoftMaxTiling)
HAWK_HOST_SOFTMAX(LogSoftMax, LogSoftMaxTilingFunc, LogSoftMaxTiling)

/// Basic blocks: whole passes of rows of 64 to 2047 elements in multiples of 64.
template <class TilingT>
inline bool IsBasicBlockInSoftMax(TilingT& tiling, const uint32_t dataTypeSize = 2)
{
    return dataTypeSize != 0 && tiling.tailM == 0 && tiling.srcK >= 256 / dataTypeSize && tiling.srcK < 2048
        && tiling.srcK % 64 == 0;
}

inline uint32_t GetSoftMaxFlashMaxTmpSize(const TensorShape& shape, const uint32_t size, const bool isUpdate, const bool)
{
    return hawkhost::narrow(hawklib::softmaxFlash(hawkhost::rows(shape), hawkhost::lastDim(shape), size, isUpdate).max);
}
inline uint32_t GetSoftMaxFlashMinTmpSize(const TensorShape& shape, const uint32_t size, const bool isUpdate, const bool)
{
    return hawkhost::narrow(hawklib::softmaxFlash(hawkhost::rows(shape), hawkhost::lastDim(shape), size, isUpdate).min);
}
template <class TilingT>
inline void SoftMaxFlashTilingFunc(const TensorShape& srcShape, const uint32_t dataTypeSize,
    const uint32_t localWorkSpaceSize, TilingT& softmaxFlashTiling, const bool isUpdate = false)
{
    hawkhost::fillRows(softmaxFlashTiling, srcShape, localWorkSpaceSize,
        hawklib::softmaxFlash(1, hawkhost::lastDim(srcShape), dataTypeSize, isUpdate).min, 32 / dataTypeSize);
}
inline uint32_t GetSoftMaxFlashV2MaxTmpSize(const TensorShape& srcShape, const uint32_t dataTypeSize1,
    const uint32_t dataTypeSize2, const bool, const bool isBasicBlock = false, const bool isFlashOutputBrc = false)
{
    return hawkhost::narrow(hawklib::softmaxFlashV2(hawkhost::rows(srcShape), hawkhost::lastDim(srcShape), dataTypeSize1,
        dataTypeSize2, isBasicBlock, isFlashOutputBrc).max);
}
inline uint32_t GetSoftMaxFlashV2MinTmpSize(const TensorShape& srcShape, const uint32_t dataTypeSize1,
    const uint32_t dataTypeSize2, const bool, const bool isBasicBlock = false, const bool isFlashOutputBrc = false)
{
    return hawkhost::narrow(hawklib::softmaxFlashV2(hawkhost::rows(srcShape), hawkhost::lastDim(srcShape), dataTypeSize1,
        dataTypeSize2, isBasicBlock, isFlashOutputBrc).min);
}
template <class TilingT>
inline void SoftMaxFlashV2TilingFunc(const TensorShape& srcShape, const uint32_t dataTypeSize1,
    const uint32_t dataTypeSize2, const uint32_t localWorkSpaceSize, TilingT& softmaxFlashTiling, const bool,
    const bool isBasicBlock = false, const bool = false)
{
    const std::uint64_t columns = hawkhost::lastDim(srcShape);
    const bool basic = isBasicBlock && columns % 64 == 0 && hawkhost::rows(srcShape) % 8 == 0;
    hawkhost::fillRows(softmaxFlashTiling, srcShape, localWorkSpaceSize,
        hawklib::flashV2PerRow(columns, dataTypeSize1, dataTypeSize2, basic), 32 / dataTypeSize2);
}
inline void GetSoftMaxFlashV3MaxMinTmpSize(const TensorShape& srcShape, const uint32_t, const uint32_t dataTypeSize2,
    uint32_t& maxValue, uint32_t& minValue, const bool, const bool = false)
{
    hawkhost::give(hawklib::softmaxFlashV3(hawkhost::rows(srcShape), hawkhost::lastDim(srcShape), dataTypeSize2), maxValue,
        minValue);
}
template <class TilingT>
inline void SoftMaxFlashV3TilingFunc(const TensorShape& srcShape, const uint32_t, const uint32_t dataTypeSize2,
    const uint32_t localWorkSpaceSize, TilingT& softmaxFlashV3Tiling, const bool, const bool = false)
{
    hawkhost::fillRows(softmaxFlashV3Tiling, srcShape, localWorkSpaceSize,
        hawklib::softmaxFlashV3(1, hawkhost::lastDim(srcShape), dataTypeSize2).min, 32 / dataTypeSize2);
}
inline uint32_t GetSoftMaxGradMaxTmpSize(const TensorShape& shape, const uint32_t size, const bool isFront, const bool)
{
    return hawkhost::narrow(hawklib::softmaxGrad(hawkhost::rows(shape), hawkhost::lastDim(shape), size, isFront).max);
}
inline uint32_t GetSoftMaxGradMinTmpSize(const TensorShape& shape, const uint32_t size, const bool isFront, const bool)
{
    return hawkhost::narrow(hawklib::softmaxGrad(hawkhost::rows(shape), hawkhost::lastDim(shape), size, isFront).min);
}
template <class TilingT>
inline void SoftMaxGradTilingFunc(const TensorShape& srcShape, const uint32_t dataTypeSize,
    const uint32_t localWorkSpaceSize, TilingT& softmaxGradTiling, const bool isFront = false)
{
    hawkhost::fillRows(softmaxGradTiling, srcShape, localWorkSpaceSize,
        hawklib::softmaxGrad(1, hawkhost::lastDim(srcShape), dataTypeSize, isFront).min, 32 / dataTypeSize);
}

} // namespace AscendC
