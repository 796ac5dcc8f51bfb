#include "emulator/emulator.h"

#include "base/files.h"
#include "chip/chip_catalog.h"

#include <cstdlib>
#include <gmock/gmock.h>
#include <sstream>
#include <thread>

namespace hawk::emulator {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

constexpr std::size_t kElements = 1024;

/// Runs kernels `k(x, y)` on one input and one output of 1024 half values, in the real sandbox with the real
/// host.
class KernelRunTest : public testing::Test {
protected:
    void SetUp() override
    {
        auto chips = chip::ChipCatalog::loadDefault();
        ASSERT_TRUE(chips) << chips.error().text();
        launch.chip = *chips->find(chip::kDefaultChip);
        launch.entry = "k";
        const fs::path input = inputs.path() / "x.bin";
        ASSERT_TRUE(writeFileAtomically(input, std::string(2 * kElements, '\x3C'))); // 1.058 as half
        launch.arguments = { { .kind = Argument::Kind::Input,
                                 .name = "x",
                                 .dtype = DType::Float16,
                                 .shape = { kElements },
                                 .data = input,
                                 .bytes = 2 * kElements,
                                 .value = {} },
            { .kind = Argument::Kind::Output,
                .name = "y",
                .dtype = DType::Float16,
                .shape = { kElements },
                .data = {},
                .bytes = 2 * kElements,
                .value = {} } };
        limits.wallMs = 3000;
        limits.cpuSeconds = 3;
        limits.memoryBytes = 1ULL << 30U;
        limits.fileBytes = 64ULL << 20U;
    }

    /// `before` stands at file scope, `body` inside the kernel.
    RunResult run(const std::string& body, const std::string& before = "", std::stop_token stop = {})
    {
        std::ostringstream source;
        source << "#include \"kernel_operator.h\"\nusing namespace AscendC;\n"
               << before << "\nextern \"C\" __global__ __aicore__ void k(GM_ADDR x, GM_ADDR y)\n{\n"
               << body << "\n}\n";
        const auto built
            = emulator.build({ .source = source.str(), .defines = {}, .entry = "k", .chip = launch.chip });
        EXPECT_TRUE(built && built->ok) << (built ? built->log : built.error().text());
        if (!built || !built->ok)
            return {};
        auto result = emulator.run(*built, launch, limits, work.path(), std::move(stop));
        EXPECT_TRUE(result) << (result ? "" : result.error().text());
        return result ? *result : RunResult {};
    }

    TempDir cache = *TempDir::create("hawk-test-");
    TempDir inputs = *TempDir::create("hawk-test-");
    TempDir work = *TempDir::create("hawk-test-");
    Emulator emulator { { .sandbox = {}, .cacheDir = cache.path() } };
    Launch launch;
    RunLimits limits;
};

const char* const kCopyBody = R"(
    TPipe pipe;
    TQueBind<QuePosition::VECIN, QuePosition::VECOUT, 1> queue;
    GlobalTensor<half> in, out;
    in.SetGlobalBuffer((__gm__ half*)x, 1024);
    out.SetGlobalBuffer((__gm__ half*)y, 1024);
    pipe.InitBuffer(queue, 1, 2048);
    LocalTensor<half> t = queue.AllocTensor<half>();
    DataCopy(t, in, 1024);
    queue.EnQue(t);
    t = queue.DeQue<half>();
    DataCopy(out, t, 1024);
    queue.FreeTensor(t);
)";

TEST_F(KernelRunTest, CopiesItsInput)
{
    const RunResult result = run(kCopyBody);
    EXPECT_EQ(result.outcome, RunOutcome::Finished) << result.detail;
    ASSERT_EQ(result.outputs.size(), 1U);
    EXPECT_EQ(readFile(result.outputs[0]).value_or({}), std::string(2 * kElements, '\x3C'));
    EXPECT_FALSE(result.inputsChanged);
    EXPECT_FALSE(result.trace.empty());
    for (const Finding& finding : result.findings)
        ADD_FAILURE() << finding.constraint << " line " << finding.line << ": " << finding.message;
}

