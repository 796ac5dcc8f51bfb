#include "emulator/host/device_calls.h"
#include "emulator/host/reused_buffers.h"

#include <algorithm>

/// TPipe's memory and queues. What orders what follows the synchronisation page of the reference (AIV table of
/// "核内同步/关键特性说明"): EnQue/DeQue order the filling pipe before the using pipe, FreeTensor/AllocTensor the other
/// way round.
namespace hawk::emulator {
namespace {

using hawkabi::Api;
using hawkabi::Call;

// TPosition numbers of the device headers.
constexpr std::uint8_t kGm = 0;
constexpr std::uint8_t kVecIn = 9;
constexpr std::uint8_t kVecOut = 10;
constexpr std::uint32_t kUbAlign = 32;
constexpr std::size_t kMaxBuffers = 64; // total-buffers-64
constexpr std::size_t kMaxInFlight = 8; // queue-buffers-per-position-8

struct Ends {
    Pipe producer = Pipe::V;
    Pipe consumer = Pipe::V;
};

Pipe producerOf(std::uint8_t position) { return position == kGm ? Pipe::Mte2 : Pipe::V; }
Pipe consumerOf(std::uint8_t position) { return position == kGm ? Pipe::Mte3 : Pipe::V; }

/// Pipes at the ends of a queue: GM on the source side means MTE2 fills it, GM on the far side means MTE3 empties it.
/// TQueBind<VECIN, VECOUT> without vector work is filled by MTE2 and emptied by MTE3.
Ends endsOf(std::uint8_t source, std::uint8_t destination)
{
    if (source == kVecIn && destination == kVecOut)
        return { Pipe::Mte2, Pipe::Mte3 };
    return { producerOf(source), consumerOf(destination) };
}

/// The two halves of a user-specified hand-over on a bound queue: GM->VECIN and VECOUT->GM. VECIN->VECOUT is the whole of it,
/// from the transfer that fills the buffer to the one that empties it (asc-devkit impl/basic_api/kernel_tpipe_base.h, GetQueEvt).
Ends endsOfCall(const QueueState& queue, std::int64_t positions)
{
    if (positions == 0)
        return endsOf(queue.source, queue.destination);
    const auto source = static_cast<std::uint8_t>((positions - 1) / 32);
    const auto destination = static_cast<std::uint8_t>((positions - 1) % 32);
    if (source != kGm && destination != kGm)
        return { Pipe::Mte2, Pipe::Mte3 };
    return { producerOf(source), consumerOf(destination) };
}

std::uint8_t positionOf(const QueueState& queue) { return queue.source == kGm ? queue.destination : queue.source; }

std::uint32_t handleOf(const PipeState& pipe, std::uint32_t index)
{
    return (index + 1) << 16U | (pipe.buffers[index].generation & 0xFFFFU);
}

hawkabi::Operand operandOf(const CoreState& core, std::uint32_t index, std::uint8_t position)
{
    const BufferBlock& block = core.pipe.buffers[index];
    hawkabi::Operand operand;
    operand.address = block.offset;
    operand.bytes = block.bytes;
    operand.handle = handleOf(core.pipe, index);
    operand.space = hawkabi::Space::Ub;
    operand.position = position;
    return operand;
}

void recordQueue(CoreState& core, const Call& call, QueueAction action, std::uint32_t index)
{
    const BufferBlock& block = core.pipe.buffers[index];
    Op op = makeOp(core, call.api, call.site);
    op.kind = OpClass::QueueEvent;
    op.aux = { static_cast<std::uint32_t>(action), static_cast<std::uint32_t>(block.queue), block.number, block.bytes };
    op.accessCount = 1;
    op.accesses[0] = { Space::Ub, 0, DType::None, 0, block.bytes, block.offset, 1, 1, 0, 0 };
    record(core, op);
}

/// The queue, or null after a fatal finding for one that never got memory.
QueueState* queueOf(CoreState& core, const Call& call)
{
    const std::int64_t id = call.params[0];
    if (id >= 0 && static_cast<std::size_t>(id) < core.pipe.queues.size())
        return &core.pipe.queues[static_cast<std::size_t>(id)];
    report(core, call.api, call.site, "alloc-beyond-num", Severity::Fatal, "",
        "the queue has no memory: InitBuffer was not called for it on this core (or the TPipe was reset)");
    return nullptr;
}

/// Where the next buffer begins: in the pipe's memory, or in the pool that Call::mode names.
std::uint32_t& nextOffset(CoreState& core, const Call& call)
{
    const bool pooled = call.mode >= 1 && call.mode <= core.pipe.pools.size();
    return pooled ? core.pipe.pools[call.mode - 1].next : core.pipe.nextOffset;
}

void checkPoolCapacity(CoreState& core, const Call& call, std::uint64_t bytes)
{
    const BufferPool& pool = core.pipe.pools[call.mode - 1];
    const std::uint64_t end = pool.next + bytes;
    const std::uint64_t limit = std::uint64_t { pool.offset } + pool.bytes;
    if (end > limit)
        report(core, call.api, call.site, "tbufpool-rules", Severity::Error, "len",
            "the pool holds " + std::to_string(pool.bytes) + " B; its buffers now need " + std::to_string(end - pool.offset) + " B",
            { { "needed", end - pool.offset }, { "capacity", pool.bytes } });
}

void checkCapacity(CoreState& core, const Call& call, std::uint64_t bytes)
{
    if (call.mode >= 1 && call.mode <= core.pipe.pools.size()) {
        checkPoolCapacity(core, call, bytes);
        return;
    }
    const std::uint64_t end = core.pipe.nextOffset + bytes;
    const std::uint64_t usable = core.machine.chip().ubUsable.value.n;
    const std::uint64_t physical = core.machine.chip().ub.value.n;
    if (end <= usable)
        return;
    // The space between is real memory: only the APIs that use it themselves collide with it (reserved-8k-ub-apis).
    // Beyond it nothing happens before a tensor there is handed out: public kernels declare buffers they never use.
    report(core, call.api, call.site, "ub-capacity-2201", Severity::Warning, "",
        "buffers now need " + std::to_string(end) + " B of UB (" + std::to_string(core.pipe.nextOffset) + " B before, "
            + std::to_string(bytes) + " B by this call); usable are " + std::to_string(usable) + " B of "
            + std::to_string(physical) + " B",
        { { "needed", end }, { "usable", usable }, { "capacity", physical } });
}

void checkRepeatedInit(CoreState& core, const Call& call)
{
    const std::uint32_t times = ++core.pipe.initCalls[{ static_cast<std::uint64_t>(call.params[0]), call.site.line }];
    if (times == 2)
        report(core, call.api, call.site, "initbuffer-in-loop", Severity::Error, "",
            "this InitBuffer ran again for the same object without TPipe::Reset: every call takes new memory");
}

std::uint32_t roundedLength(CoreState& core, const Call& call, std::int64_t length)
{
    const auto bytes = static_cast<std::uint64_t>(std::clamp<std::int64_t>(length, 0, 0xFFFFFFFF));
    const std::uint64_t rounded = (bytes + kUbAlign - 1) / kUbAlign * kUbAlign;
    if (rounded == 0)
        report(core, call.api, call.site, "zero-size-tensor", Severity::Warning, "len", "a buffer of 0 B");
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(rounded, 0xFFFFFFE0U));
}

void recordInit(CoreState& core, const Call& call, std::uint32_t offset, std::uint64_t bytes, std::uint32_t number,
    std::uint32_t blocks)
{
    Op op = makeOp(core, call.api, call.site);
    op.aux = { static_cast<std::uint32_t>(QueueAction::Init), number, blocks, static_cast<std::uint32_t>(bytes) };
    op.accessCount = 1;
    op.accesses[0] = { Space::Ub, 0, DType::None, 0, static_cast<std::uint32_t>(bytes), offset, 1, 1, 0, 0 };
    record(core, op);
}

void checkBufferCount(CoreState& core, const Call& call)
{
    if (core.pipe.buffers.size() > kMaxBuffers)
        report(core, call.api, call.site, "total-buffers-64", Severity::Error, "",
            std::to_string(core.pipe.buffers.size()) + " buffer blocks in one kernel; at most 64");
}

/// Blocks of a position that hold an event id: handed out, or freed with the event not yet taken.
std::size_t inFlight(const PipeState& pipe, std::uint8_t position)
{
    std::size_t count = 0;
    for (const BufferBlock& block : pipe.buffers) {
        if (block.queue < 0 || positionOf(pipe.queues[static_cast<std::size_t>(block.queue)]) != position)
            continue;
        count += block.state != BufferBlock::State::Free || block.freeToken != 0 ? 1 : 0;
    }
    return count;
}

/// The block a tensor belongs to, when the call can go on with it; otherwise -1. A tensor of another queue is reported.
/// FreeTensor goes on when both queues join the same pipes: the event it sets is then the one that the block's own queue
/// waits for, and without the asserts of a debug build nothing else looks at the queue (mirror-cann/asc-devkit
/// impl/basic_api/kernel_tquebind_impl.h, FreeBuffer).
std::int64_t blockOf(CoreState& core, const Call& call, const QueueState& queue)
{
    const hawkabi::Operand& tensor = call.operands[0];
    const std::uint32_t index = tensor.handle >> 16U;
    const bool known = index != 0 && index <= core.pipe.buffers.size();
    if (known && std::ranges::find(queue.buffers, index - 1) != queue.buffers.end())
        return index - 1;
    std::string from = "memory that no queue handed out";
    bool harmless = false;
    if (known && core.pipe.buffers[index - 1].queue >= 0) {
        const std::int32_t other = core.pipe.buffers[index - 1].queue;
        const QueueState& own = core.pipe.queues[static_cast<std::size_t>(other)];
        from = "queue " + std::to_string(other);
        harmless = call.api == hawkabi::Api::FreeTensor && own.source == queue.source && own.destination == queue.destination;
    } else if (known) {
        from = "a TBuf";
    }
    report(core, call.api, call.site, "enqueue-wrong-tensor", harmless ? Severity::Error : Severity::Fatal, "tensor",
        "the tensor comes from " + from + ", not from this queue (queue " + std::to_string(call.params[0]) + ")");
    return harmless ? static_cast<std::int64_t>(index) - 1 : -1;
}

} // namespace

