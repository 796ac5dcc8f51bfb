#include "support/model_fixture.h"

#include "llm/fallback.h"
#include "llm/limits.h"
#include "llm/prices.h"
#include "llm/retry.h"

#include <atomic>
#include <future>
#include <set>

using namespace hawk;
using namespace hawk::llm;
using namespace hawk::llm::test;
using namespace std::chrono_literals;

namespace {

/// A server that fails `failures` times with `status` and then answers.
class FlakyServer {
public:
    FlakyServer(int failures, int status, std::vector<std::string> headers = {})
        : m_left(failures)
        , m_server([this, status, headers](Connection& c, const ReceivedRequest&) {
            if (m_left-- > 0) {
                c.answer(status, R"({"error":{"message":"not now"}})", "application/json", headers);
                return;
            }
            c.beginEvents();
            c.send(chatStream({ "at last" }));
        })
    {
    }
    const ScriptedServer& server() const { return m_server; }

private:
    std::atomic<int> m_left;
    ScriptedServer m_server;
};

std::unique_ptr<Provider> retrying(const std::string& url, RetryPolicy policy = { .maxRetries = 4, .first = 10ms, .longest = 50ms })
{
    return makeRetryingProvider(makeHttpProvider(modelAt(url), systemClock()), policy, 1);
}

} // namespace

TEST(Retry, ComesBackUntilTheServerAnswers)
{
    FlakyServer flaky(2, 503);
    Shown shown;
    const Outcome outcome = retrying(flaky.server().url())->complete(ask(), shown.handler());
    ASSERT_TRUE(outcome.replied()) << describe(outcome);
    EXPECT_EQ(outcome.reply().timing.tries, 3);
    EXPECT_GT(outcome.reply().timing.waitedMs, 0);
    EXPECT_EQ(flaky.server().requests().size(), 3U);
    EXPECT_THAT(shown.text, testing::MatchesRegex("<tested: the server answered 503: not now; next try in 0.0 s><.*>at last"));
}

TEST(Retry, GivesUpAfterItsTriesAndSaysHowMany)
{
    FlakyServer flaky(100, 500);
    const Outcome outcome = retrying(flaky.server().url(), { .maxRetries = 2, .first = 1ms, .longest = 2ms })->complete(ask());
    ASSERT_FALSE(outcome.replied());
    EXPECT_EQ(flaky.server().requests().size(), 3U);
    EXPECT_THAT(outcome.failure().error.message, testing::HasSubstr("(tried 3 times)"));
}

TEST(Retry, DoesNotRepeatWhatCannotSucceed)
{
    FlakyServer flaky(100, 401);
    const Outcome outcome = retrying(flaky.server().url())->complete(ask());
    ASSERT_FALSE(outcome.replied());
    EXPECT_EQ(flaky.server().requests().size(), 1U);
}

TEST(Retry, WaitsAsLongAsTheServerAsks)
{
    FlakyServer flaky(1, 429, { "Retry-After: 0.3" });
    Outcome outcome = cancelledFailure("");
    const double tookMs = millisecondsOf([&] { outcome = retrying(flaky.server().url())->complete(ask()); });
    ASSERT_TRUE(outcome.replied()) << describe(outcome);
    EXPECT_GE(tookMs, 300);
    EXPECT_LT(tookMs, 1500);
}

TEST(Retry, DoesNotWaitForHours)
{
    FlakyServer flaky(1, 429, { "Retry-After: 7200" });
    const Outcome outcome = retrying(flaky.server().url())->complete(ask());
    ASSERT_FALSE(outcome.replied());
    EXPECT_THAT(outcome.failure().error.message, testing::HasSubstr("asks to wait 7200.0 s"));
}

TEST(Retry, VoidsWhatWasStreamedBefore)
{
    std::atomic<int> calls { 0 };
    ScriptedServer server([&](Connection& c, const ReceivedRequest&) {
        c.beginEvents();
        if (calls++ == 0)
            c.send(eventText(chatChunk({ { "content", "half" } })));
        else
            c.send(chatStream({ "whole" }));
    });
    Shown shown;
    const Outcome outcome = retrying(server.url())->complete(ask(), shown.handler());
    ASSERT_TRUE(outcome.replied());
    EXPECT_EQ(outcome.reply().answer, "whole");
    EXPECT_THAT(shown.text, testing::MatchesRegex("half<restart><.*>whole"));
}

