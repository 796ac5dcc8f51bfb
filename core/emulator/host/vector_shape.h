#pragma once

#include "emulator/exec/vector_job.h"
#include "emulator/host/core_ops.h"

/// Which elements a vector call works on, and the accesses that follow from it.
namespace hawk::emulator {

struct VectorShape {
    exec::Lanes lanes;
    bool countForm = false; ///< one contiguous region per operand
    bool strided = false; ///< operand strides apply (not for the count form)
    std::uint32_t repeats = 0; ///< as the author wrote it, before the 8-bit field wraps
    std::uint32_t maskElements = 0; ///< as the author wrote it; active elements for bit masks
    std::uint32_t topLane = 0; ///< one past the highest active lane of a repeat
    std::uint64_t elements = 0; ///< active elements in all
};

/// Bytes of the widest element among the operands that are tensors of elements.
std::size_t widestOperand(const hawkabi::Call& call);
VectorShape resolveShape(CoreState& core, const hawkabi::Call& call, std::size_t elementBytes);
/// aux, elements, dtype.
void describe(Op& op, const hawkabi::Call& call, const VectorShape& shape);
void addOperand(CoreState& core, Op& op, const hawkabi::Operand& operand, const VectorShape& shape, std::uint8_t flags);
/// A contiguous region.
void addRegion(CoreState& core, Op& op, const hawkabi::Operand& operand, std::uint8_t flags, std::uint64_t bytes);
exec::Side sideOf(CoreState& core, const hawkabi::Operand& operand, const VectorShape& shape);
/// What a call leaves in the mask registers: calls that set a mask restore the full one.
void finishMask(CoreState& core, const hawkabi::Call& call);
void fillHalfIndex(const VectorShape& shape, const exec::Side& dst, std::uint64_t first);

} // namespace hawk::emulator
