#include "perf/benchmarks.h"

#include "base/files.h"
#include "chip/chip_catalog.h"
#include "spec/spec_loader.h"
#include "target/target.h"

#include <chrono>
#include <sys/resource.h>

namespace hawk::perf {
namespace {

constexpr std::string_view kSpec = R"({
  "schemaVersion": 1, "name": "perf_add", "family": "elementwise", "description": "z = x + y",
  "inputs": [ {"name": "x", "dtype": "float16", "shape": ["N"]}, {"name": "y", "dtype": "float16", "shape": ["N"]} ],
  "outputs": [ {"name": "z", "dtype": "float16", "shape": ["N"]} ],
  "cases": [ {"name": "one_mi", "symbols": {"N": 1048576}} ],
  "entry": "add_custom",
  "reference": {"source": "import torch\nimport torch.nn as nn\nN = 1048576\n\nclass Model(nn.Module):\n    def forward(self, x, y):\n        return x + y\n\ndef get_inputs():\n    return [torch.randn(N), torch.randn(N)]\n\ndef get_init_inputs():\n    return []\n"}
})";

double elapsedMs(std::chrono::steady_clock::time_point since)
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - since).count();
}

/// Largest resident set of this process and of its largest finished child, in MB.
double peakMb()
{
    rusage own {};
    rusage children {};
    ::getrusage(RUSAGE_SELF, &own);
    ::getrusage(RUSAGE_CHILDREN, &children);
    return static_cast<double>(own.ru_maxrss + children.ru_maxrss) / 1024.0;
}

Result<double> judgeOnce(target::Target& target, target::JudgeRequest request, int salt)
{
    request.candidate.source = addKernel(salt);
    const auto begin = std::chrono::steady_clock::now();
    const auto verdict = target.judge(request);
    const double ms = elapsedMs(begin);
    if (!verdict)
        return verdict.error();
    if (verdict->outcome != target::Outcome::Correct)
        return Error { Errc::Internal, "the benchmark kernel is not correct: " + verdict->summary, {}, {} };
    return ms;
}

} // namespace

std::string addKernel(int salt)
{
    return "// variant " + std::to_string(salt) + R"(
#include "kernel_operator.h"
using namespace AscendC;

struct AddTiling {
    uint32_t perCore;
    uint32_t tile;
};

class KernelAdd {
public:
    __aicore__ inline void Init(GM_ADDR x, GM_ADDR y, GM_ADDR z, uint32_t perCore, uint32_t tile, TPipe* pipe)
    {
        count = perCore;
        tileLength = tile;
        const uint32_t offset = perCore * GetBlockIdx();
        xGm.SetGlobalBuffer((__gm__ half*)x + offset, perCore);
        yGm.SetGlobalBuffer((__gm__ half*)y + offset, perCore);
        zGm.SetGlobalBuffer((__gm__ half*)z + offset, perCore);
        pipe->InitBuffer(inX, 2, tile * sizeof(half));
        pipe->InitBuffer(inY, 2, tile * sizeof(half));
        pipe->InitBuffer(outZ, 2, tile * sizeof(half));
    }
    __aicore__ inline void Process()
    {
        for (uint32_t at = 0; at < count; at += tileLength) {
            CopyIn(at);
            Compute();
            CopyOut(at);
        }
    }

private:
    __aicore__ inline void CopyIn(uint32_t at)
    {
        LocalTensor<half> x = inX.AllocTensor<half>();
        LocalTensor<half> y = inY.AllocTensor<half>();
        DataCopy(x, xGm[at], tileLength);
        DataCopy(y, yGm[at], tileLength);
        inX.EnQue(x);
        inY.EnQue(y);
    }
    __aicore__ inline void Compute()
    {
        LocalTensor<half> x = inX.DeQue<half>();
        LocalTensor<half> y = inY.DeQue<half>();
        LocalTensor<half> z = outZ.AllocTensor<half>();
        Add(z, x, y, tileLength);
        outZ.EnQue(z);
        inX.FreeTensor(x);
        inY.FreeTensor(y);
    }
    __aicore__ inline void CopyOut(uint32_t at)
    {
        LocalTensor<half> z = outZ.DeQue<half>();
        DataCopy(zGm[at], z, tileLength);
        outZ.FreeTensor(z);
    }

    TQue<QuePosition::VECIN, 2> inX, inY;
    TQue<QuePosition::VECOUT, 2> outZ;
    GlobalTensor<half> xGm, yGm, zGm;
    uint32_t count = 0;
    uint32_t tileLength = 0;
};

extern "C" __global__ __aicore__ void add_custom(GM_ADDR x, GM_ADDR y, GM_ADDR z, GM_ADDR tiling)
{
    const __gm__ AddTiling* plan = (const __gm__ AddTiling*)tiling;
    TPipe pipe;
    KernelAdd op;
    op.Init(x, y, z, plan->perCore, plan->tile, &pipe);
    op.Process();
}
)";
}

std::string addLaunchPlan()
{
    return R"({
  "entry": "add_custom", "blockDim": "32",
  "arguments": [ {"input": "x"}, {"input": "y"}, {"output": "z"}, {"tiling": "AddTiling"} ],
  "tiling": [ {"name": "perCore", "type": "uint32_t", "value": "N/32"}, {"name": "tile", "type": "uint32_t", "value": "8192"} ]
})";
}

Result<std::vector<Measurement>> judgeBenchmark(int runs)
{
    auto cache = TempDir::create("hawk-perf-");
    auto spec = spec::requireSpec(spec::loadSpecText(kSpec, "perf_add", "."));
    auto chips = chip::ChipCatalog::loadDefault();
    if (!cache)
        return cache.error();
    if (!spec)
        return spec.error();
    if (!chips)
        return chips.error();
    const auto facts = chips->find(chip::kDefaultChip);
    if (!facts)
        return facts.error();
    reference::ReferenceOptions referenceOptions;
    referenceOptions.cacheDir = cache->path() / "reference";
    reference::ReferenceService reference(referenceOptions);
    emulator::Emulator::Options options;
    options.cacheDir = cache->path();
    emulator::Emulator emulator(options);
    const auto target = target::makeEmulatorTarget(emulator, reference);

    target::JudgeRequest request;
    request.spec = *spec;
    request.chip = *facts;
    request.candidate.launchPlan = addLaunchPlan();

    Measurement first { "judge, first ever (starts torch)", "ms", {}, 0, {}, "reference worker start and golden included" };
    Measurement changed { "judge, changed source", "ms", {}, 1000, "judge, first ever (starts torch)", "" };
    Measurement unchanged { "judge, unchanged source", "ms", {}, 150, "judge, changed source", "" };
    Measurement memory { "peak memory of a judge", "MB", {}, 300, {}, "this process and its largest child, added" };
    for (int i = 0; i <= runs; ++i) {
        const auto fresh = judgeOnce(*target, request, i);
        if (!fresh)
            return fresh.error();
        const auto again = judgeOnce(*target, request, i);
        if (!again)
            return again.error();
        if (i == 0) {
            first.samples.push_back(*fresh);
            continue;
        }
        changed.samples.push_back(*fresh);
        unchanged.samples.push_back(*again);
    }
    memory.samples.push_back(peakMb());
    return std::vector { first, changed, unchanged, memory };
}

} // namespace hawk::perf
