// The C functions that kernel libraries call. Each finds the core whose block runs on this thread.
#include "emulator/host/device_calls.h"
#include "emulator/host/scheduler.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>

namespace {

using hawk::emulator::CoreState;

CoreState& core()
{
    CoreState* current = hawk::emulator::currentCore();
    if (current == nullptr) {
        std::fputs("a device function was called outside of a kernel (from a static initialiser?)\n", stderr);
        std::abort();
    }
    return *current;
}

} // namespace

void hawk::emulator::linkDeviceEntry() { }

extern "C" {

void hawk_vector(const hawkabi::Call* call) { hawk::emulator::callVector(core(), *call); }
void hawk_library(const hawkabi::LibraryCall* call) { hawk::emulator::callLibrary(core(), *call); }
void hawk_copy(const hawkabi::Call* call) { hawk::emulator::callCopy(core(), *call); }

uint64_t hawk_scalar_read(const hawkabi::Operand* tensor, uint64_t index, const hawkabi::Site* site)
{
    return hawk::emulator::callScalarRead(core(), *tensor, index, *site);
}

void hawk_scalar_write(const hawkabi::Operand* tensor, uint64_t index, uint64_t bits, const hawkabi::Site* site)
{
    hawk::emulator::callScalarWrite(core(), *tensor, index, bits, *site);
}

uint64_t hawk_control(const hawkabi::Call* call) { return hawk::emulator::callControl(core(), *call); }
void hawk_tensor(const hawkabi::Call* call, hawkabi::Operand* out) { *out = hawk::emulator::callTensor(core(), *call); }

void* hawk_local_pointer(uint32_t space, uint64_t offset)
{
    const bool ub = space == static_cast<uint32_t>(hawkabi::Space::Ub);
    return ub ? core().ub.data() + offset : nullptr;
}

const void* hawk_keep(const void* bytes, uint64_t size)
{
    return core().machine.keep({ static_cast<const char*>(bytes), size });
}
uint64_t hawk_local_offset(const volatile void* pointer) { return hawk::emulator::localOffset(core(), pointer); }
void* hawk_address_registers(void) { return core().registers.addresses.data(); }
uint64_t hawk_core_version(void) { return static_cast<uint64_t>(core().machine.chip().generation); }

uint32_t hawk_block_index(void) { return core().index; }
uint32_t hawk_block_count(void) { return core().machine.launch().blockDim; }
/// A count that grows with the work issued: the emulator has no clock while the kernel runs.
uint64_t hawk_system_cycle(void) { return core().nextSeq; }
void* hawk_pipe_object(void) { return core().pipe.object; }

void hawk_print(const char* format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    std::vprintf(format, arguments);
    va_end(arguments);
}

void hawk_dump(const hawkabi::Operand* tensor, uint32_t description, uint32_t count, const hawkabi::Site* site)
{
    hawk::emulator::callDump(core(), *tensor, description, count, *site);
}

void hawk_assert_failed(const char* text, const hawkabi::Site* site)
{
    const std::string detail = "assertion failed at " + std::string(site->file) + ":" + std::to_string(site->line)
        + " on block " + std::to_string(core().index) + ": " + text;
    std::printf("%s\n", detail.c_str());
    hawk::emulator::closeScalarRuns(core());
    core().machine.scheduler().fail({ hawk::emulator::MachineOutcome::Kind::Fatal, detail });
    std::abort(); // fail() does not return inside a block
}

} // extern "C"
