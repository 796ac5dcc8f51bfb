#include "emulator/host/vector_shape.h"

#include "base/float_formats.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace hawk::emulator {
namespace {

using hawkabi::Api;
using hawkabi::Form;

constexpr std::uint32_t kRepeatField = 0xFF; // repeatTime is 8 bits wide

bool loopsInside(Api api) { return api == Api::ReduceSum || api == Api::ReduceMax || api == Api::ReduceMin; }

void useTotal(VectorShape& shape, std::uint64_t total, std::uint32_t perRepeat)
{
    shape.lanes = exec::firstLanes(total, perRepeat);
    shape.repeats = shape.lanes.repeats;
    shape.maskElements = static_cast<std::uint32_t>(std::min<std::uint64_t>(total, perRepeat));
    shape.topLane = shape.maskElements;
    shape.elements = total;
}

void useBits(VectorShape& shape, std::uint64_t low, std::uint64_t high, std::uint32_t perRepeat)
{
    exec::Lanes& lanes = shape.lanes;
    lanes.perRepeat = perRepeat;
    lanes.mask[0] = perRepeat >= 64 ? low : low & ((1ULL << perRepeat) - 1);
    lanes.mask[1] = perRepeat > 64 ? high : 0;
    const auto active = static_cast<std::uint32_t>(std::popcount(lanes.mask[0]) + std::popcount(lanes.mask[1]));
    shape.maskElements = active;
    shape.topLane = lanes.mask[1] != 0 ? 128U - static_cast<std::uint32_t>(std::countl_zero(lanes.mask[1]))
                                       : 64U - static_cast<std::uint32_t>(std::countl_zero(lanes.mask[0]));
    shape.elements = std::uint64_t { active } * lanes.repeats;
}

} // namespace

std::size_t widestOperand(const hawkabi::Call& call)
{
    std::size_t widest = 1;
    for (std::uint32_t i = 0; i < call.operandCount; ++i)
        widest = std::max(widest, sizeOf(dtypeOf(call.operands[i].type)));
    return widest;
}

VectorShape resolveShape(CoreState& core, const hawkabi::Call& call, std::size_t elementBytes)
{
    const auto perRepeat = static_cast<std::uint32_t>(exec::kRepeatBytes / elementBytes);
    const CoreRegisters& registers = core.registers;
    VectorShape shape;
    const std::uint32_t repeats = loopsInside(call.api) ? call.repeat : call.repeat & kRepeatField;
    if (call.form == Form::Count) {
        useTotal(shape, call.count, perRepeat);
        shape.countForm = true;
        return shape;
    }
    if (registers.counterMode) { // the mask holds the element count; repeatTime is ignored
        const bool fromCall = call.form == Form::MaskCount || call.form == Form::MaskBits;
        useTotal(shape, fromCall ? call.mask[0] : registers.mask[0], perRepeat);
        shape.countForm = call.form == Form::CountRegisters;
        shape.strided = !shape.countForm;
        return shape;
    }
    shape.strided = call.form != Form::CountRegisters;
    shape.repeats = call.form == Form::CountRegisters ? 1 : call.repeat;
    if (call.form == Form::MaskCount) {
        const auto lanes = static_cast<std::uint32_t>(std::min<std::uint64_t>(call.mask[0], perRepeat));
        shape.lanes = exec::leadingLanes(lanes, perRepeat, repeats);
        shape.maskElements = static_cast<std::uint32_t>(std::min<std::uint64_t>(call.mask[0], 0xFFFFFFFFU));
        shape.topLane = lanes;
        shape.elements = std::uint64_t { lanes } * repeats;
        return shape;
    }
    shape.lanes.repeats = call.form == Form::CountRegisters ? 1 : repeats;
    if (call.form == Form::MaskBits)
        useBits(shape, call.mask[0], call.mask[1], perRepeat);
    else
        useBits(shape, registers.mask[0], registers.mask[1], perRepeat);
    return shape;
}