std::uint64_t initQueue(CoreState& core, const Call& call)
{
    QueueState queue;
    queue.source = static_cast<std::uint8_t>(call.params[1] / 32);
    queue.destination = static_cast<std::uint8_t>(call.params[1] % 32);
    queue.depth = static_cast<std::int32_t>(call.params[2]);
    const auto blocks = static_cast<std::uint32_t>(std::clamp<std::int64_t>(call.params[3], 0, 255));
    queue.bufferBytes = roundedLength(core, call, call.params[4]);
    checkRepeatedInit(core, call);
    checkCapacity(core, call, std::uint64_t { blocks } * queue.bufferBytes);
    const auto id = static_cast<std::int32_t>(core.pipe.queues.size());
    std::uint32_t& next = nextOffset(core, call);
    const std::uint32_t offset = next;
    for (std::uint32_t i = 0; i < blocks; ++i) {
        BufferBlock block;
        block.offset = next;
        block.bytes = queue.bufferBytes;
        block.queue = id;
        block.number = i;
        queue.buffers.push_back(static_cast<std::uint32_t>(core.pipe.buffers.size()));
        core.pipe.buffers.push_back(block);
        next += queue.bufferBytes;
    }
    core.pipe.queues.push_back(std::move(queue));
    checkBufferCount(core, call);
    recordInit(core, call, offset, std::uint64_t { next } - offset, static_cast<std::uint32_t>(id), blocks);
    return static_cast<std::uint64_t>(id);
}

