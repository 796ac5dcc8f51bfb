#include "reference/reference_service.h"

#include "base/files.h"
#include "base/float_formats.h"
#include "reference/comparison.h"
#include "spec/spec_loader.h"

#include <chrono>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <thread>

namespace hawk::reference {
namespace {

namespace fs = std::filesystem;

/// One worker for all tests: it is long-lived in the product as well.
ReferenceService& service()
{
    static TempDir cache = TempDir::create("hawk-reference-test").value();
    static ReferenceService instance({ .cacheDir = cache.path(), .timeout = std::chrono::seconds(20) });
    return instance;
}

std::string program(const std::string& body)
{
    return "import torch\nimport torch.nn as nn\nN = 64\n" + body
        + "\ndef get_inputs():\n    return [torch.randn(N)]\ndef get_init_inputs():\n    return []\n";
}

std::string modelWith(const std::string& statements)
{
    return program("class Model(nn.Module):\n    def forward(self, x):\n        " + statements);
}

spec::OperatorSpec unarySpec(const std::string& source, const std::string& type = "float32")
{
    spec::OperatorSpec spec;
    spec.name = "sample";
    spec.inputs = { { .name = "x", .dtype = "T", .shape = { "N" } } };
    spec.outputs = { { .name = "y", .dtype = "T", .shape = { "N" } } };
    spec::Case one;
    one.name = "one";
    one.symbols = { { "N", 37 } };
    one.types = { { "T", type } };
    spec.cases = { one };
    spec.reference.source = source;
    return spec;
}

template <class T>
std::vector<T> contents(const fs::path& path)
{
    const std::string text = readFile(path).value();
    std::vector<T> values(text.size() / sizeof(T));
    std::memcpy(values.data(), text.data(), values.size() * sizeof(T));
    return values;
}

Error errorOf(const spec::OperatorSpec& spec)
{
    const Result<CaseData> data = service().caseData(spec, spec.cases.front(), 1);
    return data ? Error { Errc::Internal, "no error", {}, {} } : data.error();
}

bool mentions(const Error& error, std::string_view text) { return error.message.find(text) != std::string::npos; }

TEST(ReferenceService, GoldenIsTheFp64ResultOfTheRoundedInputs)
{
    const spec::OperatorSpec spec = unarySpec(modelWith("return torch.exp(x)"), "float16");
    const Result<CaseData> data = service().caseData(spec, spec.cases.front(), 7);
    ASSERT_TRUE(data) << data.error().text();
    const auto input = contents<std::uint16_t>(data->inputs.at(0).path);
    const auto golden = contents<double>(data->outputs.at(0).golden.path);
    const auto same = contents<std::uint16_t>(data->outputs.at(0).samePrecision.path);
    ASSERT_EQ(input.size(), 37U);
    ASSERT_EQ(golden.size(), 37U);
    for (std::size_t i = 0; i < golden.size(); ++i) {
        const double exact = std::exp(static_cast<double>(halfToFloat(input[i])));
        EXPECT_NEAR(golden[i], exact, exact * 1e-14);
        EXPECT_EQ(same[i], floatToHalf(static_cast<float>(exact)));
    }
    EXPECT_FALSE(data->notes["computedInFloat32"].empty()); // fp16 exp is missing on the CPU, and that is said
}

TEST(ReferenceService, ModuleConstantsFollowTheCase)
{
    const std::string source = "import torch\nimport torch.nn as nn\nROWS = 4\nD = 8\nTOTAL = ROWS * D\n"
                               "class Model(nn.Module):\n    def forward(self, x):\n        return x + TOTAL\n"
                               "def get_inputs():\n    return [torch.zeros(ROWS, D)]\n"
                               "def get_init_inputs():\n    return []\n";
    spec::OperatorSpec spec = unarySpec(source);
    spec.inputs[0].shape = spec.outputs[0].shape = { "ROWS", "D" };
    spec.inputs[0].values.kind = "zeros";
    spec.cases[0].symbols = { { "ROWS", 3 }, { "D", 5 } };
    const Result<CaseData> data = service().caseData(spec, spec.cases.front(), 1);
    ASSERT_TRUE(data) << data.error().text();
    EXPECT_EQ(contents<double>(data->outputs.at(0).golden.path), std::vector<double>(15, 15.0));
}

TEST(ReferenceService, SecondAskComesFromTheCacheWithTheSameFiles)
{
    const spec::OperatorSpec spec = unarySpec(modelWith("return torch.tanh(x)"));
    const CaseData first = service().caseData(spec, spec.cases.front(), 11).value();
    const CaseData second = service().caseData(spec, spec.cases.front(), 11).value();
    EXPECT_FALSE(first.fromCache);
    EXPECT_TRUE(second.fromCache);
    EXPECT_EQ(first.outputs.at(0).golden.path, second.outputs.at(0).golden.path);
    const CaseData other = service().caseData(spec, spec.cases.front(), 12).value();
    EXPECT_NE(contents<float>(first.inputs.at(0).path), contents<float>(other.inputs.at(0).path));
}

TEST(ReferenceService, TracesToNormalisedNames)
{
    spec::OperatorSpec spec = unarySpec(modelWith("return 2 * torch.nn.functional.leaky_relu(x, 0.2).exp_()"), "float16");
    const Result<Json> graph = service().traceGraph(spec, spec.cases.front());
    ASSERT_TRUE(graph) << graph.error().text();
    ASSERT_EQ((*graph)["nodes"].size(), 3U) << *graph;
    EXPECT_EQ((*graph)["inputs"], Json::array({ "x" }));
    EXPECT_EQ((*graph)["nodes"][0]["op"], "leaky_relu");
    EXPECT_EQ((*graph)["nodes"][0]["kwargs"]["negative_slope"], 0.2);
    EXPECT_EQ((*graph)["nodes"][1]["op"], "exp");
    EXPECT_EQ((*graph)["nodes"][2]["op"], "mul");
    EXPECT_EQ((*graph)["nodes"][2]["dtype"], "float16");
    EXPECT_EQ((*graph)["nodes"][2]["shape"], Json::array({ 37 }));
    EXPECT_EQ((*graph)["outputs"][0], (*graph)["nodes"][2]["id"]);
}

struct BrokenCase {
    const char* name;
    std::string source;
    Errc code;
    const char* says;
};

class BrokenReference : public testing::TestWithParam<BrokenCase> { };

TEST_P(BrokenReference, IsAClearErrorAndTheNextRequestWorks)
{
    const Error error = errorOf(unarySpec(GetParam().source));
    EXPECT_EQ(name(error.code), name(GetParam().code)) << error.text();
    EXPECT_TRUE(mentions(error, GetParam().says)) << error.text();
    EXPECT_TRUE(mentions(error, "operator 'sample', case 'one'")) << error.text();
    const spec::OperatorSpec good = unarySpec(modelWith("return x + 1"));
    EXPECT_TRUE(service().caseData(good, good.cases.front(), 3));
}

INSTANTIATE_TEST_SUITE_P(All, BrokenReference,
    testing::Values(
        BrokenCase { .name = "SyntaxError", .source = "N = 1\ndef (:\n", .code = Errc::InvalidInput, .says = "line 2" },
        BrokenCase { .name = "ModuleBodyRaises",
            .source = "N = 1\nraise ValueError('early')\n",
            .code = Errc::InvalidInput,
            .says = "ValueError: early" },
        BrokenCase { .name = "NoModel", .source = "N = 1\n", .code = Errc::InvalidInput, .says = "does not define Model" },
        BrokenCase { .name = "ForwardRaises",
            .source = modelWith("return x.nothing()"),
            .code = Errc::InvalidInput,
            .says = "line 6: return x.nothing()" },
        BrokenCase { .name = "WrongShape",
            .source = modelWith("return x[1:]"),
            .code = Errc::InvalidInput,
            .says = "output 'y' has shape [36], the specification says [37]" },
        BrokenCase { .name = "WrongType",
            .source = modelWith("return x > 0"),
            .code = Errc::InvalidInput,
            .says = "output 'y' has type bool, the specification says float32" },
        BrokenCase { .name = "TwoOutputs",
            .source = modelWith("return x, x"),
            .code = Errc::InvalidInput,
            .says = "returns 2 tensors" },
        BrokenCase { .name = "NoTensor", .source = modelWith("return 3"), .code = Errc::InvalidInput, .says = "not a tensor" },
        BrokenCase { .name = "CallsExit",
            .source = modelWith("raise SystemExit(3)"),
            .code = Errc::InvalidInput,
            .says = "called exit(3)" },
        BrokenCase { .name = "EndsTheProcess",
            .source = "import os\n" + modelWith("os._exit(0)"),
            .code = Errc::InvalidInput,
            .says = "ended the process" },
        BrokenCase { .name = "Crashes",
            .source = "import os, signal\n" + modelWith("os.kill(os.getpid(), signal.SIGSEGV)"),
            .code = Errc::InvalidInput,
            .says = "SIGSEGV" },
        BrokenCase { .name = "Dropout",
            .source = modelWith("return torch.nn.functional.dropout(x, 0.5)"),
            .code = Errc::InvalidInput,
            .says = "not deterministic" },
        BrokenCase { .name = "RandomNumbers",
            .source = modelWith("return x + torch.randn(1)"),
            .code = Errc::InvalidInput,
            .says = "not deterministic" },
        BrokenCase { .name = "NoSuchConstant",
            .source = "import torch\nimport torch.nn as nn\nclass Model(nn.Module):\n    def forward(self, x):\n"
                      "        return x\ndef get_inputs():\n    return [torch.randn(37)]\n"
                      "def get_init_inputs():\n    return []\n",
            .code = Errc::InvalidInput,
            .says = "no module-level constant 'N'" },
        BrokenCase { .name = "OtherInputShape",
            .source = "import torch\nimport torch.nn as nn\nN = 4\nclass Model(nn.Module):\n    def forward(self, x):\n"
                      "        return x\ndef get_inputs():\n    return [torch.randn(N, 2)]\n"
                      "def get_init_inputs():\n    return []\n",
            .code = Errc::InvalidInput,
            .says = "get_inputs() gives shape [37, 2]" },
        BrokenCase { .name = "UnlistedParameter",
            .source = program("class Model(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
                              "        self.w = nn.Parameter(torch.ones(1))\n    def forward(self, x):\n"
                              "        return x * self.w"),
            .code = Errc::InvalidInput,
            .says = "parameter 'w' is not an input" },
        BrokenCase { .name = "OutOfMemory",
            .source = modelWith("return x + torch.zeros(1 << 42).sum()"),
            .code = Errc::InvalidInput,
            .says = "memory" }),
    [](const auto& entry) { return std::string(entry.param.name); });

TEST(ReferenceService, PrintsDoNotDisturbTheConversation)
{
    const spec::OperatorSpec spec = unarySpec(
        "print('{\"ok\": false}')\nimport os, sys\nos.write(1, b'noise\\n' * 1000)\n" + modelWith("print('x' * 100000); return x"));
    EXPECT_TRUE(service().caseData(spec, spec.cases.front(), 1));
}

TEST(ReferenceService, AHangIsATimeoutAndTheWorkerLivesOn)
{
    const TempDir cache = TempDir::create("hawk-reference-hang").value();
    ReferenceService quick({ .cacheDir = cache.path(), .timeout = std::chrono::seconds(1) });
    ASSERT_TRUE(quick.versions());
    const spec::OperatorSpec hang = unarySpec(modelWith("\n        while True: pass"));
    const auto begin = std::chrono::steady_clock::now();
    const Result<CaseData> data = quick.caseData(hang, hang.cases.front(), 1);
    const auto took = std::chrono::steady_clock::now() - begin;
    ASSERT_FALSE(data);
    EXPECT_EQ(name(data.error().code), name(Errc::Timeout));
    EXPECT_LT(took, std::chrono::seconds(5));
    const spec::OperatorSpec good = unarySpec(modelWith("return x + 1"));
    EXPECT_TRUE(quick.caseData(good, good.cases.front(), 1));
    EXPECT_TRUE(fs::is_empty(cache.path() / "staging")); // nothing half written stays
}

TEST(ReferenceService, CancellationIsPromptAndLeavesTheServiceUsable)
{
    const spec::OperatorSpec hang = unarySpec(modelWith("\n        while True: pass"));
    ASSERT_TRUE(service().versions());
    std::stop_source stop;
    std::jthread canceller([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        stop.request_stop();
    });
    const Result<CaseData> data = service().caseData(hang, hang.cases.front(), 1, stop.get_token());
    ASSERT_FALSE(data);
    EXPECT_EQ(name(data.error().code), name(Errc::Cancelled));
    const spec::OperatorSpec good = unarySpec(modelWith("return x + 1"));
    EXPECT_TRUE(service().caseData(good, good.cases.front(), 5));
}

TEST(ReferenceService, AStartedThreadMayEndBeforeTheNextRequest)
{
    const TempDir cache = TempDir::create("hawk-reference-thread").value();
    ReferenceService fresh({ .cacheDir = cache.path() });
    std::jthread([&] { EXPECT_TRUE(fresh.versions()); }).join();
    const spec::OperatorSpec good = unarySpec(modelWith("return x + 1"));
    EXPECT_TRUE(fresh.caseData(good, good.cases.front(), 1));
}

TEST(ReferenceService, ChangedCacheFilesAreRecomputed)
{
    const TempDir cache = TempDir::create("hawk-reference-corrupt").value();
    const spec::OperatorSpec spec = unarySpec(modelWith("return x * 3"));
    ReferenceService first({ .cacheDir = cache.path() });
    const CaseData good = first.caseData(spec, spec.cases.front(), 1).value();
    const fs::path file = good.outputs.at(0).golden.path;
    const std::string before = readFile(file).value();
    std::string changed = before;
    changed[5] = static_cast<char>(changed[5] ^ 1);
    fs::permissions(file, fs::perms::owner_all);
    std::ofstream(file, std::ios::binary | std::ios::trunc) << changed;

    ReferenceService second({ .cacheDir = cache.path() });
    const CaseData again = second.caseData(spec, spec.cases.front(), 1).value();
    EXPECT_FALSE(again.fromCache);
    EXPECT_EQ(readFile(again.outputs.at(0).golden.path).value(), before);

    fs::resize_file(again.inputs.at(0).path, 3); // and a truncated one, in the same process
    EXPECT_FALSE(second.caseData(spec, spec.cases.front(), 1).value().fromCache);
}

TEST(ReferenceService, OneCacheServesSeveralServicesAtOnce)
{
    const TempDir cache = TempDir::create("hawk-reference-shared").value();
    const spec::OperatorSpec spec = unarySpec(modelWith("return torch.sigmoid(x)"));
    std::vector<fs::path> paths(4);
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < paths.size(); ++i)
            threads.emplace_back([&, i] {
                ReferenceService own({ .cacheDir = cache.path() });
                const Result<CaseData> data = own.caseData(spec, spec.cases.front(), 1);
                if (data)
                    paths[i] = data->outputs.at(0).golden.path;
            });
    }
    for (const fs::path& path : paths) {
        EXPECT_EQ(path, paths[0]);
        EXPECT_EQ(contents<double>(path).size(), 37U);
    }
    EXPECT_TRUE(fs::is_empty(cache.path() / "staging"));
}

