#pragma once

#include "hawk/library/data_format.h"
#include "hawk/types.h"

/// Enumerations and parameter structures of the API.
namespace AscendC {

using ::bfloat16_t;
using ::half;

enum class TPosition : uint8_t {
    GM, A1, A2, B1, B2, C1, C2, CO1, CO2, VECIN, VECOUT, VECCALC, LCM = VECCALC, SPM, SHM = SPM, TSCM, C2PIPE2GM,
    C2PIPE2LOCAL, MAX
};
using QuePosition = TPosition;

/// <source pipe>_<destination pipe>; the number is source * 16 + destination.
enum class HardEvent : uint8_t {
    S_V = 0x01, S_MTE2 = 0x04, S_MTE3 = 0x05, V_S = 0x10, V_V = 0x11, V_M = 0x12, V_MTE1 = 0x13, V_MTE2 = 0x14,
    V_MTE3 = 0x15, M_S = 0x20, M_V = 0x21, M_MTE1 = 0x23, M_MTE2 = 0x24, M_FIX = 0x26, MTE1_S = 0x30, MTE1_V = 0x31,
    MTE1_M = 0x32, MTE1_MTE2 = 0x34, MTE1_MTE3 = 0x35, MTE1_FIX = 0x36, MTE2_S = 0x40, MTE2_V = 0x41, MTE2_M = 0x42,
    MTE2_MTE1 = 0x43, MTE2_MTE3 = 0x45, MTE2_FIX = 0x46, MTE3_S = 0x50, MTE3_V = 0x51, MTE3_MTE1 = 0x53,
    MTE3_MTE2 = 0x54, FIX_S = 0x60, FIX_M = 0x62, FIX_MTE1 = 0x63, FIX_MTE2 = 0x64, FIX_MTE3 = 0x65
};
using TEventID = int8_t;
using TTagType = int32_t;

enum class RoundMode { CAST_NONE = 0, CAST_RINT, CAST_FLOOR, CAST_CEIL, CAST_ROUND, CAST_TRUNC, CAST_ODD, CAST_HYBRID };
enum class CMPMODE : uint8_t { LT = 0, GT, EQ, LE, GE, NE };
enum class SELMODE : uint8_t { VSEL_CMPMASK_SPR = 0, VSEL_TENSOR_SCALAR_MODE, VSEL_TENSOR_TENSOR_MODE };
enum class ReduceOrder { ORDER_VALUE_INDEX = 0, ORDER_INDEX_VALUE, ORDER_ONLY_VALUE, ORDER_ONLY_INDEX };
enum class ReduceType { SUM = 0, MAX, MIN };
enum class MaskMode : uint8_t { NORMAL = 0, COUNTER };
enum class CacheLine : uint64_t { SINGLE_CACHE_LINE = 0, ENTIRE_DATA_CACHE };
enum class DcciDst : uint64_t { CACHELINE_ALL = 0, CACHELINE_UB, CACHELINE_OUT, CACHELINE_ATOMIC };
enum class CacheMode { CACHE_MODE_DISABLE = 0, CACHE_MODE_NORMAL = 1 };
enum class CacheRwMode { READ = 1, WRITE = 2, RW = 3 };
enum class Hardware : uint8_t { GM, UB, L1, L0A, L0B, L0C, BIAS, FIXBUF, MAX };

constexpr uint64_t MASK_PLACEHOLDER = 0;
constexpr uint64_t MASK_PLACEHOLDER_LIST[2] = { 0, 0 };
constexpr int32_t DEFAULT_BLK_NUM = 8;
constexpr int32_t DEFAULT_BLK_STRIDE = 1;
constexpr uint8_t DEFAULT_REPEAT_STRIDE = 8;
constexpr int32_t DEFAULT_C0_SIZE = 32;
constexpr uint32_t ONE_BLK_SIZE = 32;
constexpr uint32_t ONE_REPEAT_BYTE_SIZE = 256;
constexpr int32_t MAX_REPEAT_TIMES = 255;
constexpr int32_t ONE_BLK_FLOAT_NUM = 8;
constexpr int32_t ONE_BLK_HALF_NUM = 16;
constexpr int32_t ONE_REPEAT_FLOAT_SIZE = 64;
constexpr int32_t ONE_REPEAT_HALF_SIZE = 128;
constexpr int32_t BRCB_BROADCAST_NUMBER = 8;
constexpr int32_t ONE_BYTE_BIT_SIZE = 8;
constexpr int32_t HALF_FACTOR = 2;
constexpr uint64_t FULL_MASK = 0xFFFFFFFFFFFFFFFF;
constexpr uint64_t CONST_MASK_VALUE = 0x8000000000000000;
constexpr uint16_t MAX_HALF_MASK_LEN = 64;

/// Strides in 32 B blocks. The fields are wider than the hardware's 8 or 16 bits so that a value that would wrap is
/// seen and reported.
struct UnaryRepeatParams {
    uint32_t dstBlkStride = 1, srcBlkStride = 1, dstRepStride = 8, srcRepStride = 8;
    bool halfBlock = false;
    // Reserved (UnaryRepeatParams.md): kernels set them, this generation does not look at them.
    bool repeatStrideMode = false, strideSizeMode = false;
    uint32_t blockNumber = DEFAULT_BLK_NUM;
    constexpr UnaryRepeatParams() = default;
    constexpr UnaryRepeatParams(uint32_t dstBlk, uint32_t srcBlk, uint32_t dstRep, uint32_t srcRep, bool halfBlk = false)
        : dstBlkStride(dstBlk)
        , srcBlkStride(srcBlk)
        , dstRepStride(dstRep)
        , srcRepStride(srcRep)
        , halfBlock(halfBlk)
    {
    }
};

struct BinaryRepeatParams {
    uint32_t dstBlkStride = 1, src0BlkStride = 1, src1BlkStride = 1;
    uint32_t dstRepStride = 8, src0RepStride = 8, src1RepStride = 8;
    bool repeatStrideMode = false, strideSizeMode = false; // reserved, like blockNumber
    uint32_t blockNumber = DEFAULT_BLK_NUM;
    constexpr BinaryRepeatParams() = default;
    constexpr BinaryRepeatParams(
        uint32_t dstBlk, uint32_t src0Blk, uint32_t src1Blk, uint32_t dstRep, uint32_t src0Rep, uint32_t src1Rep)
        : dstBlkStride(dstBlk)
        , src0BlkStride(src0Blk)
        , src1BlkStride(src1Blk)
        , dstRepStride(dstRep)
        , src0RepStride(src0Rep)
        , src1RepStride(src1Rep)
    {
    }
};

struct CopyRepeatParams {
    uint32_t dstStride = 1, srcStride = 1, dstRepeatSize = 8, srcRepeatSize = 8;
    constexpr CopyRepeatParams() = default;
    constexpr CopyRepeatParams(uint32_t dst, uint32_t src, uint32_t dstRepeat, uint32_t srcRepeat)
        : dstStride(dst)
        , srcStride(src)
        , dstRepeatSize(dstRepeat)
        , srcRepeatSize(srcRepeat)
    {
    }
};

struct BrcbRepeatParams {
    uint32_t dstBlkStride = 1, dstRepStride = 8;
    constexpr BrcbRepeatParams() = default;
    constexpr BrcbRepeatParams(uint32_t dstBlk, uint32_t dstRep)
        : dstBlkStride(dstBlk)
        , dstRepStride(dstRep)
    {
    }
};

/// blockLen and gaps in 32 B blocks.
struct DataCopyParams {
    uint32_t blockCount = 1, blockLen = 0, srcStride = 0, dstStride = 0;
    constexpr DataCopyParams() = default;
    constexpr DataCopyParams(uint32_t count, uint32_t len, uint32_t srcGap, uint32_t dstGap)
        : blockCount(count)
        , blockLen(len)
        , srcStride(srcGap)
        , dstStride(dstGap)
    {
    }
};

/// blockLen in bytes; gaps in bytes on the GM side and 32 B blocks on the UB side.
struct DataCopyExtParams {
    uint32_t blockCount = 1, blockLen = 0;
    int64_t srcStride = 0, dstStride = 0;
    uint32_t rsv = 0;
    constexpr DataCopyExtParams() = default;
    constexpr DataCopyExtParams(uint32_t count, uint32_t len, int64_t srcGap, int64_t dstGap, uint32_t reserved)
        : blockCount(count)
        , blockLen(len)
        , srcStride(srcGap)
        , dstStride(dstGap)
        , rsv(reserved)
    {
    }
};

struct DataCopyPadParams {
    bool isPad = false;
    uint8_t leftPadding = 0, rightPadding = 0;
    uint64_t paddingValue = 0;
    constexpr DataCopyPadParams() = default;
    constexpr DataCopyPadParams(bool pad, uint8_t left, uint8_t right, uint64_t value)
        : isPad(pad)
        , leftPadding(left)
        , rightPadding(right)
        , paddingValue(value)
    {
    }
};

template <class T>
struct DataCopyPadExtParams {
    bool isPad = false;
    uint8_t leftPadding = 0, rightPadding = 0;
    T paddingValue {};
    constexpr DataCopyPadExtParams() = default;
    constexpr DataCopyPadExtParams(bool pad, uint8_t left, uint8_t right, T value)
        : isPad(pad)
        , leftPadding(left)
        , rightPadding(right)
        , paddingValue(value)
    {
    }
};

/// One dimension of a slice: elements [startIndex, endIndex], pieces of burstLen 32 B blocks `stride` elements apart.
struct SliceInfo {
    uint32_t startIndex = 0, endIndex = 0, stride = 0, burstLen = 1, shapeValue = 0;
    constexpr SliceInfo() = default;
    constexpr SliceInfo(uint32_t start, uint32_t end, uint32_t gap, uint32_t burst, uint32_t shape = 0)
        : startIndex(start)
        , endIndex(end)
        , stride(gap)
        , burstLen(burst)
        , shapeValue(shape)
    {
    }
};

/// Matrices of nValue x dValue elements to fractals of 16 x 32 B; strides in elements (source) and 32 B (destination).
struct Nd2NzParams {
    uint16_t ndNum = 0, nValue = 0, dValue = 0, srcNdMatrixStride = 0, srcDValue = 0, dstNzC0Stride = 0, dstNzNStride = 0,
             dstNzMatrixStride = 0;
    constexpr Nd2NzParams() = default;
    constexpr Nd2NzParams(uint16_t nd, uint16_t n, uint16_t d, uint16_t srcMatrix, uint16_t srcD, uint16_t dstC0, uint16_t dstN,
        uint16_t dstMatrix)
        : ndNum(nd)
        , nValue(n)
        , dValue(d)
        , srcNdMatrixStride(srcMatrix)
        , srcDValue(srcD)
        , dstNzC0Stride(dstC0)
        , dstNzNStride(dstN)
        , dstNzMatrixStride(dstMatrix)
    {
    }
};

/// Fractals of 16 columns back to matrices of nValue x dValue; strides in 256, 16 and single elements.
struct Nz2NdParamsFull {
    uint16_t ndNum = 1, nValue = 0, dValue = 0, srcNdMatrixStride = 0, srcNStride = 0, dstDStride = 0, dstNdMatrixStride = 0;
    constexpr Nz2NdParamsFull() = default;
    constexpr Nz2NdParamsFull(
        uint16_t nd, uint16_t n, uint16_t d, uint16_t srcMatrix, uint16_t srcN, uint16_t dstD, uint16_t dstMatrix)
        : ndNum(nd)
        , nValue(n)
        , dValue(d)
        , srcNdMatrixStride(srcMatrix)
        , srcNStride(srcN)
        , dstDStride(dstD)
        , dstNdMatrixStride(dstMatrix)
    {
    }
};

struct GatherMaskParams {
    uint32_t src0BlockStride = 1, repeatTimes = 1, src0RepeatStride = 8, src1RepeatStride = 8;
    constexpr GatherMaskParams() = default;
    constexpr GatherMaskParams(uint32_t src0Block, uint32_t repeats, uint32_t src0Repeat, uint32_t src1Repeat)
        : src0BlockStride(src0Block)
        , repeatTimes(repeats)
        , src0RepeatStride(src0Repeat)
        , src1RepeatStride(src1Repeat)
    {
    }
};

struct GatherRepeatParams {
    uint32_t dstBlkStride = 1, dstRepStride = 8;
    constexpr GatherRepeatParams() = default;
    constexpr GatherRepeatParams(uint32_t dstBlk, uint32_t dstRep)
        : dstBlkStride(dstBlk)
        , dstRepStride(dstRep)
    {
    }
};

struct TransDataTo5HDParams {
    bool dstHighHalf = false, srcHighHalf = false;
    uint32_t repeatTimes = 1, dstRepStride = 0, srcRepStride = 0;
    constexpr TransDataTo5HDParams() = default;
    constexpr TransDataTo5HDParams(bool dstHigh, bool srcHigh, uint32_t repeats, uint32_t dstRepeat, uint32_t srcRepeat)
        : dstHighHalf(dstHigh)
        , srcHighHalf(srcHigh)
        , repeatTimes(repeats)
        , dstRepStride(dstRepeat)
        , srcRepStride(srcRepeat)
    {
    }
};
constexpr int32_t NCHW_CONV_ADDR_LIST_SIZE = 16;

enum class TransposeType : uint8_t {
    TRANSPOSE_TYPE_NONE, TRANSPOSE_NZ2ND_0213, TRANSPOSE_NZ2NZ_0213, TRANSPOSE_NZ2NZ_012_WITH_N, TRANSPOSE_NZ2ND_012_WITH_N,
    TRANSPOSE_NZ2ND_012_WITHOUT_N, TRANSPOSE_NZ2NZ_012_WITHOUT_N, TRANSPOSE_ND2ND_ONLY, TRANSPOSE_ND_UB_GM,
    TRANSPOSE_GRAD_ND_UB_GM, TRANSPOSE_ND2ND_B16, TRANSPOSE_NCHW2NHWC, TRANSPOSE_NHWC2NCHW, TRANSPOSE_ND2ND_021,
    TRANSPOSE_ND2ND_102, TRANSPOSE_ND2ND_210, TRANSPOSE_ND2NZ_WITH_INTLV
};
struct TransposeParamsExt {
    uint16_t nSize = 0, cSize = 0, hSize = 0, wSize = 0;
    TransposeType transposeType = TransposeType::TRANSPOSE_ND2ND_B16;
    constexpr TransposeParamsExt() = default;
    constexpr TransposeParamsExt(uint16_t n, uint16_t c, uint16_t h, uint16_t w, TransposeType type)
        : nSize(n)
        , cSize(c)
        , hSize(h)
        , wSize(w)
        , transposeType(type)
    {
    }
};

/// Lengths of the queues in 8 B elements (MrgSort) or region proposals (MrgSort4).
struct MrgSort4Info {
    uint16_t elementLengths[4] = { 0, 0, 0, 0 };
    bool ifExhaustedSuspension = false;
    uint16_t validBit = 0;
    uint32_t repeatTimes = 1;
    constexpr MrgSort4Info() = default;
    constexpr MrgSort4Info(const uint16_t (&lengths)[4], bool suspend, uint16_t valid, uint32_t repeats)
        : elementLengths { lengths[0], lengths[1], lengths[2], lengths[3] }
        , ifExhaustedSuspension(suspend)
        , validBit(valid)
        , repeatTimes(repeats)
    {
    }
};

/// Scales, offsets and signs of CastDequant for the 16 elements of a block.
struct VdeqInfo {
    float vdeqScale[16] = {};
    int16_t vdeqOffset[16] = {};
    bool vdeqSignMode[16] = {};
};

constexpr int32_t K_MAX_DIM = 8;
struct ShapeInfo {
    ShapeInfo() = default;
    ShapeInfo(uint8_t dims, const uint32_t values[], uint8_t originalDims, const uint32_t originalValues[], DataFormat format)
        : shapeDim(dims)
        , originalShapeDim(originalDims)
        , dataFormat(format)
    {
        for (int32_t i = 0; i < dims && i < K_MAX_DIM; ++i)
            shape[i] = values[i];
        for (int32_t i = 0; i < originalDims && i < K_MAX_DIM; ++i)
            originalShape[i] = originalValues[i];
    }
    ShapeInfo(uint8_t dims, const uint32_t values[], DataFormat format)
        : ShapeInfo(dims, values, dims, values, format)
    {
    }
    ShapeInfo(uint8_t dims, const uint32_t values[])
        : ShapeInfo(dims, values, DataFormat::ND)
    {
    }
    uint8_t shapeDim = 0;
    uint8_t originalShapeDim = 0;
    uint32_t shape[K_MAX_DIM] = {};
    uint32_t originalShape[K_MAX_DIM] = {};
    DataFormat dataFormat = DataFormat::ND;
};
inline int GetShapeSize(const ShapeInfo& info)
{
    int size = 1;
    for (int32_t i = 0; i < info.shapeDim; ++i)
        size *= static_cast<int>(info.shape[i]);
    return size;
}

enum class SaturationMode : uint8_t { FLOAT, CAST };
enum class AtomicDtype { ATOMIC_NONE = 0, ATOMIC_F32, ATOMIC_F16, ATOMIC_S16, ATOMIC_S32, ATOMIC_S8, ATOMIC_BF16 };
enum class AtomicOp { ATOMIC_SUM = 0 };

/// Bits of an element.
template <typename T>
struct SizeOfBits {
    static constexpr int32_t value = static_cast<int32_t>(hawkabi::bitsPer<T>);
};

template <bool condition, class A, class B>
struct Conditional {
    using type = A;
};
template <class A, class B>
struct Conditional<false, A, B> {
    using type = B;
};
template <class A, class B>
struct IsSameType {
    static constexpr bool value = hawkabi::same<A, B>;
};

} // namespace AscendC
