#pragma once

#include "hawk/gather.h"
#include "hawk/pipe.h"
#include "hawk/sync.h"
#include "hawk/vector.h"

/// BilinearInterpolation: a library function of Gatherb, Brcb, Mul and Add, as its page describes.
namespace AscendC {

namespace hawkdetail {
/// Gathers blocks of src0, spreads src1, multiplies, and adds the hRepeat products of each of the vRepeat rows. `mask`
/// chooses lanes, count or bits.
template <typename T, typename Mask>
inline void bilinear(const LocalTensor<T>& dst, const LocalTensor<T>& src0, const LocalTensor<uint32_t>& src0Offset,
    const LocalTensor<T>& src1, Mask mask, int32_t hRepeat, bool repeatMode, uint32_t dstBlkStride, uint32_t vROffset,
    int32_t vRepeat, const LocalTensor<uint8_t>& sharedTmpBuffer, const hawkabi::Site& site)
{
    static_assert(hawkabi::same<T, half>, "BilinearInterpolation takes half");
    constexpr uint32_t lanes = 128;
    const int32_t total = hRepeat * vRepeat;
    const LocalTensor<T> gathered = sharedTmpBuffer.ReinterpretCast<T>();
    const LocalTensor<T> spread = gathered[static_cast<uint32_t>(total) * lanes];
    const auto wait = [&] { hawkdetail::control(hawkabi::Api::PipeBarrier, site, PIPE_V); };
    gatherBlocks(gathered.template ReinterpretCast<uint16_t>(), src0.template ReinterpretCast<uint16_t>(), src0Offset, total,
        GatherRepeatParams { 1, 8 }, site);
    // One weight per repeat, or one per block of a repeat.
    const int32_t weights = repeatMode ? total * 8 : total;
    Brcb(spread, src1, (weights + 7) / 8, BrcbRepeatParams { 1, 8 }, site);
    wait();
    const BinaryRepeatParams product
        = repeatMode ? BinaryRepeatParams { 1, 1, 1, 8, 8, 8 } : BinaryRepeatParams { 1, 1, 0, 8, 8, 1 };
    Mul<T>(gathered, gathered, spread, mask, total, product, site);
    wait();
    for (int32_t v = 0; v < vRepeat; ++v) {
        const LocalTensor<T> row = dst[static_cast<uint32_t>(v) * vROffset];
        const LocalTensor<T> first = gathered[static_cast<uint32_t>(v * hRepeat) * lanes];
        Adds<T>(row, first, T(0), mask, 1, UnaryRepeatParams { dstBlkStride, 1, 8, 8 }, site);
        for (int32_t h = 1; h < hRepeat; ++h) {
            wait();
            Add<T>(row, row, first[static_cast<uint32_t>(h) * lanes], mask, 1,
                BinaryRepeatParams { dstBlkStride, dstBlkStride, 1, 8, 8, 8 }, site);
        }
    }
}
} // namespace hawkdetail

template <typename T>
__aicore__ inline void BilinearInterpolation(const LocalTensor<T>& dst, const LocalTensor<T>& src0,
    const LocalTensor<uint32_t>& src0Offset, const LocalTensor<T>& src1, uint64_t mask, uint8_t hRepeat, bool repeatMode,
    uint16_t dstBlkStride, uint16_t vROffset, uint8_t vRepeat, const LocalTensor<uint8_t>& sharedTmpBuffer, HAWK_SITE)
{
    hawkdetail::bilinear(dst, src0, src0Offset, src1, mask, hRepeat, repeatMode, dstBlkStride, vROffset, vRepeat, sharedTmpBuffer, site);
}
template <typename T>
__aicore__ inline void BilinearInterpolation(const LocalTensor<T>& dst, const LocalTensor<T>& src0,
    const LocalTensor<uint32_t>& src0Offset, const LocalTensor<T>& src1, const uint64_t mask[], uint8_t hRepeat, bool repeatMode,
    uint16_t dstBlkStride, uint16_t vROffset, uint8_t vRepeat, const LocalTensor<uint8_t>& sharedTmpBuffer, HAWK_SITE)
{
    hawkdetail::bilinear(dst, src0, src0Offset, src1, mask, hRepeat, repeatMode, dstBlkStride, vROffset, vRepeat, sharedTmpBuffer, site);
}

} // namespace AscendC
