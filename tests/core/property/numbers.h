#pragma once

#include "base/rng.h"

#include <cstddef>
#include <cstdint>

/// Number formats written from their definitions, in long double and by scaling: nothing here is shared with the code under
/// test. long double holds every value of the formats exactly and rounds sums, products, quotients and roots of floats
/// innocuously (64 bits of fraction against 24).
namespace hawk::property {

enum class Number : std::uint8_t { F16, BF16, F32, I8, U8, I16, U16, I32, U32, I64 };
std::size_t bytesOf(Number type);
bool isFloating(Number type);
const char* nameOf(Number type);

/// Nearest even, towards minus and plus infinity, nearest with ties away from zero, towards zero, to odd.
enum class Round : std::uint8_t { Nearest, Floor, Ceil, Away, Trunc, Odd };
long double toIntegral(long double v, Round mode);

long double valueOf(std::uint64_t bits, Number type);
/// Rounds to the type. Floating types overflow to infinity or, where the mode points towards zero, to the largest number;
/// integers saturate, and NaN becomes 0.
std::uint64_t bitsOf(long double v, Number type, Round mode = Round::Nearest);
/// As a value: bitsOf and back.
long double fit(long double v, Number type, Round mode = Round::Nearest);
/// Low bits of an integer.
std::uint64_t wrap(std::int64_t v, Number type);

/// Same bits, or both NaN. `anyZero`: zeros of different sign are the same.
bool same(std::uint64_t a, std::uint64_t b, Number type, bool anyZero = false);

std::uint64_t load(const std::byte* at, Number type);
void store(std::byte* at, Number type, std::uint64_t bits);

/// A value that tells implementations apart: zeros, limits, infinities, NaN, denormals, ties, small whole numbers and numbers
/// over the whole range.
std::uint64_t anyValue(Rng& rng, Number type);
/// A floating value of moderate size, or any integer: for operations that are about places, not values.
std::uint64_t plainValue(Rng& rng, Number type);

} // namespace hawk::property
