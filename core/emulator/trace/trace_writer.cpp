#include "emulator/trace/trace_file.h"
#include "emulator/trace/trace_format.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>
#include <unordered_map>

namespace hawk::emulator {
namespace {

using trace_format::FileHead;
using trace_format::RecordHead;
using trace_format::RecordKind;

constexpr std::size_t kBufferBytes = std::size_t { 1 } << 20U;
constexpr std::size_t kMaxNameBytes = 4096;

void appendText(std::string& out, const void* data, std::size_t bytes)
{
    out.append(static_cast<const char*>(data), bytes);
}

template <class T> void appendValue(std::string& out, const T& value)
{
    appendText(out, &value, sizeof value);
}

void appendString(std::string& out, std::string_view text)
{
    const auto bytes = static_cast<std::uint32_t>(text.size());
    appendValue(out, bytes);
    out.append(text);
}

std::string makeHeader(
    std::uint32_t blockDim, const std::string& chip, const std::vector<TraceTensor>& tensors)
{
    std::string body;
    appendString(body, chip);
    for (const TraceTensor& tensor : tensors) {
        appendString(body, tensor.name);
        appendValue(body, tensor.offset);
        appendValue(body, tensor.bytes);
        appendValue(body, static_cast<std::uint8_t>(tensor.dtype));
        appendValue(body, static_cast<std::uint8_t>(tensor.output ? 1 : 0));
    }
    FileHead head;
    head.version = traceVersion();
    head.headerBytes = static_cast<std::uint32_t>(body.size());
    head.blockDim = blockDim;
    head.tensorCount = static_cast<std::uint32_t>(tensors.size());
    std::string out;
    appendValue(out, head);
    return out + body;
}

} // namespace

struct TraceWriter::Impl {
    int fd = -1;
    std::uint64_t maxOps = 0;
    std::uint64_t ops = 0;
    bool capped = false;
    bool failed = false; ///< the disk is full or the file limit was hit: keep running, trace is partial
    std::vector<char> buffer;
    /// Whole records only. Atomic for the crash handler, which may come between any two instructions of the same thread: what
    /// it finds counted is in the buffer.
    std::atomic<std::size_t> used = 0;
    std::unordered_map<std::string, std::uint16_t> files;
    const char* lastName = nullptr; ///< literals come as the same pointer again and again
    std::uint16_t lastId = 0;

    /// write(2) only: callable from a signal handler.
    void writeOut() noexcept
    {
        const std::size_t bytes = used.load(std::memory_order_acquire);
        std::size_t done = 0;
        while (fd >= 0 && done < bytes && !failed) {
            const ssize_t n = ::write(fd, buffer.data() + done, bytes - done);
            if (n > 0)
                done += static_cast<std::size_t>(n);
            else if (n < 0 && errno == EINTR)
                continue;
            else
                failed = true;
        }
        used.store(0, std::memory_order_release);
    }

    void put(RecordKind kind, const void* first, std::size_t firstBytes, const void* second = nullptr,
        std::size_t secondBytes = 0) noexcept
    {
        const RecordHead head { kind, static_cast<std::uint16_t>(firstBytes + secondBytes) };
        const std::size_t total = sizeof head + firstBytes + secondBytes;
        if (used.load(std::memory_order_relaxed) + total > buffer.size())
            writeOut();
        const std::size_t before = used.load(std::memory_order_relaxed);
        char* at = buffer.data() + before;
        std::memcpy(at, &head, sizeof head);
        if (firstBytes > 0)
            std::memcpy(at + sizeof head, first, firstBytes);
        if (secondBytes > 0)
            std::memcpy(at + sizeof head + firstBytes, second, secondBytes);
        used.store(before + total, std::memory_order_release);
    }
};

TraceWriter::TraceWriter()
    : m_impl(std::make_unique<Impl>())
{
}

TraceWriter::~TraceWriter()
{
    flush();
    if (m_impl->fd >= 0)
        ::close(m_impl->fd);
}

Status TraceWriter::open(const std::filesystem::path& file, std::uint32_t blockDim, const std::string& chip,
    const std::vector<TraceTensor>& tensors, std::uint64_t maxOps)
{
    const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return Error { Errc::Io, std::string("cannot create the trace file: ") + std::strerror(errno),
            file.string(), "check that the folder exists, is writable and has space" };
    m_impl->fd = fd;
    m_impl->maxOps = maxOps;
    m_impl->buffer.resize(kBufferBytes);
    const std::string header = makeHeader(blockDim, chip, tensors);
    if (header.size() > kBufferBytes)
        return Error { Errc::InvalidInput,
            "the launch has too many or too long tensor names for a trace header", file.string(), {} };
    std::memcpy(m_impl->buffer.data(), header.data(), header.size());
    m_impl->used.store(header.size(), std::memory_order_release);
    return {};
}

std::uint16_t TraceWriter::internFile(const char* name)
{
    if (name == m_impl->lastName)
        return m_impl->lastId;
    const std::string_view text = std::string_view(name).substr(0, kMaxNameBytes);
    const auto next = static_cast<std::uint16_t>(m_impl->files.size());
    const auto [it, isNew] = m_impl->files.try_emplace(std::string(text), next);
    if (isNew && m_impl->fd >= 0)
        m_impl->put(RecordKind::FileName, &next, sizeof next, text.data(), text.size());
    m_impl->lastName = name;
    m_impl->lastId = it->second;
    return it->second;
}

void TraceWriter::append(const Op& op)
{
    if (m_impl->fd < 0 || m_impl->capped)
        return;
    if (m_impl->ops >= m_impl->maxOps) {
        m_impl->capped = true;
        m_impl->put(RecordKind::Capped, nullptr, 0);
        return;
    }
    ++m_impl->ops;
    m_impl->put(RecordKind::Op, &op, OpList::storedBytes(op));
}

void TraceWriter::appendRawStores(const Interval& changed)
{
    const std::array<std::uint64_t, 2> range { static_cast<std::uint64_t>(changed.begin), static_cast<std::uint64_t>(changed.end) };
    if (m_impl->fd >= 0)
        m_impl->put(RecordKind::RawStores, range.data(), sizeof range);
}

bool TraceWriter::capped() const { return m_impl->capped; }

void TraceWriter::flush() noexcept
{
    m_impl->writeOut();
}

void TraceWriter::finish()
{
    if (m_impl->fd < 0)
        return;
    m_impl->put(RecordKind::End, nullptr, 0);
    m_impl->writeOut();
    ::close(m_impl->fd);
    m_impl->fd = -1;
}

} // namespace hawk::emulator
