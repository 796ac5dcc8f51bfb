#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>

namespace hawk::emulator {

/// Content hash of a folder's files with their relative names. A folder that does not exist has the hash of an empty one.
Result<std::string> hashFolder(const std::filesystem::path& folder);

} // namespace hawk::emulator
