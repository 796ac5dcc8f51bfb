#pragma once

#include "bench/conformance.h"

#include <string>

namespace hawk::cli {

/// What came of an item, in two or three words.
std::string resultOf(const bench::ConformanceReport& report);

/// Why it is not matched, or what was found; empty when all is well.
std::string reasonOf(const bench::ConformanceReport& report);

} // namespace hawk::cli
