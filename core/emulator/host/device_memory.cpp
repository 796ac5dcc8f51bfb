// The half of GmArena that programs use: buffers that come and go while the process lives.
#include "emulator/host/gm_arena.h"

#include "base/rng.h"
#include "base/units.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/mman.h>

namespace hawk::emulator {
namespace {

constexpr std::uint64_t kPage = 4096;
constexpr std::uint64_t kGuard = 4096;
constexpr std::uint64_t kTensorAlign = 512;
constexpr std::byte kCanary { 0xC5 };

} // namespace

Status GmArena::reserve(std::uint64_t bytes, std::uint64_t seed)
{
    void* memory = ::mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        return Error { Errc::Io,
            "cannot reserve " + std::to_string(bytes) + " B of address space for device memory: " + std::strerror(errno), {}, {} };
    m_base = static_cast<std::byte*>(memory);
    m_bytes = bytes;
    m_used = kPage;
    m_placement = deriveSeed(seed, "gm addresses");
    m_accessible = false;
    return {};
}

/// Finds a place: behind everything used so far, else where a released buffer of enough room was.
bool GmArena::place(Slot& slot, std::uint64_t bytes)
{
    Rng rng(m_placement + m_slots.size());
    const std::uint64_t front = kGuard + kTensorAlign * rng.below(kPage / kTensorAlign);
    const std::uint64_t span = alignUp(front + bytes + kGuard, kPage);
    std::uint64_t begin = m_used;
    if (span + kPage > m_bytes - m_used) {
        const auto old = std::ranges::find_if(m_slots, [&](const Slot& other) {
            return !other.live && static_cast<std::uint64_t>(other.guardEnd - other.guardBegin) >= span;
        });
        if (old == m_slots.end())
            return false;
        begin = static_cast<std::uint64_t>(old->guardBegin - m_base);
        m_slots.erase(old);
    } else {
        m_used += span + kPage;
    }
    slot.bytes = bytes;
    slot.guardBegin = m_base + begin;
    slot.data = slot.guardBegin + front;
    slot.guardEnd = slot.guardBegin + span;
    return ::mprotect(slot.guardBegin, span, PROT_READ | PROT_WRITE) == 0;
}

std::byte* GmArena::allocate(std::string name, std::uint64_t bytes, std::uint8_t poison)
{
    m_fresh = static_cast<std::byte>(poison);
    if (bytes == 0 || bytes > m_bytes)
        return nullptr;
    Slot slot;
    slot.name = std::move(name);
    if (!place(slot, bytes))
        return nullptr;
    std::fill(slot.guardBegin, slot.data, kCanary);
    std::memset(slot.data, poison, bytes);
    std::fill(slot.data + bytes, slot.guardEnd, kCanary);
    if (!m_accessible)
        ::mprotect(slot.guardBegin, static_cast<std::size_t>(slot.guardEnd - slot.guardBegin), PROT_NONE);
    m_slots.push_back(slot);
    listTensors();
    return slot.data;
}

bool GmArena::release(const std::byte* data)
{
    const auto slot = std::ranges::find_if(m_slots, [&](const Slot& s) { return s.live && s.data == data; });
    if (slot == m_slots.end())
        return false;
    slot->live = false;
    const auto span = static_cast<std::size_t>(slot->guardEnd - slot->guardBegin);
    ::madvise(slot->guardBegin, span, MADV_DONTNEED);
    ::mprotect(slot->guardBegin, span, PROT_NONE);
    listTensors();
    return true;
}

void GmArena::setAccessible(bool accessible)
{
    if (accessible == m_accessible)
        return;
    m_accessible = accessible;
    for (const Slot& slot : m_slots) {
        if (slot.live && !slot.shared)
            ::mprotect(slot.guardBegin, static_cast<std::size_t>(slot.guardEnd - slot.guardBegin),
                accessible ? PROT_READ | PROT_WRITE : PROT_NONE);
    }
}

void GmArena::setAlwaysAccessible(const std::byte* data)
{
    for (Slot& slot : m_slots) {
        if (!slot.live || slot.data != data)
            continue;
        slot.shared = true;
        ::mprotect(slot.guardBegin, static_cast<std::size_t>(slot.guardEnd - slot.guardBegin), PROT_READ | PROT_WRITE);
    }
}

bool GmArena::alwaysAccessible(const std::byte* data) const
{
    return std::ranges::any_of(m_slots, [&](const Slot& slot) { return slot.live && slot.shared && slot.data == data; });
}

void GmArena::listTensors()
{
    m_tensors.clear();
    for (const Slot& slot : m_slots) {
        if (slot.live)
            m_tensors.push_back({ slot.name, static_cast<std::uint64_t>(slot.data - m_base), slot.bytes, DType::None, false });
    }
    std::ranges::sort(m_tensors, {}, &TraceTensor::offset);
}

bool GmArena::nameBuffer(std::uintptr_t address, const std::string& name)
{
    for (Slot& slot : m_slots) {
        const auto begin = reinterpret_cast<std::uintptr_t>(slot.data);
        if (!slot.live || address < begin || address >= begin + slot.bytes)
            continue;
        slot.name = name;
        listTensors();
        return true;
    }
    return false;
}

std::optional<GmArena::Range> GmArena::bufferAt(std::uintptr_t address) const
{
    std::optional<Range> found;
    for (const Slot& slot : m_slots) {
        const auto begin = reinterpret_cast<std::uintptr_t>(slot.data);
        if (address >= begin && address < begin + slot.bytes && (!found || slot.live))
            found = Range { slot.name, slot.data, slot.bytes, slot.live };
    }
    return found;
}

std::vector<GmArena::Range> GmArena::liveBuffers() const
{
    std::vector<Range> list;
    for (const Slot& slot : m_slots) {
        if (slot.live)
            list.push_back({ slot.name, slot.data, slot.bytes, true });
    }
    return list;
}

void GmArena::repairGuards()
{
    for (const Slot& slot : m_slots) {
        if (!slot.live)
            continue;
        std::fill(slot.guardBegin, slot.data, kCanary);
        std::fill(slot.data + slot.bytes, slot.guardEnd, kCanary);
    }
}

} // namespace hawk::emulator