std::uint64_t queryQueue(CoreState& core, const Call& call)
{
    const QueueState* found = queueOf(core, call);
    if (found == nullptr)
        return 0;
    const QueueState& queue = *found;
    if (call.params[1] == 0)
        return queue.fifo.size();
    if (call.params[1] == 2)
        return queue.fifo.size() < static_cast<std::size_t>(std::max(queue.depth, 1)) ? 1 : 0;
    return static_cast<std::uint64_t>(std::ranges::any_of(
        queue.buffers, [&](std::uint32_t i) { return core.pipe.buffers[i].state == BufferBlock::State::Free; }));
}

std::uint64_t initTBuf(CoreState& core, const Call& call)
{
    BufferBlock block;
    block.bytes = roundedLength(core, call, call.params[2]);
    std::uint32_t& next = nextOffset(core, call);
    block.offset = next;
    block.number = static_cast<std::uint32_t>(call.params[1]); // its position
    checkRepeatedInit(core, call);
    checkCapacity(core, call, block.bytes);
    next += block.bytes;
    core.pipe.buffers.push_back(block);
    checkBufferCount(core, call);
    constexpr std::uint32_t kNoQueue = 0xFFFFFFFFU;
    recordInit(core, call, block.offset, block.bytes, kNoQueue, 1);
    return core.pipe.buffers.size() - 1;
}

