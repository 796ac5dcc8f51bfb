#pragma once

#include <cstdint>

/// Kernels around registers, events and memory that is handed out besides the queues. x and z hold 512 floats.
namespace kernels::control {

void padValue(std::uint8_t* x, std::uint8_t* z); ///< five floats of a block loaded, the rest from SetPadValue
void pipeTwice(std::uint8_t* x, std::uint8_t* z); ///< a second TPipe after Destroy, each with most of UB
void stackBuffer(std::uint8_t* x, std::uint8_t* z); ///< works in PopStackBuffer; z[0]: elements it had
void eventIds(std::uint8_t* x, std::uint8_t* z); ///< z[0..2]: two ids taken, one taken after the first was given back
void atomicExtremes(std::uint8_t* x, std::uint8_t* z); ///< maximum of two stores, minimum of two, sum of two
void storeConfig(std::uint8_t* x, std::uint8_t* z); ///< z[0..1]: type number before and after SetAtomicType<half>
void saturationFlag(std::uint8_t* x, std::uint8_t* z); ///< z[0..1]: before and after SetSaturationFlag
void resetState(std::uint8_t* x, std::uint8_t* z); ///< mask registers changed, then InitSocState, then a masked call
void orderOnly(std::uint8_t* x, std::uint8_t* z); ///< DataSyncBarrier, SetNextTaskStart, WaitPreTaskEnd
void printing(std::uint8_t* x, std::uint8_t* z); ///< DumpTensor of four elements, an ASSERT that is nothing
void failing(std::uint8_t* x, std::uint8_t* z); ///< ascendc_assert of something false

} // namespace kernels::control
