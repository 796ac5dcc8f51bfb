#include "emulator/host/device_calls.h"

#include "base/float_formats.h"
#include "emulator/exec/reduce_job.h"
#include "emulator/host/vector_perform.h"
#include "emulator/host/vector_shape.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <vector>

/// Calls that read or write the vector unit's own registers: compare mask, sum, extreme.
namespace hawk::emulator {
namespace {

using hawkabi::Api;
using hawkabi::Call;

constexpr std::uint64_t kMaskBytes = 16; // the compare register has 128 bits

void compareToRegister(CoreState& core, const Call& call)
{
    const DType type = dtypeOf(call.operands[0].type);
    const VectorShape shape = resolveShape(core, call, sizeOf(type));
    Op op = makeOp(core, call.api, call.site);
    describe(op, call, shape);
    op.dtype = type;
    for (std::uint32_t i = 0; i < call.operandCount; ++i)
        addOperand(core, op, call.operands[i], shape, AccessRead);
    perform(core, op, call, [&] {
        std::array<std::byte, kMaskBytes> bits {};
        exec::Lanes one = shape.lanes;
        one.repeats = 1;
        exec::runCompare(exec::compareFunction(type), one, bits.data(), sideOf(core, call.operands[0], shape),
            sideOf(core, call.operands[1], shape), nullptr, static_cast<int>(call.mode));
        // Lanes that the mask leaves out keep their bit.
        std::array<std::uint64_t, 2> result {};
        std::memcpy(result.data(), bits.data(), bits.size());
        for (std::uint32_t lane = 0; lane < one.perRepeat; ++lane) {
            const std::uint64_t bit = 1ULL << (lane % 64);
            if (one.active(0, lane))
                core.registers.compareMask.at(lane / 64)
                    = (core.registers.compareMask.at(lane / 64) & ~bit) | (result.at(lane / 64) & bit);
        }
    });
}

void moveCompareMask(CoreState& core, const Call& call, bool toRegister)
{
    Op op = makeOp(core, call.api, call.site);
    describePlain(op, dtypeOf(call.operands[0].type), kMaskBytes / sizeOf(dtypeOf(call.operands[0].type)), 1);
    addRegion(core, op, call.operands[0], toRegister ? AccessRead : AccessWrite, kMaskBytes);
    constexpr std::uint64_t kRoom = 128; // getcmpmask-size
    if (!toRegister && call.operands[0].bytes != 0 && call.operands[0].bytes < kRoom)
        report(core, call.api, call.site, "getcmpmask-size", Severity::Error, "dst",
            "the destination holds " + std::to_string(call.operands[0].bytes) + " B; at least 128 B are needed");
    perform(core, op, call, [&] {
        if (toRegister)
            std::memcpy(core.registers.compareMask.data(), memoryOf(core, call.operands[0]), kMaskBytes);
        else
            std::memcpy(memoryOf(core, call.operands[0]), core.registers.compareMask.data(), kMaskBytes);
    });
}

/// Select whose bits, scalar or mask address lie in the compare register (SetCmpMask.md).
void selectByRegister(CoreState& core, const Call& call)
{
    const auto mode = static_cast<exec::SelectMode>(call.mode);
    const std::size_t element = sizeOf(dtypeOf(call.operands[0].type));
    const VectorShape shape = resolveShape(core, call, element);
    Op op = makeOp(core, call.api, call.site);
    describe(op, call, shape);
    op.dtype = dtypeOf(call.operands[0].type);
    addOperand(core, op, call.operands[0], shape, AccessWrite);
    addOperand(core, op, call.operands[1], shape, AccessRead);
    const std::uint64_t lanes = std::uint64_t { shape.lanes.repeats } * shape.lanes.perRepeat;
    const hawkabi::Operand& third = call.operands[2];
    hawkabi::Operand bits = third;
    if (mode == exec::SelectMode::TensorTensor) { // the register holds the address of the mask tensor
        void* pointer = nullptr;
        std::memcpy(&pointer, core.registers.compareMask.data(), sizeof pointer);
        bits.address = localOffset(core, pointer);
        bits.handle = 0;
        bits.type = hawkabi::Type::UInt8;
    }
    const bool scalar = mode == exec::SelectMode::TensorScalar;
    if (!scalar)
        addOperand(core, op, third, shape, AccessRead);
    if (mode != exec::SelectMode::SameMaskEveryRepeat)
        addRegion(core, op, bits, AccessRead, (lanes + 7) / 8);
    perform(core, op, call, [&] {
        const std::byte* mask = mode == exec::SelectMode::SameMaskEveryRepeat
            ? reinterpret_cast<const std::byte*>(core.registers.compareMask.data())
            : memoryOf(core, bits);
        std::uint64_t value = 0;
        std::memcpy(&value, core.registers.compareMask.data(), element);
        exec::runSelect(shape.lanes, mode, sideOf(core, call.operands[0], shape), mask, sideOf(core, call.operands[1], shape),
            scalar ? exec::Side {} : sideOf(core, third, shape), value);
    });
}

/// The sum of all active lanes of all repeats: a tree inside a repeat, repeats one after the other (ReduceSum.md, way one).
void accumulate(CoreState& core, const Call& call)
{
    const DType type = dtypeOf(call.operands[0].type);
    const VectorShape shape = resolveShape(core, call, sizeOf(type));
    Op op = makeOp(core, call.api, call.site);
    describe(op, call, shape);
    op.dtype = type;
    addOperand(core, op, call.operands[0], shape, AccessRead);
    perform(core, op, call,
        [&] { core.registers.sum = exec::sumInOrder(type, shape.lanes, sideOf(core, call.operands[0], shape)); });
}

std::uint64_t bitsOfNumber(DType type, float value)
{
    return type == DType::Float16 ? floatToHalf(value) : std::bit_cast<std::uint32_t>(value);
}

} // namespace

void callRegister(CoreState& core, const Call& call)
{
    switch (call.api) {
    case Api::CompareRegister:
        compareToRegister(core, call);
        break;
    case Api::GetCmpMask:
    case Api::SetCmpMask:
        moveCompareMask(core, call, call.api == Api::SetCmpMask);
        break;
    case Api::SelectRegister:
        selectByRegister(core, call);
        break;
    default:
        accumulate(core, call);
        break;
    }
}

/// params: 0 sum, 1 extreme, 2 its index; the element type asked for, none for float.
std::uint64_t readReduceRegister(CoreState& core, const Call& call)
{
    Op op = makeOp(core, call.api, call.site);
    record(core, op);
    const DType type = static_cast<DType>(call.params[1]);
    if (call.params[0] == 2)
        return core.registers.extremeIndex;
    return bitsOfNumber(type, call.params[0] == 0 ? core.registers.sum : core.registers.extreme);
}

} // namespace hawk::emulator
