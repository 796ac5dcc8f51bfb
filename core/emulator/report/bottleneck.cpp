#include "emulator/report/profile_builder.h"

#include <algorithm>
#include <cstdio>
#include <vector>

/// The verdict in tags and words. Thresholds are ours except where a source is named; each sentence carries
/// the number that decided it.
namespace hawk::emulator {
namespace {

constexpr double kBoundRatio = 0.6; ///< a pipe busy this share of the time sets the pace
constexpr double kLittleOverlap = 0.15;
constexpr std::uint64_t kFullTransfer = 16 * 1024; ///< "perf-transfer-16k": full bandwidth needs about 16 KiB
constexpr double kImbalance = 0.2;
constexpr double kRedundant = 1.5; ///< traffic over compulsory traffic
constexpr double kConflict = 0.1;
constexpr double kScalarGm = 0.1;

std::string format(const char* pattern, auto... values)
{
    std::array<char, 256> text {};
    const int n = std::snprintf(text.data(), text.size(), pattern, values...);
    return { text.data(), static_cast<std::size_t>(std::clamp(n, 0, static_cast<int>(text.size()) - 1)) };
}

class Verdict {
public:
    explicit Verdict(Profile& profile)
        : m_profile(profile)
    {
    }
    void add(std::string_view tag, const std::string& sentence)
    {
        m_profile.bottlenecks.emplace_back(tag);
        if (!m_profile.bottleneckText.empty())
            m_profile.bottleneckText += ' ';
        m_profile.bottleneckText += sentence;
    }

private:
    Profile& m_profile;
};

const PipeUse& use(const Profile& profile, Pipe pipe)
{
    return profile.pipes[static_cast<std::size_t>(pipe)];
}

void judgePace(Verdict& verdict, const Profile& profile)
{
    struct Candidate {
        Pipe pipe;
        std::string_view tag;
        std::string_view words;
    };
    constexpr Candidate kCandidates[] = {
        { Pipe::Mte2, "MTE2_BOUND", "Loading from global memory" },
        { Pipe::V, "VEC_BOUND", "Vector arithmetic" },
        { Pipe::Mte3, "MTE3_BOUND", "Storing to global memory" },
        { Pipe::S, "SCALAR_BOUND", "The scalar unit" },
    };
    const Candidate* busiest = &kCandidates[0];
    for (const Candidate& candidate : kCandidates) {
        if (use(profile, candidate.pipe).ratio > use(profile, busiest->pipe).ratio)
            busiest = &candidate;
    }
    const double ratio = use(profile, busiest->pipe).ratio;
    if (ratio >= kBoundRatio)
        verdict.add(busiest->tag,
            format("%s sets the pace: its pipe is busy %.0f %% of the time.", busiest->words.data(),
                100 * ratio));
}

void judgeTransfers(Verdict& verdict, const Profile& profile, const BottleneckFacts& facts)
{
    const auto moved = static_cast<double>(profile.gmReadBytes + profile.gmWriteBytes);
    const double perCore = moved / std::max(profile.coresUsed, 1);
    if (facts.transfers > 0 && profile.meanDmaBytes < static_cast<double>(kFullTransfer)
        && perCore >= 2.0 * static_cast<double>(kFullTransfer))
        verdict.add("SMALL_TRANSFERS",
            format("Transfers are small: %.0f B on average, full bandwidth needs about %llu B.",
                profile.meanDmaBytes, static_cast<unsigned long long>(kFullTransfer)));
    const auto redundant = [](std::uint64_t moved_, std::uint64_t needed) {
        return needed > 0 && static_cast<double>(moved_) > kRedundant * static_cast<double>(needed);
    };
    if (redundant(profile.gmReadBytes, facts.compulsoryReadBytes)
        || redundant(profile.gmWriteBytes, facts.compulsoryWriteBytes))
        verdict.add("REDUNDANT_GM_TRIPS",
            format("Global memory traffic is %.0f KiB read and %.0f KiB written; inputs and outputs need "
                   "only %.0f and %.0f KiB.",
                static_cast<double>(profile.gmReadBytes) / 1024,
                static_cast<double>(profile.gmWriteBytes) / 1024,
                static_cast<double>(facts.compulsoryReadBytes) / 1024,
                static_cast<double>(facts.compulsoryWriteBytes) / 1024));
    const std::uint64_t compulsory = facts.compulsoryReadBytes + facts.compulsoryWriteBytes;
    if (compulsory > facts.l2Bytes && redundant(facts.hbmBytes, compulsory))
        verdict.add("L2_THRASH",
            format("The data does not fit L2 and is fetched %.1f times from memory.",
                static_cast<double>(facts.hbmBytes) / static_cast<double>(compulsory)));
}

void judgeParallelism(Verdict& verdict, const Profile& profile, const BottleneckFacts& facts)
{
    const bool stages = use(profile, Pipe::Mte2).busyCycles > 0 && use(profile, Pipe::V).busyCycles > 0;
    if (stages && facts.tilesPerBlock >= 2 && facts.overlap < kLittleOverlap)
        verdict.add("NO_DOUBLE_BUFFER",
            format("Load and compute hardly overlap: they work at once in %.0f %% of the shorter one's time.",
                100 * facts.overlap));
    const double body = profile.totalCycles - facts.launchCycles;
    if (profile.coresUsed * 2 < profile.coresAvailable && body > facts.launchCycles)
        verdict.add("LOW_CORE_USE",
            format("Only %d of %d vector cores work.", profile.coresUsed, profile.coresAvailable));
    if (profile.loadImbalance > kImbalance)
        verdict.add("LOAD_IMBALANCE",
            format("The slowest core takes %.0f %% longer than the mean.", 100 * profile.loadImbalance));
}

} // namespace

void judgeBottleneck(Profile& profile, const BottleneckFacts& facts)
{
    Verdict verdict(profile);
    if (facts.missingSync)
        verdict.add("MISSING_SYNC",
            "Pipes are not ordered where they share data; the times below are not to be trusted.");
    judgePace(verdict, profile);
    if (facts.gmScalarShare > kScalarGm)
        verdict.add("GM_SCALAR_ACCESS",
            format("%llu scalar accesses to global memory take %.0f %% of the time.",
                static_cast<unsigned long long>(facts.gmScalarAccesses), 100 * facts.gmScalarShare));
    judgeTransfers(verdict, profile, facts);
    judgeParallelism(verdict, profile, facts);
    if (facts.bankConflictShare > kConflict)
        verdict.add("BANK_CONFLICT",
            format(
                "UB bank conflicts cost %.0f %% of the vector unit's time.", 100 * facts.bankConflictShare));
    if (profile.totalCycles > 0 && facts.launchCycles > 0.5 * profile.totalCycles)
        profile.bottleneckText += format("%sLaunching %u blocks takes %.1f of %.1f us.",
            profile.bottleneckText.empty() ? "" : " ", profile.blockDim,
            facts.launchCycles / profile.clockMhz, profile.totalUs);
    if (profile.bottleneckText.empty())
        profile.bottleneckText
            = "No single unit limits this kernel: no pipe is busy more than 60 % of the time.";
}

} // namespace hawk::emulator
