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

struct SyncAllConfig {
    pipe_t triggerPipe;
    pipe_t waitPipe;
};
constexpr SyncAllConfig DEFAULT_SYNC_ALL_CONFIG = { PIPE_ALL, PIPE_ALL };
template <bool isAIVOnly = true, const SyncAllConfig& config = DEFAULT_SYNC_ALL_CONFIG>
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

namespace hawkdetail {
/// Synchronisation through words in global memory.
inline void gmSync(hawkabi::Api api, const hawkabi::Site& site, const hawkabi::Operand& gm, const hawkabi::Operand& ub,
    int64_t first = 0, int64_t second = 0)
{
    hawkabi::Call call(api, site);
    call.params[0] = first;
    call.params[1] = second;
    call.operandCount = 2;
    call.operands[0] = gm;
    call.operands[1] = ub;
    hawk_control(&call);
}
} // namespace hawkdetail

template <bool isAIVOnly = true>
__aicore__ inline void IBSet(const GlobalTensor<int32_t>& gmWorkspace, const LocalTensor<int32_t>& ubWorkspace, int32_t blockIdx,
    int32_t eventID, HAWK_SITE)
{
    hawkdetail::gmSync(hawkabi::Api::IBSet, site, gmWorkspace.hawkOperand(), ubWorkspace.hawkOperand(), blockIdx, eventID);
}
template <bool isAIVOnly = true>
__aicore__ inline void IBWait(const GlobalTensor<int32_t>& gmWorkspace, const LocalTensor<int32_t>& ubWorkspace, int32_t blockIdx,
    int32_t eventID, HAWK_SITE)
{
    hawkdetail::gmSync(hawkabi::Api::IBWait, site, gmWorkspace.hawkOperand(), ubWorkspace.hawkOperand(), blockIdx, eventID);
}
inline void InitDetermineComputeWorkspace(GlobalTensor<int32_t>& gmWorkspace, LocalTensor<int32_t>& ubWorkspace, HAWK_SITE)
{
    hawkdetail::gmSync(
        hawkabi::Api::InitDetermineComputeWorkspace, site, gmWorkspace.hawkOperand(), ubWorkspace.hawkOperand());
}
inline void WaitPreBlock(GlobalTensor<int32_t>& gmWorkspace, LocalTensor<int32_t>& ubWorkspace, HAWK_SITE)
{
    hawkdetail::gmSync(hawkabi::Api::WaitPreBlock, site, gmWorkspace.hawkOperand(), ubWorkspace.hawkOperand());
}
inline void NotifyNextBlock(GlobalTensor<int32_t>& gmWorkspace, LocalTensor<int32_t>& ubWorkspace, HAWK_SITE)
{
    hawkdetail::gmSync(hawkabi::Api::NotifyNextBlock, site, gmWorkspace.hawkOperand(), ubWorkspace.hawkOperand());
}

template <uint8_t modeId, pipe_t pipe>
__aicore__ inline void CrossCoreSetFlag(uint16_t flagId, HAWK_SITE)
{
    HAWK_NOT_ON_2002("CrossCoreSetFlag", (std::integral_constant<int, modeId> {}), "use IBSet and SyncAll with workspaces");
    static_assert(modeId <= 2, "CrossCoreSetFlag: generation 2201 has the modes 0, 1 and 2 [crosscore-flag-pairing]");
    static_assert(pipe != PIPE_S && pipe != PIPE_ALL,
        "CrossCoreSetFlag: the pipe may not be PIPE_S or PIPE_ALL [crosscore-flag-pairing]");
    hawkdetail::control(hawkabi::Api::CrossCoreSetFlag, site, modeId, pipe, flagId);
}
template <uint8_t modeId = 0, pipe_t pipe = PIPE_S>
__aicore__ inline void CrossCoreWaitFlag(uint16_t flagId, HAWK_SITE)
{
    hawkdetail::control(hawkabi::Api::CrossCoreWaitFlag, site, modeId, pipe, flagId);
}

/// On generation 2201 these compile and do nothing (their pages say so).
template <pipe_t aivPipe = PIPE_MTE3, pipe_t aicPipe = PIPE_FIX, bool force = false>
__aicore__ inline void SetNextTaskStart(HAWK_SITE)
{
    hawkdetail::control(hawkabi::Api::SetNextTaskStart, site);
}
template <bool force = false>
__aicore__ inline void WaitPreTaskEnd(HAWK_SITE)
{
    hawkdetail::control(hawkabi::Api::WaitPreTaskEnd, site);
}

enum class PipeMode : uint8_t { SCALAR_MODE = 0, MTE3_MODE = 1, MAX };
/// A group of blocks that waits for another.
template <PipeMode pipeMode>
class GroupBarrier {
public:
    GroupBarrier(GM_ADDR groupWorkspace, uint32_t arriveSizeIn, uint32_t waitSizeIn)
        : m_workspace(groupWorkspace)
        , m_arriveSize(arriveSizeIn)
        , m_waitSize(waitSizeIn)
    {
        static_assert(pipeMode == PipeMode::MTE3_MODE, "GroupBarrier supports PipeMode::MTE3_MODE only");
    }
    void Arrive(uint32_t arriveIndex, HAWK_SITE)
    {
        hawkdetail::control(hawkabi::Api::GroupBarrierArrive, site, static_cast<int64_t>(reinterpret_cast<uint64_t>(m_workspace)),
            arriveIndex, m_arriveSize, m_waitSize);
    }
    void Wait(uint32_t waitIndex, HAWK_SITE)
    {
        hawkdetail::control(hawkabi::Api::GroupBarrierWait, site, static_cast<int64_t>(reinterpret_cast<uint64_t>(m_workspace)),
            waitIndex, m_arriveSize, m_waitSize);
    }
    uint64_t GetWorkspaceLen() const { return m_waitSize * 512ULL; }

private:
    GM_ADDR m_workspace;
    uint32_t m_arriveSize;
    uint32_t m_waitSize;
};

template <pipe_t src, pipe_t dst>
class TQueSync {
public:
    void SetFlag(TEventID id, HAWK_SITE)
    {
        hawkdetail::control(hawkabi::Api::SetFlag, site, static_cast<int64_t>(src) * 16 + dst, id);
    }
    void WaitFlag(TEventID id, HAWK_SITE)
    {
        hawkdetail::control(hawkabi::Api::WaitFlag, site, static_cast<int64_t>(src) * 16 + dst, id);
    }
};

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
