#include "emulator/host/crash_handler.h"

#include "emulator/host/scheduler.h"

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/mman.h>
#include <unistd.h>

namespace hawk::emulator {
namespace {

constexpr std::size_t kStackBytes = std::size_t { 128 } << 10U;

// A signal handler takes no context of ours: these two are the machine it belongs to, set while a handler lives.
Machine* g_machine = nullptr;
volatile std::sig_atomic_t g_crashes = 0;

const char* signalName(int number)
{
    switch (number) {
    case SIGSEGV:
        return "SIGSEGV (memory access)";
    case SIGBUS:
        return "SIGBUS (memory access)";
    case SIGFPE:
        return "SIGFPE (integer division by zero)";
    case SIGILL:
        return "SIGILL (illegal instruction)";
    default:
        return "SIGABRT (abort)";
    }
}

/// Where the address lies, in words. Runs after the kernel's stack is out of use, on the handler's own.
void describeAddress(const CoreState& core, std::uintptr_t address, char* out, std::size_t size)
{
    constexpr std::uintptr_t kNullPage = 4096;
    const auto ub = reinterpret_cast<std::uintptr_t>(core.ub.data());
    if (address < kNullPage) {
        std::snprintf(out, size, "a null pointer");
        return;
    }
    if (core.machine.scheduler().belowStack(address)) {
        std::snprintf(out, size, "what lies below its stack: an endless recursion, or a large local array");
        return;
    }
    if (address >= ub && address < ub + core.ub.bytes() + 2 * kNullPage) {
        std::snprintf(out, size, "UB byte %llu of block %u (UB has %llu B)", static_cast<unsigned long long>(address - ub),
            core.index, static_cast<unsigned long long>(core.ub.bytes()));
        return;
    }
    const std::string gm = core.machine.gm().explain(address);
    std::snprintf(out, size, "%s", gm.empty() ? "no memory of this launch" : gm.c_str());
}

void onSignal(int number, siginfo_t* info, void*)
{
    if (number == SIGSEGV && g_machine != nullptr && g_machine->gm().openInput(reinterpret_cast<std::uintptr_t>(info->si_addr)))
        return; // the store is tried again
    if (g_machine == nullptr || !g_machine->scheduler().inBlock() || g_crashes != 0)
        ::_exit(128 + number); // our own fault, or a crash while one is handled
    g_crashes = 1;
    Scheduler& scheduler = g_machine->scheduler();
    const CoreState& core = *currentCore();
    std::array<char, 256> place {};
    const bool hasAddress = number == SIGSEGV || number == SIGBUS;
    if (hasAddress)
        describeAddress(core, reinterpret_cast<std::uintptr_t>(info->si_addr), place.data(), place.size());
    std::snprintf(scheduler.signalText(), Scheduler::kSignalText,
        "%s in block %u%s%s; the last device call was at %s:%u", signalName(number), core.index,
        hasAddress ? ", touching " : "", place.data(), core.file, core.line);
    g_machine->trace().flush();
    g_crashes = 0;
    scheduler.failFromSignal(MachineOutcome::Kind::Crashed);
}

} // namespace

CrashHandler::CrashHandler(Machine& machine)
{
    g_machine = &machine;
    m_stack = ::mmap(nullptr, kStackBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (m_stack == MAP_FAILED) {
        m_stack = nullptr;
        return;
    }
    stack_t stack {};
    stack.ss_sp = m_stack;
    stack.ss_size = kStackBytes;
    ::sigaltstack(&stack, &m_stackBefore);
    struct sigaction action { };
    action.sa_sigaction = onSignal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
    sigemptyset(&action.sa_mask);
    for (std::size_t i = 0; i < kSignals.size(); ++i)
        ::sigaction(kSignals.at(i), &action, &m_before.at(i));
}

CrashHandler::~CrashHandler()
{
    for (std::size_t i = 0; i < kSignals.size() && m_stack != nullptr; ++i)
        ::sigaction(kSignals.at(i), &m_before.at(i), nullptr);
    if (m_stack != nullptr) {
        ::sigaltstack(&m_stackBefore, nullptr);
        ::munmap(m_stack, kStackBytes);
    }
    g_machine = nullptr;
}

} // namespace hawk::emulator
