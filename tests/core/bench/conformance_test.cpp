#include "base/files.h"
#include "bench/conformance.h"
#include "chip/chip_catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hawk::bench {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A copy of the sample task that a test may damage.
class Conformance : public testing::Test {
protected:
    void SetUp() override
    {
        auto made = TempDir::create("hawk-conformance-test-");
        ASSERT_TRUE(made);
        folder.emplace(*std::move(made));
        fs::copy(fs::path(HAWK_TEST_SOURCE_DIR) / "core/bench/tasks", folder->path() / "tasks", fs::copy_options::recursive);
        task = folder->path() / "tasks/scaled_add";
        const auto catalog = chip::ChipCatalog::loadDefault();
        ASSERT_TRUE(catalog);
        options.chip = *catalog->find(std::string(chip::kDefaultChip));
        options.maxElements = 20'000;
        options.emulator.cacheDir = folder->path() / "cache";
    }

    /// Replaces a text in a file of the task.
    void change(const char* file, const std::string& from, const std::string& to) const
    {
        std::string text = readFile(task / file).value_or("");
        const std::size_t at = text.find(from);
        ASSERT_NE(at, std::string::npos) << file;
        text.replace(at, from.size(), to);
        ASSERT_TRUE(writeFileAtomically(task / file, text));
    }

    ConformanceReport run()
    {
        const auto items = findConformanceItems(folder->path(), "");
        EXPECT_TRUE(items && items->size() == 1U);
        const auto reports = runConformance(*items, options, [this](const ConformanceReport&) { ++finished; });
        EXPECT_TRUE(reports) << reports.error().text();
        return reports ? reports->front() : ConformanceReport {};
    }

    std::optional<TempDir> folder;
    fs::path task;
    ConformanceOptions options;
    int finished = 0;
};

TEST_F(Conformance, AnUnmodifiedTaskMatchesOnAllItsCases)
{
    const ConformanceReport report = run();
    EXPECT_TRUE(report.clean()) << report.reason;
    ASSERT_EQ(report.cases.size(), 3U);
    for (const ConformanceCase& c : report.cases) {
        EXPECT_EQ(c.stage, "done") << c.name;
        EXPECT_GT(c.modelledUs, 0) << c.name;
    }
    EXPECT_EQ(report.cases[0].scaled, "");
    EXPECT_THAT(report.cases[2].scaled, HasSubstr("1000003 to ")) << "a case made smaller says so";
    EXPECT_EQ(finished, 1);
}

TEST_F(Conformance, AWrongKernelIsAMismatchWithTheComparisonsWords)
{
    change("answer/0/op_kernel/scaled_add.cpp", "Add(z, z, x, count)", "Sub(z, z, x, count)");
    const ConformanceReport report = run();
    EXPECT_TRUE(report.ran);
    EXPECT_FALSE(report.matched);
    EXPECT_THAT(report.reason, HasSubstr("case 0, compare: output 0: "));
}

TEST_F(Conformance, ATilingFunctionThatDividesByZeroIsNamedAndTheBatchGoesOn)
{
    change("answer/0/op_host/scaled_add.cpp", "tiling.set_total(total);", "volatile uint32_t none = 0; tiling.set_total(total / none);");
    const ConformanceReport report = run();
    EXPECT_TRUE(report.built);
    EXPECT_FALSE(report.ran);
    EXPECT_EQ(report.cases.size(), 3U);
    EXPECT_THAT(report.reason, HasSubstr("division by zero"));
}

TEST_F(Conformance, ATilingFunctionThatThrowsIsQuoted)
{
    change("answer/0/op_host/scaled_add.cpp", "tiling.set_total(total);", "throw std::runtime_error(\"no tiles left\");");
    EXPECT_THAT(run().reason, HasSubstr("no tiles left"));
}

TEST_F(Conformance, ATilingFunctionThatWritesPastItsBufferIsFound)
{
    change("answer/0/op_host/scaled_add.cpp", "tiling.set_total(total);",
        "static_cast<char*>(context->GetRawTilingData()->GetData())[context->GetRawTilingData()->GetCapacity() + 8] = 1;");
    EXPECT_THAT(run().reason, HasSubstr("wrote past its buffer"));
}

TEST_F(Conformance, AnUndeclaredCombinationOfTypesNamesTheTensors)
{
    change("validation/test_cases.csv", "[7, 33];float16", "[7, 33];int32"); // torch adds an int32 tensor and half of another
    const ConformanceReport report = run();
    EXPECT_TRUE(report.cases[0].matched);
    EXPECT_FALSE(report.cases[1].matched);
    EXPECT_THAT(report.cases[1].reason, HasSubstr("x int32, y int32"));
}

