#include "emulator/host/device_calls.h"

#include <algorithm>

/// TBufPool and PopStackBuffer: memory of UB that is shared or handed out besides the queues.
namespace hawk::emulator {
namespace {

using hawkabi::Call;

constexpr std::uint32_t kUbAlign = 32;

std::uint32_t rounded(std::int64_t length)
{
    return static_cast<std::uint32_t>((std::clamp<std::int64_t>(length, 0, 0x7FFFFFFF) + kUbAlign - 1) / kUbAlign * kUbAlign);
}

void recordDeclared(CoreState& core, const Call& call, std::uint32_t offset, std::uint32_t bytes)
{
    Op op = makeOp(core, call.api, call.site);
    op.accessCount = 1;
    op.accesses[0] = { Space::Ub, 0, DType::None, 0, bytes, offset, 1, 1, 0, 0 };
    record(core, op);
}

BufferPool* poolAt(CoreState& core, std::int64_t id)
{
    const bool known = id >= 1 && static_cast<std::size_t>(id) <= core.pipe.pools.size();
    return known ? &core.pipe.pools[static_cast<std::size_t>(id) - 1] : nullptr;
}

/// The space behind the usable part is real memory: only the APIs that use it themselves collide with it.
void checkPoolRoom(CoreState& core, const Call& call, const BufferPool* parent, std::uint64_t end, std::uint32_t bytes)
{
    const std::uint64_t usable = core.machine.chip().ubUsable.value.n, physical = core.machine.chip().ub.value.n;
    const std::uint64_t limit = parent != nullptr ? std::uint64_t { parent->offset } + parent->bytes : usable;
    if (end <= limit)
        return;
    const Severity severity = parent == nullptr && end <= physical ? Severity::Warning : Severity::Fatal;
    report(core, call.api, call.site, parent != nullptr ? "tbufpool-rules" : "ub-capacity-2201", severity, "len",
        "a pool of " + std::to_string(bytes) + " B at " + std::to_string(end - bytes) + " ends beyond " + std::to_string(limit));
}

} // namespace

/// params: length, pool it is cut from (0: the pipe), pool it shares with (0: none). Gives the pool's number, from 1, and in
/// the high half where it begins.
std::uint64_t initPool(CoreState& core, const Call& call)
{
    const std::uint32_t bytes = rounded(call.params[0]);
    BufferPool pool { 0, bytes, 0 };
    if (const BufferPool* shared = poolAt(core, call.params[2]); shared != nullptr) {
        pool.offset = shared->offset;
        if (bytes > shared->bytes)
            report(core, call.api, call.site, "tbufpool-rules", Severity::Error, "len",
                "the pool of " + std::to_string(bytes) + " B shares one of only " + std::to_string(shared->bytes) + " B");
    } else {
        BufferPool* parent = poolAt(core, call.params[1]);
        std::uint32_t& next = parent != nullptr ? parent->next : core.pipe.nextOffset;
        checkPoolRoom(core, call, parent, std::uint64_t { next } + bytes, bytes);
        pool.offset = next;
        next += bytes;
    }
    pool.next = pool.offset;
    core.pipe.pools.push_back(pool);
    recordDeclared(core, call, pool.offset, bytes);
    return std::uint64_t { pool.offset } << 32U | core.pipe.pools.size();
}

/// A queue or TBuf for a pool of the author's own. params: object, positions (-1: a TBuf), depth or the TBuf's position, blocks,
/// length. The blocks have no memory yet. Gives the queue's number, or the TBuf's.
std::uint64_t initStartBufHandle(CoreState& core, const Call& call)
{
    constexpr std::size_t kMaxBuffers = 64; // total-buffers-64
    const bool isTBuf = call.params[1] < 0;
    const std::int64_t blocks = std::clamp<std::int64_t>(call.params[3], 0, 255);
    if (isTBuf && blocks != 1)
        report(core, call.api, call.site, "tbufpool-rules", Severity::Error, "num",
            "a TBuf has one block, not " + std::to_string(blocks), { { "num", blocks } });
    QueueState queue;
    const auto id = static_cast<std::int32_t>(core.pipe.queues.size());
    for (std::int64_t i = 0; i < (isTBuf ? 1 : blocks); ++i) {
        BufferBlock block;
        block.queue = isTBuf ? -1 : id;
        block.number = static_cast<std::uint32_t>(isTBuf ? call.params[2] : i);
        queue.buffers.push_back(static_cast<std::uint32_t>(core.pipe.buffers.size()));
        core.pipe.buffers.push_back(block);
    }
    if (core.pipe.buffers.size() > kMaxBuffers)
        report(core, call.api, call.site, "total-buffers-64", Severity::Error, "num",
            std::to_string(core.pipe.buffers.size()) + " buffer blocks in one kernel; at most 64");
    Op op = makeOp(core, call.api, call.site);
    record(core, op);
    if (isTBuf)
        return core.pipe.buffers.size() - 1;
    queue.source = static_cast<std::uint8_t>(call.params[1] / 32);
    queue.destination = static_cast<std::uint8_t>(call.params[1] % 32);
    queue.depth = static_cast<std::int32_t>(call.params[2]);
    queue.bufferBytes = rounded(call.params[4]);
    core.pipe.queues.push_back(std::move(queue));
    return static_cast<std::uint64_t>(id);
}

/// Gives a block its memory. params: queue or TBuf, whether it is a queue, block, UB address, length, pool.
std::uint64_t initBufHandle(CoreState& core, const Call& call)
{
    const auto owner = static_cast<std::size_t>(call.params[0]);
    const auto index = static_cast<std::size_t>(call.params[2]);
    const bool isQueue = call.params[1] != 0;
    if (call.params[0] < 0 || owner >= (isQueue ? core.pipe.queues.size() : core.pipe.buffers.size())
        || index >= (isQueue ? core.pipe.queues[owner].buffers.size() : 1)) {
        report(core, call.api, call.site, "tbufpool-rules", Severity::Error, "index",
            "block " + std::to_string(call.params[2]) + " is not among those that InitStartBufHandle announced",
            { { "index", call.params[2] } });
        return 0;
    }
    BufferBlock& block = core.pipe.buffers[isQueue ? core.pipe.queues[owner].buffers[index] : owner];
    block.offset = static_cast<std::uint32_t>(call.params[3]);
    block.bytes = static_cast<std::uint32_t>(call.params[4]);
    const std::uint64_t end = std::uint64_t { block.offset } + block.bytes;
    const BufferPool* pool = poolAt(core, call.params[5]);
    if (pool == nullptr)
        report(core, call.api, call.site, "tbufpool-rules", Severity::Error, "bufPool",
            "the pool has no memory: TPipe::InitBufPool was not called for it");
    else if (block.offset < pool->offset || end > std::uint64_t { pool->offset } + pool->bytes)
        report(core, call.api, call.site, "tbufpool-rules", Severity::Error, "curPoolAddr",
            "the block [" + std::to_string(block.offset) + ", " + std::to_string(end) + ") lies outside the pool ["
                + std::to_string(pool->offset) + ", " + std::to_string(pool->offset + pool->bytes) + ")",
            { { "begin", block.offset }, { "end", end } });
    if (block.offset % kUbAlign != 0)
        report(core, call.api, call.site, "tbufpool-rules", Severity::Error, "curPoolAddr",
            "UB address " + std::to_string(block.offset) + " is not a multiple of 32", { { "address", block.offset } });
    Op op = makeOp(core, call.api, call.site);
    op.aux = { static_cast<std::uint32_t>(QueueAction::Init), isQueue ? static_cast<std::uint32_t>(owner) : 0xFFFFFFFFU, 1,
        block.bytes };
    op.accessCount = 1;
    op.accesses[0] = { Space::Ub, 0, DType::None, 0, block.bytes, block.offset, 1, 1, 0, 0 };
    record(core, op);
    return 0;
}

/// A pool starts over; what it handed out is no longer valid, and its hand-overs are waited for.
std::uint64_t resetPool(CoreState& core, const Call& call)
{
    BufferPool* pool = poolAt(core, call.params[0]);
    if (pool == nullptr)
        return 0;
    pool->next = pool->offset;
    for (BufferBlock& block : core.pipe.buffers) {
        if (block.offset < pool->offset || block.offset >= pool->offset + pool->bytes || block.freeToken == 0)
            continue;
        recordWait(core, call.api, call.site, block.freePipes.first, block.freePipes.second, block.freeToken, SyncKind::Queue);
        block.freeToken = 0;
    }
    recordDeclared(core, call, pool->offset, pool->bytes);
    return 0;
}

hawkabi::Operand stackSpace(const CoreState& core)
{
    constexpr std::uint64_t kMessage = 64; // kept for messages to the cube core
    const auto& chip = core.machine.chip();
    const auto physical = static_cast<std::uint64_t>(chip.ub.value.n);
    const std::uint64_t end = chip.generation == chip::Generation::V2201 ? physical - kMessage : physical;
    hawkabi::Operand operand;
    operand.address = core.pipe.nextOffset;
    operand.bytes = end > operand.address ? end - operand.address : 0;
    operand.space = hawkabi::Space::Ub;
    operand.type = hawkabi::Type::UInt8;
    return operand;
}

/// Nothing is taken: the next call gives the same memory (PopStackBuffer.md).
hawkabi::Operand popStackBuffer(CoreState& core, const Call& call)
{
    hawkabi::Operand operand = stackSpace(core);
    operand.position = static_cast<std::uint8_t>(call.params[0]);
    if (operand.bytes == 0)
        report(core, call.api, call.site, "shared-tmp-buffer-minimum", Severity::Fatal, "",
            "no UB is left: the buffers of the pipe end at " + std::to_string(core.pipe.nextOffset) + " B");
    recordDeclared(core, call, core.pipe.nextOffset, static_cast<std::uint32_t>(operand.bytes));
    return operand;
}

} // namespace hawk::emulator
