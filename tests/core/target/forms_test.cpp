#include "form_fixtures.h"

#include "base/files.h"
#include "chip/chip_catalog.h"
#include "spec/spec_loader.h"
#include "target/target.h"

#include <algorithm>
#include <cstdlib>
#include <gmock/gmock.h>

namespace hawk::target {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

constexpr std::string_view kSpec = R"json({
  "schemaVersion": 1, "name": "scaled_add", "family": "elementwise", "description": "z = scale * x + y",
  "inputs": [ {"name": "x", "dtype": "T", "shape": ["N"]}, {"name": "y", "dtype": "T", "shape": ["N"]} ],
  "outputs": [ {"name": "z", "dtype": "T", "shape": ["N"]} ],
  "attributes": [ {"name": "scale", "type": "float", "default": 0.5} ],
  "cases": [ {"name": "aligned", "symbols": {"N": 4096}, "types": {"T": "float16"}},
             {"name": "tail", "symbols": {"N": 1001}, "types": {"T": "float32"}, "visibility": "hidden"},
             {"name": "tiny", "symbols": {"N": 5}, "types": {"T": "float32"}} ],
  "entry": "scaled_add",
  "reference": {"source": "import torch\nimport torch.nn as nn\nN = 4096\nscale = 0.5\n\nclass Model(nn.Module):\n    def forward(self, x, y):\n        return scale * x + y\n\ndef get_inputs():\n    return [torch.randn(N), torch.randn(N)]\n\ndef get_init_inputs():\n    return []\n"}
})json";

/// One worker and one cache for all tests of this file.
class FormsTest : public testing::Test {
protected:
    static void SetUpTestSuite()
    {
        s_folder = new TempDir(*TempDir::create("hawk-forms-"));
        ::setenv("HAWK_CACHE", (s_folder->path() / "cache").c_str(), 1);
        s_reference = new reference::ReferenceService({ .cacheDir = s_folder->path() / "reference", .python = {} });
        s_emulator = new emulator::Emulator({ .sandbox = {}, .cacheDir = s_folder->path() / "cache" });
    }
    static void TearDownTestSuite()
    {
        delete s_emulator;
        delete s_reference;
        delete s_folder;
    }
    Verdict judged(Candidate candidate)
    {
        JudgeRequest request;
        request.spec = *spec::requireSpec(spec::loadSpecText(kSpec, "spec.json", "."));
        request.chip = *chip::ChipCatalog::loadDefault()->find(chip::kDefaultChip);
        request.candidate = std::move(candidate);
        const auto verdict = makeEmulatorTarget(*s_emulator, *s_reference)->judge(request);
        EXPECT_TRUE(verdict) << verdict.error().text();
        return verdict ? *verdict : Verdict {};
    }
    static std::string replaced(std::string text, const std::string& what, const std::string& by)
    {
        const std::size_t at = text.find(what);
        EXPECT_NE(at, std::string::npos) << what;
        return text.replace(at, what.size(), by);
    }
    static ProjectFiles changed(const std::string& file, const std::string& what, const std::string& by)
    {
        ProjectFiles files = scaledAddProject();
        files[file] = replaced(files[file], what, by);
        return files;
    }
    static std::string gates(const Verdict& verdict)
    {
        std::string text;
        for (const GateRecord& gate : verdict.gates)
            text += gate.gate + (gate.passed ? "" : " failed: " + gate.observed) + "\n";
        return text + verdict.buildLog;
    }
    static TempDir* s_folder;
    static reference::ReferenceService* s_reference;
    static emulator::Emulator* s_emulator;
};
TempDir* FormsTest::s_folder = nullptr;
reference::ReferenceService* FormsTest::s_reference = nullptr;
emulator::Emulator* FormsTest::s_emulator = nullptr;

TEST_F(FormsTest, AProjectIsTiledBuiltAndRunPerCase)
{
    const Verdict verdict = judged(projectCandidate(scaledAddProject()));
    EXPECT_EQ(verdict.outcome, Outcome::Correct) << gates(verdict);
    ASSERT_EQ(verdict.cases.size(), 3U);
    EXPECT_TRUE(std::ranges::all_of(verdict.cases, [](const CaseVerdict& one) { return one.profile.has_value(); }));
    EXPECT_GT(verdict.modelledUs, 0);
    EXPECT_THAT(gates(verdict), HasSubstr("tiling\n"));
}

