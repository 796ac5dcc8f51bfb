#include "emulator/trace/trace_scan.h"
#include "emulator/trace/trace_format.h"

#include "hawk/abi.h"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <memory>
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

/// The same of a file, of which one piece at a time is in memory. What take() gives is good until the next call.
class FileCursor {
public:
    explicit FileCursor(std::FILE* file)
        : m_file(file)
    {
    }
    template <class T> bool read(T& out)
    {
        const auto part = take(sizeof(T));
        if (part)
            std::memcpy(&out, part->data(), sizeof(T));
        return part.has_value();
    }
    std::optional<std::string_view> take(std::size_t bytes)
    {
        if (m_end - m_begin < bytes && !fill(bytes))
            return std::nullopt;
        m_begin += bytes;
        return std::string_view(m_buffer).substr(m_begin - bytes, bytes);
    }

private:
    /// Moves what is left to the front and reads on; grows no further than the file has bytes.
    bool fill(std::size_t wanted)
    {
        m_buffer.erase(0, m_begin);
        m_end -= m_begin;
        m_begin = 0;
        m_buffer.resize(m_end);
        while (m_end < wanted) {
            m_buffer.resize(m_end + kPiece);
            const std::size_t got = std::fread(m_buffer.data() + m_end, 1, kPiece, m_file);
            m_end += got;
            if (got == 0)
                break;
        }
        return m_end >= wanted;
    }
    static constexpr std::size_t kPiece = 1U << 20U;
    std::FILE* m_file;
    std::string m_buffer;
    std::size_t m_begin = 0, m_end = 0;
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

/// Takes the image of an op: OpList::storedBytes() of it.
using OnImage = std::function<void(std::string_view)>;

/// Of a whole op; damaged ones are left out.
void readOp(std::string_view payload, const OnImage& each)
{
    if (payload.size() < kOpBaseBytes)
        return;
    const auto accesses = static_cast<std::uint8_t>(payload[offsetof(Op, accessCount)]);
    if (accesses <= kMaxAccesses && payload.size() == kOpBaseBytes + accesses * sizeof(Access))
        each(payload);
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

void readRawStores(std::string_view payload, Trace& trace)
{
    std::array<std::uint64_t, 2> range {};
    if (payload.size() != sizeof range)
        return;
    std::memcpy(range.data(), payload.data(), sizeof range);
    trace.rawStores.push_back({ static_cast<std::int64_t>(range[0]), static_cast<std::int64_t>(range[1]) });
}

void readRecords(FileCursor& cursor, Trace& trace, const OnImage& each)
{
    RecordHead head;
    while (cursor.read(head)) {
        const auto payload = cursor.take(head.bytes);
        if (!payload)
            return; // truncated inside a record: everything before it counts
        switch (head.kind) {
        case RecordKind::Op:
            readOp(*payload, each);
            break;
        case RecordKind::FileName:
            readFileName(*payload, trace);
            break;
        case RecordKind::Capped:
            trace.capped = true;
            break;
        case RecordKind::RawStores:
            readRawStores(*payload, trace);
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
    constexpr std::uint32_t kRecordLayout = 2;
    return hawkabi::kVersion ^ kRecordLayout;
}

std::uint64_t Trace::totalOps() const
{
    std::uint64_t total = 0;
    for (const auto& ops : cores)
        total += ops.size();
    return total;
}

static Result<Trace> scan(const std::filesystem::path& file, const std::function<void(const Trace& head)>& begin, const OnImage& each)
{
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> opened(std::fopen(file.c_str(), "rbe"), &std::fclose);
    if (!opened)
        return Error { errno == ENOENT ? Errc::NotFound : Errc::Io, "cannot read the trace: " + std::string(std::strerror(errno)), file.string(), {} };
    FileCursor cursor(opened.get());
    FileHead head;
    if (!cursor.read(head))
        return badHeader(file, "the header is incomplete");
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
        return badHeader(file, "the header is incomplete");
    Trace trace;
    trace.blockDim = head.blockDim;
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
    begin(trace);
    readRecords(cursor, trace, each);
    return trace;
}

Result<Trace> scanTrace(const std::filesystem::path& file, const std::function<void(const Trace& head)>& begin,
    const std::function<void(const Op& op)>& each)
{
    return scan(file, begin, [&](std::string_view image) {
        Op op;
        std::memcpy(static_cast<void*>(&op), image.data(), image.size());
        each(op);
    });
}

/// About how many ops a block has, when the blocks share the work evenly.
static std::size_t share(const std::filesystem::path& file, std::uint32_t blocks)
{
    constexpr std::uintmax_t kTypicalRecord = sizeof(RecordHead) + kOpBaseBytes + sizeof(Access);
    std::error_code ec;
    const std::uintmax_t bytes = std::filesystem::file_size(file, ec);
    return ec || blocks == 0 ? 0 : static_cast<std::size_t>(bytes / kTypicalRecord / blocks + 1);
}

Result<Trace> readTrace(const std::filesystem::path& file)
{
    std::vector<OpList> cores;
    auto trace = scan(
        file,
        [&](const Trace& head) {
            cores.resize(head.blockDim);
            for (OpList& ops : cores)
                ops.reserve(share(file, head.blockDim)); // growing would copy every op, and touch twice the memory
        },
        [&](std::string_view image) {
            std::uint16_t core = 0;
            std::memcpy(&core, image.data() + offsetof(Op, core), sizeof core);
            if (core >= cores.size())
                cores.resize(static_cast<std::size_t>(core) + 1);
            cores[core].append(image);
        });
    if (trace)
        trace->cores = std::move(cores);
    return trace;
}

} // namespace hawk::emulator
