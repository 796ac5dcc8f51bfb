#include "target/target.h"

#include "base/files.h"
#include "chip/chip_catalog.h"
#include "spec/spec_loader.h"

#include <algorithm>
#include <cstdlib>
#include <gmock/gmock.h>
#include <thread>

namespace hawk::target {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

constexpr std::string_view kSpec = R"json({
  "schemaVersion": 1, "name": "judge_add", "family": "elementwise", "description": "z = x + y",
  "inputs": [ {"name": "x", "dtype": "T", "shape": ["N"]}, {"name": "y", "dtype": "T", "shape": ["N"]} ],
  "outputs": [ {"name": "z", "dtype": "T", "shape": ["N"]} ],
  "cases": [ {"name": "aligned", "symbols": {"N": 4096}, "types": {"T": "float16"}},
             {"name": "tail", "symbols": {"N": 1001}, "types": {"T": "float16"}, "visibility": "hidden"},
             {"name": "wide", "symbols": {"N": 1536}, "types": {"T": "float32"}} ],
  "entry": "add_custom",
  "reference": {"source": "import torch\nimport torch.nn as nn\nN = 4096\n\nclass Model(nn.Module):\n    def forward(self, x, y):\n        return x + y\n\ndef get_inputs():\n    return [torch.randn(N), torch.randn(N)]\n\ndef get_init_inputs():\n    return []\n"}
})json";

constexpr std::string_view kPlan = R"json({
  "entry": "add_custom", "blockDim": "2",
  "arguments": [ {"input": "x"}, {"input": "y"}, {"output": "z"}, {"tiling": "T"} ],
  "let": [ ["perCore", "alignup(ceildiv(N, 2), 16)"] ],
  "tiling": [ {"name": "total", "type": "uint32_t", "value": "N"}, {"name": "perCore", "type": "uint32_t", "value": "perCore"} ]
})json";

/// A correct kernel; tests replace one line of it to break it in one way.
const std::string kKernel = R"cpp(#include "kernel_operator.h"
using namespace AscendC;
struct T { uint32_t total; uint32_t perCore; };
constexpr uint32_t kTile = 1024;
extern "C" __global__ __aicore__ void add_custom(GM_ADDR x, GM_ADDR y, GM_ADDR z, GM_ADDR tiling)
{
    const __gm__ T* plan = (const __gm__ T*)tiling;
    const uint32_t begin = GetBlockIdx() * plan->perCore;
    const uint32_t end = begin + plan->perCore < plan->total ? begin + plan->perCore : plan->total;
    GlobalTensor<DTYPE_X> gx, gy, gz;
    gx.SetGlobalBuffer((__gm__ DTYPE_X*)x, plan->total);
    gy.SetGlobalBuffer((__gm__ DTYPE_X*)y, plan->total);
    gz.SetGlobalBuffer((__gm__ DTYPE_X*)z, plan->total);
    TPipe pipe;
    TQue<QuePosition::VECIN, 1> inX, inY;
    TQue<QuePosition::VECOUT, 1> outZ;
    pipe.InitBuffer(inX, 2, kTile * sizeof(DTYPE_X));
    pipe.InitBuffer(inY, 2, kTile * sizeof(DTYPE_X));
    pipe.InitBuffer(outZ, 2, kTile * sizeof(DTYPE_X));
    for (uint32_t at = begin; at < end; at += kTile) {
        const uint32_t count = end - at < kTile ? end - at : kTile;
        DataCopyExtParams params { 1, (uint32_t)(count * sizeof(DTYPE_X)), 0, 0, 0 };
        DataCopyPadExtParams<DTYPE_X> pad { false, 0, 0, 0 };
        LocalTensor<DTYPE_X> a = inX.AllocTensor<DTYPE_X>();
        LocalTensor<DTYPE_X> b = inY.AllocTensor<DTYPE_X>();
        DataCopyPad(a, gx[at], params, pad);
        DataCopyPad(b, gy[at], params, pad);
        inX.EnQue(a);
        inY.EnQue(b);
        a = inX.DeQue<DTYPE_X>();
        b = inY.DeQue<DTYPE_X>();
        LocalTensor<DTYPE_X> c = outZ.AllocTensor<DTYPE_X>();
        Add(c, a, b, count);
        outZ.EnQue(c);
        c = outZ.DeQue<DTYPE_X>();
        DataCopyPad(gz[at], c, params);
        inX.FreeTensor(a);
        inY.FreeTensor(b);
        outZ.FreeTensor(c);
    }
}
)cpp";

