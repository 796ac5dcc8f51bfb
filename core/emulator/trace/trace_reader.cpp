#include "emulator/trace/trace_file.h"
#include "emulator/trace/trace_format.h"

#include "base/files.h"
#include "hawk/abi.h"

#include <cstddef>
#include <cstring>
#include <optional>
#include <string_view>

namespace hawk::emulator {
namespace {

using trace_format::FileHead;
using trace_format::RecordHead;
using trace_format::RecordKind;

constexpr std::size_t kOpBaseBytes = offsetof(Op, accesses);
constexpr std::uint32_t kMaxBlocks = 65536; // Op::core is 16 bits wide

/// A bounded read position; every read says whether the bytes were there.
class Cursor {
public:
    explicit Cursor(std::string_view data)
        : m_data(data)
    {
    }
    template <class T> bool read(T& out)
    {
        if (m_data.size() < sizeof(T))
            return false;
        std::memcpy(&out, m_data.data(), sizeof(T));
        m_data.remove_prefix(sizeof(T));
        return true;
    }
    std::optional<std::string_view> take(std::size_t bytes)
    {
        if (m_data.size() < bytes)
            return std::nullopt;
        const std::string_view part = m_data.substr(0, bytes);
        m_data.remove_prefix(bytes);
        return part;
    }
    bool readString(std::string& out)
    {
        std::uint32_t bytes = 0;
        if (!read(bytes))
            return false;
        const auto part = take(bytes);
        if (part)
            out = *part;
        return part.has_value();
    }

private:
    std::string_view m_data;
};

bool readTensor(Cursor& cursor, TraceTensor& tensor)
{
    std::uint8_t dtype = 0;
    std::uint8_t output = 0;
    if (!cursor.readString(tensor.name) || !cursor.read(tensor.offset) || !cursor.read(tensor.bytes)
        || !cursor.read(dtype) || !cursor.read(output))
        return false;
    tensor.dtype = static_cast<DType>(dtype);
    tensor.output = output != 0;
    return true;
}

/// What a damaged header means: nothing can be trusted after it.
Error badHeader(const std::filesystem::path& file, std::string why)
{
    return Error { Errc::Protocol, "cannot read the trace: " + std::move(why), file.string(),
        "the file is not a trace of this version of hawk; judge the kernel again to make a new one" };
}

void readOp(std::string_view payload, Trace& trace)
{
    if (payload.size() < kOpBaseBytes)
        return;
    Op op;
    // The payload is an image of the trivially copyable Op, cut after its used accesses.
    std::memcpy(static_cast<void*>(&op), payload.data(), std::min(payload.size(), sizeof(Op)));
    const std::size_t stored = (payload.size() - kOpBaseBytes) / sizeof(Access);
    op.accessCount
        = static_cast<std::uint8_t>(std::min<std::size_t>(op.accessCount, std::min(stored, kMaxAccesses)));
    if (op.core >= trace.cores.size())
        trace.cores.resize(static_cast<std::size_t>(op.core) + 1);
    trace.cores[op.core].push_back(op);
}

void readFileName(std::string_view payload, Trace& trace)
{
    std::uint16_t id = 0;
    if (payload.size() < sizeof id)
        return;
    std::memcpy(&id, payload.data(), sizeof id);
    if (id >= trace.files.size())
        trace.files.resize(static_cast<std::size_t>(id) + 1);
    trace.files[id] = payload.substr(sizeof id);
}

void readRecords(Cursor& cursor, Trace& trace)
{
    RecordHead head;
    while (cursor.read(head)) {
        const auto payload = cursor.take(head.bytes);
        if (!payload)
            return; // truncated inside a record: everything before it counts
        switch (head.kind) {
        case RecordKind::Op:
            readOp(*payload, trace);
            break;
        case RecordKind::FileName:
            readFileName(*payload, trace);
            break;
        case RecordKind::Capped:
            trace.capped = true;
            break;
        case RecordKind::End:
            trace.complete = true;
            return;
        }
    }
}

} // namespace

std::uint32_t traceVersion()
{
    constexpr std::uint32_t kRecordLayout = 1;
    return hawkabi::kVersion ^ kRecordLayout;
}

std::uint64_t Trace::totalOps() const
{
    std::uint64_t total = 0;
    for (const auto& ops : cores)
        total += ops.size();
    return total;
}

Result<Trace> readTrace(const std::filesystem::path& file)
{
    auto data = readFile(file);
    if (!data)
        return data.error();
    Cursor cursor(*data);
    FileHead head;
    if (!cursor.read(head))
        return badHeader(file, "the header is incomplete (" + std::to_string(data->size()) + " bytes)");
    if (head.magic != trace_format::kMagic)
        return badHeader(file, "it does not begin with the mark of a trace file");
    if (head.version != traceVersion())
        return badHeader(file,
            "another version of the emulator wrote it (" + std::to_string(head.version) + ", this is "
                + std::to_string(traceVersion()) + "); judge the candidate again to make a new one");
    if (head.blockDim > kMaxBlocks)
        return badHeader(file, "its block count " + std::to_string(head.blockDim) + " is impossible");
    const auto body = cursor.take(head.headerBytes);
    if (!body)
        return badHeader(file, "the header is incomplete (" + std::to_string(data->size()) + " bytes)");
    Trace trace;
    trace.blockDim = head.blockDim;
    trace.cores.resize(head.blockDim);
    Cursor header(*body);
    bool whole = header.readString(trace.chip);
    for (std::uint32_t i = 0; whole && i < head.tensorCount; ++i) {
        TraceTensor tensor;
        whole = readTensor(header, tensor);
        if (whole)
            trace.tensors.push_back(std::move(tensor));
    }
    if (!whole)
        return badHeader(file, "the tensor list in its header is damaged");
    readRecords(cursor, trace);
    return trace;
}

} // namespace hawk::emulator
