#include "base/files.h"
#include "base/json.h"
#include "bench/conformance.h"
#include "chip/chip_catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hawk::bench {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A copy of the sample extension that a test may damage, as a folder with a task and as a list of sources in JSON.
class Extension : public testing::Test {
protected:
    static void SetUpTestSuite()
    {
        auto made = TempDir::create("hawk-extension-cache-");
        ASSERT_TRUE(made);
        cache = std::make_unique<TempDir>(*std::move(made));
    }
    static void TearDownTestSuite() { cache.reset(); }
    void SetUp() override
    {
        auto made = TempDir::create("hawk-extension-test-");
        ASSERT_TRUE(made);
        folder.emplace(*std::move(made));
        fs::copy(fs::path(HAWK_TEST_SOURCE_DIR) / "core/bench/extensions", folder->path(), fs::copy_options::recursive);
        op = folder->path() / "csrc/ops/lift";
        task = folder->path() / "tasks/level1/lift";
        const auto catalog = chip::ChipCatalog::loadDefault();
        ASSERT_TRUE(catalog);
        options.chip = *catalog->find(std::string(chip::kDefaultChip));
        options.emulator.cacheDir = cache->path();
    }

    static void change(const fs::path& where, const std::string& from, const std::string& to)
    {
        std::string text = readFile(where).value_or("");
        const std::size_t at = text.find(from);
        ASSERT_NE(at, std::string::npos) << from;
        text.replace(at, from.size(), to);
        ASSERT_TRUE(writeFileAtomically(where, text));
    }

    /// The extension's sources and a caller as one JSON file, in direct/.
    void writePackage(const std::string& caller = "import benchmark_ops as _ops\nimport torch\nclass ModelNew(torch.nn.Module):\n"
                                                  "    def forward(self, x):\n        return _ops.lift(x, 3.0)\n")
    {
        Json sources = Json::array({ { { "path", "ModelNew.py" }, { "content", caller } } });
        for (const char* file : { "op_kernel/lift_kernel.cpp", "op_kernel/lift_launch.h", "op_plugin/lift_plugin.cpp" })
            sources.push_back({ { "path", std::string("kernel/") + file }, { "content", readFile(op / file).value_or("") } });
        const Json package { { "entry", { { "model", "ModelNew.py::ModelNew" } } }, { "build", { { "type", "ascendc_direct_launch" } } },
            { "sources", sources } };
        ASSERT_TRUE(writeFileAtomically(folder->path() / "direct/lift.json", package.dump()));
    }

    ConformanceReport run(const std::string& below)
    {
        const auto items = findConformanceItems(folder->path() / below, "");
        EXPECT_TRUE(items && items->size() == 1U);
        const auto reports = runConformance(*items, options, [](const ConformanceReport&) { });
        EXPECT_TRUE(reports) << reports.error().text();
        return reports ? reports->front() : ConformanceReport {};
    }

    static std::unique_ptr<TempDir> cache;
    std::optional<TempDir> folder;
    fs::path op, task;
    ConformanceOptions options;
};
std::unique_ptr<TempDir> Extension::cache;

TEST_F(Extension, MatchesOnEveryCaseOfItsTask)
{
    const ConformanceReport report = run("csrc");
    EXPECT_EQ(report.item.kind, ConformanceItem::Kind::ExtensionOperator);
    EXPECT_TRUE(report.clean()) << report.reason;
    ASSERT_EQ(report.cases.size(), 3U);
    for (const ConformanceCase& c : report.cases) {
        EXPECT_EQ(c.stage, "done") << c.name;
        EXPECT_GT(c.modelledUs, 0) << c.name;
    }
}

TEST_F(Extension, AWrongKernelIsAMismatch)
{
    change(op / "op_kernel/lift_kernel.cpp", "static_cast<T>(amount), count", "static_cast<T>(amount + 1), count");
    const ConformanceReport report = run("csrc");
    EXPECT_TRUE(report.ran);
    EXPECT_FALSE(report.matched);
    EXPECT_THAT(report.reason, HasSubstr("case 1, compare: output 0: "));
}

TEST_F(Extension, AnInventedFunctionIsNamedWithItsFile)
{
    change(op / "op_kernel/lift_kernel.cpp", "AscendC::Adds(b, a", "AscendC::AddScalarAll(b, a");
    const ConformanceReport report = run("csrc");
    EXPECT_FALSE(report.built);
    EXPECT_THAT(report.reason, HasSubstr("AddScalarAll"));
    EXPECT_THAT(report.reason, HasSubstr("lift_kernel.cpp:"));
}

TEST_F(Extension, ARefusalOfThePluginIsQuoted)
{
    change(task / "cases.csv", "['float32'],{},\"[-1, 1]\"", "['int32'],{},\"[-1, 1]\"");
    const ConformanceReport report = run("csrc");
    EXPECT_FALSE(report.matched);
    EXPECT_THAT(report.reason, HasSubstr("lift takes no Int"));
    EXPECT_TRUE(report.cases[1].matched) << "the other cases go on: " << report.cases[1].reason;
}

TEST_F(Extension, WithoutATaskItIsBuiltAndNotCompared)
{
    fs::remove_all(folder->path() / "tasks");
    const ConformanceReport report = run("csrc");
    EXPECT_TRUE(report.built) << report.reason;
    EXPECT_TRUE(report.unchecked());
    EXPECT_THAT(report.cases.at(0).unchecked, HasSubstr("no task called lift"));
}

TEST_F(Extension, ATableThatCannotBeReadIsNamed)
{
    change(task / "cases.csv", "\"[[33, 31]]\"", "\"[[33, 31\"");
    EXPECT_THAT(run("csrc").reason, HasSubstr("input_shape that cannot be read"));
}

TEST_F(Extension, AGoldenOfAnotherNameIsNamed)
{
    change(task / "golden.py", "def lift(", "def raise_by(");
    EXPECT_THAT(run("csrc").reason, HasSubstr("golden.py defines no function lift"));
}

TEST_F(Extension, AListOfSourcesIsComparedWithItsReference)
{
    writePackage();
    const ConformanceReport report = run("direct");
    EXPECT_EQ(report.item.kind, ConformanceItem::Kind::DirectLaunchPackage);
    EXPECT_TRUE(report.clean()) << report.reason;
}

TEST_F(Extension, APathThatLeavesThePackageIsRefused)
{
    writePackage();
    change(folder->path() / "direct/lift.json", "kernel/op_plugin/lift_plugin.cpp", "../../lift_plugin.cpp");
    EXPECT_THAT(run("direct").reason, HasSubstr("lists a source at '../../lift_plugin.cpp'"));
}

TEST_F(Extension, ACutListOfSourcesIsNamed)
{
    writePackage();
    const fs::path file = folder->path() / "direct/lift.json";
    const std::string text = readFile(file).value_or("");
    ASSERT_TRUE(writeFileAtomically(file, text.substr(0, text.size() - 40)));
    EXPECT_THAT(run("direct").reason, HasSubstr("lift.json"));
}

TEST_F(Extension, AFunctionThatTheExtensionLacksIsNamed)
{
    writePackage("import benchmark_ops\nimport torch\nclass ModelNew(torch.nn.Module):\n    def forward(self, x):\n        return benchmark_ops.raise_by(x, 3.0)\n");
    EXPECT_THAT(run("direct").reason, HasSubstr("defines no function raise_by"));
}

} // namespace
} // namespace hawk::bench
