#pragma once

#include "emulator/isa/table.h"
#include "emulator/trace/trace_file.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

/// Small notation for hand-made ops and traces, shared by the tests of trace, check, timing and report.
namespace hawk::emulator::test {

inline std::uint16_t apiId(std::string_view name)
{
    for (const ApiRow& row : apiTable()) {
        if (row.name == name)
            return row.id;
    }
    return 0;
}

inline Access region(
    Space space, std::uint8_t flags, std::uint64_t offset, std::uint32_t bytes, DType dtype = DType::Float32)
{
    Access access;
    access.space = space;
    access.flags = flags;
    access.dtype = dtype;
    access.offset = offset;
    access.blockBytes = bytes;
    return access;
}
inline Access ubRead(std::uint64_t offset, std::uint32_t bytes, DType dtype = DType::Float32)
{
    return region(Space::Ub, AccessRead, offset, bytes, dtype);
}
inline Access ubWrite(std::uint64_t offset, std::uint32_t bytes, DType dtype = DType::Float32)
{
    return region(Space::Ub, AccessWrite, offset, bytes, dtype);
}
inline Access gmRead(std::uint64_t offset, std::uint32_t bytes, DType dtype = DType::Float32)
{
    return region(Space::Gm, AccessRead, offset, bytes, dtype);
}
inline Access gmWrite(std::uint64_t offset, std::uint32_t bytes, DType dtype = DType::Float32)
{
    return region(Space::Gm, AccessWrite, offset, bytes, dtype);
}
/// repeatCount x (blockCount blocks of the access's blockBytes).
inline Access strided(Access access, std::uint32_t blockCount, std::int32_t blockStride,
    std::uint32_t repeatCount = 1, std::int32_t repeatStride = 0)
{
    access.blockCount = blockCount;
    access.blockStride = blockStride;
    access.repeatCount = repeatCount;
    access.repeatStride = repeatStride;
    return access;
}

inline Op makeOp(std::string_view api, OpClass kind, Pipe pipe, std::initializer_list<Access> accesses,
    std::uint32_t elements = 0, DType dtype = DType::Float32)
{
    Op op;
    op.api = apiId(api);
    op.kind = kind;
    op.pipe = pipe;
    op.dtype = dtype;
    op.elements = elements;
    op.line = 1;
    for (const Access& access : accesses)
        op.accesses[op.accessCount++] = access;
    return op;
}

/// A vector op in count form.
inline Op vectorOp(std::string_view api, OpClass kind, std::initializer_list<Access> accesses,
    std::uint32_t elements, DType dtype = DType::Float32)
{
    Op op = makeOp(api, kind, Pipe::V, accesses, elements, dtype);
    op.aux = { 1, elements, 1, 0 };
    return op;
}
/// A vector op in mask/repeat form.
inline Op repeatOp(std::string_view api, OpClass kind, std::initializer_list<Access> accesses,
    std::uint32_t repeats, std::uint32_t mask, DType dtype = DType::Float32)
{
    Op op = makeOp(api, kind, Pipe::V, accesses, repeats * mask, dtype);
    op.aux = { repeats, mask, 0, 0 };
    return op;
}
inline Op loadOp(std::uint64_t ub, std::uint64_t gm, std::uint32_t bytes)
{
    Op op = makeOp(
        "DataCopy", OpClass::DmaGmToUb, Pipe::Mte2, { ubWrite(ub, bytes), gmRead(gm, bytes) }, bytes / 4);
    op.aux = { 1, bytes, 0, 0 };
    return op;
}
inline Op storeOp(std::uint64_t gm, std::uint64_t ub, std::uint32_t bytes)
{
    Op op = makeOp(
        "DataCopy", OpClass::DmaUbToGm, Pipe::Mte3, { gmWrite(gm, bytes), ubRead(ub, bytes) }, bytes / 4);
    op.aux = { 1, bytes, 0, 0 };
    return op;
}
inline Op addOp(std::uint64_t dst, std::uint64_t src0, std::uint64_t src1, std::uint32_t bytes)
{
    return vectorOp("Add", OpClass::VecSimple,
        { ubWrite(dst, bytes), ubRead(src0, bytes), ubRead(src1, bytes) }, bytes / 4);
}
inline Op syncOp(OpClass kind, Pipe from, Pipe to, std::uint32_t token, SyncKind sync = SyncKind::Flag)
{
    Op op = makeOp(
        kind == OpClass::SyncSet ? "SetFlag" : "WaitFlag", kind, kind == OpClass::SyncSet ? from : to, {});
    op.aux = { static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to), token,
        static_cast<std::uint32_t>(sync) };
    return op;
}
inline Op setOp(Pipe from, Pipe to, std::uint32_t token, SyncKind sync = SyncKind::Flag)
{
    return syncOp(OpClass::SyncSet, from, to, token, sync);
}
inline Op waitOp(Pipe from, Pipe to, std::uint32_t token, SyncKind sync = SyncKind::Flag)
{
    return syncOp(OpClass::SyncWait, from, to, token, sync);
}
inline Op barrierOp(Pipe pipe) { return makeOp("PipeBarrier", OpClass::Barrier, pipe, {}); }
inline Op scalarOp(OpClass kind, const Access& access)
{
    const std::string owner = access.space == Space::Gm ? "GlobalTensor::" : "LocalTensor::";
    return makeOp(
        owner + (kind == OpClass::ScalarRead ? "GetValue" : "SetValue"), kind, Pipe::S, { access }, 1);
}
inline Op queueOp(QueueAction action, std::uint32_t queue, std::uint32_t buffer)
{
    Op op = makeOp("TQue::AllocTensor", OpClass::QueueEvent, Pipe::S, {});
    op.aux = { static_cast<std::uint32_t>(action), queue, buffer, 1024 };
    return op;
}

/// Numbers the ops: seq from 0, line from 10 in steps of 1 unless a line was given.
inline std::vector<Op> program(std::vector<Op> ops, std::uint16_t core = 0)
{
    for (std::size_t i = 0; i < ops.size(); ++i) {
        ops[i].seq = i;
        ops[i].core = core;
        if (ops[i].line <= 1)
            ops[i].line = static_cast<std::uint32_t>(10 + i);
    }
    return ops;
}

/// Two inputs and an output of `bytes` each, 512 B apart at least.
inline std::vector<TraceTensor> threeTensors(std::uint64_t bytes)
{
    const std::uint64_t step = (bytes + 511) / 512 * 512;
    return { { "x", 0, bytes, DType::Float32, false }, { "y", step, bytes, DType::Float32, false },
        { "z", 2 * step, bytes, DType::Float32, true } };
}

inline Trace makeTrace(std::vector<std::vector<Op>> cores, std::vector<TraceTensor> tensors)
{
    Trace trace;
    trace.blockDim = static_cast<std::uint32_t>(cores.size());
    trace.chip = "Ascend910B2";
    trace.files = { "kernel.cpp" };
    trace.tensors = std::move(tensors);
    for (std::size_t i = 0; i < cores.size(); ++i)
        trace.cores.push_back(program(std::move(cores[i]), static_cast<std::uint16_t>(i)));
    trace.complete = true;
    return trace;
}

} // namespace hawk::emulator::test