TEST(ReferenceService, MissingPythonSaysWhatToInstall)
{
    const TempDir cache = TempDir::create("hawk-reference-nopython").value();
    ReferenceService none({ .cacheDir = cache.path(), .python = "/nonexistent/python3" });
    const Result<Json> versions = none.versions();
    ASSERT_FALSE(versions);
    EXPECT_EQ(name(versions.error().code), name(Errc::Environment));
    EXPECT_NE(versions.error().hint.find("python3-torch"), std::string::npos);
}

TEST(ReferenceService, PythonWithoutTorchSaysWhatToInstall)
{
    // A real python that cannot see Debian's packages: -S leaves site-packages out.
    const TempDir folder = TempDir::create("hawk-reference-notorch").value();
    fs::create_directories(folder.path() / "bin");
    const fs::path python = folder.path() / "bin" / "python3";
    std::ofstream(python) << "#!/bin/sh\nexec /usr/bin/python3 -S \"$@\"\n";
    fs::permissions(python, fs::perms::owner_all);
    ReferenceService none({ .cacheDir = folder.path() / "cache", .python = python });
    const Result<Json> versions = none.versions();
    ASSERT_FALSE(versions);
    EXPECT_EQ(name(versions.error().code), name(Errc::Environment)) << versions.error().text();
    EXPECT_TRUE(mentions(versions.error(), "torch")) << versions.error().text();
}

