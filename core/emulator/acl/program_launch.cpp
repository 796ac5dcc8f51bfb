// Kernel launches of a program: one machine each, on memory that stays.
#include "emulator/acl/acl_call.h"
#include "emulator/host/crash_handler.h"
#include "emulator/host/scheduler.h"

#include "acl/acl_base.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>

namespace hawk::emulator {
namespace {

constexpr std::int64_t kMaxBlocks = 65535; // the chip's limit, and the width of Op::core

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

std::uint64_t valueOf(const hawkprogram::LaunchArgument& argument)
{
    std::uint64_t value = 0;
    std::memcpy(&value, argument.value, std::min<std::size_t>(argument.bytes, sizeof value));
    return value;
}

Json findingsOf(const FindingSink& sink)
{
    Json list = Json::array();
    for (const Finding& finding : sink.findings())
        list.push_back(toJson(finding));
    return list;
}

/// Owns what the caller handed over.
struct Work {
    hawkprogram::LaunchRequest request;
    explicit Work(const hawkprogram::LaunchRequest& given)
        : request(given)
    {
    }
    ~Work()
    {
        if (request.destroy != nullptr)
            request.destroy(request.closure);
    }
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;
};

} // namespace

std::uint32_t ProgramRuntime::launch(const hawkprogram::LaunchRequest& request)
{
    const auto work = std::make_shared<Work>(request);
    const std::string text = request.argumentText != nullptr ? request.argumentText : "";
    return static_cast<std::uint32_t>(
        submit([this, work, names = splitArguments(text)] { return runLaunch(work->request, names); }));
}

/// GM arguments that the chip could not use.
void ProgramRuntime::checkArguments(
    const hawkprogram::LaunchRequest& request, const std::vector<std::string>& names, FindingSink& sink)
{
    for (std::uint32_t i = 0; i < request.argumentCount; ++i) {
        const hawkprogram::LaunchArgument& argument = request.arguments[i];
        const std::uint64_t value = valueOf(argument);
        if (argument.pointer == 0 || value == 0)
            continue;
        const std::string name = i < names.size() ? names[i] : "argument " + std::to_string(i + 1);
        const auto buffer = m_gm.bufferAt(value);
        if (buffer && buffer->live)
            continue;
        Finding finding;
        finding.constraint = "host-pointer-to-kernel";
        finding.severity = Severity::Error;
        finding.api = request.kernel;
        finding.operand = name;
        finding.file = request.file;
        finding.line = static_cast<int>(request.line);
        finding.message = "argument " + std::to_string(i + 1) + " (" + name + ") "
            + (buffer ? "points into '" + buffer->name + "', which has been freed"
                      : m_gm.contains(value) ? "points to " + m_gm.explain(value) + ", no allocation"
                                             : "is a host pointer: the cores cannot reach it");
        finding.fix = constraintInfo(finding.constraint).fix;
        sink.add(std::move(finding));
    }
}

/// Arguments by value, their bytes in hexadecimal digits; device addresses in them, also inside a struct, by place.
void ProgramRuntime::recordLaunch(const hawkprogram::LaunchRequest& request)
{
    if (!m_handovers.isOpen())
        return;
    Json arguments = Json::array();
    for (std::uint32_t i = 0; i < request.argumentCount; ++i) {
        const auto* bytes = static_cast<const unsigned char*>(request.arguments[i].value);
        Json words = Json::array();
        for (std::uint32_t at = 0; at < request.arguments[i].bytes;) {
            std::uint64_t word = 0;
            const std::uint32_t size = std::min<std::uint32_t>(sizeof word, request.arguments[i].bytes - at);
            std::memcpy(&word, bytes + at, size);
            const bool address = size == sizeof word && m_gm.contains(word);
            std::array<char, 20> digits {};
            std::snprintf(digits.data(), digits.size(), "%0*llx", static_cast<int>(2 * size), static_cast<unsigned long long>(word));
            words.push_back(address ? placeOf(reinterpret_cast<const void*>(word)) : Json(digits.data()));
            at += size;
        }
        arguments.push_back(std::move(words));
    }
    m_handovers.write({ { "event", "launch" }, { "kernel", request.kernel }, { "blocks", request.blocks }, { "arguments", std::move(arguments) } });
}

int ProgramRuntime::runLaunch(const hawkprogram::LaunchRequest& request, const std::vector<std::string>& names)
{
    const std::uint64_t number = m_launches++;
    m_journal.write({ { "launch", number }, { "kernel", request.kernel }, { "file", request.file }, { "line", request.line },
        { "blocks", request.blocks }, { "state", "started" } });
    const auto ended = [&](std::string_view outcome, const std::string& detail, const FindingSink& sink, std::uint64_t ops, bool traced) {
        std::fflush(stdout);
        m_journal.write({ { "launch", number }, { "outcome", outcome }, { "detail", detail }, { "opsTotal", ops },
            { "traced", traced }, { "findings", findingsOf(sink) }, { "state", "ended" } });
    };
    FindingSink sink([&](const Finding& finding) { m_journal.write({ { "launch", number }, { "finding", toJson(finding) } }); });
    if (m_deviceError != 0) {
        ended("fatal", "not started: a kernel before it has failed, which ends the device's work", sink, 0, false);
        return fail(m_deviceError, "kernel launch", "the device has failed in an earlier kernel");
    }
    if (request.blocks < 1 || request.blocks > kMaxBlocks) {
        ended("fatal", "the launch has " + std::to_string(request.blocks) + " blocks; 1 to " + std::to_string(kMaxBlocks) + " are possible",
            sink, 0, false);
        return fail(ACL_ERROR_RT_PARAM_INVALID, "kernel launch", "the number of blocks is out of range");
    }
    for (std::uint32_t i = 0; i < request.argumentCount; ++i) {
        if (request.arguments[i].pointer != 0 && i < names.size())
            m_gm.nameBuffer(valueOf(request.arguments[i]), names[i]);
    }
    checkArguments(request, names, sink);

    recordLaunch(request);
    Launch launch;
    launch.entry = request.kernel;
    launch.blockDim = static_cast<std::uint32_t>(request.blocks);
    launch.seed = m_request.seed + number;
    launch.chip = m_request.chip;
    TraceWriter trace;
    const bool traced = number < m_request.maxTracedLaunches && m_tracedOps < m_request.maxTraceOps;
    if (traced) {
        const auto file = m_workDir / ("launch" + std::to_string(number) + ".trace");
        if (Status opened = trace.open(file, launch.blockDim, launch.chip->name, m_gm.tensors(), m_request.maxTraceOps - m_tracedOps);
            !opened)
            std::fprintf(stderr, "%s\n", opened.error().text().c_str());
    }
    m_gm.setAccessible(true);
    Machine machine(launch, m_gm, *m_written, trace, sink);
    MachineOutcome outcome;
    {
        const CrashHandler handler(machine);
        outcome = machine.run([&request] { request.body(request.closure); });
    }
    machine.checkMemory();
    m_gm.repairGuards();
    m_gm.setAccessible(false);
    if (outcome.kind == MachineOutcome::Kind::Finished)
        trace.finish();
    else
        trace.flush();
    m_tracedOps += machine.opsTotal();
    ended(nameOf(outcome.kind), outcome.detail, sink, machine.opsTotal(), traced);
    if (outcome.kind == MachineOutcome::Kind::Finished)
        return ACL_SUCCESS;
    m_deviceError = outcome.kind == MachineOutcome::Kind::Deadlock ? ACL_ERROR_RT_VECTOR_CORE_TIMEOUT : ACL_ERROR_RT_VECTOR_CORE_EXCEPTION;
    errorText = std::string(request.kernel) + ": " + outcome.detail;
    return ACL_SUCCESS; // a launch is asynchronous: the error shows when the stream is synchronised
}

void linkProgramLaunch() { }

} // namespace hawk::emulator

extern "C" std::uint32_t hawk_program_launch(const hawkprogram::LaunchRequest* request)
{
    hawk::emulator::ProgramRuntime* runtime = hawk::emulator::programRuntime();
    if (runtime == nullptr || hawk::emulator::currentCore() != nullptr) {
        std::fputs("a kernel was launched from inside a kernel, or outside of a program\n", stderr);
        std::abort();
    }
    const std::scoped_lock lock(runtime->lock());
    return runtime->launch(*request);
}
