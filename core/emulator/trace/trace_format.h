#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

/// Layout of a trace file, shared by writer and reader. All numbers are in the machine's byte order; a trace
/// is read on the machine that wrote it. The file is a header followed by records; each record is a
/// RecordHead and `bytes` of payload, so that a reader can stop at any byte and still have every whole record
/// before it.
namespace hawk::emulator::trace_format {

inline constexpr std::array<char, 8> kMagic { 'H', 'A', 'W', 'K', 'T', 'R', 'C', '\n' };

/// Fixed part of the header. `headerBytes` counts what follows it: chip name and tensors.
struct FileHead {
    std::array<char, 8> magic = kMagic;
    std::uint32_t version = 0;
    std::uint32_t headerBytes = 0;
    std::uint32_t blockDim = 0;
    std::uint32_t tensorCount = 0;
};
static_assert(sizeof(FileHead) == 24);

enum class RecordKind : std::uint16_t {
    Op = 1, ///< the first kOpBaseBytes of Op, then its used accesses only
    FileName = 2, ///< u16 id, then the name without terminator
    Capped = 3, ///< maxOps reached, ops after this were dropped
    End = 4, ///< the writer finished normally
    RawStores = 5 ///< u64 begin, u64 end in the GM arena: changed, and no operation did it
};

struct RecordHead {
    RecordKind kind = RecordKind::End;
    std::uint16_t bytes = 0;
};
static_assert(sizeof(RecordHead) == 4);

} // namespace hawk::emulator::trace_format
