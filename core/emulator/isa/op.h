#pragma once

#include "base/dtype.h"

#include <array>
#include <cstdint>
#include <type_traits>

/// The one record that everything in the emulator speaks: the device headers fill it, issue rules read it, execution
/// performs it, the trace stores it, history rules and timing replay it. It is the trace file's record format, so its
/// layout is versioned (trace/trace_file.h) and every field has a fixed size.
namespace hawk::emulator {

enum class Space : std::uint8_t { None, Gm, Ub, L1, L0A, L0B, L0C, Bt, Fb };
enum class Pipe : std::uint8_t { S, V, M, Mte1, Mte2, Mte3, Fix, All, Count };
enum class CoreKind : std::uint8_t { Aiv, Aic };

/// What timing and history rules distinguish. Vector classes follow the vendor's rate table
/// ("Vector instruction theoretical performance"); a new API reuses a class.
enum class OpClass : std::uint8_t {
    None,
    // vector unit
    VecSimple, VecDiv, VecExp, VecLn, VecSqrt, VecMulAddDst, VecCast, VecCompare, VecSelect, VecDuplicate, VecCopy,
    VecReduceRepeat, VecReduceBlock, VecReducePair, VecBrcb, VecGather, VecGatherMask, VecTranspose, VecSort,
    VecLibrary, ///< a function of the high-level library: many instructions (timing/library_costs.h)
    VecMaskSet,
    // data movement
    DmaGmToUb, DmaUbToGm, DmaGmToL1, DmaL1ToGm, DmaUbToUb, DmaL1ToUb, DmaUbToL1,
    // cube (tier 3)
    CubeMmad, CubeLoad, CubeFixpipe,
    // scalar unit
    ScalarRead, ScalarWrite, ScalarWork, CacheClean,
    // synchronisation and life cycle
    SyncSet, SyncWait, Barrier, CrossSet, CrossWait, SyncAllArrive, SyncAllLeave,
    QueueEvent, BufferInit, TensorDeclare, KernelBegin, KernelEnd,
    Count
};

enum AccessFlags : std::uint8_t {
    AccessRead = 1,
    AccessWrite = 2,
    AccessAtomic = 4, ///< GM atomic: conflicts with plain accesses, not with other atomics
    AccessUnchanged = 8, ///< a GM write of what was there already
};

/// A two-level strided region: repeatCount x (blockCount blocks of blockBytes). Contiguous regions have
/// blockCount == repeatCount == 1. Offsets are bytes from the start of the space on this core; for GM they are bytes
/// in the launch's GM arena (launch.h), the same for every core.
struct Access {
    Space space = Space::None;
    std::uint8_t flags = 0;
    DType dtype = DType::None;
    std::uint8_t reserved = 0;
    std::uint32_t blockBytes = 0;
    std::uint64_t offset = 0;
    std::uint32_t blockCount = 1;
    std::uint32_t repeatCount = 1;
    std::int32_t blockStride = 0; ///< bytes between block starts
    std::int32_t repeatStride = 0; ///< bytes between repeat starts
};

inline constexpr std::size_t kMaxAccesses = 4;

/// One issued operation. For sync classes `aux` holds: [0] source pipe, [1] destination pipe, [2] token (event id, or
/// a number unique to a queue buffer's hand-over), [3] kind (SyncKind). For DMA: [0] blockCount, [1] block bytes.
/// For vector ops: [0] repeat times, [1] mask elements per repeat, [2] count form (1) or repeat form (0), [3] scalar
/// bits. For VecLibrary: [0] rows, [1] elements one pass handles (0: all), [2] 1, [3] number of the first operand this record
/// holds (a call with more operands than kMaxAccesses continues in records of no elements). For QueueEvent: [0] QueueAction, [1] queue number, [2] buffer number, [3] buffer bytes.
struct Op {
    std::uint64_t seq = 0; ///< issue order within its core, from 0
    std::uint16_t api = 0; ///< row of the isa table (isa/table.h)
    std::uint16_t core = 0; ///< block index (for AIV-only kernels)
    std::uint16_t file = 0; ///< interned source file
    CoreKind coreKind = CoreKind::Aiv;
    Pipe pipe = Pipe::S;
    OpClass kind = OpClass::None;
    DType dtype = DType::None; ///< the type that decides the rate
    std::uint8_t accessCount = 0;
    std::uint8_t reserved = 0;
    std::uint32_t line = 0;
    std::uint32_t elements = 0; ///< elements processed
    std::uint32_t order = 0; ///< of GM stores: rises in the order the emulator performed them, over all cores
    std::array<std::uint32_t, 4> aux {};
    std::array<Access, kMaxAccesses> accesses {};
};

static_assert(std::is_trivially_copyable_v<Op>);
static_assert(sizeof(Access) == 32);
static_assert(sizeof(Op) == 176);

/// Flag, Queue and Implicit order pipes of one core; Cross and Line order cores: who has waited for a token comes after all
/// who have set it. Line: through a word in global memory that was written back and read past the cache.
enum class SyncKind : std::uint32_t { Flag, Queue, Implicit, Cross, Line };
enum class QueueAction : std::uint32_t { Init, Alloc, Enqueue, Dequeue, Free };

} // namespace hawk::emulator
