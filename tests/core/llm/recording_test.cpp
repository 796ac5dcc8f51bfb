#include "llm/line_diff.h"
#include "llm/meter.h"
#include "llm/recording.h"
#include "support/model_fixture.h"

#include <atomic>

using namespace hawk;
using namespace hawk::llm;
using namespace hawk::llm::test;

namespace {

/// Numbers its replies, so that each call is told from the others.
class NumberingServer {
public:
    NumberingServer()
        : m_server([this](Connection& c, const ReceivedRequest& request) {
            if (request.body.find("fail") != std::string::npos) {
                c.answer(500, Json { { "error", "echo " + request.headers.at("authorization") } }.dump());
                return;
            }
            c.beginEvents();
            c.send(chatStream({ "reply ", std::to_string(m_calls++) }));
        })
    {
    }
    std::unique_ptr<Provider> provider() const { return makeHttpProvider(modelAt(m_server.url()), systemClock()); }
    std::size_t calls() const { return m_server.requests().size(); }

private:
    std::atomic<int> m_calls { 0 };
    ScriptedServer m_server;
};

} // namespace

TEST(Replay, GivesTheSameRepliesWithNoNetwork)
{
    MemoryLog log;
    NumberingServer server;
    const auto recording = makeRecordingProvider(server.provider(), log);
    std::vector<Json> live;
    for (const char* prompt : { "a", "b", "a", "a" })
        live.push_back(toJson(recording->complete(ask(prompt)).reply()));
    const std::size_t calls = server.calls();

    const auto replay = makeReplayProvider(recording->identity(), log);
    std::vector<Json> again;
    Shown shown;
    for (const char* prompt : { "b", "a", "a", "a" }) {
        const Outcome outcome = replay->complete(ask(prompt), shown.handler());
        ASSERT_TRUE(outcome.replied()) << describe(outcome);
        EXPECT_TRUE(outcome.reply().replayed);
        again.push_back(toJson(outcome.reply()));
    }
    EXPECT_EQ(again[0], live[1]);
    EXPECT_EQ(again[1], live[0]);
    EXPECT_EQ(again[2], live[2]);
    EXPECT_EQ(again[3], live[3]);
    EXPECT_EQ(shown.text, "reply 1reply 0reply 2reply 3");
    EXPECT_EQ(server.calls(), calls);
}

TEST(Replay, TheCallerCanSayWhichOfEqualRequestsItIs)
{
    MemoryLog log;
    NumberingServer server;
    const auto recording = makeRecordingProvider(server.provider(), log);
    Request request = ask();
    for (const int occurrence : { 2, 0, 1 }) { // as samples that run side by side may come back
        request.occurrence = occurrence;
        ASSERT_TRUE(recording->complete(request).replied());
    }
    const auto replay = makeReplayProvider(recording->identity(), log);
    request.occurrence = 2;
    EXPECT_EQ(replay->complete(request).reply().answer, "reply 0");
    request.occurrence = 0;
    EXPECT_EQ(replay->complete(request).reply().answer, "reply 1");
}

TEST(Replay, AMissingRecordingShowsTheNearestAndTheDifference)
{
    MemoryLog log;
    NumberingServer server;
    const auto recording = makeRecordingProvider(server.provider(), log);
    const std::string prompt = "spec of relu\ntile length 1024\nunchanged\nchip 910B2\n";
    ASSERT_TRUE(recording->complete(ask("something else entirely")).replied());
    ASSERT_TRUE(recording->complete(ask(prompt)).replied());
    const auto replay = makeReplayProvider(recording->identity(), log);
    const Outcome outcome = replay->complete(ask("spec of relu\ntile length 2048\nunchanged\nchip 910B2\n"));
    ASSERT_FALSE(outcome.replied());
    EXPECT_EQ(outcome.failure().kind, FailureKind::NoRecording);
    EXPECT_THAT(outcome.failure().error.message,
        testing::HasSubstr("nearest of 2 recorded requests"));
    EXPECT_THAT(outcome.failure().error.message,
        testing::EndsWith("  spec of relu\n- tile length 1024\n+ tile length 2048\n  unchanged\n"));

    Request hotter = ask(prompt);
    hotter.parameters.temperature = 1.0;
    EXPECT_THAT(replay->complete(hotter).failure().error.message, testing::HasSubstr("+ temperature: 1.0\n"));

    ASSERT_TRUE(replay->complete(ask(prompt)).replied());
    EXPECT_THAT(replay->complete(ask(prompt)).failure().error.message,
        testing::HasSubstr("has this request 1 times, and it was asked once more"));
    MemoryLog empty;
    EXPECT_THAT(makeReplayProvider(recording->identity(), empty)->complete(ask()).failure().error.message,
        testing::HasSubstr("nothing is recorded"));
}