TEST(Retry, CancellingABackOffIsImmediate)
{
    FlakyServer flaky(100, 503);
    const auto provider = retrying(flaky.server().url(), { .maxRetries = 4, .first = 60s, .longest = 60s });
    std::stop_source stop;
    auto call = std::async(std::launch::async, [&] { return provider->complete(ask(), {}, stop.get_token()); });
    while (flaky.server().requests().empty())
        std::this_thread::sleep_for(1ms);
    std::this_thread::sleep_for(30ms);
    const double tookMs = millisecondsOf([&] {
        stop.request_stop();
        call.wait();
    });
    EXPECT_LT(tookMs, 50);
    EXPECT_EQ(call.get().failure().kind, FailureKind::Cancelled);
}

TEST(Retry, DelaysGrowAndAreJittered)
{
    Rng rng(7);
    const RetryPolicy policy { .first = 1000ms, .longest = 8000ms };
    for (int attempt = 0; attempt < 6; ++attempt) {
        const auto ceiling = std::min<std::int64_t>(8000, 1000LL << attempt);
        std::set<std::int64_t> seen;
        for (int i = 0; i < 50; ++i) {
            const auto delay = retryDelay(attempt, policy, {}, rng).count();
            EXPECT_GE(delay, ceiling / 2);
            EXPECT_LE(delay, ceiling);
            seen.insert(delay);
        }
        EXPECT_GT(seen.size(), 30U);
    }
    EXPECT_GE(retryDelay(0, policy, 20s, rng), 20s);
    EXPECT_LE(retryDelay(0, policy, 20s, rng), 20s + 100ms);
}

TEST(Fallback, AsksTheNextModelAndSaysWho)
{
    ScriptedServer broken([](Connection& c, const ReceivedRequest&) { c.answer(401, "{}"); });
    ScriptedServer good([](Connection& c, const ReceivedRequest&) {
        c.beginEvents();
        c.send(chatStream({ "from the second" }));
    });
    std::vector<std::unique_ptr<Provider>> models;
    models.push_back(makeHttpProvider(modelAt(broken.url()), systemClock()));
    HttpModel second = modelAt(good.url());
    second.name = "second";
    models.push_back(makeHttpProvider(second, systemClock()));
    const auto provider = makeFallbackProvider(std::move(models));
    EXPECT_EQ(provider->identity().name, "tested");
    Shown shown;
    const Outcome outcome = provider->complete(ask(), shown.handler());
    ASSERT_TRUE(outcome.replied()) << describe(outcome);
    EXPECT_EQ(outcome.reply().answer, "from the second");
    EXPECT_THAT(shown.text, testing::HasSubstr("asking second"));
}

TEST(Fallback, WhenAllFailEachIsNamed)
{
    ScriptedServer broken([](Connection& c, const ReceivedRequest&) { c.answer(401, "{}"); });
    std::vector<std::unique_ptr<Provider>> models;
    for (const char* each : { "one", "two", "three" }) {
        HttpModel model = modelAt(broken.url());
        model.name = each;
        models.push_back(makeHttpProvider(model, systemClock()));
    }
    const Outcome outcome = makeFallbackProvider(std::move(models))->complete(ask());
    ASSERT_FALSE(outcome.replied());
    EXPECT_THAT(outcome.failure().error.message, testing::MatchesRegex("one: .*; two: .*; three: .*"));
}

TEST(Limits, NoMoreThanTheAllowedRunSideBySide)
{
    std::atomic<int> running { 0 };
    std::atomic<int> most { 0 };
    ScriptedServer server([&](Connection& c, const ReceivedRequest&) {
        const int now = ++running;
        int seen = most;
        while (now > seen && !most.compare_exchange_weak(seen, now)) { }
        c.wait(20ms);
        --running;
        c.beginEvents();
        c.send(chatStream({ "x" }));
    });
    const auto limiter = std::make_shared<RateLimiter>(RateLimits { .concurrency = 3 });
    const auto provider = makeLimitedProvider(makeHttpProvider(modelAt(server.url()), systemClock()), limiter);
    std::vector<std::future<Outcome>> calls;
    for (int i = 0; i < 12; ++i)
        calls.push_back(std::async(std::launch::async, [&] { return provider->complete(ask()); }));
    for (auto& call : calls)
        EXPECT_TRUE(call.get().replied());
    EXPECT_EQ(most, 3);
}

TEST(Limits, RequestsInAWindowAreCounted)
{
    RateLimiter limiter({ .concurrency = 0, .requestsPerMinute = 3, .window = 200ms });
    const double tookMs = millisecondsOf([&] {
        for (int i = 0; i < 7; ++i) {
            EXPECT_TRUE(limiter.acquire(10, {}));
            limiter.release(10, 10);
        }
    });
    EXPECT_GE(tookMs, 400); // the seventh is in the third window
    EXPECT_LT(tookMs, 900);
}