TEST_F(Conformance, IntegersThatATaskScalesAreDrawnInTheRangeItMeans)
{
    change("validation/test_cases.csv", "[7, 33];float16", "[7, 33];int32");
    change("validation/prepare_inputs.py", "    return [torch.rand(shape, dtype=dtype, device=device), ",
        "    return [torch.rand(shape, dtype=dtype, device=device) * 9 + 1, ");
    change("validation/module.py", "        return x + self.scale * y",
        "        assert x.is_floating_point() or (len(x.unique()) == 9 and x.min() == 1 and x.max() == 9), x\n"
        "        assert y.is_floating_point() or len(y.unique()) == 10, y\n"
        "        return x + self.scale * y");
    const ConformanceReport report = run();
    EXPECT_TRUE(report.cases[0].matched) << report.cases[0].reason;
    EXPECT_THAT(report.cases[1].reason, HasSubstr("x int32, y int32")) << "the reference's assertions come first";
}

TEST_F(Conformance, AColumnOfNumbersAndTruthValuesIsRead)
{
    change("validation/test_cases.csv", "1000003];float;3.0", "1000003];float;true");
    change("validation/prepare_inputs.py", "float(param.get(\"scale\", 1.0))",
        "5.0 if param[\"scale\"].lower() == \"true\" else float(param[\"scale\"])"); // all of it are texts, as a data frame has them
    const ConformanceReport report = run();
    EXPECT_TRUE(report.matched) << report.reason;
}

TEST_F(Conformance, AKernelThatDoesNotCompileNamesTheLine)
{
    change("answer/0/op_kernel/scaled_add.cpp", "Muls(z, y, scale, count)", "MulScalarAll(z, y, scale, count)");
    const ConformanceReport report = run();
    EXPECT_FALSE(report.built);
    EXPECT_THAT(report.reason, HasSubstr("scaled_add.cpp:"));
    EXPECT_THAT(report.reason, HasSubstr("MulScalarAll"));
}

TEST_F(Conformance, AMissingPartIsNamed)
{
    fs::remove_all(task / "answer/0/op_host");
    EXPECT_THAT(run().reason, HasSubstr("op_host"));
}

TEST_F(Conformance, OfTwoOperatorsTheBindingsOneRuns)
{
    change("answer/0/op_host/scaled_add.cpp", "OP_ADD(ScaledAdd);",
        "OP_ADD(ScaledAdd);\nclass Other : public ScaledAdd { public: explicit Other(const char* n) : ScaledAdd(n) { } };\nOP_ADD(Other);");
    options.maxCases = 1;
    EXPECT_TRUE(run().clean());
    change("validation/pybind.cpp", "aclnnScaledAdd", "aclnnScaledAddV2");
    const ConformanceReport none = run();
    EXPECT_TRUE(none.badInput);
    EXPECT_THAT(none.reason, HasSubstr("several operators (Other, ScaledAdd) and its binding calls none of them"));
}

TEST_F(Conformance, AReferenceThatRaisesIsTheCasesOwnFailure)
{
    change("validation/module.py", "return x + self.scale * y", "raise ValueError('no reference today')");
    const ConformanceReport report = run();
    EXPECT_THAT(report.reason, HasSubstr("no reference today"));
    EXPECT_EQ(report.cases[0].stage, "inputs");
}

TEST_F(Conformance, AJournalIsContinuedAndACutLineIsNot)
{
    options.journal = folder->path() / "journal.jsonl";
    EXPECT_TRUE(run().clean());
    change("answer/0/op_kernel/scaled_add.cpp", "Add(z, z, x, count)", "Sub(z, z, x, count)");
    EXPECT_TRUE(run().clean()) << "the item is in the journal and does not run again";
    const std::string text = readFile(options.journal).value_or("");
    ASSERT_TRUE(writeFileAtomically(options.journal, text.substr(0, text.size() / 2)));
    EXPECT_FALSE(run().matched) << "half a line is no report";
}

TEST_F(Conformance, AFolderThatIsNotThereIsAnError)
{
    const auto items = findConformanceItems(folder->path() / "nowhere", "");
    ASSERT_FALSE(items);
    EXPECT_EQ(items.error().code, Errc::NotFound);
}

} // namespace
} // namespace hawk::bench