std::string broken(const std::string& line, const std::string& by)
{
    std::string source = kKernel;
    const std::size_t at = source.find(line);
    EXPECT_NE(at, std::string::npos) << line;
    return source.replace(at, line.size(), by);
}

/// One worker, one cache and one target for all tests, as in the product. Temporary folders go to a place the
/// test can look at.
class JudgeTest : public testing::Test {
protected:
    static void SetUpTestSuite()
    {
        const auto folder = TempDir::create("hawk-test-");
        s_folder = new TempDir(*TempDir::create("hawk-test-"));
        fs::create_directories(s_folder->path() / "tmp");
        ::setenv("TMPDIR", (s_folder->path() / "tmp").c_str(), 1);
        ::setenv("HAWK_CACHE", (s_folder->path() / "cache").c_str(), 1);
        s_reference
            = new reference::ReferenceService({ .cacheDir = s_folder->path() / "reference", .python = {} });
        s_emulator = new emulator::Emulator({ .sandbox = {}, .cacheDir = s_folder->path() / "cache" });
    }
    static void TearDownTestSuite()
    {
        delete s_emulator;
        delete s_reference;
        ::unsetenv("TMPDIR");
        delete s_folder;
    }
    void SetUp() override
    {
        request.spec = *spec::requireSpec(spec::loadSpecText(kSpec, "spec.json", "."));
        request.chip = *chip::ChipCatalog::loadDefault()->find(chip::kDefaultChip);
        request.candidate.launchPlan = kPlan;
        request.candidate.source = kKernel;
        target = makeEmulatorTarget(
            *s_emulator, *s_reference, [this](const fs::path& file, std::string_view kind) {
                kept.push_back(std::string(kind) + " " + file.filename().string());
                return Result<std::string>("hash" + std::to_string(kept.size()));
            });
    }
    Verdict judge(const std::string& source)
    {
        request.candidate.source = source;
        auto verdict = target->judge(request);
        EXPECT_TRUE(verdict) << (verdict ? "" : verdict.error().text());
        if (!verdict)
            return {};
        return *verdict;
    }
    static bool leftTemporaryFolders() { return !fs::is_empty(s_folder->path() / "tmp"); }

    static inline TempDir* s_folder = nullptr;
    static inline reference::ReferenceService* s_reference = nullptr;
    static inline emulator::Emulator* s_emulator = nullptr;
    JudgeRequest request;
    std::vector<std::string> kept;
    std::unique_ptr<Target> target;
};

std::string describe(const Verdict& verdict)
{
    std::string text = std::string(name(verdict.outcome)) + ": " + verdict.summary + "\n";
    for (const GateRecord& gate : verdict.gates)
        text += gate.gate + (gate.passed ? " passed: " : " FAILED: ") + gate.observed + "\n";
    for (const emulator::Finding& one : verdict.findings)
        text += one.constraint + " line " + std::to_string(one.line) + ": " + one.message + "\n";
    return text;
}

TEST_F(JudgeTest, CorrectKernelPassesEveryGate)
{
    const Verdict verdict = judge(kKernel);

    EXPECT_EQ(verdict.outcome, Outcome::Correct) << describe(verdict);
    std::vector<std::string> gates;
    for (const GateRecord& gate : verdict.gates) {
        gates.push_back(gate.gate);
        EXPECT_TRUE(gate.passed) << gate.gate << ": " << gate.observed;
    }
    EXPECT_THAT(gates,
        testing::ElementsAre(
            "static", "api", "launch-plan", "build", "run", "compare", "findings", "profile", "determinism", "precision", "traffic",
            "plausibility", "hygiene", "harness"));
    EXPECT_TRUE(verdict.undecided.empty());
    ASSERT_EQ(verdict.cases.size(), 3U);
    EXPECT_TRUE(verdict.cases[1].hidden);
    EXPECT_EQ(verdict.cases[0].comparison->elements, 4096);
    EXPECT_GT(verdict.modelledUs, 0);
    EXPECT_EQ(kept, (std::vector<std::string> { "trace trace.bin", "trace trace.bin", "trace trace.bin" }));
    EXPECT_EQ(verdict.cases[2].traceHash, "hash3");
    for (const char* key : { "compiler", "deviceHeaders", "costTable", "reference" })
        EXPECT_TRUE(verdict.environment.contains(key)) << key;
    EXPECT_FALSE(leftTemporaryFolders());

    const auto again = verdictFromJson(toJson(verdict));
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(toJson(*again), toJson(verdict));
}

