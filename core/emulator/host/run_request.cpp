#include "emulator/host/run_request.h"

#include "base/files.h"
#include "emulator/host/crash_handler.h"
#include "emulator/host/device_calls.h"
#include "emulator/host/kernel_library.h"
#include "emulator/host/scheduler.h"
#include "emulator/launch/scratch_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <unistd.h>

namespace hawk::emulator {
namespace {

std::string_view nameOf(MachineOutcome::Kind kind)
{
    switch (kind) {
    case MachineOutcome::Kind::Finished:
        return "finished";
    case MachineOutcome::Kind::Fatal:
        return "fatal";
    case MachineOutcome::Kind::Crashed:
        return "crashed";
    case MachineOutcome::Kind::Deadlock:
        return "deadlock";
    }
    return "fatal";
}

double processorMs()
{
    timespec now {};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Appends each finding to findings.jsonl as soon as it is known.
class FindingLog {
public:
    explicit FindingLog(const std::filesystem::path& file)
        : m_fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600))
    {
    }
    ~FindingLog()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    FindingLog(const FindingLog&) = delete;
    FindingLog& operator=(const FindingLog&) = delete;
    bool open() const { return m_fd >= 0; }
    void add(const Finding& finding) const
    {
        const std::string line = toJson(finding).dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
        std::size_t done = 0;
        while (done < line.size()) {
            const ssize_t n = ::write(m_fd, line.data() + done, line.size() - done);
            if (n <= 0 && errno != EINTR)
                return; // a full disk: findings.json tries again
            done += n > 0 ? static_cast<std::size_t>(n) : 0;
        }
    }

private:
    int m_fd;
};

Status writeOutputs(Machine& machine, const std::filesystem::path& workDir)
{
    std::size_t number = 0;
    for (std::size_t i = 0; i < machine.launch().arguments.size(); ++i) {
        if (!isStoredOutput(machine.launch().arguments[i]))
            continue;
        const auto* data = reinterpret_cast<const char*>(machine.gm().argument(i));
        const std::filesystem::path file = workDir / ("out" + std::to_string(number++) + ".bin");
        if (Status written = publishScratchFile(file, { data, machine.gm().argumentBytes(i) }); !written)
            return written;
    }
    return {};
}

/// What result.json says besides the outcome.
struct RunFacts {
    bool inputsChanged = false;
    std::uint8_t poison = 0;
    std::uint64_t opsTotal = 0;
    double executeCpuMs = 0; ///< processor time of all blocks, checks included; whatever else the machine does
};

Status writeResult(const std::filesystem::path& workDir, const MachineOutcome& outcome, const RunFacts& facts)
{
    const Json json = { { "outcome", nameOf(outcome.kind) }, { "detail", outcome.detail },
        { "inputsChanged", facts.inputsChanged }, { "poison", facts.poison }, { "opsTotal", facts.opsTotal },
        { "executeCpuMs", facts.executeCpuMs } };
    return publishScratchFile(workDir / "result.json", json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

Status writeFindings(const std::filesystem::path& workDir, const FindingSink& sink)
{
    Json list = Json::array();
    for (const Finding& finding : sink.findings())
        list.push_back(toJson(finding));
    return publishScratchFile(workDir / "findings.json", list.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

/// A launch that cannot start is an outcome of the candidate, not of the environment.
Status refuse(const std::filesystem::path& workDir, const Launch& launch, const Error& why)
{
    if (Status written = writeFindings(workDir, FindingSink()); !written)
        return written;
    return writeResult(workDir, { MachineOutcome::Kind::Fatal, why.text() }, { .poison = poisonFor(launch.seed) });
}

MachineOutcome runKernel(Machine& machine, const KernelLibrary& library)
{
    ArgumentValues values(machine.launch(), machine.gm());
    const CrashHandler handler(machine);
    return machine.run([&] { library.call(values.pointers()); });
}

} // namespace

Result<RunRequest> readRunRequest(const std::filesystem::path& workDir)
{
    const std::filesystem::path file = workDir / "launch.json";
    auto text = readFile(file);
    if (!text)
        return text.error();
    auto json = parseJson(*text, file.string());
    if (!json)
        return json.error();
    if (!json->is_object() || !json->contains("launch") || !json->contains("library") || !(*json)["library"].is_string())
        return Error { Errc::InvalidInput, "the file must be an object with \"launch\" and \"library\"", file.string(), {} };
    auto launch = launchFromJson((*json)["launch"]);
    if (!launch)
        return launch.error();
    if (!launch->chip)
        return Error { Errc::InvalidInput, "the launch names no chip", file.string(), {} };
    RunRequest request;
    request.launch = *std::move(launch);
    request.library = (*json)["library"].get<std::string>();
    if (json->contains("maxTraceOps") && (*json)["maxTraceOps"].is_number_unsigned())
        request.maxTraceOps = (*json)["maxTraceOps"].get<std::uint64_t>();
    return request;
}

Status runRequest(const RunRequest& request, const std::filesystem::path& workDir)
{
    linkDeviceEntry();
    const Launch& launch = request.launch;
    const FindingLog log(workDir / "findings.jsonl");
    if (!log.open())
        return Error { Errc::Io, std::string("cannot write: ") + std::strerror(errno), (workDir / "findings.jsonl").string(), {} };
    FindingSink sink([&log](const Finding& finding) { log.add(finding); });
    TraceWriter trace;
    Machine machine(launch, trace, sink);
    if (Status prepared = machine.prepare(GmArena::InputWatch::Pages); !prepared)
        return prepared;
    if (Status opened = trace.open(workDir / "trace.bin", launch.blockDim, launch.chip->name, machine.gm().tensors(), request.maxTraceOps);
        !opened)
        return opened;
    const auto library = KernelLibrary::load(request.library);
    if (!library)
        return refuse(workDir, launch, library.error());
    if (const Status fits = library->checkArguments(launch); !fits)
        return refuse(workDir, launch, fits.error());
    constexpr std::uint32_t kMaxBlocks = 65535; // the chip's limit, and the width of Op::core
    if (launch.blockDim == 0 || launch.blockDim > kMaxBlocks)
        return refuse(workDir, launch,
            Error { Errc::InvalidInput,
                "the launch has " + std::to_string(launch.blockDim) + " blocks; 1 to " + std::to_string(kMaxBlocks) + " are possible",
                launch.entry, {} });

    const double begin = processorMs();
    const MachineOutcome outcome = runKernel(machine, *library);
    const double executed = processorMs() - begin;
    std::fflush(stdout);
    machine.checkMemory();
    if (outcome.kind == MachineOutcome::Kind::Finished)
        trace.finish();
    else
        trace.flush();
    if (Status written = writeOutputs(machine, workDir); !written)
        return written;
    if (Status written = writeFindings(workDir, sink); !written)
        return written;
    return writeResult(
        workDir, outcome, { machine.gm().inputsChanged(), machine.poison(), machine.opsTotal(), executed });
}

} // namespace hawk::emulator
