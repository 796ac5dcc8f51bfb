// `hawk emulate PATH`: one item, its exit code, what is said, and that nothing stays behind.
#include "hawk_process.h"

#include <chrono>
#include <gmock/gmock.h>
#include <thread>
#include <unistd.h>

using namespace hawk;
using namespace hawk::cli::test;
using testing::AllOf;
using testing::HasSubstr;
namespace fs = std::filesystem;

namespace {

constexpr const char* kHead = "#include <cstdio>\n#include <cstdlib>\n#include <unistd.h>\n#include \"acl/acl.h\"\n"
                              "#include \"kernel_operator.h\"\n__global__ __vector__ void idle(__gm__ float* x) { }\nint main()\n{\n"
                              "    idle<<<1, nullptr, nullptr>>>(nullptr);\n";
constexpr const char* kTail = "    std::puts(\"test pass!\");\n    return 0;\n}\n";
constexpr const char* kReadme = "```bash\nmkdir -p build && cd build\ncmake .. && make\npython3 ../scripts/gen.py\n./demo\n```\n";

std::string replaced(std::string text, const std::string& from, const std::string& to)
{
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

/// Processes whose command line holds the text.
int processesNaming(const std::string& text)
{
    int count = 0;
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator("/proc", ec))
        if (readFile(entry.path() / "cmdline").value_or("").find(text) != std::string::npos)
            ++count;
    return count;
}

class Emulate : public CliTest {
protected:
    void SetUp() override { fs::create_directories(scratch()); }
    fs::path scratch() const { return folder() / "scratch"; }
    fs::path item() const { return folder() / "item"; }
    void write(const fs::path& name, const std::string& text)
    {
        fs::create_directories((item() / name).parent_path());
        ASSERT_TRUE(writeFileAtomically(item() / name, text));
    }
    void program(const std::string& body) { write("main.asc", std::string(kHead) + body + kTail); }
    void task(const char* file = nullptr, const std::string& from = {}, const std::string& to = {})
    {
        fs::copy(fs::path(HAWK_TEST_SOURCE_DIR) / "core/bench/tasks/scaled_add", item(), fs::copy_options::recursive);
        write("validation/test_cases.csv", firstCase());
        if (file == nullptr)
            return;
        std::string text = *readFile(item() / file);
        const std::size_t at = text.find(from);
        ASSERT_NE(at, std::string::npos) << file;
        write(file, text.replace(at, from.size(), to));
    }
    std::string firstCase() const
    {
        const std::string table = *readFile(item() / "validation/test_cases.csv");
        return table.substr(0, table.find('\n', table.find('\n') + 1) + 1);
    }
    /// Runs it with a temporary folder of its own, which must be empty afterwards, as must the list of its processes.
    ProcessResult emulate(std::vector<std::string> more = {})
    {
        std::vector<std::string> words { "emulate", item().string() };
        words.insert(words.end(), more.begin(), more.end());
        const ProcessResult result = hawk::cli::test::hawk(words, {}, { { "TMPDIR", scratch().string() } });
        EXPECT_TRUE(fs::is_empty(scratch())) << "temporary files are left in " << scratch();
        // A sandbox's processes end with it, but a busy system may take a moment to say so.
        for (int waited = 0; waited < 100 && processesNaming(folder().filename().string()) != 0; ++waited)
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        EXPECT_EQ(processesNaming(folder().filename().string()), 0) << "a child is left";
        return result;
    }
};

TEST_F(Emulate, AGoodProgramIsDone)
{
    program("");
    const ProcessResult result = emulate();
    EXPECT_EQ(result.exitCode, 0) << result.out << result.err;
    EXPECT_THAT(result.out, HasSubstr("test pass!"));
}

TEST_F(Emulate, WhatRanWrongIsOne)
{
    const std::pair<const char*, const char*> bad[] { { "    std::abort();\n", "abort()" }, { "    return 5;\n", "exit status 5" },
        { "    AscendC::Mulss();\n", "nearest known: 'Mul', 'Muls'" }, { "    for (;;)\n        sleep(100);\n", "did not finish within 2 s" },
        { "    while (fork() >= 0)\n        ;\n    for (;;)\n        sleep(100);\n", "did not run to its end" } };
    for (const auto& [body, words] : bad) {
        program(body);
        const ProcessResult result = emulate({ "--timeout", "2" });
        EXPECT_EQ(result.exitCode, 1) << body << result.out << result.err;
        EXPECT_THAT(result.out, HasSubstr(words)) << body;
    }
}

TEST_F(Emulate, AGigabyteOfOutputIsNotPassedOn)
{
    program("    for (int i = 0; i < 1 << 24; ++i)\n        std::puts(\"0123456789012345678901234567890123456789012345678901234567890123\");\n");
    const ProcessResult result = emulate();
    EXPECT_EQ(result.exitCode, 1);
    EXPECT_THAT(result.out, HasSubstr("printed more than 1024 KiB"));
    EXPECT_LT(result.out.size(), 80'000U);
}

TEST_F(Emulate, WhatIsNoInputIsTwoAndSaysWhatToDo)
{
    const auto refused = [&](const std::string& words) {
        const ProcessResult result = emulate();
        EXPECT_EQ(result.exitCode, 2) << words << result.out << result.err;
        EXPECT_EQ(result.out, "");
        EXPECT_THAT(result.err, HasSubstr(words));
    };
    refused("no such file or folder");
    fs::create_directories(item());
    refused("the folder holds no source");
    refused("hawk conformance");
    write("a.asc", std::string(kHead) + kTail);
    write("b.asc", std::string(kHead) + kTail);
    refused("two programs in one folder: a.asc and b.asc");
    fs::remove_all(item());
    write("main.asc", std::string(kHead) + "}\n__global__ __cube__ void c() { }\nvoid f() {\n" + kTail);
    refused("the cube unit, which is not emulated: __cube__ at main.asc");
    fs::remove_all(item());
    program("");
    write("README.md", "| Product | V |\n|---|---|\n| Ascend 950PR | 9 |\n");
    refused("its README supports other chips only (Ascend 950PR), not Ascend910B2");
}

TEST_F(Emulate, AnUnreadableFolderIsTwo)
{
    if (geteuid() == 0)
        GTEST_SKIP() << "root reads everything";
    program("");
    fs::permissions(item(), fs::perms::none);
    const ProcessResult result = emulate();
    fs::permissions(item(), fs::perms::owner_all);
    EXPECT_EQ(result.exitCode, 2);
    EXPECT_THAT(result.err, HasSubstr("cannot be read: Permission denied"));
}

TEST_F(Emulate, ScriptsThatCannotRunAreTwoOrThree)
{
    program("");
    write("README.md", kReadme);
    const ProcessResult missing = emulate({ "--golden" });
    EXPECT_EQ(missing.exitCode, 2);
    EXPECT_THAT(missing.err, AllOf(HasSubstr("../scripts/gen.py"), HasSubstr("run without --golden")));
    write("scripts/gen.py", "import a_module_that_nobody_has\n");
    const ProcessResult lacking = emulate({ "--golden" });
    EXPECT_EQ(lacking.exitCode, 3) << lacking.out;
    EXPECT_THAT(lacking.out, HasSubstr("needs the Python module a_module_that_nobody_has"));
    write("scripts/gen.py", "import subprocess, time\nsubprocess.Popen(['sleep', '1000'])\ntime.sleep(1000)\n");
    const ProcessResult hanging = emulate({ "--golden", "--timeout", "2" });
    EXPECT_EQ(hanging.exitCode, 1);
    EXPECT_THAT(hanging.out, HasSubstr("../scripts/gen.py did not finish within 2 s"));
    EXPECT_EQ(emulate().exitCode, 0) << "without --golden the scripts do not matter";
}

TEST_F(Emulate, ATaskRunsAndItsReferenceDecides)
{
    task();
    const ProcessResult good = emulate();
    EXPECT_EQ(good.exitCode, 0) << good.out << good.err;
    EXPECT_THAT(good.out, AllOf(HasSubstr("case 0: matched, "), HasSubstr("modelled")));
    fs::remove_all(item());
    task("answer/0/op_kernel/scaled_add.cpp", "Add(z, z, x, count)", "Sub(z, z, x, count)");
    const ProcessResult wrong = emulate({ "--json" });
    EXPECT_EQ(wrong.exitCode, 1);
    EXPECT_FALSE(document(wrong).at("correct").get<bool>());
    EXPECT_THAT(document(wrong).at("item").at("reason").get<std::string>(), HasSubstr("output 0"));
}

TEST_F(Emulate, ATilingFunctionThatFailsIsOneAndNamed)
{
    task("answer/0/op_host/scaled_add.cpp", "tiling.set_total(total);", "throw std::runtime_error(\"no tiles left\");");
    const ProcessResult result = emulate();
    EXPECT_EQ(result.exitCode, 1);
    EXPECT_THAT(result.out, HasSubstr("case 0: tiling: the host code threw: no tiles left"));
}

TEST_F(Emulate, ATaskWithMissingPartsIsTwoAndOneWithAMissingModuleIsThree)
{
    task("validation/module.py", "import torch", "import a_module_that_nobody_has\nimport torch");
    const ProcessResult lacking = emulate();
    EXPECT_EQ(lacking.exitCode, 3) << lacking.out << lacking.err;
    EXPECT_THAT(lacking.out, HasSubstr("a_module_that_nobody_has"));
    fs::remove_all(item() / "answer/0/op_host");
    const ProcessResult missing = emulate();
    EXPECT_EQ(missing.exitCode, 2);
    EXPECT_THAT(missing.err, AllOf(HasSubstr("there is no op_host folder"), HasSubstr("OP_ADD")));
    EXPECT_EQ(emulate({ "--keep", (folder() / "kept").string() }).exitCode, 2) << "an option for programs";
}

TEST_F(Emulate, AProjectAloneIsBuilt)
{
    fs::copy(fs::path(HAWK_TEST_SOURCE_DIR) / "core/bench/tasks/scaled_add/answer/0", item(), fs::copy_options::recursive);
    const ProcessResult built = emulate();
    EXPECT_EQ(built.exitCode, 0) << built.out << built.err;
    EXPECT_THAT(built.out, HasSubstr("built, unchecked: the project brings neither inputs nor a reference"));
    const std::string kernel = *readFile(item() / "op_kernel/scaled_add.cpp");
    write("op_kernel/scaled_add.cpp", std::string(kernel).replace(kernel.find("Muls(z"), 4, "Mulz"));
    const ProcessResult wrong = emulate();
    EXPECT_EQ(wrong.exitCode, 1);
    EXPECT_THAT(wrong.out, HasSubstr("Mulz"));
}

TEST_F(Emulate, EveryOperatorOfAProjectIsBuiltAndABindingSaysWhichOneRuns)
{
    const auto twice = [&](const fs::path& project) { // a second operator beside the first, which differs in its kernel
        for (const char* file : { "op_host/scaled_add.cpp", "op_host/scaled_add_tiling.h", "op_kernel/scaled_add.cpp" }) {
            std::string text = replaced(*readFile(item() / project / file), "scaled_add", "scaled_sub");
            text = replaced(replaced(text, "ScaledAdd", "ScaledSub"), "TilingFunc(", "TilingOfSub(");
            text = replaced(replaced(text, "::TilingFunc)", "::TilingOfSub)"), "Add(z, z, x", "Sub(z, z, x");
            write(project / replaced(file, "scaled_add", "scaled_sub"), text);
        }
    };
    fs::copy(fs::path(HAWK_TEST_SOURCE_DIR) / "core/bench/tasks/scaled_add/answer/0", item(), fs::copy_options::recursive);
    twice("");
    const ProcessResult both = emulate();
    EXPECT_EQ(both.exitCode, 0) << both.out << both.err;
    EXPECT_THAT(both.out, AllOf(HasSubstr("case ScaledAdd: "), HasSubstr("case ScaledSub: ")));
    fs::remove_all(item());
    task();
    twice("answer/0");
    const ProcessResult chosen = emulate();
    EXPECT_EQ(chosen.exitCode, 0) << chosen.out << chosen.err;
    EXPECT_THAT(chosen.out, HasSubstr("case 0: matched"));
    const std::string binding = *readFile(item() / "validation/pybind.cpp");
    write("validation/pybind.cpp", "// not aclnnScaledAdd\n" + replaced(binding, "aclnnScaledAdd", "aclnnScaledSub"));
    const ProcessResult other = emulate();
    EXPECT_EQ(other.exitCode, 1) << "the other operator subtracts";
    EXPECT_THAT(other.out, HasSubstr("output 0"));
    write("validation/pybind.cpp", binding + "at::Tensor other(const at::Tensor& x) { EXEC_NPU_CMD(aclnnScaledSub, x, x, x); return x; }\n");
    const ProcessResult open = emulate();
    EXPECT_EQ(open.exitCode, 2) << open.out;
    EXPECT_THAT(open.err, AllOf(HasSubstr("several operators (ScaledAdd, ScaledSub)"), HasSubstr("calls more than one"),
                              HasSubstr("EXEC_NPU_CMD(aclnnScaledAdd")));
}

TEST_F(Emulate, APackageWithAMissingPartIsTwoAndOneThatDoesNotCompileIsOne)
{
    const std::string whole = *readFile(fs::path(HAWK_TEST_SOURCE_DIR) / "core/bench/packages/row_mix.txt");
    const fs::path file = folder() / "packages/row_mix.txt";
    fs::create_directories(file.parent_path());
    ASSERT_TRUE(writeFileAtomically(file, replaced(whole, "kernel_src = ", "unrelated = ")));
    const ProcessResult alone = hawk::cli::test::hawk({ "emulate", file.string() });
    EXPECT_EQ(alone.exitCode, 2) << alone.out;
    EXPECT_THAT(alone.err, HasSubstr("the package lacks kernel_src"));
    const ProcessResult batch = hawk::cli::test::hawk({ "conformance", file.parent_path().string() });
    EXPECT_EQ(batch.exitCode, 2) << "nothing of it could be run: " << batch.out;
    EXPECT_THAT(batch.out, AllOf(HasSubstr("bad input"), HasSubstr("lacks kernel_src")));
    ASSERT_TRUE(writeFileAtomically(file, replaced(whole, "tiling.set_rows(", "tiling.set_rowss(")));
    const ProcessResult wrong = hawk::cli::test::hawk({ "emulate", file.string() });
    EXPECT_EQ(wrong.exitCode, 1) << "host code that does not compile is a wrong answer: " << wrong.err;
    EXPECT_THAT(wrong.out, HasSubstr("set_rowss"));
}

TEST(Conformance, TheRestOfTheBatchGoesOnAndTheExitCodeTells)
{
    const TempDir folder = TempDir::create("hawk-cli-batch").value();
    const auto write = [&](const char* name, const std::string& text) {
        fs::create_directories((folder.path() / name).parent_path());
        ASSERT_TRUE(writeFileAtomically(folder.path() / name, text));
    };
    write("a good/main.asc", std::string(kHead) + kTail);
    const ProcessResult good = hawk::cli::test::hawk({ "conformance", folder.path().string() });
    EXPECT_EQ(good.exitCode, 0) << good.out << good.err;
    write("bad script/main.asc", std::string(kHead) + kTail);
    write("bad script/README.md", kReadme);
    write("crash/main.asc", std::string(kHead) + "    std::abort();\n" + kTail);
    write("unknown/main.asc", std::string(kHead) + "    AscendC::Mulss();\n" + kTail);
    write("z good/main.asc", std::string(kHead) + kTail);
    const Json json = document(hawk::cli::test::hawk({ "conformance", folder.path().string(), "--json" }));
    EXPECT_EQ(json.at("totals").at("items"), 5);
    EXPECT_EQ(json.at("totals").at("clean"), 2);
    EXPECT_TRUE(json.at("items").at(1).at("badInput").get<bool>());
    const ProcessResult table = hawk::cli::test::hawk({ "conformance", folder.path().string() });
    EXPECT_EQ(table.exitCode, 1);
    EXPECT_THAT(table.out, AllOf(HasSubstr("bad input"), HasSubstr("did not run"), HasSubstr("did not build")));
}

} // namespace
