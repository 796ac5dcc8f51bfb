// What programs and their scripts can do wrong, and what is said about it. Each ends by itself or is ended; nothing stays.
#include "emulator/program/sample_program.h"

#include "base/files.h"
#include "chip/chip_catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hawk::emulator {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kHead = "#include <cassert>\n#include <cstdio>\n#include <cstdlib>\n#include <stdexcept>\n#include <unistd.h>\n"
                              "#include \"acl/acl.h\"\n#include \"kernel_operator.h\"\n"
                              "__global__ __vector__ void idle(__gm__ float* x) { }\n";
constexpr const char* kQuiet = "int main()\n{\n    idle<<<1, nullptr, nullptr>>>(nullptr);\n    std::puts(\"test pass!\");\n    return 0;\n}\n";
constexpr const char* kReadme = "```bash\nmkdir -p build && cd build\ncmake .. && make\npython3 ../scripts/gen.py\n./demo\n"
                                "python3 ../scripts/check.py\n```\n";

class BadProgram : public testing::Test {
protected:
    void write(const fs::path& name, const std::string& text)
    {
        fs::create_directories((m_folder.path() / name).parent_path());
        EXPECT_TRUE(writeFileAtomically(m_folder.path() / name, text));
    }
    Result<ProgramReport> tryRun()
    {
        static const auto catalog = chip::ChipCatalog::loadDefault();
        ProgramOptions options = m_options;
        options.chip = *catalog->find(chip::kDefaultChip);
        options.cacheDir = m_cache.path();
        const auto sample = discoverProgram(m_folder.path(), *options.chip);
        if (!sample)
            return sample.error();
        return runProgram(*sample, sample->scenarios.front(), options);
    }
    ProgramReport run()
    {
        const auto report = tryRun();
        EXPECT_TRUE(report) << report.error().text();
        return report ? *report : ProgramReport {};
    }
    ProgramReport runBody(const std::string& body)
    {
        write("main.asc", std::string(kHead) + "int main()\n{\n" + body + "\n    return 0;\n}\n");
        return run();
    }
    /// A good program whose README runs these two scripts.
    ProgramReport runScripts(const std::string& gen, const std::string& check)
    {
        write("main.asc", std::string(kHead) + kQuiet);
        write("README.md", kReadme);
        write("scripts/gen.py", gen);
        write("scripts/check.py", check);
        m_options.golden = true;
        return run();
    }
    ProgramOptions m_options;
    TempDir m_folder = *TempDir::create("bad-program");
    TempDir m_cache = *TempDir::create("bad-program-cache");
};

TEST_F(BadProgram, AnExceptionAndAnAssertionAreQuotedNotCalledInvalidMemory)
{
    const ProgramReport thrown = runBody("    throw std::runtime_error(\"no luck today\");");
    EXPECT_EQ(thrown.outcome, RunOutcome::Crashed);
    EXPECT_THAT(thrown.reason, AllOf(HasSubstr("abort() (an assertion, or an uncaught exception)"), HasSubstr("no luck today"), Not(HasSubstr("null pointer"))));
    EXPECT_THAT(runBody("    int ready = 0;\n    assert(ready == 1);").reason, AllOf(HasSubstr("abort()"), HasSubstr("ready == 1")));
}

TEST_F(BadProgram, SignalsHaveNames)
{
    EXPECT_THAT(runBody("    volatile int none = 0;\n    return 700 / none;").reason, HasSubstr("the host code ended with a division by zero"));
    EXPECT_THAT(runBody("    __builtin_trap();").reason, HasSubstr("an illegal instruction"));
    EXPECT_THAT(runBody("    *(volatile int*)16 = 1;").reason, HasSubstr("it touched a null pointer"));
}

TEST_F(BadProgram, AnEndWithoutMainsEndIsNoEnd)
{
    const ProgramReport report = runBody("    _exit(0);");
    EXPECT_FALSE(report.ran);
    EXPECT_THAT(report.reason, HasSubstr("ended with code 0 before main did"));
}

TEST_F(BadProgram, NeitherWaitingForInputNorClosingItsStreamsKeepsItAlive)
{
    EXPECT_EQ(runBody("    return std::getchar() == EOF ? 0 : 1;").exitStatus, 0) << "there is no input to wait for";
    m_options.limits.wallMs = 1500;
    const ProgramReport mute = runBody("    close(1);\n    close(2);\n    for (;;)\n        sleep(100);");
    EXPECT_EQ(mute.outcome, RunOutcome::TimedOut);
    EXPECT_THAT(mute.reason, HasSubstr("did not finish within 1 s"));
}

TEST_F(BadProgram, ManyFilesDoNotFillTheDisk)
{
    m_options.limits.fileBytes = 64U << 20U; // of one file; the run may hold twice that beside its sample
    m_options.workFolder = m_folder.path().string() + "-run";
    const ProgramReport report = runBody("    static char block[1 << 20];\n    for (int k = 0;; ++k) {\n        char name[32];\n"
                                         "        std::snprintf(name, sizeof name, \"part%d.bin\", k);\n        FILE* file = std::fopen(name, \"w\");\n"
                                         "        for (int i = 0; i < 60; ++i)\n            std::fwrite(block, 1, sizeof block, file);\n"
                                         "        std::fclose(file);\n    }");
    EXPECT_EQ(report.outcome, RunOutcome::OutputOverflow);
    EXPECT_THAT(report.reason, HasSubstr("wrote more files than a run may leave"));
    std::error_code ec;
    fs::remove_all(m_options.workFolder, ec);
}

