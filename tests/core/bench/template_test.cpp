// Tiling templates: a kernel template instantiated for the combination that the tiling function's key stands for.
#include "base/files.h"
#include "chip/chip_catalog.h"
#include "emulator/project/operator_runner.h"
#include "emulator/project/tiling_template.h"

#include <cstring>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hawk::emulator {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::size_t kCount = 64;

class TilingTemplates : public testing::Test {
protected:
    void SetUp() override
    {
        auto made = TempDir::create("hawk-template-test-");
        ASSERT_TRUE(made);
        folder.emplace(*std::move(made));
        project = folder->path() / "project";
        fs::copy(fs::path(HAWK_TEST_SOURCE_DIR) / "core/bench/templates", project, fs::copy_options::recursive);
        const auto catalog = chip::ChipCatalog::loadDefault();
        ASSERT_TRUE(catalog);
        chip = *catalog->find(std::string(chip::kDefaultChip));
        emulator.emplace(Emulator::Options { .cacheDir = folder->path() / "cache" });
    }
    void change(const char* file, const std::string& from, const std::string& to) const
    {
        std::string text = readFile(project / file).value_or("");
        const std::size_t at = text.find(from);
        ASSERT_NE(at, std::string::npos) << file;
        ASSERT_TRUE(writeFileAtomically(project / file, text.replace(at, from.size(), to)));
    }
    Result<std::unique_ptr<OperatorRunner>> open()
    {
        const auto found = findOperatorProject(project);
        EXPECT_TRUE(found);
        return OperatorRunner::open(*found, "", *emulator, { folder->path() / "cache", "g++", {} });
    }
    /// Calls the operator on 1, 2, 3 ...
    OperatorRun call(DType type, int factor, bool negate)
    {
        auto runner = open();
        EXPECT_TRUE(runner) << runner.error().text();
        if (!runner)
            return {};
        const fs::path work = folder->path() / ("run" + std::to_string(++runs));
        fs::create_directories(work);
        std::vector<float> values(kCount);
        std::vector<_Float16> halves(kCount);
        for (std::size_t i = 0; i < kCount; ++i)
            halves[i] = static_cast<_Float16>(values[i] = static_cast<float>(i + 1));
        const bool half = type == DType::Float16;
        const std::string bytes(half ? reinterpret_cast<const char*>(halves.data()) : reinterpret_cast<const char*>(values.data()),
            kCount * (half ? 2 : 4));
        EXPECT_TRUE(writeFileAtomically(folder->path() / "x.bin", bytes));
        OperatorCall what;
        what.inputs = { { { type, { kCount }, folder->path() / "x.bin" } } };
        what.outputs = { { { type, { kCount }, {} } } };
        what.attributes = { { "factor", factor }, { "negate", negate } };
        auto run = (*runner)->call(what, chip, 1, RunLimits {}, work);
        EXPECT_TRUE(run) << run.error().text();
        return run ? *std::move(run) : OperatorRun {};
    }
    /// Element `i` of the run's output.
    static float result(const OperatorRun& run, DType type, std::size_t i)
    {
        const std::string bytes = run.outputs.empty() ? "" : readFile(run.outputs.front()).value_or("");
        if (type == DType::Float16) {
            std::vector<_Float16> halves(bytes.size() / 2);
            std::memcpy(halves.data(), bytes.data(), halves.size() * 2);
            return i < halves.size() ? static_cast<float>(halves[i]) : 0;
        }
        std::vector<float> values(bytes.size() / 4);
        std::memcpy(values.data(), bytes.data(), values.size() * 4);
        return i < values.size() ? values[i] : 0;
    }
    std::optional<TempDir> folder;
    fs::path project;
    std::shared_ptr<const chip::ChipFacts> chip;
    std::optional<Emulator> emulator;
    int runs = 0;
};

TEST_F(TilingTemplates, TheKeyChoosesTheInstance)
{
    // DATATYPE takes 8 bits, FACTOR 8 (its place among 0, 1, 2, 5, 6, 10, 12), NEGATE 1.
    const OperatorRun twelve = call(DType::Float32, 12, true);
    EXPECT_EQ(twelve.problem, "");
    EXPECT_EQ(twelve.tiling.tilingKey, 0U | (6U << 8U) | (1U << 16U));
    EXPECT_EQ(result(twelve, DType::Float32, 4), -60.0F);
    const OperatorRun two = call(DType::Float32, 2, false);
    EXPECT_EQ(two.tiling.tilingKey, 2U << 8U);
    EXPECT_EQ(result(two, DType::Float32, 4), 10.0F);
}

TEST_F(TilingTemplates, ASelectionNamesItsOwnTilingStruct)
{
    const OperatorRun run = call(DType::Float16, 5, false); // its count is the second field of the other struct
    EXPECT_EQ(run.problem, "");
    EXPECT_EQ(run.tiling.tilingKey, 1U | (3U << 8U));
    EXPECT_EQ(result(run, DType::Float16, 63), 320.0F);
}

TEST_F(TilingTemplates, ACombinationThatNoSelectionCoversIsNamed)
{
    EXPECT_THAT(call(DType::Float16, 5, true).problem, HasSubstr("no ASCENDC_TPL_ARGS_SEL of ScaleByKey covers this combination"));
    EXPECT_THAT(call(DType::Float32, 7, false).problem, HasSubstr("value 7 of template parameter FACTOR"));
}

TEST_F(TilingTemplates, AKeyMadeByHandIsCheckedToo)
{
    change("op_host/scale_by_key.cpp", "ASCENDC_TPL_SEL_PARAM(context, type, by, sign);", "context->SetTilingKey(9U << 8U);");
    EXPECT_THAT(call(DType::Float32, 2, false).problem, HasSubstr("tiling key 2304 is no combination"));
}

TEST_F(TilingTemplates, AWrongNumberOfValuesIsNamed)
{
    change("op_host/scale_by_key.cpp", "ASCENDC_TPL_SEL_PARAM(context, type, by, sign);", "ASCENDC_TPL_SEL_PARAM(context, type, by);");
    EXPECT_THAT(call(DType::Float32, 2, false).problem, HasSubstr("gives 2 values; ASCENDC_TPL_ARGS_DECL(ScaleByKey) declares 3"));
}

TEST_F(TilingTemplates, ATemplateKernelWithoutDeclarationSaysWhatIsMissing)
{
    change("op_kernel/scale_by_key.h", "ASCENDC_TPL_ARGS_DECL(ScaleByKey,", "ASCENDC_TPL_ARGS_DECL(AnotherName,");
    change("op_host/scale_by_key.cpp", "ASCENDC_TPL_SEL_PARAM(context, type, by, sign);", "context->SetTilingKey(0);");
    EXPECT_THAT(call(DType::Float32, 2, false).problem, HasSubstr("ASCENDC_TPL_ARGS_DECL(ScaleByKey, ...)"));
}

TEST_F(TilingTemplates, SelectedKeysAreEnumeratedInOrder)
{
    auto runner = open();
    ASSERT_TRUE(runner) << runner.error().text();
    const auto keys = selectedKeys((*runner)->definition(), {});
    EXPECT_THAT(keys,
        ElementsAre(2U << 8U, 6U << 8U, 2U << 8U | 1U << 16U, 6U << 8U | 1U << 16U, 1U | 3U << 8U, 1U | 4U << 8U));
}

} // namespace
} // namespace hawk::emulator
