// Items that bring no reference of PyTorch: direct-launch programs and operator projects.
#include "base/files.h"
#include "bench/conformance.h"
#include "chip/chip_catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hawk::bench {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kProgram = R"(
#include <cstdio>
#include "acl/acl.h"
#include "kernel_operator.h"
__global__ __vector__ void twice(__gm__ float* x)
{
    AscendC::GlobalTensor<float> all;
    all.SetGlobalBuffer(x, 64);
    AscendC::LocalMemAllocator<AscendC::Hardware::UB> memory;
    auto a = memory.Alloc<float, 64>();
    AscendC::DataCopy(a, all, 64);
    AscendC::SetFlag<AscendC::HardEvent::MTE2_V>(EVENT_ID0);
    AscendC::WaitFlag<AscendC::HardEvent::MTE2_V>(EVENT_ID0);
    AscendC::Muls(a, a, 2.0f, 64);
    AscendC::SetFlag<AscendC::HardEvent::V_MTE3>(EVENT_ID0);
    AscendC::WaitFlag<AscendC::HardEvent::V_MTE3>(EVENT_ID0);
    AscendC::DataCopy(all, a, 64);
}
int main()
{
    float host[64];
    for (int i = 0; i < 64; ++i)
        host[i] = i;
    aclrtSetDevice(0);
    void* device = nullptr;
    aclrtMalloc(&device, sizeof host, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMemcpy(device, sizeof host, host, sizeof host, ACL_MEMCPY_HOST_TO_DEVICE);
    twice<<<1, 0, nullptr>>>(static_cast<float*>(device));
    aclrtSynchronizeDevice();
    aclrtMemcpy(host, sizeof host, device, sizeof host, ACL_MEMCPY_DEVICE_TO_HOST);
    aclrtFree(device);
    aclrtResetDevice(0);
    std::puts(host[63] == 126 ? "test pass!" : "test failed");
    return host[63] == 126 ? 0 : 1;
}
)";

constexpr const char* kReadme = R"(# Sample
```bash
mkdir -p build && cd build
cmake .. && make
./demo
python3 ../scripts/check.py
```
```
test pass!
```
)";

class Items : public testing::Test {
protected:
    void SetUp() override
    {
        auto made = TempDir::create("hawk-items-test-");
        ASSERT_TRUE(made);
        folder.emplace(*std::move(made));
        fs::create_directories(corpus());
        const auto catalog = chip::ChipCatalog::loadDefault();
        ASSERT_TRUE(catalog);
        options.chip = *catalog->find(std::string(chip::kDefaultChip));
        options.emulator.cacheDir = folder->path() / "cache";
    }
    fs::path corpus() const { return folder->path() / "corpus"; }
    void write(const fs::path& name, const std::string& text) const
    {
        fs::create_directories((corpus() / name).parent_path());
        ASSERT_TRUE(writeFileAtomically(corpus() / name, text));
    }
    std::vector<ConformanceReport> run()
    {
        const auto items = findConformanceItems(corpus(), "");
        EXPECT_TRUE(items);
        const auto reports = runConformance(*items, options, [](const ConformanceReport&) { });
        EXPECT_TRUE(reports) << reports.error().text();
        return reports ? *reports : std::vector<ConformanceReport>();
    }
    static std::string without(std::string text, const std::string& part, const std::string& instead)
    {
        const std::size_t at = text.find(part);
        EXPECT_NE(at, std::string::npos) << part;
        return text.replace(at, part.size(), instead);
    }
    std::optional<TempDir> folder;
    ConformanceOptions options;
};

TEST_F(Items, ProgramsAreFoundByFolderAndByFile)
{
    write("sample/main.asc", kProgram);
    write("several/one.asc", kProgram);
    write("several/two.cpp", kProgram);
    write("several/helper.h", "#pragma once\n");
    const auto items = findConformanceItems(corpus(), "");
    ASSERT_TRUE(items);
    std::vector<std::string> names;
    for (const ConformanceItem& item : *items) {
        EXPECT_EQ(item.kind, ConformanceItem::Kind::Program) << item.name;
        names.push_back(item.name);
    }
    EXPECT_THAT(names, ElementsAre("sample", "several/one.asc", "several/two.cpp"));
}

TEST_F(Items, AProgramRunsAndItsOwnWordsDecide)
{
    write("good/main.asc", kProgram);
    write("wrong/main.asc", without(kProgram, "2.0f", "3.0f"));
    const auto reports = run();
    ASSERT_EQ(reports.size(), 2U);
    EXPECT_TRUE(reports[0].clean()) << reports[0].reason;
    ASSERT_EQ(reports[0].cases.size(), 1U);
    EXPECT_EQ(reports[0].cases[0].stage, "done");
    EXPECT_GT(reports[0].cases[0].modelledUs, 0);
    EXPECT_FALSE(reports[1].matched);
    EXPECT_TRUE(reports[1].ran);
    EXPECT_THAT(reports[1].reason, HasSubstr("ended with status 1: test failed"));
}

