#pragma once

#include <array>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <string_view>
#include <sys/resource.h>
#include <unistd.h>

/// What ends a process that runs an author's host code, noted for the one who started it (project/host_call.h reads it). The
/// first process of a sandbox gets no signal that it does not handle, so that abort() would end as an invalid access; and the
/// exit code alone does not tell a null pointer from an endless recursion.
namespace hawk {

inline constexpr const char* kFaultFile = "fault.txt"; ///< "<signal> <null|stack|other>"

namespace fault {

inline int g_file = -1; // a signal handler has no context of ours
inline std::uintptr_t g_stackTop = 0;

inline std::string_view kindOf(std::uintptr_t address)
{
    constexpr std::uintptr_t kNullPage = 4096;
    // A large array reaches far below the stack's end at once; the kernel keeps other mappings away from there.
    constexpr std::uintptr_t kGuard = std::uintptr_t { 64 } << 20U;
    if (address < kNullPage)
        return "null";
    rlimit stack {};
    ::getrlimit(RLIMIT_STACK, &stack);
    const bool below = stack.rlim_cur != RLIM_INFINITY && address < g_stackTop && address > g_stackTop - stack.rlim_cur - kGuard;
    return below ? "stack" : "other";
}

inline void onSignal(int number, siginfo_t* info, void*)
{
    const bool hasAddress = number == SIGSEGV || number == SIGBUS;
    std::array<char, 64> line {};
    const int length = std::snprintf(line.data(), line.size(), "%d %s\n", number,
        hasAddress ? kindOf(reinterpret_cast<std::uintptr_t>(info->si_addr)).data() : "other");
    if (g_file >= 0 && length > 0)
        (void)!::write(g_file, line.data(), static_cast<std::size_t>(length));
    ::_exit(128 + number);
}

} // namespace fault

/// Gives this thread's signal handlers a stack of their own, for the code's may be used up, and remembers where that one begins.
inline void prepareFaultStack()
{
    static std::array<char, std::size_t { 64 } << 10U> stackOfHandler;
    fault::g_stackTop = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    stack_t stack {};
    stack.ss_sp = stackOfHandler.data();
    stack.ss_size = stackOfHandler.size();
    ::sigaltstack(&stack, nullptr);
}

/// Call it in main, once. A note that cannot be written only makes the report poorer.
inline void noteFaults(const std::filesystem::path& folder)
{
    prepareFaultStack();
    fault::g_file = ::open((folder / kFaultFile).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    struct sigaction action { };
    action.sa_sigaction = fault::onSignal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    for (const int number : { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGXCPU })
        ::sigaction(number, &action, nullptr);
}

} // namespace hawk
