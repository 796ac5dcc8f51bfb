#include "perf/benchmarks.h"

#include "chip/chip_catalog.h"
#include "emulator/emulator.h"

#include "base/files.h"

namespace hawk::perf {
namespace {

Result<double> buildOnce(emulator::Emulator& emulator, std::shared_ptr<const chip::ChipFacts> chip, std::string source)
{
    emulator::BuildRequest request;
    request.source = std::move(source);
    request.entry = "add_custom";
    request.defines = { { "DTYPE_X", "half" }, { "DTYPE_Y", "half" }, { "DTYPE_Z", "half" } };
    request.chip = std::move(chip);
    const auto built = emulator.build(request);
    if (!built)
        return built.error();
    if (!built->ok)
        return Error { Errc::Internal, "the benchmark kernel does not compile:\n" + built->log, {}, {} };
    return built->wallMs;
}

} // namespace

Result<std::vector<Measurement>> compileBenchmark(int runs)
{
    auto cache = TempDir::create("hawk-perf-");
    if (!cache)
        return cache.error();
    auto chips = chip::ChipCatalog::loadDefault();
    if (!chips)
        return chips.error();
    const auto facts = chips->find(chip::kDefaultChip);
    if (!facts)
        return facts.error();
    emulator::Emulator::Options options;
    options.cacheDir = cache->path();
    emulator::Emulator emulator(options);

    Measurement kernel { "compile a kernel", "ms", {}, 400, "compile an empty kernel", "cold build cache" };
    Measurement empty { "compile an empty kernel", "ms", {}, 0, {}, "same compiler, flags and sandbox" };
    for (int i = -1; i < runs; ++i) { // the first pair warms the file system and is not counted
        const auto one = buildOnce(emulator, *facts, addKernel(i));
        if (!one)
            return one.error();
        const auto none = buildOnce(emulator, *facts,
            "#include \"kernel_operator.h\"\nextern \"C\" __global__ __aicore__ void add_custom(GM_ADDR x) {} // "
                + std::to_string(i) + "\n");
        if (!none)
            return none.error();
        if (i >= 0) {
            kernel.samples.push_back(*one);
            empty.samples.push_back(*none);
        }
    }
    return std::vector { kernel, empty };
}

} // namespace hawk::perf