TEST_F(JudgeTest, SameSeedSameVerdict)
{
    const auto comparable = [](Verdict verdict) {
        Json json = toJson(verdict);
        json.erase("judgeMs");
        for (Json& gate : json["gates"])
            gate["wallMs"] = 0;
        json["gates"][3]["observed"] = ""; // says whether the build came from the cache
        for (Json& one : json["cases"])
            one["traceHash"] = "";
        return json;
    };
    const Json first = comparable(judge(kKernel));
    EXPECT_EQ(comparable(judge(kKernel)), first);
}

TEST_F(JudgeTest, WrongValuesAreAMismatchInWords)
{
    const Verdict verdict = judge(broken("Add(c, a, b, count);", "Sub(c, a, b, count);"));
    EXPECT_EQ(verdict.outcome, Outcome::Mismatch) << describe(verdict);
    EXPECT_THAT(verdict.summary, HasSubstr("case aligned: z: "));
    ASSERT_TRUE(verdict.cases[0].comparison);
    EXPECT_FALSE(verdict.cases[0].comparison->pass);
    EXPECT_EQ(verdict.modelledUs, 0);
    EXPECT_EQ(verdict.cases.size(), 3U);
}

TEST_F(JudgeTest, ExchangedOutputsAreSaidToBe)
{
    std::string spec(kSpec);
    const auto change = [](std::string& text, const std::string& line, const std::string& by) {
        ASSERT_NE(text.find(line), std::string::npos) << line;
        text.replace(text.find(line), line.size(), by);
    };
    change(spec, R"([ {"name": "z", "dtype": "T", "shape": ["N"]} ])",
        R"([ {"name": "z", "dtype": "T", "shape": ["N"]}, {"name": "w", "dtype": "T", "shape": ["N"]} ])");
    change(spec, "return x + y", "return x + y, x - y");
    request.spec = *spec::requireSpec(spec::loadSpecText(spec, "spec.json", "."));
    std::string source = kKernel;
    change(source, "GM_ADDR z, GM_ADDR tiling", "GM_ADDR z, GM_ADDR w, GM_ADDR tiling");
    change(source, "gx, gy, gz;", "gx, gy, gz, gw;");
    change(source, "    TPipe pipe;", "    gw.SetGlobalBuffer((__gm__ DTYPE_X*)w, plan->total);\n    TPipe pipe;");
    change(source, "VECOUT, 1> outZ;", "VECOUT, 1> outZ, outW;");
    change(source, "    for (uint32_t at", "    pipe.InitBuffer(outW, 2, kTile * sizeof(DTYPE_X));\n    for (uint32_t at");
    change(source, "        DataCopyPad(gz[at], c, params);", "        DataCopyPad(gz[at], c, params);\n"
        "        LocalTensor<DTYPE_X> d = outW.AllocTensor<DTYPE_X>();\n        Sub(d, a, b, count);\n        outW.EnQue(d);\n"
        "        d = outW.DeQue<DTYPE_X>();\n        DataCopyPad(gw[at], d, params);\n        outW.FreeTensor(d);");
    request.candidate.launchPlan = std::string(kPlan);
    change(request.candidate.launchPlan, R"({"output": "z"})", R"({"output": "z"}, {"output": "w"})");
    EXPECT_EQ(judge(source).outcome, Outcome::Correct) << describe(judge(source));
    change(request.candidate.launchPlan, R"({"output": "z"}, {"output": "w"})", R"({"output": "w"}, {"output": "z"})");
    const Verdict verdict = judge(source);
    EXPECT_EQ(verdict.outcome, Outcome::Mismatch) << describe(verdict);
    EXPECT_THAT(verdict.summary, HasSubstr("are exchanged: each holds what is expected of the other"));
    EXPECT_THAT(verdict.cases[0].comparison->pattern, HasSubstr("are exchanged"));
}

TEST_F(JudgeTest, StopsAtTheFirstFailureWhenAsked)
{
    request.stopAtFirstFailure = true;
    const Verdict verdict = judge(broken("Add(c, a, b, count);", "Sub(c, a, b, count);"));
    EXPECT_EQ(verdict.cases.size(), 1U);
    EXPECT_EQ(verdict.casesTotal, 3U);
}

