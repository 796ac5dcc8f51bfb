#include "engine/round_budget.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

using namespace hawk;
using namespace hawk::engine;
using testing::HasSubstr;

namespace {

llm::Reply reply(std::int64_t tokens, std::optional<double> money = {})
{
    llm::Reply out;
    out.usage.promptTokens = tokens;
    if (money)
        out.cost = llm::Cost { *money, "USD" };
    return out;
}

} // namespace

TEST(RoundBudget, WithoutCapsNobodyWaits)
{
    RoundBudget budget({}, {}, {}, 3);
    EXPECT_FALSE(budget.admit(2, 1'000'000, 1e6, {})) << "steps 0 and 1 are not done, and need not be";
}

TEST(RoundBudget, TheEstimatedPromptCounts)
{
    RoundBudget budget({ .tokens = 100 }, { .promptTokens = 60 }, {}, 2);
    EXPECT_FALSE(budget.admit(0, 40, {}, {}));
    const auto refused = budget.admit(0, 41, {}, {});
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->kind, llm::FailureKind::Budget);
    EXPECT_THAT(refused->error.message, HasSubstr("100 tokens"));
    EXPECT_THAT(refused->error.message, HasSubstr("60 used"));
}

TEST(RoundBudget, OnceRefusedEverythingLaterIsToo)
{
    RoundBudget budget({ .tokens = 100 }, {}, {}, 2);
    ASSERT_TRUE(budget.admit(0, 200, {}, {}));
    budget.settle(0);
    EXPECT_TRUE(budget.admit(1, 1, {}, {})) << "or the order of the steps would decide who is served";
}

TEST(RoundBudget, AStepWaitsForTheStepsBeforeItAndSeesWhatTheyUsed)
{
    RoundBudget budget({ .tokens = 100 }, {}, {}, 2);
    std::optional<llm::Failure> second;
    std::jthread later([&] { second = budget.admit(1, 50, {}, {}); });
    ASSERT_FALSE(budget.admit(0, 10, {}, {}));
    budget.add(reply(70)); // more than was expected
    budget.settle(0);
    later.join();
    ASSERT_TRUE(second);
    EXPECT_EQ(budget.spent().promptTokens, 70);
}

TEST(RoundBudget, AStopEndsTheWaiting)
{
    RoundBudget budget({ .tokens = 100 }, {}, {}, 2);
    std::optional<llm::Failure> second;
    {
        std::jthread later([&](const std::stop_token& stop) { second = budget.admit(1, 1, {}, stop); });
    }
    ASSERT_TRUE(second);
    EXPECT_EQ(second->kind, llm::FailureKind::Cancelled);
}

TEST(RoundBudget, MoneyIsHeldAndAnUnknownPriceEndsIt)
{
    RoundBudget budget({ .money = 1.0 }, {}, {}, 1);
    EXPECT_FALSE(budget.admit(0, 10, 0.4, {}));
    budget.add(reply(10, 0.7));
    EXPECT_EQ(budget.currency(), "USD");
    const auto dear = budget.admit(0, 10, 0.4, {});
    ASSERT_TRUE(dear);
    EXPECT_THAT(dear->error.message, HasSubstr("USD"));

    RoundBudget unknown({ .money = 1.0 }, {}, {}, 1);
    unknown.add(reply(10));
    const auto refused = unknown.admit(0, 1, 0.0, {});
    ASSERT_TRUE(refused);
    EXPECT_THAT(refused->error.message, HasSubstr("without a known price"));
}

TEST(RoundBudget, SumsOfTwoCurrenciesAreNotMade)
{
    llm::Spending spent;
    std::string currency;
    addSpending(spent, currency, reply(1, 2.0));
    llm::Reply other = reply(1);
    other.cost = llm::Cost { 5.0, "CNY" };
    addSpending(spent, currency, other);
    EXPECT_EQ(currency, "USD");
    EXPECT_DOUBLE_EQ(spent.money, 2.0);
    EXPECT_EQ(spent.unpriced, 1);
}

TEST(RoundBudget, AReplayedReplyCountsAsItDid)
{
    llm::Spending spent;
    std::string currency;
    llm::Reply again = reply(30);
    again.replayed = true;
    addSpending(spent, currency, again);
    EXPECT_EQ(spent.promptTokens, 30);
}
