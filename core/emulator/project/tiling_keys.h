#pragma once

#include "base/result.h"
#include "emulator/emulator.h"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace hawk::emulator {

/// The tiling keys that a kernel asks for with TILING_KEY_IS in what the compiler of this build reads: after #if, with macros
/// and named constants resolved. Ascending, { 0 } when it asks for none. A kernel that the preprocessor refuses has none that
/// are known either; its build says why.
Result<std::vector<std::uint64_t>> tilingKeysOf(const BuildRequest& build, Emulator& emulator, std::stop_token stop = {});

} // namespace hawk::emulator
