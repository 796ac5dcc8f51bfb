#include "emulator/host/device_calls.h"

#include "emulator/host/scheduler.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace hawk::emulator {
namespace {

using hawkabi::Api;
using hawkabi::Call;

constexpr std::uint32_t kEventIds = 8; // event-id-range
constexpr std::uint32_t kReservedId = 6; // 6 and 7 belong to the compiler and the library

Pipe sourceOf(std::int64_t event) { return static_cast<Pipe>((event >> 4) & 7); }
Pipe destinationOf(std::int64_t event) { return static_cast<Pipe>(event & 7); }

std::string eventName(std::int64_t event)
{
    return std::string(pipeName(sourceOf(event))) + "_" + std::string(pipeName(destinationOf(event)));
}

std::uint32_t flagKey(std::int64_t event, std::int64_t id)
{
    return static_cast<std::uint32_t>(event) << 8U | static_cast<std::uint32_t>(id & 0xFF);
}

bool checkEventId(CoreState& core, const Call& call)
{
    const std::int64_t id = call.params[1];
    if (id >= 0 && id < kEventIds)
        return true;
    report(core, call.api, call.site, "event-id-range", Severity::Fatal, "eventID",
        "event id " + std::to_string(id) + " does not exist; ids are 0 to 7", { { "id", id } });
    return false;
}

std::uint64_t setFlag(CoreState& core, const Call& call)
{
    if (!checkEventId(core, call))
        return 0;
    std::uint32_t& set = core.flags[flagKey(call.params[0], call.params[1])];
    if (set != 0)
        report(core, call.api, call.site, "setflag-consecutive", Severity::Error, "eventID",
            "flag " + eventName(call.params[0]) + " id " + std::to_string(call.params[1])
                + " is set again before it was waited for");
    ++set;
    recordSet(core, call.api, call.site, sourceOf(call.params[0]), destinationOf(call.params[0]),
        static_cast<std::uint32_t>(call.params[1]), SyncKind::Flag);
    return 0;
}

std::uint64_t waitFlag(CoreState& core, const Call& call)
{
    if (!checkEventId(core, call))
        return 0;
    std::uint32_t& set = core.flags[flagKey(call.params[0], call.params[1])];
    if (set == 0) {
        report(core, call.api, call.site, "wait-before-set-deadlock", Severity::Fatal, "eventID",
            "waits for flag " + eventName(call.params[0]) + " id " + std::to_string(call.params[1])
                + ", which nothing before it has set: the chip hangs here");
        return 0;
    }
    --set;
    recordWait(core, call.api, call.site, sourceOf(call.params[0]), destinationOf(call.params[0]),
        static_cast<std::uint32_t>(call.params[1]), SyncKind::Flag);
    return 0;
}

void recordPlain(CoreState& core, const Call& call, std::uint32_t aux0 = 0)
{
    Op op = makeOp(core, call.api, call.site);
    op.aux[0] = aux0;
    record(core, op);
}

std::uint64_t pipeInit(CoreState& core, const Call& call)
{
    PipeState& pipe = core.pipe;
    void* object = nullptr;
    std::memcpy(&object, &call.params[0], sizeof object);
    if (call.params[1] != 0)
        report(core, call.api, call.site, "tpipe-init-destroy-pairing", Severity::Warning, "",
            "TPipe::Init on a pipe that is alive: the constructor has done it; Destroy first to start over");
    else if (pipe.alive)
        report(core, call.api, call.site, "single-tpipe", Severity::Error, "",
            "a second TPipe while another is alive: both hand out the same memory and events");
    const std::uint32_t token = pipe.nextToken;
    pipe = PipeState {};
    pipe.nextToken = token; // tokens stay unique for the whole core
    pipe.object = object;
    pipe.alive = true;
    recordPlain(core, call);
    return 0;
}

/// Destroy and Reset wait for every pipe.
std::uint64_t pipeEnd(CoreState& core, const Call& call)
{
    recordPlain(core, call, static_cast<std::uint32_t>(Pipe::All));
    const std::uint32_t token = core.pipe.nextToken;
    void* object = call.api == Api::PipeReset ? core.pipe.object : nullptr;
    core.pipe = PipeState {};
    core.pipe.nextToken = token;
    core.pipe.object = object;
    core.pipe.alive = call.api == Api::PipeReset;
    return 0;
}

std::uint64_t eventIdCall(CoreState& core, const Call& call)
{
    std::uint8_t& used = core.pipe.eventIds[static_cast<std::uint8_t>(call.params[0])];
    if (call.api == Api::ReleaseEventID) {
        const std::int64_t id = call.params[1];
        if (id < 0 || id >= kEventIds || (used & (1U << id)) == 0)
            report(core, call.api, call.site, "event-id-exhaustion", Severity::Warning, "id",
                "id " + std::to_string(id) + " of " + eventName(call.params[0]) + " was not allocated");
        else
            used = static_cast<std::uint8_t>(used & ~(1U << id));
        recordPlain(core, call);
        return 0;
    }
    const auto free = static_cast<std::uint32_t>(std::countr_one(used));
    if (free >= kEventIds) {
        report(core, call.api, call.site, "event-id-exhaustion", Severity::Fatal, "",
            "all 8 event ids of " + eventName(call.params[0]) + " are allocated; release them after their WaitFlag");
        return 0;
    }
    if (call.api == Api::AllocEventID)
        used = static_cast<std::uint8_t>(used | (1U << free));
    if (call.api == Api::AllocEventID && free >= kReservedId)
        report(core, call.api, call.site, "event-id-exhaustion", Severity::Warning, "",
            "id " + std::to_string(free) + " of " + eventName(call.params[0]) + " is one of the two reserved ids");
    recordPlain(core, call);
    return free;
}

std::uint64_t setAtomic(CoreState& core, const Call& call, CoreRegisters::Atomic operation)
{
    core.registers.atomic = operation;
    if (operation == CoreRegisters::Atomic::None || call.params[0] != 0)
        core.registers.atomicType = static_cast<DType>(call.params[0]);
    recordPlain(core, call);
    return 0;
}

std::uint64_t cleanCache(CoreState& core, const Call& call)
{
    constexpr std::uint64_t kLine = 64;
    Op op = makeOp(core, call.api, call.site);
    op.accessCount = 1;
    const std::uint64_t offset = offsetOf(core, call.operands[0]) / kLine * kLine;
    op.accesses[0] = { Space::Gm, 0, DType::None, 0, static_cast<std::uint32_t>(kLine), offset, 1, 1, 0, 0 };
    op.aux[0] = call.mode; // 1: the whole cache
    record(core, op);
    noteCacheClean(core, offset, call.mode != 0);
    return 0;
}

std::uint64_t maskCall(CoreState& core, const Call& call)
{
    CoreRegisters& registers = core.registers;
    switch (call.api) {
    case Api::SetMaskNorm:
        registers.counterMode = false;
        break;
    case Api::SetMaskCount:
        registers.counterMode = true;
        break;
    case Api::SetVectorMask:
        registers.mask = { static_cast<std::uint64_t>(call.params[0]), static_cast<std::uint64_t>(call.params[1]) };
        break;
    default: // ResetMask
        registers.mask = { ~0ULL, ~0ULL };
        break;
    }
    recordPlain(core, call);
    return 0;
}

} // namespace

