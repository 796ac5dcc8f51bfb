// Runs with a language model over real HTTP, judged by the scripted target: what is kept, replayed, resumed, paid for.
#include "engine/exchange_log.h"
#include "engine/recordings_file.h"
#include "scripted_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace hawk;
using namespace hawk::engine;
using namespace hawk::engine::test;
using testing::HasSubstr;

namespace {

const std::string kKey = "sk-canary-5a6b7c8d9e";

/// Hands out one key, whatever is asked for.
class OneKey final : public llm::KeyStore {
public:
    Result<llm::Secret> key(const llm::KeySource& source) const override
    {
        return source.kind == llm::KeySource::Kind::None ? llm::Secret() : llm::Secret(kKey);
    }
};

std::unique_ptr<Session> openWith(const Bench& bench, const llm::ModelRegistry& models, bool create)
{
    SessionOptions options = bench.options();
    options.models = models;
    options.keys = std::make_shared<OneKey>();
    Result<std::unique_ptr<Session>> session = create ? Session::create(options) : Session::open(options);
    if (!session) {
        ADD_FAILURE() << session.error().text();
        return nullptr;
    }
    return *std::move(session);
}

struct Ran {
    RunSummary summary;
    std::vector<Event> events;
};

Ran run(Session& session, const RunOptions& options)
{
    RecordingSink sink;
    Runner runner(session, sink);
    const Result<RunSummary> summary = runner.run(options);
    EXPECT_TRUE(summary) << (summary ? "" : summary.error().text());
    return { summary ? *summary : RunSummary {}, std::move(sink.events) };
}

/// The same run with nobody in its way, in a workspace of its own.
const std::string& undisturbed()
{
    static const std::string kText = [] {
        const Bench bench = Bench::make();
        const ScriptedModel model;
        const auto session = openWith(bench, model.registry(), true);
        return describe(*session, run(*session, modelOptions()).summary.run);
    }();
    return kText;
}

template <class E> std::vector<E> all(const std::vector<Event>& events)
{
    std::vector<E> out;
    for (const Event& event : events)
        if (const auto* each = std::get_if<E>(&event))
            out.push_back(*each);
    return out;
}

} // namespace

TEST(ModelRun, WritesCandidatesAndKeepsWhatWasSaid)
{
    const Bench bench = Bench::make();
    const ScriptedModel model;
    const auto session = openWith(bench, model.registry({ { "prices", { { "input", 10 }, { "output", 20 } } } }), true);
    const Ran ran = run(*session, modelOptions());
    EXPECT_TRUE(ran.summary.allCorrect());
    EXPECT_EQ(ran.summary.model, "scripted");
    EXPECT_EQ(ran.summary.exchanges, model.requests());
    EXPECT_EQ(ran.summary.promptTokens, 120 * model.requests());
    EXPECT_NEAR(ran.summary.money, model.requests() * (120 * 10 + 30 * 20) / 1e6, 1e-9);
    EXPECT_NEAR(ran.summary.moneyPerCorrect(), ran.summary.money / 2, 1e-12);
    for (const TaskSummary& task : ran.summary.tasks) {
        EXPECT_EQ(task.failedBeforeCorrect, 2) << task.spec;
        EXPECT_LT(task.bestUs, task.firstCorrectUs) << task.spec;
    }
    const auto rows = session->workspace().candidates({ .run = ran.summary.run });
    ASSERT_TRUE(rows);
    for (const store::CandidateRecord& row : *rows) {
        EXPECT_EQ(row.origin, "llm:scripted");
        const auto exchanges = session->workspace().exchanges({ .candidate = row.id });
        ASSERT_TRUE(exchanges);
        ASSERT_FALSE(exchanges->empty());
        const auto exchange = loadExchange(session->workspace(), exchanges->back().id);
        ASSERT_TRUE(exchange) << exchange.error().text();
        EXPECT_THAT(exchange->reply->answer, HasSubstr(row.note));
    }
}

