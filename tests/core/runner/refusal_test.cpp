#include "emulator/emulator.h"

#include "base/files.h"
#include "base/process.h"

#include <cstdlib>
#include <filesystem>
#include <gmock/gmock.h>

// Whether a sandbox is there is decided once per process, so a machine without bubblewrap is tried in a
// child: this program again, with a PATH that has a compiler and nothing else.
namespace hawk::emulator {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

const char* const kSource
    = "#include \"kernel_operator.h\"\nextern \"C\" __global__ __aicore__ void k(GM_ADDR x) {}\n";

ProcessResult inChildWithoutBubblewrap(const std::string& test)
{
    const auto folder = TempDir::create("hawk-test-");
    fs::create_symlink(*findProgram("g++"), folder->path() / "g++");
    ProcessSpec spec;
    spec.argv = { fs::read_symlink("/proc/self/exe").string(), "--gtest_also_run_disabled_tests",
        "--gtest_filter=" + test };
    spec.environment
        = { { "PATH", folder->path().string() }, { "HAWK_CACHE", (folder->path() / "cache").string() } };
    spec.timeout = std::chrono::seconds(60);
    const auto result = runProcess(spec);
    EXPECT_TRUE(result);
    return result ? *result : ProcessResult {};
}

TEST(WithoutBubblewrap, KernelsAreRefusedWithTheCure)
{
    const ProcessResult child = inChildWithoutBubblewrap("InChild.DISABLED_RefusesToBuild");
    EXPECT_EQ(child.exitCode, 0) << child.out;
    EXPECT_THAT(child.out, HasSubstr("1 test from 1 test suite ran"));
}

TEST(WithoutBubblewrap, RunsWhenToldToExplicitly)
{
    const ProcessResult child = inChildWithoutBubblewrap("InChild.DISABLED_BuildsUnsafely");
    EXPECT_EQ(child.exitCode, 0) << child.out;
    EXPECT_THAT(child.out, HasSubstr("1 test from 1 test suite ran"));
}

TEST(InChild, DISABLED_RefusesToBuild)
{
    Emulator emulator({});
    const auto result = emulator.build({ .source = kSource, .defines = {}, .entry = "k", .chip = {} });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::Environment);
    EXPECT_THAT(result.error().text(), HasSubstr("not run without a sandbox"));
    EXPECT_THAT(result.error().text(), HasSubstr("apt-get install bubblewrap"));
}

TEST(InChild, DISABLED_BuildsUnsafely)
{
    Emulator emulator({ .sandbox = { .allowUnsafe = true }, .cacheDir = {} });
    const auto result = emulator.build({ .source = kSource, .defines = {}, .entry = "k", .chip = {} });
    ASSERT_TRUE(result) << result.error().text();
    EXPECT_TRUE(result->ok) << result->log;
}

} // namespace
} // namespace hawk::emulator
