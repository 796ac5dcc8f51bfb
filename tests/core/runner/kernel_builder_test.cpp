#include "emulator/emulator.h"

#include "base/files.h"
#include "emulator/runner/diagnostics.h"

#include <atomic>
#include <fstream>
#include <gmock/gmock.h>
#include <thread>

namespace hawk::emulator {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

/// A kernel file of which the test writes the body.
std::string kernel(const std::string& body)
{
    return "#include \"kernel_operator.h\"\nusing namespace AscendC;\n" // lines 1, 2
           "extern \"C\" __global__ __aicore__ void k(GM_ADDR x)\n{\n" // lines 3, 4
        + body + "\n}\n";
}

class KernelBuilderTest : public testing::Test {
protected:
    Result<BuildResult> build(const std::string& source, std::stop_token stop = {})
    {
        return emulator.build({ .source = source,
                                  .fileName = "mine.cpp",
                                  .defines = { { "DTYPE_X", "half" } },
                                  .entry = "k",
                                  .chip = {} },
            std::move(stop));
    }
    BuildResult built(const std::string& source)
    {
        auto result = build(source);
        EXPECT_TRUE(result) << (result ? "" : result.error().text());
        return result ? *result : BuildResult {};
    }
    TempDir cache = *TempDir::create("hawk-test-");
    Emulator emulator { { .sandbox = {}, .cacheDir = cache.path() } };
};

TEST_F(KernelBuilderTest, BuildsOnceThenAnswersFromTheCache)
{
    const std::string source = kernel("LocalTensor<DTYPE_X> t; (void)t;");
    const BuildResult first = built(source);
    ASSERT_TRUE(first.ok) << first.log;
    EXPECT_FALSE(first.cached);
    EXPECT_TRUE(fs::is_regular_file(first.library));

    const BuildResult second = built(source);
    EXPECT_TRUE(second.cached);
    EXPECT_EQ(second.library, first.library);
    EXPECT_NE(built(kernel("LocalTensor<DTYPE_X> u; (void)u;")).library, first.library);
}

TEST_F(KernelBuilderTest, SyntaxErrorIsAtTheAuthorsLine)
{
    const BuildResult result = built(kernel("int a = 3\nint b = 4;"));
    EXPECT_FALSE(result.ok);
    ASSERT_FALSE(result.diagnostics.empty());
    EXPECT_EQ(result.diagnostics[0].file, "mine.cpp");
    EXPECT_EQ(result.diagnostics[0].line, 6);
    EXPECT_THAT(result.diagnostics[0].message, HasSubstr("expected ',' or ';'"));
}

TEST_F(KernelBuilderTest, UnknownApiNamesTheNearest)
{
    const BuildResult result = built(kernel("LocalTensor<half> t;\nDataCopi(t, t, 16);"));
    ASSERT_FALSE(result.diagnostics.empty());
    EXPECT_EQ(result.diagnostics[0].line, 6);
    EXPECT_THAT(result.diagnostics[0].message, HasSubstr("'DataCopi'"));
    EXPECT_THAT(result.diagnostics[0].message, HasSubstr("nearest known: 'DataCopy'"));
}

TEST_F(KernelBuilderTest, AnInventedMemberNamesTheNearest)
{
    const BuildResult result = built(kernel("TQue<QuePosition::VECIN, 1> queue;\nauto t = queue.AllocLocalTensor<half>();"));
    ASSERT_FALSE(result.diagnostics.empty());
    EXPECT_EQ(result.diagnostics[0].line, 6);
    EXPECT_THAT(result.diagnostics[0].message, HasSubstr("'AllocLocalTensor'"));
    EXPECT_THAT(result.diagnostics[0].message, HasSubstr("nearest known: 'AllocTensor'"));
}

TEST_F(KernelBuilderTest, UnsupportedTypeIsMovedFromTheHeaderToTheCall)
{
    const BuildResult result = built(kernel("LocalTensor<bfloat16_t> t;\nAdd(t, t, t, 16);"));
    EXPECT_FALSE(result.ok);
    ASSERT_FALSE(result.diagnostics.empty());
    EXPECT_EQ(result.diagnostics[0].file, "mine.cpp");
    EXPECT_EQ(result.diagnostics[0].line, 6);
    EXPECT_THAT(result.diagnostics[0].message, HasSubstr("Add"));
    EXPECT_THAT(result.diagnostics[0].message, testing::Not(HasSubstr("static assertion")));
    EXPECT_EQ(result.diagnostics[0].constraint, "dtype-bf16-vector-arith");
}

TEST_F(KernelBuilderTest, MissingEntryIsSaidInThePlansTerms)
{
    const auto result = emulator.build({ .source = kernel(""), .defines = {}, .entry = "other", .chip = {} });
    ASSERT_TRUE(result);
    EXPECT_FALSE(result->ok);
    ASSERT_FALSE(result->diagnostics.empty());
    EXPECT_THAT(result->diagnostics[0].message, HasSubstr("the entry 'other' of the launch plan"));
}

TEST_F(KernelBuilderTest, CannotReadTheMachine)
{
    const BuildResult absolute = built("#include \"/etc/passwd\"\n" + kernel(""));
    EXPECT_FALSE(absolute.ok);
    EXPECT_THAT(absolute.log, HasSubstr("No such file"));
    const auto secret = TempDir::create("hawk-test-");
    std::ofstream(secret->path() / "secret.h") << "int secret;\n";
    EXPECT_FALSE(built("#include \"" + (secret->path() / "secret.h").string() + "\"\n" + kernel("")).ok);
}

TEST_F(KernelBuilderTest, EndlessConstantExpressionEnds)
{
    const BuildResult result = built("constexpr int f(int n) { return n < 2 ? n : f(n - 1) + f(n - 2); }\n"
                                     "constexpr int bomb = f(64);\n"
        + kernel(""));
    EXPECT_FALSE(result.ok);
    EXPECT_FALSE(result.diagnostics.empty());
    EXPECT_LT(result.wallMs, 35'000);
}

TEST_F(KernelBuilderTest, CancellationEndsABuild)
{
    built(kernel("")); // the precompiled header is there
    std::string slow = "template <int N> struct S { static constexpr long v = S<N - 1>::v + N; };\n"
                       "template <> struct S<0> { static constexpr long v = 0; };\n";
    for (int i = 0; i < 400; ++i)
        slow
            += "template <int N> struct T" + std::to_string(i) + " : T" + std::to_string(i) + "<N - 1> {};\n";
    slow = "constexpr long g(long n) { long s = 0; for (long i = 0; i < 30000000; ++i) s += i ^ n; return s; "
           "}\n"
           "constexpr long big = g(1);\n"
        + kernel("");
    std::stop_source source;
    std::jthread canceller([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
        source.request_stop();
    });
    const auto begin = std::chrono::steady_clock::now();
    const auto result = build(slow, source.get_token());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::Cancelled);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1));
}

