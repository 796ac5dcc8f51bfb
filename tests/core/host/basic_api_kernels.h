#pragma once

#include <cstdint>

/// Kernels that call the basic API beyond plain element-wise work. x and z hold 2048 B; z starts as zeros in UB.
namespace kernels::basic {

void gatherMaskBuiltIn(std::uint8_t* x, std::uint8_t* z); ///< float: pattern 2 over two repeats, then 70 elements in counter mode
void gatherMaskTensor(std::uint8_t* x, std::uint8_t* z); ///< float: every fourth bit of one word, same word in both repeats
void gatherBlocks(std::uint8_t* x, std::uint8_t* z); ///< uint32: blocks 7..0, twice
void gatherMasked(std::uint8_t* x, std::uint8_t* z); ///< float: even lanes of two repeats, reversed source
void sortAndMerge(std::uint8_t* x, std::uint8_t* z); ///< float: 128 scores to 128 sorted pairs
void mergeSuspended(std::uint8_t* x, std::uint8_t* z); ///< stops at the first empty queue; counts at the end of z
void sortHalf(std::uint8_t* x, std::uint8_t* z); ///< half: 32 pairs
void transposeSquare(std::uint8_t* x, std::uint8_t* z); ///< half 16 x 16
void transposeChannels(std::uint8_t* x, std::uint8_t* z); ///< float [2, 3, 4, 8] to NHWC and back behind it
void transData16(std::uint8_t* x, std::uint8_t* z); ///< half, two repeats
void transData32(std::uint8_t* x, std::uint8_t* z); ///< float, address list
void transData8(std::uint8_t* x, std::uint8_t* z); ///< int8, high half to low half
void compareRegister(std::uint8_t* x, std::uint8_t* z); ///< float: bits of 64 comparisons, then a selection by them
void fusedCasts(std::uint8_t* x, std::uint8_t* z);
void dequantise(std::uint8_t* x, std::uint8_t* z); ///< int16 to int8 with scale and offset
void reduceRegisters(std::uint8_t* x, std::uint8_t* z);
void rawIntrinsics(std::uint8_t* x, std::uint8_t* z);
void paddedByAddress(std::uint8_t* x, std::uint8_t* z); ///< float: two rows of 5 from rows of 8, filled up with sevens
void rawTranspose(std::uint8_t* x, std::uint8_t* z);
void wholeTensorOperators(std::uint8_t* x, std::uint8_t* z);
void functionPointers(std::uint8_t* x, std::uint8_t* z);
void bufferPools(std::uint8_t* x, std::uint8_t* z);
void customPool(std::uint8_t* x, std::uint8_t* z); ///< float: (x + x) from blocks that a pool of the author's placed
void customPoolOutside(std::uint8_t* x, std::uint8_t* z); ///< the second block lies behind the pool
void int4Casts(std::uint8_t* x, std::uint8_t* z); ///< 512 halves to int4 and back; int4 bytes at the end
void int4Strided(std::uint8_t* x, std::uint8_t* z); ///< two repeats of 128 halves, blocks of the result two apart
void layouts(std::uint8_t* x, std::uint8_t* z); ///< int32: places of coordinates
void slices(std::uint8_t* x, std::uint8_t* z);
void saturation(std::uint8_t* x, std::uint8_t* z); ///< half sums beyond the range, with and without saturation
void fillGlobal(std::uint8_t* x, std::uint8_t* z); ///< 512 floats of 2.5
void fillGlobalNarrow(std::uint8_t* x, std::uint8_t* z); ///< the same with 96 B of UB left
void halfArithmetic(std::uint8_t* x, std::uint8_t* z);
void scalarHelpers(std::uint8_t* x, std::uint8_t* z);
void bypassCache(std::uint8_t* x, std::uint8_t* z); ///< first four words
void tensorLists(std::uint8_t* x, std::uint8_t* z);
void copyCounterMode(std::uint8_t* x, std::uint8_t* z); ///< every eighth block of 13, twice
void bilinear(std::uint8_t* x, std::uint8_t* z); ///< the example of its page: 512 halves, then 8 weights
void indexForms(std::uint8_t* x, std::uint8_t* z);

} // namespace kernels::basic