TEST(ModelRun, TellsWhatIsAskedStreamedAndAnswered)
{
    const Bench bench = Bench::make();
    const ScriptedModel model;
    const auto session = openWith(bench, model.registry(), true);
    const Ran ran = run(*session, modelOptions());
    const auto asked = all<PromptSent>(ran.events);
    const auto replies = all<ReplyReceived>(ran.events);
    EXPECT_EQ(asked.size(), static_cast<std::size_t>(model.requests()));
    ASSERT_EQ(replies.size(), asked.size());
    EXPECT_EQ(asked.front().model, "scripted");
    EXPECT_GT(asked.front().promptTokens, 500);
    EXPECT_EQ(replies.front().completionTokens, 30);
    EXPECT_FALSE(replies.front().replayed);

    std::string streamed;
    for (const ModelStreamed& piece : all<ModelStreamed>(ran.events))
        if (piece.task == replies.front().task && piece.kind == "answer")
            streamed += piece.text;
    const auto first = loadExchange(session->workspace(), replies.front().exchange);
    ASSERT_TRUE(first) << first.error().text();
    EXPECT_TRUE(streamed.starts_with(first->reply->answer));

    // What was told is stored, but for what only matters live.
    const auto stored = session->workspace().events(ran.summary.run);
    ASSERT_TRUE(stored);
    std::size_t kept = 0;
    for (const store::EventRecord& row : *stored) {
        kept += row.kind == "reply-received" ? 1 : 0;
        EXPECT_NE(row.kind, "model-streamed");
    }
    EXPECT_EQ(kept, replies.size());
}

TEST(ModelRun, IsTheSameHoweverManyJudgesWorkBesideEachOther)
{
    const Bench bench = Bench::make();
    const ScriptedModel model;
    const auto session = openWith(bench, model.registry(), true);
    RunOptions options = modelOptions();
    options.parallelJudges = 1;
    EXPECT_EQ(describe(*session, run(*session, options).summary.run), undisturbed());
}

TEST(Replay, InTheSameWorkspaceNeedsNoServerAndTeachesNothingTwice)
{
    const Bench bench = Bench::make();
    std::string first;
    Ran recorded;
    {
        const ScriptedModel model;
        const auto session = openWith(bench, model.registry(), true);
        recorded = run(*session, modelOptions());
        first = describe(*session, recorded.summary.run);
    } // the server is gone
    const auto session = openWith(bench, *llm::ModelRegistry::parse("{\"models\": []}", "none"), false);
    const Ran again = run(*session, { .replay = recorded.summary.run });
    EXPECT_NE(again.summary.run, recorded.summary.run);
    EXPECT_EQ(describe(*session, again.summary.run), first) << "candidates, verdicts, and the values of the entries";
    EXPECT_TRUE(again.summary.replayed);
    EXPECT_EQ(again.summary.promptTokens, recorded.summary.promptTokens);
    for (const ReplyReceived& reply : all<ReplyReceived>(again.events))
        EXPECT_TRUE(reply.replayed);
    EXPECT_TRUE(all<EntryProposed>(again.events).empty());

    const Ran third = run(*session, { .replay = again.summary.run });
    EXPECT_EQ(describe(*session, third.summary.run), first) << "a replay can be replayed";
}

TEST(Replay, FromAFileEndsUpWhereTheRunDid)
{
    const Bench bench = Bench::make();
    const Bench other = Bench::make();
    const std::filesystem::path file = bench.folder.path() / "run.jsonl";
    {
        const ScriptedModel model;
        const auto session = openWith(bench, model.registry(), true);
        const Ran recorded = run(*session, modelOptions());
        const auto written = writeRecordings(session->workspace(), recorded.summary.run, file);
        ASSERT_TRUE(written) << written.error().text();
        EXPECT_EQ(*written, static_cast<std::size_t>(model.requests()));
    }
    const auto session = openWith(other, *llm::ModelRegistry::parse("{\"models\": []}", "none"), true);
    const Ran again = run(*session, { .replayFile = file.string() });
    EXPECT_EQ(describe(*session, again.summary.run), undisturbed());
}

