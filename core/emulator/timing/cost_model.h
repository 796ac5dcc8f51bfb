#pragma once

#include "chip/chip_facts.h"
#include "emulator/isa/op.h"
#include "emulator/timing/cost_table.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>

/// Cost of single ops, from the table and the chip. Private to timing/.
namespace hawk::emulator {

class LibraryRecipes;

/// The table's numbers as plain fields, looked up once.
struct CostModel {
    static Result<CostModel> make(const CostTable& table, const chip::ChipFacts& chip);

    struct Vector {
        double elementsPerCycle2 = 1; ///< 1- and 2-byte types
        double elementsPerCycle4 = 1;
        double elementsPerCycle8 = 1;
        double latency = 0; ///< from the last repeat to the result, pipeline fill included
        chip::Confidence confidence = chip::Confidence::Guess;
    };
    std::array<Vector, static_cast<std::size_t>(OpClass::Count)> vector {};
    double vectorGap = 0, maskSet = 0, repeatBytes = 256;
    double bankGroups = 16, bankReadWrite = 0;
    double dmaInstruction = 0, dmaBlock = 0, dmaReadLatency = 0, dmaL2Latency = 0, dmaWriteLatency = 0,
           dmaLocal = 1;
    double lineLarge = 512, lineSmall = 128;
    double issueVector = 0, issueDma = 0, issueSync = 0, issueBarrier = 0, issueQueueEvent = 0,
           queueDepth = 32;
    double scalarWork = 0, scalarUb = 0, scalarGmHit = 0, scalarGmMiss = 0, scalarCacheLines = 512,
           cacheClean = 0;
    double syncAll = 0, crossFlag = 0, crossMemory = 0, crossWait = 0;
    double launchBaseUs = 0, launchPerBlockUs = 0;
    std::shared_ptr<const LibraryRecipes> library; ///< instruction sequences of library calls
    // Bytes per core cycle; the chip-wide ones are for all cores together.
    double readPort = 1, writePort = 1, hbmChip = 1, l2Chip = 1;
};

/// Cycles of one vector instruction, without start-up.
struct VectorCost {
    double occupancy = 0; ///< the pipe is busy this long
    double conflict = 0; ///< part of it lost to UB bank conflicts
    double latency = 0; ///< result is there this long after the last repeat began
};

/// Vector costs with their bank conflicts; remembers address patterns, because a tile loop repeats them.
class VectorCosts {
public:
    explicit VectorCosts(const CostModel& model)
        : m_model(model)
    {
    }
    VectorCost of(const Op& op);

private:
    struct Conflict {
        double readFactor = 1; ///< reads of one repeat take this many cycles
        double readWriteRepeats = 0; ///< share of repeats with a read and a write in one bank
    };
    Conflict conflictOf(const Op& op, std::uint32_t repeats);

    const CostModel& m_model;
    std::unordered_map<std::uint64_t, Conflict> m_known;
};

/// Repeats of a vector op and the width of the element that sets them.
struct RepeatShape {
    double repeats = 0;
    double elementsPerRepeat = 0;
    std::uint32_t width = 0; ///< bytes of the widest element
};
RepeatShape repeatShapeOf(const Op& op, double repeatBytes);

/// A GM transfer as the memory system sees it.
struct TransferShape {
    std::uint64_t bytes = 0; ///< requested
    std::uint64_t lineBytes = 0; ///< after rounding every block out to request lines
    std::uint32_t blocks = 0;
};
TransferShape transferShapeOf(const Access& gm, const CostModel& model);

} // namespace hawk::emulator
