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
constexpr std::size_t kOpBaseBytes = offsetof(Op, accesses);

/// Several blocks may run on several host threads, and a signal handler may flush at any time, so the lock
/// must be one that a handler can give up on.
class SpinLock {
public:
    bool tryLock() noexcept { return !m_flag.test_and_set(std::memory_order_acquire); }
    bool tryLockFor(int spins) noexcept
    {
        while (!tryLock()) {
            if (--spins <= 0)
                return false;
        }
        return true;
    }
    void lock() noexcept
    {
        while (!tryLock())
            m_flag.wait(true, std::memory_order_relaxed);
    }
    void unlock() noexcept
    {
        m_flag.clear(std::memory_order_release);
        m_flag.notify_one();
    }

private:
    std::atomic_flag m_flag = ATOMIC_FLAG_INIT;
};

class Guard {
public:
    explicit Guard(SpinLock& lock)
        : m_lock(lock)
    {
        m_lock.lock();
    }
    ~Guard() { m_lock.unlock(); }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

private:
    SpinLock& m_lock;
};

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
    std::atomic<bool> capped = false;
    std::atomic<bool> failed
        = false; ///< the disk is full or the file limit was hit: keep running, trace is partial
    std::vector<char> buffer;
    std::atomic<std::size_t> used = 0; ///< whole records only
    SpinLock lock;
    std::unordered_map<std::string, std::uint16_t> files;
    const char* lastName = nullptr; ///< literals come as the same pointer again and again
    std::uint16_t lastId = 0;

    /// write(2) only: callable from a signal handler.
    void writeOut() noexcept
    {
        const std::size_t bytes = used.load(std::memory_order_acquire);
        std::size_t done = 0;
        while (fd >= 0 && done < bytes && !failed.load(std::memory_order_relaxed)) {
            const ssize_t n = ::write(fd, buffer.data() + done, bytes - done);
            if (n > 0)
                done += static_cast<std::size_t>(n);
            else if (n < 0 && errno == EINTR)
                continue;
            else
                failed.store(true, std::memory_order_relaxed);
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
        char* at = buffer.data() + used.load(std::memory_order_relaxed);
        std::memcpy(at, &head, sizeof head);
        if (firstBytes > 0)
            std::memcpy(at + sizeof head, first, firstBytes);
        if (secondBytes > 0)
            std::memcpy(at + sizeof head + firstBytes, second, secondBytes);
        used.fetch_add(total, std::memory_order_release);
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
    const Guard guard(m_impl->lock);
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
    const Guard guard(m_impl->lock);
    if (m_impl->fd < 0 || m_impl->capped.load(std::memory_order_relaxed))
        return;
    if (m_impl->ops >= m_impl->maxOps) {
        m_impl->capped.store(true, std::memory_order_relaxed);
        m_impl->put(RecordKind::Capped, nullptr, 0);
        return;
    }
    ++m_impl->ops;
    const std::size_t accesses = op.accessCount < kMaxAccesses ? op.accessCount : kMaxAccesses;
    m_impl->put(RecordKind::Op, &op, kOpBaseBytes, op.accesses.data(), accesses * sizeof(Access));
}

void TraceWriter::appendRawStores(const Interval& changed)
{
    const Guard guard(m_impl->lock);
    const std::array<std::uint64_t, 2> range { static_cast<std::uint64_t>(changed.begin), static_cast<std::uint64_t>(changed.end) };
    if (m_impl->fd >= 0)
        m_impl->put(RecordKind::RawStores, range.data(), sizeof range);
}

bool TraceWriter::capped() const { return m_impl->capped.load(std::memory_order_relaxed); }

void TraceWriter::flush() noexcept
{
    // A handler that interrupted the lock's holder must not wait for it for ever: what it then writes may be
    // followed by a torn record, and the reader accepts a torn tail.
    constexpr int kSpins = 1'000'000;
    const bool locked = m_impl->lock.tryLockFor(kSpins);
    m_impl->writeOut();
    if (locked)
        m_impl->lock.unlock();
}

void TraceWriter::finish()
{
    {
        const Guard guard(m_impl->lock);
        if (m_impl->fd < 0)
            return;
        m_impl->put(RecordKind::End, nullptr, 0);
        m_impl->writeOut();
    }
    ::close(m_impl->fd);
    m_impl->fd = -1;
}

} // namespace hawk::emulator