TEST(ReferenceService, ReferencesSeeNeitherHomeNorNetwork)
{
    if (service().versions().value()["sandbox"] != "bubblewrap")
        GTEST_SKIP() << "no sandbox on this machine: " << service().versions().value()["sandbox"];
    const TempDir secret = TempDir::create("hawk-reference-secret").value();
    std::ofstream(secret.path() / "file") << "text";
    const std::string look = "import os, socket\nassert not os.path.exists('" + (secret.path() / "file").string()
        + "')\nassert not os.path.exists('" + HAWK_TEST_SOURCE_DIR "')\nassert not os.path.exists('/home')\n"
          "assert 'HAWK_BIN' not in os.environ\n"
          "try:\n    open('/usr/hawk', 'w')\n    raise SystemError('writable')\nexcept OSError:\n    pass\n"
          "assert [n for _, n in socket.if_nameindex()] in ([], ['lo'])\n";
    const spec::OperatorSpec spec = unarySpec(look + modelWith("return x - 1"));
    const Result<CaseData> data = service().caseData(spec, spec.cases.front(), 1);
    EXPECT_TRUE(data) << data.error().text();
}

TEST(ReferenceService, NotesIgnoredInputsAndConstantOutputs)
{
    const spec::OperatorSpec spec = unarySpec(modelWith("return x * 0"));
    const CaseData data = service().caseData(spec, spec.cases.front(), 1).value();
    EXPECT_NE(data.notes["remarks"].dump().find("input 'x' does not influence"), std::string::npos) << data.notes;
}

