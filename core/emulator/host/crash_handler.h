#pragma once

#include "emulator/host/machine.h"

#include <array>
#include <csignal>

namespace hawk::emulator {

/// While it lives, SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGABRT inside a block end the run with outcome Crashed and a
/// detail that names the signal, explains the address and the last source line. A second crash, or one outside a block,
/// ends the process. What handled the signals before does so again afterwards. One per process.
class CrashHandler {
public:
    explicit CrashHandler(Machine& machine);
    ~CrashHandler();
    CrashHandler(const CrashHandler&) = delete;
    CrashHandler& operator=(const CrashHandler&) = delete;

private:
    static constexpr std::array<int, 5> kSignals { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
    void* m_stack = nullptr;
    stack_t m_stackBefore {};
    std::array<struct sigaction, kSignals.size()> m_before {};
};

} // namespace hawk::emulator