TEST(Replay, AMissingRecordingShowsTheNearestOne)
{
    const Bench bench = Bench::make();
    const ScriptedModel model;
    const auto session = openWith(bench, model.registry(), true);
    const Ran recorded = run(*session, modelOptions());
    const std::filesystem::path file = bench.folder.path() / "run.jsonl";
    ASSERT_TRUE(writeRecordings(session->workspace(), recorded.summary.run, file));
    std::string text = *readFile(file);
    text.erase(text.rfind('\n', text.size() - 2) + 1); // the last recording
    ASSERT_TRUE(writeFileAtomically(file, text));

    const Bench other = Bench::make();
    const auto fresh = openWith(other, model.registry(), true);
    const int before = model.requests();
    RecordingSink sink;
    Runner runner(*fresh, sink);
    const Result<RunSummary> summary = runner.run({ .replayFile = file.string() });
    ASSERT_FALSE(summary);
    EXPECT_THAT(summary.error().message, HasSubstr("never recorded"));
    EXPECT_THAT(summary.error().message, HasSubstr("\n-"));
    EXPECT_EQ(model.requests(), before) << "a replay asks nobody";

    text[text.find("\"messages\"") + 40] ^= 1;
    ASSERT_TRUE(writeFileAtomically(file, text));
    const Result<RunSummary> changed = runner.run({ .replayFile = file.string() });
    ASSERT_FALSE(changed);
    EXPECT_THAT(changed.error().text(), HasSubstr("was changed"));
}

TEST(Replay, ARunWithoutAModelHasNothingToReplay)
{
    const Bench bench = Bench::make();
    const auto session = bench.create();
    const Ran plain = run(*session, usualOptions());
    RecordingSink sink;
    Runner runner(*session, sink);
    const Result<RunSummary> summary = runner.run({ .replay = plain.summary.run });
    ASSERT_FALSE(summary);
    EXPECT_THAT(summary.error().message, HasSubstr("without a language model"));
}

class KilledWithAModel : public testing::TestWithParam<int> { };

TEST_P(KilledWithAModel, GoesOnWithoutAskingTwice)
{
    Bench bench = Bench::make();
    const ScriptedModel model;
    const llm::ModelRegistry models = model.registry();
    ASSERT_NE(openWith(bench, models, true), nullptr);
    const pid_t child = fork();
    if (child == 0) {
        bench.target = std::make_shared<ScriptedTarget>(
            [](int number, const target::JudgeRequest&, std::stop_token) -> std::optional<Error> {
                if (number == GetParam())
                    kill(getpid(), SIGKILL);
                return {};
            });
        const auto session = openWith(bench, models, false);
        RecordingSink sink;
        Runner runner(*session, sink);
        const bool ok = static_cast<bool>(runner.run(modelOptions()));
        _exit(ok ? 0 : 2);
    }
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    const auto session = openWith(bench, models, false);
    const auto before = session->workspace().exchanges({ .repliesOnly = true });
    ASSERT_TRUE(before);
    const int askedBefore = model.requests();
    RecordingSink sink;
    Runner runner(*session, sink);
    const Result<RunSummary> summary = runner.resume();
    ASSERT_TRUE(summary) << summary.error().text();
    EXPECT_EQ(describe(*session, summary->run), undisturbed());
    EXPECT_EQ(summary->exchanges, static_cast<std::int64_t>(before->size()) + model.requests() - askedBefore)
        << "every kept reply was used";
    std::set<std::pair<std::string, int>> keys;
    const auto exchanges = session->workspace().exchanges({ .run = summary->run, .repliesOnly = true });
    ASSERT_TRUE(exchanges);
    for (const store::ExchangeRecord& row : *exchanges)
        EXPECT_TRUE(keys.insert({ row.key, row.occurrence }).second) << "asked twice: " << row.label;
}
INSTANTIATE_TEST_SUITE_P(AtJudgement, KilledWithAModel, testing::Values(1, 4, 9));

