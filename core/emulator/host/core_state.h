#pragma once

#include "emulator/check/issue_rules.h"
#include "emulator/host/cross_core_state.h"
#include "emulator/host/pipe_state.h"
#include "emulator/host/scalar_runs.h"
#include "emulator/isa/op.h"
#include "hawk/abi.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace hawk::emulator {

class Machine;

/// Local memory of one core, as real memory followed by a page that faults.
class LocalMemory {
public:
    LocalMemory() = default;
    ~LocalMemory();
    LocalMemory(const LocalMemory&) = delete;
    LocalMemory& operator=(const LocalMemory&) = delete;
    bool create(std::uint64_t bytes, std::uint8_t poison);
    /// Takes over another's memory, filled anew when `poison` is given.
    void take(LocalMemory& other, std::optional<std::uint8_t> poison);
    std::byte* data() const { return m_data; }
    std::uint64_t bytes() const { return m_bytes; }

private:
    std::byte* m_data = nullptr;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_mapped = 0;
};

/// Notices a block that reads the same global memory again and again with no other work in between: it waits for another
/// block, which must get its turn.
class PollWatch {
public:
    /// One read of global memory at a source line; true when the block should let others run.
    bool reads(std::uint32_t line, std::uint64_t offset)
    {
        Entry& entry = m_entries[(line * 31U + offset / 4) % m_entries.size()];
        if (entry.line != line || entry.offset != offset)
            entry = { line, offset, 0 };
        m_used = true;
        return ++entry.count > kPatience;
    }
    /// Anything but reading and waiting: what was read before counts anew.
    void works()
    {
        if (m_used)
            m_entries.fill({});
        m_used = false;
    }

private:
    static constexpr std::uint32_t kPatience = 16;
    struct Entry {
        std::uint32_t line = 0;
        std::uint64_t offset = 0;
        std::uint32_t count = 0;
    };
    std::array<Entry, 16> m_entries {};
    bool m_used = false;
};

/// Registers that change how later instructions work.
struct CoreRegisters {
    bool counterMode = false;
    std::array<std::uint64_t, 2> mask { ~0ULL, ~0ULL };
    enum class Atomic : std::uint8_t { None, Add, Max, Min };
    Atomic atomic = Atomic::None;
    DType atomicType = DType::None;
    bool padValueSet = false;
    std::uint64_t padValue = 0;
    std::uint32_t padValueBytes = 0;
    float dequantScale = 1.0F;
    /// CastDequant's parameters: one set, or sixteen in UB.
    std::int32_t dequantOffset = 0;
    bool dequantSigned = false;
    std::uint64_t dequantTable = 0;
    bool saturateFloat = false; ///< CTRL bit 48 at 0
    bool saturateCast = false;
    std::array<std::uint64_t, 2> compareMask { 0, 0 };
    float sum = 0; ///< of the last ReduceSum over a count or accumulating vcadd
    float extreme = 0; ///< of the last maximum or minimum
    std::uint64_t extremeIndex = 0;
    std::array<std::uint16_t, 4> mergeTaken {}; ///< by the last MrgSort from each queue
    std::array<std::uint64_t, 64> addresses {}; ///< set_va_reg_sb
};

/// Everything one block's core owns. Created when the block starts, released when it ends.
struct CoreState {
    CoreState(Machine& owner, std::uint32_t block);

    Machine& machine;
    std::uint32_t index = 0;
    LocalMemory ub;
    ShadowMemory ubWritten;
    ShadowMemory ubLeftOver; ///< written for an earlier tensor of a buffer that was handed out again
    IssueContext context;
    CoreRegisters registers;
    PipeState pipe;
    std::map<std::uint32_t, std::uint32_t> flags; ///< (source, destination, id) -> times set
    ScalarRuns scalarRuns;
    PollWatch polling;
    ScalarLines lines;
    std::uint64_t nextSeq = 0;
    std::uint64_t syncEpoch = 0; ///< SyncAll calls left so far
    std::uint64_t turns = 0; ///< NotifyNextBlock calls so far

    // The last call, for messages about crashes and deadlocks.
    const char* file = "";
    std::uint32_t line = 0;
};

} // namespace hawk::emulator
