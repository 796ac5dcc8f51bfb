#pragma once

#include "emulator/isa/op.h"

#include <cstdint>
#include <vector>

namespace hawk::emulator {

/// Which bytes of one memory have been written since the kernel began. One object per core and local space;
/// the machine marks writes, issue rules ask before reads. Marking and asking may happen on several threads
/// at once (blocks share GM); each byte's answer is then the one before or after the other thread's mark.
class ShadowMemory {
public:
    explicit ShadowMemory(std::uint64_t bytes);
    void markWritten(const Access& access);
    void markWritten(std::uint64_t offset, std::uint64_t bytes);
    /// Forgets a region (AllocTensor hands out a buffer with undefined contents).
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
    std::vector<std::uint64_t> m_bits;
    std::uint64_t m_bytes;
};

} // namespace hawk::emulator
