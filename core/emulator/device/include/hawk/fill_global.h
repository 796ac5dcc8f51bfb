#pragma once

#include "hawk/copy.h"
#include "hawk/fill.h"
#include "hawk/sync.h"

/// Filling global memory with one value. A library function: it duplicates the value into the UB space that is left behind
/// the buffers and stores that as often as needed.
namespace AscendC {

template <typename T>
__aicore__ inline void InitGlobalMemory(GlobalTensor<T>& gmWorkspaceAddr, const uint64_t size, const T value, HAWK_SITE)
{
    LocalTensor<T> filler;
    PopStackBuffer<T, TPosition::LCM>(filler, site);
    constexpr uint64_t kMost = 255 * 256 / sizeof(T); // one Duplicate
    const uint64_t room = filler.GetSize() < kMost ? filler.GetSize() : kMost;
    const uint64_t piece = size < room ? size : room;
    if (piece == 0)
        return;
    Duplicate<T>(filler, value, static_cast<int32_t>(piece), site);
    const auto order = [&](int64_t event) {
        const auto id
            = static_cast<int64_t>(hawkdetail::control(hawkabi::Api::FetchEventID, site, event));
        hawkdetail::control(hawkabi::Api::SetFlag, site, event, id);
        hawkdetail::control(hawkabi::Api::WaitFlag, site, event, id);
    };
    order(static_cast<int64_t>(HardEvent::V_MTE3));
    for (uint64_t at = 0; at < size; at += piece) {
        const uint64_t count = size - at < piece ? size - at : piece;
        hawkdetail::copy(hawkabi::Api::DataCopyPad, hawkdetail::CopyUnit::Bytes, site, gmWorkspaceAddr[at].hawkOperand(),
            filler.hawkOperand(), 0, 1, static_cast<int64_t>(count * sizeof(T)), 0, 0);
    }
    order(static_cast<int64_t>(HardEvent::MTE3_S));
}
/// The older name.
template <typename T>
__aicore__ inline void InitOutput(GlobalTensor<T> gmWorkspaceAddr, uint32_t size, T value = 0, HAWK_SITE)
{
    InitGlobalMemory<T>(gmWorkspaceAddr, size, value, site);
}
template <typename T>
__aicore__ inline void Fill(GlobalTensor<T>& gmWorkspaceAddr, const uint64_t size, const T value, HAWK_SITE)
{
    InitGlobalMemory<T>(gmWorkspaceAddr, size, value, site);
}

} // namespace AscendC
