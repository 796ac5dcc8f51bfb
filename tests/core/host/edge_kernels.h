#pragma once

#include <cstdint>

/// Kernels that stay just inside a limit, as public ones do, and those one step past it.
namespace kernels {

void boundCopy(std::uint8_t* x, std::uint8_t* z); ///< 512 floats through a queue from VECIN to VECOUT
/// Frees what it computed and allocates the queue's only buffer again; z gets what is there.
void freeAndAllocateAgain(std::uint8_t* x, std::uint8_t* z);
void selectBesideReserve(std::uint8_t* x, std::uint8_t* z); ///< buffers that end where the last 8 KiB of UB begin
void shortReductions(std::uint8_t* x, std::uint8_t* z); ///< results that fill their buffers exactly
void countedReduction(std::uint8_t* x, std::uint8_t* z); ///< counter mode over 104 floats, all that its buffer holds
void longPairReduction(std::uint8_t* x, std::uint8_t* z); ///< one result more than its buffer holds
void paddedTail(std::uint8_t* x, std::uint8_t* z); ///< 13 floats in whole blocks

void storeThroughPointer(std::uint8_t* x, std::uint8_t* z); ///< z = x, all 512 floats
void storeThroughPointerHalfway(std::uint8_t* x, std::uint8_t* z); ///< 100 of them
void loadWhatAPointerStored(std::uint8_t* x, std::uint8_t* z); ///< z[8..16] = z[..8], after a pointer stored all of z

} // namespace kernels
