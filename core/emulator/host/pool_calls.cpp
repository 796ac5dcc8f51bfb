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

} // namespace

/// params: length, pool it is cut from (0: the pipe), pool it shares with (0: none). Gives the pool's number, from 1.
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
        const std::uint64_t limit = parent != nullptr ? std::uint64_t { parent->offset } + parent->bytes
                                                      : core.machine.chip().ubUsable.value.n;
        if (std::uint64_t { next } + bytes > limit)
            report(core, call.api, call.site, parent != nullptr ? "tbufpool-rules" : "ub-capacity-2201", Severity::Fatal, "len",
                "a pool of " + std::to_string(bytes) + " B at " + std::to_string(next) + " ends beyond "
                    + std::to_string(limit));
        pool.offset = next;
        next += bytes;
    }
    pool.next = pool.offset;
    core.pipe.pools.push_back(pool);
    recordDeclared(core, call, pool.offset, bytes);
    return core.pipe.pools.size();
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

/// All that is left of UB behind the buffers (PopStackBuffer.md); nothing is taken.
hawkabi::Operand popStackBuffer(CoreState& core, const Call& call)
{
    const auto usable = static_cast<std::uint32_t>(core.machine.chip().ubUsable.value.n);
    hawkabi::Operand operand;
    operand.address = core.pipe.nextOffset;
    operand.bytes = usable > core.pipe.nextOffset ? usable - core.pipe.nextOffset : 0;
    operand.space = hawkabi::Space::Ub;
    operand.position = static_cast<std::uint8_t>(call.params[0]);
    recordDeclared(core, call, core.pipe.nextOffset, static_cast<std::uint32_t>(operand.bytes));
    return operand;
}

} // namespace hawk::emulator
