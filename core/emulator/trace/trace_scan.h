#pragma once

#include "emulator/trace/trace_file.h"

#include <filesystem>
#include <functional>

namespace hawk::emulator {

/// Reads a trace without keeping its ops: `begin` once, with all but the ops, then `each` for each of them in the order of the
/// file. What comes back says whether it was whole. For traces longer than memory should hold.
Result<Trace> scanTrace(const std::filesystem::path& file, const std::function<void(const Trace& head)>& begin,
    const std::function<void(const Op& op)>& each);

} // namespace hawk::emulator
