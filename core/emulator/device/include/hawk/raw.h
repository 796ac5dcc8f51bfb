#pragma once

#include "hawk/atomic.h"
#include "hawk/copy.h"
#include "hawk/layout.h"
#include "hawk/reduce.h"
#include "hawk/sync.h"

/// Compiler intrinsics of generation 2201 on UB pointers, as kernels call them. The pointers come from GetPhyAddr; masks
/// from set_vector_mask; strides in 32 B blocks. Each is the instruction behind an API, so it is checked, executed and
/// timed as that API with isSetMask = false.
namespace hawkabi {

/// UB memory at a raw pointer: the extent is not known.
template <class T>
inline Operand rawOperand(const T* pointer, uint32_t blockStride = 1, uint32_t repeatStride = 8)
{
    Operand operand;
    operand.address = hawk_local_offset(pointer);
    operand.space = Space::Ub;
    operand.type = TypeOf<std::remove_cv_t<T>>::value;
    operand.position = static_cast<uint8_t>(AscendC::TPosition::VECCALC);
    operand.blockStride = blockStride;
    operand.repeatStride = repeatStride;
    return operand;
}
inline AscendC::hawkdetail::Selection byRegisters(uint32_t repeat)
{
    return { Form::Registers, 0, repeat, 0, 0 };
}

} // namespace hawkabi

#define HAWK_RAW_BINARY(NAME, API) \
    template <typename D, typename T> \
    __aicore__ inline void NAME(__ubuf__ D* dst, __ubuf__ T* src0, __ubuf__ T* src1, uint32_t repeat, uint32_t dstBlockStride, \
        uint32_t src0BlockStride, uint32_t src1BlockStride, uint32_t dstRepeatStride, uint32_t src0RepeatStride, \
        uint32_t src1RepeatStride, HAWK_SITE) \
    { \
        AscendC::hawkdetail::vector(hawkabi::Api::API, hawkabi::byRegisters(repeat), site, \
            hawkabi::rawOperand(dst, dstBlockStride, dstRepeatStride), \
            hawkabi::rawOperand(src0, src0BlockStride, src0RepeatStride), \
            hawkabi::rawOperand(src1, src1BlockStride, src1RepeatStride)); \
    }
HAWK_RAW_BINARY(vadd, Add)
HAWK_RAW_BINARY(vsub, Sub)
HAWK_RAW_BINARY(vmul, Mul)
HAWK_RAW_BINARY(vdiv, Div)
HAWK_RAW_BINARY(vmax, Max)
HAWK_RAW_BINARY(vmin, Min)
HAWK_RAW_BINARY(vand, And)
HAWK_RAW_BINARY(vor, Or)
HAWK_RAW_BINARY(vaddrelu, AddRelu)
HAWK_RAW_BINARY(vsubrelu, SubRelu)
HAWK_RAW_BINARY(vmadd, FusedMulAdd)
HAWK_RAW_BINARY(vmaddrelu, FusedMulAddRelu)
HAWK_RAW_BINARY(vmla, MulAddDst)

#define HAWK_RAW_UNARY(NAME, API, MODE) \
    template <typename D, typename T> \
    __aicore__ inline void NAME(__ubuf__ D* dst, __ubuf__ T* src, uint32_t repeat, uint32_t dstBlockStride, \
        uint32_t srcBlockStride, uint32_t dstRepeatStride, uint32_t srcRepeatStride, HAWK_SITE) \
    { \
        AscendC::hawkdetail::vector(hawkabi::Api::API, hawkabi::byRegisters(repeat), site, \
            hawkabi::rawOperand(dst, dstBlockStride, dstRepeatStride), \
            hawkabi::rawOperand(src, srcBlockStride, srcRepeatStride), static_cast<uint32_t>(MODE)); \
    }