TEST(ModelBudget, OfTokensEndsTheRunBeforeItIsPassed)
{
    std::string texts[2];
    for (const int judges : { 1, 4 }) {
        const Bench bench = Bench::make();
        // Prompts are counted as the server counts them afterwards; before, by length.
        const ScriptedModel model;
        const auto session = openWith(bench, model.registry(), true);
        RunOptions options = modelOptions();
        options.parallelJudges = judges;
        options.tokenBudget = 7000;
        const Ran ran = run(*session, options);
        EXPECT_EQ(ran.summary.state, "finished");
        EXPECT_THAT(ran.summary.message, HasSubstr("the budget of 7000 tokens is spent"));
        EXPECT_LE(ran.summary.promptTokens + ran.summary.completionTokens, 7000);
        EXPECT_GT(ran.summary.exchanges, 0);
        for (const TaskSummary& task : ran.summary.tasks)
            EXPECT_THAT(task.note, HasSubstr("tokens is spent"));
        texts[judges == 1 ? 0 : 1] = describe(*session, ran.summary.run);
    }
    EXPECT_EQ(texts[0], texts[1]) << "which attempts are paid for does not depend on who is faster";
}

TEST(ModelBudget, OfMoneyNeedsAPrice)
{
    const Bench bench = Bench::make();
    const ScriptedModel model;
    const auto session = openWith(bench, model.registry(), true);
    RunOptions options = modelOptions();
    options.moneyBudget = 1;
    RecordingSink sink;
    Runner runner(*session, sink);
    const Result<RunSummary> refused = runner.run(options);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("needs a price"));
    EXPECT_TRUE(session->workspace().runs()->empty());
    EXPECT_EQ(model.requests(), 0);
}

TEST(ModelBudget, OfMoneyIsHeld)
{
    const Bench bench = Bench::make();
    const ScriptedModel model;
    const auto session = openWith(bench, model.registry({ { "prices", { { "input", 1000 }, { "output", 1000 } } } }), true);
    RunOptions options = modelOptions();
    options.moneyBudget = 8; // a reply is 0.15, the next prompt estimated at about 4
    const Ran ran = run(*session, options);
    EXPECT_THAT(ran.summary.message, HasSubstr("USD is spent"));
    EXPECT_LE(ran.summary.money, 8);
    EXPECT_GT(ran.summary.exchanges, 0);
}

TEST(ModelFailure, LosesNoAttemptAndTheRunGoesOnLater)
{
    Bench bench = Bench::make();
    std::atomic<bool> broken = true;
    const ScriptedModel model(usualAnswer, [&](llm::test::Connection& connection, int number) {
        if (!broken || number < 4)
            return false;
        connection.answer(401, R"({"error": {"message": "no credit left"}})");
        return true;
    });
    const auto session = openWith(bench, model.registry(), true);
    RecordingSink sink;
    Runner runner(*session, sink);
    const Result<RunSummary> failed = runner.run(modelOptions());
    ASSERT_FALSE(failed);
    EXPECT_THAT(failed.error().text(), HasSubstr("no credit left"));
    const store::RunRecord row = session->workspace().runs()->front();
    EXPECT_EQ(row.state, "failed");
    EXPECT_THAT(row.message, HasSubstr("no credit left"));
    const auto failures = session->workspace().exchanges({ .run = row.id });
    ASSERT_TRUE(failures);
    EXPECT_EQ(failures->back().failureKind, "key-refused") << "failures are kept too";

    broken = false;
    const Result<RunSummary> summary = runner.resume();
    ASSERT_TRUE(summary) << summary.error().text();
    EXPECT_EQ(describe(*session, summary->run), undisturbed()) << "as if nothing had happened";
}

