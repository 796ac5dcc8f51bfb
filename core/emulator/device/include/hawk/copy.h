#pragma once

#include "hawk/pipe.h"

/// Data movement between global memory and UB.
namespace AscendC {

namespace hawkdetail {
enum class CopyUnit : uint32_t { Count, Blocks, Bytes };
/// mode: CopyUnit, and 16 when isPad is set.
inline void copy(hawkabi::Api api, CopyUnit unit, const hawkabi::Site& site, const hawkabi::Operand& dst,
    const hawkabi::Operand& src, uint64_t count, int64_t blockCount, int64_t blockLen, int64_t srcStride, int64_t dstStride,
    bool isPad = false, int64_t left = 0, int64_t right = 0, uint64_t padding = 0)
{
    hawkabi::Call call(api, site);
    call.mode = static_cast<uint32_t>(unit) | (isPad ? 16U : 0U);
    call.count = count;
    call.params[0] = blockCount;
    call.params[1] = blockLen;
    call.params[2] = srcStride;
    call.params[3] = dstStride;
    call.params[4] = left;
    call.params[5] = right;
    call.scalar = padding;
    call.operandCount = 2;
    call.operands[0] = dst;
    call.operands[1] = src;
    hawk_copy(&call);
}
} // namespace hawkdetail

#define HAWK_DATACOPY(DST, SRC) \
    template <typename T> \
    __aicore__ inline void DataCopy(const DST<T>& dst, const SRC<T>& src, const uint32_t count, HAWK_SITE) \
    { \
        hawkdetail::copy(hawkabi::Api::DataCopy, hawkdetail::CopyUnit::Count, site, dst.hawkOperand(), \
            src.hawkOperand(), count, 1, 0, 0, 0); \
    } \
    template <typename T> \
    __aicore__ inline void DataCopy(const DST<T>& dst, const SRC<T>& src, const DataCopyParams& p, HAWK_SITE) \
    { \
        hawkdetail::copy(hawkabi::Api::DataCopy, hawkdetail::CopyUnit::Blocks, site, dst.hawkOperand(), \
            src.hawkOperand(), 0, p.blockCount, p.blockLen, p.srcStride, p.dstStride); \
    }
HAWK_DATACOPY(LocalTensor, GlobalTensor)
HAWK_DATACOPY(GlobalTensor, LocalTensor)
HAWK_DATACOPY(LocalTensor, LocalTensor)

template <typename T>
__aicore__ inline void DataCopyPad(const LocalTensor<T>& dst, const GlobalTensor<T>& src, const DataCopyExtParams& p,
    const DataCopyPadExtParams<T>& pad, HAWK_SITE)
{
    hawkdetail::copy(hawkabi::Api::DataCopyPad, hawkdetail::CopyUnit::Bytes, site, dst.hawkOperand(), src.hawkOperand(), 0,
        p.blockCount, p.blockLen, p.srcStride, p.dstStride, pad.isPad, pad.leftPadding, pad.rightPadding,
        hawkabi::bitsOf(pad.paddingValue));
}
template <typename T>
__aicore__ inline void DataCopyPad(const LocalTensor<T>& dst, const GlobalTensor<T>& src, const DataCopyParams& p,
    const DataCopyPadParams& pad, HAWK_SITE)
{
    hawkdetail::copy(hawkabi::Api::DataCopyPad, hawkdetail::CopyUnit::Bytes, site, dst.hawkOperand(), src.hawkOperand(), 0,
        p.blockCount, p.blockLen, p.srcStride, p.dstStride, pad.isPad, pad.leftPadding, pad.rightPadding, pad.paddingValue);
}
template <typename T>
__aicore__ inline void DataCopyPad(
    const GlobalTensor<T>& dst, const LocalTensor<T>& src, const DataCopyExtParams& p, HAWK_SITE)
{
    hawkdetail::copy(hawkabi::Api::DataCopyPad, hawkdetail::CopyUnit::Bytes, site, dst.hawkOperand(), src.hawkOperand(), 0,
        p.blockCount, p.blockLen, p.srcStride, p.dstStride);
}
template <typename T>
__aicore__ inline void DataCopyPad(
    const GlobalTensor<T>& dst, const LocalTensor<T>& src, const DataCopyParams& p, HAWK_SITE)
{
    hawkdetail::copy(hawkabi::Api::DataCopyPad, hawkdetail::CopyUnit::Bytes, site, dst.hawkOperand(), src.hawkOperand(), 0,
        p.blockCount, p.blockLen, p.srcStride, p.dstStride);
}

/// What DataCopyPad fills with when isPad is false.
template <typename T, TPosition = TPosition::MAX>
__aicore__ inline void SetPadValue(T paddingValue, HAWK_SITE)
{
    hawkdetail::control(hawkabi::Api::SetPadValue, site, static_cast<int64_t>(hawkabi::bitsOf(paddingValue)), sizeof(T));
}

template <typename T>
__aicore__ inline void SetAtomicAdd(HAWK_SITE)
{
    static_assert(hawkabi::among<T>(hawkabi::kI8 | hawkabi::kI16 | hawkabi::kF16 | hawkabi::kBf16 | hawkabi::kI32 | hawkabi::kF32),
        "SetAtomicAdd takes int8_t, int16_t, half, bfloat16_t, int32_t, float on generation 2201 [atomic-dtype]");
    hawkdetail::control(hawkabi::Api::SetAtomicAdd, site, static_cast<int64_t>(hawkabi::TypeOf<T>::value));
}
template <typename T>
__aicore__ inline void SetAtomicMax(HAWK_SITE)
{
    hawkdetail::control(hawkabi::Api::SetAtomicMax, site, static_cast<int64_t>(hawkabi::TypeOf<T>::value));
}
template <typename T>
__aicore__ inline void SetAtomicMin(HAWK_SITE)
{
    hawkdetail::control(hawkabi::Api::SetAtomicMin, site, static_cast<int64_t>(hawkabi::TypeOf<T>::value));
}
inline void SetAtomicNone(HAWK_SITE) { hawkdetail::control(hawkabi::Api::SetAtomicNone, site); }
inline void DisableDmaAtomic(HAWK_SITE) { hawkdetail::control(hawkabi::Api::SetAtomicNone, site); }

template <typename T, CacheLine line = CacheLine::SINGLE_CACHE_LINE, DcciDst dst = DcciDst::CACHELINE_OUT>
__aicore__ inline void DataCacheCleanAndInvalid(const GlobalTensor<T>& tensor, HAWK_SITE)
{
    hawkabi::Call call(hawkabi::Api::DataCacheCleanAndInvalid, site);
    call.mode = line == CacheLine::ENTIRE_DATA_CACHE ? 1 : 0;
    call.operandCount = 1;
    call.operands[0] = tensor.hawkOperand();
    hawk_control(&call);
}

} // namespace AscendC
