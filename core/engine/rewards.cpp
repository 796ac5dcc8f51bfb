#include "engine/rewards.h"

#include <algorithm>
#include <cmath>

namespace hawk::engine {
namespace {
constexpr double kBeta = 0.01; // step of the running statistics
constexpr double kSigmaFloor = 0.15;
constexpr double kClip = 3.0;
constexpr int kWarmUp = 10;
} // namespace

Timing timingOf(const target::Verdict& verdict)
{
    Timing timing;
    if (verdict.outcome != target::Outcome::Correct)
        return timing;
    for (const target::CaseVerdict& each : verdict.cases)
        if (each.profile && each.profile->trusted && each.profile->totalUs > 0)
            timing[each.name] = each.profile->totalUs;
    return timing;
}

std::optional<double> speedUp(const Timing& before, const Timing& after)
{
    double sumBefore = 0;
    double sumAfter = 0;
    for (const auto& [name, us] : before) {
        if (const auto found = after.find(name); found != after.end()) {
            sumBefore += us;
            sumAfter += found->second;
        }
    }
    if (sumBefore <= 0 || sumAfter <= 0)
        return {};
    return sumBefore / sumAfter;
}

bool nearBound(const target::Verdict& verdict, double share)
{
    if (verdict.outcome != target::Outcome::Correct || verdict.cases.empty())
        return false;
    return std::all_of(verdict.cases.begin(), verdict.cases.end(), [&](const target::CaseVerdict& each) {
        return each.profile && each.profile->trusted && each.profile->tHwUs > 0
            && each.profile->tHwUs >= share * each.profile->totalUs;
    });
}

double refineReward(bool feasible, std::optional<double> speedUpOverBest)
{
    if (!feasible)
        return -1.0;
    return speedUpOverBest ? std::tanh(std::log(*speedUpOverBest)) : 0.0;
}

double RewardStatistics::normalise(double reward, bool feasibleAttempt)
{
    const double sigma = std::sqrt(std::max(0.0, square - mean * mean));
    const double normalised = feasible < kWarmUp ? reward : (reward - mean) / std::max(sigma, kSigmaFloor);
    mean += kBeta * (reward - mean);
    square += kBeta * (reward * reward - square);
    ++count;
    feasible += feasibleAttempt ? 1 : 0;
    return std::clamp(normalised, -kClip, kClip);
}

} // namespace hawk::engine
