#pragma once

#include "base/json.h"
#include "emulator/acl/handover_log.h"
#include "emulator/check/issue_rules.h"
#include "emulator/host/gm_arena.h"
#include "emulator/host/machine.h"
#include "emulator/launch.h"
#include "hawk_program/launch.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace hawk::emulator {

/// What program.json in the work folder asks for.
struct ProgramRequest {
    std::shared_ptr<const chip::ChipFacts> chip;
    std::filesystem::path library;
    std::filesystem::path runFolder; ///< working directory of the program
    std::vector<std::string> arguments; ///< argv[1] and on
    std::uint64_t seed = 1;
    std::uint64_t deviceBytes = 1ULL << 30U; ///< what aclrtMalloc gives in all
    std::uint64_t maxTraceOps = 4'000'000; ///< over all launches
    std::uint32_t maxTracedLaunches = 64;
    /// What fresh device memory holds. Cleared pages by default: a process gets pages that the driver has cleared, and public
    /// programs compare whole buffers against that.
    std::uint8_t freshMemory = 0;
    bool recordHandovers = false; ///< leave handovers.log in the folder
};
Result<ProgramRequest> readProgramRequest(const std::filesystem::path& workDir);
/// Loads the program, runs its main and leaves journal.jsonl and launch<N>.trace in the folder. Does not return when the
/// program calls exit. The error is of the environment.
Status runProgramRequest(const ProgramRequest& request, const std::filesystem::path& workDir);

/// Lines of journal.jsonl, each written as soon as it is known, so that a killed program leaves what was found.
class Journal {
public:
    explicit Journal(const std::filesystem::path& file);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;
    bool open() const { return m_fd >= 0; }
    void write(const Json& line) const;
    int descriptor() const { return m_fd; }

private:
    int m_fd;
};

/// The device and its driver as a program sees them: memory that lives between launches, streams, errors. One per process,
/// because the acl calls take no handle; every call holds its lock.
class ProgramRuntime {
public:
    ProgramRuntime(ProgramRequest request, std::filesystem::path workDir, Journal& journal);
    ~ProgramRuntime();
    ProgramRuntime(const ProgramRuntime&) = delete;
    ProgramRuntime& operator=(const ProgramRuntime&) = delete;
    Status prepare();

    const chip::ChipFacts& chip() const { return *m_request.chip; }
    std::recursive_mutex& lock() { return m_mutex; }

    // Memory.
    void* allocate(std::uint64_t bytes, bool sharedWithHost);
    int release(void* memory);
    int copy(void* dst, std::uint64_t capacity, const void* src, std::uint64_t bytes, int kind, const char* call);
    int fill(void* dst, std::uint64_t capacity, int value, std::uint64_t bytes, const char* call);
    std::uint64_t freeBytes() const { return m_request.deviceBytes - m_deviceBytesUsed; }
    /// Host allocations, so that freeing something else is seen.
    std::unordered_map<void*, std::uint64_t> hostBuffers;

    // Kernels.
    std::uint32_t launch(const hawkprogram::LaunchRequest& request);
    /// The error that synchronising reports after a failed kernel, else 0.
    int deviceError() const { return m_deviceError; }
    int lastError = 0;
    /// Runs `work` now, or keeps it for the capture in progress.
    int submit(std::function<int()> work);
    struct Capture {
        std::vector<std::function<int()>> work;
    };
    Capture* capturing = nullptr;

    // Handles.
    std::set<void*> streams, events;
    std::string errorText; ///< for aclGetRecentErrMsg

    /// A finding of the host side. `call` is the acl function.
    void report(std::string_view constraint, Severity severity, const char* call, std::string message);
    /// Sets lastError and its text; returns `code`.
    int fail(int code, const char* call, const std::string& why);
    /// For the signal handler: what a host access touched, without allocation.
    void describeHostFault(std::uintptr_t address, char* out, std::size_t size) const;
    /// At the end of the program: what was never freed.
    void finish(int exitStatus);

private:
    int runLaunch(const hawkprogram::LaunchRequest& request, const std::vector<std::string>& names);
    void checkArguments(const hawkprogram::LaunchRequest& request, const std::vector<std::string>& names, FindingSink& sink);
    bool isShared(const std::byte* data) const;
    std::string sideProblem(const char* name, const void* pointer, std::uint64_t bytes, bool mustBeDevice, bool known) const;
    void noteUnwritten(const void* src, std::uint64_t bytes, const char* call);
    /// Number of the allocation an address lies in, and the place in it; a number of 0 for other addresses.
    Json placeOf(const void* address) const;
    void recordCopy(const void* dst, const void* src, std::uint64_t bytes);
    void recordLaunch(const hawkprogram::LaunchRequest& request);

    ProgramRequest m_request;
    std::filesystem::path m_workDir;
    Journal& m_journal;
    std::recursive_mutex m_mutex;
    GmArena m_gm;
    std::unique_ptr<ShadowMemory> m_written;
    std::uint64_t m_deviceBytesUsed = 0;
    std::uint64_t m_allocations = 0;
    std::unordered_map<const std::byte*, std::uint64_t> m_numbers; ///< allocation -> its number, while the handovers are recorded
    HandoverLog m_handovers;
    std::uint64_t m_launches = 0;
    std::uint64_t m_tracedOps = 0;
    int m_deviceError = 0;
    FindingSink m_hostFindings;
    bool m_finished = false;
};

/// The runtime of this process; null before the program starts.
ProgramRuntime* programRuntime();
void setProgramRuntime(ProgramRuntime* runtime);
/// Forces the acl functions into the program that links this library.
void linkAcl();

/// "xDevice, yDevice + 4" -> its parts, at commas outside of brackets.
std::vector<std::string> splitArguments(std::string_view text);

} // namespace hawk::emulator