/// A tensor past the end of UB faults when it is first touched.
void checkInsideUb(CoreState& core, const Call& call, const BufferBlock& block)
{
    const std::uint64_t physical = core.machine.chip().ub.value.n;
    const std::uint64_t end = std::uint64_t { block.offset } + block.bytes;
    if (end > physical)
        report(core, call.api, call.site, "ub-capacity-2201", Severity::Fatal, "tensor",
            "the tensor's buffer ends at UB byte " + std::to_string(end) + ", UB has " + std::to_string(physical)
                + " B: the buffers of this TPipe need more than there is",
            { { "end", end }, { "capacity", physical } });
}

hawkabi::Operand allocTensor(CoreState& core, const Call& call)
{
    QueueState* known = queueOf(core, call);
    if (known == nullptr)
        return {};
    QueueState& queue = *known;
    const std::size_t n = queue.buffers.size();
    std::size_t turn = 0;
    while (turn < n && core.pipe.buffers[queue.buffers[(queue.nextAlloc + turn) % n]].state != BufferBlock::State::Free)
        ++turn;
    if (turn == n) {
        report(core, call.api, call.site, "alloc-beyond-num", Severity::Fatal, "",
            "all " + std::to_string(n) + " buffers of queue " + std::to_string(call.params[0])
                + " are in use: the chip waits here for ever. Every AllocTensor needs a FreeTensor first, or InitBuffer a "
                  "larger number of blocks",
            { { "buffers", n }, { "queue", call.params[0] } });
        return {};
    }
    const std::uint32_t index = queue.buffers[(queue.nextAlloc + turn) % n];
    queue.nextAlloc = (queue.nextAlloc + turn + 1) % n;
    BufferBlock& block = core.pipe.buffers[index];
    const std::uint8_t position = positionOf(queue);
    checkInsideUb(core, call, block);
    block.state = BufferBlock::State::Allocated;
    ++block.generation;
    if (inFlight(core.pipe, position) > kMaxInFlight)
        report(core, call.api, call.site, "queue-buffers-per-position-8", Severity::Fatal, "",
            std::to_string(inFlight(core.pipe, position))
                + " queue buffers of one TPosition hold an event id; the chip has 8 and waits here for ever");
    if (block.freeToken != 0)
        recordWait(core, call.api, call.site, block.freePipes.first, block.freePipes.second, block.freeToken, SyncKind::Queue);
    block.freeToken = 0;
    handOut(core, block);
    recordQueue(core, call, QueueAction::Alloc, index);
    return operandOf(core, index, position);
}