TEST_F(FormsTest, AProjectThatComputesSomethingElseIsAMismatch)
{
    const Verdict verdict = judged(projectCandidate(changed("op_kernel/scaled_add.cpp", "Add(c, a, b, count)", "Sub(c, a, b, count)")));
    EXPECT_EQ(verdict.outcome, Outcome::Mismatch) << gates(verdict);
    EXPECT_THAT(verdict.summary, HasSubstr("z: "));
}

TEST_F(FormsTest, HostCodeThatDoesNotCompileIsABuildFailureThatNamesTheLine)
{
    const Verdict verdict = judged(projectCandidate(changed("op_host/scaled_add.cpp", "tiling.set_total(total)", "tiling.set_totals(total)")));
    EXPECT_EQ(verdict.outcome, Outcome::BuildFailed);
    EXPECT_THAT(verdict.summary, HasSubstr("set_totals"));
}

TEST_F(FormsTest, ATilingFunctionThatCrashesIsRejectedWithTheCase)
{
    const Verdict verdict = judged(projectCandidate(
        changed("op_host/scaled_add.cpp", "tiling.set_total(total);", "volatile uint32_t none = 0; tiling.set_total(total / none);")));
    EXPECT_EQ(verdict.outcome, Outcome::Rejected);
    EXPECT_THAT(verdict.summary, HasSubstr("case aligned: "));
    EXPECT_THAT(verdict.summary, HasSubstr("division by zero"));
}

TEST_F(FormsTest, ATilingFunctionThatLeavesNoDataIsRejectedBeforeTheKernelReadsGarbage)
{
    ProjectFiles files = changed("op_host/scaled_add.cpp", "context->GetRawTilingData()->SetDataSize(tiling.GetDataSize());", "");
    std::string& host = files["op_host/scaled_add.cpp"];
    host = replaced(host, "tiling.SaveToBuffer(context->GetRawTilingData()->GetData(), context->GetRawTilingData()->GetCapacity());", "");
    const Verdict verdict = judged(projectCandidate(files));
    EXPECT_EQ(verdict.outcome, Outcome::Rejected) << gates(verdict);
    EXPECT_THAT(verdict.summary, HasSubstr("wrote no tiling data, which the kernel reads with GET_TILING_DATA"));
}

TEST_F(FormsTest, OperandsThatDoNotFitAreNamedOnBothSides)
{
    ProjectFiles files = changed("op_host/scaled_add.cpp", "this->Input(\"y\").ParamType(REQUIRED).DataType({ ge::DT_FLOAT16, ge::DT_FLOAT }).Format({ ge::FORMAT_ND, ge::FORMAT_ND });", "");
    const Verdict verdict = judged(projectCandidate(files));
    EXPECT_EQ(verdict.outcome, Outcome::Rejected);
    EXPECT_THAT(verdict.summary, HasSubstr("it registers x, the specification has x, y"));
}

TEST_F(FormsTest, OperandsUnderOtherNamesAreBoundByOrder)
{
    ProjectFiles files = changed("op_host/scaled_add.cpp", "Input(\"y\")", "Input(\"other\")");
    EXPECT_EQ(judged(projectCandidate(files)).outcome, Outcome::Correct);
}

TEST_F(FormsTest, KernelCodeInTheHostPartIsRejected)
{
    ProjectFiles files = scaledAddProject();
    files["op_host/extra.cpp"] = "__global__ __aicore__ void other() {}\n";
    const Verdict verdict = judged(projectCandidate(files));
    EXPECT_EQ(verdict.outcome, Outcome::Rejected);
    EXPECT_THAT(verdict.summary, HasSubstr("only op_kernel may compute"));
}

TEST_F(FormsTest, AProgramReadsItsInputsAndWritesItsOutputs)
{
    const Verdict verdict = judged(programCandidate(scaledAddProgram()));
    EXPECT_EQ(verdict.outcome, Outcome::Correct) << gates(verdict) << verdict.summary;
    EXPECT_EQ(verdict.cases.size(), 3U);
    EXPECT_GT(verdict.modelledUs, 0);
}

