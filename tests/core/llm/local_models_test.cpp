#include "support/model_fixture.h"

#include "base/files.h"
#include "llm/command_provider.h"
#include "llm/manual_provider.h"

#include <csignal>
#include <fcntl.h>
#include <future>
#include <sstream>
#include <unistd.h>

using namespace hawk;
using namespace hawk::llm;
using namespace hawk::llm::test;
using namespace std::chrono_literals;

namespace {

Outcome run(const std::string& line, CommandModel model = CommandModel(), std::stop_token stop = {}, const OnStream& onStream = {})
{
    model.name = "tool";
    model.model = "tool-1";
    model.argv = { "sh", "-c", line };
    return makeCommandProvider(std::move(model))->complete(ask(), onStream, std::move(stop));
}

} // namespace

TEST(Command, GetsThePromptAndGivesTheReply)
{
    Shown shown;
    const Outcome outcome = run("echo '<think>hm</think>'; cat; echo to stderr >&2", CommandModel(), {}, shown.handler());
    ASSERT_TRUE(outcome.replied()) << describe(outcome);
    EXPECT_EQ(outcome.reply().answer, "You write Ascend C.\n\nWrite a kernel.");
    EXPECT_EQ(outcome.reply().reasoning, "hm");
    EXPECT_EQ(shown.text, "{hm}You write Ascend C.\n\nWrite a kernel.");
    EXPECT_TRUE(outcome.reply().usage.estimated);
    EXPECT_GT(outcome.reply().usage.promptTokens, 0);
    EXPECT_EQ(outcome.reply().model, "tool-1");
}

TEST(Command, TakesJsonWhenAsked)
{
    CommandModel model;
    model.input = CommandModel::Input::Json;
    model.parameters.temperature = 0.5;
    const Outcome outcome = run("cat", model);
    ASSERT_TRUE(outcome.replied()) << describe(outcome);
    const Json document = Json::parse(outcome.reply().answer);
    EXPECT_EQ(document.at("messages").at(1).at("text"), "Write a kernel.");
    EXPECT_EQ(document.at("parameters").at("temperature"), 0.5);
}

