#include "engine/events.h"

#include <gtest/gtest.h>

using namespace hawk;
using namespace hawk::engine;

TEST(Events, SurviveTheWayThroughJson)
{
    const std::vector<Event> events { RunStarted { { 1 }, "Ascend910B2", { "relu", "add" }, true },
        TaskStarted { { 1 }, { 2 }, "relu" }, KnowledgeRetrieved { { 1 }, { 2 }, { 3 }, { "seed/a" } },
        PromptSent { { 1 }, { 2 }, "relu", 3, "glm", "relu, attempt 4", 5000, true,
            { { llm::Message::Role::User, "write" }, { llm::Message::Role::Assistant, "no" } }, { { "Knowledge", 3 } } },
        ModelStreamed { { 1 }, { 2 }, "relu", "answer", "<kernel" },
        ReplyReceived { { 1 }, { 2 }, "relu", 7, 5000, 900, true, 0.02, "USD", 1200, false, { { "Knowledge", 3 } } },
        CandidateCreated { { 1 }, { 2 }, { 4 }, "relu", "draft", 3, "note" },
        CandidateJudged { { 1 }, { 2 }, { 4 }, "relu", "correct", "fine", 12.5, 300, true },
        EntryProposed { { 1 }, { 2 }, { 5 }, "learned/x", "title", "quarantined" },
        TaskFinished { { 1 }, { 2 }, "relu", "done", true, 9, 100, 40, "note" },
        RunProgress { { 1 }, 3, 30, 1.5, 60, 1, 2, "judging", 5900, 100000, 0.02, 5, "USD" }, RunFinished { { 1 }, "finished", "", true } };
    ASSERT_EQ(events.size(), std::variant_size_v<Event>);
    for (std::size_t i = 0; i < events.size(); ++i) {
        EXPECT_EQ(events[i].index(), i);
        EXPECT_EQ(runOf(events[i]).value, 1);
        const Result<Event> back = eventFromJson(kindOf(events[i]), toJson(events[i]));
        ASSERT_TRUE(back) << back.error().text();
        EXPECT_EQ(back->index(), i);
        EXPECT_EQ(toJson(*back), toJson(events[i]));
    }
}

TEST(Events, AnUnknownPriceStaysUnknown)
{
    const ReplyReceived event { .run = { 1 }, .cost = std::nullopt };
    const Result<Event> back = eventFromJson("reply-received", toJson(Event(event)));
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_FALSE(std::get<ReplyReceived>(*back).cost);
}

TEST(Events, UnknownKindAndBrokenBodyAreErrors)
{
    EXPECT_FALSE(eventFromJson("rocket-launched", Json::object()));
    EXPECT_FALSE(eventFromJson("run-finished", Json::object()));
    EXPECT_FALSE(eventFromJson("run-finished", Json { { "run", "x" } }));
}
