#include "fakes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <thread>

using namespace hawk;
using namespace hawk::engine;
using namespace hawk::engine::test;

namespace {

Result<RunSummary> runOnce(Session& session, const RunOptions& options, RecordingSink& sink)
{
    Runner runner(session, sink);
    return runner.run(options);
}

template <class E> std::size_t count(const std::vector<Event>& events)
{
    return static_cast<std::size_t>(std::count_if(
        events.begin(), events.end(), [](const Event& e) { return std::holds_alternative<E>(e); }));
}

} // namespace

TEST(Runner, DraftsUntilCorrectThenRefinesUntilNothingIsLeft)
{
    const Bench bench = Bench::make();
    const auto session = bench.create();
    RecordingSink sink;
    const Result<RunSummary> summary = runOnce(*session, usualOptions(), sink);
    ASSERT_TRUE(summary) << summary.error().text();
    EXPECT_EQ(summary->end, RunEnd::Finished);
    EXPECT_TRUE(summary->allCorrect());
    ASSERT_EQ(summary->tasks.size(), 2U);
    for (const TaskSummary& task : summary->tasks) {
        EXPECT_EQ(task.state, "done") << task.note;
        EXPECT_EQ(task.failedBeforeCorrect, 2);
        EXPECT_DOUBLE_EQ(task.firstCorrectUs, 200);
        EXPECT_LT(task.bestUs, 130); // three generations of 20 %
        EXPECT_LE(task.attempts, 12);
    }
}

TEST(Runner, FirstDraftIsUninformedAndLaterOnesAreShownKnowledge)
{
    Bench bench = Bench::make();
    std::map<int, std::size_t> shown;
    std::mutex mutex;
    bench.synthesizer = std::make_shared<ScriptedSynthesizer>([&](const synth::SynthRequest& request) {
        const std::scoped_lock lock(mutex);
        if (request.spec->name == "relu" && request.stage == synth::SynthRequest::Stage::Draft)
            shown[request.attempt] = request.knowledge.size();
        return usualScript(request);
    });
    const auto session = bench.create();
    RecordingSink sink;
    ASSERT_TRUE(runOnce(*session, usualOptions(), sink));
    EXPECT_EQ(shown.at(0), 0U);
    EXPECT_GT(shown.at(1), 0U);
}

TEST(Runner, SameSeedGivesTheSameRunWhateverTheParallelism)
{
    std::string first;
    for (const int judges : { 1, 2, 4 }) {
        Bench bench = Bench::make();
        // Judgements take turns in being slow, so that they finish in another order than they started.
        bench.target = std::make_shared<ScriptedTarget>(
            [judges](int number, const target::JudgeRequest&, std::stop_token) -> std::optional<Error> {
                std::this_thread::sleep_for(std::chrono::milliseconds(number % 3 == 0 ? judges * 5 : 0));
                return {};
            });
        const auto session = bench.create();
        RunOptions options = usualOptions();
        options.parallelJudges = judges;
        RecordingSink sink;
        const Result<RunSummary> summary = runOnce(*session, options, sink);
        ASSERT_TRUE(summary) << summary.error().text();
        const std::string text = describe(*session, summary->run);
        if (first.empty())
            first = text;
        EXPECT_EQ(text, first) << judges << " judges";
    }
}

TEST(Runner, AnotherSeedGivesAnotherRun)
{
    std::vector<std::string> texts;
    for (const std::uint64_t seed : { 1U, 2U }) {
        const Bench bench = Bench::make();
        const auto session = bench.create();
        RunOptions options = usualOptions();
        options.seed = seed;
        RecordingSink sink;
        const Result<RunSummary> summary = runOnce(*session, options, sink);
        ASSERT_TRUE(summary);
        texts.push_back(describe(*session, summary->run));
    }
    EXPECT_NE(texts[0], texts[1]);
}

TEST(Runner, AttemptBudgetIsHard)
{
    Bench bench = Bench::make();
    bench.synthesizer = std::make_shared<ScriptedSynthesizer>([](const synth::SynthRequest& request) {
        return std::optional<std::string>("mismatch " + std::to_string(request.attempt));
    });
    const auto session = bench.create();
    RunOptions options = usualOptions();
    options.attemptsPerTask = 3;
    RecordingSink sink;
    const Result<RunSummary> summary = runOnce(*session, options, sink);
    ASSERT_TRUE(summary);
    EXPECT_FALSE(summary->allCorrect());
    for (const TaskSummary& task : summary->tasks) {
        EXPECT_EQ(task.attempts, 3);
        EXPECT_EQ(task.state, "exhausted");
        EXPECT_NE(task.note.find("3 attempts"), std::string::npos) << task.note;
    }
    EXPECT_EQ(bench.target->judged(), 6);
}

