#include "emulator/host/device_calls.h"

#include "emulator/exec/fused_job.h"
#include "emulator/host/vector_perform.h"
#include "emulator/host/vector_shape.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace hawk::emulator {
namespace {

using hawkabi::Api;
using hawkabi::Call;

exec::Fused operationOf(Api api)
{
    switch (api) {
    case Api::SubReluCast:
        return exec::Fused::SubReluCast;
    case Api::MulCast:
        return exec::Fused::MulCast;
    case Api::AddDeqRelu:
        return exec::Fused::AddDeqRelu;
    default:
        return exec::Fused::AddReluCast;
    }
}

void combine(CoreState& core, const Call& call)
{
    const VectorShape shape = resolveShape(core, call, widestOperand(call));
    Op op = makeOp(core, call.api, call.site);
    describe(op, call, shape);
    addOperand(core, op, call.operands[0], shape, AccessWrite);
    addOperand(core, op, call.operands[1], shape, AccessRead);
    addOperand(core, op, call.operands[2], shape, AccessRead);
    perform(core, op, call, [&] {
        exec::runFused(operationOf(call.api), shape.lanes, dtypeOf(call.operands[0].type), sideOf(core, call.operands[0], shape),
            dtypeOf(call.operands[1].type), sideOf(core, call.operands[1], shape), sideOf(core, call.operands[2], shape),
            core.registers.dequantScale);
    });
}

/// Sixteen sets of 8 B: bits 0-31 scale, 37-45 a signed offset (SetDeqScale.md).
std::array<exec::Dequant, 16> readTable(const std::byte* table)
{
    std::array<exec::Dequant, 16> sets {};
    for (std::size_t i = 0; i < sets.size(); ++i) {
        std::uint64_t bits = 0;
        std::memcpy(&bits, table + i * sizeof bits, sizeof bits);
        const auto offset = static_cast<std::int32_t>(bits >> 37U & 0x1FFU);
        sets.at(i) = { std::bit_cast<float>(static_cast<std::uint32_t>(bits)), offset >= 256 ? offset - 512 : offset };
    }
    return sets;
}

/// mode: 1 sixteen parameter sets, 2 results in the high half of their blocks.
void dequant(CoreState& core, const Call& call)
{
    const bool byTable = (call.mode & 1U) != 0;
    const VectorShape shape = resolveShape(core, call, widestOperand(call));
    Op op = makeOp(core, call.api, call.site);
    describe(op, call, shape);
    constexpr std::uint64_t kHalf = 16;
    hawkabi::Operand half = call.operands[0];
    half.address += (call.mode & 2U) != 0 ? kHalf : 0;
    addStrided(core, op, half, AccessWrite, shape.elements == 0 ? 0 : std::min<std::uint64_t>(shape.topLane, kHalf),
        (shape.topLane + 15U) / 16U, std::int64_t { half.blockStride } * exec::kBlockBytes);
    op.accesses[0].repeatCount = std::max(shape.lanes.repeats, 1U);
    op.accesses[0].repeatStride = static_cast<std::int32_t>(half.repeatStride * exec::kBlockBytes);
    addOperand(core, op, call.operands[1], shape, AccessRead);
    hawkabi::Operand table = call.operands[1];
    table.address = core.registers.dequantTable;
    table.type = hawkabi::Type::UInt64;
    if (byTable)
        addRegion(core, op, table, AccessRead, 16 * sizeof(std::uint64_t));
    perform(core, op, call, [&] {
        std::array<exec::Dequant, 16> sets {};
        sets[0] = { core.registers.dequantScale, core.registers.dequantOffset };
        if (byTable)
            sets = readTable(memoryOf(core, table));
        exec::Side dst = sideOf(core, call.operands[0], shape);
        dst.blockStride = std::int64_t { half.blockStride } * exec::kBlockBytes;
        dst.repeatStride = std::int64_t { half.repeatStride } * exec::kBlockBytes;
        exec::runDequant(shape.lanes, call.operands[0].type == hawkabi::Type::Int8, (call.mode & 2U) != 0, dst, sideOf(core, call.operands[1], shape), std::span(sets).first(byTable ? 16 : 1));
    });
}

} // namespace

void callFused(CoreState& core, const Call& call)
{
    if (call.api == Api::CastDequant)
        dequant(core, call);
    else
        combine(core, call);
}

} // namespace hawk::emulator
