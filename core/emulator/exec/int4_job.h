#pragma once

#include "emulator/exec/vector_job.h"

/// Casts of 4-bit integers: two share a byte, the even one in its low half (Cast.md; a block holds 64 of them).
namespace hawk::emulator::exec {

/// Rounded by mode, saturated to [-8, 7], NaN to 0. The other half of a byte keeps its value.
void runHalfToInt4(const Lanes& lanes, const Side& dst, const Side& src, Rounding rounding);
void runInt4ToHalf(const Lanes& lanes, const Side& dst, const Side& src);

} // namespace hawk::emulator::exec
