#include "emulator/host/device_calls.h"

#include "emulator/host/atomic_store.h"

#include <algorithm>
#include <cstring>

namespace hawk::emulator {
namespace {

using hawkabi::Api;
using hawkabi::Call;

constexpr std::uint64_t kBlock = 32;
enum class Unit : std::uint32_t { Count, Blocks, Bytes };
constexpr std::uint32_t kPadFlag = 16;

/// A transfer as rows: `blocks` rows of `bytes`, with start-to-start strides on both sides.
struct Rows {
    std::uint64_t blocks = 0;
    std::uint64_t requested = 0; ///< bytes of a row as the author asked
    std::uint64_t bytes = 0; ///< bytes of a row that are moved
    std::int64_t dstStride = 0;
    std::int64_t srcStride = 0;
    std::uint64_t dstFootprint = 0; ///< bytes of a row written at the destination, padding included
    std::uint64_t srcFootprint = 0; ///< bytes of a row read at the source
    std::uint64_t left = 0; ///< padding bytes in front of a row
    std::uint64_t elements = 0;
};

std::uint64_t roundUp(std::uint64_t bytes) { return (bytes + kBlock - 1) / kBlock * kBlock; }

Rows plainRows(const Call& call, std::uint64_t element)
{
    Rows rows;
    if (static_cast<Unit>(call.mode & 15U) == Unit::Count) {
        rows.blocks = 1;
        rows.requested = call.count * element;
        rows.elements = call.count;
    } else {
        rows.blocks = static_cast<std::uint64_t>(call.params[0]);
        rows.requested = static_cast<std::uint64_t>(call.params[1]) * kBlock;
        rows.elements = rows.blocks * rows.requested / element;
    }
    rows.bytes = rows.requested / kBlock * kBlock; // the rest of a count is not copied
    rows.dstFootprint = rows.srcFootprint = rows.bytes;
    rows.srcStride = static_cast<std::int64_t>(rows.bytes) + call.params[2] * static_cast<std::int64_t>(kBlock);
    rows.dstStride = static_cast<std::int64_t>(rows.bytes) + call.params[3] * static_cast<std::int64_t>(kBlock);
    return rows;
}

Rows paddedRows(const Call& call, std::uint64_t element, bool toLocal)
{
    Rows rows;
    rows.blocks = static_cast<std::uint64_t>(call.params[0]);
    rows.requested = rows.bytes = static_cast<std::uint64_t>(call.params[1]);
    rows.elements = rows.blocks * rows.bytes / element;
    const auto bytes = static_cast<std::int64_t>(rows.bytes);
    if (toLocal) {
        rows.left = static_cast<std::uint64_t>(call.params[4]) * element;
        rows.dstFootprint = roundUp(rows.left + rows.bytes + static_cast<std::uint64_t>(call.params[5]) * element);
        rows.srcFootprint = rows.bytes;
        rows.srcStride = bytes + call.params[2];
        rows.dstStride = static_cast<std::int64_t>(rows.dstFootprint) + call.params[3] * static_cast<std::int64_t>(kBlock);
    } else {
        rows.srcFootprint = roundUp(rows.bytes);
        rows.dstFootprint = rows.bytes;
        rows.srcStride = static_cast<std::int64_t>(rows.srcFootprint) + call.params[2] * static_cast<std::int64_t>(kBlock);
        rows.dstStride = bytes + call.params[3];
    }
    return rows;
}

void addRows(CoreState& core, Op& op, const hawkabi::Operand& operand, std::uint8_t flags, const Rows& rows,
    std::uint64_t bytes, std::int64_t stride)
{
    Access& access = op.accesses.at(op.accessCount++);
    access.space = spaceOf(operand.space);
    access.flags = flags;
    access.dtype = dtypeOf(operand.type);
    access.offset = offsetOf(core, operand);
    if (rows.blocks == 0 || bytes == 0)
        return;
    access.blockBytes = static_cast<std::uint32_t>(bytes);
    access.blockCount = static_cast<std::uint32_t>(rows.blocks);
    access.blockStride = rows.blocks > 1 ? static_cast<std::int32_t>(stride) : 0;
    if (rows.blocks > 1 && stride == static_cast<std::int64_t>(bytes)) { // side by side: one region
        const std::uint64_t whole = bytes * rows.blocks;
        if (whole <= 0xFFFFFFFFU) {
            access.blockBytes = static_cast<std::uint32_t>(whole);
            access.blockCount = 1;
            access.blockStride = 0;
        }
    }
}

OpClass classOf(const Call& call)
{
    const bool fromGm = call.operands[1].space == hawkabi::Space::Gm;
    const bool toGm = call.operands[0].space == hawkabi::Space::Gm;
    if (fromGm)
        return OpClass::DmaGmToUb;
    return toGm ? OpClass::DmaUbToGm : OpClass::DmaUbToUb;
}

Pipe pipeOf(OpClass kind)
{
    if (kind == OpClass::DmaGmToUb)
        return Pipe::Mte2;
    return kind == OpClass::DmaUbToGm ? Pipe::Mte3 : Pipe::V; // UB to UB is a vector-pipe copy
}

/// Fills the bytes of a padded row that the source does not give. Returns true when the filler is not defined.
bool padRow(CoreState& core, const Call& call, const Rows& rows, std::byte* row)
{
    const std::uint64_t element = sizeOf(dtypeOf(call.operands[0].type));
    const std::uint64_t tail = rows.left + rows.bytes;
    if (rows.left == 0 && tail == rows.dstFootprint)
        return false;
    std::uint64_t value = call.scalar;
    const bool isPad = (call.mode & kPadFlag) != 0;
    const bool asked = call.params[4] != 0 || call.params[5] != 0; // padding on either side
    bool undefined = false;
    if (!isPad && core.registers.padValueSet) {
        value = core.registers.padValue;
    } else if (!asked) { // whatever isPad says: the dummy lanes repeat the row's first element
        std::memcpy(&value, row, std::min<std::uint64_t>(element, rows.bytes));
    } else if (!isPad) {
        std::memset(&value, core.machine.poison(), sizeof value);
        undefined = true;
    }
    for (std::uint64_t at = 0; at + element <= rows.left; at += element)
        std::memcpy(row + at, &value, element);
    for (std::uint64_t at = tail; at + element <= rows.dstFootprint; at += element)
        std::memcpy(row + at, &value, element);
    return undefined;
}

void moveRows(CoreState& core, const Call& call, const Rows& rows, OpClass kind)
{
    std::byte* dst = memoryOf(core, call.operands[0]);
    const std::byte* src = memoryOf(core, call.operands[1]);
    const CoreRegisters& registers = core.registers;
    const bool atomic = kind == OpClass::DmaUbToGm && registers.atomic != CoreRegisters::Atomic::None;
    for (std::uint64_t b = 0; b < rows.blocks; ++b) {
        std::byte* to = dst + static_cast<std::int64_t>(b) * rows.dstStride;
        const std::byte* from = src + static_cast<std::int64_t>(b) * rows.srcStride;
        if (atomic)
            atomicStore(registers.atomic, registers.atomicType, to, from, rows.bytes);
        else
            std::memmove(to + rows.left, from, rows.bytes);
        if (kind == OpClass::DmaGmToUb && padRow(core, call, rows, to)) {
            const std::uint64_t at = call.operands[0].address + b * static_cast<std::uint64_t>(rows.dstStride);
            core.ubWritten.forget(at, rows.left);
            core.ubWritten.forget(at + rows.left + rows.bytes, rows.dstFootprint - rows.left - rows.bytes);
        }
    }
}

/// A store of what is there already cannot race: whichever of two equal stores comes last, the result is the same.
bool leavesUnchanged(CoreState& core, const Call& call, const Rows& rows)
{
    const std::byte* dst = memoryOf(core, call.operands[0]);
    const std::byte* src = memoryOf(core, call.operands[1]);
    for (std::uint64_t b = 0; b < rows.blocks; ++b) {
        const std::byte* to = dst + static_cast<std::int64_t>(b) * rows.dstStride;
        if (std::memcmp(to + rows.left, src + static_cast<std::int64_t>(b) * rows.srcStride, rows.bytes) != 0)
            return false;
    }
    return true;
}

void checkPadding(CoreState& core, const Call& call, std::uint64_t element)
{
    for (const std::size_t i : { std::size_t { 4 }, std::size_t { 5 } }) {
        const std::uint64_t bytes = static_cast<std::uint64_t>(call.params[i]) * element;
        if (bytes > kBlock)
            report(core, call.api, call.site, "datacopypad-padding-32b", Severity::Error, i == 4 ? "leftPadding" : "rightPadding",
                std::to_string(call.params[i]) + " elements are " + std::to_string(bytes) + " B; at most 32 B per side",
                { { "elements", call.params[i] }, { "bytes", bytes } });
    }
}

/// A local tensor of the wrong role gets no event from its queue.
void checkRole(CoreState& core, const Call& call, OpClass kind)
{
    constexpr std::uint8_t kVecIn = 9;
    const hawkabi::Operand& source = call.operands[1];
    const std::uint32_t index = source.handle >> 16U;
    if (kind != OpClass::DmaUbToGm || source.position != kVecIn || index == 0 || index > core.pipe.buffers.size())
        return;
    const BufferBlock& block = core.pipe.buffers[index - 1];
    if (block.queue < 0 || core.pipe.queues[static_cast<std::size_t>(block.queue)].source != 0)
        return; // a queue bound from VECIN onwards has an event for the store
    report(core, call.api, call.site, "tposition-role-mismatch", Severity::Warning, "src",
        "the source comes from a VECIN queue, which orders MTE2 before V only: nothing makes this store wait for the vector "
        "unit");
}

} // namespace

void callCopy(CoreState& core, const Call& call)
{
    const std::uint64_t element = sizeOf(dtypeOf(call.operands[0].type));
    const OpClass kind = classOf(call);
    const bool padded = call.api == Api::DataCopyPad || call.api == Api::DataCopySlice;
    const Rows rows = padded ? paddedRows(call, element, kind == OpClass::DmaGmToUb) : plainRows(call, element);
    Op op = makeOp(core, call.api, call.site);
    op.kind = kind;
    op.pipe = pipeOf(kind);
    op.dtype = dtypeOf(call.operands[0].type);
    op.elements = static_cast<std::uint32_t>(rows.elements);
    op.aux[0] = static_cast<std::uint32_t>(rows.blocks);
    op.aux[1] = static_cast<std::uint32_t>(rows.requested);
    const bool atomic = kind == OpClass::DmaUbToGm && core.registers.atomic != CoreRegisters::Atomic::None;
    const std::uint8_t into = atomic ? AccessWrite | AccessAtomic : AccessWrite;
    addRows(core, op, call.operands[0], into, rows, rows.dstFootprint, rows.dstStride);
    addRows(core, op, call.operands[1], AccessRead, rows, rows.srcFootprint, rows.srcStride);
    for (std::uint32_t i = 0; i < 2; ++i)
        checkBlock(core, op, call.site, i, call.operands[i]);
    if (padded)
        checkPadding(core, call, element);
    checkRole(core, call, kind);
    issue(core, op);
    if (rows.blocks != 0 && rows.bytes != 0) {
        if (kind == OpClass::DmaUbToGm && core.machine.launch().blockDim > 1) {
            op.order = core.machine.nextOrder();
            if (!atomic && leavesUnchanged(core, call, rows))
                op.accesses[0].flags |= AccessUnchanged;
        }
        markResults(op, core.ubWritten, core.machine.gmWritten());
        moveRows(core, call, rows, kind);
    }
    core.machine.append(op);
}

} // namespace hawk::emulator
