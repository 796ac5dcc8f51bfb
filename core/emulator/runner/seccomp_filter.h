#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace hawk::emulator {

/// Which system calls a sandboxed program keeps. A refused call is never executed: in a kernel it raises
/// SIGSYS, so that a crash handler can name the call and the program dies without one; tools get EPERM, as
/// their C library probes.
enum class SystemCalls : std::uint8_t {
    Kernel, ///< threads, files it was given, memory, clocks: no new process, no network, no tracing, no
            ///< mounts
    Compiler ///< as Kernel, but it may start processes (driver, cc1plus, assembler, linker)
};

/// A classic-BPF program (array of struct sock_filter) as bwrap --seccomp reads it; empty on a processor
/// architecture we have no filter for. The storage is static.
std::span<const std::byte> seccompFilter(SystemCalls calls);

/// The same program as a path that any process of this user may open: "/proc/<pid>/fd/<n>" of a sealed memory
/// file. Empty when there is no filter or no memory file.
const char* seccompFilterPath(SystemCalls calls);

} // namespace hawk::emulator
