#include "emulator/acl/acl_call.h"
#include "emulator/acl/program_runtime.h"
#include "emulator/host/device_calls.h"
#include "emulator/host/scheduler.h"
#include "emulator/hostapi/fault_note.h"

#include "base/files.h"
#include "chip/chip_catalog.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace hawk::emulator {
namespace {

constexpr std::array<int, 5> kSignals { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
int g_journal = -1; // for the signal handler

/// A crash of host code: says where it pointed, in the journal's own form, then ends the process as the signal would. It is the
/// first of its sandbox, where a signal without a handler is ignored: abort() would go on to fault in another way.
void onHostSignal(int number, siginfo_t* info, void*)
{
    std::array<char, 320> place {};
    std::array<char, 512> line {};
    if ((number == SIGSEGV || number == SIGBUS) && programRuntime() != nullptr) {
        const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
        const bool stack = fault::kindOf(address) == "stack";
        if (!stack)
            programRuntime()->describeHostFault(address, place.data(), place.size());
        for (char& c : place) // keep the line valid JSON
            c = c == '"' || c == '\\' || c == '\n' ? ' ' : c;
        const int length = stack ? std::snprintf(line.data(), line.size(), "{\"stackOverflow\": true}\n")
                                 : std::snprintf(line.data(), line.size(), "{\"hostFault\": \"%s\"}\n", place.data());
        if (length > 0 && g_journal >= 0)
            (void)!::write(g_journal, line.data(), std::min(static_cast<std::size_t>(length), line.size() - 1));
    }
    ::_exit(128 + number);
}

void installHostHandler()
{
    prepareFaultStack();
    struct sigaction action { };
    action.sa_sigaction = onHostSignal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    for (const int number : kSignals)
        ::sigaction(number, &action, nullptr);
}

/// Runs when main has returned or exit was called; main's status, when it is known.
int g_status = -1;
void atProgramEnd(int status, void*)
{
    std::fflush(stdout);
    if (programRuntime() != nullptr)
        programRuntime()->finish(g_status >= 0 ? g_status : status);
}

template <class T>
void take(const Json& json, const char* key, T& value)
{
    if (json.contains(key))
        value = json.at(key).get<T>();
}

} // namespace

Journal::Journal(const std::filesystem::path& file)
    : m_fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600))
{
}

Journal::~Journal()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

void Journal::write(const Json& json) const
{
    const std::string line = json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    std::size_t done = 0;
    while (done < line.size()) {
        const ssize_t n = ::write(m_fd, line.data() + done, line.size() - done);
        if (n <= 0 && errno != EINTR)
            return; // a full disk: the reader sees that the journal ends
        done += n > 0 ? static_cast<std::size_t>(n) : 0;
    }
}

Result<ProgramRequest> readProgramRequest(const std::filesystem::path& workDir)
{
    const std::filesystem::path file = workDir / "program.json";
    const auto text = readFile(file);
    if (!text)
        return text.error();
    const auto json = parseJson(*text, file.string());
    if (!json)
        return json.error();
    try {
        ProgramRequest request;
        Result<chip::ChipFacts> facts = chip::chipFromJson(json->at("chip"));
        if (!facts)
            return facts.error();
        request.chip = std::make_shared<const chip::ChipFacts>(*std::move(facts));
        request.library = json->at("library").get<std::string>();
        request.runFolder = json->at("runFolder").get<std::string>();
        take(*json, "arguments", request.arguments);
        take(*json, "seed", request.seed);
        take(*json, "deviceBytes", request.deviceBytes);
        take(*json, "maxTraceOps", request.maxTraceOps);
        take(*json, "maxTracedLaunches", request.maxTracedLaunches);
        take(*json, "freshMemory", request.freshMemory);
        take(*json, "recordHandovers", request.recordHandovers);
        return request;
    } catch (const Json::exception& failure) {
        return Error { Errc::InvalidInput, std::string("not a program request: ") + failure.what(), file.string(), {} };
    }
}

Status runProgramRequest(const ProgramRequest& request, const std::filesystem::path& workDir)
{
    linkDeviceEntry();
    linkAcl();
    // Both outlive main: exit handlers and other threads of the program may still call us.
    static Journal* const journal = new Journal(workDir / "journal.jsonl");
    if (!journal->open())
        return Error { Errc::Io, std::string("cannot write: ") + std::strerror(errno), (workDir / "journal.jsonl").string(), {} };
    g_journal = journal->descriptor();
    static ProgramRuntime* const runtime = new ProgramRuntime(request, workDir, *journal);
    if (Status prepared = runtime->prepare(); !prepared)
        return prepared;
    setProgramRuntime(runtime);
    if (::chdir(request.runFolder.c_str()) != 0)
        return Error { Errc::Io, std::string("cannot enter the run folder: ") + std::strerror(errno), request.runFolder.string(), {} };
    installHostHandler();
    ::on_exit(atProgramEnd, nullptr);
    void* handle = ::dlopen(request.library.c_str(), RTLD_NOW | RTLD_GLOBAL);
    const char* problem = handle == nullptr ? ::dlerror() : nullptr;
    using Main = int (*)(int, char**);
    const auto entry = handle != nullptr ? reinterpret_cast<Main>(::dlsym(handle, "main")) : nullptr;
    if (entry == nullptr) {
        journal->write({ { "loadProblem", problem != nullptr ? problem : "the program has no main" } });
        return {};
    }
    std::vector<std::string> words { "./program" };
    words.insert(words.end(), request.arguments.begin(), request.arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    g_status = -1;
    const int status = entry(static_cast<int>(words.size()), argv.data());
    g_status = status & 0xFF;
    std::exit(0);
}

} // namespace hawk::emulator
