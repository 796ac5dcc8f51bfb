#pragma once

#include "hawk/issue.h"

/// Transposition and layout change inside UB.
namespace AscendC {

#define HAWK_LAYOUT_TYPES(NAME) \
    static_assert(hawkabi::among<T>(hawkabi::kI8 | hawkabi::kU8 | hawkabi::kI16 | hawkabi::kU16 | hawkabi::kF16 \
                      | hawkabi::kI32 | hawkabi::kU32 | hawkabi::kF32), \
        NAME " takes int8_t, uint8_t, int16_t, uint16_t, half, int32_t, uint32_t, float on " HAWK_GENERATION " [transpose-dtype]")
#define HAWK_TRANSDATA_TYPES HAWK_LAYOUT_TYPES("TransDataTo5HD")

namespace hawkdetail {
/// `dst` and `src` hold 16 UB offsets each. mode: 1 destination high half, 2 source high half.
inline void transData(const hawkabi::Site& site, hawkabi::Type type, const uint64_t* dst, const uint64_t* src,
    const TransDataTo5HDParams& p)
{
    hawkabi::Call call(hawkabi::Api::TransDataTo5HD, site);
    call.mode = (p.dstHighHalf ? 1U : 0U) | (p.srcHighHalf ? 2U : 0U);
    call.repeat = p.repeatTimes;
    call.params[0] = reinterpret_cast<int64_t>(dst);
    call.params[1] = reinterpret_cast<int64_t>(src);
    call.operandCount = 2;
    call.operands[0].space = call.operands[1].space = hawkabi::Space::Ub;
    call.operands[0].type = call.operands[1].type = type;
    call.operands[0].address = dst[0];
    call.operands[1].address = src[0];
    call.operands[0].repeatStride = p.dstRepStride;
    call.operands[1].repeatStride = p.srcRepStride;
    hawk_vector(&call);
}
inline uint64_t offsetOf(uint64_t address)
{
    return hawk_local_offset(reinterpret_cast<const void*>(address));
}
} // namespace hawkdetail

/// Sixteen blocks in, sixteen blocks out: element j of source block i becomes element i of destination row j.
template <typename T>
__aicore__ inline void TransDataTo5HD(const LocalTensor<T> (&dstList)[NCHW_CONV_ADDR_LIST_SIZE],
    const LocalTensor<T> (&srcList)[NCHW_CONV_ADDR_LIST_SIZE], const TransDataTo5HDParams& nchwconvParams, HAWK_SITE)
{
    HAWK_TRANSDATA_TYPES;
    uint64_t dst[NCHW_CONV_ADDR_LIST_SIZE];
    uint64_t src[NCHW_CONV_ADDR_LIST_SIZE];
    for (int32_t i = 0; i < NCHW_CONV_ADDR_LIST_SIZE; ++i) {
        dst[i] = dstList[i].hawkOperand().address;
        src[i] = srcList[i].hawkOperand().address;
    }
    hawkdetail::transData(site, hawkabi::TypeOf<T>::value, dst, src, nchwconvParams);
}
template <typename T>
__aicore__ inline void TransDataTo5HD(uint64_t dstList[NCHW_CONV_ADDR_LIST_SIZE], uint64_t srcList[NCHW_CONV_ADDR_LIST_SIZE],
    const TransDataTo5HDParams& nchwconvParams, HAWK_SITE)
{
    HAWK_TRANSDATA_TYPES;
    uint64_t dst[NCHW_CONV_ADDR_LIST_SIZE];
    uint64_t src[NCHW_CONV_ADDR_LIST_SIZE];
    for (int32_t i = 0; i < NCHW_CONV_ADDR_LIST_SIZE; ++i) {
        dst[i] = hawkdetail::offsetOf(dstList[i]);
        src[i] = hawkdetail::offsetOf(srcList[i]);
    }
    hawkdetail::transData(site, hawkabi::TypeOf<T>::value, dst, src, nchwconvParams);
}
/// The address lists themselves lie in UB.
template <typename T>
__aicore__ inline void TransDataTo5HD(const LocalTensor<uint64_t>& dst, const LocalTensor<uint64_t>& src,
    const TransDataTo5HDParams& nchwconvParams, HAWK_SITE)
{
    HAWK_TRANSDATA_TYPES;
    uint64_t dstList[NCHW_CONV_ADDR_LIST_SIZE];
    uint64_t srcList[NCHW_CONV_ADDR_LIST_SIZE];
    for (int32_t i = 0; i < NCHW_CONV_ADDR_LIST_SIZE; ++i) {
        dstList[i] = dst.GetValue(static_cast<uint32_t>(i), site);
        srcList[i] = src.GetValue(static_cast<uint32_t>(i), site);
    }
    TransDataTo5HD<T>(dstList, srcList, nchwconvParams, site);
}
/// The library's inner name, which kernels of the public repositories call with pointers.
template <typename T>
__aicore__ inline void TransDataTo5HDImpl(__ubuf__ T* dstList[NCHW_CONV_ADDR_LIST_SIZE],
    __ubuf__ T* srcList[NCHW_CONV_ADDR_LIST_SIZE], const TransDataTo5HDParams& p, HAWK_SITE)
{
    uint64_t dst[NCHW_CONV_ADDR_LIST_SIZE];
    uint64_t src[NCHW_CONV_ADDR_LIST_SIZE];
    for (int32_t i = 0; i < NCHW_CONV_ADDR_LIST_SIZE; ++i) {
        dst[i] = reinterpret_cast<uint64_t>(dstList[i]);
        src[i] = reinterpret_cast<uint64_t>(srcList[i]);
    }
    TransDataTo5HD<T>(dst, src, p, site);
}

namespace hawkdetail {
/// mode: TransposeType. params: n, c, h, w.
template <class T>
inline void transpose(const hawkabi::Site& site, const LocalTensor<T>& dst, const LocalTensor<T>& src,
    const hawkabi::Operand* work, const TransposeParamsExt& p)
{
    hawkabi::Call call(hawkabi::Api::Transpose, site);
    call.mode = static_cast<uint32_t>(p.transposeType);
    call.params[0] = p.nSize;
    call.params[1] = p.cSize;
    call.params[2] = p.hSize;
    call.params[3] = p.wSize;
    call.operandCount = work != nullptr ? 3 : 2;
    call.operands[0] = dst.hawkOperand();
    call.operands[1] = src.hawkOperand();
    if (work != nullptr)
        call.operands[2] = *work;
    hawk_vector(&call);
}
} // namespace hawkdetail

/// 16 x 16 elements of 16 bits.
template <typename T>
__aicore__ inline void Transpose(const LocalTensor<T>& dst, const LocalTensor<T>& src, HAWK_SITE)
{
    static_assert(hawkabi::among<T>(hawkabi::kI16 | hawkabi::kU16 | hawkabi::kF16),
        "Transpose of a 16 x 16 block takes int16_t, uint16_t, half on " HAWK_GENERATION " [transpose-dtype]");
    hawkdetail::transpose(site, dst, src, nullptr, TransposeParamsExt { 1, 1, 16, 16, TransposeType::TRANSPOSE_ND2ND_B16 });
}
/// Also NCHW to NHWC and back. The kind is known at run time only, and with it that a 16 x 16 block takes uint16_t here.
template <typename T>
__aicore__ inline void Transpose(const LocalTensor<T>& dst, const LocalTensor<T>& src,
    const LocalTensor<uint8_t>& sharedTmpBuffer, const TransposeParamsExt& transposeParams, HAWK_SITE)
{
    HAWK_LAYOUT_TYPES("Transpose");
    const hawkabi::Operand work = sharedTmpBuffer.hawkOperand();
    hawkdetail::transpose(site, dst, src, &work, transposeParams);
}

} // namespace AscendC
