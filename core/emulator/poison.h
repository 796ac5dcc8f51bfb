#pragma once

#include <array>
#include <cstdint>

/// What fresh memory is filled with, chosen by a launch's seed so that a caller can ask for a pattern through the seed alone.
namespace hawk::emulator {

/// The first four are NaN in half (0xFF in every floating type); the last is finite in every type and looks like a value
/// (12.08 as float, 2.6 as half).
inline constexpr std::array<std::uint8_t, 5> kPoisonBytes { 0xFE, 0xFF, 0xFF, 0xFD, 0x41 };

constexpr std::uint8_t poisonOf(std::uint64_t seed) { return kPoisonBytes[seed % kPoisonBytes.size()]; }
constexpr std::uint64_t seedWithNanPoison(std::uint64_t seed) { return (seed >> 3U) * kPoisonBytes.size() + 1; }
constexpr std::uint64_t seedWithFinitePoison(std::uint64_t seed) { return (seed >> 3U) * kPoisonBytes.size() + 4; }

} // namespace hawk::emulator