TEST_F(Items, AFindingKeepsAMatchedProgramFromBeingClean)
{
    write("racy/main.asc", without(kProgram, "AscendC::WaitFlag<AscendC::HardEvent::MTE2_V>(EVENT_ID0);", ""));
    const auto reports = run();
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_TRUE(reports[0].matched);
    EXPECT_FALSE(reports[0].clean());
    EXPECT_FALSE(reports[0].cases[0].errors.empty());
}

TEST_F(Items, WhatNeedsTheCubeIsLeftOutWithTheReason)
{
    write("cube/main.asc", without(kProgram, "__global__ __vector__", "__global__ __cube__"));
    const auto reports = run();
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_TRUE(reports[0].leftOut);
    EXPECT_FALSE(reports[0].matched);
    EXPECT_THAT(reports[0].reason, HasSubstr("cube"));
}

TEST_F(Items, AScriptThatNeedsAMissingModuleIsNoFailure)
{
    write("sample/main.asc", kProgram);
    write("sample/README.md", kReadme);
    write("sample/scripts/check.py", "import a_module_that_nobody_has.part\n");
    const auto reports = run();
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_TRUE(reports[0].ran);
    EXPECT_FALSE(reports[0].matched) << "nothing was compared";
    EXPECT_TRUE(reports[0].unchecked());
    EXPECT_THAT(reports[0].cases[0].unchecked, HasSubstr("check.py needs the Python module a_module_that_nobody_has, which is not installed"));
}

TEST_F(Items, AScriptThatFailsIsAFailure)
{
    write("sample/main.asc", kProgram);
    write("sample/README.md", kReadme);
    write("sample/scripts/check.py", "raise SystemExit('values differ')\n");
    const auto reports = run();
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_FALSE(reports[0].matched);
    EXPECT_FALSE(reports[0].unchecked());
    EXPECT_THAT(reports[0].reason, HasSubstr("values differ"));
}

TEST_F(Items, AProgramThatDoesNotCompileIsNamedAndTheBatchGoesOn)
{
    write("bad/main.asc", without(kProgram, "AscendC::Muls(a, a, 2.0f, 64)", "AscendC::ScaleAll(a, 2.0f)"));
    write("good/main.asc", kProgram);
    const auto reports = run();
    ASSERT_EQ(reports.size(), 2U);
    EXPECT_FALSE(reports[0].built);
    EXPECT_THAT(reports[0].reason, HasSubstr("ScaleAll"));
    EXPECT_TRUE(reports[1].clean());
}

TEST_F(Items, AProjectWithoutReferenceIsBuiltForAllItDeclares)
{
    const fs::path answer = fs::path(HAWK_TEST_SOURCE_DIR) / "core/bench/tasks/scaled_add/answer/0";
    fs::copy(answer, corpus() / "project", fs::copy_options::recursive);
    auto reports = run();
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_EQ(reports[0].item.kind, ConformanceItem::Kind::OperatorProject);
    EXPECT_TRUE(reports[0].built) << reports[0].reason;
    EXPECT_FALSE(reports[0].ran);
    EXPECT_TRUE(reports[0].unchecked());
    ASSERT_EQ(reports[0].cases.size(), 1U);
    EXPECT_EQ(reports[0].cases[0].name, "ScaledAdd");

    const std::string kernel = readFile(corpus() / "project/op_kernel/scaled_add.cpp").value_or("");
    write("project/op_kernel/scaled_add.cpp", without(kernel, "Muls(z, y, scale, count)", "MulScalarAll(z, y, scale, count)"));
    reports = run();
    EXPECT_FALSE(reports[0].built);
    EXPECT_FALSE(reports[0].unchecked());
    EXPECT_THAT(reports[0].reason, HasSubstr("MulScalarAll"));
}

TEST_F(Items, AProjectForOtherChipsIsLeftOut)
{
    const fs::path answer = fs::path(HAWK_TEST_SOURCE_DIR) / "core/bench/tasks/scaled_add/answer/0";
    fs::copy(answer, corpus() / "project", fs::copy_options::recursive);
    const std::string host = readFile(corpus() / "project/op_host/scaled_add.cpp").value_or("");
    write("project/op_host/scaled_add.cpp", without(host, "AddConfig(\"ascend910b\")", "AddConfig(\"ascend950\")"));
    const auto reports = run();
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_TRUE(reports[0].leftOut);
    EXPECT_THAT(reports[0].reason, HasSubstr("registered for other chips only: ascend950"));
}

TEST_F(Items, ReportsSurviveTheJournal)
{
    write("cube/main.asc", without(kProgram, "__global__ __vector__", "__global__ __cube__"));
    write("good/main.asc", kProgram);
    options.journal = folder->path() / "journal.jsonl";
    const auto first = run();
    const auto again = run();
    ASSERT_EQ(again.size(), 2U);
    for (std::size_t i = 0; i < again.size(); ++i)
        EXPECT_EQ(toJson(again[i]), toJson(first[i])) << "read from the journal, not run again";
}

} // namespace
} // namespace hawk::bench
