#include "emulator/isa/rows.h"

namespace hawk::emulator {
namespace {

using hawkabi::Api;

#define SYNC(text) HAWK_PAGE("同步控制/" text)

constexpr RowEntry kRows[] = {
    { Api::SetFlag, "SetFlag", OpClass::SyncSet, Pipe::S, "", "setflag-consecutive,event-id-range",
        SYNC("核内同步/SetFlag-WaitFlag(ISASI)") },
    { Api::WaitFlag, "WaitFlag", OpClass::SyncWait, Pipe::S, "", "wait-before-set-deadlock,event-id-range",
        SYNC("核内同步/SetFlag-WaitFlag(ISASI)") },
    { Api::PipeBarrier, "PipeBarrier", OpClass::Barrier, Pipe::S, "", "", SYNC("核内同步/PipeBarrier(ISASI)") },
    { Api::SyncAll, "SyncAll", OpClass::SyncAllArrive, Pipe::S, "", "syncall-core-count,syncall-divergent",
        SYNC("核间同步/SyncAll"), 2 },
    { Api::SyncAllSoft, "SyncAll", OpClass::SyncAllArrive, Pipe::S, "gmWorkspace,ubWorkspace",
        "syncall-core-count,syncall-divergent,syncall-soft-workspace", SYNC("核间同步/SyncAll"), 2 },
    { Api::DataSyncBarrier, "DataSyncBarrier", OpClass::Barrier, Pipe::S, "", "",
        SYNC("核内同步/DataSyncBarrier(ISASI)"), 2 },
    { Api::IBSet, "IBSet", OpClass::CrossSet, Pipe::S, "gmWorkspace,ubWorkspace", "crosscore-deadlock,syncall-core-count",
        SYNC("核间同步/IBSet"), 2 },
    { Api::IBWait, "IBWait", OpClass::CrossWait, Pipe::S, "gmWorkspace,ubWorkspace", "crosscore-deadlock,syncall-core-count",
        SYNC("核间同步/IBWait"), 2 },
    { Api::InitDetermineComputeWorkspace, "InitDetermineComputeWorkspace", OpClass::ScalarWork, Pipe::S,
        "gmWorkspace,ubWorkspace", "crosscore-deadlock", SYNC("核间同步/InitDetermineComputeWorkspace"), 2 },
    { Api::WaitPreBlock, "WaitPreBlock", OpClass::CrossWait, Pipe::S, "gmWorkspace,ubWorkspace",
        "crosscore-deadlock,syncall-core-count", SYNC("核间同步/WaitPreBlock"), 2 },
    { Api::NotifyNextBlock, "NotifyNextBlock", OpClass::CrossSet, Pipe::S, "gmWorkspace,ubWorkspace", "crosscore-deadlock",
        SYNC("核间同步/NotifyNextBlock"), 2 },
    { Api::CrossCoreSetFlag, "CrossCoreSetFlag", OpClass::CrossSet, Pipe::S, "",
        "crosscore-flag-id-range,crosscore-flag-counter-15,crosscore-flag-pairing", SYNC("核间同步/CrossCoreSetFlag(ISASI)"), 2 },
    { Api::CrossCoreWaitFlag, "CrossCoreWaitFlag", OpClass::CrossWait, Pipe::S, "",
        "crosscore-flag-id-range,crosscore-flag-pairing,syncall-core-count", SYNC("核间同步/CrossCoreWaitFlag(ISASI)"), 2 },
    { Api::SetNextTaskStart, "SetNextTaskStart", OpClass::ScalarWork, Pipe::S, "", "", SYNC("任务间同步/SetNextTaskStart"), 2 },
    { Api::WaitPreTaskEnd, "WaitPreTaskEnd", OpClass::ScalarWork, Pipe::S, "", "", SYNC("任务间同步/WaitPreTaskEnd"), 2 },
    { Api::GroupBarrierArrive, "GroupBarrier::Arrive", OpClass::CrossSet, Pipe::S, "", "crosscore-deadlock",
        HAWK_PAGE("Cube分组管理（ISASI）/GroupBarrier/Arrive"), 2 },
    { Api::GroupBarrierWait, "GroupBarrier::Wait", OpClass::CrossWait, Pipe::S, "", "crosscore-deadlock,syncall-core-count",
        HAWK_PAGE("Cube分组管理（ISASI）/GroupBarrier/Wait-75"), 2 },
};

} // namespace

std::span<const RowEntry> syncRows() { return kRows; }

} // namespace hawk::emulator
