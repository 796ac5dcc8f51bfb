#pragma once

#include "target/verdict.h"

#include <map>
#include <optional>
#include <string>

/// What an attempt was worth (algorithms.md 2.5, 2.6). Pure functions and one small running statistic.
namespace hawk::engine {

/// Below this share a change of the modelled time is noise (algorithms.md 7.5).
inline constexpr double kNoiseBand = 0.03;

/// Modelled microseconds per case, of cases whose profile can be trusted. Empty unless the verdict is
/// Correct.
using Timing = std::map<std::string, double>;
Timing timingOf(const target::Verdict& verdict);

/// time(before) / time(after) over the cases both have; above 1 means `after` is faster. Nothing without a
/// common case: sums over different cases must never be compared.
std::optional<double> speedUp(const Timing& before, const Timing& after);

/// Whether every case runs at least at this share of the chip's bound. HAP of CANN Bench with twice the bound
/// as the baseline, which makes it T_HW / T: 0.5 at twice the bound, 1 at the bound.
bool nearBound(const target::Verdict& verdict, double share = 0.9);

inline double draftReward(bool feasible) { return feasible ? 1.0 : -1.0; }
/// tanh(ln b - ln l) for the best time b before the attempt; -1 when the attempt is not feasible, 0 when the
/// times cannot be compared.
double refineReward(bool feasible, std::optional<double> speedUpOverBest);

/// Running mean and deviation of refining rewards over the whole run, with the safeguards of
/// algorithms.md 2.6: a floor under sigma, a clip of the normalised reward, raw rewards during warm-up.
struct RewardStatistics {
    double mean = 0;
    double square = 0;
    int count = 0; ///< all refinements
    int feasible = 0; ///< feasible ones; warm-up ends after 10
    /// Takes the reward into the statistics and returns it normalised.
    double normalise(double reward, bool feasibleAttempt);
};

} // namespace hawk::engine
