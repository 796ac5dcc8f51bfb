#pragma once

#include "emulator/exec/vector_job.h"

#include <array>
#include <cstddef>
#include <cstdint>

/// Rearrangement of elements: transposition, gathering by a bit pattern.
namespace hawk::emulator::exec {

inline constexpr std::size_t kAddressList = 16;
using BlockAddresses = std::array<std::byte*, kAddressList>;

/// Sixteen 32 B blocks to sixteen (TransDataTo5HD.md). 16-bit: a 16 x 16 transposition. 32-bit: the eight columns become
/// rows of two blocks. 8-bit: one half of every source block goes to one half of the destination blocks.
void transposeBlocks(std::uint32_t elementBytes, const BlockAddresses& dst, const BlockAddresses& src, bool dstHigh, bool srcHigh);

/// rows x columns elements to columns x rows; the spans may be the same.
void transposeMatrix(std::byte* dst, const std::byte* src, std::uint32_t elementBytes, std::size_t rows, std::size_t columns);

/// Bits of a built-in pattern 1..7 of GatherMask at a lane.
bool builtInPattern(std::uint32_t pattern, std::uint32_t lane);

/// Copies the lanes whose bit is set, side by side. `patternTensor` null: the built-in one. `patternStride` in bytes
/// between repeats. Returns the number of elements kept.
std::uint64_t gatherMasked(std::byte* dst, const Side& src, std::uint32_t repeats, std::uint32_t lanes, std::uint32_t pattern,
    const std::byte* patternTensor, std::int64_t patternStride);

} // namespace hawk::emulator::exec