TEST_F(KernelBuilderTest, SameKernelBuiltByManyAtOnce)
{
    std::atomic<int> good = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 6; ++i)
            threads.emplace_back([&] { good += built(kernel("int same = 1; (void)same;")).ok ? 1 : 0; });
    }
    EXPECT_EQ(good, 6);
}

TEST(Emulator, MissingCompilerIsAnEnvironmentError)
{
    const auto cache = TempDir::create("hawk-test-");
    Emulator emulator({ .sandbox = {}, .cacheDir = cache->path(), .compiler = "no-such-compiler" });
    const auto result = emulator.build({ .source = "", .defines = {}, .entry = "k", .chip = {} });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::Environment);
    EXPECT_THAT(result.error().text(), HasSubstr("apt-get install g++"));
}

TEST(ParseDiagnostics, MovesHeaderErrorsAndFoldsNotes)
{
    const std::vector<std::string> known { "Adds", "Add", "Muls" };
    const auto found
        = parseDiagnostics("In file included from k.cpp:1:\n"
                           "/dev/h/vec.h: In instantiation of 'void AscendC::Add(T) [with T = bf16]':\n"
                           "k.cpp:4:6:   required from here\n"
                           "/dev/h/vec.h:3:96: error: static assertion failed: no bfloat16 [dtype-x-1]\n"
                           "/dev/h/vec.h:3:96: note: the comparison reduces to '(1 == 2)'\n"
                           "k.cpp: In function 'void h()':\n"
                           "k.cpp:10:27: error: no matching function for call to 'Muls(int)'\n"
                           "/dev/h/vec.h:4:24: note: candidate: 'void AscendC::Muls(T, int)'\n"
                           "k.cpp:12:3: error: 'Addz' was not declared in this scope; did you mean 'Madz'?\n"
                           "k.cpp:12:3: error: 'Addz' was not declared in this scope; did you mean 'Madz'?\n"
                           "mold: error: undefined symbol: foo()\n",
            { .userFile = "k.cpp", .headerDir = "/dev/h", .knownNames = known, .source = {} });
    ASSERT_EQ(found.size(), 4U);
    EXPECT_EQ(found[0].line, 4);
    EXPECT_EQ(found[0].message, "no bfloat16 (here T = bf16)");
    EXPECT_EQ(found[0].constraint, "dtype-x-1");
    EXPECT_EQ(found[1].message, "no matching function for call to 'Muls(int)'");
    EXPECT_THAT(found[1].signatures, testing::ElementsAre("void Muls(T, int)"));
    EXPECT_EQ(found[2].message, "'Addz' was not declared in this scope; nearest known: 'Add', 'Adds'");
    EXPECT_EQ(found[3].file, "");
}

} // namespace
} // namespace hawk::emulator