TEST_F(FormsTest, AProgramsHostCodeMayHandOnInputsAndSizesOnly)
{
    const auto gate = [](const Verdict& verdict) {
        const auto found = std::ranges::find(verdict.gates, "handover", &GateRecord::gate);
        return found == verdict.gates.end() ? GateRecord {} : *found;
    };
    const GateRecord honest = gate(judged(programCandidate(scaledAddProgram())));
    EXPECT_TRUE(honest.passed) << honest.observed;
    EXPECT_THAT(honest.observed, HasSubstr("in 3 cases"));

    const std::string launch = "scaled_add<<<2, nullptr, stream>>>((uint8_t*)x, (uint8_t*)y, (uint8_t*)z, total, scale);";
    // A value of the first input decides the number of blocks.
    const Verdict blocks = judged(programCandidate(replaced(scaledAddProgram(), launch,
        "std::vector<char> first(bytes);\n    aclrtMemcpy(first.data(), bytes, x, bytes, ACL_MEMCPY_DEVICE_TO_HOST);\n"
        "    uint32_t print = 0;\n    for (const char c : first)\n        print = print * 31 + (unsigned char)c;\n"
        "    scaled_add<<<1 + print % 100, nullptr, stream>>>((uint8_t*)x, (uint8_t*)y, (uint8_t*)z, total, scale);")));
    EXPECT_EQ(blocks.outcome, Outcome::Rejected) << gates(blocks);
    EXPECT_THAT(gate(blocks).observed, HasSubstr("the launch of scaled_add: its number of blocks differs"));

    // The inputs are scaled on the host, and the kernel is told not to.
    const Verdict scaled = judged(programCandidate(replaced(replaced(scaledAddProgram(), "(uint8_t*)z, total, scale);", "(uint8_t*)z, total, 1.0f);"),
        "    std::fclose(file);\n    void* device", "    std::fclose(file);\n    if (std::strstr(path, \"x.bin\") != nullptr)\n"
        "        for (size_t i = 0; i < bytes / sizeof(DTYPE_X); ++i)\n"
        "            ((DTYPE_X*)host.data())[i] = (DTYPE_X)((float)((DTYPE_X*)host.data())[i] * 0.5f);\n    void* device")));
    EXPECT_EQ(scaled.outcome, Outcome::Rejected) << gates(scaled);
    EXPECT_THAT(gate(scaled).observed, HasSubstr("byte "));
    EXPECT_THAT(gate(scaled).observed, HasSubstr("is no part of an input and changes with the inputs"));
}

TEST_F(FormsTest, AProgramFindsNoClearedMemory)
{
    // Only the first half is written; what is left of the output is no zero.
    const Verdict verdict = judged(programCandidate(replaced(scaledAddProgram(),
        "(uint8_t*)z, total, scale);", "(uint8_t*)z, total / 2, scale);")));
    EXPECT_EQ(verdict.outcome, Outcome::Mismatch) << gates(verdict);
    EXPECT_THAT(verdict.summary, HasSubstr("2048 of 4096 elements wrong: last 2048 elements (tail)"));
    EXPECT_THAT(verdict.summary, HasSubstr("never written"));
}

TEST_F(FormsTest, AProgramWithoutItsOutputFailsTheRunWithTheName)
{
    const Verdict verdict = judged(programCandidate(replaced(scaledAddProgram(), "output/z.bin", "output/other.bin")));
    EXPECT_EQ(verdict.outcome, Outcome::Crashed);
    EXPECT_THAT(verdict.summary, HasSubstr("output/z.bin is missing"));
}

TEST_F(FormsTest, AProgramThatReturnsAnErrorFailsWithItsStatus)
{
    const Verdict verdict = judged(programCandidate(replaced(scaledAddProgram(), "aclFinalize();\n    return 0;", "aclFinalize();\n    return 7;")));
    EXPECT_EQ(verdict.outcome, Outcome::Crashed);
    EXPECT_THAT(verdict.summary, HasSubstr("main returned 7"));
}

TEST_F(FormsTest, AProgramThatDoesNotCompileNamesTheLine)
{
    const Verdict verdict = judged(programCandidate(replaced(scaledAddProgram(), "Muls(a, a, (T)scale, count)", "MulScalar(a, a, (T)scale, count)")));
    EXPECT_EQ(verdict.outcome, Outcome::BuildFailed);
    EXPECT_THAT(verdict.summary, HasSubstr("MulScalar"));
}

TEST_F(FormsTest, AProgramThatStartsThreadsIsRejected)
{
    const Verdict verdict = judged(programCandidate("#include <thread>\n" + scaledAddProgram()));
    EXPECT_EQ(verdict.outcome, Outcome::Rejected);
}

} // namespace
} // namespace hawk::target
