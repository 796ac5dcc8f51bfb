#pragma once

#include "base/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace hawk::bench {

/// Position of the first byte that is not part of a well-formed UTF-8 character (RFC 3629), or npos.
std::size_t invalidUtf8At(std::string_view text);

/// The file's text; InvalidInput when it is not UTF-8.
Result<std::string> readUtf8(const std::filesystem::path& file);

} // namespace hawk::bench
