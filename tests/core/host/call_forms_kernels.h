#pragma once

#include <cstdint>

/// Forms of calls beside the usual ones: template arguments named by the call, older names, elements by
/// reference.
namespace kernels {

void namedScalars(std::uint8_t* x,
    std::uint8_t* z); ///< 64 floats each: x + 3, x * 2 in the first 32, (int32) x >> 2 rounded
void unnamedDequant(
    std::uint8_t* x, std::uint8_t* z); ///< 64 int32 to half, half of the sum, every second one
void olderNames(std::uint8_t* x, std::uint8_t* z); ///< int16 to uint8 by CastDeq, 64 of them
void fractalsToRows(std::uint8_t* x, std::uint8_t* z); ///< float: two of 4 x 32 in fractals, rows of 40, 200 apart
void elementReferences(std::uint8_t* x, std::uint8_t* z); ///< int32 in GM: five results

} // namespace kernels
