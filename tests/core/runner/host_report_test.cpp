#include "emulator/runner/host_report.h"

#include "base/files.h"
#include "emulator/runner/kernel_cache.h"

#include <csignal>
#include <fstream>
#include <gmock/gmock.h>

namespace hawk::emulator {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

/// A work folder as a host process left it; `process` tells how it ended.
struct Leftovers {
    TempDir folder = *TempDir::create("hawk-test-");
    ProcessResult process;
    RunLimits limits;
    bool diskOverflow = false;

    Leftovers() { process.exitCode = 0; }
    void write(const char* name, const std::string& text) const
    {
        std::ofstream(folder.path() / name) << text;
    }
    RunResult read() const
    {
        Launch launch;
        launch.arguments.push_back({ .kind = Argument::Kind::Output, .name = "y", .bytes = 4 });
        return readHostReport(folder.path(), launch, limits, process, diskOverflow);
    }
};

std::string finding(int line)
{
    Finding one;
    one.constraint = "ub-addr-32b";
    one.line = line;
    return toJson(one).dump();
}

TEST(HostReport, NormalEnd)
{
    Leftovers left;
    left.write("result.json",
        R"({"outcome":"finished","detail":"","inputsChanged":true,"poison":165,"opsTotal":12})");
    left.write("findings.json", "[" + finding(3) + "]");
    left.write("findings.jsonl", finding(9) + "\n");
    left.write("out0.bin", "abcd");
    left.write("trace.bin", "x");
    left.process.out = "hello";

    const RunResult result = left.read();

    EXPECT_EQ(result.outcome, RunOutcome::Finished);
    EXPECT_TRUE(result.inputsChanged);
    EXPECT_EQ(result.poison, 165);
    EXPECT_EQ(result.opsTotal, 12U);
    ASSERT_EQ(result.findings.size(), 1U);
    EXPECT_EQ(result.findings[0].line, 3);
    EXPECT_EQ(result.outputs.size(), 1U);
    EXPECT_FALSE(result.trace.empty());
    EXPECT_EQ(result.printed, "hello");
}

TEST(HostReport, CrashKeepsFindingsWrittenBefore)
{
    Leftovers left;
    left.write("findings.jsonl", finding(3) + "\n" + finding(4) + "\n{\"constraint\":\"ub-ad");
    left.process.exitCode = 128 + SIGSEGV;

    const RunResult result = left.read();

    EXPECT_EQ(result.outcome, RunOutcome::Crashed);
    EXPECT_THAT(result.detail, HasSubstr("SIGSEGV"));
    EXPECT_EQ(result.findings.size(), 2U);
    EXPECT_TRUE(result.outputs.empty());
}

TEST(HostReport, GarbageIsNoResult)
{
    Leftovers left;
    left.write("result.json", "{\"outcome\": \"splendid\"");
    left.write("findings.json", "{\"a\":1}");
    left.write("out0.bin", "ab"); // too short
    fs::create_symlink("/etc/passwd", left.folder.path() / "trace.bin");
    left.process.exitCode = 3;
    left.process.err = "cannot load the kernel: undefined symbol: foo\n";

    const RunResult result = left.read();

    EXPECT_EQ(result.outcome, RunOutcome::Crashed);
    EXPECT_THAT(result.detail, HasSubstr("undefined symbol: foo"));
    EXPECT_TRUE(result.outputs.empty());
    EXPECT_TRUE(result.trace.empty());
    EXPECT_TRUE(result.findings.empty());
}

struct Ending {
    const char* what;
    void (*arrange)(Leftovers&);
    RunOutcome outcome;
    const char* words;
};

class HostReportEndings : public testing::TestWithParam<Ending> { };

TEST_P(HostReportEndings, AreToldApart)
{
    Leftovers left;
    GetParam().arrange(left);
    const RunResult result = left.read();
    EXPECT_EQ(result.outcome, GetParam().outcome) << result.detail;
    EXPECT_THAT(result.detail, HasSubstr(GetParam().words));
}

INSTANTIATE_TEST_SUITE_P(All, HostReportEndings,
    testing::Values(Ending { "wall clock",
                        [](Leftovers& l) {
                            l.process.timedOut = true;
                            l.process.signal = SIGKILL;
                        },
                        RunOutcome::TimedOut, "20000 ms" },
        Ending { "cpu",
            [](Leftovers& l) {
                l.process.exitCode = 137;
                l.process.cpuMs = 20'000;
            },
            RunOutcome::TimedOut, "CPU time" },
        Ending { "output", [](Leftovers& l) { l.process.outputOverflow = true; }, RunOutcome::OutputOverflow,
            "printed" },
        Ending { "files",
            [](Leftovers& l) {
                l.diskOverflow = true;
                l.process.cancelled = true;
            },
            RunOutcome::OutputOverflow, "files" },
        Ending { "cancelled", [](Leftovers& l) { l.process.cancelled = true; }, RunOutcome::Cancelled, "" },
        Ending { "bad_alloc",
            [](Leftovers& l) {
                l.process.exitCode = 134;
                l.process.err = "std::bad_alloc";
            },
            RunOutcome::OutOfMemory, "2048 MiB" },
        Ending { "memory",
            [](Leftovers& l) {
                l.process.exitCode = 139;
                l.process.maxRssBytes = 2040ULL << 20U;
            },
            RunOutcome::OutOfMemory, "memory" },
        Ending { "refused call", [](Leftovers& l) { l.process.exitCode = 128 + SIGSYS; }, RunOutcome::Crashed,
            "system call the sandbox refuses" },
        Ending { "fatal",
            [](Leftovers& l) {
                l.write("result.json", R"({"outcome":"fatal","detail":"line 7"})");
                l.process.exitCode = 1;
            },
            RunOutcome::Fatal, "line 7" },
        Ending { "finished, then crashed",
            [](Leftovers& l) {
                l.write("result.json", R"({"outcome":"finished"})");
                l.process.exitCode = 139;
            },
            RunOutcome::Crashed, "SIGSEGV" }));

TEST(KernelCache, TrimsTheOldestButNeverTheRecent)
{
    const auto folder = TempDir::create("hawk-test-");
    const KernelCache cache(folder->path(), { .bytes = 250, .days = 30 });
    std::ofstream(folder->path() / "new.bin") << std::string(100, 'x');
    for (const char* key : { "a", "b", "c", "d" })
        ASSERT_TRUE(cache.publish(key, folder->path() / "new.bin", "log"));
    const auto now = fs::file_time_type::clock::now();
    fs::last_write_time(folder->path() / "a.so", now - std::chrono::hours(24 * 31));
    fs::last_write_time(folder->path() / "b.so", now - std::chrono::hours(5));
    fs::last_write_time(folder->path() / "c.so", now - std::chrono::hours(4));

    cache.trim();

    EXPECT_FALSE(cache.find("a"));
    EXPECT_FALSE(fs::exists(folder->path() / "a.log"));
    EXPECT_FALSE(cache.find("b")) << "400 bytes must shrink to 250";
    EXPECT_TRUE(cache.find("c"));
    EXPECT_TRUE(cache.find("d"));
    EXPECT_EQ(cache.find("d")->log, "log");
}

} // namespace
} // namespace hawk::emulator