std::uint64_t callControl(CoreState& core, const Call& call)
{
    switch (call.api) {
    case Api::PipeInit:
        return pipeInit(core, call);
    case Api::PipeDestroy:
    case Api::PipeReset:
        return pipeEnd(core, call);
    case Api::InitBufferQueue:
        return call.params[5] != 0 ? queryQueue(core, call) : initQueue(core, call);
    case Api::InitBufferTBuf:
        return initTBuf(core, call);
    case Api::EnQue:
        return enQue(core, call);
    case Api::FreeTensor:
        return freeTensor(core, call);
    case Api::AllocEventID:
    case Api::ReleaseEventID:
    case Api::FetchEventID:
        return eventIdCall(core, call);
    case Api::SetFlag:
        return setFlag(core, call);
    case Api::WaitFlag:
        return waitFlag(core, call);
    case Api::PipeBarrier:
        recordPlain(core, call, static_cast<std::uint32_t>(call.params[0]));
        return 0;
    case Api::DataSyncBarrier:
        recordPlain(core, call, static_cast<std::uint32_t>(Pipe::All));
        return 0;
    case Api::SyncAll:
    case Api::SyncAllSoft:
    case Api::IBSet:
    case Api::IBWait:
    case Api::InitDetermineComputeWorkspace:
    case Api::WaitPreBlock:
    case Api::NotifyNextBlock:
    case Api::CrossCoreSetFlag:
    case Api::CrossCoreWaitFlag:
    case Api::SetNextTaskStart:
    case Api::WaitPreTaskEnd:
    case Api::GroupBarrierArrive:
    case Api::GroupBarrierWait:
        return callSync(core, call);
    case Api::SetAtomicAdd:
        return setAtomic(core, call, CoreRegisters::Atomic::Add);
    case Api::SetAtomicMax:
        return setAtomic(core, call, CoreRegisters::Atomic::Max);
    case Api::SetAtomicMin:
        return setAtomic(core, call, CoreRegisters::Atomic::Min);
    case Api::SetAtomicNone:
        return setAtomic(core, call, CoreRegisters::Atomic::None);
    case Api::SetAtomicType:
        return setAtomic(core, call,
            core.registers.atomic == CoreRegisters::Atomic::None ? CoreRegisters::Atomic::Add : core.registers.atomic);
    case Api::GetStoreAtomicConfig:
        recordPlain(core, call);
        return core.registers.atomic == CoreRegisters::Atomic::None ? 0 : static_cast<std::uint64_t>(core.registers.atomicType);
    case Api::SetSaturationFlag:
        (call.params[0] == 0 ? core.registers.saturateFloat : core.registers.saturateCast) = call.params[1] != 0;
        recordPlain(core, call);
        return 0;
    case Api::GetSaturationFlag:
        recordPlain(core, call);
        return (call.params[0] == 0 ? core.registers.saturateFloat : core.registers.saturateCast) ? 1 : 0;
    case Api::ReadReduceRegister:
        return readReduceRegister(core, call);
    case Api::GetMrgSortResult:
        recordPlain(core, call);
        return std::bit_cast<std::uint64_t>(core.registers.mergeTaken);
    case Api::ReadGmByPassDCache:
    case Api::WriteGmByPassDCache:
        return callBypass(core, call);
    case Api::InitBufPool:
        return initPool(core, call);
    case Api::BufPoolReset:
        return resetPool(core, call);
    case Api::InitStartBufHandle:
        return initStartBufHandle(core, call);
    case Api::InitBufHandle:
        return initBufHandle(core, call);
    case Api::DataCacheCleanAndInvalid:
        return cleanCache(core, call);
    case Api::SetMaskNorm:
    case Api::SetMaskCount:
    case Api::SetVectorMask:
    case Api::ResetMask:
        return maskCall(core, call);
    case Api::SetPadValue:
        core.registers.padValueSet = true;
        core.registers.padValue = static_cast<std::uint64_t>(call.params[0]);
        core.registers.padValueBytes = static_cast<std::uint32_t>(call.params[1]);
        recordPlain(core, call);
        return 0;
    case Api::SetDeqScale: {
        const auto bits = static_cast<std::uint32_t>(call.params[0]);
        if (call.params[1] == 2) {
            core.registers.dequantTable = static_cast<std::uint64_t>(call.params[2]);
        } else {
            core.registers.dequantScale = std::bit_cast<float>(bits);
            core.registers.dequantOffset = static_cast<std::int32_t>(call.params[2]);
            core.registers.dequantSigned = call.params[3] != 0;
        }
        recordPlain(core, call);
        return 0;
    }
    case Api::InitSocState:
        core.registers = CoreRegisters {};
        recordPlain(core, call);
        return 0;
    default:
        return 0;
    }
}

hawkabi::Operand callTensor(CoreState& core, const Call& call)
{
    switch (call.api) {
    case Api::AllocTensor:
        return allocTensor(core, call);
    case Api::DeQue:
        return deQue(core, call);
    case Api::TBufGet:
        return getTBuf(core, call);
    case Api::PopStackBuffer:
        return popStackBuffer(core, call);
    default:
        return declareTensor(core, call);
    }
}

} // namespace hawk::emulator
