#include "emulator/check/shadow_memory.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <new>

namespace hawk::emulator {
namespace {

constexpr std::uint64_t kWordBits = 64;
constexpr std::uint64_t kAllBits = ~std::uint64_t { 0 };

/// Bits [first, last) of one word, 0 <= first < last <= 64.
std::uint64_t wordMask(std::uint64_t first, std::uint64_t last)
{
    const std::uint64_t upTo = last == kWordBits ? kAllBits : (std::uint64_t { 1 } << last) - 1;
    return upTo & (kAllBits << first);
}

std::uint64_t load(const std::uint64_t& word)
{
    // atomic_ref needs a mutable referent even to read; nothing is written here.
    return std::atomic_ref(const_cast<std::uint64_t&>(word)).load(std::memory_order_relaxed);
}

/// Calls `visit(wordIndex, mask)` for every word that [offset, offset + bytes) touches; stops when it returns
/// false.
template <class Visit> void forEachWord(std::uint64_t offset, std::uint64_t bytes, Visit&& visit)
{
    const std::uint64_t end = offset + bytes;
    while (offset < end) {
        const std::uint64_t word = offset / kWordBits;
        const std::uint64_t stop = std::min(end, (word + 1) * kWordBits);
        if (!visit(word, wordMask(offset % kWordBits, stop - word * kWordBits)))
            return;
        offset = stop;
    }
}

/// Calls `visit(offset, bytes)` for every contiguous run of an access; stops when it returns false.
template <class Visit> void forEachRun(const Access& access, Visit&& visit)
{
    const bool dense
        = access.blockCount > 0 && access.blockStride == static_cast<std::int64_t>(access.blockBytes);
    const std::uint32_t runs = dense ? 1 : access.blockCount;
    const std::uint64_t runBytes = dense ? std::uint64_t { access.blockBytes } * access.blockCount
                                         : std::uint64_t { access.blockBytes };
    const bool whole
        = access.repeatCount > 0 && runs == 1 && access.repeatStride == static_cast<std::int64_t>(runBytes);
    if (whole) {
        visit(access.offset, runBytes * access.repeatCount);
        return;
    }
    for (std::uint32_t repeat = 0; repeat < access.repeatCount; ++repeat) {
        const std::int64_t base = static_cast<std::int64_t>(access.offset)
            + static_cast<std::int64_t>(repeat) * access.repeatStride;
        for (std::uint32_t run = 0; run < runs; ++run) {
            const std::int64_t at = base + static_cast<std::int64_t>(run) * access.blockStride;
            if (at >= 0 && !visit(static_cast<std::uint64_t>(at), runBytes))
                return;
        }
    }
}

} // namespace

ShadowMemory::ShadowMemory(std::uint64_t bytes)
    : m_storage(static_cast<std::uint64_t*>(
          std::calloc(std::max<std::size_t>((bytes + kWordBits - 1) / kWordBits, 1), sizeof(std::uint64_t))))
    , m_bits(m_storage.get(), m_storage ? (bytes + kWordBits - 1) / kWordBits : 0)
    , m_bytes(m_storage ? bytes : 0)
{
    if (!m_storage)
        throw std::bad_alloc(); // as a vector would
}

void ShadowMemory::markWritten(std::uint64_t offset, std::uint64_t bytes)
{
    if (offset >= m_bytes)
        return;
    forEachWord(offset, std::min(bytes, m_bytes - offset), [this](std::uint64_t word, std::uint64_t mask) {
        const std::atomic_ref bits(m_bits[word]);
        if (mask == kAllBits)
            bits.store(kAllBits, std::memory_order_relaxed);
        else if ((bits.load(std::memory_order_relaxed) & mask) != mask)
            bits.fetch_or(mask, std::memory_order_relaxed);
        return true;
    });
}

void ShadowMemory::markWritten(const Access& access)
{
    forEachRun(access, [this](std::uint64_t offset, std::uint64_t bytes) {
        markWritten(offset, bytes);
        return true;
    });
}

void ShadowMemory::forget(std::uint64_t offset, std::uint64_t bytes)
{
    if (offset >= m_bytes)
        return;
    forEachWord(offset, std::min(bytes, m_bytes - offset), [this](std::uint64_t word, std::uint64_t mask) {
        std::atomic_ref(m_bits[word]).fetch_and(~mask, std::memory_order_relaxed);
        return true;
    });
}

std::int64_t ShadowMemory::firstUnwritten(std::uint64_t offset, std::uint64_t bytes) const
{
    if (offset >= m_bytes)
        return -1;
    std::int64_t first = -1;
    forEachWord(offset, std::min(bytes, m_bytes - offset), [&](std::uint64_t word, std::uint64_t mask) {
        const std::uint64_t missing = ~load(m_bits[word]) & mask;
        if (missing == 0)
            return true;
        first = static_cast<std::int64_t>(
            word * kWordBits + static_cast<std::uint64_t>(std::countr_zero(missing)));
        return false;
    });
    return first;
}

std::int64_t ShadowMemory::firstUnwritten(const Access& access) const
{
    std::int64_t first = -1;
    forEachRun(access, [&](std::uint64_t offset, std::uint64_t bytes) {
        first = firstUnwritten(offset, bytes);
        return first < 0;
    });
    return first;
}

std::int64_t ShadowMemory::firstWritten(std::uint64_t offset, std::uint64_t bytes) const
{
    if (offset >= m_bytes)
        return -1;
    std::int64_t first = -1;
    forEachWord(offset, std::min(bytes, m_bytes - offset), [&](std::uint64_t word, std::uint64_t mask) {
        const std::uint64_t present = load(m_bits[word]) & mask;
        if (present == 0)
            return true;
        first = static_cast<std::int64_t>(
            word * kWordBits + static_cast<std::uint64_t>(std::countr_zero(present)));
        return false;
    });
    return first;
}

bool ShadowMemory::anyWritten(const Access& access) const
{
    bool any = false;
    forEachRun(access, [&](std::uint64_t offset, std::uint64_t bytes) {
        any = firstWritten(offset, bytes) >= 0;
        return !any;
    });
    return any;
}

} // namespace hawk::emulator