TEST(ModelFailure, OfOneRequestEndsOnlyItsTask)
{
    const Bench bench = Bench::make();
    const ScriptedModel model(usualAnswer, [](llm::test::Connection& connection, int number) {
        if (number != 1)
            return false;
        connection.answer(400, R"({"error": {"message": "maximum context length is 4096 tokens", "code": "context_length_exceeded"}})");
        return true;
    });
    const auto session = openWith(bench, model.registry(), true);
    RunOptions options = modelOptions();
    options.parallelJudges = 1;
    const Ran ran = run(*session, options);
    EXPECT_EQ(ran.summary.state, "finished");
    EXPECT_EQ(ran.summary.tasks[0].state, "unsupported");
    EXPECT_THAT(ran.summary.tasks[0].note, HasSubstr("4096"));
    EXPECT_TRUE(ran.summary.tasks[1].correct);
}

TEST(ModelContract, AReplyWithoutACandidateIsAVerdict)
{
    const Bench bench = Bench::make();
    const ScriptedModel model([](const std::string& prompt) {
        return prompt.find("What failed before") == std::string::npos ? std::string("I would rather not.") : usualAnswer(prompt);
    });
    const auto session = openWith(bench, model.registry(), true);
    RunOptions options = modelOptions();
    options.specs = { "relu" };
    const Ran ran = run(*session, options);
    const auto rows = session->workspace().candidates({ .run = ran.summary.run });
    ASSERT_TRUE(rows);
    const store::CandidateRecord& first = rows->front();
    EXPECT_EQ(first.outcome, "rejected");
    const auto verdict = session->workspace().verdict(first.id);
    ASSERT_TRUE(verdict);
    EXPECT_EQ((*verdict)->body.at("gates").at(0).at("gate"), "contract");
    EXPECT_EQ(session->workspace().exchanges({ .candidate = first.id })->size(), 2U) << "the reply and its repair turn";
    EXPECT_TRUE(ran.summary.tasks.front().correct) << "the loop goes on from there";
    EXPECT_THAT(all<PromptSent>(ran.events).at(1).repairTurn, true);
}

TEST(ModelKeys, AreInNothingThatIsKept)
{
    const Bench bench = Bench::make();
    const ScriptedModel model([](const std::string& prompt) { return usualAnswer(prompt) + "\nyour key is " + kKey; },
        [](llm::test::Connection& connection, int number) {
            if (number != 7)
                return false;
            connection.answer(500, "{\"error\": {\"message\": \"cannot serve " + kKey + "\"}}");
            return true;
        });
    std::string told;
    {
        const auto session = openWith(bench, model.registry({ { "key", { { "env", "SOME_KEY" } } } }), true);
        RecordingSink sink;
        Runner runner(*session, sink);
        const Result<RunSummary> failed = runner.run(modelOptions());
        ASSERT_FALSE(failed);
        told += failed.error().text();
        for (const Event& event : sink.events)
            told += toJson(event).dump();
        const auto exchanges = session->workspace().exchanges();
        ASSERT_TRUE(exchanges);
        for (const store::ExchangeRecord& row : *exchanges) { // artifacts are compressed: read them
            const auto texts = loadExchange(session->workspace(), row.id);
            ASSERT_TRUE(texts);
            told += texts->request.dump() + row.failure + (texts->reply ? texts->reply->answer : "");
        }
        const std::filesystem::path file = bench.folder.path() / "run.jsonl";
        ASSERT_TRUE(writeRecordings(session->workspace(), session->workspace().runs()->front().id, file));
    }
    for (const auto& each : std::filesystem::recursive_directory_iterator(bench.folder.path()))
        if (each.is_regular_file())
            told += *readFile(each.path());
    EXPECT_THAT(told, HasSubstr("your key is")) << "the reply was kept";
    EXPECT_EQ(told.find("canary-5a6b"), std::string::npos);
}
