// A selection with bad items beside a good one: each bad one says what it is, and the good one, last in order, still matches.
#include "base/files.h"
#include "bench/conformance.h"
#include "chip/chip_catalog.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hawk::bench {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr const char* kProgram = R"(
#include <cstdio>
#include "acl/acl.h"
#include "kernel_operator.h"
__global__ __vector__ void idle(__gm__ float* x) { }
int main()
{
    idle<<<1, nullptr, nullptr>>>(nullptr);
    aclrtSynchronizeStream(nullptr);
    std::puts("test pass!");
    return 0;
}
)";
constexpr const char* kReadme = "```bash\nmkdir -p build && cd build\ncmake .. && make\npython3 ../scripts/gen.py\n./demo\n```\n```\ntest pass!\n```\n";

class Selection : public testing::Test {
protected:
    void SetUp() override
    {
        auto made = TempDir::create("hawk-selection-test-");
        ASSERT_TRUE(made);
        folder.emplace(*std::move(made));
        const auto catalog = chip::ChipCatalog::loadDefault();
        ASSERT_TRUE(catalog);
        options.chip = *catalog->find(std::string(chip::kDefaultChip));
        options.emulator.cacheDir = folder->path() / "cache";
        options.maxCases = 1;
    }
    fs::path corpus() const { return folder->path() / "corpus"; }
    void write(const fs::path& name, const std::string& text) const
    {
        fs::create_directories((corpus() / name).parent_path());
        ASSERT_TRUE(writeFileAtomically(corpus() / name, text));
    }
    /// A copy of the sample task, with a text in one of its files replaced.
    void task(const fs::path& name, const char* file = nullptr, const std::string& from = {}, const std::string& to = {}) const
    {
        fs::create_directories(corpus());
        fs::copy(fs::path(HAWK_TEST_SOURCE_DIR) / "core/bench/tasks/scaled_add", corpus() / name, fs::copy_options::recursive);
        if (file == nullptr)
            return;
        std::string text = readFile(corpus() / name / file).value_or("");
        const std::size_t at = text.find(from);
        ASSERT_NE(at, std::string::npos) << file;
        ASSERT_TRUE(writeFileAtomically(corpus() / name / file, text.replace(at, from.size(), to)));
    }
    void run()
    {
        const auto items = findConformanceItems(corpus(), "");
        ASSERT_TRUE(items);
        const auto done = runConformance(*items, options, [](const ConformanceReport&) { });
        ASSERT_TRUE(done) << "a bad item ended the batch: " << done.error().text();
        reports = *done;
    }
    ConformanceReport of(const std::string& name) const
    {
        const auto found = std::ranges::find_if(reports, [&](const ConformanceReport& report) { return report.item.name == name; });
        EXPECT_NE(found, reports.end()) << "no report of " << name;
        return found == reports.end() ? ConformanceReport {} : *found;
    }
    std::optional<TempDir> folder;
    ConformanceOptions options;
    std::vector<ConformanceReport> reports;
};

TEST_F(Selection, MissingPartsAreListedNotPassedOver)
{
    for (const char* part : { "module.py", "test_cases.csv", "pybind.cpp" }) {
        task(std::string("no ") + part);
        fs::remove(corpus() / (std::string("no ") + part) / "validation" / part);
    }
    task("no answer");
    fs::remove_all(corpus() / "no answer/answer");
    task("no kernel");
    fs::remove_all(corpus() / "no kernel/answer/0/op_kernel");
    task("no entry", "answer/0/op_kernel/scaled_add.cpp", "void scaled_add(", "void added_scale(");
    const fs::path answer = fs::path(HAWK_TEST_SOURCE_DIR) / "core/bench/tasks/scaled_add/answer/0";
    fs::create_directories(corpus() / "half a project");
    fs::copy(answer / "op_host", corpus() / "half a project/op_host", fs::copy_options::recursive);
    fs::create_directories(corpus() / "other half");
    fs::copy(answer / "op_kernel", corpus() / "other half/op_kernel", fs::copy_options::recursive);
    write("program/main.asc", kProgram);
    write("program/README.md", kReadme);
    task("z good");
    run();
    for (const char* part : { "module.py", "test_cases.csv", "pybind.cpp" }) {
        const ConformanceReport report = of(std::string("no ") + part);
        EXPECT_TRUE(report.badInput);
        EXPECT_EQ(report.reason, std::string("parts of the task are missing: validation/") + part);
    }
    EXPECT_TRUE(of("no answer").leftOut);
    EXPECT_THAT(of("no answer").reason, HasSubstr("there is no folder answer/0"));
    const std::pair<const char*, const char*> bad[] { { "no kernel", "there is no op_kernel folder" }, { "no entry", "there are: added_scale" },
        { "half a project", "there is no op_kernel folder" }, { "other half", "there is no op_host folder" },
        { "program", "its README runs ../scripts/gen.py" } };
    for (const auto& [name, reason] : bad) {
        EXPECT_TRUE(of(name).badInput) << name;
        EXPECT_FALSE(of(name).matched) << name;
        EXPECT_THAT(of(name).reason, HasSubstr(reason)) << name;
    }
    EXPECT_TRUE(of("z good").clean()) << of("z good").reason;
}

