#pragma once

#include <cstdint>

/// Kernels that call the library as authors write it; in files of their own, because the device headers define macros.
namespace librarykernels {

using Kernel = void (*)(std::uint8_t* x, std::uint8_t* z);

// x and z hold 512 floats.
void tanhForms(std::uint8_t* x, std::uint8_t* z); ///< all four forms, 128 elements each
void stackExhausted(std::uint8_t* x, std::uint8_t* z); ///< the queues leave no room for the temporary
void transDataForms(std::uint8_t* x, std::uint8_t* z); ///< bits as halves: [1, 32, 1, 2, 8] to six dimensions, both forms
void activations(std::uint8_t* x, std::uint8_t* z);
void int4Dequantised(std::uint8_t* x, std::uint8_t* z); ///< 128 halves: int4(4x) / 2, then (int4(4x) + 1) * 2
void logicalOfFloats(std::uint8_t* x, std::uint8_t* z); ///< 4 x 16: any and all over rows (8 apart), then over columns
void softmaxOfOneType(std::uint8_t* x, std::uint8_t* z); ///< 4 x 64, the type left to deduction; sums at 256, maxima at 320

} // namespace librarykernels