TEST_F(BadProgram, BlocksOutOfRangeAreRefused)
{
    for (const char* blocks : { "0", "1000000000", "-1" }) {
        const ProgramReport report = runBody("    idle<<<" + std::string(blocks) + ", nullptr, nullptr>>>(nullptr);\n    return aclrtSynchronizeStream(nullptr);");
        EXPECT_FALSE(report.ran);
        EXPECT_THAT(report.reason, HasSubstr("the launch has " + std::string(blocks) + " blocks; 1 to 65535 are possible"));
    }
}

TEST_F(BadProgram, AKernelThatDoesNotExistIsShownInTheAuthorsLine)
{
    const ProgramReport report = runBody("    idles<<<1, nullptr, nullptr>>>(nullptr);");
    EXPECT_THAT(report.reason, AllOf(HasSubstr("'idles' was not declared"), HasSubstr("nearest known: 'idle'")));
    ASSERT_FALSE(report.diagnostics.empty());
    EXPECT_EQ(report.diagnostics[0].excerpt, "    idles<<<1, nullptr, nullptr>>>(nullptr);");
    EXPECT_EQ(report.diagnostics[0].column, 5);
}

TEST_F(BadProgram, AScriptThatIsMissingIsBadInputAndNamed)
{
    write("main.asc", std::string(kHead) + kQuiet);
    write("README.md", kReadme);
    write("scripts/gen.py", "");
    EXPECT_TRUE(run().ran) << "without its scripts it needs none";
    m_options.golden = true;
    const auto report = tryRun();
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, Errc::InvalidInput);
    EXPECT_THAT(report.error().text(), AllOf(HasSubstr("its README runs ../scripts/check.py in build/"), HasSubstr("run without --golden")));
}

TEST_F(BadProgram, AScriptThatHangsIsEnded)
{
    m_options.scriptTime = std::chrono::milliseconds(1500);
    for (const char* hang : { "while True: pass\n", "import time\ntime.sleep(1000)\n" })
        EXPECT_THAT(runScripts(hang, "").reason, HasSubstr("preparing its inputs failed: ../scripts/gen.py did not finish within 1 s"));
    const ProgramReport report = runScripts("", "import time\ntime.sleep(1000)\n");
    EXPECT_EQ(report.verified, false);
    EXPECT_THAT(report.reason, HasSubstr("verification failed: ../scripts/check.py did not finish within 1 s"));
}

TEST_F(BadProgram, AScriptThatFailsIsQuotedShortly)
{
    EXPECT_THAT(runScripts("raise SystemExit('no data')\n", "").reason, HasSubstr("../scripts/gen.py ended with code 1: no data"));
    EXPECT_THAT(runScripts("def (:\n", "").reason, HasSubstr("SyntaxError: invalid syntax"));
    const ProgramReport flood = runScripts("while True: print('x' * 100000)\n", "");
    EXPECT_THAT(flood.reason, HasSubstr("../scripts/gen.py printed more than 1 MiB"));
    EXPECT_LT(runScripts("raise SystemExit('x' * 100000)\n", "").reason.size(), 500U);
}

TEST_F(BadProgram, AModuleThatAScriptMissesIsNamedEvenWhenTheScriptCatchesIt)
{
    for (const char* gen : { "import a_module_that_nobody_has.part\n",
             "try:\n    import a_module_that_nobody_has\nexcept ImportError as missing:\n    raise SystemExit(str(missing))\n" }) {
        const ProgramReport report = runScripts(gen, "");
        EXPECT_EQ(report.missing, "the Python module a_module_that_nobody_has");
        EXPECT_TRUE(report.preparing);
        EXPECT_EQ(report.verified, std::nullopt);
        EXPECT_THAT(report.reason, HasSubstr("install it, or run without --golden"));
    }
}

TEST_F(BadProgram, WhatIsNoSourceIsSaid)
{
    EXPECT_THAT(tryRun().error().text(), HasSubstr("the folder holds no source"));
    write("main.asc", std::string("\xFF\xFEi\0n\0t\0", 8));
    EXPECT_THAT(tryRun().error().text(), HasSubstr("main.asc is UTF-16 text, which no compiler reads: save it as UTF-8"));
    fs::remove(m_folder.path() / "main.asc");
    fs::create_symlink("main.asc", m_folder.path() / "main.asc");
    EXPECT_THAT(tryRun().error().text(), HasSubstr("no program"));
    fs::create_directory_symlink("round", m_folder.path() / "round");
    static const auto catalog = chip::ChipCatalog::loadDefault();
    EXPECT_THAT(discoverProgram(m_folder.path() / "round", **catalog->find(chip::kDefaultChip)).error().text(), HasSubstr("cannot be read"));
}

TEST_F(BadProgram, BytesThatAreNoUtf8DoNotStopAnything)
{
    write("main.asc", std::string(kHead) + "// \xC4\xE3\xBA\xC3 \xFF\nint main()\n{\n    std::puts(\"\xC4\xE3\xFF\");\n    return 0;\n}\n");
    write("README.md", std::string("\xFF\xFE\x00\x01 no text", 13));
    const ProgramReport report = run();
    EXPECT_TRUE(report.ran) << report.reason;
    EXPECT_FALSE(toJson(report).dump(-1, ' ', false, Json::error_handler_t::replace).empty());
}

} // namespace
} // namespace hawk::emulator
