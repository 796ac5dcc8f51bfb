#include "emulator/runner/seccomp_filter.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <string>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace hawk::emulator {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t kArchitecture = 0;
#endif

// Never needed by a kernel nor by a compiler: network, other processes, kernel interfaces, mounts, new
// namespaces.
constexpr std::array kRefusedAlways
{
    SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_ptrace, SYS_process_vm_readv,
        SYS_process_vm_writev, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_setns, SYS_unshare,
        SYS_keyctl, SYS_add_key, SYS_request_key, SYS_bpf, SYS_perf_event_open, SYS_kexec_load,
        SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_reboot, SYS_swapon, SYS_swapoff,
        SYS_open_by_handle_at, SYS_userfaultfd, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
        SYS_quotactl, SYS_acct, SYS_settimeofday, SYS_clock_settime, SYS_fanotify_init, SYS_mknodat,
#if defined(__x86_64__)
        SYS_mknod, SYS_iopl, SYS_ioperm, SYS_modify_ldt,
#endif
};

// A kernel starts no process. execve itself stays: it is how bubblewrap starts the host program, and without
// fork and without any other program in its file system it leads nowhere.
constexpr std::array kRefusedToKernels
{
#if defined(__x86_64__)
    SYS_fork, SYS_vfork,
#endif
        SYS_execveat,
};

constexpr std::uint32_t kNamespaceFlags = CLONE_NEWNS | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET
    | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;

sock_filter statement(unsigned code, std::uint32_t k)
{
    return { static_cast<std::uint16_t>(code), 0, 0, k };
}

/// Continues with the next statement when the accumulator equals `k`, else skips one.
sock_filter ifEqual(std::uint32_t k) { return { BPF_JMP | BPF_JEQ | BPF_K, 0, 1, k }; }
sock_filter ifAnyBit(std::uint32_t k) { return { BPF_JMP | BPF_JSET | BPF_K, 0, 1, k }; }

std::vector<sock_filter> makeFilter(SystemCalls calls)
{
    constexpr auto load = BPF_LD | BPF_W | BPF_ABS;
    constexpr auto give = BPF_RET | BPF_K;
    const auto refuse
        = statement(give, calls == SystemCalls::Kernel ? SECCOMP_RET_TRAP : (SECCOMP_RET_ERRNO | EPERM));
    std::vector<sock_filter> program
    {
        statement(load, offsetof(seccomp_data, arch)), { BPF_JMP | BPF_JEQ | BPF_K, 1, 0, kArchitecture },
            statement(give, SECCOMP_RET_KILL_PROCESS), statement(load, offsetof(seccomp_data, nr)),
#if defined(__x86_64__)
            ifAnyBit(0x40000000U), // the x32 numbering would walk around the list below
            statement(give, SECCOMP_RET_KILL_PROCESS),
#endif
    };
    const auto refuseCall = [&](long number) {
        program.push_back(ifEqual(static_cast<std::uint32_t>(number)));
        program.push_back(refuse);
    };
    for (const long number : kRefusedAlways)
        refuseCall(number);
    if (calls == SystemCalls::Kernel)
        for (const long number : kRefusedToKernels)
            refuseCall(number);
    // Everything in the work folder is gone in a moment: waiting for the disk would cost more than the run.
    for (const long number : { SYS_fsync, SYS_fdatasync, SYS_sync, SYS_syncfs, SYS_sync_file_range }) {
        program.push_back(ifEqual(static_cast<std::uint32_t>(number)));
        program.push_back(statement(give, SECCOMP_RET_ERRNO | 0U)); // succeeds without being done
    }
    // clone3 hides its flags behind a pointer; the C library falls back to clone on ENOSYS.
    program.push_back(ifEqual(SYS_clone3));
    program.push_back(statement(give, SECCOMP_RET_ERRNO | ENOSYS));
    // clone: the flags are its first argument (low word).
    program.push_back({ BPF_JMP | BPF_JEQ | BPF_K, 1, 0, SYS_clone });
    program.push_back(statement(give, SECCOMP_RET_ALLOW));
    program.push_back(statement(load, offsetof(seccomp_data, args)));
    program.push_back(ifAnyBit(kNamespaceFlags));
    program.push_back(refuse);
    if (calls == SystemCalls::Kernel) {
        program.push_back(ifAnyBit(CLONE_THREAD));
        program.push_back(statement(give, SECCOMP_RET_ALLOW));
        program.push_back(refuse);
    }
    program.push_back(statement(give, SECCOMP_RET_ALLOW));
    return program;
}

std::string makeFilterFile(SystemCalls calls)
{
    const std::span<const std::byte> filter = seccompFilter(calls);
    if (filter.empty())
        return {};
    const int fd = ::memfd_create("hawk-seccomp", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return {};
    if (::write(fd, filter.data(), filter.size()) != static_cast<ssize_t>(filter.size())
        || ::fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK) != 0) {
        ::close(fd);
        return {};
    }
    return "/proc/" + std::to_string(::getpid()) + "/fd/"
        + std::to_string(fd); // open as long as the process lives
}

} // namespace

std::span<const std::byte> seccompFilter(SystemCalls calls)
{
    if (kArchitecture == 0)
        return {};
    static const std::vector<sock_filter> kernel = makeFilter(SystemCalls::Kernel);
    static const std::vector<sock_filter> compiler = makeFilter(SystemCalls::Compiler);
    return std::as_bytes(std::span(calls == SystemCalls::Kernel ? kernel : compiler));
}

const char* seccompFilterPath(SystemCalls calls)
{
    static const std::string kernel = makeFilterFile(SystemCalls::Kernel);
    static const std::string compiler = makeFilterFile(SystemCalls::Compiler);
    return (calls == SystemCalls::Kernel ? kernel : compiler).c_str();
}

} // namespace hawk::emulator
