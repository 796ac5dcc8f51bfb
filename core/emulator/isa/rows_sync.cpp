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
};

} // namespace

std::span<const RowEntry> syncRows() { return kRows; }

} // namespace hawk::emulator
