#pragma once

#include "hawk/pipe.h"

/// Data movement between global memory and UB.
namespace AscendC {

namespace hawkdetail {
enum class CopyUnit : uint32_t { Count, Blocks, Bytes };
/// mode: CopyUnit, and 16 when isPad is set.
HAWK_SHARED void copy(hawkabi::Api api, CopyUnit unit, const hawkabi::Site& site, const hawkabi::Operand& dst,
    const hawkabi::Operand& src, uint64_t count, int64_t blockCount, int64_t blockLen, int64_t srcStride, int64_t dstStride,
    bool isPad = false, int64_t left = 0, int64_t right = 0, uint64_t padding = 0);
/// `count` elements that follow one another.
HAWK_SHARED void countedCopy(const hawkabi::Site& site, const hawkabi::Operand& dst, const hawkabi::Operand& src, uint64_t count);
} // namespace hawkdetail

#define HAWK_DATACOPY(DST, SRC) \
    template <typename T> \
    __aicore__ inline void DataCopy(const DST<T>& dst, const SRC<T>& src, const uint32_t count, HAWK_SITE) \
    { \
        hawkdetail::countedCopy(site, dst.hawkOperand(), src.hawkOperand(), count); \
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
    HAWK_NOT_ON_2002("DataCopyPad", dst, "use DataCopy of whole blocks");
    hawkdetail::copy(hawkabi::Api::DataCopyPad, hawkdetail::CopyUnit::Bytes, site, dst.hawkOperand(), src.hawkOperand(), 0,
        p.blockCount, p.blockLen, p.srcStride, p.dstStride, pad.isPad, pad.leftPadding, pad.rightPadding,
        hawkabi::bitsOf(pad.paddingValue));
}
template <typename T>
__aicore__ inline void DataCopyPad(const LocalTensor<T>& dst, const GlobalTensor<T>& src, const DataCopyParams& p,
    const DataCopyPadParams& pad, HAWK_SITE)
{
    HAWK_NOT_ON_2002("DataCopyPad", dst, "use DataCopy of whole blocks");
    hawkdetail::copy(hawkabi::Api::DataCopyPad, hawkdetail::CopyUnit::Bytes, site, dst.hawkOperand(), src.hawkOperand(), 0,
        p.blockCount, p.blockLen, p.srcStride, p.dstStride, pad.isPad, pad.leftPadding, pad.rightPadding, pad.paddingValue);
}
template <typename T>
__aicore__ inline void DataCopyPad(
    const GlobalTensor<T>& dst, const LocalTensor<T>& src, const DataCopyExtParams& p, HAWK_SITE)
{
    HAWK_NOT_ON_2002("DataCopyPad", dst, "use DataCopy of whole blocks");
    hawkdetail::copy(hawkabi::Api::DataCopyPad, hawkdetail::CopyUnit::Bytes, site, dst.hawkOperand(), src.hawkOperand(), 0,
        p.blockCount, p.blockLen, p.srcStride, p.dstStride);
}
template <typename T>
__aicore__ inline void DataCopyPad(
    const GlobalTensor<T>& dst, const LocalTensor<T>& src, const DataCopyParams& p, HAWK_SITE)
{
    HAWK_NOT_ON_2002("DataCopyPad", dst, "use DataCopy of whole blocks");
    hawkdetail::copy(hawkabi::Api::DataCopyPad, hawkdetail::CopyUnit::Bytes, site, dst.hawkOperand(), src.hawkOperand(), 0,
        p.blockCount, p.blockLen, p.srcStride, p.dstStride);
}

/// A library function of padded copies, one per 16 columns and at most 4,095 rows (page "DataCopy, NZ to ND").
template <typename T>
__aicore__ inline void DataCopy(const GlobalTensor<T>& dst, const LocalTensor<T>& src, const Nz2NdParamsFull& p, HAWK_SITE)
{
    static_assert(hawkabi::among<T>(hawkabi::kMovable),
        "DataCopy from NZ to ND takes " HAWK_MOVABLE_TEXT " on " HAWK_GENERATION);
    constexpr uint32_t wide = 16, most = 4095;
    for (uint32_t i = 0; i < p.ndNum; ++i)
        for (uint32_t c = 0; c < p.dValue; c += wide)
            for (uint32_t r = 0; r < p.nValue; r += most) {
                const uint32_t columns = p.dValue - c < wide ? p.dValue - c : wide, rows = p.nValue - r < most ? p.nValue - r : most;
                hawkdetail::copy(hawkabi::Api::DataCopyPad, hawkdetail::CopyUnit::Bytes, site,
                    dst[uint64_t { i } * p.dstNdMatrixStride + c + uint64_t { r } * p.dstDStride].hawkOperand(),
                    src[i * p.srcNdMatrixStride * 256 + c * p.srcNStride + r * wide].hawkOperand(), 0, rows, columns * sizeof(T),
                    0, (static_cast<int64_t>(p.dstDStride) - columns) * static_cast<int64_t>(sizeof(T)));
            }
}

/// What DataCopyPad fills with when isPad is false.
template <typename T, TPosition = TPosition::MAX>
__aicore__ inline void SetPadValue(T paddingValue, HAWK_SITE)
{
    HAWK_NOT_ON_2002("SetPadValue", paddingValue, "pad with Duplicate");
    hawkdetail::control(hawkabi::Api::SetPadValue, site, static_cast<int64_t>(hawkabi::bitsOf(paddingValue)), sizeof(T));
}

/// Slices: the same pieces in both, per dimension a range, a gap and a length (page "DataCopy, slices").
namespace hawkdetail {
/// Walks the outer dimensions; `dst` and `src` are tensors of either memory.
template <class Dst, class Src>
inline void copySlice(const Dst& dst, const Src& src, const SliceInfo* dstInfo, const SliceInfo* srcInfo, uint32_t dims,
    uint64_t dstOffset, uint64_t srcOffset, const hawkabi::Site& site)
{
    using T = typename Dst::PrimType;
    const uint32_t d = dims - 1;
    if (d == 0) {
        const uint64_t elements = uint64_t { srcInfo[0].burstLen } * 32 / sizeof(T);
        const uint64_t step = elements + srcInfo[0].stride;
        const auto pieces = static_cast<uint32_t>((srcInfo[0].endIndex + 1 - srcInfo[0].startIndex + srcInfo[0].stride) / step);
        const bool toLocal = hawkabi::same<Dst, LocalTensor<T>>;
        const auto gap = [](uint32_t stride, bool local) {
            return static_cast<int64_t>(stride * sizeof(T)) / (local ? 32 : 1);
        };
        copy(hawkabi::Api::DataCopySlice, CopyUnit::Bytes, site,
            dst[static_cast<uint32_t>(dstOffset + dstInfo[0].startIndex)].hawkOperand(),
            src[static_cast<uint32_t>(srcOffset + srcInfo[0].startIndex)].hawkOperand(), 0, pieces,
            static_cast<int64_t>(srcInfo[0].burstLen) * 32, gap(srcInfo[0].stride, !toLocal), gap(dstInfo[0].stride, toLocal));
        return;
    }
    uint64_t dstRow = 1;
    uint64_t srcRow = 1;
    for (uint32_t i = 0; i < d; ++i) {
        dstRow *= dstInfo[i].shapeValue;
        srcRow *= srcInfo[i].shapeValue;
    }
    uint64_t to = dstInfo[d].startIndex;
    for (uint64_t from = srcInfo[d].startIndex; from <= srcInfo[d].endIndex; from += srcInfo[d].stride + 1) {
        copySlice(dst, src, dstInfo, srcInfo, d, dstOffset + to * dstRow, srcOffset + from * srcRow, site);
        to += dstInfo[d].stride + 1;
    }
}
} // namespace hawkdetail
template <typename T>
__aicore__ inline void DataCopy(const LocalTensor<T>& dst, const GlobalTensor<T>& src, const SliceInfo dstSliceInfo[],
    const SliceInfo srcSliceInfo[], const uint32_t dimValue = 1, HAWK_SITE)
{
    hawkdetail::copySlice(dst, src, dstSliceInfo, srcSliceInfo, dimValue, 0, 0, site);
}
template <typename T>
__aicore__ inline void DataCopy(const GlobalTensor<T>& dst, const LocalTensor<T>& src, const SliceInfo dstSliceInfo[],
    const SliceInfo srcSliceInfo[], const uint32_t dimValue = 1, HAWK_SITE)
{
    hawkdetail::copySlice(dst, src, dstSliceInfo, srcSliceInfo, dimValue, 0, 0, site);
}

/// Sixty-four bytes at the place, or the whole data cache of the core.
template <typename T, CacheLine line = CacheLine::SINGLE_CACHE_LINE, DcciDst dst = DcciDst::CACHELINE_OUT>
__aicore__ inline void DataCacheCleanAndInvalid(const GlobalTensor<T>& tensor, HAWK_SITE)
{
    hawkabi::Call call(hawkabi::Api::DataCacheCleanAndInvalid, site);
    call.mode = line == CacheLine::ENTIRE_DATA_CACHE ? 1 : 0;
    call.operandCount = 1;
    call.operands[0] = tensor.hawkOperand();
    hawk_control(&call);
}
/// Local memory has no copy in the cache that could differ here.
template <typename T, CacheLine line, DcciDst dst>
__aicore__ inline void DataCacheCleanAndInvalid(const LocalTensor<T>&)
{
}
template <typename T>
__aicore__ inline void DataCachePreload(const GlobalTensor<uint64_t>&, const T)
{
}

/// A scalar access that goes around the data cache (ReadGmByPassDCache.md, WriteGmByPassDCache.md).
#define HAWK_BYPASS_TYPES(NAME) \
    static_assert(hawkabi::among<T>(hawkabi::kIntegers), \
        NAME " takes integers of 8 to 64 bits; reinterpret the address of other types")
template <typename T>
__aicore__ inline T ReadGmByPassDCache(__gm__ T* addr, HAWK_SITE)
{
    HAWK_NOT_ON_2002("ReadGmByPassDCache", addr, "clean the cache with DataCacheCleanAndInvalid");
    HAWK_BYPASS_TYPES("ReadGmByPassDCache");
    hawkabi::Call call(hawkabi::Api::ReadGmByPassDCache, site);
    GlobalTensor<T> place;
    place.SetGlobalBuffer(addr, 1);
    call.operandCount = 1;
    call.operands[0] = place.hawkOperand();
    return hawkabi::fromBits<T>(hawk_control(&call));
}
template <typename T>
__aicore__ inline void WriteGmByPassDCache(__gm__ T* addr, T value, HAWK_SITE)
{
    HAWK_NOT_ON_2002("WriteGmByPassDCache", addr, "clean the cache with DataCacheCleanAndInvalid");
    HAWK_BYPASS_TYPES("WriteGmByPassDCache");
    hawkabi::Call call(hawkabi::Api::WriteGmByPassDCache, site);
    GlobalTensor<T> place;
    place.SetGlobalBuffer(addr, 1);
    call.operandCount = 1;
    call.operands[0] = place.hawkOperand();
    call.scalar = hawkabi::bitsOf(value);
    hawk_control(&call);
}

} // namespace AscendC