TEST(Command, FailuresSayWhatHappened)
{
    const auto with = [](const auto& change) {
        CommandModel model;
        change(model);
        return model;
    };
    const auto text = [](const Outcome& outcome) { return outcome.replied() ? "a reply" : outcome.failure().error.text(); };
    EXPECT_THAT(text(run("echo no licence >&2; exit 3")), testing::HasSubstr("ended with exit code 3: no licence"));
    EXPECT_THAT(text(run("kill -9 $$")), testing::HasSubstr("ended by signal 9"));
    EXPECT_THAT(text(run("true")), testing::HasSubstr("printed no reply"));
    EXPECT_THAT(text(run("yes", with([](CommandModel& m) { m.maxReplyBytes = 100'000; }))), testing::HasSubstr("printed more than 97 KiB"));
    EXPECT_THAT(text(run("sleep 20", with([](CommandModel& m) { m.timeout = 100ms; }))), testing::HasSubstr("was not done within"));
    EXPECT_THAT(text(run("echo key is " + std::string("canary-key-123456") + " >&2; exit 1", with([](CommandModel& m) { m.key = Secret("canary-key-123456"); }))),
        testing::HasSubstr("key is [key]"));
    const Outcome missing = makeCommandProvider(with([](CommandModel& m) { m.argv = { "no-such-tool-at-all" }; }))->complete(ask());
    EXPECT_EQ(missing.failure().kind, FailureKind::Setup);
    EXPECT_FALSE(missing.consumesAttempt());
}

TEST(Command, CancellingKillsTheWholeGroupAtOnce)
{
    const auto folder = TempDir::create("hawk-command");
    ASSERT_TRUE(folder);
    const std::string pidFile = (folder->path() / "pid").string();
    std::stop_source stop;
    auto call = std::async(std::launch::async, [&] {
        return run("sh -c 'echo $$ > " + pidFile + ".part; mv " + pidFile + ".part " + pidFile + "; sleep 30' & wait", CommandModel(), stop.get_token());
    });
    while (!std::filesystem::exists(pidFile))
        std::this_thread::sleep_for(2ms);
    const double tookMs = millisecondsOf([&] {
        stop.request_stop();
        call.wait();
    });
    EXPECT_LT(tookMs, 50);
    EXPECT_EQ(call.get().failure().kind, FailureKind::Cancelled);
    const pid_t grandchild = static_cast<pid_t>(std::stol(*readFile(pidFile)));
    for (int i = 0; i < 100 && ::kill(grandchild, 0) == 0; ++i)
        std::this_thread::sleep_for(5ms); // a killed process stays until init has reaped it
    SUCCEED();
}

namespace {

/// A pipe a test writes to, as a person types.
class Keyboard {
public:
    Keyboard() { EXPECT_EQ(::pipe2(m_fds, O_CLOEXEC), 0); }
    ~Keyboard()
    {
        close();
        ::close(m_fds[0]);
    }
    Keyboard(const Keyboard&) = delete;
    Keyboard& operator=(const Keyboard&) = delete;
    void type(const std::string& text) { EXPECT_EQ(::write(m_fds[1], text.data(), text.size()), static_cast<ssize_t>(text.size())); }
    void close()
    {
        if (m_fds[1] >= 0)
            ::close(m_fds[1]);
        m_fds[1] = -1;
    }
    int fd() const { return m_fds[0]; }

private:
    int m_fds[2] { -1, -1 };
};

} // namespace

TEST(Manual, ShowsThePromptAndReadsUntilTheMark)
{
    Keyboard keyboard;
    std::ostringstream screen;
    TerminalPort port(keyboard.fd(), screen);
    const auto provider = makeManualProvider("me", "browser", {}, port);
    keyboard.type("line one\nEND-OF-REPLY is quoted\nEND-OF-REPLY\r\nsecond ");
    keyboard.type("reply\nEND-OF-REPLY\n");
    Request request = ask();
    request.label = "relu, attempt 1";
    const Outcome first = provider->complete(request);
    ASSERT_TRUE(first.replied()) << describe(first);
    EXPECT_EQ(first.reply().answer, "line one\nEND-OF-REPLY is quoted\n");
    EXPECT_THAT(screen.str(), testing::HasSubstr("----- prompt for relu, attempt 1 -----\nYou write Ascend C.\n\nWrite a kernel.\n"));
    const Outcome second = provider->complete(ask());
    EXPECT_EQ(second.reply().answer, "second reply\n");
}

TEST(Manual, TheEndOfInputEndsAReplyAndNothingIsNoAttempt)
{
    std::ostringstream screen;
    Keyboard some;
    TerminalPort port(some.fd(), screen);
    some.type("no newline");
    some.close();
    EXPECT_EQ(makeManualProvider("me", "m", {}, port)->complete(ask()).reply().answer, "no newline\n");
    const Outcome none = makeManualProvider("me", "m", {}, port)->complete(ask());
    ASSERT_FALSE(none.replied());
    EXPECT_THAT(none.failure().error.text(), testing::HasSubstr("no reply was pasted"));
}

TEST(Manual, CancellingDoesNotWaitForThePersonNorForTheQueue)
{
    Keyboard keyboard;
    std::ostringstream screen;
    TerminalPort port(keyboard.fd(), screen);
    const auto provider = makeManualProvider("me", "m", {}, port);
    std::stop_source stop;
    auto first = std::async(std::launch::async, [&] { return provider->complete(ask(), {}, stop.get_token()); });
    auto second = std::async(std::launch::async, [&] { return provider->complete(ask(), {}, stop.get_token()); });
    std::this_thread::sleep_for(50ms);
    EXPECT_LT(millisecondsOf([&] {
        stop.request_stop();
        EXPECT_EQ(first.get().failure().kind, FailureKind::Cancelled);
        EXPECT_EQ(second.get().failure().kind, FailureKind::Cancelled);
    }),
        50);
}
