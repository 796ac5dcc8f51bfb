#pragma once

#include "emulator/host/core_ops.h"

#include <span>

/// The steps every vector call shares once its accesses are known.
namespace hawk::emulator {

inline void checkOperands(CoreState& core, const Op& op, const hawkabi::Call& call)
{
    for (std::uint32_t i = 0; i < call.operandCount; ++i)
        checkBlock(core, op, call.site, i, call.operands[i]);
}

/// Issue, life-cycle checks, execution unless nothing takes part, record.
template <class Execute>
void perform(CoreState& core, Op& op, const hawkabi::Call& call, const Execute& execute)
{
    checkOperands(core, op, call);
    issue(core, op);
    if (op.elements != 0)
        execute();
    complete(core, op);
}

/// A piece of `bytes` repeated `blocks` times, for operands that masks do not describe.
inline void addStrided(CoreState& core, Op& op, const hawkabi::Operand& operand, std::uint8_t flags, std::uint64_t bytes,
    std::uint32_t blocks = 1, std::int64_t stride = 0)
{
    Access& access = op.accesses.at(op.accessCount++);
    access.space = spaceOf(operand.space);
    access.flags = flags;
    access.dtype = dtypeOf(operand.type);
    access.offset = offsetOf(core, operand);
    access.blockBytes = blocks == 0 ? 0 : static_cast<std::uint32_t>(bytes);
    access.blockCount = blocks > 1 ? blocks : 1;
    access.blockStride = blocks > 1 ? static_cast<std::int32_t>(stride) : 0;
}

/// Elements, repeats and type of an op without a mask.
inline void describePlain(Op& op, DType type, std::uint64_t elements, std::uint32_t repeats)
{
    op.dtype = type;
    op.elements = static_cast<std::uint32_t>(elements);
    op.aux[0] = repeats;
    op.aux[1] = repeats == 0 ? 0 : static_cast<std::uint32_t>(elements / repeats);
    op.aux[2] = 1;
}

} // namespace hawk::emulator
