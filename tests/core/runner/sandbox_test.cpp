#include "emulator/runner/sandbox.h"

#include "base/files.h"

#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>
#include <thread>

namespace hawk::emulator {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

/// A shell script in the sandbox, with the tools of /usr but everything else as a kernel has it.
struct Shell {
    TempDir folder = *TempDir::create("hawk-test-");
    SandboxJob job;

    Shell()
    {
        job.writable = folder.path();
        job.view = SystemView::Toolchain;
        job.calls = SystemCalls::Compiler;
        job.timeout = std::chrono::seconds(10);
        job.environment = { { "PATH", "/usr/bin" } };
    }
    ProcessResult run(const std::string& script, std::stop_token stop = {})
    {
        job.argv = { "/bin/bash", "-c", script };
        auto result = runSandboxed(job, {}, std::move(stop));
        EXPECT_TRUE(result) << (result ? "" : result.error().text());
        return result ? *result : ProcessResult {};
    }
};

/// Sets one variable of our own environment for a scope.
class ScopedVariable {
public:
    ScopedVariable(const char* key, const char* value)
        : m_key(key)
        , m_old(std::getenv(key) ? std::getenv(key) : "")
    {
        ::setenv(key, value, 1);
    }
    ~ScopedVariable() { ::setenv(m_key, m_old.c_str(), 1); }
    ScopedVariable(const ScopedVariable&) = delete;
    ScopedVariable& operator=(const ScopedVariable&) = delete;

private:
    const char* m_key;
    std::string m_old;
};

bool isRunning(std::string_view commandLine)
{
    std::error_code ec;
    for (const fs::directory_entry& process : fs::directory_iterator("/proc", ec))
        if (const auto text = readFile(process.path() / "cmdline"); text && text->starts_with(commandLine))
            return true;
    return false;
}

/// A killed process may take a moment to leave the process table.
bool endsSoon(std::string_view commandLine)
{
    for (int i = 0; i < 100 && isRunning(commandLine); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return !isRunning(commandLine);
}

TEST(Sandbox, ProbeFindsItUsable)
{
    const SandboxStatus status = probeSandbox();
    EXPECT_TRUE(status.usable) << status.problem << "; " << status.fix;
    EXPECT_THAT(status.version, HasSubstr("bubblewrap"));
}

TEST(Sandbox, MissingToolIsRefusedWithTheCure)
{
    const auto empty = TempDir::create("hawk-test-");
    const ScopedVariable path("PATH", empty->path().c_str());

    const SandboxStatus status = probeSandboxNow();

    EXPECT_FALSE(status.usable);
    EXPECT_THAT(status.problem, HasSubstr("not installed"));
    EXPECT_THAT(status.fix, HasSubstr("apt-get install bubblewrap"));
}

TEST(Sandbox, ToolThatDoesNotWorkIsRefusedWithItsOwnWords)
{
    const auto folder = TempDir::create("hawk-test-");
    std::ofstream(folder->path() / "bwrap") << "#!/bin/sh\necho 'bwrap: no namespaces for you' >&2\nexit 1\n";
    fs::permissions(folder->path() / "bwrap", fs::perms::owner_all);
    const ScopedVariable path("PATH", folder->path().c_str());

    const SandboxStatus status = probeSandboxNow();

    EXPECT_FALSE(status.usable);
    EXPECT_THAT(status.problem, HasSubstr("no namespaces for you"));
}

TEST(Sandbox, SeesNeitherHomeNorPasswordsNorEnvironment)
{
    const ScopedVariable secret("HAWK_TEST_CANARY", "do-not-leak");
    Shell shell;
    const auto result = shell.run("ls -a /home /etc/passwd /var /boot; env; cat /proc/1/environ");
    EXPECT_EQ(result.out.find("do-not-leak"), std::string::npos);
    EXPECT_THAT(result.err, HasSubstr("'/home': No such file"));
    EXPECT_THAT(result.err, HasSubstr("'/etc/passwd': No such file"));
}

TEST(Sandbox, WritesOnlyIntoItsFolder)
{
    Shell shell;
    const auto result = shell.run("echo in > inside; for f in /usr/x /etc/x /x /dev/x; do echo out > $f && "
                                  "echo WROTE $f; done; echo t > /tmp/t");
    EXPECT_EQ(result.out, "");
    EXPECT_TRUE(fs::exists(shell.folder.path() / "inside"));
    EXPECT_FALSE(fs::exists("/tmp/t"));
}

TEST(Sandbox, HasNoNetwork)
{
    Shell shell;
    const auto result = shell.run("exec 3<>/dev/tcp/127.0.0.1/9 && echo CONNECTED");
    EXPECT_EQ(result.out, "");
    EXPECT_NE(result.exitCode, 0);
}

TEST(Sandbox, KernelsCannotFork)
{
    Shell shell;
    shell.job.calls = SystemCalls::Kernel;
    const auto result = shell.run(":(){ :|:& };:; /usr/bin/true; echo survived");
    EXPECT_EQ(result.out.find("survived"), std::string::npos);
    EXPECT_EQ(result.exitCode, 128 + SIGSYS);
}

TEST(Sandbox, WallClockKillsEverythingInIt)
{
    Shell shell;
    shell.job.timeout = std::chrono::milliseconds(300);
    const auto result = shell.run("(trap '' TERM; setsid sleep 31.25 &) ; while :; do :; done");
    EXPECT_TRUE(result.timedOut);
    EXPECT_LT(result.wallMs, 3000);
    EXPECT_TRUE(endsSoon(std::string_view("sleep\00031.25", 11)));
}

TEST(Sandbox, OutputWithoutEndIsCutAndKilled)
{
    Shell shell;
    shell.job.maxOutputBytes = 100'000;
    const auto result = shell.run("yes");
    EXPECT_TRUE(result.outputOverflow);
    EXPECT_LE(result.out.size(), 100'000U);
    EXPECT_LT(result.wallMs, 5000);
}

TEST(Sandbox, CancellationEndsItAtOnce)
{
    Shell shell;
    std::stop_source source;
    std::jthread canceller([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        source.request_stop();
    });
    const auto result = shell.run("sleep 30", source.get_token());
    EXPECT_TRUE(result.cancelled);
    EXPECT_LT(result.wallMs, 2000);
}

TEST(Sandbox, LimitsHoldInside)
{
    Shell shell;
    shell.job.limits = { .cpuSeconds = 7,
        .addressSpaceBytes = 1ULL << 30U,
        .fileSizeBytes = 4096,
        .processes = 33,
        .openFiles = 55 };
    const auto result
        = shell.run("ulimit -t; ulimit -v; ulimit -n; ulimit -u; ulimit -c; head -c 9999 /dev/zero > big");
    EXPECT_EQ(result.out, "7\n1048576\n55\n33\n0\n");
    EXPECT_EQ(fs::file_size(shell.folder.path() / "big"), 4096U);
}

TEST(Sandbox, CountsWhatTheProgramInsideUsed)
{
    Shell shell;
    const auto result = shell.run("i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; x=$(printf '%0100000000d' 0)");
    EXPECT_EQ(result.exitCode, 0) << result.err;
    EXPECT_GT(result.cpuMs, 50);
    EXPECT_GT(result.maxRssBytes, 100'000'000U);
}

TEST(Sandbox, LibraryViewHasNoPrograms)
{
    Shell shell;
    shell.job.view = SystemView::Libraries;
    const auto result = shell.run("true");
    EXPECT_NE(result.exitCode, 0);
    EXPECT_THAT(result.err, HasSubstr("/bin/bash"));
}

} // namespace
} // namespace hawk::emulator
