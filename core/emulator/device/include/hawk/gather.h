#pragma once

#include "hawk/issue.h"

/// Gathering inside UB.
namespace AscendC {

#define HAWK_GATHER_TYPES(NAME) \
    static_assert( \
        hawkabi::among<T>(hawkabi::kMovable), NAME " takes " HAWK_MOVABLE_TEXT " on " HAWK_GENERATION " [gather-dtype]")

namespace hawkdetail {
template <class T>
inline void gather(const Selection& s, const hawkabi::Site& site, const hawkabi::Operand& dst, const LocalTensor<T>& src,
    const LocalTensor<uint32_t>& srcOffset, uint32_t srcBaseAddr)
{
    hawkabi::Call call(hawkabi::Api::Gather, site);
    fill(call, s);
    call.operandCount = 3;
    call.operands[0] = dst;
    call.operands[1] = src.hawkOperand();
    call.operands[2] = srcOffset.hawkOperand();
    call.params[0] = srcBaseAddr;
    hawk_vector(&call);
}
} // namespace hawkdetail

/// dst[i] = src at byte srcOffset[i] + srcBaseAddr.
template <typename T>
__aicore__ inline void Gather(const LocalTensor<T>& dst, const LocalTensor<T>& src, const LocalTensor<uint32_t>& srcOffset,
    const uint32_t srcBaseAddr, const uint32_t count, HAWK_SITE)
{
    HAWK_GATHER_TYPES("Gather");
    hawkdetail::gather(hawkdetail::countOf(count, true), site, dst.hawkOperand(), src, srcOffset, srcBaseAddr);
}
template <typename T>
__aicore__ inline void Gather(const LocalTensor<T>& dst, const LocalTensor<T>& src, const LocalTensor<uint32_t>& srcOffset,
    const uint32_t srcBaseAddr, const uint64_t mask, const int32_t repeatTime, const uint32_t dstRepStride, HAWK_SITE)
{
    HAWK_GATHER_TYPES("Gather");
    hawkdetail::gather(hawkdetail::maskOf(mask, repeatTime, true), site, dst.hawkOperand(1, dstRepStride), src, srcOffset,
        srcBaseAddr);
}
template <typename T>
__aicore__ inline void Gather(const LocalTensor<T>& dst, const LocalTensor<T>& src, const LocalTensor<uint32_t>& srcOffset,
    const uint32_t srcBaseAddr, const uint64_t mask[], const int32_t repeatTime, const uint32_t dstRepStride, HAWK_SITE)
{
    HAWK_GATHER_TYPES("Gather");
    hawkdetail::gather(hawkdetail::maskOf(mask, repeatTime, true, sizeof(T)), site, dst.hawkOperand(1, dstRepStride), src,
        srcOffset, srcBaseAddr);
}

namespace hawkdetail {
template <typename T>
inline void gatherBlocks(const LocalTensor<T>& dst, const LocalTensor<T>& src, const LocalTensor<uint32_t>& offset,
    const int32_t repeatTime, const GatherRepeatParams& p, const hawkabi::Site& site)
{
    static_assert(hawkabi::among<T>(hawkabi::kU16 | hawkabi::kU32),
        "Gatherb takes uint16_t and uint32_t on " HAWK_GENERATION "; ReinterpretCast tensors of other types [gather-dtype]");
    hawkabi::Call call(hawkabi::Api::Gatherb, site);
    hawkdetail::fill(call, hawkdetail::maskOf(256 / sizeof(T), repeatTime, true));
    call.operandCount = 3;
    call.operands[0] = dst.hawkOperand(p.dstBlkStride == 0 ? 1 : p.dstBlkStride, p.dstRepStride);
    call.operands[1] = src.hawkOperand();
    call.operands[2] = offset.hawkOperand();
    hawk_vector(&call);
}
} // namespace hawkdetail

/// Whole 32 B blocks: block j of repeat i comes from byte offset[i * 8 + j].
template <typename T>
__aicore__ inline void Gatherb(const LocalTensor<T>& dst, const LocalTensor<T>& src, const LocalTensor<uint32_t>& offset,
    const int32_t repeatTime, const GatherRepeatParams& p, HAWK_SITE)
{
    HAWK_NOT_ON_2002("Gatherb", dst, "use Gather");
    hawkdetail::gatherBlocks(dst, src, offset, repeatTime, p, site);
}

/// How GatherMask runs; generation 2201 knows one way.
enum class GatherMaskMode : uint8_t { VERSION_V1 = 0, VERSION_V2 = 1 };
constexpr GatherMaskMode defaultGatherMaskMode = GatherMaskMode::VERSION_V2;

namespace hawkdetail {
/// mode: pattern number, 0 for a pattern tensor. count: elements per repeat in counter mode. Returns what was kept.
template <class T>
inline uint64_t gatherMask(const hawkabi::Site& site, const LocalTensor<T>& dst, const LocalTensor<T>& src0, uint32_t pattern,
    const hawkabi::Operand* patternTensor, bool reduceMode, uint32_t mask, const GatherMaskParams& p)
{
    HAWK_GATHER_TYPES("GatherMask");
    hawkabi::Call call(hawkabi::Api::GatherMask, site);
    call.form = reduceMode ? Form::Count : Form::MaskBits;
    call.count = mask;
    call.repeat = p.repeatTimes;
    call.mode = pattern;
    call.operandCount = patternTensor != nullptr ? 3 : 2;
    call.operands[0] = dst.hawkOperand();
    call.operands[1] = src0.hawkOperand(p.src0BlockStride, p.src0RepeatStride);
    if (patternTensor != nullptr)
        call.operands[2] = *patternTensor;
    uint64_t kept = 0;
    call.params[0] = reinterpret_cast<int64_t>(&kept);
    hawk_vector(&call);
    return kept;
}
} // namespace hawkdetail

template <typename T, typename U, GatherMaskMode mode = defaultGatherMaskMode>
__aicore__ inline void GatherMask(const LocalTensor<T>& dst, const LocalTensor<T>& src0, const LocalTensor<U>& src1Pattern,
    const bool reduceMode, const uint32_t mask, const GatherMaskParams& gatherMaskParams, uint64_t& rsvdCnt, HAWK_SITE)
{
    static_assert(hawkabi::among<U>(hawkabi::kU16 | hawkabi::kU32) && sizeof(U) == sizeof(T),
        "GatherMask: the pattern tensor is uint16_t for 16-bit and uint32_t for 32-bit elements [gathermask-pattern-dtype]");
    const hawkabi::Operand pattern = src1Pattern.hawkOperand(1, gatherMaskParams.src1RepeatStride);
    rsvdCnt = hawkdetail::gatherMask(site, dst, src0, 0, &pattern, reduceMode, mask, gatherMaskParams);
}
template <typename T, GatherMaskMode mode = defaultGatherMaskMode>
__aicore__ inline void GatherMask(const LocalTensor<T>& dst, const LocalTensor<T>& src0, const uint8_t src1Pattern,
    const bool reduceMode, const uint32_t mask, const GatherMaskParams& gatherMaskParams, uint64_t& rsvdCnt, HAWK_SITE)
{
    rsvdCnt = hawkdetail::gatherMask(site, dst, src0, src1Pattern, nullptr, reduceMode, mask, gatherMaskParams);
}

#if defined(__NPU_ARCH__) && __NPU_ARCH__ == 2002
/// dst at byte dstOffset[i] + dstBaseAddr = src[i]. Generation 2201 has no such instruction.
namespace hawkdetail {
template <class T>
inline void scatter(const Selection& s, const hawkabi::Site& site, const LocalTensor<T>& dst, const hawkabi::Operand& src,
    const LocalTensor<uint32_t>& dstOffset, uint32_t dstBaseAddr)
{
    static_assert(hawkabi::among<T>(hawkabi::kF16 | hawkabi::kF32 | hawkabi::kU16 | hawkabi::kU32),
        "Scatter takes uint16_t, half, uint32_t, float on generation 2002");
    hawkabi::Call call(hawkabi::Api::Scatter, site);
    fill(call, s);
    call.operandCount = 3;
    call.operands[0] = dst.hawkOperand();
    call.operands[1] = src;
    call.operands[2] = dstOffset.hawkOperand();
    call.params[0] = dstBaseAddr;
    hawk_vector(&call);
}
} // namespace hawkdetail
template <typename T>
__aicore__ inline void Scatter(const LocalTensor<T>& dst, const LocalTensor<T>& src, const LocalTensor<uint32_t>& dstOffset,
    const uint32_t dstBaseAddr, const uint32_t count, HAWK_SITE)
{
    hawkdetail::scatter(hawkdetail::countOf(count, true), site, dst, src.hawkOperand(), dstOffset, dstBaseAddr);
}
template <typename T>
__aicore__ inline void Scatter(const LocalTensor<T>& dst, const LocalTensor<T>& src, const LocalTensor<uint32_t>& dstOffset,
    const uint32_t dstBaseAddr, const uint64_t mask, const int32_t repeatTime, const uint32_t srcRepStride, HAWK_SITE)
{
    hawkdetail::scatter(hawkdetail::maskOf(mask, repeatTime, true), site, dst, src.hawkOperand(1, srcRepStride), dstOffset,
        dstBaseAddr);
}
template <typename T>
__aicore__ inline void Scatter(const LocalTensor<T>& dst, const LocalTensor<T>& src, const LocalTensor<uint32_t>& dstOffset,
    const uint32_t dstBaseAddr, const uint64_t mask[], const int32_t repeatTime, const uint32_t srcRepStride, HAWK_SITE)
{
    hawkdetail::scatter(hawkdetail::maskOf(mask, repeatTime, true, sizeof(T)), site, dst, src.hawkOperand(1, srcRepStride),
        dstOffset, dstBaseAddr);
}
#endif

} // namespace AscendC
