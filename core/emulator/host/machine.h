#pragma once

#include "emulator/check/issue_rules.h"
#include "emulator/host/core_state.h"
#include "emulator/host/gm_arena.h"
#include "emulator/launch.h"
#include "emulator/trace/trace_file.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::emulator {

/// How a run ended, as far as the machine knows.
struct MachineOutcome {
    enum class Kind : std::uint8_t { Finished, Fatal, Crashed, Deadlock };
    Kind kind = Kind::Finished;
    std::string detail;
};

class Scheduler;

/// The emulated device during one launch: global memory, the cores, the trace and the findings. No globals: several
/// machines may exist in one process, each used by one thread at a time.
class Machine {
public:
    /// `trace` and `sink` outlive the machine. `launch.chip` must be set.
    Machine(const Launch& launch, TraceWriter& trace, FindingSink& sink);
    /// A launch on memory that outlives it: `gm` and what of it has been written so far. prepare() is not called.
    Machine(const Launch& launch, GmArena& gm, ShadowMemory& written, TraceWriter& trace, FindingSink& sink);
    ~Machine();
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;

    /// Reserves and fills memory. `watch`: Pages needs a CrashHandler around run().
    Status prepare(GmArena::InputWatch watch = GmArena::InputWatch::Digest);
    /// Runs `body` once per block, in an order that the seed decides, until all have returned or one has failed.
    MachineOutcome run(const std::function<void()>& body);
    /// After the run: guard bands, and outputs that were stored to through a pointer. Adds findings.
    void checkMemory();
    /// See raw_stores.h; noted in the trace.
    void adoptRawStores(std::uint64_t offset, std::uint64_t bytes);

    const Launch& launch() const { return m_launch; }
    const chip::ChipFacts& chip() const { return *m_launch.chip; }
    GmArena& gm() { return *m_gm; }
    ShadowMemory& gmWritten() { return *m_gmWritten; }
    FindingSink& sink() { return m_sink; }
    TraceWriter& trace() { return m_trace; }
    Scheduler& scheduler() { return *m_scheduler; }
    const std::vector<std::string>& files() const { return m_files; }
    std::uint8_t poison() const { return m_poison; }
    std::uint32_t nextOrder() { return ++m_order; }
    CrossCoreState& crossCore() { return m_crossCore; }
    /// Blocks that have arrived at each SyncAll so far.
    std::vector<std::uint32_t>& syncArrivals() { return m_syncArrivals; }
    std::uint64_t opsTotal() const { return m_opsTotal; }

    /// A copy of the bytes that lives as long as the machine; the same one for equal bytes.
    const void* keep(std::string_view bytes) { return m_kept.emplace(bytes).first->data(); }
    /// Number of a source file in findings and trace.
    std::uint16_t internFile(const char* name);
    void append(const Op& op);

private:
    Launch m_launch;
    TraceWriter& m_trace;
    FindingSink& m_sink;
    GmArena m_ownGm; ///< of a single launch
    std::unique_ptr<ShadowMemory> m_ownWritten;
    GmArena* m_gm = &m_ownGm;
    ShadowMemory* m_gmWritten = nullptr;
    std::unique_ptr<Scheduler> m_scheduler;
    CrossCoreState m_crossCore;
    std::uint32_t m_order = 0;
    std::vector<std::uint32_t> m_syncArrivals;
    std::vector<std::string> m_files;
    std::set<std::string> m_kept;
    const char* m_lastFile = nullptr;
    std::uint16_t m_lastFileId = 0;
    std::uint8_t m_poison = 0xFF;
    std::uint64_t m_opsTotal = 0;
};

/// The byte that fresh memory is filled with: NaN in every floating format for 0xFF, huge or negative numbers else.
std::uint8_t poisonFor(std::uint64_t seed);

} // namespace hawk::emulator