TEST(Runner, SecondsBudgetEndsTheRunAndCancelsWhatIsInFlight)
{
    Bench bench = Bench::make();
    bench.target = std::make_shared<ScriptedTarget>(
        [](int number, const target::JudgeRequest&, std::stop_token stop) -> std::optional<Error> {
            if (number < 3)
                return {};
            for (int i = 0; i < 2000 && !stop.stop_requested(); ++i) // a judge that would take 20 s
                std::this_thread::sleep_for(std::chrono::milliseconds(10));
            return stop.stop_requested() ? std::optional<Error>({ Errc::Cancelled, "cancelled", {}, {} })
                                         : std::nullopt;
        });
    const auto session = bench.create();
    RunOptions options = usualOptions();
    options.secondsBudget = 0.5;
    RecordingSink sink;
    const Result<RunSummary> summary = runOnce(*session, options, sink);
    ASSERT_TRUE(summary) << summary.error().text();
    EXPECT_EQ(summary->end, RunEnd::Finished);
    EXPECT_EQ(summary->tasks[0].attempts + summary->tasks[1].attempts, 2);
    EXPECT_NE(summary->tasks[0].note.find("0.5 s"), std::string::npos) << summary->tasks[0].note;
    EXPECT_LT(summary->activeSeconds, 2.0);
}

TEST(Runner, RepeatedFailureLeavesTheLineageThenEndsTheTask)
{
    Bench bench = Bench::make();
    std::vector<bool> hadParent;
    bench.synthesizer = std::make_shared<ScriptedSynthesizer>([&](const synth::SynthRequest& request) {
        hadParent.push_back(request.parent.has_value());
        return std::optional<std::string>("mismatch 0");
    });
    const auto session = bench.create();
    RunOptions options = usualOptions();
    options.specs = { "relu" };
    options.attemptsPerTask = 30;
    RecordingSink sink;
    const Result<RunSummary> summary = runOnce(*session, options, sink);
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->tasks[0].attempts, 8);
    EXPECT_EQ(summary->tasks[0].state, "exhausted");
    const std::vector<bool> expected { false, true, true, true, false, true, true, true };
    EXPECT_EQ(hadParent, expected);
}

TEST(Runner, OperatorOutsideTheSynthesizersReachIsUnsupportedAndTheOthersGoOn)
{
    Bench bench = Bench::make();
    bench.synthesizer = std::make_shared<ScriptedSynthesizer>([](const synth::SynthRequest& request) {
        if (request.spec->name == "add")
            return std::optional<std::string>("error add holds an op we cannot plan");
        return usualScript(request);
    });
    const auto session = bench.create();
    RecordingSink sink;
    const Result<RunSummary> summary = runOnce(*session, usualOptions(), sink);
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->end, RunEnd::Finished);
    EXPECT_EQ(summary->tasks[0].state, "done");
    EXPECT_EQ(summary->tasks[1].state, "unsupported");
    EXPECT_NE(summary->tasks[1].note.find("cannot plan"), std::string::npos);
    EXPECT_EQ(summary->tasks[1].attempts, 0);
}

TEST(Runner, EnvironmentErrorFailsTheRunAndResumeGoesOn)
{
    Bench bench = Bench::make();
    const Bench whole = Bench::make();
    bench.target = std::make_shared<ScriptedTarget>(
        [](int number, const target::JudgeRequest&, std::stop_token) -> std::optional<Error> {
            if (number == 5)
                return Error { Errc::Environment, "bubblewrap is missing", {}, "apt install bubblewrap" };
            return {};
        });
    RunId run;
    {
        const auto session = bench.create();
        RecordingSink sink;
        const Result<RunSummary> summary = runOnce(*session, usualOptions(), sink);
        ASSERT_FALSE(summary);
        EXPECT_EQ(summary.error().code, Errc::Environment);
        const auto runs = session->workspace().runs();
        ASSERT_TRUE(runs);
        run = runs->front().id;
        EXPECT_EQ(runs->front().state, "failed");
        EXPECT_NE(runs->front().message.find("bubblewrap"), std::string::npos);
        ASSERT_TRUE(std::holds_alternative<RunFinished>(sink.events.back()));
        EXPECT_EQ(std::get<RunFinished>(sink.events.back()).state, "failed");
    }
    bench.target = std::make_shared<ScriptedTarget>();
    const auto session = bench.open();
    RecordingSink sink;
    Runner runner(*session, sink);
    const Result<RunSummary> summary = runner.resume();
    ASSERT_TRUE(summary) << summary.error().text();
    EXPECT_EQ(summary->run, run);
    EXPECT_TRUE(summary->allCorrect());

    const auto reference = whole.create();
    RecordingSink wholeSink;
    const Result<RunSummary> uninterrupted = runOnce(*reference, usualOptions(), wholeSink);
    ASSERT_TRUE(uninterrupted);
    EXPECT_EQ(describe(*session, summary->run), describe(*reference, uninterrupted->run));
}

