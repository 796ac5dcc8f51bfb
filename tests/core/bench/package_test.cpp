#include "base/files.h"
#include "bench/conformance.h"
#include "bench/reference_lookup.h"
#include "bench/text_encoding.h"
#include "chip/chip_catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hawk::bench {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A copy of the sample package that a test may damage. Build products are shared: most tests leave most parts alone.
class Package : public testing::Test {
protected:
    static void SetUpTestSuite()
    {
        auto made = TempDir::create("hawk-package-cache-");
        ASSERT_TRUE(made);
        cache = std::make_unique<TempDir>(*std::move(made));
    }
    static void TearDownTestSuite() { cache.reset(); }
    void SetUp() override
    {
        auto made = TempDir::create("hawk-package-test-");
        ASSERT_TRUE(made);
        folder.emplace(*std::move(made));
        fs::copy(fs::path(HAWK_TEST_SOURCE_DIR) / "core/bench/packages", folder->path(), fs::copy_options::recursive);
        file = folder->path() / "row_mix.txt";
        reference = folder->path() / "reference/sample/row_mix.py";
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

    std::vector<ConformanceReport> runAll(const std::string& filter = "")
    {
        const auto items = findConformanceItems(folder->path(), filter);
        EXPECT_TRUE(items);
        const auto reports = runConformance(*items, options, [](const ConformanceReport&) { });
        EXPECT_TRUE(reports) << reports.error().text();
        return reports ? *reports : std::vector<ConformanceReport>();
    }
    ConformanceReport run()
    {
        const auto reports = runAll("row_mix");
        EXPECT_EQ(reports.size(), 1U);
        return reports.empty() ? ConformanceReport {} : reports.front();
    }

    /// Why the only case was not compared.
    static std::string why(const ConformanceReport& report) { return report.cases.size() == 1 ? report.cases[0].unchecked : std::string(); }

    static std::unique_ptr<TempDir> cache;
    std::optional<TempDir> folder;
    fs::path file, reference;
    ConformanceOptions options;
};
std::unique_ptr<TempDir> Package::cache;

TEST_F(Package, ItsCallsRunOnTheEmulatorAndTheRestOfTheCallerInTorch)
{
    const ConformanceReport report = run();
    EXPECT_EQ(report.item.kind, ConformanceItem::Kind::SixPartPackage);
    EXPECT_TRUE(report.clean()) << report.reason;
    EXPECT_FALSE(report.unchecked());
    ASSERT_EQ(report.cases.size(), 1U);
    EXPECT_EQ(report.cases[0].stage, "done");
    EXPECT_EQ(report.cases[0].scaled, "");
    EXPECT_GT(report.cases[0].modelledUs, 0);
}

TEST_F(Package, AWrongKernelIsAMismatch)
{
    change(file, "Mul(out, in, weights, columns);", "Add(out, in, weights, columns);");
    const ConformanceReport report = run();
    EXPECT_TRUE(report.built);
    EXPECT_TRUE(report.ran);
    EXPECT_FALSE(report.matched);
    EXPECT_FALSE(report.explained()) << "no rule is broken, only the result is wrong";
    EXPECT_THAT(report.reason, HasSubstr("case reference, compare: output 0: "));
}

TEST_F(Package, AMismatchWithAFindingIsExplained)
{
    change(file, "            m_y.EnQue(out);\n            out = m_y.DeQue<float>();\n", "");
    change(file, "Mul(out, in, weights, columns);", "Add(out, in, weights, columns);");
    const ConformanceReport report = run();
    EXPECT_FALSE(report.matched);
    EXPECT_TRUE(report.explained()) << report.reason;
}

TEST_F(Package, WhatNeedsTheCubeIsLeftOutWithTheReason)
{
    change(file, "BEGIN_TILING_DATA_DEF(RowMixTilingData)\n", "BEGIN_TILING_DATA_DEF(RowMixTilingData)\nTILING_DATA_FIELD_DEF_STRUCT(TCubeTiling, cube);\n");
    const ConformanceReport report = run();
    EXPECT_TRUE(report.leftOut);
    EXPECT_THAT(report.reason, HasSubstr("the cube unit, which is not emulated: TCubeTiling at op_host/"));
}

TEST_F(Package, ALimitOfElementsMakesTheCaseSmallerAndSaysSo)
{
    options.maxElements = 600;
    const ConformanceReport report = run();
    EXPECT_TRUE(report.matched) << report.reason;
    EXPECT_THAT(report.cases[0].scaled, HasSubstr("48 to 16"));
}

TEST_F(Package, AnOperatorFixedToItsShapeRunsAtThatShape)
{
    options.maxElements = 600;
    change(file, "it has rank \", x.dim());", "it has rank \", x.dim());\n    TORCH_CHECK(x.size(0) == 48 || x.size(1) == 48, \"rows must be 48\");");
    const ConformanceReport report = run();
    EXPECT_TRUE(report.matched) << report.reason;
    EXPECT_EQ(report.cases[0].scaled, "");
}

TEST_F(Package, AFixedShapeThatIsTooLargeIsNotJudged)
{
    options.maxElements = 5000;
    change(reference, "batch_size = 48", "batch_size = 8388608");
    change(file, "    at::Tensor y", "    TORCH_CHECK(x.size(0) == 8388608, \"batch must be 8388608\");\n    at::Tensor y");
    const ConformanceReport report = run();
    EXPECT_TRUE(report.built);
    EXPECT_FALSE(report.matched);
    EXPECT_THAT(why(report), HasSubstr("too large and fixed to its shape"));
    EXPECT_THAT(why(report), HasSubstr("batch must be 8388608"));
}

TEST_F(Package, AMismatchAtASmallerSizeOfSourcesThatNameTheFullOneIsDecidedAtFullSize)
{
    options.maxElements = 600;
    // Right only for 33 columns in the first call and 48 in the second.
    change(file, "    at::Tensor y", "    const bool full = x.size(0) == 48 || x.size(1) == 48;\n    at::Tensor y");
    change(file, "EXEC_NPU_CMD(aclnnRowMixCustom, x, w, y);", "EXEC_NPU_CMD(aclnnRowMixCustom, x, full ? w : x.reshape({ -1 }), y);");
    const ConformanceReport report = run();
    EXPECT_TRUE(report.matched) << report.reason;
    EXPECT_EQ(report.cases[0].scaled, "");
}

TEST_F(Package, AnEndlessKernelIsTooSlowAndSaysForHowLong)
{
    options.itemTimeout = std::chrono::seconds(30);
    change(file, "for (uint32_t row = GetBlockIdx(); row < rows; row += GetBlockNum()) {",
        "for (uint32_t row = GetBlockIdx(); row < rows; row += 0) {");
    const ConformanceReport report = run();
    EXPECT_TRUE(report.built);
    EXPECT_THAT(why(report), HasSubstr("too slow on the emulator: "));
}

TEST_F(Package, AnInventedKernelFunctionIsNamed)
{
    change(file, "Mul(out, in, weights, columns);", "MulRowwise(out, in, weights, columns);");
    const ConformanceReport report = run();
    EXPECT_FALSE(report.built);
    EXPECT_THAT(report.reason, HasSubstr("MulRowwise"));
    EXPECT_THAT(report.reason, HasSubstr("row_mix_custom.cpp:"));
}

TEST_F(Package, AnInventedHostFunctionIsNamed)
{
    change(file, "context->SetBlockDim(", "context->SetCoreCount(");
    const ConformanceReport report = run();
    EXPECT_FALSE(report.built);
    EXPECT_THAT(report.reason, HasSubstr("SetCoreCount"));
}

TEST_F(Package, AnInventedBindingFunctionIsNamed)
{
    change(file, "at::empty({ x.size(0)", "at::empty_on_device({ x.size(0)");
    const ConformanceReport report = run();
    EXPECT_FALSE(report.built);
    EXPECT_THAT(report.reason, HasSubstr("empty_on_device"));
}

TEST_F(Package, ABindingThatRefusesIsQuoted)
{
    change(file, "x.dim() == 2", "x.dim() == 3");
    const ConformanceReport report = run();
    EXPECT_TRUE(report.built);
    EXPECT_FALSE(report.ran);
    EXPECT_THAT(report.reason, HasSubstr("x must be a matrix on the device, it has rank 2"));
}

TEST_F(Package, AMissingPartIsNamed)
{
    const std::vector<std::string> parts { "host_operator_src", "host_tiling_src", "kernel_src", "project_json_src", "python_bind_src" };
    for (const std::string& part : parts) { // in one batch: a worker for each would take longer than the rest
        const fs::path damaged = folder->path() / ("without_" + part + ".txt");
        fs::copy_file(file, damaged);
        change(damaged, part + " = ", "unrelated = ");
    }
    const auto reports = runAll("without_");
    ASSERT_EQ(reports.size(), parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        EXPECT_TRUE(reports[i].badInput) << parts[i];
        EXPECT_THAT(reports[i].reason, HasSubstr("the package lacks " + parts[i]));
    }
}

TEST_F(Package, APartThatIsComputedIsRefusedAndNotRun)
{
    change(file, "kernel_src = \"\"\"", "import os\nos.mkdir('ran')\nkernel_src = str() + \"\"\"");
    EXPECT_THAT(run().reason, HasSubstr("kernel_src (line "));
    EXPECT_FALSE(fs::exists(folder->path() / "ran"));
}

TEST_F(Package, ASyntaxErrorNamesItsLine)
{
    change(file, "python_bind_src = \"\"\"", "python_bind_src = = \"\"\"");
    EXPECT_THAT(run().reason, HasSubstr("not valid Python: line "));
}

TEST_F(Package, ProjectTextThatIsNotJsonIsNamed)
{
    change(file, "\"op\": \"RowMixCustom\",", "\"op\": RowMixCustom,");
    EXPECT_THAT(run().reason, HasSubstr("project_json_src is not JSON"));
}

TEST_F(Package, BytesThatAreNoUtf8AreNamedByPlace)
{
    change(file, "// y = x * w", "// \xC4\xE3 y = x * w");
    EXPECT_THAT(run().reason, HasSubstr("row_mix.txt is not UTF-8 text: byte "));
}

TEST_F(Package, OfTwoOperatorsTheBindingsOneRuns)
{
    change(file, "OP_ADD(RowMixCustom);",
        "OP_ADD(RowMixCustom);\nclass Other : public RowMixCustom { public: explicit Other(const char* n) : RowMixCustom(n) { } };\nOP_ADD(Other);");
    const ConformanceReport chosen = run();
    EXPECT_TRUE(chosen.clean()) << chosen.reason;
    change(file, "EXEC_NPU_CMD(aclnnRowMixCustom,", "/* not aclnnRowMixCustom */ EXEC_NPU_CMD(aclnnRowMix,");
    const ConformanceReport none = run();
    EXPECT_TRUE(none.badInput);
    EXPECT_THAT(none.reason, HasSubstr("several operators (Other, RowMixCustom) and its binding calls none of them"));
}

TEST_F(Package, WithoutAReferenceItIsBuiltAndNotJudged)
{
    fs::remove(reference);
    const ConformanceReport report = run();
    EXPECT_TRUE(report.built) << report.reason;
    EXPECT_FALSE(report.matched);
    EXPECT_THAT(why(report), HasSubstr("no reference called row_mix.py"));
}

TEST_F(Package, AFolderGivenForReferencesIsLookedInFirst)
{
    const fs::path other = folder->path() / "other";
    fs::create_directories(other);
    fs::copy_file(reference, other / "row_mix.py");
    change(reference, "(x * w).t() * v", "(x - w).t() * v");
    EXPECT_FALSE(run().matched);
    options.referenceDirs = { other };
    EXPECT_TRUE(run().matched);
}

TEST_F(Package, WithoutACallerItIsBuiltAndNotJudged)
{
    change(file, "model_src = '''", "other_src = '''");
    const ConformanceReport report = run();
    EXPECT_TRUE(report.built) << report.reason;
    EXPECT_THAT(why(report), HasSubstr("no caller (model_src)"));
}

TEST_F(Package, ACallerThatRaisesIsQuoted)
{
    change(file, "once = custom_ops_lib", "raise RuntimeError('not today')\n        once = custom_ops_lib");
    const ConformanceReport report = run();
    EXPECT_TRUE(report.built);
    EXPECT_THAT(report.reason, HasSubstr("caller: "));
    EXPECT_THAT(report.reason, HasSubstr("not today"));
}

TEST_F(Package, ACallerThatComputesWithoutTheOperatorIsSaidSo)
{
    change(file, "once = custom_ops_lib.row_mix(x, w)\n        return custom_ops_lib.row_mix(once.t().contiguous(), v)", "return (x * w).t() * v");
    const ConformanceReport report = run();
    EXPECT_FALSE(report.matched);
    EXPECT_THAT(report.reason, HasSubstr("does not call the operator"));
}

TEST_F(Package, ADamagedOneDoesNotEndTheBatch)
{
    fs::copy_file(file, folder->path() / "a_damaged.txt");
    change(folder->path() / "a_damaged.txt", "kernel_src = \"\"\"", "unrelated = \"\"\"");
    ASSERT_TRUE(writeFileAtomically(folder->path() / "z_other.py", "import triton\n@triton.jit\ndef k(): pass\nclass ModelNew: pass\n"));
    const auto reports = runAll();
    ASSERT_EQ(reports.size(), 3U);
    EXPECT_THAT(reports[0].reason, HasSubstr("lacks kernel_src"));
    EXPECT_TRUE(reports[0].badInput);
    EXPECT_TRUE(reports[1].matched) << reports[1].reason;
    EXPECT_TRUE(reports[2].leftOut);
    EXPECT_THAT(reports[2].reason, HasSubstr("not Ascend C: its kernels are written in Triton"));
}

TEST(TextEncoding, FindsTheFirstByteThatBeginsNoCharacter)
{
    EXPECT_EQ(invalidUtf8At("plain, \xE4\xBD\xA0, \xF0\x9F\x99\x82"), std::string_view::npos);
    EXPECT_EQ(invalidUtf8At("ab\xC4\xE3"), 2U);
    EXPECT_EQ(invalidUtf8At("\xE4\xBD"), 0U) << "cut short";
    EXPECT_EQ(invalidUtf8At("a\xC0\x80"), 1U) << "longer than needed";
    EXPECT_EQ(invalidUtf8At("\xED\xA0\x80"), 0U) << "half of a pair";
}

TEST(ReferenceLookup, TakesTheMarkOffTheName)
{
    EXPECT_EQ(benchmarkName("prompts/ascendc_new_model_add.py"), "add");
    EXPECT_EQ(benchmarkName("output/gelu.txt"), "gelu");
}

} // namespace
} // namespace hawk::bench
