#pragma once

#include "hawk/abi.h"

/// Qualifiers and scalar types of the device language. Address spaces are plain pointers here: the memories are real
/// memory of the host program, and wild accesses fault.
#define __aicore__
#define __global__
#define __vector__
#define __cube__
#define __mix__(...)
#define __gm__
#define __ubuf__
#define __cbuf__
#define __ca__
#define __cb__
#define __cc__
#define __fbuf__
#define __biasbuf__
#define __ssbuf__
#define __inline__ inline
#define __schedmode__(...)
#ifndef GM_ADDR
#define GM_ADDR __gm__ uint8_t*
#endif

namespace hawkabi {

constexpr float widenHalf(uint16_t h)
{
    const uint32_t sign = static_cast<uint32_t>(h & 0x8000U) << 16U;
    const uint32_t exponent = (h >> 10U) & 0x1FU;
    uint32_t mantissa = h & 0x3FFU;
    uint32_t bits = 0;
    if (exponent == 0x1FU) {
        bits = sign | 0x7F800000U | (mantissa << 13U);
    } else if (exponent != 0) {
        bits = sign | ((exponent + 112U) << 23U) | (mantissa << 13U);
    } else if (mantissa == 0) {
        bits = sign;
    } else {
        uint32_t e = 113;
        while ((mantissa & 0x400U) == 0) {
            mantissa <<= 1U;
            --e;
        }
        bits = sign | (e << 23U) | ((mantissa & 0x3FFU) << 13U);
    }
    return __builtin_bit_cast(float, bits);
}

/// Round to nearest even, overflow to infinity, NaN kept quiet.
constexpr uint16_t narrowHalf(float value)
{
    const uint32_t bits = __builtin_bit_cast(uint32_t, value);
    const uint32_t sign = (bits >> 16U) & 0x8000U;
    const uint32_t magnitude = bits & 0x7FFFFFFFU;
    if (magnitude > 0x7F800000U)
        return static_cast<uint16_t>(sign | 0x7E00U | ((magnitude >> 13U) & 0x1FFU));
    if (magnitude >= 0x477FF000U)
        return static_cast<uint16_t>(sign | 0x7C00U);
    if (magnitude < 0x33000000U)
        return static_cast<uint16_t>(sign);
    if (magnitude < 0x38800000U) {
        const uint32_t shift = 126U - (magnitude >> 23U);
        const uint32_t mantissa = (magnitude & 0x7FFFFFU) | 0x800000U;
        uint32_t result = mantissa >> shift;
        const uint32_t rest = mantissa & ((1U << shift) - 1U);
        const uint32_t middle = 1U << (shift - 1U);
        if (rest > middle || (rest == middle && (result & 1U) != 0))
            ++result;
        return static_cast<uint16_t>(sign | result);
    }
    const uint32_t rounded = magnitude + 0xFFFU + ((magnitude >> 13U) & 1U);
    return static_cast<uint16_t>(sign | ((rounded - 0x38000000U) >> 13U));
}

constexpr uint16_t narrowBfloat16(float value)
{
    const uint32_t bits = __builtin_bit_cast(uint32_t, value);
    if ((bits & 0x7FFFFFFFU) > 0x7F800000U)
        return static_cast<uint16_t>((bits >> 16U) | 0x40U);
    return static_cast<uint16_t>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
}

} // namespace hawkabi

/// IEEE 754 binary16. Arithmetic happens in float and is rounded when it is stored in a half again.
struct half {
    uint16_t bits;
    half() = default;
    constexpr half(float value)
        : bits(hawkabi::narrowHalf(value))
    {
    }
    constexpr operator float() const { return hawkabi::widenHalf(bits); }
    constexpr half& operator+=(float v) { return *this = half(static_cast<float>(*this) + v); }
    constexpr half& operator-=(float v) { return *this = half(static_cast<float>(*this) - v); }
    constexpr half& operator*=(float v) { return *this = half(static_cast<float>(*this) * v); }
    constexpr half& operator/=(float v) { return *this = half(static_cast<float>(*this) / v); }
};

struct bfloat16_t {
    uint16_t bits;
    bfloat16_t() = default;
    constexpr bfloat16_t(float value)
        : bits(hawkabi::narrowBfloat16(value))
    {
    }
    constexpr operator float() const { return __builtin_bit_cast(float, static_cast<uint32_t>(bits) << 16U); }
    constexpr bfloat16_t& operator+=(float v) { return *this = bfloat16_t(static_cast<float>(*this) + v); }
    constexpr bfloat16_t& operator-=(float v) { return *this = bfloat16_t(static_cast<float>(*this) - v); }
    constexpr bfloat16_t& operator*=(float v) { return *this = bfloat16_t(static_cast<float>(*this) * v); }
    constexpr bfloat16_t& operator/=(float v) { return *this = bfloat16_t(static_cast<float>(*this) / v); }
};

using float16_t = half;
using float32_t = float;

enum pipe_t { PIPE_S = 0, PIPE_V, PIPE_M, PIPE_MTE1, PIPE_MTE2, PIPE_MTE3, PIPE_FIX, PIPE_ALL };
enum event_t { EVENT_ID0 = 0, EVENT_ID1, EVENT_ID2, EVENT_ID3, EVENT_ID4, EVENT_ID5, EVENT_ID6, EVENT_ID7 };
enum cache_line_t { SINGLE_CACHE_LINE = 0, ENTIRE_DATA_CACHE = 1 };
enum dcci_dst_t { CACHELINE_ALL = 0, CACHELINE_UB, CACHELINE_OUT, CACHELINE_ATOMIC };