TEST(Runner, PostedEventsAreTheStoredOnesInOrder)
{
    const Bench bench = Bench::make();
    const auto session = bench.create();
    RecordingSink sink;
    const Result<RunSummary> summary = runOnce(*session, usualOptions(), sink);
    ASSERT_TRUE(summary);
    const auto stored = session->workspace().events(summary->run);
    ASSERT_TRUE(stored);
    ASSERT_EQ(stored->size(), sink.events.size());
    for (std::size_t i = 0; i < stored->size(); ++i) {
        EXPECT_EQ((*stored)[i].kind, kindOf(sink.events[i]));
        EXPECT_EQ((*stored)[i].body, toJson(sink.events[i]));
    }
    EXPECT_TRUE(std::holds_alternative<RunStarted>(sink.events.front()));
    EXPECT_TRUE(std::holds_alternative<RunFinished>(sink.events.back()));
    EXPECT_EQ(count<TaskStarted>(sink.events), 2U);
    EXPECT_EQ(count<TaskFinished>(sink.events), 2U);
    EXPECT_EQ(count<CandidateJudged>(sink.events), count<CandidateCreated>(sink.events));
    EXPECT_GT(sink.progressCount, 0);
}

TEST(Runner, EveryStepLeavesItsEvidence)
{
    const Bench bench = Bench::make();
    const auto session = bench.create();
    RecordingSink sink;
    const Result<RunSummary> summary = runOnce(*session, usualOptions(), sink);
    ASSERT_TRUE(summary);
    const auto rows = session->workspace().candidates({ .run = summary->run });
    ASSERT_TRUE(rows);
    for (const store::CandidateRecord& row : *rows) {
        const auto verdict = session->workspace().verdict(row.id);
        ASSERT_TRUE(verdict && verdict->has_value());
        EXPECT_EQ((*verdict)->outcome, row.outcome);
        const auto retrievals = session->workspace().retrievals(row.id);
        ASSERT_TRUE(retrievals);
        EXPECT_EQ(retrievals->size(), row.attempt == 0 ? 0U : 1U);
        const auto profiles = session->workspace().profiles(row.id);
        ASSERT_TRUE(profiles);
        EXPECT_EQ(profiles->size(), row.outcome == "correct" ? 2U : 0U);
    }
}

TEST(Runner, RepairIsProvedByReplayAndQuarantined)
{
    const Bench bench = Bench::make();
    const auto session = bench.create();
    RecordingSink sink;
    ASSERT_TRUE(runOnce(*session, usualOptions(), sink));
    ASSERT_GT(count<EntryProposed>(sink.events), 0U);
    for (const Event& event : sink.events) {
        const auto* proposed = std::get_if<EntryProposed>(&event);
        if (proposed == nullptr)
            continue;
        EXPECT_EQ(proposed->state, "quarantined");
        const Result<knowledge::Entry> entry = session->knowledge().entry(proposed->entry);
        ASSERT_TRUE(entry);
        EXPECT_FALSE(entry->verification.empty());
        EXPECT_GT(entry->source.at("candidate").get<std::int64_t>(), 0);
    }
}

TEST(Runner, ALessonThatDoesNotReproduceIsOnlyProposed)
{
    Bench bench = Bench::make();
    bench.synthesizer = std::make_shared<ScriptedSynthesizer>([](const synth::SynthRequest& request) {
        if (request.stage == synth::SynthRequest::Stage::Refine)
            return std::optional<std::string>();
        return std::optional<std::string>(request.attempt == 0 ? "mismatch 0" : "correct 100");
    });
    // The failing kernel cannot be judged any worse in the replay: every judgement after the second one is
    // correct.
    class Forgiving final : public target::Target {
    public:
        std::string name() const override { return "forgiving"; }
        Result<target::Verdict> judge(const target::JudgeRequest& request, std::stop_token stop,
            const std::function<void(const target::JudgeProgress&)>& progress) override
        {
            target::JudgeRequest changed = request;
            if (++m_count > 2)
                changed.candidate.source = "correct 100\n";
            return m_inner.judge(changed, stop, progress);
        }

    private:
        ScriptedTarget m_inner;
        std::atomic<int> m_count = 0;
    };
    SessionOptions parts = bench.options();
    parts.target = std::make_shared<Forgiving>();
    auto session = Session::create(parts);
    ASSERT_TRUE(session);
    RunOptions options = usualOptions();
    options.specs = { "relu" };
    RecordingSink sink;
    ASSERT_TRUE(runOnce(**session, options, sink));
    ASSERT_EQ(count<EntryProposed>(sink.events), 1U);
    for (const Event& event : sink.events) {
        if (const auto* proposed = std::get_if<EntryProposed>(&event)) {
            EXPECT_EQ(proposed->state, "proposed");
        }
    }
}

TEST(Runner, UnknownOperatorAndChipAreRefusedBeforeAnythingIsStored)
{
    const Bench bench = Bench::make();
    const auto session = bench.create();
    RecordingSink sink;
    RunOptions options = usualOptions();
    options.specs = { "relo" };
    const Result<RunSummary> summary = runOnce(*session, options, sink);
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, Errc::NotFound);
    EXPECT_NE(summary.error().hint.find("relu"), std::string::npos) << summary.error().hint;
    options = usualOptions();
    options.chip = "Ascend1";
    EXPECT_FALSE(runOnce(*session, options, sink));
    const auto runs = session->workspace().runs();
    ASSERT_TRUE(runs);
    EXPECT_TRUE(runs->empty());
    EXPECT_TRUE(sink.events.empty());
}
