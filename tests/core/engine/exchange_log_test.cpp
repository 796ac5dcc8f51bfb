#include "engine/exchange_log.h"

#include "base/files.h"
#include "llm/command_provider.h"

#include <gtest/gtest.h>

using namespace hawk;

namespace {

llm::Request ask(const std::string& text)
{
    llm::Request request;
    request.messages.push_back({ llm::Message::Role::User, text });
    request.label = "relu, attempt 1";
    return request;
}

/// A real provider whose replies differ each time: the clock in nanoseconds.
std::unique_ptr<llm::Provider> changingModel()
{
    llm::CommandModel model;
    model.name = "tool";
    model.model = "tool";
    model.argv = { "sh", "-c", "cat; date +%N;" };
    return llm::makeCommandProvider(model);
}

} // namespace

TEST(WorkspaceExchangeLog, ARunIsReplayedFromTheWorkspaceBitForBit)
{
    const auto folder = TempDir::create("hawk-exchange");
    ASSERT_TRUE(folder);
    const SystemClock clock;
    std::vector<Json> live;
    RunId run;
    RunId other;
    llm::ModelIdentity identity;
    {
        auto workspace = store::Workspace::open(folder->path() / "w", store::OpenMode::Create);
        ASSERT_TRUE(workspace) << workspace.error().text();
        run = (*workspace)->addRun({ .state = "running" }).value();
        other = (*workspace)->addRun({ .state = "running" }).value();
        engine::WorkspaceExchangeLog log(**workspace, clock, run);
        const auto recording = llm::makeRecordingProvider(changingModel(), log);
        identity = recording->identity();
        for (const char* prompt : { "a\n", "b\n", "a\n" }) {
            const llm::Outcome outcome = recording->complete(ask(prompt));
            ASSERT_TRUE(outcome.replied()) << outcome.failure().error.text();
            live.push_back(llm::toJson(outcome.reply()));
        }
        EXPECT_GT(log.lastId(), 0);
    }
    EXPECT_NE(live[0], live[2]);
    auto workspace = store::Workspace::open(folder->path() / "w", store::OpenMode::ReadOnly);
    ASSERT_TRUE(workspace);
    engine::WorkspaceExchangeLog log(**workspace, clock, run);
    const auto replay = llm::makeReplayProvider(identity, log);
    std::size_t i = 0;
    for (const char* prompt : { "a\n", "b\n", "a\n" }) {
        const llm::Outcome outcome = replay->complete(ask(prompt));
        ASSERT_TRUE(outcome.replied()) << outcome.failure().error.text();
        EXPECT_EQ(llm::toJson(outcome.reply()), live[i++]);
    }
    const llm::Outcome missing = replay->complete(ask("c\n"));
    ASSERT_FALSE(missing.replied());
    EXPECT_NE(missing.failure().error.message.find("nearest of 2 recorded requests"), std::string::npos)
        << missing.failure().error.message;
    engine::WorkspaceExchangeLog elsewhere(**workspace, clock, other);
    EXPECT_FALSE(llm::makeReplayProvider(identity, elsewhere)->complete(ask("a\n")).replied()) << "another run";
}
