#include "emulator/acl/program_runtime.h"

#include "acl/acl_rt.h"
#include "emulator/host/raw_stores.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <cstring>

namespace hawk::emulator {
namespace {

ProgramRuntime* g_runtime = nullptr; // the acl interface has no handle to carry it

/// Address space for device memory: more than can be allocated at once, so that freed addresses are not reused soon.
constexpr std::uint64_t kAddressSpace = 4;

} // namespace

ProgramRuntime* programRuntime() { return g_runtime; }
void setProgramRuntime(ProgramRuntime* runtime) { g_runtime = runtime; }

ProgramRuntime::ProgramRuntime(ProgramRequest request, std::filesystem::path workDir, Journal& journal)
    : m_request(std::move(request))
    , m_workDir(std::move(workDir))
    , m_journal(journal)
    , m_hostFindings([&journal](const Finding& finding) { journal.write({ { "finding", toJson(finding) } }); })
{
}

ProgramRuntime::~ProgramRuntime() = default;

Status ProgramRuntime::prepare()
{
    if (Status reserved = m_gm.reserve(kAddressSpace * m_request.deviceBytes, m_request.seed); !reserved)
        return reserved;
    m_written = std::make_unique<ShadowMemory>(m_gm.bytes());
    if (m_request.recordHandovers && !m_handovers.open(m_workDir / "handovers.log"))
        return Error { Errc::Io, "cannot write what the program hands over", (m_workDir / "handovers.log").string(), {} };
    return {};
}

void ProgramRuntime::report(std::string_view constraint, Severity severity, const char* call, std::string message)
{
    Finding finding;
    finding.constraint = std::string(constraint);
    finding.severity = severity;
    finding.api = call;
    finding.message = std::move(message);
    finding.fix = constraintInfo(constraint).fix;
    // Two different mistakes of one kind have no source line to tell them apart.
    finding.operand = std::string(call);
    m_hostFindings.add(std::move(finding));
}

int ProgramRuntime::fail(int code, const char* call, const std::string& why)
{
    lastError = code;
    errorText = std::string(call) + ": " + why;
    return code;
}

void* ProgramRuntime::allocate(std::uint64_t bytes, bool sharedWithHost)
{
    if (bytes > freeBytes())
        return nullptr;
    // What nothing has written counts as unwritten, whatever it holds: the rules and the copy back to the host say so.
    std::byte* memory = m_gm.allocate("allocation " + std::to_string(++m_allocations), bytes, m_request.freshMemory);
    if (memory == nullptr)
        return nullptr;
    if (m_handovers.isOpen()) {
        m_numbers[memory] = m_allocations;
        m_handovers.write({ { "event", sharedWithHost ? "shared" : "allocate" }, { "bytes", bytes } });
    }
    m_deviceBytesUsed += bytes;
    if (sharedWithHost) { // the host writes it directly, which nothing here sees
        m_gm.setAlwaysAccessible(memory);
        m_written->markWritten(static_cast<std::uint64_t>(memory - m_gm.base()), bytes);
    } else {
        m_written->forget(static_cast<std::uint64_t>(memory - m_gm.base()), bytes);
    }
    return memory;
}

int ProgramRuntime::release(void* memory)
{
    const auto address = reinterpret_cast<std::uintptr_t>(memory);
    const auto buffer = m_gm.bufferAt(address);
    if (buffer && buffer->live && buffer->data == memory) {
        m_deviceBytesUsed -= buffer->bytes;
        m_gm.release(buffer->data);
        return ACL_SUCCESS;
    }
    std::string why = "the pointer is no device memory of this program";
    if (buffer)
        why = buffer->live ? "the pointer lies inside '" + buffer->name + "', not at its start"
                           : "'" + buffer->name + "' has been freed before";
    report("device-memory-misuse", Severity::Error, "aclrtFree", "aclrtFree: " + why);
    return fail(ACL_ERROR_RT_PARAM_INVALID, "aclrtFree", why);
}

namespace {

struct Side {
    bool device = false;
    bool known = true; ///< false for ACL_MEMCPY_DEFAULT
};

std::array<Side, 2> sidesOf(int kind) // destination, source
{
    switch (kind) {
    case ACL_MEMCPY_HOST_TO_HOST:
        return { Side { false }, Side { false } };
    case ACL_MEMCPY_HOST_TO_DEVICE:
    case ACL_MEMCPY_HOST_TO_BUF_TO_DEVICE:
        return { Side { true }, Side { false } };
    case ACL_MEMCPY_DEVICE_TO_HOST:
        return { Side { false }, Side { true } };
    case ACL_MEMCPY_DEFAULT:
        return { Side { false, false }, Side { false, false } };
    default:
        return { Side { true }, Side { true } };
    }
}

/// Opens device memory to the processor for one copy.
class DeviceAccess {
public:
    explicit DeviceAccess(GmArena& gm)
        : m_gm(gm)
    {
        m_gm.setAccessible(true);
    }
    ~DeviceAccess() { m_gm.setAccessible(false); }
    DeviceAccess(const DeviceAccess&) = delete;
    DeviceAccess& operator=(const DeviceAccess&) = delete;

private:
    GmArena& m_gm;
};

} // namespace

/// What is wrong with [address, address + bytes) as one side of a copy; empty when nothing is.
std::string ProgramRuntime::sideProblem(const char* name, const void* pointer, std::uint64_t bytes, bool mustBeDevice, bool known) const
{
    const auto address = reinterpret_cast<std::uintptr_t>(pointer);
    const std::string which(name);
    if (pointer == nullptr)
        return which + " is null";
    if (!m_gm.contains(address))
        return known && mustBeDevice ? which + " is a host pointer, the kind says device" : "";
    const auto buffer = m_gm.bufferAt(address);
    if (!buffer)
        return which + " points to " + m_gm.explain(address);
    if (!buffer->live)
        return which + " points into '" + buffer->name + "', which has been freed";
    if (known && !mustBeDevice && !isShared(buffer->data))
        return which + " is device memory ('" + buffer->name + "'), the kind says host";
    const auto offset = address - reinterpret_cast<std::uintptr_t>(buffer->data);
    if (bytes > buffer->bytes - offset)
        return which + ": " + std::to_string(bytes) + " B from byte " + std::to_string(offset) + " of '" + buffer->name
            + "', which has " + std::to_string(buffer->bytes) + " B";
    return {};
}

bool ProgramRuntime::isShared(const std::byte* data) const { return m_gm.alwaysAccessible(data); }

int ProgramRuntime::copy(void* dst, std::uint64_t capacity, const void* src, std::uint64_t bytes, int kind, const char* call)
{
    if (bytes == 0)
        return ACL_SUCCESS;
    if (bytes > capacity)
        return fail(ACL_ERROR_RT_PARAM_INVALID, call,
            std::to_string(bytes) + " B do not fit the destination's " + std::to_string(capacity) + " B");
    const auto sides = sidesOf(kind);
    std::string why = sideProblem("the destination", dst, bytes, sides[0].device, sides[0].known);
    if (why.empty())
        why = sideProblem("the source", src, bytes, sides[1].device, sides[1].known);
    if (!why.empty()) {
        report("device-memory-misuse", Severity::Error, call, std::string(call) + ": " + why);
        return fail(ACL_ERROR_RT_PARAM_INVALID, call, why);
    }
    const bool toDevice = m_gm.contains(reinterpret_cast<std::uintptr_t>(dst));
    const bool fromDevice = m_gm.contains(reinterpret_cast<std::uintptr_t>(src));
    const DeviceAccess access(m_gm);
    if (fromDevice && !toDevice)
        noteUnwritten(src, bytes, call);
    recordCopy(dst, src, bytes);
    std::memmove(dst, src, bytes);
    if (toDevice)
        m_written->markWritten(static_cast<std::uint64_t>(static_cast<const std::byte*>(dst) - m_gm.base()), bytes);
    return ACL_SUCCESS;
}

Json ProgramRuntime::placeOf(const void* address) const
{
    const auto buffer = m_gm.bufferAt(reinterpret_cast<std::uintptr_t>(address));
    const auto number = buffer ? m_numbers.find(buffer->data) : m_numbers.end();
    if (number == m_numbers.end())
        return { { "buffer", 0 }, { "at", 0 } };
    return { { "buffer", number->second }, { "at", static_cast<const std::byte*>(address) - buffer->data } };
}

/// Before the copy is made: source and destination may overlap.
void ProgramRuntime::recordCopy(const void* dst, const void* src, std::uint64_t bytes)
{
    const bool toDevice = m_gm.contains(reinterpret_cast<std::uintptr_t>(dst));
    const bool fromDevice = m_gm.contains(reinterpret_cast<std::uintptr_t>(src));
    if (!m_handovers.isOpen() || (!toDevice && !fromDevice))
        return;
    Json record = placeOf(toDevice ? dst : src);
    if (toDevice && fromDevice) {
        const Json from = placeOf(src);
        record.update({ { "event", "move" }, { "from", from.at("buffer") }, { "fromAt", from.at("at") }, { "bytes", bytes } });
        m_handovers.write(std::move(record));
        return;
    }
    record["event"] = toDevice ? "upload" : "download";
    m_handovers.write(std::move(record), src, bytes);
}

/// A result that nothing has produced is garbage on the chip; here it is poison.
void ProgramRuntime::noteUnwritten(const void* src, std::uint64_t bytes, const char* call)
{
    const auto offset = static_cast<std::uint64_t>(static_cast<const std::byte*>(src) - m_gm.base());
    if (m_deviceError != 0 || m_written->firstUnwritten(offset, bytes) < 0)
        return;
    adoptRawStores(m_gm, *m_written, offset, bytes);
    const std::int64_t hole = m_written->firstUnwritten(offset, bytes);
    if (hole < 0)
        return;
    const auto buffer = m_gm.bufferAt(reinterpret_cast<std::uintptr_t>(src));
    const auto first = static_cast<std::uint64_t>(hole) - static_cast<std::uint64_t>(buffer->data - m_gm.base());
    report("uninitialised-gm-output", Severity::Warning, call,
        std::string(call) + " brings '" + buffer->name + "' to the host, of which byte " + std::to_string(first)
            + " was never written: garbage on the chip");
}

int ProgramRuntime::fill(void* dst, std::uint64_t capacity, int value, std::uint64_t bytes, const char* call)
{
    if (bytes > capacity)
        return fail(ACL_ERROR_RT_PARAM_INVALID, call,
            std::to_string(bytes) + " B do not fit the destination's " + std::to_string(capacity) + " B");
    if (const std::string why = sideProblem("the destination", dst, bytes, true, false); !why.empty()) {
        report("device-memory-misuse", Severity::Error, call, std::string(call) + ": " + why);
        return fail(ACL_ERROR_RT_PARAM_INVALID, call, why);
    }
    const DeviceAccess access(m_gm);
    if (m_handovers.isOpen() && m_gm.contains(reinterpret_cast<std::uintptr_t>(dst))) {
        Json record = placeOf(dst);
        record.update({ { "event", "fill" }, { "bytes", bytes }, { "value", value & 0xFF } });
        m_handovers.write(std::move(record));
    }
    std::memset(dst, value, bytes);
    if (m_gm.contains(reinterpret_cast<std::uintptr_t>(dst)))
        m_written->markWritten(static_cast<std::uint64_t>(static_cast<const std::byte*>(dst) - m_gm.base()), bytes);
    return ACL_SUCCESS;
}

int ProgramRuntime::submit(std::function<int()> work)
{
    if (capturing == nullptr)
        return work();
    capturing->work.push_back(std::move(work));
    return ACL_SUCCESS;
}

void ProgramRuntime::describeHostFault(std::uintptr_t address, char* out, std::size_t size) const
{
    constexpr std::uintptr_t kNullPage = 4096;
    if (address < kNullPage)
        std::snprintf(out, size, "a null pointer");
    else if (m_gm.contains(address))
        std::snprintf(out, size, "device memory (%s): host code cannot reach it, copy it with aclrtMemcpy first",
            m_gm.explain(address).c_str());
    else
        std::snprintf(out, size, "address 0x%llx, no memory of the program", static_cast<unsigned long long>(address));
}

void ProgramRuntime::finish(int exitStatus)
{
    if (m_finished)
        return;
    m_finished = true;
    std::uint64_t bytes = 0;
    std::string names;
    const auto left = m_gm.liveBuffers();
    constexpr std::size_t kNamed = 4;
    for (std::size_t i = 0; i < left.size(); ++i) {
        bytes += left[i].bytes;
        if (i < kNamed)
            names += (i > 0 ? ", " : "") + left[i].name;
    }
    if (!left.empty())
        report("device-memory-misuse", Severity::Advice, "aclrtFree",
            std::to_string(left.size()) + " device allocations (" + std::to_string(bytes) + " B) were never freed: " + names
                + (left.size() > kNamed ? ", ..." : ""));
    m_journal.write({ { "exit", exitStatus }, { "launches", m_launches } });
    if (m_handovers.isOpen()) {
        const bool whole = m_handovers.flush();
        m_handovers.write({ { "event", "end" }, { "whole", whole } });
        m_handovers.flush();
    }
}

std::vector<std::string> splitArguments(std::string_view text)
{
    std::vector<std::string> parts;
    std::string part;
    int depth = 0;
    const auto flush = [&] {
        const auto space = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
        while (!part.empty() && space(part.back()))
            part.pop_back();
        part.erase(part.begin(), std::ranges::find_if_not(part, space));
        if (!part.empty())
            parts.push_back(std::exchange(part, {}));
    };
    for (const char c : text) {
        depth += c == '(' || c == '[' || c == '{' ? 1 : 0;
        depth -= c == ')' || c == ']' || c == '}' ? 1 : 0;
        if (c == ',' && depth == 0)
            flush();
        else
            part += c;
    }
    flush();
    return parts;
}

} // namespace hawk::emulator