/// Inputs of several MiB are watched by their pages, smaller ones by what they hold.
TEST_F(KernelRunTest, StoresToInputsAreNoticed)
{
    constexpr std::uint64_t kLarge = 8ULL << 20U;
    const std::string store = R"(
    TBuf<TPosition::VECCALC> buffer;
    TPipe pipe;
    pipe.InitBuffer(buffer, 64);
    LocalTensor<half> t = buffer.Get<half>();
    Duplicate(t, half(VALUE), 16);
    PipeBarrier<PIPE_ALL>();
    GlobalTensor<half> in;
    in.SetGlobalBuffer((__gm__ half*)x);
    DataCopy(in[512], t, 16);
)";
    const auto withValue = [&](const std::string& value) { return std::string(store).replace(store.find("VALUE"), 5, value); };
    for (const std::uint64_t bytes : { std::uint64_t { 2 * kElements }, kLarge }) {
        ASSERT_TRUE(writeFileAtomically(launch.arguments[0].data, std::string(bytes, '\x3C')));
        launch.arguments[0].bytes = bytes;
        launch.arguments[0].shape = { static_cast<std::int64_t>(bytes / 2) };
        EXPECT_FALSE(run(kCopyBody).inputsChanged) << bytes;
        EXPECT_TRUE(run(withValue("2.0f")).inputsChanged) << bytes;
        EXPECT_FALSE(run(withValue("1.05859375f")).inputsChanged) << bytes << ": the same value as before";
        const RunResult raw = run("((volatile __gm__ uint8_t*)x)[700] = 1;");
        EXPECT_EQ(raw.outcome, RunOutcome::Finished) << raw.detail;
        EXPECT_TRUE(raw.inputsChanged) << bytes;
    }
}

TEST_F(KernelRunTest, NullPointerIsACrash)
{
    const RunResult result = run("volatile int* p = nullptr; *p = 1;");
    EXPECT_EQ(result.outcome, RunOutcome::Crashed);
    EXPECT_THAT(result.detail, HasSubstr("SIGSEGV"));
}

TEST_F(KernelRunTest, EndlessLoopIsStopped)
{
    limits.wallMs = 500;
    const RunResult result = run("volatile int i = 0; while (true) i = i + 1;");
    EXPECT_EQ(result.outcome, RunOutcome::TimedOut);
    EXPECT_LT(result.wallMs, 2000);
}

TEST_F(KernelRunTest, CpuTimeIsLimitedToo)
{
    limits.wallMs = 20'000;
    limits.cpuSeconds = 1;
    const RunResult result = run("volatile int i = 0; while (true) i = i + 1;");
    EXPECT_EQ(result.outcome, RunOutcome::TimedOut) << name(result.outcome) << ": " << result.detail;
    EXPECT_THAT(result.detail, HasSubstr("CPU time"));
}

TEST_F(KernelRunTest, CancellationEndsARun)
{
    std::stop_source source;
    std::jthread canceller([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(600));
        source.request_stop();
    });
    limits.wallMs = 20'000;
    limits.cpuSeconds = 20;
    const RunResult result = run("volatile int i = 0; while (true) i = i + 1;", "", source.get_token());
    EXPECT_EQ(result.outcome, RunOutcome::Cancelled);
    EXPECT_LT(result.wallMs, 3000);
}

struct Hostile {
    const char* name;
    const char* before;
    const char* body;
};

/// What generated code could try when the static gate is not in the way. Each tries and would leave the word
/// ESCAPED in the output of the run if it got through.
class HostileKernel : public KernelRunTest, public testing::WithParamInterface<Hostile> { };

TEST_P(HostileKernel, IsContained)
{
    const RunResult result = run(GetParam().body, GetParam().before);
    EXPECT_EQ(result.printed.find("ESCAPED"), std::string::npos) << result.printed;
    EXPECT_FALSE(fs::exists("/tmp/hawk-escaped"));
    EXPECT_FALSE(fs::exists("/hawk-escaped"));
}

constexpr const char* kLibc
    = R"(extern "C" { int fork(); int execl(const char*, const char*, ...); long write(int, const void*, unsigned long);
int open(const char*, int, ...); long read(int, void*, unsigned long); int socket(int, int, int); int system(const char*); long syscall(long, ...); }
static void escaped() { write(1, "ESCAPED\n", 8); }
static void readIt(const char* path) { char b[64]; int f = open(path, 0); if (f >= 0 && read(f, b, 64) > 0) escaped(); }
static void writeIt(const char* path) { int f = open(path, 0101, 0644); if (f >= 0 && write(f, "x", 1) == 1) escaped(); })";