TEST(Limits, TokensInAWindowAreCountedAsTheyTurnOut)
{
    RateLimiter limiter({ .concurrency = 0, .tokensPerMinute = 1000, .window = 200ms });
    const double cheapMs = millisecondsOf([&] {
        for (int i = 0; i < 5; ++i) {
            EXPECT_TRUE(limiter.acquire(800, {}));
            limiter.release(800, 10); // it was far less than feared
        }
    });
    EXPECT_LT(cheapMs, 150);
    const double dearMs = millisecondsOf([&] {
        EXPECT_TRUE(limiter.acquire(100, {}));
        limiter.release(100, 900);
        EXPECT_TRUE(limiter.acquire(200, {}));
        limiter.release(200, 200);
    });
    EXPECT_GE(dearMs, 150);
    EXPECT_TRUE(limiter.acquire(5000, {})) << "a request beyond the limit goes alone, but it goes";
}

TEST(Limits, APauseHoldsEveryoneAndCancellingDoesNotWait)
{
    RateLimiter limiter({ .concurrency = 1 });
    limiter.pause(150ms);
    EXPECT_GE(millisecondsOf([&] { EXPECT_TRUE(limiter.acquire(1, {})); }), 145);
    std::stop_source stop;
    auto second = std::async(std::launch::async, [&] { return limiter.acquire(1, stop.get_token()); });
    std::this_thread::sleep_for(20ms);
    EXPECT_LT(millisecondsOf([&] {
        stop.request_stop();
        EXPECT_FALSE(second.get());
    }),
        50);
    limiter.release(1, 1);
    EXPECT_TRUE(limiter.acquire(1, {})) << "the cancelled one left no trace";
}

TEST(Prices, CountCachedAndWrittenTokensApart)
{
    const Price price { .model = "m", .input = 3, .cachedInput = 0.3, .cacheWrite = 3.75, .output = 15 };
    const Cost cost = costOf({ .promptTokens = 1'000'000, .cachedTokens = 800'000, .cacheWriteTokens = 100'000,
                                 .completionTokens = 100'000 },
        price);
    EXPECT_DOUBLE_EQ(cost.amount, 0.1 * 3 + 0.8 * 0.3 + 0.1 * 3.75 + 0.1 * 15);
}

TEST(Prices, TheFirstRowThatFitsWins)
{
    const auto table = PriceTable::parse(
        R"({"prices":[{"model":"a-1","input":1,"output":2},{"model":"a-*","input":3,"output":4},{"model":"*/b","input":5,"output":6}]})", "x");
    ASSERT_TRUE(table) << table.error().text();
    EXPECT_EQ(table->find("a-1")->input, 1);
    EXPECT_EQ(table->find("a-2")->input, 3);
    EXPECT_EQ(table->find("vendor/b")->input, 5);
    EXPECT_EQ(table->find("c"), nullptr);
}

TEST(Prices, ErrorsNameTheLine)
{
    const auto table = PriceTable::parse("{\"prices\": [\n {\"model\": \"a\",\n  \"input\": -1, \"output\": 2}]}", "prices.json");
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().context, "prices.json:3:12");
    const auto typo = PriceTable::parse(R"({"prices":[{"model":"a","input":1,"outptu":2}]})", "p");
    ASSERT_FALSE(typo);
    EXPECT_THAT(typo.error().text(), testing::HasSubstr("did you mean 'output'?"));
}

TEST(Prices, NoPriceIsNoCostAndAFreeModelCostsNothing)
{
    ScriptedServer server([](Connection& c, const ReceivedRequest&) {
        c.beginEvents();
        c.send(chatStream({ "x" }));
    });
    const auto table = std::make_shared<PriceTable>();
    const auto unknown = makePricedProvider(makeHttpProvider(modelAt(server.url()), systemClock()), {}, table);
    EXPECT_FALSE(unknown->complete(ask()).reply().cost);
    const auto free = makePricedProvider(makeHttpProvider(modelAt(server.url()), systemClock()), Price {}, table);
    const Outcome outcome = free->complete(ask());
    ASSERT_TRUE(outcome.reply().cost);
    EXPECT_EQ(outcome.reply().cost->amount, 0);
    const auto listed = std::make_shared<PriceTable>(*PriceTable::parse(R"({"prices":[{"model":"served-*","input":1,"output":10}]})", "x"));
    const auto priced = makePricedProvider(makeHttpProvider(modelAt(server.url()), systemClock()), {}, listed);
    EXPECT_DOUBLE_EQ(priced->complete(ask()).reply().cost->amount, (120 * 1 + 30 * 10) / 1e6);
}
