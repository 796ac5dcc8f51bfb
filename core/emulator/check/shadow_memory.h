#pragma once

#include "emulator/isa/op.h"

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>

namespace hawk::emulator {

/// Which bytes of one memory have been written since the kernel began. One object per core and local space;
/// the machine marks writes, issue rules ask before reads. One thread at a time.
class ShadowMemory {
public:
    explicit ShadowMemory(std::uint64_t bytes);
    void markWritten(const Access& access);
    void markWritten(std::uint64_t offset, std::uint64_t bytes);
    /// Marks what `other` has marked in a region.
    void add(const ShadowMemory& other, std::uint64_t offset, std::uint64_t bytes);
    /// Forgets a region (AllocTensor hands out a buffer that nothing of this tensor was written to).
    void forget(std::uint64_t offset, std::uint64_t bytes);
    /// First byte of `access` that was never written, or -1. Bytes beyond the memory count as written:
    /// another rule reports those.
    std::int64_t firstUnwritten(const Access& access) const;
    std::int64_t firstUnwritten(std::uint64_t offset, std::uint64_t bytes) const;
    /// First byte of the range that was written, or -1.
    std::int64_t firstWritten(std::uint64_t offset, std::uint64_t bytes) const;
    /// True when some byte of `access` was written: tells a partly padded operand from a forgotten one.
    bool anyWritten(const Access& access) const;

private:
    struct Free {
        void operator()(std::uint64_t* words) const { std::free(words); }
    };
    /// One bit per byte, from calloc: pages of a large, mostly unused memory are never touched.
    std::unique_ptr<std::uint64_t[], Free> m_storage;
    std::span<std::uint64_t> m_bits;
    std::uint64_t m_bytes;
};

} // namespace hawk::emulator
