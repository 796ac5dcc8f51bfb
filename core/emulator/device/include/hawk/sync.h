#pragma once

#include "hawk/pipe.h"

/// Ordering between pipes and between cores, and the mask registers.
namespace AscendC {

template <HardEvent event>
__aicore__ inline void SetFlag(int32_t eventID, HAWK_SITE)
{
    hawkdetail::control(hawkabi::Api::SetFlag, site, static_cast<int64_t>(event), eventID);
}
template <HardEvent event>
__aicore__ inline void WaitFlag(int32_t eventID, HAWK_SITE)
{
    hawkdetail::control(hawkabi::Api::WaitFlag, site, static_cast<int64_t>(event), eventID);
}
template <pipe_t pipe>
__aicore__ inline void PipeBarrier(HAWK_SITE)
{
    hawkdetail::control(hawkabi::Api::PipeBarrier, site, pipe);
}
enum class MemDsbT : uint8_t { ALL = 0, DDR, UB, SEQ };
template <MemDsbT kind = MemDsbT::ALL>
__aicore__ inline void DataSyncBarrier(HAWK_SITE)
{
    hawkdetail::control(hawkabi::Api::DataSyncBarrier, site, static_cast<int64_t>(kind));
}

template <bool isAIVOnly = true>
__aicore__ inline void SyncAll(HAWK_SITE)
{
    hawkdetail::control(hawkabi::Api::SyncAll, site, isAIVOnly ? 1 : 0);
}
template <bool isAIVOnly = true>
__aicore__ inline void SyncAll(const GlobalTensor<int32_t>& gmWorkspace, const LocalTensor<int32_t>& ubWorkspace,
    const int32_t usedCores = 0, HAWK_SITE)
{
    hawkabi::Call call(hawkabi::Api::SyncAllSoft, site);
    call.params[0] = usedCores;
    call.operandCount = 2;
    call.operands[0] = gmWorkspace.hawkOperand();
    call.operands[1] = ubWorkspace.hawkOperand();
    hawk_control(&call);
}

inline void SetMaskNorm(HAWK_SITE) { hawkdetail::control(hawkabi::Api::SetMaskNorm, site); }
inline void SetMaskCount(HAWK_SITE) { hawkdetail::control(hawkabi::Api::SetMaskCount, site); }
inline void ResetMask(HAWK_SITE) { hawkdetail::control(hawkabi::Api::ResetMask, site); }
template <typename T, MaskMode mode = MaskMode::NORMAL>
__aicore__ inline void SetVectorMask(const uint64_t maskHigh, const uint64_t maskLow, HAWK_SITE)
{
    hawkdetail::control(hawkabi::Api::SetVectorMask, site, static_cast<int64_t>(maskLow), static_cast<int64_t>(maskHigh));
}
/// In normal mode the first `len` elements of a repeat, in counter mode the element count.
template <typename T, MaskMode mode = MaskMode::NORMAL>
__aicore__ inline void SetVectorMask(int32_t len, HAWK_SITE)
{
    const uint64_t n = len > 0 ? static_cast<uint64_t>(len) : 0;
    uint64_t low = n, high = 0;
    if (mode == MaskMode::NORMAL) {
        low = n >= 64 ? ~0ULL : (1ULL << n) - 1;
        high = n >= 128 ? ~0ULL : (n > 64 ? (1ULL << (n - 64)) - 1 : 0);
    }
    hawkdetail::control(hawkabi::Api::SetVectorMask, site, static_cast<int64_t>(low), static_cast<int64_t>(high));
}

/// Scale of Cast from int32_t to half.
inline void SetDeqScale(half scale, HAWK_SITE)
{
    hawkdetail::control(
        hawkabi::Api::SetDeqScale, site, static_cast<int64_t>(hawkabi::bitsOf(static_cast<float>(scale))));
}

inline void InitSocState(HAWK_SITE) { hawkdetail::control(hawkabi::Api::InitSocState, site); }

} // namespace AscendC

// Raw intrinsics with the same meaning.
inline void set_flag(pipe_t from, pipe_t to, int32_t id, HAWK_SITE)
{
    AscendC::hawkdetail::control(hawkabi::Api::SetFlag, site, static_cast<int64_t>(from) * 16 + to, id);
}
inline void wait_flag(pipe_t from, pipe_t to, int32_t id, HAWK_SITE)
{
    AscendC::hawkdetail::control(hawkabi::Api::WaitFlag, site, static_cast<int64_t>(from) * 16 + to, id);
}
inline void pipe_barrier(pipe_t pipe, HAWK_SITE)
{
    AscendC::hawkdetail::control(hawkabi::Api::PipeBarrier, site, pipe);
}
inline void set_atomic_none(HAWK_SITE) { AscendC::hawkdetail::control(hawkabi::Api::SetAtomicNone, site); }
inline void set_mask_norm(HAWK_SITE) { AscendC::hawkdetail::control(hawkabi::Api::SetMaskNorm, site); }
inline void set_mask_count(HAWK_SITE) { AscendC::hawkdetail::control(hawkabi::Api::SetMaskCount, site); }
inline void set_vector_mask(uint64_t high, uint64_t low, HAWK_SITE)
{
    AscendC::hawkdetail::control(
        hawkabi::Api::SetVectorMask, site, static_cast<int64_t>(low), static_cast<int64_t>(high));
}