TEST(Recording, FailuresAreKeptWithoutKeysAndUseUpNoOccurrence)
{
    MemoryLog log;
    NumberingServer server;
    const auto recording = makeRecordingProvider(server.provider(), log);
    EXPECT_FALSE(recording->complete(ask("fail")).replied());
    ASSERT_EQ(log.recordings().size(), 1U);
    EXPECT_EQ(log.recordings()[0].failureKind, "server");
    EXPECT_THAT(log.recordings()[0].failure, testing::HasSubstr("echo Bearer [key]"));
    EXPECT_EQ(log.recordings()[0].request.dump().find("canary"), std::string::npos);
    EXPECT_FALSE(makeReplayProvider(recording->identity(), log)->complete(ask("fail")).replied());
}

TEST(Recording, ThatCannotBeKeptIsAFailure)
{
    class FullLog final : public ExchangeLog {
        Status add(const Recording&) override { return Error { Errc::Io, "disk full", {}, {} }; }
        Result<std::optional<Reply>> reply(const std::string&, int) override { return std::optional<Reply>(); }
        Result<std::vector<Json>> requests() override { return std::vector<Json>(); }
    };
    FullLog log;
    NumberingServer server;
    const Outcome outcome = makeRecordingProvider(server.provider(), log)->complete(ask());
    ASSERT_FALSE(outcome.replied());
    EXPECT_EQ(outcome.failure().kind, FailureKind::Storage);
}

TEST(Recording, TheKeyKnowsModelParametersAndMessagesOnly)
{
    ModelIdentity identity { .name = "a", .kind = "openai-chat", .model = "m", .parameters = { .temperature = 0.5 } };
    Request request = ask();
    const auto key = [&] { return recordingKey(canonicalRequest(identity, request)); };
    const std::string before = key();
    identity.name = "b";
    request.label = "other";
    request.occurrence = 4;
    EXPECT_EQ(key(), before);
    request.parameters.temperature = 0.5; // said again
    EXPECT_EQ(key(), before);
    request.parameters.temperature = 0.6;
    EXPECT_NE(key(), before);
    request.parameters.temperature.reset();
    request.messages[1].text += " ";
    EXPECT_NE(key(), before);
    request.messages[1].text.pop_back();
    identity.model = "n";
    EXPECT_NE(key(), before);
}

TEST(Reply, SurvivesItsJson)
{
    Reply reply { .answer = "a", .reasoning = "r", .finishReason = "length", .model = "m", .usage = { 1, 2, 3, 4, true },
        .timing = { 1, 2, 3, 4 }, .cost = Cost { 0.25, "CNY" } };
    const auto back = replyFromJson(toJson(reply));
    ASSERT_TRUE(back);
    EXPECT_EQ(toJson(*back), toJson(reply));
    EXPECT_FALSE(replyFromJson(Json { { "answer", 3 } }));
}

TEST(LineDiff, ShowsChangesWithContext)
{
    EXPECT_EQ(lineDiff("a\nb\nc\nd\n", "a\nb\nc\nd\n", 10), "");
    EXPECT_EQ(lineDiff("a\nb\nc\nd\ne\nf\n", "a\nX\nc\nd\ne\nY\n", 10), "  a\n- b\n+ X\n  c\n...\n  e\n- f\n+ Y\n");
    EXPECT_EQ(lineDiff("", "x\n", 10), "+ x\n");
    EXPECT_EQ(lineDiff("1\n2\n3\n", "4\n5\n6\n", 2), "- 1\n- 2\n...\n");
    EXPECT_EQ(commonLines("a\na\nb\n", "a\nb\nb\n"), 2U);
}

TEST(Meter, CapsAreHard)
{
    NumberingServer server;
    Meter meter({ .tokens = 300 });
    const auto provider = makeMeteredProvider(server.provider(), meter);
    EXPECT_TRUE(provider->complete(ask()).replied());
    EXPECT_TRUE(provider->complete(ask()).replied());
    EXPECT_EQ(meter.spent().promptTokens, 240);
    EXPECT_EQ(meter.spent().unpriced, 2);
    const Outcome third = provider->complete(ask());
    ASSERT_FALSE(third.replied());
    EXPECT_EQ(third.failure().kind, FailureKind::Budget);
    EXPECT_EQ(server.calls(), 2U);

    Meter money({ .money = 1.0 });
    Reply reply;
    reply.cost = Cost { 0.6, "USD" };
    money.add(reply);
    EXPECT_FALSE(money.exhausted());
    reply.replayed = true;
    money.add(reply);
    EXPECT_FALSE(money.exhausted()) << "a replay costs nothing";
    reply.replayed = false;
    money.add(reply);
    EXPECT_THAT(money.exhausted()->error.message, testing::HasSubstr("1.2000 USD of 1.0000 USD"));
    Meter unpriced({ .money = 1.0 });
    reply.cost.reset();
    unpriced.add(reply);
    EXPECT_THAT(unpriced.exhausted()->error.message, testing::HasSubstr("cannot be held"));
}
