#include "emulator/check/shadow_memory.h"

#include <algorithm>
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

/// The words a byte range touches: at most two of them in part, and whole ones between.
struct WordRange {
    struct Part {
        std::uint64_t word = 0;
        std::uint64_t mask = 0; ///< 0: there is no such part
    };
    Part head;
    std::uint64_t first = 0; ///< whole words [first, last)
    std::uint64_t last = 0;
    Part tail;
};

WordRange wordsOf(std::uint64_t offset, std::uint64_t bytes)
{
    const std::uint64_t end = offset + bytes;
    WordRange range { .first = (offset + kWordBits - 1) / kWordBits, .last = end / kWordBits };
    if (range.first > range.last) { // inside one word
        range.head = { range.last, wordMask(offset % kWordBits, end % kWordBits) };
        range.last = range.first;
        return range;
    }
    if (offset % kWordBits != 0)
        range.head = { offset / kWordBits, wordMask(offset % kWordBits, kWordBits) };
    if (end % kWordBits != 0)
        range.tail = { range.last, wordMask(0, end % kWordBits) };
    return range;
}

/// First byte whose bit, after `flip`, is set in the range; -1 when there is none. `flip` all ones looks for clear bits.
std::int64_t firstSet(std::span<const std::uint64_t> bits, const WordRange& range, std::uint64_t flip)
{
    const auto inPart = [&](const WordRange::Part& part) -> std::int64_t {
        const std::uint64_t found = part.mask == 0 ? 0 : (bits[part.word] ^ flip) & part.mask;
        return found == 0 ? -1 : static_cast<std::int64_t>(part.word * kWordBits + static_cast<std::uint64_t>(std::countr_zero(found)));
    };
    if (const std::int64_t at = inPart(range.head); at >= 0)
        return at;
    std::uint64_t word = range.first;
    constexpr std::uint64_t kStep = 8; // usually nothing is found: several words are asked at once
    for (; word + kStep <= range.last; word += kStep) {
        std::uint64_t any = 0;
        for (std::uint64_t i = 0; i < kStep; ++i)
            any |= bits[word + i] ^ flip;
        if (any != 0)
            break;
    }
    for (; word < range.last; ++word) {
        if (const std::int64_t at = inPart({ word, kAllBits }); at >= 0)
            return at;
    }
    return inPart(range.tail);
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
    if (offset >= m_bytes || bytes == 0)
        return;
    const WordRange range = wordsOf(offset, std::min(bytes, m_bytes - offset));
    for (const WordRange::Part& part : { range.head, range.tail }) {
        if (part.mask != 0)
            m_bits[part.word] |= part.mask;
    }
    std::fill(m_bits.begin() + static_cast<std::ptrdiff_t>(range.first), m_bits.begin() + static_cast<std::ptrdiff_t>(range.last), kAllBits);
}

void ShadowMemory::add(const ShadowMemory& other, std::uint64_t offset, std::uint64_t bytes)
{
    const std::uint64_t size = std::min(m_bytes, other.m_bytes);
    if (offset >= size || bytes == 0)
        return;
    const WordRange range = wordsOf(offset, std::min(bytes, size - offset));
    for (const WordRange::Part& part : { range.head, range.tail }) {
        if (part.mask != 0)
            m_bits[part.word] |= other.m_bits[part.word] & part.mask;
    }
    for (std::uint64_t word = range.first; word < range.last; ++word)
        m_bits[word] |= other.m_bits[word];
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
    if (offset >= m_bytes || bytes == 0)
        return;
    const WordRange range = wordsOf(offset, std::min(bytes, m_bytes - offset));
    for (const WordRange::Part& part : { range.head, range.tail }) {
        if (part.mask != 0)
            m_bits[part.word] &= ~part.mask;
    }
    std::fill(m_bits.begin() + static_cast<std::ptrdiff_t>(range.first), m_bits.begin() + static_cast<std::ptrdiff_t>(range.last), 0);
}

std::int64_t ShadowMemory::firstUnwritten(std::uint64_t offset, std::uint64_t bytes) const
{
    if (offset >= m_bytes || bytes == 0)
        return -1;
    return firstSet(m_bits, wordsOf(offset, std::min(bytes, m_bytes - offset)), kAllBits);
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
    if (offset >= m_bytes || bytes == 0)
        return -1;
    return firstSet(m_bits, wordsOf(offset, std::min(bytes, m_bytes - offset)), 0);
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