TEST_F(JudgeTest, AGateThatCannotTellIsNoPassedGate)
{
    request.cases = { "aligned", "tail" }; // half only
    const Verdict verdict = judge(kKernel);
    EXPECT_EQ(verdict.outcome, Outcome::Correct) << describe(verdict);
    EXPECT_EQ(std::ranges::find(verdict.gates, "precision", &GateRecord::gate), verdict.gates.end());
    ASSERT_EQ(verdict.undecided.size(), 1U);
    EXPECT_EQ(verdict.undecided[0].gate, "precision");
    EXPECT_THAT(verdict.undecided[0].why, HasSubstr("no float32 output"));
    const auto again = verdictFromJson(toJson(verdict));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->undecided.at(0).why, verdict.undecided[0].why);
}

TEST_F(JudgeTest, AKernelFarAheadOfTheBestKnownIsNotedForReview)
{
    const auto observed = [](const Verdict& verdict) { return std::ranges::find(verdict.gates, "plausibility", &GateRecord::gate)->observed; };
    const Verdict first = judge(kKernel);
    ASSERT_GT(first.modelledUs, 0);
    request.baselineUs = 9 * first.modelledUs;
    EXPECT_THAT(observed(judge(kKernel)), testing::Not(HasSubstr("to be reviewed")));
    request.baselineUs = 11 * first.modelledUs;
    const Verdict ahead = judge(kKernel);
    EXPECT_EQ(ahead.outcome, Outcome::Correct) << "a note, not a reason to reject";
    EXPECT_THAT(observed(ahead), HasSubstr("to be reviewed: more than ten times faster than the best kernel known before"));
    request.cases = { "wide" }; // part of the cases is no yardstick for the whole
    EXPECT_THAT(observed(judge(kKernel)), testing::Not(HasSubstr("to be reviewed")));
}

TEST_F(JudgeTest, NanIsAMismatch)
{
    const Verdict verdict
        = judge(broken("Add(c, a, b, count);", "Duplicate(c, (DTYPE_X)-1, count); Sqrt(c, c, count);"));
    EXPECT_EQ(verdict.outcome, Outcome::Mismatch) << describe(verdict);
    EXPECT_GT(verdict.cases[0].comparison->nanMismatches, 0);
}

TEST_F(JudgeTest, UnwrittenOutputIsCounted)
{
    const Verdict verdict = judge(broken("DataCopyPad(gz[at], c, params);", ""));
    EXPECT_EQ(verdict.outcome, Outcome::Mismatch) << describe(verdict);
    EXPECT_EQ(verdict.cases[0].comparison->untouched, 4096);
}

TEST_F(JudgeTest, ForgottenTailIsLocated)
{
    const Verdict verdict = judge(broken("const uint32_t count = end - at < kTile ? end - at : kTile;",
        "const uint32_t count = (end - at < kTile ? end - at : kTile) / 16 * 16; if (count == 0) break;"));
    EXPECT_EQ(verdict.outcome, Outcome::Mismatch) << describe(verdict);
    EXPECT_THAT(verdict.summary, HasSubstr("case tail"));
    EXPECT_THAT(verdict.summary, HasSubstr("tail"));
}

TEST_F(JudgeTest, WritingAnInputIsNoticed)
{
    const Verdict verdict = judge(broken("DataCopyPad(gz[at], c, params);",
        "DataCopyPad(gz[at], c, params); DataCopyPad(gx[at], c, params);"));
    EXPECT_LE(verdict.outcome, Outcome::RuleBroken) << describe(verdict);
    EXPECT_THAT(describe(verdict), HasSubstr("input"));
}

TEST_F(JudgeTest, AccessOutsideTheTensorIsAFinding)
{
    const Verdict verdict = judge(
        broken("DataCopyPad(b, gy[at], params, pad);", "DataCopyPad(b, gy[at + 100000], params, pad);"));
    EXPECT_LT(verdict.outcome, Outcome::Correct) << describe(verdict);
    ASSERT_FALSE(verdict.findings.empty());
    EXPECT_EQ(verdict.findings[0].line, 27);
}

