#include "emulator/host/gm_arena.h"

#include "base/rng.h"
#include "base/units.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <numeric>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hawk::emulator {
namespace {

constexpr std::uint64_t kPage = 4096;
constexpr std::uint64_t kGuard = 4096; ///< canary bytes on each side, at least
constexpr std::uint64_t kTensorAlign = 512;
constexpr std::byte kCanary { 0xC5 };

/// Four streams side by side, so that one multiplication need not wait for the last.
std::uint64_t digestOf(const std::byte* data, std::uint64_t bytes)
{
    constexpr std::size_t kStreams = 4;
    constexpr std::uint64_t kWord = sizeof(std::uint64_t);
    const auto mix = [](std::uint64_t h, std::uint64_t word) {
        h = (h ^ word) * 0xFF51AFD7ED558CCDULL;
        return h ^ h >> 29U;
    };
    std::array<std::uint64_t, kStreams> h {};
    std::uint64_t i = 0;
    for (; i + kStreams * kWord <= bytes; i += kStreams * kWord) {
        std::array<std::uint64_t, kStreams> words;
        std::memcpy(words.data(), data + i, sizeof words);
        for (std::size_t s = 0; s < kStreams; ++s)
            h[s] = mix(h[s], words[s]);
    }
    std::uint64_t all = 0x9E3779B97F4A7C15ULL ^ bytes;
    for (const std::uint64_t one : h)
        all = mix(all, one);
    for (; i < bytes; ++i)
        all = (all ^ std::to_integer<std::uint64_t>(data[i])) * 0x100000001B3ULL;
    return all;
}

constexpr std::uint64_t kLarge = 4ULL << 20U; ///< bytes of a tensor

/// Large tensors are touched from end to end: large pages save most of the faults that filling them costs.
void useLargePages(std::byte* begin, std::uint64_t bytes)
{
    if (bytes >= kLarge)
        ::madvise(begin, bytes, MADV_HUGEPAGE); // a wish: nothing depends on it
}

Error systemError(const std::string& what, const std::string& place)
{
    return Error { Errc::Io, what + ": " + std::strerror(errno), place, {} };
}

Status readInto(const std::filesystem::path& file, std::byte* target, std::uint64_t bytes)
{
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return systemError("cannot open an input's data", file.string());
    std::uint64_t done = 0;
    while (done < bytes) {
        const ssize_t n = ::read(fd, target + done, bytes - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        done += static_cast<std::uint64_t>(n);
    }
    ::close(fd);
    if (done != bytes)
        return Error { Errc::InvalidInput,
            "an input's data has " + std::to_string(done) + " B, the launch says " + std::to_string(bytes), file.string(), {} };
    return {};
}

std::uint64_t bytesOf(const Argument& argument)
{
    constexpr std::uint64_t kTilingAlign = 8; // catalogue: tilingdata-8b
    if (argument.kind == Argument::Kind::Tiling)
        return alignUp<std::uint64_t>(std::max<std::uint64_t>(argument.bytes, argument.value.size()), kTilingAlign);
    return argument.bytes;
}

/// Layout of a tensor list's descriptor (public ListTensorDesc reference and its sample): offset of the addresses; per
/// tensor its number of dimensions and position as 32-bit, then the dimensions; then the addresses. All else 64-bit.
std::vector<std::uint64_t> listHead(const Launch& launch, const Argument& list)
{
    std::vector<std::uint64_t> words { 0 };
    for (std::size_t i = 0; i < list.members.size(); ++i) {
        const std::vector<std::int64_t>& shape = launch.arguments.at(list.members[i]).shape;
        words.push_back(shape.size() | std::uint64_t { i } << 32U);
        for (const std::int64_t dim : shape)
            words.push_back(static_cast<std::uint64_t>(dim));
    }
    words[0] = words.size() * sizeof(std::uint64_t);
    return words;
}

std::uint64_t bytesIn(const Launch& launch, const Argument& argument)
{
    if (argument.kind == Argument::Kind::List)
        return (listHead(launch, argument).size() + argument.members.size()) * sizeof(std::uint64_t);
    return bytesOf(argument);
}

/// Scalars have no memory, absent tensors none either, aliases use another's.
bool ownsMemory(const Argument& argument)
{
    return argument.kind != Argument::Kind::Scalar && !argument.absent && argument.alias < 0;
}

} // namespace

GmArena::~GmArena()
{
    if (m_base != nullptr)
        ::munmap(m_base, m_bytes);
}

Status GmArena::create(const Launch& launch, std::uint8_t poison, InputWatch watch)
{
    m_fresh = static_cast<std::byte>(poison);
    std::vector<std::size_t> order(launch.arguments.size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    Rng rng(deriveSeed(launch.seed, "gm addresses"));
    for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[rng.below(i)]);
    m_slots.resize(launch.arguments.size());

    std::vector<std::uint64_t> begin(order.size(), 0); // of the writable range
    std::vector<std::uint64_t> data(order.size(), 0);
    std::vector<std::uint64_t> end(order.size(), 0);
    std::uint64_t at = kPage;
    for (const std::size_t i : order) {
        if (!ownsMemory(launch.arguments[i]))
            continue;
        begin[i] = at;
        data[i] = at + kGuard + kTensorAlign * rng.below(kPage / kTensorAlign);
        end[i] = alignUp(data[i] + bytesIn(launch, launch.arguments[i]) + kGuard, kPage);
        at = end[i] + kPage;
    }
    m_bytes = at;
    void* memory = ::mmap(nullptr, m_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        return systemError("cannot reserve " + std::to_string(m_bytes) + " B for global memory", launch.entry);
    m_base = static_cast<std::byte*>(memory);

    for (std::size_t i = 0; i < m_slots.size(); ++i) {
        const Argument& argument = launch.arguments[i];
        Slot& slot = m_slots[i];
        slot.name = argument.name;
        if (!ownsMemory(argument))
            continue;
        slot.bytes = bytesIn(launch, argument);
        slot.data = m_base + data[i];
        slot.guardBegin = m_base + begin[i];
        slot.guardEnd = m_base + end[i];
        if (::mprotect(slot.guardBegin, end[i] - begin[i], PROT_READ | PROT_WRITE) != 0)
            return systemError("cannot make memory for tensor '" + argument.name + "' (" + std::to_string(slot.bytes) + " B)",
                launch.entry);
        useLargePages(slot.guardBegin, end[i] - begin[i]);
        std::fill(slot.guardBegin, slot.data, kCanary);
        std::fill(slot.data + slot.bytes, slot.guardEnd, kCanary);
        if (Status filled = fill(argument, slot, poison); !filled)
            return filled;
        if (slot.input)
            beginWatch(slot, watch);
        m_tensors.push_back({ argument.name, data[i], slot.bytes, argument.dtype,
            argument.kind == Argument::Kind::Output && argument.data.empty() });
    }
    std::ranges::sort(m_tensors, {}, &TraceTensor::offset);
    for (std::size_t i = 0; i < m_slots.size(); ++i) {
        const Argument& argument = launch.arguments[i];
        if (argument.alias >= 0)
            m_slots[i] = { .name = argument.name, .data = m_slots.at(static_cast<std::size_t>(argument.alias)).data };
        else if (argument.kind == Argument::Kind::List && !argument.absent)
            describeList(launch, argument, m_slots[i]);
    }
    return {};
}

void GmArena::describeList(const Launch& launch, const Argument& list, Slot& slot)
{
    std::vector<std::uint64_t> words = listHead(launch, list);
    for (const std::size_t member : list.members)
        words.push_back(reinterpret_cast<std::uint64_t>(m_slots.at(member).data));
    std::memcpy(slot.data, words.data(), slot.bytes);
    slot.initialised = true;
}

Status GmArena::fill(const Argument& argument, Slot& slot, std::uint8_t poison)
{
    switch (argument.kind) {
    case Argument::Kind::Input:
        slot.input = true;
        slot.initialised = true;
        return readInto(argument.data, slot.data, slot.bytes);
    case Argument::Kind::Tiling:
        slot.initialised = true;
        std::memset(slot.data, 0, slot.bytes);
        std::memcpy(slot.data, argument.value.data(), argument.value.size());
        return {};
    case Argument::Kind::Output:
        slot.initialised = !argument.data.empty();
        if (slot.initialised)
            return readInto(argument.data, slot.data, slot.bytes);
        [[fallthrough]];
    default:
        std::memset(slot.data, poison, slot.bytes);
        return {};
    }
}

std::vector<std::size_t> GmArena::initialised() const
{
    std::vector<std::size_t> list;
    for (std::size_t i = 0; i < m_slots.size(); ++i) {
        if (m_slots[i].initialised)
            list.push_back(i);
    }
    return list;
}

std::vector<GmArena::Damage> GmArena::damages() const
{
    std::vector<Damage> found;
    for (const Slot& slot : m_slots) {
        if (slot.guardBegin == nullptr || !slot.live)
            continue;
        const auto intact = [](std::byte b) { return b == kCanary; };
        const std::byte* behind = std::find_if_not(slot.data + slot.bytes, slot.guardEnd, intact);
        if (behind != slot.guardEnd)
            found.push_back({ slot.name, false, static_cast<std::uint64_t>(behind - (slot.data + slot.bytes)) });
        const std::byte* front = slot.data;
        for (const std::byte* at = slot.data; at-- > slot.guardBegin;) {
            if (*at != kCanary) {
                front = at;
                break;
            }
        }
        if (front != slot.data)
            found.push_back({ slot.name, true, static_cast<std::uint64_t>(slot.data - front) - 1 });
    }
    return found;
}

void GmArena::beginWatch(Slot& slot, InputWatch watch)
{
    const auto bytes = static_cast<std::size_t>(slot.guardEnd - slot.guardBegin);
    slot.watched = watch == InputWatch::Pages && slot.bytes >= kLarge && ::mprotect(slot.guardBegin, bytes, PROT_READ) == 0;
    if (!slot.watched)
        slot.digest = digestOf(slot.data, slot.bytes);
}

bool GmArena::openInput(std::uintptr_t address) noexcept
{
    for (Slot& slot : m_slots) {
        const auto begin = reinterpret_cast<std::uintptr_t>(slot.guardBegin);
        const auto end = reinterpret_cast<std::uintptr_t>(slot.guardEnd);
        if (!slot.watched || address < begin || address >= end)
            continue;
        slot.digest = digestOf(slot.data, slot.bytes);
        slot.watched = false;
        return ::mprotect(slot.guardBegin, end - begin, PROT_READ | PROT_WRITE) == 0;
    }
    return false;
}

bool GmArena::inputsChanged() const
{
    return std::ranges::any_of(m_slots,
        [](const Slot& slot) { return slot.input && !slot.watched && digestOf(slot.data, slot.bytes) != slot.digest; });
}

std::string GmArena::explain(std::uintptr_t address) const
{
    const auto base = reinterpret_cast<std::uintptr_t>(m_base);
    if (m_base == nullptr || address < base || address >= base + m_bytes)
        return {};
    const Slot* nearest = nullptr;
    for (const Slot& slot : m_slots) {
        const auto begin = reinterpret_cast<std::uintptr_t>(slot.data);
        if (slot.guardBegin == nullptr)
            continue;
        if (address >= begin && address < begin + slot.bytes)
            return "byte " + std::to_string(address - begin) + " of tensor " + slot.name + (slot.live ? "" : ", which has been freed");
        if (begin <= address && (nearest == nullptr || slot.data > nearest->data))
            nearest = &slot;
    }
    if (nearest == nullptr)
        return "global memory before the first tensor";
    const auto end = reinterpret_cast<std::uintptr_t>(nearest->data) + nearest->bytes;
    return "global memory " + std::to_string(address - end) + " B past the end of tensor " + nearest->name + " ("
        + std::to_string(nearest->bytes) + " B)";
}

} // namespace hawk::emulator
