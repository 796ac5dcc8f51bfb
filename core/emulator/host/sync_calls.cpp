// Synchronisation between blocks.
#include "emulator/host/device_calls.h"
#include "emulator/host/scheduler.h"

#include <algorithm>
#include <cstring>

namespace hawk::emulator {
namespace {

using hawkabi::Api;
using hawkabi::Call;

constexpr std::uint64_t kSlot = 32; ///< bytes of one block's word in a workspace
constexpr std::uint32_t kFlagIds = 16;
constexpr std::size_t kFlagLimit = 15; // crosscore-flag-counter-15
constexpr std::uint32_t kFirstReservedFlag = 11; // 11 to 14 belong to SyncAll

CrossCoreState& stateOf(CoreState& core) { return core.machine.crossCore(); }

/// All blocks must be there at once for any of them to wait for another.
void requireCores(CoreState& core, const Call& call)
{
    const auto cores = static_cast<std::uint32_t>(std::max(core.machine.chip().vectorCores.value, 0));
    if (core.machine.launch().blockDim > cores)
        report(core, call.api, call.site, "syncall-core-count", Severity::Fatal, "",
            std::to_string(core.machine.launch().blockDim) + " blocks on " + std::to_string(cores)
                + " vector cores: the blocks of the second wave never start, so this never returns");
}

void recordToken(CoreState& core, const Call& call, std::uint32_t token, Pipe pipe = Pipe::All)
{
    Op op = makeOp(core, call.api, call.site);
    op.aux = { static_cast<std::uint32_t>(pipe), static_cast<std::uint32_t>(Pipe::All), token, static_cast<std::uint32_t>(SyncKind::Cross) };
    record(core, op);
}

/// The calls that go through global memory wait for every pipe first.
void recordBarrier(CoreState& core, const Call& call)
{
    Op op = makeOp(core, call.api, call.site);
    op.kind = OpClass::Barrier;
    op.aux[0] = static_cast<std::uint32_t>(Pipe::All);
    record(core, op);
}

void recordWork(CoreState& core, const Call& call)
{
    Op op = makeOp(core, call.api, call.site);
    op.kind = OpClass::ScalarWork;
    op.elements = 1;
    record(core, op);
}

/// Whether `bytes` from the workspace's start lie inside one buffer of global memory; reports it when not.
bool checkWorkspace(CoreState& core, const Call& call, std::uint64_t gmBytes, std::uint64_t ubBytes, std::string_view constraint)
{
    const hawkabi::Operand& gm = call.operands[0];
    const hawkabi::Operand& ub = call.operands[1];
    const std::uint64_t offset = offsetOf(core, gm);
    const std::vector<TraceTensor>& tensors = core.machine.gm().tensors();
    const bool inside = std::ranges::any_of(tensors,
        [&](const TraceTensor& t) { return offset >= t.offset && offset + gmBytes <= t.offset + t.bytes; });
    const bool small = (gm.bytes != 0 && gm.bytes < gmBytes) || ub.bytes < ubBytes;
    if (inside && !small)
        return true;
    report(core, call.api, call.site, constraint, inside ? Severity::Error : Severity::Fatal, inside && ub.bytes < ubBytes ? "ubWorkspace" : "gmWorkspace",
        "needs " + std::to_string(gmBytes) + " B of workspace in GM and " + std::to_string(ubBytes) + " B in UB; given are "
            + (inside ? std::to_string(gm.bytes) + " B" : "fewer, up to the buffer's end,") + " and " + std::to_string(ub.bytes) + " B");
    return inside;
}

std::int32_t wordAt(const std::byte* address)
{
    std::int32_t word = 0;
    std::memcpy(&word, address, sizeof word);
    return word;
}

void writeSlot(CoreState& core, std::byte* address, std::int32_t word)
{
    std::memset(address, 0, kSlot);
    std::memcpy(address, &word, sizeof word);
    core.machine.gmWritten().markWritten(static_cast<std::uint64_t>(address - core.machine.gm().base()), kSlot);
    core.machine.scheduler().noteChange();
}

std::string slotName(const Call& call)
{
    return "block " + std::to_string(call.params[0]) + ", event " + std::to_string(call.params[1]);
}

/// IBSet and IBWait: a word per event and block; set waits until it is 0 and makes it 1, wait the other way round.
void interBlock(CoreState& core, const Call& call)
{
    requireCores(core, call);
    recordBarrier(core, call);
    const std::uint32_t blocks = core.machine.launch().blockDim;
    if (call.params[0] < 0 || call.params[0] >= static_cast<std::int64_t>(blocks) || call.params[1] < 0) {
        report(core, call.api, call.site, "crosscore-deadlock", Severity::Fatal, "blockIdx",
            "blockIdx " + std::to_string(call.params[0]) + ", eventID " + std::to_string(call.params[1]) + ": the launch has blocks 0 to "
                + std::to_string(blocks - 1) + " and events begin at 0");
        return;
    }
    const std::uint64_t place = (blocks * static_cast<std::uint64_t>(call.params[1]) + static_cast<std::uint64_t>(call.params[0])) * kSlot;
    if (!checkWorkspace(core, call, place + kSlot, kSlot, "syncall-soft-workspace"))
        return;
    auto* address = reinterpret_cast<std::byte*>(call.operands[0].address) + place;
    const std::uint64_t offset = static_cast<std::uint64_t>(address - core.machine.gm().base());
    const bool set = call.api == Api::IBSet;
    const std::int32_t expected = set ? 0 : 1;
    CrossCoreState& state = stateOf(core);
    if (set && wordAt(address) != 0 && !state.slots.contains(offset))
        report(core, call.api, call.site, "syncall-soft-workspace", Severity::Error, "gmWorkspace",
            "the word of " + slotName(call) + " is not zero before the first IBSet: IBWait passes too early, or IBSet never returns");
    core.machine.scheduler().waitUntil(core, [address, expected] { return wordAt(address) == expected; },
        set ? "the IBWait that takes the IBSet before of " + slotName(call) : "IBSet of " + slotName(call), "crosscore-deadlock");
    if (set) {
        const std::uint32_t token = state.nextToken++;
        state.slots[offset] = token;
        recordToken(core, call, token);
    } else {
        recordToken(core, call, state.slots[offset]);
    }
    writeSlot(core, address, set ? 1 : 0);
    core.ubWritten.markWritten(call.operands[1].address, std::min<std::uint64_t>(kSlot, call.operands[1].bytes));
}

/// Blocks in rising order, again and again.
void takeTurns(CoreState& core, const Call& call)
{
    const std::uint32_t blocks = core.machine.launch().blockDim;
    if (!checkWorkspace(core, call, blocks * kSlot, blocks * kSlot + kSlot, "syncall-soft-workspace"))
        return;
    auto* mine = reinterpret_cast<std::byte*>(call.operands[0].address) + core.index * kSlot;
    CrossCoreState& state = stateOf(core);
    core.ubWritten.markWritten(call.operands[1].address, std::min<std::uint64_t>(blocks * kSlot + kSlot, call.operands[1].bytes));
    if (call.api == Api::InitDetermineComputeWorkspace) {
        requireCores(core, call);
        recordWork(core, call);
        writeSlot(core, mine, 0);
        return;
    }
    recordBarrier(core, call);
    const std::uint64_t turn = core.turns * blocks + core.index;
    if (call.api == Api::WaitPreBlock) {
        const std::uint32_t before = (core.index + blocks - 1) % blocks;
        core.machine.scheduler().waitUntil(core, [&state, turn] { return state.turnsDone >= turn; },
            "NotifyNextBlock of block " + std::to_string(before), "crosscore-deadlock");
        if (turn > 0)
            recordToken(core, call, state.turnToken);
        return;
    }
    if (state.turnsDone != turn)
        report(core, call.api, call.site, "crosscore-deadlock", Severity::Error, "",
            "notifies the next block without having waited for its own turn: the order of blocks is lost");
    state.turnsDone = std::max(state.turnsDone, turn + 1);
    ++core.turns;
    state.turnToken = state.nextToken++;
    recordToken(core, call, state.turnToken);
    writeSlot(core, mine, static_cast<std::int32_t>(core.turns));
}

std::uint32_t flagId(CoreState& core, const Call& call)
{
    const std::int64_t id = call.params[2];
    if (id >= kFlagIds)
        report(core, call.api, call.site, "crosscore-flag-id-range", Severity::Error, "flagId",
            "flag id " + std::to_string(id) + " is cut to 4 bits; ids are 0 to 15");
    else if (id >= kFirstReservedFlag && id <= 14)
        report(core, call.api, call.site, "crosscore-flag-id-range", Severity::Warning, "flagId",
            "flag id " + std::to_string(id) + " is one that SyncAll uses");
    return static_cast<std::uint32_t>(id) % kFlagIds;
}

/// Mode 0: all vector cores; mode 1: the two of one AI core.
void setCrossFlag(CoreState& core, const Call& call)
{
    const auto mode = static_cast<std::uint32_t>(call.params[0]);
    const std::uint32_t id = flagId(core, call);
    if (mode > 1) {
        report(core, call.api, call.site, "crosscore-flag-pairing", Severity::Fatal, "",
            "mode 2 synchronises with the cube core of the pair, which is not emulated");
        return;
    }
    const std::uint32_t blocks = core.machine.launch().blockDim;
    const std::uint32_t first = mode == 0 ? 0 : core.index / 2 * 2;
    const std::uint32_t members = mode == 0 ? blocks : std::min(2U, blocks - first);
    CrossCoreState& state = stateOf(core);
    CrossCoreState::FlagRound& round = state.rounds[{ mode, id, first }];
    round.sets.resize(members);
    const std::uint32_t mine = round.sets[core.index - first]++;
    while (round.tokens.size() <= mine)
        round.tokens.push_back(state.nextToken++);
    recordToken(core, call, round.tokens[mine], static_cast<Pipe>(call.params[1]));
    while (*std::ranges::min_element(round.sets) > round.completed) {
        for (std::uint32_t m = 0; m < members; ++m) {
            auto& counter = state.counters[{ first + m, id }];
            counter.push_back(round.tokens[round.completed]);
            if (counter.size() > kFlagLimit)
                report(core, call.api, call.site, "crosscore-flag-counter-15", Severity::Error, "flagId",
                    "the counter of flag " + std::to_string(id) + " on block " + std::to_string(first + m) + " exceeds 15");
        }
        ++round.completed;
    }
    core.machine.scheduler().noteChange();
}

void waitCrossFlag(CoreState& core, const Call& call)
{
    requireCores(core, call);
    const std::uint32_t id = flagId(core, call);
    auto& counter = stateOf(core).counters[{ core.index, id }];
    core.machine.scheduler().waitUntil(core, [&counter] { return !counter.empty(); },
        "CrossCoreSetFlag of id " + std::to_string(id) + " by the other blocks", "crosscore-flag-pairing");
    if (counter.empty())
        return; // a test without a scheduler
    recordToken(core, call, counter.front(), Pipe::S);
    counter.pop_front();
}

void groupBarrier(CoreState& core, const Call& call)
{
    requireCores(core, call);
    recordBarrier(core, call);
    const auto member = static_cast<std::uint32_t>(call.params[1]);
    const auto arriving = static_cast<std::uint32_t>(call.params[2]);
    const bool arrive = call.api == Api::GroupBarrierArrive;
    if (member >= static_cast<std::uint64_t>(arrive ? call.params[2] : call.params[3])) {
        report(core, call.api, call.site, "crosscore-deadlock", Severity::Fatal, arrive ? "arriveIndex" : "waitIndex",
            "index " + std::to_string(member) + " in a group of " + std::to_string(arrive ? call.params[2] : call.params[3]));
        return;
    }
    CrossCoreState& state = stateOf(core);
    CrossCoreState::GroupBarrier& group = state.groups[static_cast<std::uint64_t>(call.params[0])];
    group.arrivals.resize(std::max<std::size_t>(group.arrivals.size(), arriving));
    const std::uint32_t round = arrive ? group.arrivals[member]++ : group.waits[member]++;
    while (group.tokens.size() <= round)
        group.tokens.push_back(state.nextToken++);
    if (!arrive)
        core.machine.scheduler().waitUntil(core,
            [&group, round] { return *std::ranges::min_element(group.arrivals) > round; },
            "Arrive of every member of the group (round " + std::to_string(round + 1) + ")", "crosscore-deadlock");
    recordToken(core, call, group.tokens[round]);
    core.machine.scheduler().noteChange();
}

/// The software form counts in global memory, so its space must be large enough and start at zero.
void checkSyncWorkspace(CoreState& core, const Call& call, std::uint32_t participants)
{
    const std::uint64_t needed = std::uint64_t { participants } * kSlot;
    if (!checkWorkspace(core, call, needed, needed, "syncall-soft-workspace") || core.syncEpoch != 0)
        return;
    const auto* words = reinterpret_cast<const std::byte*>(call.operands[0].address);
    const bool zero = std::all_of(words, words + needed, [](std::byte b) { return b == std::byte { 0 }; });
    if (!zero)
        report(core, call.api, call.site, "syncall-soft-workspace", Severity::Error, "gmWorkspace",
            "the GM workspace is not zero before the first software SyncAll: cores pass it too early or never");
}

void syncAll(CoreState& core, const Call& call, std::uint32_t participants)
{
    requireCores(core, call);
    Op arrive = makeOp(core, call.api, call.site);
    arrive.kind = OpClass::SyncAllArrive;
    arrive.aux[2] = static_cast<std::uint32_t>(core.syncEpoch);
    record(core, arrive);
    std::vector<std::uint32_t>& arrived = core.machine.syncArrivals();
    const std::size_t point = core.syncEpoch;
    if (arrived.size() <= point)
        arrived.resize(point + 1, 0);
    ++arrived[point];
    core.machine.scheduler().waitUntil(core, [&arrived, point, participants] { return arrived[point] >= participants; },
        "SyncAll number " + std::to_string(point + 1) + " of the other blocks", "syncall-divergent");
    Op left = makeOp(core, call.api, call.site);
    left.kind = OpClass::SyncAllLeave;
    left.aux[2] = static_cast<std::uint32_t>(core.syncEpoch);
    ++core.syncEpoch;
    record(core, left);
}

} // namespace

std::uint64_t callSync(CoreState& core, const Call& call)
{
    switch (call.api) {
    case Api::SyncAll:
        syncAll(core, call, core.machine.launch().blockDim);
        break;
    case Api::SyncAllSoft: {
        const std::uint32_t all = core.machine.launch().blockDim;
        const auto used = call.params[0] > 0 ? static_cast<std::uint32_t>(call.params[0]) : all;
        checkSyncWorkspace(core, call, used);
        syncAll(core, call, std::min(used, all));
        break;
    }
    case Api::IBSet:
    case Api::IBWait:
        interBlock(core, call);
        break;
    case Api::InitDetermineComputeWorkspace:
    case Api::WaitPreBlock:
    case Api::NotifyNextBlock:
        takeTurns(core, call);
        break;
    case Api::CrossCoreSetFlag:
        setCrossFlag(core, call);
        break;
    case Api::CrossCoreWaitFlag:
        waitCrossFlag(core, call);
        break;
    case Api::GroupBarrierArrive:
    case Api::GroupBarrierWait:
        groupBarrier(core, call);
        break;
    default:
        recordWork(core, call);
        break;
    }
    return 0;
}

namespace {

constexpr std::uint64_t kLine = 64; ///< of the scalar data cache

void recordLine(CoreState& core, OpClass kind, std::uint64_t line, std::uint32_t token)
{
    Op op = makeOp(core, hawkabi::Api::DataCacheCleanAndInvalid, hawkabi::Site(core.file, core.line));
    op.kind = kind;
    op.accessCount = 1;
    op.accesses[0] = { Space::Gm, 0, DType::None, 0, static_cast<std::uint32_t>(kLine), line * kLine, 1, 1, 0, 0 };
    op.aux = { static_cast<std::uint32_t>(Pipe::S), static_cast<std::uint32_t>(Pipe::S), token, static_cast<std::uint32_t>(SyncKind::Line) };
    record(core, op);
}

} // namespace

void noteScalarStore(CoreState& core, std::uint64_t offset)
{
    core.polling.works();
    core.lines.dirty.insert(offset / kLine);
    core.machine.scheduler().noteChange();
}

void noteCacheClean(CoreState& core, std::uint64_t offset, bool whole)
{
    const std::uint64_t line = offset / kLine;
    CrossCoreState& state = core.machine.crossCore();
    const auto publish = [&](std::uint64_t dirty) {
        const std::uint32_t token = state.nextToken++;
        state.published[dirty] = { core.index, token };
        recordLine(core, OpClass::CrossSet, dirty, token);
    };
    if (core.machine.launch().blockDim < 2)
        return;
    if (whole) {
        std::vector<std::uint64_t> all(core.lines.dirty.begin(), core.lines.dirty.end());
        std::ranges::sort(all); // the set's order is not ours to depend on
        std::ranges::for_each(all, publish);
        core.lines.dirty.clear();
        core.lines.allFresh = true;
        core.lines.fresh.clear();
        return;
    }
    if (core.lines.dirty.erase(line) > 0)
        publish(line);
    core.lines.fresh.insert(line);
}

void beforeScalarLoad(CoreState& core, std::uint64_t offset, std::uint32_t line)
{
    if (core.machine.launch().blockDim > 1 && core.polling.reads(line, offset))
        core.machine.scheduler().yieldPolling(core, offset);
}

void afterScalarLoad(CoreState& core, std::uint64_t offset)
{
    if (core.machine.launch().blockDim < 2)
        return;
    const std::uint64_t line = offset / kLine;
    if (core.lines.fresh.erase(line) == 0 && !core.lines.allFresh)
        return; // may come from the cache
    const auto& published = core.machine.crossCore().published;
    const auto found = published.find(line);
    if (found != published.end() && found->second.first != core.index)
        recordLine(core, OpClass::CrossWait, line, found->second.second);
}

} // namespace hawk::emulator
