#pragma once

#include "emulator/isa/op.h"

#include <cstdint>
#include <optional>

/// Exact geometry of accesses: bounds and overlap of two-level strided regions.
namespace hawk::emulator {

/// Half-open byte interval. Signed, because a wild offset with a negative stride may begin before zero.
struct Interval {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    bool empty() const { return end <= begin; }
    bool overlaps(const Interval& other) const { return begin < other.end && other.begin < end; }
    bool contains(const Interval& other) const { return begin <= other.begin && other.end <= end; }
    bool operator==(const Interval&) const = default;
};

/// Smallest interval that holds every byte of the access; empty when it touches none.
Interval boundsOf(const Access& access);
/// Bytes touched, counting a byte twice when blocks overlap.
std::uint64_t bytesOf(const Access& access);
/// True when every byte inside boundsOf() is touched.
bool isDense(const Access& access);
/// True when both touch the same bytes in the same order.
bool sameRegion(const Access& a, const Access& b);
/// The first byte range that both touch (ordered by `a`'s blocks), or nothing. Ignores `space`.
std::optional<Interval> overlapOf(const Access& a, const Access& b);
/// The part of `access` done by one repeat.
Access repeatOf(const Access& access, std::uint32_t repeat);

} // namespace hawk::emulator
