#pragma once

#include "emulator/check/issue_rules.h"
#include "emulator/trace/access_geometry.h"
#include "emulator/trace/trace_file.h"

#include <algorithm>
#include <cstdint>

/// Lines of the scalar data cache. Private to check/.
namespace hawk::emulator {

inline constexpr std::int64_t kLineBytes = 64;
/// A vector core of generation 2201 caches 32 KiB (docs/zh/guide/编程指南/高级编程/内存模型/缓存一致性.md).
inline constexpr std::uint64_t kCacheLines = 512;

struct LineRange {
    std::int64_t first = 0;
    std::int64_t last = -1;
};
/// The lines that the bounds of the access meet; none for an empty one.
LineRange linesOf(const Access& access);
Access wholeLine(std::int64_t number);

/// A scalar access to global memory that goes through the cache.
bool isCachedScalar(const Op& op);

/// Copies of one line in the caches of several cores, or in one cache while another core changes memory.
void findStaleCopies(const Trace& trace, FindingSink& sink);

} // namespace hawk::emulator
