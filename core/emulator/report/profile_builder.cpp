#include "emulator/report/profile_builder.h"

#include "emulator/isa/table.h"
#include "emulator/trace/access_geometry.h"

#include <algorithm>
#include <array>
#include <map>

namespace hawk::emulator {
namespace {

constexpr std::size_t index(Pipe pipe) { return static_cast<std::size_t>(pipe); }

/// Sums over the ops of a trace that need no times.
struct TraceSums {
    std::uint64_t readBytes = 0;
    std::uint64_t writeBytes = 0;
    std::uint64_t transfers = 0;
    std::uint64_t transferBytes = 0;
    std::uint64_t ubPeak = 0;
    std::uint64_t tilesPerBlock = 0;
    std::uint64_t gmScalarAccesses = 0;
    int blocksWithWork = 0;
};

bool isTransfer(OpClass kind) { return kind >= OpClass::DmaGmToUb && kind <= OpClass::DmaL1ToGm; }
bool isScalar(OpClass kind) { return kind == OpClass::ScalarRead || kind == OpClass::ScalarWrite; }
bool isWork(OpClass kind)
{
    return isTransfer(kind) || isScalar(kind) || (kind > OpClass::None && kind <= OpClass::VecMaskSet);
}

void addGm(TraceSums& sums, const Op& op, const Access& access)
{
    const std::uint64_t bytes = bytesOf(access);
    ((access.flags & AccessWrite) != 0 ? sums.writeBytes : sums.readBytes) += bytes;
    if (isTransfer(op.kind)) {
        ++sums.transfers;
        sums.transferBytes += bytes;
    } else {
        sums.gmScalarAccesses += std::uint64_t { access.blockCount } * access.repeatCount;
    }
}

void addBlock(TraceSums& sums, const OpList& ops)
{
    std::uint64_t tiles = 0;
    bool work = false;
    for (const Op& op : ops) {
        work = work || isWork(op.kind);
        tiles += op.kind == OpClass::DmaGmToUb ? 1 : 0;
        for (std::size_t i = 0; i < op.accessCount; ++i) {
            const Access& access = op.accesses[i];
            if (access.space == Space::Gm && access.flags != 0)
                addGm(sums, op, access);
            else if (access.space == Space::Ub)
                sums.ubPeak = std::max(
                    sums.ubPeak, static_cast<std::uint64_t>(std::max<std::int64_t>(boundsOf(access).end, 0)));
        }
    }
    sums.tilesPerBlock = std::max(sums.tilesPerBlock, tiles);
    sums.blocksWithWork += work ? 1 : 0;
}

TraceSums sumsOf(const Trace& trace)
{
    TraceSums sums;
    for (const auto& ops : trace.cores)
        addBlock(sums, ops);
    return sums;
}

void fillPipes(Profile& profile, const Timing& timing)
{
    int ran = 0;
    double cycles = 0;
    for (const CoreTiming& core : timing.cores) {
        if (!core.ran)
            continue;
        ++ran;
        cycles += core.end - core.start;
        for (std::size_t p = 0; p < profile.pipes.size(); ++p) {
            profile.pipes[p].busyCycles += core.pipes[p].busy;
            profile.pipes[p].waitCycles += core.pipes[p].wait;
            profile.pipes[p].instructions += core.pipes[p].instructions;
            profile.pipes[p].bytes += core.pipes[p].bytes;
        }
    }
    if (ran == 0)
        return;
    const double mean = std::max(cycles / ran, 1e-9);
    double slowest = 0;
    for (const CoreTiming& core : timing.cores)
        slowest = std::max(slowest, core.ran ? core.end - core.start : 0);
    profile.loadImbalance = slowest / mean - 1;
    for (PipeUse& use : profile.pipes) {
        use.busyCycles /= ran;
        use.waitCycles /= ran;
        use.ratio = use.busyCycles / mean;
    }
}

struct Compulsory {
    std::uint64_t read = 0;
    std::uint64_t write = 0;
};

Compulsory compulsoryOf(const Launch& launch)
{
    Compulsory bytes;
    for (const Argument& argument : launch.arguments) {
        if (argument.kind == Argument::Kind::Input)
            bytes.read += argument.bytes;
        else if (argument.kind == Argument::Kind::Output)
            bytes.write += argument.bytes;
    }
    return bytes;
}

/// T_HW: no kernel on this chip can be faster. Inputs are read once and outputs written once, at peak
/// bandwidth of the memory and of all cores' ports; the arithmetic the kernel itself issued, spread over all
/// vector cores.
void fillBound(Profile& profile, const chip::ChipFacts& chip, const Compulsory& bytes)
{
    const double clockHz = chip.clockMhz.value * 1e6;
    const double cores = std::max(chip.vectorCores.value, 1);
    const double memory = chip.hbmTbPerS.value * 1e12;
    const double read = static_cast<double>(bytes.read);
    const double write = static_cast<double>(bytes.write);
    const double readPort = cores * chip.gmToUbBytesPerCycle.value * clockHz;
    const double writePort = cores * chip.ubToGmBytesPerCycle.value * clockHz;
    std::map<std::string, double> seconds;
    if (memory > 0)
        seconds[read >= write ? "mte2" : "mte3"] = (read + write) / memory;
    if (readPort > 0)
        seconds["mte2"] = std::max(seconds["mte2"], read / readPort);
    if (writePort > 0)
        seconds["mte3"] = std::max(seconds["mte3"], write / writePort);
    for (const auto& [pipe, time] : seconds) {
        if (profile.bound.empty() || time * 1e6 > profile.tHwUs) {
            profile.tHwUs = time * 1e6;
            profile.bound = pipe;
        }
    }
}

bool isOrderingError(const Finding& finding)
{
    return finding.severity <= Severity::Error
        && (finding.constraint.starts_with("hazard-") || finding.constraint.ends_with("-overlap")
            || finding.constraint.find("gm-write-race") != std::string::npos
            || finding.constraint.starts_with("crosscore-gm")
            || finding.constraint.starts_with("buffer-reuse"));
}

void fillTrust(Profile& profile, const Trace& trace, const std::vector<Finding>& findings)
{
    const auto broken = std::ranges::count_if(findings, isOrderingError);
    std::string reason;
    if (!trace.complete)
        reason = "the kernel did not finish, so the trace ends early";
    if (trace.capped)
        reason = "the trace reached its limit of operations, so the rest of the run is missing";
    if (broken > 0)
        reason = std::to_string(broken)
            + " ordering error(s): without the missing synchronisation the overlap shown is not real";
    profile.trusted = reason.empty();
    profile.untrustedReason = std::move(reason);
}

/// Segments of the block that ends last.
std::vector<Segment> slowestBlockSegments(const Timing& timing)
{
    std::size_t slowest = 0;
    for (std::size_t i = 0; i < timing.cores.size(); ++i) {
        if (timing.cores[i].end > timing.cores[slowest].end)
            slowest = i;
    }
    std::vector<Segment> own;
    std::ranges::copy_if(timing.segments, std::back_inserter(own),
        [&](const Segment& segment) { return segment.core == slowest; });
    return own;
}

BottleneckFacts factsOf(
    const Launch& launch, const Timing& timing, const TraceSums& sums, const Profile& profile)
{
    const Compulsory bytes = compulsoryOf(launch);
    BottleneckFacts facts;
    facts.compulsoryReadBytes = bytes.read;
    facts.compulsoryWriteBytes = bytes.write;
    facts.hbmBytes = timing.hbmReadBytes;
    facts.l2Bytes = launch.chip->l2.value.n;
    facts.transfers = sums.transfers;
    facts.launchCycles = timing.launchCycles;
    facts.tilesPerBlock = sums.tilesPerBlock;
    facts.gmScalarAccesses = sums.gmScalarAccesses;
    const std::vector<Segment> slowest = slowestBlockSegments(timing);
    facts.overlap = overlapOfLoadAndCompute(slowest);
    double conflict = 0;
    double vectorBusy = 0;
    for (const CoreTiming& core : timing.cores) {
        conflict += core.bankConflictCycles;
        vectorBusy += core.pipes[index(Pipe::V)].busy;
    }
    facts.bankConflictShare = vectorBusy > 0 ? conflict / vectorBusy : 0;
    double gmScalar = 0;
    for (const Segment& segment : slowest) {
        const std::string_view api = segment.pipe == Pipe::S ? apiRow(segment.api).name : std::string_view();
        gmScalar += api.starts_with("GlobalTensor") ? segment.end - segment.start : 0;
    }
    facts.gmScalarShare = profile.totalCycles > 0 ? gmScalar / profile.totalCycles : 0;
    return facts;
}

} // namespace

double overlapOfLoadAndCompute(std::span<const Segment> segments)
{
    struct Edge {
        double time;
        int load;
        int compute;
    };
    std::vector<Edge> edges;
    for (const Segment& segment : segments) {
        const int load = segment.pipe == Pipe::Mte2 ? 1 : 0;
        const int compute = segment.pipe == Pipe::V ? 1 : 0;
        if (load + compute == 0 || segment.end <= segment.start)
            continue;
        edges.push_back({ segment.start, load, compute });
        edges.push_back({ segment.end, -load, -compute });
    }
    std::ranges::sort(edges, {}, &Edge::time);
    double loading = 0, computing = 0, both = 0, last = 0;
    int load = 0, compute = 0;
    for (const Edge& edge : edges) {
        const double span = edge.time - last;
        loading += load > 0 ? span : 0;
        computing += compute > 0 ? span : 0;
        both += load > 0 && compute > 0 ? span : 0;
        load += edge.load;
        compute += edge.compute;
        last = edge.time;
    }
    const double shorter = std::min(loading, computing);
    return shorter > 0 ? both / shorter : 0;
}

Profile buildProfile(
    const Trace& trace, const Launch& launch, const Timing& timing, const std::vector<Finding>& findings)
{
    const chip::ChipFacts& chip = *launch.chip;
    const TraceSums sums = sumsOf(trace);
    Profile profile;
    profile.chip = chip.name;
    profile.blockDim = trace.blockDim;
    profile.clockMhz = chip.clockMhz.value;
    profile.totalCycles = timing.totalCycles;
    profile.totalUs = timing.totalCycles / std::max(chip.clockMhz.value, 1e-9);
    fillPipes(profile, timing);
    profile.gmReadBytes = sums.readBytes;
    profile.gmWriteBytes = sums.writeBytes;
    profile.meanDmaBytes = sums.transfers > 0
        ? static_cast<double>(sums.transferBytes) / static_cast<double>(sums.transfers)
        : 0;
    profile.ubPeakBytes = sums.ubPeak;
    profile.coresAvailable = chip.vectorCores.value;
    profile.coresUsed = std::min(sums.blocksWithWork, profile.coresAvailable);
    fillBound(profile, chip, compulsoryOf(launch));
    fillTrust(profile, trace, findings);
    profile.confidence = name(timing.confidence);
    BottleneckFacts facts = factsOf(launch, timing, sums, profile);
    facts.missingSync = std::ranges::any_of(findings, isOrderingError);
    judgeBottleneck(profile, facts);
    profile.metrics = vendorMetrics(profile, timing);
    return profile;
}

std::string_view name(Pipe pipe)
{
    constexpr std::array<std::string_view, static_cast<std::size_t>(Pipe::Count)> kNames { "scalar", "vec",
        "cube", "mte1", "mte2", "mte3", "fixpipe", "all" };
    return index(pipe) < kNames.size() ? kNames[index(pipe)] : std::string_view("?");
}

} // namespace hawk::emulator
