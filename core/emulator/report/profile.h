#pragma once

#include "base/json.h"
#include "emulator/isa/op.h"
#include "emulator/timing/segment.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace hawk::emulator {

/// Busy and waiting cycles of one pipe, averaged over cores that ran.
struct PipeUse {
    double busyCycles = 0;
    double waitCycles = 0;
    double ratio = 0; ///< busy / total
    std::uint64_t instructions = 0;
    std::uint64_t bytes = 0;
};

/// The modelled profile of one launch. "Modelled" means: from the emulator's cost tables, never from a
/// device.
struct Profile {
    std::string chip;
    std::uint32_t blockDim = 0;
    double clockMhz = 0;
    double totalCycles = 0; ///< slowest core, launch overhead included
    double totalUs = 0;
    bool trusted
        = true; ///< false when ordering was not proved or the trace is partial; `untrustedReason` says why
    std::string untrustedReason;
    std::array<PipeUse, static_cast<std::size_t>(Pipe::Count)> pipes {};
    std::uint64_t gmReadBytes = 0;
    std::uint64_t gmWriteBytes = 0;
    double meanDmaBytes = 0; ///< mean size of one GM transfer
    std::uint64_t ubPeakBytes = 0; ///< highest UB use of any core
    int coresUsed = 0;
    int coresAvailable = 0;
    double loadImbalance = 0; ///< slowest core / mean core - 1
    double tHwUs = 0; ///< bound: compulsory traffic and arithmetic at the chip's rates
    std::string bound; ///< pipe that sets tHw: "mte2", "vector"
    /// Bottleneck verdict: tags of the fixed list in algorithms.md 1.5 ("MTE2_BOUND", "NO_DOUBLE_BUFFER",
    /// ...).
    std::vector<std::string> bottlenecks;
    std::string bottleneckText; ///< the verdict in words, with numbers
    std::string confidence; ///< lowest confidence among the costs that decide the total
    Json metrics = Json::object(); ///< vendor profiler names: aiv_vec_ratio, aiv_mte2_active_bw(GB/s), ...
};

Json toJson(const Profile& profile);
Result<Profile> profileFromJson(const Json& json);

/// Chrome trace (chrome://tracing, Perfetto): one process per core, one thread per pipe, flows for waits.
std::string chromeTrace(const std::vector<Segment>& segments, const Profile& profile);

} // namespace hawk::emulator