namespace hawkabi {

template <class T>
struct TypeOf;
#define HAWK_TYPE_OF(cpp, code) \
    template <> \
    struct TypeOf<cpp> { \
        static constexpr Type value = Type::code; \
    };
HAWK_TYPE_OF(half, Float16)
HAWK_TYPE_OF(bfloat16_t, BFloat16)
HAWK_TYPE_OF(float, Float32)
HAWK_TYPE_OF(double, Float64)
HAWK_TYPE_OF(int8_t, Int8)
HAWK_TYPE_OF(char, Int8)
HAWK_TYPE_OF(uint8_t, UInt8)
HAWK_TYPE_OF(int16_t, Int16)
HAWK_TYPE_OF(uint16_t, UInt16)
HAWK_TYPE_OF(int32_t, Int32)
HAWK_TYPE_OF(uint32_t, UInt32)
HAWK_TYPE_OF(int64_t, Int64)
HAWK_TYPE_OF(long long, Int64)
HAWK_TYPE_OF(uint64_t, UInt64)
HAWK_TYPE_OF(unsigned long long, UInt64)
HAWK_TYPE_OF(bool, Bool)
#undef HAWK_TYPE_OF

constexpr uint32_t bit(Type t) { return 1U << static_cast<uint32_t>(t); }
inline constexpr uint32_t kF16 = bit(Type::Float16), kBf16 = bit(Type::BFloat16), kF32 = bit(Type::Float32),
                          kI8 = bit(Type::Int8), kU8 = bit(Type::UInt8), kI16 = bit(Type::Int16),
                          kU16 = bit(Type::UInt16), kI32 = bit(Type::Int32), kU32 = bit(Type::UInt32),
                          kI64 = bit(Type::Int64), kU64 = bit(Type::UInt64);
inline constexpr uint32_t kTwoAndFourBytes = kF16 | kBf16 | kF32 | kI16 | kU16 | kI32 | kU32;

template <class T>
constexpr bool among(uint32_t set)
{
    return (set & bit(TypeOf<T>::value)) != 0;
}
template <class T>
constexpr bool isByte = sizeof(T) == 1;

template <class A, class B>
inline constexpr bool same = false;
template <class A>
inline constexpr bool same<A, A> = true;
template <class T>
inline constexpr bool never = false;

template <class T>
inline uint64_t bitsOf(T value)
{
    uint64_t bits = 0;
    __builtin_memcpy(&bits, &value, sizeof value);
    return bits;
}
template <class T>
inline T fromBits(uint64_t bits)
{
    T value;
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
}

/// Takes the place of a scalar argument whose type is not the tensor's, so that the error can say so.
struct OtherScalar {
    template <class U>
    constexpr OtherScalar(const U&)
    {
    }
};

/// The element types an API has on generation 2201; the message names the API, the type's group and what is allowed.
#define HAWK_DTYPES(api, T, set, text) \
    static_assert(!(::hawkabi::same<T, bfloat16_t>) || ::hawkabi::among<T>(set), \
        api " does not support bfloat16_t on generation 2201; allowed: " text \
            ". Cast to float, compute, and cast back [dtype-bf16-vector-arith]"); \
    static_assert(!::hawkabi::isByte<T> || ::hawkabi::among<T>(set), \
        api " does not support 8-bit elements on generation 2201; allowed: " text \
            ". Cast to half first [dtype-int8-vector-arith]"); \
    static_assert(sizeof(T) != 8 || ::hawkabi::among<T>(set), \
        api " does not support 64-bit elements on generation 2201; allowed: " text " [dtype-int64-double-vector]"); \
    static_assert(::hawkabi::same<T, bfloat16_t> || ::hawkabi::isByte<T> || sizeof(T) == 8 || ::hawkabi::among<T>(set) \
            || ((set) & ::hawkabi::kI16) != 0, \
        api " has no integer form on generation 2201; allowed: " text " [dtype-int-transcendental]"); \
    static_assert(::hawkabi::same<T, bfloat16_t> || ::hawkabi::isByte<T> || sizeof(T) == 8 || ::hawkabi::among<T>(set) \
            || ((set) & ::hawkabi::kI16) == 0, \
        api " does not support this element type on generation 2201; allowed: " text)

#define HAWK_SCALAR_MISMATCH(api, T) \
    static_assert(::hawkabi::never<T>, \
        api ": the scalar operand must have the tensor's element type; write static_cast<T>(value) " \
            "[scalar-operand-dtype]")

} // namespace hawkabi

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

/// Strides in 32 B blocks. The fields are wider than the hardware's 8 or 16 bits so that a value that would wrap is
/// seen and reported.
struct UnaryRepeatParams {
    uint32_t dstBlkStride = 1, srcBlkStride = 1, dstRepStride = 8, srcRepStride = 8;
    bool halfBlock = false;
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
    constexpr DataCopyExtParams(uint32_t count, uint32_t len, int64_t srcGap, int64_t dstGap, uint32_t reserved = 0)
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