TEST(ReferenceService, ControlFlowOnValuesCannotBeTracedAndSaysWhere)
{
    const spec::OperatorSpec spec = unarySpec(modelWith("\n        if x.sum() > 0:\n            return x\n        return -x"));
    const Result<Json> graph = service().traceGraph(spec, spec.cases.front());
    ASSERT_FALSE(graph);
    EXPECT_TRUE(mentions(graph.error(), "control flow")) << graph.error().text();
    EXPECT_TRUE(mentions(graph.error(), "line 7: if x.sum() > 0:")) << graph.error().text();
}

TEST(BundledReferences, GiveGoldensAndGraphsForEveryCase)
{
    const auto specs = spec::bundledSpecs();
    ASSERT_TRUE(specs) << specs.error().text();
    for (const auto& spec : *specs)
        for (const spec::Case& which : spec->cases) {
            const std::string place = spec->name + "/" + which.name;
            const Result<CaseData> data = service().caseData(*spec, which, 1);
            ASSERT_TRUE(data) << place << ": " << data.error().text();
            EXPECT_TRUE(data->notes["remarks"].empty()) << place << ": " << data->notes;
            EXPECT_TRUE(data->notes["castsInReference"].empty() || spec->name == "cast") << place << ": " << data->notes;
            const Result<Json> graph = service().traceGraph(*spec, which);
            ASSERT_TRUE(graph) << place << ": " << graph.error().text();
            EXPECT_FALSE((*graph)["nodes"].empty()) << place;
            // The reference in the case's own precision must itself pass: otherwise no kernel could.
            for (const GoldenFile& output : data->outputs) {
                const std::string same = readFile(output.samePrecision.path).value();
                const ComparisonReport report
                    = compare(std::as_bytes(std::span(same)), output, {}, std::byte { 0xA5 }).value();
                EXPECT_TRUE(report.pass) << place << ": " << report.summary;
            }
        }
}

} // namespace
} // namespace hawk::reference