std::uint64_t enQue(CoreState& core, const Call& call)
{
    QueueState* known = queueOf(core, call);
    if (known == nullptr)
        return 0;
    QueueState& queue = *known;
    const std::int64_t found = blockOf(core, call, queue);
    if (found < 0)
        return 0;
    const auto index = static_cast<std::uint32_t>(found);
    BufferBlock& block = core.pipe.buffers[index];
    if (block.state == BufferBlock::State::Free || (block.generation & 0xFFFFU) != (call.operands[0].handle & 0xFFFFU)) {
        report(core, call.api, call.site, "use-after-free", Severity::Fatal, "tensor",
            "the tensor was given back by FreeTensor before this EnQue");
        return 0;
    }
    if (block.state == BufferBlock::State::Enqueued) {
        report(core, call.api, call.site, "enque-deque-pairing", Severity::Fatal, "tensor",
            "the tensor is in the queue already: the second EnQue of one buffer needs a DeQue in between");
        return 0;
    }
    const auto depth = static_cast<std::size_t>(std::max(queue.depth, 1));
    if (queue.fifo.size() >= depth) {
        report(core, call.api, call.site, "queue-depth-exceeded", Severity::Error, "tensor",
            std::to_string(queue.fifo.size() + 1) + " tensors in a queue of depth " + std::to_string(depth)
                + ": EnQue returns false and the tensor is lost",
            { { "depth", depth }, { "queued", queue.fifo.size() + 1 } });
        return 0;
    }
    const Ends ends = endsOfCall(queue, call.params[1]);
    block.state = BufferBlock::State::Enqueued;
    block.enqueToken = core.pipe.nextToken++;
    block.enquePipes = { ends.producer, ends.consumer };
    queue.fifo.push_back(index);
    recordQueue(core, call, QueueAction::Enqueue, index);
    if (ends.producer != ends.consumer)
        recordSet(core, call.api, call.site, ends.producer, ends.consumer, block.enqueToken, SyncKind::Queue);
    return 1;
}

hawkabi::Operand deQue(CoreState& core, const Call& call)
{
    QueueState* known = queueOf(core, call);
    if (known == nullptr)
        return {};
    QueueState& queue = *known;
    if (queue.fifo.empty()) {
        report(core, call.api, call.site, "deque-empty-queue", Severity::Fatal, "",
            "queue " + std::to_string(call.params[0]) + " is empty: nothing was given to EnQue before this DeQue");
        return {};
    }
    const std::uint32_t index = queue.fifo.front();
    queue.fifo.pop_front();
    BufferBlock& block = core.pipe.buffers[index];
    block.state = BufferBlock::State::Dequeued;
    if (block.enquePipes.first != block.enquePipes.second)
        recordWait(core, call.api, call.site, block.enquePipes.first, block.enquePipes.second, block.enqueToken, SyncKind::Queue);
    recordQueue(core, call, QueueAction::Dequeue, index);
    return operandOf(core, index, positionOf(queue));
}

std::uint64_t freeTensor(CoreState& core, const Call& call)
{
    QueueState* known = queueOf(core, call);
    if (known == nullptr)
        return 0;
    QueueState& queue = *known;
    const std::int64_t found = blockOf(core, call, queue);
    if (found < 0)
        return 0;
    const auto index = static_cast<std::uint32_t>(found);
    BufferBlock& block = core.pipe.buffers[index];
    if (block.state == BufferBlock::State::Free || (block.generation & 0xFFFFU) != (call.operands[0].handle & 0xFFFFU)) {
        report(core, call.api, call.site, "double-free", Severity::Fatal, "tensor",
            "the tensor was given back before: buffer " + std::to_string(block.number) + " of queue "
                + std::to_string(call.params[0]) + " is "
                + (block.state == BufferBlock::State::Free ? "free" : "in use by a later AllocTensor"));
        return 0;
    }
    if (block.state == BufferBlock::State::Enqueued) {
        report(core, call.api, call.site, "enque-deque-pairing", Severity::Error, "tensor",
            "the tensor is freed while it is still in the queue: DeQue it first");
        std::erase(core.pipe.queues[static_cast<std::size_t>(block.queue)].fifo, index);
    }
    const Ends ends = endsOf(queue.source, queue.destination);
    block.state = BufferBlock::State::Free;
    block.freeToken = 0;
    recordQueue(core, call, QueueAction::Free, index);
    if (ends.producer != ends.consumer) {
        block.freeToken = core.pipe.nextToken++;
        block.freePipes = { ends.consumer, ends.producer };
        recordSet(core, call.api, call.site, ends.consumer, ends.producer, block.freeToken, SyncKind::Queue);
    }
    return 1;
}