TEST_F(JudgeTest, MissingSynchronisationBreaksARule)
{
    // Without EnQue and DeQue nothing orders the copies before the addition: the values are right here by
    // luck.
    std::string source = kKernel;
    for (const char* line : { "        inX.EnQue(a);\n", "        inY.EnQue(b);\n",
             "        a = inX.DeQue<DTYPE_X>();\n", "        b = inY.DeQue<DTYPE_X>();\n" })
        source.erase(source.find(line), std::string(line).size());
    const Verdict verdict = judge(source);
    EXPECT_EQ(verdict.outcome, Outcome::RuleBroken) << describe(verdict);
    ASSERT_FALSE(verdict.findings.empty());
    EXPECT_LE(verdict.findings[0].severity, emulator::Severity::Error);
}

TEST_F(JudgeTest, CrashIsTold)
{
    const Verdict verdict = judge(broken("TPipe pipe;", "TPipe pipe; *(volatile int*)8 = 1;"));
    EXPECT_EQ(verdict.outcome, Outcome::Crashed) << describe(verdict);
    EXPECT_THAT(verdict.summary, HasSubstr("SIGSEGV"));
    EXPECT_FALSE(leftTemporaryFolders());
}

TEST_F(JudgeTest, CompileErrorHasItsLine)
{
    const Verdict verdict = judge(broken("Add(c, a, b, count);", "Addd(c, a, b, count);"));
    EXPECT_EQ(verdict.outcome, Outcome::BuildFailed);
    EXPECT_THAT(verdict.summary, HasSubstr("line 33: 'Addd'"));
    EXPECT_THAT(verdict.summary, HasSubstr("'Add'"));
    EXPECT_TRUE(verdict.cases.empty());
    EXPECT_FALSE(verdict.buildLog.empty());
}

TEST_F(JudgeTest, CheatIsRejectedBeforeTheBuild)
{
    const Verdict verdict = judge("#include <fstream>\n" + kKernel);
    EXPECT_EQ(verdict.outcome, Outcome::Rejected);
    EXPECT_THAT(verdict.summary, HasSubstr("line 1"));
    EXPECT_EQ(verdict.gates.size(), 1U);
}

TEST_F(JudgeTest, BadPlanIsRejectedWithItsPlace)
{
    request.candidate.launchPlan = "{\n  \"entry\": \"add_custom\",\n  \"blockDim\": \"M\",\n  "
                                   "\"arguments\": [{\"output\": \"z\"}]\n}";
    const Verdict unknownName = judge(kKernel);
    EXPECT_EQ(unknownName.outcome, Outcome::Rejected);
    EXPECT_THAT(unknownName.summary, HasSubstr("case aligned, blockDim"));

    request.candidate.launchPlan = "{\n  \"entry\": 7\n}";
    const Verdict wrongType = judge(kKernel);
    EXPECT_EQ(wrongType.outcome, Outcome::Rejected);
    EXPECT_THAT(wrongType.summary, HasSubstr("launch plan:2:12"));
}

TEST_F(JudgeTest, UnknownCaseIsAnError)
{
    request.cases = { "nope" };
    const auto verdict = target->judge(request);
    ASSERT_FALSE(verdict);
    EXPECT_THAT(verdict.error().text(), HasSubstr("no case 'nope'"));
}

TEST_F(JudgeTest, CancellationIsAnErrorAndLeavesNothing)
{
    request.candidate.source = broken("TPipe pipe;", "TPipe pipe; for (volatile int i = 0;; i = i + 1) { }");
    std::stop_source source;
    std::jthread canceller([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(1500));
        source.request_stop();
    });
    const auto begin = std::chrono::steady_clock::now();
    const auto verdict = target->judge(request, source.get_token());
    ASSERT_FALSE(verdict);
    EXPECT_EQ(verdict.error().code, Errc::Cancelled);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
    EXPECT_FALSE(leftTemporaryFolders());
}

TEST_F(JudgeTest, ProgressCountsUp)
{
    std::vector<std::string> steps;
    std::size_t last = 0;
    request.candidate.source = kKernel;
    ASSERT_TRUE(target->judge(request, {}, [&](const JudgeProgress& at) {
        steps.push_back(at.step);
        EXPECT_GE(at.done, last);
        EXPECT_LT(at.done, at.total);
        last = at.done;
    }));
    EXPECT_THAT(steps, testing::ElementsAre("build", "case aligned", "case tail", "case wide", "second run"));
}

} // namespace
} // namespace hawk::target
