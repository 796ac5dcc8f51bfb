#pragma once

#include "emulator/launch.h"
#include "reference/comparison.h"

#include <filesystem>

namespace hawk::target {

/// Which elements of an output each block of the launch stored, from the trace. Empty when the trace cannot be read or is
/// too long to be worth it: a pattern without blocks is still a pattern.
std::vector<reference::BlockStores> blockStores(const std::filesystem::path& trace, const emulator::Argument& output);

} // namespace hawk::target
