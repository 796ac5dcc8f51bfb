#pragma once

#include "emulator/check/shadow_memory.h"
#include "emulator/host/gm_arena.h"
#include "emulator/trace/trace_file.h"

#include <functional>

namespace hawk::emulator {

/// What a kernel stores through a pointer leaves no operation behind: bytes of the range that count as unwritten and no longer
/// hold what fresh memory holds are written from now on. `note`, when set, is told of every run of them. The arena is accessible.
void adoptRawStores(const GmArena& gm, ShadowMemory& written, std::uint64_t offset, std::uint64_t bytes,
    const std::function<void(const Interval&)>& note = {});

} // namespace hawk::emulator
