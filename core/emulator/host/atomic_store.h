#pragma once

#include "emulator/host/core_state.h"

namespace hawk::emulator {

/// A store that combines with what is in global memory, element by element. Floating types are computed in float and
/// rounded to nearest even; integers wrap.
void atomicStore(CoreRegisters::Atomic operation, DType type, std::byte* dst, const std::byte* src, std::uint64_t bytes);

} // namespace hawk::emulator
