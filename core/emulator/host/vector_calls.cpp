#include "emulator/host/device_calls.h"

#include "emulator/exec/fused_job.h"
#include "emulator/exec/int4_job.h"
#include "emulator/exec/reduce_job.h"
#include "emulator/exec/vector_job.h"
#include "emulator/host/cast_modes.h"
#include "emulator/host/vector_perform.h"
#include "emulator/host/vector_shape.h"

#include <algorithm>
#include <cstring>

namespace hawk::emulator {
namespace {

using exec::Fn;
using hawkabi::Api;
using hawkabi::Call;

Fn functionOf(const Call& call)
{
    switch (call.api) {
    case Api::Add: return Fn::Add;
    case Api::Sub: return Fn::Sub;
    case Api::Mul: return Fn::Mul;
    case Api::Div: return Fn::Div;
    case Api::Max: return Fn::Max;
    case Api::Min: return Fn::Min;
    case Api::And: return Fn::And;
    case Api::Or: return Fn::Or;
    case Api::AddRelu: return Fn::AddRelu;
    case Api::SubRelu: return Fn::SubRelu;
    case Api::MulAddDst: return Fn::MulAddDst;
    case Api::FusedMulAdd: return Fn::FusedMulAdd;
    case Api::FusedMulAddRelu: return Fn::FusedMulAddRelu;
    case Api::Adds: return Fn::Adds;
    case Api::Muls: return Fn::Muls;
    case Api::Maxs: return Fn::Maxs;
    case Api::Mins: return Fn::Mins;
    case Api::LeakyRelu: return Fn::LeakyRelu;
    case Api::Axpy: return Fn::Axpy;
    case Api::ShiftLeft: return Fn::ShiftLeft;
    case Api::ShiftRight: return call.mode != 0 ? Fn::ShiftRightRound : Fn::ShiftRight;
    case Api::Abs: return Fn::Abs;
    case Api::Exp: return Fn::Exp;
    case Api::Ln: return Fn::Ln;
    case Api::Sqrt: return Fn::Sqrt;
    case Api::Rsqrt: return Fn::Rsqrt;
    case Api::Reciprocal: return Fn::Reciprocal;
    case Api::Relu: return Fn::Relu;
    case Api::Not: return Fn::Not;
    case Api::Copy: return Fn::Copy;
    case Api::Duplicate: return Fn::Duplicate;
    default: return Fn::Count;
    }
}

bool readsDestination(Api api)
{
    return api == Api::MulAddDst || api == Api::Axpy || api == Api::FusedMulAdd || api == Api::FusedMulAddRelu;
}

void elementwise(CoreState& core, const Call& call)
{
    const VectorShape shape = resolveShape(core, call, widestOperand(call));
    Op op = makeOp(core, call.api, call.site);
    describe(op, call, shape);
    const std::uint8_t into = readsDestination(call.api) ? AccessRead | AccessWrite : AccessWrite;
    addOperand(core, op, call.operands[0], shape, into);
    for (std::uint32_t i = 1; i < call.operandCount; ++i)
        addOperand(core, op, call.operands[i], shape, AccessRead);
    perform(core, op, call, [&] {
        const Fn fn = functionOf(call);
        const bool mixed = call.operandCount > 1 && call.operands[0].type != call.operands[1].type;
        const exec::SpanFunction function = mixed ? exec::mixedFunction(fn) : exec::spanFunction(fn, dtypeOf(call.operands[0].type));
        if (function == nullptr)
            return; // the headers admit no such type
        exec::runElementwise(function, shape.lanes, sideOf(core, call.operands[0], shape),
            call.operandCount > 1 ? sideOf(core, call.operands[1], shape) : exec::Side {},
            call.operandCount > 2 ? sideOf(core, call.operands[2], shape) : exec::Side {}, call.scalar);
        if (core.registers.saturateFloat)
            exec::saturateLanes(shape.lanes, dtypeOf(call.operands[0].type), sideOf(core, call.operands[0], shape));
    });
}

void checkRounding(CoreState& core, const Call& call, DType dst, DType src, exec::Rounding mode)
{
    constexpr std::array<std::string_view, 8> kNames { "CAST_NONE", "CAST_RINT", "CAST_FLOOR", "CAST_CEIL", "CAST_ROUND",
        "CAST_TRUNC", "CAST_ODD", "CAST_HYBRID" };
    if (call.mode < 7 && castTakes(core.machine.chip().generation, dst, src, mode))
        return;
    report(core, call.api, call.site, "cast-roundmode-valid", Severity::Error, "roundMode",
        "Cast from " + std::string(ascendName(src)) + " to " + std::string(ascendName(dst)) + " does not take "
            + std::string(kNames.at(std::min<std::size_t>(call.mode, 7))));
}

void cast(CoreState& core, const Call& call)
{
    const DType dst = dtypeOf(call.operands[0].type);
    const DType src = dtypeOf(call.operands[1].type);
    const auto rounding = static_cast<exec::Rounding>(std::min<std::uint32_t>(call.mode, 6));
    checkRounding(core, call, dst, src, rounding);
    const VectorShape shape = resolveShape(core, call, widestOperand(call));
    Op op = makeOp(core, call.api, call.site);
    describe(op, call, shape);
    op.dtype = sizeOf(dst) > sizeOf(src) ? dst : src;
    addOperand(core, op, call.operands[0], shape, AccessWrite);
    addOperand(core, op, call.operands[1], shape, AccessRead);
    perform(core, op, call, [&] {
        const exec::Side to = sideOf(core, call.operands[0], shape), from = sideOf(core, call.operands[1], shape);
        if (dst == DType::Int4)
            exec::runHalfToInt4(shape.lanes, to, from, rounding);
        else if (src == DType::Int4)
            exec::runInt4ToHalf(shape.lanes, to, from);
        else if (const exec::CastFunction function = exec::castFunction(dst, src); function != nullptr)
            exec::runCast(function, shape.lanes, to, from, rounding, core.registers.dequantScale);
    });
}

void compare(CoreState& core, const Call& call)
{
    const DType type = dtypeOf(call.operands[1].type);
    constexpr std::uint32_t kEqual = 2;
    if (type == DType::Int32 && call.mode != kEqual)
        report(core, call.api, call.site, "compare-dtype", Severity::Error, "cmpMode",
            "int32_t can only be compared with CMPMODE::EQ on this generation");
    VectorShape shape = resolveShape(core, call, sizeOf(type));
    if (shape.countForm) // elements beyond the last whole 256 B are not compared
        shape.lanes = exec::leadingLanes(shape.lanes.perRepeat, shape.lanes.perRepeat,
            static_cast<std::uint32_t>(call.count / shape.lanes.perRepeat));
    Op op = makeOp(core, call.api, call.site);
    describe(op, call, shape);
    op.dtype = type;
    op.elements = shape.countForm ? static_cast<std::uint32_t>(call.count) : op.elements;
    addRegion(core, op, call.operands[0], AccessWrite, std::uint64_t { shape.lanes.repeats } * shape.lanes.perRepeat / 8);
    for (std::uint32_t i = 1; i < call.operandCount; ++i)
        addOperand(core, op, call.operands[i], shape, AccessRead);
    perform(core, op, call, [&] {
        const exec::CompareFunction function = exec::compareFunction(type);
        if (function == nullptr)
            return;
        exec::runCompare(function, shape.lanes, memoryOf(core, call.operands[0]), sideOf(core, call.operands[1], shape),
            call.operandCount > 2 ? sideOf(core, call.operands[2], shape) : exec::Side {},
            reinterpret_cast<const std::byte*>(&call.scalar), static_cast<int>(call.mode));
    });
}

/// Select with a scalar or a running mask works in the last 8 KiB of UB (Select.md; on generations 2201 and 2002 they begin
/// 8 KiB before its end: asc-devkit impl/basic_api/utils/kernel_utils_constants.h, TMP_UB_OFFSET).
void checkReserve(CoreState& core, const Call& call)
{
    constexpr std::uint64_t kReserve = 8 * 1024;
    const std::uint64_t free = core.machine.chip().ub.value.n - kReserve;
    std::uint64_t end = 0; // of the buffers handed out so far: public kernels declare some that they never use
    for (const BufferBlock& block : core.pipe.buffers)
        if (block.generation != 0)
            end = std::max(end, std::uint64_t { block.offset } + block.bytes);
    if (end <= free)
        return;
    // Kernels that lay one buffer over all of UB leave the space alone (hicann/ops-nn activation/heaviside): what counts is data.
    const bool used = core.ubWritten.firstWritten(free, kReserve) >= 0;
    report(core, call.api, call.site, "reserved-8k-ub-apis", used ? Severity::Error : Severity::Warning, "",
        "the buffers take " + std::to_string(end) + " B of UB, but this mode of Select uses the space behind "
            + std::to_string(free) + " B" + (used ? ", where data lies" : "; no data lies there"),
        { { "buffers", end }, { "usable", free } });
}

void select(CoreState& core, const Call& call)
{
    if (static_cast<exec::SelectMode>(call.mode) != exec::SelectMode::SameMaskEveryRepeat)
        checkReserve(core, call);
    const VectorShape shape = resolveShape(core, call, sizeOf(dtypeOf(call.operands[0].type)));
    const auto mode = static_cast<exec::SelectMode>(call.mode);
    Op op = makeOp(core, call.api, call.site);
    describe(op, call, shape);
    const std::uint64_t bits = mode == exec::SelectMode::SameMaskEveryRepeat
        ? std::min<std::uint64_t>(shape.lanes.perRepeat, shape.lanes.total == 0 ? ~0ULL : shape.lanes.total)
        : (shape.lanes.total != 0 ? shape.lanes.total : std::uint64_t { shape.lanes.repeats } * shape.lanes.perRepeat);
    addOperand(core, op, call.operands[0], shape, AccessWrite);
    addRegion(core, op, call.operands[1], AccessRead, (bits + 7) / 8);
    for (std::uint32_t i = 2; i < call.operandCount; ++i)
        addOperand(core, op, call.operands[i], shape, AccessRead);
    perform(core, op, call, [&] {
        exec::runSelect(shape.lanes, mode, sideOf(core, call.operands[0], shape), memoryOf(core, call.operands[1]),
            sideOf(core, call.operands[2], shape),
            call.operandCount > 3 ? sideOf(core, call.operands[3], shape) : exec::Side {}, call.scalar);
    });
}

/// Copy in counter mode: the mask counts the elements of every repeat, the repeats count too, and blocks of a repeat go on
/// by the block stride however many they are (Copy.md, "difference to the general counter mode").
void copyCounted(CoreState& core, const Call& call)
{
    const DType type = dtypeOf(call.operands[0].type);
    const std::uint64_t element = sizeOf(type);
    const bool fromCall = call.form == hawkabi::Form::MaskCount || call.form == hawkabi::Form::MaskBits;
    const std::uint64_t bytes = (fromCall ? call.mask[0] : core.registers.mask[0]) * element;
    const std::uint32_t repeats = call.repeat & 0xFFU;
    const auto blocks = static_cast<std::uint32_t>((bytes + exec::kBlockBytes - 1) / exec::kBlockBytes);
    Op op = makeOp(core, call.api, call.site);
    describePlain(op, type, bytes / element * repeats, repeats);
    for (std::uint32_t i = 0; i < 2; ++i) {
        const hawkabi::Operand& operand = call.operands[i];
        const bool dense = operand.blockStride == 1;
        addStrided(core, op, operand, i == 0 ? AccessWrite : AccessRead, dense ? bytes : exec::kBlockBytes, dense ? 1 : blocks,
            std::int64_t { operand.blockStride } * exec::kBlockBytes);
        op.accesses.at(i).repeatCount = std::max(repeats, 1U);
        op.accesses.at(i).repeatStride = static_cast<std::int32_t>(operand.repeatStride * exec::kBlockBytes);
    }
    perform(core, op, call, [&] {
        std::byte* dst = memoryOf(core, call.operands[0]);
        const std::byte* src = memoryOf(core, call.operands[1]);
        for (std::uint64_t r = 0; r < repeats; ++r) {
            for (std::uint64_t b = 0; b < blocks; ++b) {
                const auto at = [&](const hawkabi::Operand& operand) {
                    return (r * operand.repeatStride + b * operand.blockStride) * exec::kBlockBytes;
                };
                std::memmove(dst + at(call.operands[0]), src + at(call.operands[1]),
                    std::min<std::uint64_t>(exec::kBlockBytes, bytes - b * exec::kBlockBytes));
            }
        }
    });
}

void broadcastBlocks(CoreState& core, const Call& call)
{
    const std::size_t element = sizeOf(dtypeOf(call.operands[0].type));
    VectorShape shape = resolveShape(core, call, element);
    shape.lanes = exec::leadingLanes(shape.lanes.perRepeat, shape.lanes.perRepeat, shape.lanes.repeats);
    // Eight elements are read, but eight whole blocks are written per repeat.
    shape.topLane = shape.lanes.perRepeat;
    shape.maskElements = shape.lanes.perRepeat;
    shape.elements = std::uint64_t { shape.lanes.perRepeat } * shape.lanes.repeats;
    Op op = makeOp(core, call.api, call.site);
    describe(op, call, shape);
    addOperand(core, op, call.operands[0], shape, AccessWrite);
    addRegion(core, op, call.operands[1], AccessRead, std::uint64_t { shape.lanes.repeats } * 8 * element);
    perform(core, op, call, [&] {
        exec::runBroadcastBlocks(shape.lanes, sideOf(core, call.operands[0], shape), memoryOf(core, call.operands[1]));
    });
}

/// Lane i of the whole call holds first + i; in repeat forms every repeat goes on where the last one ended.
template <class T>
void fillIndex(const VectorShape& shape, const exec::Side& dst, std::uint64_t first)
{
    T start;
    std::memcpy(&start, &first, sizeof start);
    for (std::uint32_t r = 0; r < shape.lanes.repeats; ++r) {
        for (std::uint32_t lane = 0; lane < shape.lanes.perRepeat; ++lane) {
            if (!shape.lanes.active(r, lane))
                continue;
            const T value = static_cast<T>(start + static_cast<T>(r * shape.lanes.perRepeat + lane));
            std::memcpy(dst.at(r, lane), &value, sizeof value);
        }
    }
}

void createIndex(CoreState& core, const Call& call)
{
    const DType type = dtypeOf(call.operands[0].type);
    const VectorShape shape = resolveShape(core, call, sizeOf(type));
    Op op = makeOp(core, call.api, call.site);
    describe(op, call, shape);
    addOperand(core, op, call.operands[0], shape, AccessWrite);
    perform(core, op, call, [&] {
        const exec::Side dst = sideOf(core, call.operands[0], shape);
        if (type == DType::Float32)
            fillIndex<float>(shape, dst, call.scalar);
        else if (type == DType::Int32)
            fillIndex<std::int32_t>(shape, dst, call.scalar);
        else if (type == DType::Int16)
            fillIndex<std::int16_t>(shape, dst, call.scalar);
        else
            fillHalfIndex(shape, dst, call.scalar);
    });
}

} // namespace

void callVector(CoreState& core, const Call& call)
{
    switch (call.api) {
    case Api::Cast:
        cast(core, call);
        break;
    case Api::Compare:
    case Api::CompareScalar:
    case Api::Compares:
        compare(core, call);
        break;
    case Api::Select:
        select(core, call);
        break;
    case Api::Brcb:
        broadcastBlocks(core, call);
        break;
    case Api::Copy:
        if (core.registers.counterMode)
            copyCounted(core, call);
        else
            elementwise(core, call);
        break;
    case Api::CreateVecIndex:
        createIndex(core, call);
        break;
    case Api::AddReluCast:
    case Api::SubReluCast:
    case Api::MulCast:
    case Api::AddDeqRelu:
    case Api::CastDequant:
        callFused(core, call);
        break;
    case Api::Gather:
    case Api::Gatherb:
    case Api::GatherMask:
    case Api::Scatter:
        callGather(core, call);
        break;
    case Api::Sort32:
    case Api::MrgSort:
    case Api::MrgSort4:
    case Api::RpSort16:
    case Api::ProposalConcat:
    case Api::ProposalExtract:
        callSort(core, call);
        break;
    case Api::Transpose:
    case Api::TransDataTo5HD:
        callLayout(core, call);
        break;
    case Api::CompareRegister:
    case Api::GetCmpMask:
    case Api::SetCmpMask:
    case Api::SelectRegister:
    case Api::AccumulateSum:
        callRegister(core, call);
        break;
    case Api::ReduceSum:
    case Api::ReduceMax:
    case Api::ReduceMin:
        callReduceAll(core, call);
        break;
    case Api::WholeReduceSum:
    case Api::WholeReduceMax:
    case Api::WholeReduceMin:
    case Api::RepeatReduceSum:
    case Api::BlockReduceSum:
    case Api::BlockReduceMax:
    case Api::BlockReduceMin:
    case Api::PairReduceSum:
        callReduceRepeat(core, call);
        break;
    default:
        elementwise(core, call);
        break;
    }
    finishMask(core, call);
}

} // namespace hawk::emulator