HAWK_RAW_UNARY(vabs, Abs, 0)
HAWK_RAW_UNARY(vexp, Exp, 0)
HAWK_RAW_UNARY(vln, Ln, 0)
HAWK_RAW_UNARY(vsqrt, Sqrt, 0)
HAWK_RAW_UNARY(vrsqrt, Rsqrt, 0)
HAWK_RAW_UNARY(vrec, Reciprocal, 0)
HAWK_RAW_UNARY(vrelu, Relu, 0)
HAWK_RAW_UNARY(vnot, Not, 0)
HAWK_RAW_UNARY(vcopy, Copy, 0)
// Conversions: the name says both types and, by its last letter, the rounding.
HAWK_RAW_UNARY(vconv_f162f32, Cast, AscendC::RoundMode::CAST_NONE)
HAWK_RAW_UNARY(vconv_bf162f32, Cast, AscendC::RoundMode::CAST_NONE)
HAWK_RAW_UNARY(vconv_u82f16, Cast, AscendC::RoundMode::CAST_NONE)
HAWK_RAW_UNARY(vconv_s82f16, Cast, AscendC::RoundMode::CAST_NONE)
HAWK_RAW_UNARY(vconv_s162f32, Cast, AscendC::RoundMode::CAST_NONE)
HAWK_RAW_UNARY(vconv_s322s64, Cast, AscendC::RoundMode::CAST_NONE)
HAWK_RAW_UNARY(vconv_s642s32, Cast, AscendC::RoundMode::CAST_NONE)
HAWK_RAW_UNARY(vconv_s322s16, Cast, AscendC::RoundMode::CAST_NONE)
HAWK_RAW_UNARY(vconv_deq, Cast, AscendC::RoundMode::CAST_NONE)
#define HAWK_RAW_ROUNDED(NAME) \
    HAWK_RAW_UNARY(NAME, Cast, AscendC::RoundMode::CAST_NONE) \
    HAWK_RAW_UNARY(NAME##r, Cast, AscendC::RoundMode::CAST_RINT) \
    HAWK_RAW_UNARY(NAME##f, Cast, AscendC::RoundMode::CAST_FLOOR) \
    HAWK_RAW_UNARY(NAME##c, Cast, AscendC::RoundMode::CAST_CEIL) \
    HAWK_RAW_UNARY(NAME##a, Cast, AscendC::RoundMode::CAST_ROUND) \
    HAWK_RAW_UNARY(NAME##z, Cast, AscendC::RoundMode::CAST_TRUNC)
HAWK_RAW_ROUNDED(vconv_f322f16)
HAWK_RAW_UNARY(vconv_f322f16o, Cast, AscendC::RoundMode::CAST_ODD)
HAWK_RAW_ROUNDED(vconv_f322bf16)
HAWK_RAW_ROUNDED(vconv_f322s32)
HAWK_RAW_ROUNDED(vconv_f322s16)
HAWK_RAW_ROUNDED(vconv_f322s64)
HAWK_RAW_ROUNDED(vconv_f322f32)
HAWK_RAW_ROUNDED(vconv_f162s32)
HAWK_RAW_ROUNDED(vconv_f162s16)
HAWK_RAW_ROUNDED(vconv_f162s8)
HAWK_RAW_ROUNDED(vconv_f162u8)
HAWK_RAW_ROUNDED(vconv_bf162s32)
HAWK_RAW_ROUNDED(vconv_s322f32)
HAWK_RAW_ROUNDED(vconv_s162f16)
HAWK_RAW_ROUNDED(vconv_s642f32)

#define HAWK_RAW_SCALAR(NAME, API) \
    template <typename T> \
    __aicore__ inline void NAME(__ubuf__ T* dst, __ubuf__ T* src, std::common_type_t<T> value, uint32_t repeat, \
        uint32_t dstBlockStride, uint32_t srcBlockStride, uint32_t dstRepeatStride, uint32_t srcRepeatStride, HAWK_SITE) \
    { \
        const hawkabi::Operand from = hawkabi::rawOperand(src, srcBlockStride, srcRepeatStride); \
        AscendC::hawkdetail::vectorScalar(hawkabi::Api::API, hawkabi::byRegisters(repeat), site, \
            hawkabi::rawOperand(dst, dstBlockStride, dstRepeatStride), &from, hawkabi::TypeOf<T>::value, \
            hawkabi::bitsOf(value)); \
    }
HAWK_RAW_SCALAR(vadds, Adds)
HAWK_RAW_SCALAR(vmuls, Muls)
HAWK_RAW_SCALAR(vmaxs, Maxs)
HAWK_RAW_SCALAR(vmins, Mins)
HAWK_RAW_SCALAR(vlrelu, LeakyRelu)
HAWK_RAW_SCALAR(vshl, ShiftLeft)
HAWK_RAW_SCALAR(vaxpy, Axpy)

/// The source strides are of no use here, as in the instruction.
template <typename T>
__aicore__ inline void vector_dup(__ubuf__ T* dst, std::common_type_t<T> value, uint32_t repeat, uint32_t dstBlockStride,
    uint32_t, uint32_t dstRepeatStride, uint32_t = 0, HAWK_SITE)
{
    AscendC::hawkdetail::vectorScalar(hawkabi::Api::Duplicate, hawkabi::byRegisters(repeat), site,
        hawkabi::rawOperand(dst, dstBlockStride, dstRepeatStride), nullptr, hawkabi::TypeOf<T>::value, hawkabi::bitsOf(value));
}

#define HAWK_RAW_REDUCE(NAME, API) \
    template <typename T> \
    __aicore__ inline void NAME(__ubuf__ T* dst, __ubuf__ T* src, uint32_t repeat, uint32_t dstRepeatStride, \
        uint32_t srcBlockStride, uint32_t srcRepeatStride, HAWK_SITE) \
    { \
        AscendC::hawkdetail::reduce(hawkabi::Api::API, hawkabi::byRegisters(repeat), site, hawkabi::rawOperand(dst), \
            hawkabi::rawOperand(src, srcBlockStride, srcRepeatStride), nullptr, dstRepeatStride, 0); \
    }
HAWK_RAW_REDUCE(vcgadd, BlockReduceSum)
HAWK_RAW_REDUCE(vcgmax, BlockReduceMax)
HAWK_RAW_REDUCE(vcgmin, BlockReduceMin)
HAWK_RAW_REDUCE(vcpadd, PairReduceSum)
/// Order of value and index as in ReduceOrder.
enum Order_t { VALUE_INDEX = 0, INDEX_VALUE, ONLY_VALUE, ONLY_INDEX };
#define HAWK_RAW_EXTREME(NAME, API) \
    template <typename T> \
    __aicore__ inline void NAME(__ubuf__ T* dst, __ubuf__ T* src, uint32_t repeat, uint32_t dstRepeatStride, \
        uint32_t srcBlockStride, uint32_t srcRepeatStride, Order_t order = VALUE_INDEX, HAWK_SITE) \
    { \
        AscendC::hawkdetail::reduce(hawkabi::Api::API, hawkabi::byRegisters(repeat), site, hawkabi::rawOperand(dst), \
            hawkabi::rawOperand(src, srcBlockStride, srcRepeatStride), nullptr, dstRepeatStride, static_cast<uint32_t>(order)); \
    }
HAWK_RAW_EXTREME(vcmax, WholeReduceMax)
HAWK_RAW_EXTREME(vcmin, WholeReduceMin)

/// accumulate: the sum over all repeats stays in the register that get_acc_val reads, and nothing is written.
template <typename T>
__aicore__ inline void hawkSumRepeats(const hawkabi::Operand& dst, __ubuf__ T* src, uint32_t repeat, uint32_t dstRepeatStride,
    uint32_t srcBlockStride, uint32_t srcRepeatStride, bool accumulate, const hawkabi::Site& site)
{
    const hawkabi::Operand from = hawkabi::rawOperand(src, srcBlockStride, srcRepeatStride);
    if (!accumulate) {
        AscendC::hawkdetail::reduce(
            hawkabi::Api::WholeReduceSum, hawkabi::byRegisters(repeat), site, dst, from, nullptr, dstRepeatStride, 0);
        return;
    }
    hawkabi::Call call(hawkabi::Api::AccumulateSum, site);
    AscendC::hawkdetail::fill(call, hawkabi::byRegisters(repeat));
    call.operandCount = 1;
    call.operands[0] = from;
    hawk_vector(&call);
}
template <typename T>
__aicore__ inline void vcadd(__ubuf__ T* dst, __ubuf__ T* src, uint32_t repeat, uint32_t dstRepeatStride,
    uint32_t srcBlockStride, uint32_t srcRepeatStride, bool accumulate = false, HAWK_SITE)
{
    const hawkabi::Operand to = accumulate ? hawkabi::Operand {} : hawkabi::rawOperand(dst);
    hawkSumRepeats(to, src, repeat, dstRepeatStride, srcBlockStride, srcRepeatStride, accumulate, site);
}
template <typename T>
__aicore__ inline void vcadd(decltype(nullptr), __ubuf__ T* src, uint32_t repeat, uint32_t dstRepeatStride,
    uint32_t srcBlockStride, uint32_t srcRepeatStride, bool, HAWK_SITE)
{
    hawkSumRepeats({}, src, repeat, dstRepeatStride, srcBlockStride, srcRepeatStride, true, site);
}
inline int64_t get_acc_val(HAWK_SITE)
{
    return static_cast<int64_t>(AscendC::hawkdetail::control(
        hawkabi::Api::ReadReduceRegister, site, 0, static_cast<int64_t>(hawkabi::Type::None)));
}
inline int64_t GetAccVal(HAWK_SITE) { return get_acc_val(site); }
inline int64_t get_max_min_cnt(HAWK_SITE)
{
    const auto read = [&](int64_t what) {
        return AscendC::hawkdetail::control(
            hawkabi::Api::ReadReduceRegister, site, what, static_cast<int64_t>(hawkabi::Type::None));
    };
    return static_cast<int64_t>((read(2) & 0xFFFFFFFFU) << 32U | (read(1) & 0xFFFFFFFFU));
}

// Moves. Lengths and gaps in 32 B blocks; the _align forms in bytes on the GM side.
namespace hawkabi {
template <class T>
inline Operand rawGlobal(const T* pointer)
{
    Operand operand;
    operand.address = reinterpret_cast<uint64_t>(pointer);
    operand.space = Space::Gm;
    operand.type = TypeOf<std::remove_cv_t<T>>::value;
    return operand;
}
inline void rawBlocks(const Operand& dst, const Operand& src, uint32_t count, uint32_t length, uint32_t srcGap,
    uint32_t dstGap, const Site& site)
{
    AscendC::hawkdetail::copy(
        Api::DataCopy, AscendC::hawkdetail::CopyUnit::Blocks, site, dst, src, 0, count, length, srcGap, dstGap);
}
/// void pointers move bytes.
template <class T>
struct RawElement {
    using Type = T;
};
template <>
struct RawElement<void> {
    using Type = int8_t;
};
} // namespace hawkabi
#define HAWK_RAW_BYTES(pointer) \
    static_cast<typename hawkabi::RawElement<std::remove_cv_t<std::remove_pointer_t<decltype(pointer)>>>::Type*>(pointer)
template <typename D, typename S>
__aicore__ inline void copy_gm_to_ubuf(__ubuf__ D* dst, __gm__ S* src, uint8_t, uint32_t burstCount, uint32_t burstLength,
    uint32_t srcGap, uint32_t dstGap, HAWK_SITE)
{
    hawkabi::rawBlocks(hawkabi::rawOperand(HAWK_RAW_BYTES(dst)), hawkabi::rawGlobal(HAWK_RAW_BYTES(src)), burstCount,
        burstLength, srcGap, dstGap, site);
}
template <typename D, typename S>
__aicore__ inline void copy_ubuf_to_gm(__gm__ D* dst, __ubuf__ S* src, uint8_t, uint32_t burstCount, uint32_t burstLength,
    uint32_t srcGap, uint32_t dstGap, HAWK_SITE)
{
    hawkabi::rawBlocks(hawkabi::rawGlobal(HAWK_RAW_BYTES(dst)), hawkabi::rawOperand(HAWK_RAW_BYTES(src)), burstCount,
        burstLength, srcGap, dstGap, site);
}
template <typename D, typename S>
__aicore__ inline void copy_ubuf_to_ubuf(__ubuf__ D* dst, __ubuf__ S* src, uint8_t, uint32_t burstCount,
    uint32_t burstLength, uint32_t srcGap, uint32_t dstGap, HAWK_SITE)
{
    hawkabi::rawBlocks(hawkabi::rawOperand(HAWK_RAW_BYTES(dst)), hawkabi::rawOperand(HAWK_RAW_BYTES(src)), burstCount,
        burstLength, srcGap, dstGap, site);
}
#define HAWK_RAW_ALIGN(SUFFIX) \
    template <typename D, typename S> \
    __aicore__ inline void copy_gm_to_ubuf_align_##SUFFIX(__ubuf__ D* dst, __gm__ S* src, uint8_t, uint32_t burstCount, \
        uint32_t burstLength, uint8_t leftPadding, uint8_t rightPadding, uint32_t srcGap, uint32_t dstGap, HAWK_SITE) \
    { \
        AscendC::hawkdetail::copy(hawkabi::Api::DataCopyPad, AscendC::hawkdetail::CopyUnit::Bytes, site, \
            hawkabi::rawOperand(HAWK_RAW_BYTES(dst)), hawkabi::rawGlobal(HAWK_RAW_BYTES(src)), 0, burstCount, burstLength, \
            srcGap, dstGap, false, leftPadding, rightPadding, 0); \
    } \
    template <typename D, typename S> \
    __aicore__ inline void copy_ubuf_to_gm_align_##SUFFIX(__gm__ D* dst, __ubuf__ S* src, uint8_t, uint32_t burstCount, \
        uint32_t burstLength, uint8_t, uint8_t, uint32_t srcGap, uint32_t dstGap, HAWK_SITE) \
    { \
        AscendC::hawkdetail::copy(hawkabi::Api::DataCopyPad, AscendC::hawkdetail::CopyUnit::Bytes, site, \
            hawkabi::rawGlobal(HAWK_RAW_BYTES(dst)), hawkabi::rawOperand(HAWK_RAW_BYTES(src)), 0, burstCount, burstLength, \
            srcGap, dstGap); \
    }
HAWK_RAW_ALIGN(b8)
HAWK_RAW_ALIGN(b16)
HAWK_RAW_ALIGN(b32)

/// What DataCopyPad calls with the tensors' addresses; kernels of public repositories call it themselves (hicann/ops-nn
/// index/linear_index).
namespace AscendC {

template <typename T>
__aicore__ inline void DataCopyPadGm2UBImpl(
    __ubuf__ T* dst, __gm__ T* src, const DataCopyParams& p, const DataCopyPadParams& pad, HAWK_SITE)
{
    hawkdetail::copy(hawkabi::Api::DataCopyPad, hawkdetail::CopyUnit::Bytes, site, hawkabi::rawOperand(dst), hawkabi::rawGlobal(src), 0,
        p.blockCount, p.blockLen, p.srcStride, p.dstStride, pad.isPad, pad.leftPadding, pad.rightPadding, pad.paddingValue);
}
template <typename T>
__aicore__ inline void DataCopyPadGm2UBImpl(
    __ubuf__ T* dst, __gm__ T* src, const DataCopyExtParams& p, const DataCopyPadExtParams<T>& pad, HAWK_SITE)
{
    hawkdetail::copy(hawkabi::Api::DataCopyPad, hawkdetail::CopyUnit::Bytes, site, hawkabi::rawOperand(dst), hawkabi::rawGlobal(src), 0,
        p.blockCount, p.blockLen, p.srcStride, p.dstStride, pad.isPad, pad.leftPadding, pad.rightPadding,
        hawkabi::bitsOf(pad.paddingValue));
}
template <typename T, class Params>
__aicore__ inline void DataCopyPadUB2GMImpl(__gm__ T* dst, __ubuf__ T* src, const Params& p, HAWK_SITE)
{
    hawkdetail::copy(hawkabi::Api::DataCopyPad, hawkdetail::CopyUnit::Bytes, site, hawkabi::rawGlobal(dst), hawkabi::rawOperand(src), 0,
        p.blockCount, p.blockLen, p.srcStride, p.dstStride);
}

} // namespace AscendC

/// 16 x 16 elements of 16 bits.
template <typename T>
__aicore__ inline void vtranspose(__ubuf__ T* dst, __ubuf__ T* src, HAWK_SITE)
{
    hawkabi::Call call(hawkabi::Api::Transpose, site);
    call.mode = static_cast<uint32_t>(AscendC::TransposeType::TRANSPOSE_ND2ND_B16);
    call.operandCount = 2;
    call.operands[0] = hawkabi::rawOperand(dst);
    call.operands[1] = hawkabi::rawOperand(src);
    hawk_vector(&call);
}

/// Address registers of eight UB addresses each; scatter_vnchwconv takes two neighbours per side.
enum ub_addr8_t { VA0 = 0, VA1, VA2, VA3, VA4, VA5, VA6, VA7 };
namespace hawkabi {
struct AddressRegisters {
    uint64_t address[8][8];
};
inline AddressRegisters& addressRegisters() { return *static_cast<AddressRegisters*>(hawk_address_registers()); }
inline void rawTransData(
    Type type, ub_addr8_t dst, ub_addr8_t src, const AscendC::TransDataTo5HDParams& p, const Site& site)
{
    uint64_t to[16];
    uint64_t from[16];
    for (uint32_t i = 0; i < 16; ++i) {
        to[i] = AscendC::hawkdetail::offsetOf(addressRegisters().address[dst + i / 8][i % 8]);
        from[i] = AscendC::hawkdetail::offsetOf(addressRegisters().address[src + i / 8][i % 8]);
    }
    AscendC::hawkdetail::transData(site, type, to, from, p);
}
} // namespace hawkabi
inline void set_va_reg_sb(ub_addr8_t reg, uint64_t* addresses)
{
    for (uint32_t i = 0; i < 8; ++i)
        hawkabi::addressRegisters().address[reg][i] = addresses[i];
}
inline void scatter_vnchwconv_b16(
    ub_addr8_t dst, ub_addr8_t src, uint8_t repeat, uint16_t dstStride, uint16_t srcStride, HAWK_SITE)
{
    hawkabi::rawTransData(hawkabi::Type::UInt16, dst, src, { false, false, repeat, dstStride, srcStride }, site);
}
inline void scatter_vnchwconv_b32(
    ub_addr8_t dst, ub_addr8_t src, uint8_t repeat, uint16_t dstStride, uint16_t srcStride, HAWK_SITE)
{
    hawkabi::rawTransData(hawkabi::Type::UInt32, dst, src, { false, false, repeat, dstStride, srcStride }, site);
}
inline void scatter_vnchwconv_b8(ub_addr8_t dst, ub_addr8_t src, uint8_t repeat, uint16_t dstStride, uint16_t srcStride,
    bool dstHighHalf, bool srcHighHalf, HAWK_SITE)
{
    hawkabi::rawTransData(
        hawkabi::Type::UInt8, dst, src, { dstHighHalf, srcHighHalf, repeat, dstStride, srcStride }, site);
}

// Atomics of stores, cache, clock.
inline void set_atomic_add(HAWK_SITE) { AscendC::hawkdetail::control(hawkabi::Api::SetAtomicAdd, site, 0); }
inline void set_atomic_f32(HAWK_SITE) { AscendC::SetAtomicType<float>(site); }
inline void set_atomic_f16(HAWK_SITE) { AscendC::SetAtomicType<half>(site); }
inline void set_atomic_s16(HAWK_SITE) { AscendC::SetAtomicType<int16_t>(site); }
#if !defined(__NPU_ARCH__) || __NPU_ARCH__ != 2002
inline void set_atomic_bf16(HAWK_SITE) { AscendC::SetAtomicType<bfloat16_t>(site); }
inline void set_atomic_s32(HAWK_SITE) { AscendC::SetAtomicType<int32_t>(site); }
inline void set_atomic_s8(HAWK_SITE) { AscendC::SetAtomicType<int8_t>(site); }
#endif
template <typename T>
__aicore__ inline void dcci(__gm__ T* address, uint64_t entire, uint64_t = CACHELINE_OUT, HAWK_SITE)
{
    hawkabi::Call call(hawkabi::Api::DataCacheCleanAndInvalid, site);
    call.mode = entire != 0 ? 1 : 0;
    call.operandCount = 1;
    call.operands[0] = hawkabi::rawGlobal(HAWK_RAW_BYTES(address));
    hawk_control(&call);
}
inline int64_t get_sys_cnt() { return static_cast<int64_t>(hawk_system_cycle()); }
inline void set_deqscale(half scale, HAWK_SITE) { AscendC::SetDeqScale(scale, site); }
namespace AscendC {
/// Square root of the scalar unit. Not in the global namespace: kernels may be called sqrt.
template <typename T, typename = std::enable_if_t<hawkabi::same<T, float> || hawkabi::same<T, half>>>
__aicore__ inline T sqrt(T value)
{
    return static_cast<T>(__builtin_sqrtf(static_cast<float>(value)));
}
} // namespace AscendC
