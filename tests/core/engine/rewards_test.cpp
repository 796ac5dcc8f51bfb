#include "engine/planning.h"
#include "engine/rewards.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

using namespace hawk;
using namespace hawk::engine;

namespace {

target::Verdict correct(const std::map<std::string, double>& times, double bound = 1, bool trusted = true)
{
    target::Verdict verdict;
    verdict.outcome = target::Outcome::Correct;
    for (const auto& [name, us] : times)
        verdict.cases.push_back({ .name = name,
            .profile = emulator::Profile { .totalUs = us, .trusted = trusted, .tHwUs = bound } });
    return verdict;
}

TaskProgress taskWith(const std::vector<std::pair<double, double>>& timeAndValue)
{
    TaskProgress task;
    std::int64_t id = 0;
    for (const auto& [us, value] : timeAndValue) {
        ++id;
        task.startPoints.push_back({ .candidate = { id }, .value = value });
        task.candidates.push_back({ .id = { id }, .modelledUs = us });
    }
    return task;
}

} // namespace

TEST(SpeedUp, ComparesOnlyCasesBothHave)
{
    const Timing before { { "a", 10 }, { "b", 90 } };
    EXPECT_DOUBLE_EQ(*speedUp(before, { { "a", 5 } }), 2.0);
    EXPECT_DOUBLE_EQ(*speedUp(before, { { "a", 20 }, { "b", 30 } }), 2.0);
    EXPECT_FALSE(speedUp(before, { { "c", 1 } }));
    EXPECT_FALSE(speedUp({}, {}));
}

TEST(Timing, LeavesOutWhatCannotBeTrusted)
{
    EXPECT_TRUE(timingOf(correct({ { "a", 10 } }, 1, false)).empty());
    target::Verdict wrong = correct({ { "a", 10 } });
    wrong.outcome = target::Outcome::Mismatch;
    EXPECT_TRUE(timingOf(wrong).empty());
}

TEST(RefineReward, FollowsThePublishedTable)
{
    // algorithms.md 2.6, closed form (s^2 - 1) / (s^2 + 1)
    for (const auto& [s, r] : std::map<double, double> { { 0.5, -0.600 }, { 0.8, -0.220 }, { 1, 0 },
             { 1.1, 0.095 }, { 1.25, 0.220 }, { 1.5, 0.385 }, { 2, 0.600 }, { 3.6, 0.857 }, { 10, 0.980 } })
        EXPECT_NEAR(refineReward(true, s), r, 5e-4) << s;
    EXPECT_DOUBLE_EQ(refineReward(false, 2.0), -1.0);
    EXPECT_DOUBLE_EQ(refineReward(true, {}), 0.0);
}

TEST(RewardStatistics, PassesRawRewardsDuringWarmUpThenNormalisesWithinTheClip)
{
    RewardStatistics statistics;
    for (int i = 0; i < 10; ++i)
        EXPECT_DOUBLE_EQ(statistics.normalise(0.3, true), 0.3);
    const double mean = statistics.mean;
    EXPECT_NEAR(statistics.normalise(0.3, true), (0.3 - mean) / 0.15, 1e-9); // sigma floor
    for (int i = 0; i < 2000; ++i)
        EXPECT_LE(std::abs(statistics.normalise(i % 7 == 0 ? 1.0 : -1.0, true)), 3.0);
}

TEST(RewardStatistics, WarmUpCountsFeasibleRefinementsOnly)
{
    RewardStatistics statistics;
    for (int i = 0; i < 50; ++i)
        EXPECT_DOUBLE_EQ(statistics.normalise(-1, false), -1);
}

TEST(NearBound, NeedsEveryCase)
{
    EXPECT_TRUE(nearBound(correct({ { "a", 1.05 }, { "b", 1.1 } })));
    EXPECT_FALSE(nearBound(correct({ { "a", 1.05 }, { "b", 1.2 } })));
    EXPECT_FALSE(nearBound(correct({})));
    EXPECT_FALSE(nearBound(correct({ { "a", 1.05 } }, 0))); // no bound known
}

TEST(StartPoint, HighestValueFirstThenFastest)
{
    Rng rng(1);
    // Late in a run exploration is rare; count choices instead of relying on one draw.
    std::map<int, int> chosen;
    const TaskProgress byValue = taskWith({ { 50, 0.1 }, { 90, 0.4 }, { 20, 0.2 } });
    for (int i = 0; i < 1000; ++i)
        ++chosen[chooseStartPoint(byValue, 100, rng)];
    EXPECT_GT(chosen[1], 900);
    chosen.clear();
    const TaskProgress tie = taskWith({ { 50, 0 }, { 90, 0 }, { 20, 0 } });
    for (int i = 0; i < 1000; ++i)
        ++chosen[chooseStartPoint(tie, 100, rng)];
    EXPECT_GT(chosen[2], 900);
}

TEST(StartPoint, ExploresMoreAtTheBeginning)
{
    Rng rng(1);
    const TaskProgress task = taskWith({ { 50, 1 }, { 90, 0 } });
    int early = 0;
    int late = 0;
    for (int i = 0; i < 2000; ++i) {
        early += chooseStartPoint(task, 0, rng) == 1 ? 1 : 0;
        late += chooseStartPoint(task, 100, rng) == 1 ? 1 : 0;
    }
    EXPECT_GT(early, 2 * late);
    EXPECT_GT(late, 0);
}

TEST(StartPoint, SkipsExhaustedPointsAndSaysWhenNoneIsLeft)
{
    Rng rng(1);
    TaskProgress task = taskWith({ { 50, 1 }, { 90, 0 } });
    task.startPoints[0].emptyAnswers = 2;
    for (int i = 0; i < 100; ++i)
        EXPECT_EQ(chooseStartPoint(task, 0, rng), 1);
    task.startPoints[1].emptyAnswers = 2;
    EXPECT_EQ(chooseStartPoint(task, 0, rng), -1);
}

TEST(StartPoint, AnUntrustedTimeIsNotTheFastest)
{
    Rng rng(1);
    const TaskProgress task = taskWith({ { 0, 0 }, { 90, 0 } });
    int second = 0;
    for (int i = 0; i < 1000; ++i)
        second += chooseStartPoint(task, 100, rng);
    EXPECT_GT(second, 900);
}