hawkabi::Operand getTBuf(CoreState& core, const Call& call)
{
    const std::int64_t id = call.params[0];
    if (id < 0 || static_cast<std::size_t>(id) >= core.pipe.buffers.size()) {
        report(core, call.api, call.site, "tbuf-get-length", Severity::Warning, "",
            "the TBuf has no memory: InitBuffer was not called for it on this core (or the TPipe was reset)");
        hawkabi::Operand nowhere; // past the end of UB, so that a use of it is found
        nowhere.address = core.machine.chip().ub.value.n;
        nowhere.space = hawkabi::Space::Ub;
        return nowhere;
    }
    const auto index = static_cast<std::uint32_t>(id);
    BufferBlock& block = core.pipe.buffers[index];
    block.generation = 1; // handed out
    hawkabi::Operand operand = operandOf(core, index, static_cast<std::uint8_t>(block.number));
    const auto offset = static_cast<std::uint64_t>(call.params[1]);
    const std::uint64_t bytes = call.params[2] < 0 ? block.bytes : static_cast<std::uint64_t>(call.params[2]);
    if (offset % kUbAlign != 0)
        report(core, call.api, call.site, "tbuf-getwithoffset-32b", Severity::Error, "bufOffset",
            "offset " + std::to_string(offset) + " B is no multiple of 32 B");
    if (offset + bytes > block.bytes)
        report(core, call.api, call.site, "tbuf-get-length", Severity::Error, "len",
            std::to_string(offset + bytes) + " B asked of a TBuf of " + std::to_string(block.bytes) + " B",
            { { "asked", offset + bytes }, { "have", block.bytes } });
    operand.address += offset;
    operand.bytes = bytes;
    return operand;
}

hawkabi::Operand declareTensor(CoreState& core, const Call& call)
{
    const auto offset = static_cast<std::uint64_t>(call.params[0]);
    const auto bytes = static_cast<std::uint64_t>(std::max<std::int64_t>(call.params[1], 0));
    const std::uint64_t usable = core.machine.chip().ubUsable.value.n;
    const std::uint64_t physical = core.machine.chip().ub.value.n;
    hawkabi::Operand operand;
    operand.address = offset;
    operand.bytes = bytes;
    operand.space = static_cast<hawkabi::Space>(call.params[2]);
    operand.position = static_cast<std::uint8_t>(call.mode);
    if (operand.space == hawkabi::Space::Ub && offset + bytes > usable)
        report(core, call.api, call.site, "ub-capacity-2201", offset + bytes > physical ? Severity::Fatal : Severity::Warning, "",
            "the tensor ends at UB byte " + std::to_string(offset + bytes) + "; usable are " + std::to_string(usable)
                + " B of " + std::to_string(physical) + " B",
            { { "end", offset + bytes }, { "usable", usable } });
    Op op = makeOp(core, call.api, call.site);
    op.accessCount = 1;
    op.accesses[0] = { spaceOf(operand.space), 0, DType::None, 0, static_cast<std::uint32_t>(bytes), offset, 1, 1, 0, 0 };
    record(core, op);
    return operand;
}

} // namespace hawk::emulator
