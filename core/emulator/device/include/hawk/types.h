#pragma once

#include "hawk/abi.h"

#include <type_traits>

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
#define __inout_pipe__(...)
#define __in_pipe__(...)
#define __out_pipe__(...)
#ifndef likely
#define likely(condition) (__builtin_expect(static_cast<bool>(condition), true))
#define unlikely(condition) (__builtin_expect(static_cast<bool>(condition), false))
#endif
#define __schedmode__(...)
#ifndef GM_ADDR
#define GM_ADDR __gm__ uint8_t*
#endif

namespace hawkabi {

constexpr uint16_t narrowBfloat16(float value)
{
    const uint32_t bits = __builtin_bit_cast(uint32_t, value);
    if ((bits & 0x7FFFFFFFU) > 0x7F800000U)
        return static_cast<uint16_t>((bits >> 16U) | 0x40U);
    return static_cast<uint16_t>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
}

} // namespace hawkabi

/// IEEE 754 binary16, the compiler's own: every operation rounds to half, as in the scalar unit, and mixed arithmetic
/// follows the language's rules for arithmetic types.
using half = _Float16;

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

/// Two 4-bit integers share a byte; sizes and offsets of a tensor of them count single elements.
struct int4b_t {
    uint8_t storage;
};
namespace AscendC {
using ::int4b_t;
}

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
HAWK_TYPE_OF(int4b_t, Int4)
#undef HAWK_TYPE_OF

/// Generation 2002 (Atlas inference series, AI Core) lacks some instructions and element types of 2201. What its pages and
/// the library's sources for it (impl/basic_api/dav_m200) lack is an error there, too.
#if defined(__NPU_ARCH__) && __NPU_ARCH__ == 2002
inline constexpr bool kIs2002 = true;
#define HAWK_GENERATION "generation 2002"
#define HAWK_NOT_ON_2002(NAME, dependent, instead) \
    static_assert(::hawkabi::never<decltype(dependent)>, NAME " does not exist on generation 2002; " instead)
#define HAWK_MOVABLE_TEXT "int16_t, uint16_t, half, int32_t, uint32_t, float"
#else
inline constexpr bool kIs2002 = false;
#define HAWK_GENERATION "generation 2201"
#define HAWK_NOT_ON_2002(NAME, dependent, instead)
#define HAWK_MOVABLE_TEXT "int16_t, uint16_t, half, bfloat16_t, int32_t, uint32_t, float"
#endif

constexpr uint32_t bit(Type t) { return 1U << static_cast<uint32_t>(t); }
inline constexpr uint32_t kF16 = bit(Type::Float16), kBf16 = bit(Type::BFloat16), kF32 = bit(Type::Float32),
                          kI8 = bit(Type::Int8), kU8 = bit(Type::UInt8), kI16 = bit(Type::Int16),
                          kU16 = bit(Type::UInt16), kI32 = bit(Type::Int32), kU32 = bit(Type::UInt32),
                          kI64 = bit(Type::Int64), kU64 = bit(Type::UInt64), kI4 = bit(Type::Int4);
inline constexpr uint32_t kIntegers = kI8 | kU8 | kI16 | kU16 | kI32 | kU32 | kI64 | kU64;
inline constexpr uint32_t kTwoAndFourBytes = kF16 | kBf16 | kF32 | kI16 | kU16 | kI32 | kU32;
/// What Brcb, Gather and GatherMask move.
inline constexpr uint32_t kMovable = kIs2002 ? kTwoAndFourBytes & ~kBf16 : kTwoAndFourBytes;

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

/// Bits of one element as tensors count them.
template <class T>
inline constexpr uint32_t bitsPer = same<T, int4b_t> ? 4 : 8 * sizeof(T);
/// Bytes that `count` elements take.
template <class T>
constexpr uint64_t bytesOf(uint64_t count)
{
    return count * bitsPer<T> / 8;
}

/// Of a call through a function pointer: the machine keeps the last place it knows.
inline constexpr Site kNoPlace("", 0);

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

/// U, where a call must name it: it is not deduced from the argument.
template <class U>
using Named = std::enable_if_t<sizeof(U) != 0, U>;

/// Takes the place of a scalar argument whose type is not the tensor's, so that the error can say so.
struct OtherScalar {
    template <class U>
    constexpr OtherScalar(const U&)
    {
    }
};

/// The same, but numbers pass for a bfloat16_t tensor, whose scalars are always converted.
template <class T>
struct OtherScalarThan {
    template <class U, typename = std::enable_if_t<!(same<T, bfloat16_t> && std::is_arithmetic_v<U>)>>
    constexpr OtherScalarThan(const U&)
    {
    }
};

/// The element types an API has on generation 2201; the message names the API, the type's group and what is allowed.
#define HAWK_DTYPES(api, T, set, text) \
    static_assert(!(::hawkabi::same<T, bfloat16_t>) || ::hawkabi::among<T>(set), \
        api " does not support bfloat16_t on " HAWK_GENERATION "; allowed: " text \
            ". Cast to float, compute, and cast back [dtype-bf16-vector-arith]"); \
    static_assert(!::hawkabi::isByte<T> || ::hawkabi::among<T>(set), \
        api " does not support 8-bit elements on " HAWK_GENERATION "; allowed: " text \
            ". Cast to half first [dtype-int8-vector-arith]"); \
    static_assert(sizeof(T) != 8 || ::hawkabi::among<T>(set), \
        api " does not support 64-bit elements on " HAWK_GENERATION "; allowed: " text " [dtype-int64-double-vector]"); \
    static_assert(::hawkabi::same<T, bfloat16_t> || ::hawkabi::isByte<T> || sizeof(T) == 8 || ::hawkabi::among<T>(set) \
            || ((set) & ::hawkabi::kI16) != 0, \
        api " has no integer form on " HAWK_GENERATION "; allowed: " text " [dtype-int-transcendental]"); \
    static_assert(::hawkabi::same<T, bfloat16_t> || ::hawkabi::isByte<T> || sizeof(T) == 8 || ::hawkabi::among<T>(set) \
            || ((set) & ::hawkabi::kI16) == 0, \
        api " does not support this element type on " HAWK_GENERATION "; allowed: " text)

#define HAWK_SCALAR_MISMATCH(api, T) \
    static_assert(::hawkabi::never<T>, \
        api ": the scalar operand must have the tensor's element type; write static_cast<T>(value) " \
            "[scalar-operand-dtype]")

} // namespace hawkabi