INSTANTIATE_TEST_SUITE_P(Attempts, HostileKernel,
    testing::Values(Hostile { "fork", kLibc, "for (int i = 0; i < 100000; ++i) if (fork() >= 0) escaped();" },
        Hostile { "shell", kLibc, "if (system(\"echo ESCAPED\") == 0) escaped();" },
        Hostile { "exec", kLibc, "execl(\"/bin/sh\", \"sh\", \"-c\", \"echo ESCAPED\", (char*)0);" },
        Hostile { "socket", kLibc, "if (socket(2, 1, 0) >= 0) escaped();" },
        Hostile { "passwd", kLibc, "readIt(\"/etc/passwd\"); readIt(\"/etc/shadow\");" },
        Hostile { "environment",
            "extern \"C\" char* getenv(const char*);\nextern \"C\" int puts(const char*);",
            "if (getenv(\"USER\") || getenv(\"SHELL\") || getenv(\"HAWK_RESOURCES\")) puts(\"ESCAPED\");" },
        Hostile { "write outside", kLibc,
            "writeIt(\"/hawk-escaped\"); writeIt(\"/usr/lib/hawk-escaped\"); "
            "writeIt(\"/etc/hawk-escaped\");" },
        Hostile { "namespace", kLibc, "if (syscall(272, 0x10000000) == 0) escaped();" }));

TEST_F(KernelRunTest, CannotReadWhatTheUserCan)
{
    const std::string home = std::getenv("HOME") ? std::getenv("HOME") : "/nonexistent";
    std::ostringstream body;
    body << "writeIt(\"" HAWK_TEST_SOURCE_DIR "/hawk-escaped\"); readIt(\"" HAWK_TEST_SOURCE_DIR
            "/CMakeLists.txt\");";
    for (const char* file : { "/.bashrc", "/.profile" })
        body << "readIt(\"" << home << file << "\");";
    const RunResult result = run(body.str(), kLibc);
    EXPECT_EQ(result.outcome, RunOutcome::Finished) << result.detail;
    EXPECT_EQ(result.printed.find("ESCAPED"), std::string::npos);
    EXPECT_FALSE(fs::exists(HAWK_TEST_SOURCE_DIR "/hawk-escaped"));
}

TEST_F(KernelRunTest, PrivateTmpDoesNotReachOurs)
{
    run("int f = open(\"/tmp/hawk-escaped\", 0101, 0644); (void)f;",
        "extern \"C\" int open(const char*, int, ...);");
    EXPECT_FALSE(fs::exists("/tmp/hawk-escaped"));
}

TEST_F(KernelRunTest, MemoryWithoutEndIsStopped)
{
    limits.memoryBytes = 600ULL << 20U;
    const RunResult result = run("for (;;) { volatile char* p = new char[1 << 20]; for (int i = 0; i < (1 << "
                                 "20); i += 4096) p[i] = 1; }");
    EXPECT_EQ(result.outcome, RunOutcome::OutOfMemory) << name(result.outcome) << ": " << result.detail;
    EXPECT_LE(result.maxRssBytes, 620ULL << 20U);
}

TEST_F(KernelRunTest, PrintingGigabytesIsStopped)
{
    const RunResult result = run("for (;;) puts(\"so much to say\");", "extern \"C\" int puts(const char*);");
    EXPECT_EQ(result.outcome, RunOutcome::OutputOverflow);
    EXPECT_LE(result.printed.size(), limits.maxOutputBytes);
}

TEST_F(KernelRunTest, FillingTheDiskIsStopped)
{
    limits.fileBytes = 16ULL << 20U;
    const RunResult result = run(R"(
        static char block[1 << 20];
        for (int i = 0; i < 1000; ++i) {
            char name[] = { 'f', (char)('a' + i / 26 % 26), (char)('a' + i % 26), (char)('a' + i / 676), 0 };
            int f = open(name, 0101, 0644);
            for (int k = 0; k < 8; ++k) write(f, block, sizeof block);
            close(f);
        })",
        "extern \"C\" { int open(const char*, int, ...); long write(int, const void*, unsigned long); int "
        "close(int); }");
    EXPECT_EQ(result.outcome, RunOutcome::OutputOverflow) << name(result.outcome) << ": " << result.detail;
}

TEST_F(KernelRunTest, MissingSymbolIsNamed)
{
    const RunResult result = run("missing_function();", "extern \"C\" void missing_function();");
    EXPECT_NE(result.outcome, RunOutcome::Finished);
    EXPECT_THAT(result.detail, HasSubstr("missing_function"));
}

} // namespace
} // namespace hawk::emulator
