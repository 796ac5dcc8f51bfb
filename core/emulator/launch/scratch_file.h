#pragma once

#include "base/result.h"

#include <filesystem>
#include <string_view>

namespace hawk::emulator {

/// Writes a file that nobody needs after a power cut: no fsync, which would cost more than a whole build
/// step.
Status writeScratchFile(const std::filesystem::path& path, std::string_view data);

/// The same beside the target and renamed over it, so that other processes see it whole. After a power cut
/// the contents may be anything: readers verify them.
Status publishScratchFile(const std::filesystem::path& path, std::string_view data);

} // namespace hawk::emulator
