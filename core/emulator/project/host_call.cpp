#include "emulator/project/host_call.h"

#include "base/files.h"
#include "base/text.h"
#include "emulator/hostapi/fault_note.h"
#include "emulator/runner/sandbox.h"

#include <csignal>
#include <sstream>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxResponseBytes = 16U << 20U;

/// The last words of host code: its log and its assertions.
std::string lastWords(const ProcessResult& process)
{
    constexpr std::size_t kTail = 300;
    std::string words = process.out + (process.out.empty() || process.out.ends_with('\n') ? "" : "\n") + process.err;
    while (!words.empty() && (words.back() == '\n' || words.back() == ' '))
        words.pop_back();
    if (words.size() > kTail)
        words.replace(0, words.size() - kTail, "...");
    return words;
}

/// How it ended without an answer, as the rest of a sentence about it.
Error ending(const HostCall& call, const ProcessResult& process)
{
    const auto error = [&](const std::string& how, std::string hint = {}) {
        return Error { Errc::InvalidInput, call.subject + " " + how, {}, std::move(hint) };
    };
    if (process.timedOut)
        return error("did not return within " + std::to_string(call.timeout.count()) + " s", "an endless loop?");
    if (process.outputOverflow)
        return error("printed without end; it was stopped after 1 MiB", "an endless loop?");
    int signal = 0;
    std::string kind;
    std::istringstream(readFile(call.folder / kFaultFile).value_or("")) >> signal >> kind;
    switch (signal) {
    case SIGSEGV:
    case SIGBUS:
        if (kind == "null")
            return error("followed a null pointer", call.nullHint);
        return kind == "stack" ? error("used up its stack", "an endless recursion, or a large local array?")
                               : error("touched an invalid address");
    case SIGFPE:
        return error("ended with a division by zero");
    case SIGABRT:
        return error("aborted: a failed assertion, abort(), or an exception that nothing catches");
    case SIGXCPU:
        return error("used up its " + std::to_string(call.limits.cpuSeconds) + " s of processor time", "an endless loop?");
    case SIGSYS:
        return error("made a system call that the sandbox refuses", "host code may compute, not start programs or use the network");
    case SIGILL:
        return error("ran an illegal instruction", "a function that returns nothing where it should?");
    default:
        break;
    }
    if (const int killed = endingSignal(process); killed != 0)
        return error("was killed by signal " + std::to_string(killed));
    return error("ended its process (exit code " + std::to_string(process.exitCode) + ") instead of returning");
}

} // namespace

Result<HostAnswer> askHostCode(const HostCall& call, const Json& request, const SandboxPolicy& policy, std::stop_token stop)
{
    if (const Status written = writeFileAtomically(call.folder / "request.json", request.dump(-1, ' ', false, Json::error_handler_t::replace));
        !written)
        return written.error();
    SandboxJob job;
    job.argv = { (binaryDir() / call.program).string(), call.folder.string() };
    job.readOnly = call.readable;
    job.readOnly.push_back(binaryDir());
    job.writable = call.folder;
    job.limits = call.limits;
    job.timeout = call.timeout;
    const auto process = runSandboxed(job, policy, std::move(stop));
    if (!process)
        return process.error();
    if (process->cancelled)
        return Error { Errc::Cancelled, "cancelled while waiting for " + call.subject, {}, {} };
    const auto withWords = [&](Error error) {
        if (const std::string words = lastWords(*process); !words.empty())
            error.message += "; it printed: " + words;
        return error;
    };
    std::error_code ec;
    const fs::path file = call.folder / "response.json";
    if (!fs::is_regular_file(fs::symlink_status(file, ec)) || fs::file_size(file, ec) > kMaxResponseBytes)
        return withWords(ending(call, *process));
    const auto text = readFile(file);
    if (!text)
        return text.error();
    auto response = parseJson(*text, "the answer of " + call.program);
    if (!response)
        return withWords({ Errc::InvalidInput, call.subject + " left an answer that cannot be read: " + response.error().message, {}, {} });
    if (response->is_object() && response->contains("error")) {
        const Json& said = response->at("error");
        return withWords({ Errc::InvalidInput, said.value("message", ""), said.value("context", ""), said.value("hint", "") });
    }
    return HostAnswer { *std::move(response), process->out };
}

} // namespace hawk::emulator
