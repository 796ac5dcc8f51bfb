#include "fakes.h"

#include <gtest/gtest.h>

#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace hawk;
using namespace hawk::engine;
using namespace hawk::engine::test;

namespace {

/// The run nobody interrupted.
const std::string& uninterrupted()
{
    static const std::string kText = [] {
        const Bench bench = Bench::make();
        const auto session = bench.create();
        RecordingSink sink;
        Runner runner(*session, sink);
        const Result<RunSummary> summary = runner.run(usualOptions());
        EXPECT_TRUE(summary);
        return describe(*session, summary->run);
    }();
    return kText;
}

/// Runs in a child process that kills itself as `hook` and `onEvent` decide. True when it was killed.
bool killedRun(Bench bench, ScriptedTarget::Hook hook, std::function<void(const Event&)> onEvent)
{
    const pid_t child = fork();
    if (child == 0) {
        bench.target = std::make_shared<ScriptedTarget>(std::move(hook));
        Result<std::unique_ptr<Session>> session = Session::open(bench.options());
        if (!session)
            _exit(3);
        RecordingSink sink;
        sink.onEvent = std::move(onEvent);
        Runner runner(**session, sink);
        const bool ok = static_cast<bool>(runner.run(usualOptions()));
        _exit(ok ? 0 : 2);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

void expectResumesToTheSame(const Bench& bench)
{
    const auto session = bench.open();
    ASSERT_NE(session, nullptr);
    const auto runs = session->workspace().runs();
    ASSERT_TRUE(runs);
    ASSERT_EQ(runs->size(), 1U);
    EXPECT_EQ(runs->front().state, "stopped"); // not "running": nobody is at it
    RecordingSink sink;
    Runner runner(*session, sink);
    const Result<RunSummary> summary = runner.resume();
    ASSERT_TRUE(summary) << summary.error().text();
    EXPECT_EQ(describe(*session, summary->run), uninterrupted());
}

void createIn(const Bench& bench) { ASSERT_NE(bench.create(), nullptr); }

} // namespace

class KilledInJudge : public testing::TestWithParam<int> { };

TEST_P(KilledInJudge, ContinuesToTheSameCandidates)
{
    Bench bench = Bench::make();
    createIn(bench);
    const int at = GetParam();
    ASSERT_TRUE(killedRun(
        { TempDir::create("hawk-unused").value(), bench.workspace, bench.synthesizer, bench.target },
        [at](int number, const target::JudgeRequest&, std::stop_token) -> std::optional<Error> {
            if (number == at)
                kill(getpid(), SIGKILL);
            return {};
        },
        {}));
    expectResumesToTheSame(bench);
}
INSTANTIATE_TEST_SUITE_P(AtJudgement, KilledInJudge, testing::Values(1, 2, 3, 5, 8, 11, 14));

class KilledAfterEvent : public testing::TestWithParam<int> { };

TEST_P(KilledAfterEvent, ContinuesToTheSameCandidates)
{
    Bench bench = Bench::make();
    createIn(bench);
    const int at = GetParam();
    ASSERT_TRUE(killedRun(
        { TempDir::create("hawk-unused").value(), bench.workspace, bench.synthesizer, bench.target }, {},
        [at, seen = 0](const Event& event) mutable {
            if (std::holds_alternative<CandidateJudged>(event) && ++seen == at)
                kill(getpid(), SIGKILL);
        }));
    expectResumesToTheSame(bench);
}
INSTANTIATE_TEST_SUITE_P(Number, KilledAfterEvent, testing::Values(1, 2, 3, 4, 6, 9, 10));

TEST(FullDisk, FailsTheRunAndLosesNothing)
{
    const Bench bench = Bench::make();
    createIn(bench);
    const pid_t child = fork();
    if (child == 0) {
        // No file may grow past the limit: to the program it looks like a disk that fills up in the middle of
        // the run.
        std::signal(SIGXFSZ, SIG_IGN);
        Result<std::unique_ptr<Session>> session = Session::open(bench.options());
        if (!session)
            _exit(3);
        RecordingSink sink;
        bool finishedEvent = false;
        sink.onEvent = [&](const Event& event) {
            if (std::holds_alternative<CandidateJudged>(event)
                && std::get<CandidateJudged>(event).outcome == "mismatch") {
                const rlimit limit { 16384, 16384 };
                setrlimit(RLIMIT_FSIZE, &limit);
            }
            if (const auto* finished = std::get_if<RunFinished>(&event))
                finishedEvent = finished->state == "failed";
        };
        Runner runner(**session, sink);
        const Result<RunSummary> summary = runner.run(usualOptions());
        _exit(!summary && summary.error().code == Errc::Io && finishedEvent ? 0 : 4);
    }
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
    expectResumesToTheSame(bench);
}

TEST(Pause, EndsAfterTheStepAndResumesToTheSame)
{
    const Bench bench = Bench::make();
    const auto session = bench.create();
    RecordingSink sink;
    Runner runner(*session, sink);
    sink.onEvent = [&](const Event& event) {
        if (const auto* judged = std::get_if<CandidateJudged>(&event);
            judged != nullptr && judged->outcome == "correct")
            runner.requestPause();
    };
    Result<RunSummary> summary = runner.run(usualOptions());
    ASSERT_TRUE(summary) << summary.error().text();
    EXPECT_EQ(summary->end, RunEnd::Paused);
    EXPECT_EQ(std::get<RunFinished>(sink.events.back()).state, "paused");
    int sessions = 1;
    for (; summary->end == RunEnd::Paused; ++sessions) { // paused again and again until it is through
        ASSERT_LT(sessions, 50);
        summary = runner.resume();
        ASSERT_TRUE(summary) << summary.error().text();
    }
    EXPECT_GT(sessions, 2);
    EXPECT_EQ(describe(*session, summary->run), uninterrupted());
}

TEST(Stop, CancelsJudgesInFlightAtOnceAndResumesToTheSame)
{
    Bench bench = Bench::make();
    std::atomic<bool> judging = false;
    bench.target = std::make_shared<ScriptedTarget>(
        [&](int number, const target::JudgeRequest&, std::stop_token stop) -> std::optional<Error> {
            if (number != 4)
                return {};
            judging = true;
            for (int i = 0; i < 2000 && !stop.stop_requested(); ++i)
                std::this_thread::sleep_for(std::chrono::milliseconds(10));
            return Error { Errc::Cancelled, "cancelled", {}, {} };
        });
    const auto session = bench.create();
    RecordingSink sink;
    Runner runner(*session, sink);
    const std::jthread stopper([&] {
        while (!judging)
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        runner.requestStop();
    });
    const auto begin = std::chrono::steady_clock::now();
    Result<RunSummary> summary = runner.run(usualOptions());
    ASSERT_TRUE(summary) << summary.error().text();
    EXPECT_EQ(summary->end, RunEnd::Stopped);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
    summary = runner.resume();
    ASSERT_TRUE(summary) << summary.error().text();
    EXPECT_EQ(describe(*session, summary->run), uninterrupted());
}

TEST(Resume, SaysWhenThereIsNothingToResume)
{
    const Bench bench = Bench::make();
    const auto session = bench.create();
    RecordingSink sink;
    Runner runner(*session, sink);
    const Result<RunSummary> none = runner.resume();
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, Errc::NotFound);
    const Result<RunSummary> whole = runner.run(usualOptions());
    ASSERT_TRUE(whole);
    EXPECT_FALSE(runner.resume());
    const Result<RunSummary> finished = runner.resume(whole->run);
    ASSERT_FALSE(finished);
    EXPECT_EQ(finished.error().code, Errc::InvalidInput);
}

TEST(Resume, CountsWorkingTimeOverAllSessions)
{
    Bench bench = Bench::make();
    bench.target = std::make_shared<ScriptedTarget>(
        [](int, const target::JudgeRequest&, std::stop_token) -> std::optional<Error> {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            return {};
        });
    const auto session = bench.create();
    RecordingSink sink;
    Runner runner(*session, sink);
    bool pausedOnce = false;
    sink.onEvent = [&](const Event& event) {
        if (std::holds_alternative<CandidateJudged>(event) && !pausedOnce) {
            pausedOnce = true;
            runner.requestPause();
        }
    };
    const Result<RunSummary> first = runner.run(usualOptions());
    ASSERT_TRUE(first);
    const Result<RunSummary> second = runner.resume();
    ASSERT_TRUE(second);
    EXPECT_GT(first->activeSeconds, 0.0);
    EXPECT_GT(second->activeSeconds, first->activeSeconds);
}
