#pragma once

#include "emulator/host/core_ops.h"

/// What each group of device calls does to a core. The C functions of the ABI (device_entry.cpp) find the current core
/// and call these.
namespace hawk::emulator {

void callVector(CoreState& core, const hawkabi::Call& call);
void callReduceAll(CoreState& core, const hawkabi::Call& call);
void callReduceRepeat(CoreState& core, const hawkabi::Call& call);
void callLibrary(CoreState& core, const hawkabi::LibraryCall& call);
void callFused(CoreState& core, const hawkabi::Call& call);
void callGather(CoreState& core, const hawkabi::Call& call);
void callSort(CoreState& core, const hawkabi::Call& call);
void callLayout(CoreState& core, const hawkabi::Call& call);
void callRegister(CoreState& core, const hawkabi::Call& call);
std::uint64_t readReduceRegister(CoreState& core, const hawkabi::Call& call);
std::uint64_t callBypass(CoreState& core, const hawkabi::Call& call);
void callCopy(CoreState& core, const hawkabi::Call& call);
std::uint64_t callScalarRead(CoreState& core, const hawkabi::Operand& tensor, std::uint64_t index, const hawkabi::Site& site);
void callScalarWrite(CoreState& core, const hawkabi::Operand& tensor, std::uint64_t index, std::uint64_t bits,
    const hawkabi::Site& site);
/// Synchronisation between blocks (sync_calls.cpp).
std::uint64_t callSync(CoreState& core, const hawkabi::Call& call);
/// What single-element accesses to global memory tell other blocks.
void noteScalarStore(CoreState& core, std::uint64_t offset);
void noteCacheClean(CoreState& core, std::uint64_t offset, bool whole);
void beforeScalarLoad(CoreState& core, std::uint64_t offset, std::uint32_t line);
void afterScalarLoad(CoreState& core, std::uint64_t offset);
std::uint64_t callControl(CoreState& core, const hawkabi::Call& call);
hawkabi::Operand callTensor(CoreState& core, const hawkabi::Call& call);
void callDump(CoreState& core, const hawkabi::Operand& tensor, std::uint32_t description, std::uint32_t count,
    const hawkabi::Site& site);

// Queues and buffers (queue_calls.cpp).
std::uint64_t initQueue(CoreState& core, const hawkabi::Call& call);
std::uint64_t queryQueue(CoreState& core, const hawkabi::Call& call);
std::uint64_t initTBuf(CoreState& core, const hawkabi::Call& call);
hawkabi::Operand allocTensor(CoreState& core, const hawkabi::Call& call);
hawkabi::Operand deQue(CoreState& core, const hawkabi::Call& call);
std::uint64_t enQue(CoreState& core, const hawkabi::Call& call);
std::uint64_t freeTensor(CoreState& core, const hawkabi::Call& call);
hawkabi::Operand getTBuf(CoreState& core, const hawkabi::Call& call);
hawkabi::Operand declareTensor(CoreState& core, const hawkabi::Call& call);
std::uint64_t initPool(CoreState& core, const hawkabi::Call& call);
std::uint64_t initStartBufHandle(CoreState& core, const hawkabi::Call& call);
std::uint64_t initBufHandle(CoreState& core, const hawkabi::Call& call);
std::uint64_t resetPool(CoreState& core, const hawkabi::Call& call);
hawkabi::Operand popStackBuffer(CoreState& core, const hawkabi::Call& call);
/// Where the framework takes a temporary from: all of UB behind what the pipe has handed out. Not only the part that is
/// usable for buffers: on 2201 all but the last 64 B, on 2002 all (mirror-cann/asc-devkit
/// impl/basic_api/kernel_pop_stack_buffer.h, GetEndAddress).
hawkabi::Operand stackSpace(const CoreState& core);

/// Forces the C functions into the program that links this library.
void linkDeviceEntry();

} // namespace hawk::emulator