void describe(Op& op, const hawkabi::Call& call, const VectorShape& shape)
{
    op.dtype = dtypeOf(call.operands[call.operandCount > 1 && call.api != Api::Cast ? 1 : 0].type);
    if (call.api == Api::Select || call.api == Api::Axpy || call.api == Api::MulAddDst)
        op.dtype = dtypeOf(call.operands[0].type);
    op.elements = static_cast<std::uint32_t>(std::min<std::uint64_t>(shape.elements, 0xFFFFFFFFU));
    op.aux[0] = shape.repeats;
    op.aux[1] = shape.maskElements;
    op.aux[2] = shape.countForm || shape.lanes.total != 0 ? 1 : 0;
    op.aux[3] = static_cast<std::uint32_t>(call.scalar);
}

void addRegion(CoreState& core, Op& op, const hawkabi::Operand& operand, std::uint8_t flags, std::uint64_t bytes)
{
    Access& access = op.accesses.at(op.accessCount++);
    access.space = spaceOf(operand.space);
    access.flags = flags;
    access.dtype = dtypeOf(operand.type);
    access.offset = offsetOf(core, operand);
    access.blockBytes = static_cast<std::uint32_t>(bytes);
}

void addOperand(CoreState& core, Op& op, const hawkabi::Operand& operand, const VectorShape& shape, std::uint8_t flags)
{
    const std::size_t bits = elementBits(dtypeOf(operand.type));
    if (shape.elements == 0 || shape.countForm || !shape.strided) {
        addRegion(core, op, operand, flags, (shape.elements * bits + 7) / 8);
        return;
    }
    const bool gapless = operand.blockStride == 1
        && operand.repeatStride * std::uint64_t { exec::kBlockBytes } * 8 == shape.lanes.perRepeat * bits;
    if (shape.lanes.total != 0 && gapless) { // counter mode: the last repeat ends with the last element
        addRegion(core, op, operand, flags, (shape.lanes.total * bits + 7) / 8);
        return;
    }
    addRegion(core, op, operand, flags, 0);
    Access& access = op.accesses.at(op.accessCount - 1U);
    access.repeatCount = shape.lanes.repeats;
    access.repeatStride = static_cast<std::int32_t>(operand.repeatStride * exec::kBlockBytes);
    const auto used = static_cast<std::uint32_t>((shape.topLane * bits + 7) / 8);
    if (operand.blockStride == 1 || used <= exec::kBlockBytes) { // side by side within a repeat: exact to the lane
        access.blockBytes = used;
        return;
    }
    access.blockBytes = exec::kBlockBytes;
    access.blockCount = (used + exec::kBlockBytes - 1) / exec::kBlockBytes;
    access.blockStride = static_cast<std::int32_t>(operand.blockStride * exec::kBlockBytes);
}

exec::Side sideOf(CoreState& core, const hawkabi::Operand& operand, const VectorShape& shape)
{
    exec::Side side;
    side.base = memoryOf(core, operand);
    side.elementBytes = static_cast<std::uint32_t>(sizeOf(dtypeOf(operand.type)));
    if (shape.strided) {
        side.blockStride = std::int64_t { operand.blockStride } * exec::kBlockBytes;
        side.repeatStride = std::int64_t { operand.repeatStride } * exec::kBlockBytes;
    } else {
        side.repeatStride = static_cast<std::int64_t>(shape.lanes.perRepeat * elementBits(dtypeOf(operand.type)) / 8);
    }
    return side;
}

void finishMask(CoreState& core, const hawkabi::Call& call)
{
    const bool setMask = call.form == Form::Count || call.form == Form::MaskCount || call.form == Form::MaskBits;
    if (!setMask)
        return;
    core.registers.mask = { ~0ULL, ~0ULL };
    if (call.form == Form::Count)
        core.registers.counterMode = false; // the count form ends with ResetMask and SetMaskNorm
}

void fillHalfIndex(const VectorShape& shape, const exec::Side& dst, std::uint64_t first)
{
    const float start = halfToFloat(static_cast<std::uint16_t>(first));
    for (std::uint32_t r = 0; r < shape.lanes.repeats; ++r) {
        for (std::uint32_t lane = 0; lane < shape.lanes.perRepeat; ++lane) {
            if (!shape.lanes.active(r, lane))
                continue;
            const std::uint16_t bits = floatToHalf(start + static_cast<float>(r * shape.lanes.perRepeat + lane));
            std::memcpy(dst.at(r, lane), &bits, sizeof bits);
        }
    }
}

} // namespace hawk::emulator
