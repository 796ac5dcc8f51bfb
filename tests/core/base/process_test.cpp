#include "base/process.h"

#include <chrono>
#include <csignal>
#include <gtest/gtest.h>
#include <thread>

namespace hawk {
namespace {

using namespace std::chrono_literals;

ProcessSpec shell(const std::string& script) { return ProcessSpec { .argv = { "sh", "-c", script } }; }

TEST(RunProcess, CollectsStreamsAndExitCode)
{
    const auto result = runProcess(shell("echo out; echo err >&2; exit 3"));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->out, "out\n");
    EXPECT_EQ(result->err, "err\n");
    EXPECT_EQ(result->exitCode, 3);
    EXPECT_FALSE(result->ok());
}

TEST(RunProcess, FeedsStandardInputLargerThanAPipe)
{
    ProcessSpec spec = shell("cat");
    spec.input = std::string(1 << 20, 'x');
    const auto result = runProcess(spec);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->out.size(), spec.input.size());
}

TEST(RunProcess, MissingProgramIsAnEnvironmentError)
{
    const auto result = runProcess(ProcessSpec { .argv = { "no-such-program-at-all" } });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::Environment);
    EXPECT_NE(result.error().message.find("no-such-program-at-all"), std::string::npos);
}

TEST(RunProcess, TimeoutKillsTheWholeGroup)
{
    ProcessSpec spec = shell("sleep 60 & echo $!; wait");
    spec.timeout = 200ms;
    const auto result = runProcess(spec);
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->timedOut);
    EXPECT_LT(result->wallMs, 10'000);
    // The grandchild's number was printed; after the kill it must vanish.
    const int grandchild = std::stoi(result->out);
    for (int i = 0; i < 200 && ::kill(grandchild, 0) == 0; ++i)
        std::this_thread::sleep_for(5ms);
    const auto state = runProcess(shell("grep -s '^State' /proc/" + std::to_string(grandchild) + "/status || true"));
    ASSERT_TRUE(state);
    EXPECT_TRUE(state->out.empty() || state->out.find('Z') != std::string::npos) << state->out;
}

TEST(RunProcess, BackgroundChildDoesNotOutliveIt)
{
    const auto result = runProcess(shell("sleep 60 >/dev/null 2>&1 & echo done"));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->out, "done\n");
    EXPECT_LT(result->wallMs, 10'000);
}

TEST(RunProcess, CancellationEndsItAtOnce)
{
    std::stop_source source;
    std::jthread canceller([&source] {
        std::this_thread::sleep_for(100ms);
        source.request_stop();
    });
    const auto result = runProcess(shell("sleep 60"), source.get_token());
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->cancelled);
}

TEST(RunProcess, OutputBeyondTheLimitIsDroppedOrFatal)
{
    ProcessSpec spec = shell("yes hawk");
    spec.maxOutputBytes = 1000;
    spec.killOnOutputOverflow = true;
    const auto result = runProcess(spec);
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->outputOverflow);
    EXPECT_EQ(result->out.size(), 1000U);
    EXPECT_EQ(result->signal, SIGKILL);
}

TEST(RunProcess, LimitsAndEnvironmentReachTheChild)
{
    ProcessSpec spec = shell("echo \"$ONLY $HOME\"; ulimit -n");
    spec.environment = std::map<std::string, std::string> { { "ONLY", "this" } };
    spec.limits.openFiles = 32;
    const auto result = runProcess(spec);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->out, "this \n32\n");
}

TEST(LineProcess, AnswersLineByLine)
{
    auto process = LineProcess::start(shell("while read line; do echo \"got $line\"; done"));
    ASSERT_TRUE(process);
    for (const char* word : { "a", "b" }) {
        ASSERT_TRUE(process->send(word));
        const auto reply = process->receive(5s);
        ASSERT_TRUE(reply);
        EXPECT_EQ(*reply, std::string("got ") + word);
    }
}

TEST(LineProcess, TimeoutLeavesItRunningAndEndCarriesItsLastWords)
{
    auto process = LineProcess::start(shell("read a; echo 'bad thing' >&2; exit 1"));
    ASSERT_TRUE(process);
    const auto silent = process->receive(50ms);
    ASSERT_FALSE(silent);
    EXPECT_EQ(silent.error().code, Errc::Timeout);
    EXPECT_TRUE(process->running());
    ASSERT_TRUE(process->send("go"));
    const auto ended = process->receive(5s);
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, Errc::Protocol);
    EXPECT_NE(ended.error().message.find("bad thing"), std::string::npos);
}

TEST(LineProcess, OutlivesTheThreadThatStartedIt)
{
    std::optional<LineProcess> process;
    std::thread([&process] {
        auto started = LineProcess::start(shell("while read line; do echo $line; done"));
        ASSERT_TRUE(started);
        process = *std::move(started);
    }).join();
    ASSERT_TRUE(process->send("alive"));
    const auto reply = process->receive(5s);
    ASSERT_TRUE(reply);
    EXPECT_EQ(*reply, "alive");
}

} // namespace
} // namespace hawk
