#pragma once

#include "emulator/host/machine.h"

namespace hawk::emulator {

/// While it lives, SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGABRT inside a block end the run with outcome Crashed and a
/// detail that names the signal, explains the address and the last source line. A second crash, or one outside a block,
/// ends the process. One per process.
class CrashHandler {
public:
    explicit CrashHandler(Machine& machine);
    ~CrashHandler();
    CrashHandler(const CrashHandler&) = delete;
    CrashHandler& operator=(const CrashHandler&) = delete;

private:
    void* m_stack = nullptr;
};

} // namespace hawk::emulator
