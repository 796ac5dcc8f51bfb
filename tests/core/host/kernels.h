#pragma once

#include <cstdint>

/// Kernels of the machine tests, written as authors write them. They live in files of their own, because the device
/// headers define the macros of the device language.
namespace kernels {

using Kernel = void (*)(std::uint8_t* x, std::uint8_t* z);

// kernels.cpp
void addDoubleBuffered(std::uint8_t* x, std::uint8_t* z); ///< z[i] = x[i] + x[i], 4096 floats over all blocks
void scalarCopy(std::uint8_t* x, std::uint8_t* z); ///< 1000 floats by GetValue and SetValue
void padded(std::uint8_t* x, std::uint8_t* z); ///< 5 floats in with padding 7, 8 floats out
void dummyLanes(std::uint8_t* x, std::uint8_t* z); ///< 5 floats in, no padding asked for, 8 floats out
void atomicAdd(std::uint8_t* x, std::uint8_t* z); ///< every block adds 1 to z after block 0 zeroed it
void exchange(std::uint8_t* x, std::uint8_t* z); ///< each block stores, all sync, each reads its neighbour's value
void nothing(std::uint8_t* x, std::uint8_t* z);

// fault_kernels.cpp
void allocTwice(std::uint8_t* x, std::uint8_t* z);
void freeTwice(std::uint8_t* x, std::uint8_t* z);
void deQueEmpty(std::uint8_t* x, std::uint8_t* z);
void useAfterFree(std::uint8_t* x, std::uint8_t* z);
void enQueTwice(std::uint8_t* x, std::uint8_t* z);
void foreignTensor(std::uint8_t* x, std::uint8_t* z);
void freedToTheNextQueue(std::uint8_t* x, std::uint8_t* z);
void noRoomToFill(std::uint8_t* x, std::uint8_t* z);
void tooDeep(std::uint8_t* x, std::uint8_t* z);
void initInLoop(std::uint8_t* x, std::uint8_t* z);
void overCapacity(std::uint8_t* x, std::uint8_t* z);
void selectInReserve(std::uint8_t* x, std::uint8_t* z);
void selectInUnusedReserve(std::uint8_t* x, std::uint8_t* z);
void beyondPhysical(std::uint8_t* x, std::uint8_t* z);
void tooManyInFlight(std::uint8_t* x, std::uint8_t* z);
void waitNeverSet(std::uint8_t* x, std::uint8_t* z);
void setTwice(std::uint8_t* x, std::uint8_t* z);
void wrongEventId(std::uint8_t* x, std::uint8_t* z);
void tbufTooLong(std::uint8_t* x, std::uint8_t* z);
void tbufOffset(std::uint8_t* x, std::uint8_t* z);
void secondPipe(std::uint8_t* x, std::uint8_t* z);
void smallReduceBuffer(std::uint8_t* x, std::uint8_t* z);
struct ReduceWork {
    bool sum = false, index = false;
    int count = 0, repeats = 0; ///< one of them is 0
    int elements = 0; ///< of the temporary tensor
};
extern ReduceWork reduceWork; ///< what reduceWithWork does
void reduceWithWork(std::uint8_t* x, std::uint8_t* z);
void wrongRounding(std::uint8_t* x, std::uint8_t* z);
void transposeOfHalf(std::uint8_t* x, std::uint8_t* z);
void transposeOfEightRows(std::uint8_t* x, std::uint8_t* z);
void pastTheBuffer(std::uint8_t* x, std::uint8_t* z);
void widePadding(std::uint8_t* x, std::uint8_t* z);
void storeFromVecIn(std::uint8_t* x, std::uint8_t* z);
void missingSync(std::uint8_t* x, std::uint8_t* z); ///< block 1 never reaches SyncAll
void nullPointer(std::uint8_t* x, std::uint8_t* z);
void divideByZero(std::uint8_t* x, std::uint8_t* z);
void rawOverrun(std::uint8_t* x, std::uint8_t* z); ///< one float behind z
void assertion(std::uint8_t* x, std::uint8_t* z);

// sync_kernels.cpp
void chain(std::uint8_t* x, std::uint8_t* z); ///< block b stores b + 1 after its predecessor (IBSet, IBWait)
void chainUnsynced(std::uint8_t* x, std::uint8_t* z);
void chainWithoutSet(std::uint8_t* x, std::uint8_t* z);
void turns(std::uint8_t* x, std::uint8_t* z); ///< v = 2v + b in the order of blocks, twice
void flagRounds(std::uint8_t* x, std::uint8_t* z);
void flagNotSetByAll(std::uint8_t* x, std::uint8_t* z);
void polling(std::uint8_t* x, std::uint8_t* z);
void pollingForEver(std::uint8_t* x, std::uint8_t* z);
void group(std::uint8_t* x, std::uint8_t* z);
void sameBytes(std::uint8_t* x, std::uint8_t* z);

// vector_kernels.cpp: x and z hold 512 floats
void maskForms(std::uint8_t* x, std::uint8_t* z);
void counterMode(std::uint8_t* x, std::uint8_t* z);
void selectNegative(std::uint8_t* x, std::uint8_t* z); ///< x < 0 ? -1 : x
void reductions(std::uint8_t* x, std::uint8_t* z);
void castChain(std::uint8_t* x, std::uint8_t* z); ///< float -> half -> int32 -> float, rounding up
void broadcastAndCopy(std::uint8_t* x, std::uint8_t* z);
void indexAndGather(std::uint8_t* x, std::uint8_t* z); ///< reverses 64 floats

} // namespace kernels
