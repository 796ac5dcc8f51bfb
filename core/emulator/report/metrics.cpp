#include "emulator/report/profile_builder.h"

#include <algorithm>

namespace hawk::emulator {
namespace {

constexpr double kGib = 1024.0 * 1024.0 * 1024.0; // the profiler's GB

double gibPerSecond(double bytes, double microseconds)
{
    return microseconds > 0 ? bytes / kGib / (microseconds * 1e-6) : 0;
}

} // namespace

Json vendorMetrics(const Profile& profile, const Timing& timing)
{
    Json metrics = Json::object();
    const double clock = std::max(profile.clockMhz, 1e-9);
    double cycles = 0;
    int ran = 0;
    double conflict = 0;
    for (const CoreTiming& core : timing.cores) {
        cycles += core.ran ? core.end - core.start : 0;
        conflict += core.bankConflictCycles;
        ran += core.ran ? 1 : 0;
    }
    const double blocks = std::max(ran, 1);
    const double meanUs = cycles / blocks / clock;
    metrics["Task Duration(us)"] = profile.totalUs;
    metrics["Block Dim"] = profile.blockDim;
    metrics["aiv_time(us)"] = meanUs;
    metrics["aiv_total_cycles"] = cycles;
    for (const Pipe pipe : { Pipe::S, Pipe::V, Pipe::Mte2, Pipe::Mte3 }) {
        const PipeUse& use = profile.pipes[static_cast<std::size_t>(pipe)];
        const std::string prefix = "aiv_" + std::string(name(pipe));
        metrics[prefix + "_time(us)"] = use.busyCycles / clock;
        metrics[prefix + "_ratio"] = use.ratio;
        if (pipe != Pipe::S)
            metrics[prefix + "_wait_ratio"] = meanUs > 0 ? use.waitCycles / clock / meanUs : 0;
        if (pipe == Pipe::Mte2 || pipe == Pipe::Mte3) {
            metrics[prefix + "_instructions"] = use.instructions;
            metrics[prefix + "_active_bw(GB/s)"]
                = gibPerSecond(static_cast<double>(use.bytes) / blocks, use.busyCycles / clock);
        }
    }
    const double read = static_cast<double>(profile.gmReadBytes);
    const double written = static_cast<double>(profile.gmWriteBytes);
    metrics["GM_to_UB_datas(KB)"] = read / 1024;
    metrics["UB_to_GM_datas(KB)"] = written / 1024;
    metrics["aiv_gm_to_ub_bw(GB/s)"] = gibPerSecond(read / blocks, meanUs);
    metrics["aiv_ub_to_gm_bw(GB/s)"] = gibPerSecond(written / blocks, meanUs);
    metrics["aiv_main_mem_read_bw(GB/s)"] = metrics["aiv_gm_to_ub_bw(GB/s)"];
    metrics["aiv_main_mem_write_bw(GB/s)"] = metrics["aiv_ub_to_gm_bw(GB/s)"];
    metrics["read_main_memory_datas(KB)"] = read / 1024;
    metrics["write_main_memory_datas(KB)"] = written / 1024;
    metrics["aiv_vec_total_cflt_ratio"] = cycles > 0 ? conflict / cycles : 0;
    metrics["aiv_vec_bankgroup_cflt_ratio"] = cycles > 0 ? conflict / cycles : 0;
    const double lines = static_cast<double>(timing.hbmReadBytes + timing.l2HitBytes);
    metrics["aiv_total_hit_rate(%)"] = lines > 0 ? 100 * static_cast<double>(timing.l2HitBytes) / lines : 0;
    const double compute = profile.pipes[static_cast<std::size_t>(Pipe::V)].ratio;
    if (compute > 0)
        metrics["memory_bound"] = profile.pipes[static_cast<std::size_t>(Pipe::Mte2)].ratio / compute;
    return metrics;
}

} // namespace hawk::emulator
