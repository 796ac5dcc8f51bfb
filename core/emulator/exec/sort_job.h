#pragma once

#include "base/dtype.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

/// Sorting and merging of records by their score, descending; equal scores keep their order, NaN comes first.
namespace hawk::emulator::exec {

/// A record and where its score lies in it.
struct RecordLayout {
    DType score = DType::Float32;
    std::uint32_t bytes = 8;
    std::uint32_t scoreOffset = 0;
};

/// Writes `count` pairs of 8 B: score in the low bytes, index in the high four. With half scores the two bytes between
/// keep what they hold.
void sortPairs(DType score, std::byte* dst, const std::byte* scores, const std::byte* indices, std::uint32_t count);
/// Sorts records into `dst`, which may be `src`.
void sortRecords(const RecordLayout& layout, std::byte* dst, const std::byte* src, std::uint32_t count);

struct Queue {
    const std::byte* begin = nullptr;
    std::uint32_t length = 0;
};
struct Merged {
    std::array<std::uint32_t, 4> taken {};
    std::uint32_t written = 0;
};
/// Merges sorted queues; with `stopWhenExhausted` it ends when the first queue is empty.
Merged mergeQueues(const RecordLayout& layout, std::byte* dst, std::span<const Queue> queues, bool stopWhenExhausted);

} // namespace hawk::emulator::exec