TEST_F(Selection, AReferenceThatTakesTheWorkerWithItCostsOneItem)
{
    options.jobs = 1; // one worker for all
    const char* const kInit = "import torch";
    task("exits", "validation/module.py", kInit, "import os; os._exit(3)\nimport torch");
    task("faults", "validation/module.py", kInit, "import ctypes; ctypes.string_at(8)\nimport torch");
    task("kills", "validation/module.py", kInit, "import os; os.kill(os.getppid(), 9)\nimport torch");
    task("mistyped", "validation/module.py", kInit, "def (:\nimport torch");
    task("needs", "validation/module.py", kInit, "import a_module_that_nobody_has\nimport torch");
    task("z good");
    run();
    EXPECT_THAT(of("exits").reason, HasSubstr("exit code 3"));
    EXPECT_THAT(of("faults").reason, HasSubstr("SIGSEGV"));
    EXPECT_THAT(of("kills").reason, HasSubstr("the reference worker ended twice"));
    EXPECT_THAT(of("mistyped").reason, HasSubstr("the file module.py raised SyntaxError"));
    EXPECT_TRUE(of("needs").unchecked()) << "a machine that lacks a module proves nothing";
    EXPECT_TRUE(of("needs").cases.at(0).lacking);
    EXPECT_THAT(of("needs").cases.at(0).unchecked, HasSubstr("No module named 'a_module_that_nobody_has'; install it"));
    EXPECT_TRUE(of("z good").clean()) << of("z good").reason;
}

TEST_F(Selection, TheTimeOfAnItemBoundsItsReferenceItsScriptsAndItsProgram)
{
    options.itemTimeout = std::chrono::seconds(3);
    task("endless reference", "validation/module.py", "import torch", "while True: pass\nimport torch");
    write("endless script/main.asc", kProgram);
    write("endless script/README.md", kReadme);
    write("endless script/scripts/gen.py", "import time\ntime.sleep(1000)\n");
    write("endless program/main.asc", std::string(kProgram).replace(std::string(kProgram).find("std::puts"), 0, "for (;;) { } "));
    const auto begin = std::chrono::steady_clock::now();
    run();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60)) << "three seconds each, and what compiling takes";
    EXPECT_THAT(of("endless reference").reason, HasSubstr("did not finish"));
    EXPECT_THAT(of("endless script").reason, HasSubstr("../scripts/gen.py did not finish within"));
    EXPECT_THAT(of("endless program").reason, HasSubstr("did not finish within"));
}

TEST_F(Selection, BadDecisionsOfATilingFunctionAreItsOwn)
{
    const char* const kHost = "answer/0/op_host/scaled_add.cpp";
    const std::string blocks = "context->SetBlockDim(total > 4096 ? 8 : 1);";
    const std::string key = "context->SetTilingKey(context->GetInputDesc(0)->GetDataType() == ge::DT_FLOAT ? 1 : 2);";
    task("absurd blocks", kHost, blocks, "context->SetBlockDim(1000000000);");
    task("no blocks", kHost, blocks, "context->SetBlockDim(0);");
    task("no key", kHost, key, "");
    task("no data", kHost, "tiling.SaveToBuffer(context->GetRawTilingData()->GetData(), context->GetRawTilingData()->GetCapacity());\n"
                           "    context->GetRawTilingData()->SetDataSize(tiling.GetDataSize());", "");
    task("failing", kHost, "tiling.set_total(total);", "return ge::GRAPH_FAILED;");
    task("aborting", kHost, "tiling.set_total(total);", "std::abort();");
    task("endless workspace", kHost, "GetWorkspaceSizes(1)[0] = 0;", "GetWorkspaceSizes(1)[0] = static_cast<size_t>(-1);");
    task("z good");
    run();
    const std::pair<const char*, const char*> bad[] { { "absurd blocks", "set the block dim to 1000000000" }, { "no blocks", "set the block dim to 0" },
        { "no key", "set the tiling key 0, for which the kernel has no branch; it has: 1, 2" }, { "no data", "wrote no tiling data" },
        { "failing", "returned GRAPH_FAILED" }, { "aborting", "the tiling function of ScaledAdd aborted" }, { "endless workspace", "asks for a workspace" } };
    for (const auto& [name, reason] : bad) {
        EXPECT_EQ(of(name).cases.at(0).stage, "tiling") << name;
        EXPECT_THAT(of(name).reason, HasSubstr(reason)) << name;
    }
    EXPECT_TRUE(of("z good").clean()) << of("z good").reason;
}

} // namespace
} // namespace hawk::bench
