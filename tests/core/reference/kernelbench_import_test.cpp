#include "reference/kernelbench_import.h"

#include "base/files.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace hawk::reference {
namespace {

ReferenceService& service()
{
    static TempDir cache = TempDir::create("hawk-import-test").value();
    static ReferenceService instance({ .cacheDir = cache.path(), .timeout = std::chrono::seconds(30) });
    return instance;
}

const std::string kHeader = "import torch\nimport torch.nn as nn\n";

TEST(KernelBenchImport, HugeSizesAreMadeSmall)
{
    // 2^34 elements as written: nothing of that size may ever be allocated.
    const auto problem = importKernelBenchText("7_Double.py",
        kHeader + "class Model(nn.Module):\n    def forward(self, x):\n        return torch.relu(x) * 2\n"
                  "batch_size = 65536\ndim = 2 * 131072\ndef get_inputs():\n    return [torch.rand(batch_size, dim)]\n"
                  "def get_init_inputs():\n    return []\n",
        service());
    ASSERT_TRUE(problem) << problem.error().text();
    const spec::OperatorSpec& spec = *problem->spec;
    EXPECT_EQ(spec.name, "kb7_double");
    EXPECT_EQ(spec.family, spec::Family::Activation);
    EXPECT_EQ(spec.inputs.at(0).name, "x");
    EXPECT_EQ(spec.inputs.at(0).shape, (std::vector<std::string> { "batch_size", "dim" }));
    EXPECT_TRUE(problem->notes.empty());
    EXPECT_TRUE(std::ranges::any_of(
        spec.cases, [](const spec::Case& which) { return which.visibility == spec::Visibility::Hidden; }));
    EXPECT_TRUE(std::ranges::any_of(spec.cases, [](const spec::Case& which) { return which.types.at("T") == "float16"; }));
    const spec::ResolvedCase tail = spec::resolve(spec, *spec.findCase("fp32_tail")).value();
    EXPECT_NE(tail.inputs[0].bytes() % 32, 0U);
    EXPECT_GT(spec::resolve(spec, *spec.findCase("fp32_larger_than_ub")).value().inputs[0].bytes(), 192U * 1024);
}

TEST(KernelBenchImport, ParametersTuplesAndOtherConstantsAreUnderstood)
{
    const auto problem = importKernelBenchText("8_Norm.py",
        kHeader + "class Model(nn.Module):\n    def __init__(self, shape, factor):\n        super().__init__()\n"
                  "        self.ln = nn.LayerNorm(shape)\n        self.factor = factor\n"
                  "    def forward(self, x, y):\n        return self.ln(x).sum(dim=axis) * self.factor + y\n"
                  "rows = 64\ninput_shape = (4096,)\naxis = -1\nfactor = 3\ndef get_inputs():\n"
                  "    return [torch.randn(rows, *input_shape), torch.randn(rows)]\n"
                  "def get_init_inputs():\n    return [input_shape, factor]\n",
        service());
    ASSERT_TRUE(problem) << problem.error().text();
    const spec::OperatorSpec& spec = *problem->spec;
    ASSERT_EQ(spec.inputs.size(), 4U);
    EXPECT_EQ(spec.inputs[0].shape, (std::vector<std::string> { "rows", "input_shape_0" }));
    EXPECT_EQ(spec.inputs[2].moduleParameter, "ln.weight");
    EXPECT_EQ(spec.inputs[2].shape, (std::vector<std::string> { "input_shape_0" }));
    EXPECT_EQ(spec.outputs[0].shape, (std::vector<std::string> { "rows" }));
    EXPECT_EQ(spec.cases[0].symbols.at("factor"), 3);
    EXPECT_EQ(spec.cases[0].symbols.at("axis"), -1);
}

TEST(KernelBenchImport, SizesThatMustDivideAreKept)
{
    const auto problem = importKernelBenchText("9_Groups.py",
        kHeader + "class Model(nn.Module):\n    def forward(self, x):\n"
                  "        assert x.shape[1] == channels and channels % 48 == 0\n        return x + 1\n"
                  "batch = 100000\nchannels = 96\nwidth = 100000\ndef get_inputs():\n"
                  "    return [torch.rand(batch, channels, width)]\ndef get_init_inputs():\n    return []\n",
        service());
    ASSERT_TRUE(problem) << problem.error().text();
    for (const spec::Case& which : problem->spec->cases)
        EXPECT_EQ(which.symbols.at("channels") % 48, 0) << which.name;
}

TEST(KernelBenchImport, IntegerInputsKeepTheirOwnValues)
{
    const auto problem = importKernelBenchText("10_Pick.py",
        kHeader + "class Model(nn.Module):\n    def forward(self, x, target):\n"
                  "        return torch.nn.functional.cross_entropy(x, target)\n"
                  "rows = 32768\nclasses = 4096\ndef get_inputs():\n"
                  "    return [torch.rand(rows, classes), torch.randint(0, classes, (rows,))]\n"
                  "def get_init_inputs():\n    return []\n",
        service());
    ASSERT_TRUE(problem) << problem.error().text();
    EXPECT_EQ(problem->spec->family, spec::Family::Loss);
    EXPECT_EQ(problem->spec->inputs.at(1).dtype, "int64");
    EXPECT_TRUE(problem->spec->outputs.at(0).shape.empty()); // a scalar
}

struct Broken {
    const char* name;
    std::string source;
    const char* says;
};
class BrokenProblem : public testing::TestWithParam<Broken> { };

TEST_P(BrokenProblem, IsAClearError)
{
    const auto problem = importKernelBenchText("1_x.py", GetParam().source, service());
    ASSERT_FALSE(problem);
    EXPECT_EQ(name(problem.error().code), name(Errc::InvalidInput));
    EXPECT_NE(problem.error().text().find(GetParam().says), std::string::npos) << problem.error().text();
}

INSTANTIATE_TEST_SUITE_P(All, BrokenProblem,
    testing::Values(Broken { "Empty", "", "does not define Model" }, Broken { "NotPython", "def (", "not valid Python" },
        Broken { "NotAProblem", "N = 3\nprint(N)\n", "does not define Model" },
        Broken { "Raises",
            kHeader + "N = 4\nclass Model(nn.Module):\n    def forward(self, x):\n        raise RuntimeError('no')\n"
                      "def get_inputs():\n    return [torch.rand(N)]\ndef get_init_inputs():\n    return []\n",
            "RuntimeError: no" },
        Broken { "TooLargeWithoutConstants",
            kHeader + "class Model(nn.Module):\n    def forward(self, x):\n        return x\n"
                      "def get_inputs():\n    return [torch.rand(1 << 20, 1 << 14)]\ndef get_init_inputs():\n    return []\n",
            "module-level integer constants" },
        Broken { "Random",
            kHeader + "N = 4\nclass Model(nn.Module):\n    def forward(self, x):\n        return x + torch.rand(1)\n"
                      "def get_inputs():\n    return [torch.rand(N)]\ndef get_init_inputs():\n    return []\n",
            "not deterministic" }),
    [](const auto& entry) { return std::string(entry.param.name); });

TEST(KernelBenchImport, MissingFileIsNotFound)
{
    const auto problem = importKernelBenchFile("/nonexistent/1_x.py", service());
    ASSERT_FALSE(problem);
    EXPECT_NE(problem.error().text().find("/nonexistent/1_x.py"), std::string::npos);
}

} // namespace
} // namespace hawk::reference
