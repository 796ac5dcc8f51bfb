#include "perf/benchmarks.h"

#include "chip/chip_catalog.h"
#include "emulator/emulator.h"
#include "emulator/runner/kernel_compiler.h"
#include "emulator/runner/prepared_headers.h"
#include "perf/processor_time.h"
#include "perf/vector_operators.h"

#include "base/files.h"

#include <algorithm>

namespace hawk::perf {
namespace {

namespace fs = std::filesystem;
using emulator::BuildRequest;

/// Builds with a cold build cache, and how long that took.
class Compiler {
public:
    Compiler(const fs::path& cache, std::shared_ptr<const chip::ChipFacts> chip)
        : m_chip(std::move(chip))
    {
        emulator::Emulator::Options options;
        options.cacheDir = cache;
        m_emulator = std::make_unique<emulator::Emulator>(options);
    }
    /// Processor time of a build that must succeed.
    Result<double> build(std::string source, const std::string& entry)
    {
        BuildRequest request;
        request.source = std::move(source);
        request.entry = entry;
        request.defines = { { "DTYPE_X", "half" }, { "DTYPE_Y", "half" }, { "DTYPE_Z", "half" } };
        request.chip = m_chip;
        const double begin = processorMs();
        const auto built = m_emulator->build(request);
        const double ms = processorMs() - begin;
        if (!built)
            return built.error();
        if (!built->ok || built->cached)
            return Error { Errc::Internal, "the benchmark kernel was not compiled:\n" + built->log, {}, {} };
        return ms;
    }

private:
    std::shared_ptr<const chip::ChipFacts> m_chip;
    std::unique_ptr<emulator::Emulator> m_emulator;
};

/// The stages of one compilation by the compiler's own options, in the same sandbox.
class Stages {
public:
    static Result<Stages> create(const chip::ChipFacts& chip)
    {
        auto tools = emulator::findToolchain("g++");
        if (!tools)
            return tools.error();
        auto work = TempDir::create("hawk-perf-stages-");
        if (!work)
            return work.error();
        Stages stages(*std::move(tools), *std::move(work), chip);
        auto prepared = emulator::PreparedHeaders(stages.m_work.path() / "headers").of(stages.m_tools, stages.m_macros, {}, {});
        if (!prepared)
            return prepared.error();
        stages.m_prepared = *std::move(prepared);
        const std::string source = vectorOperators().front().source + "HAWK_EXPORT_ENTRY(perf_add)\n";
        if (const Status written = writeFileAtomically(stages.m_work.path() / "kernel.cpp", source); !written)
            return written.error();
        return stages;
    }
    /// Processor time of the compiler with these options behind the source; without any, of an empty sandbox.
    Result<double> time(const std::vector<std::string>& options)
    {
        emulator::SandboxJob job = emulator::compilerJob(m_tools, m_work.path());
        job.readOnly.push_back(m_prepared.folder);
        if (options.empty()) {
            job.argv = { "/bin/true" };
        } else {
            job.argv.insert(job.argv.end(), m_prepared.compile.begin(), m_prepared.compile.end());
            job.argv.push_back("-I" + m_tools.headers.string());
            job.argv.insert(job.argv.end(), m_macros.begin(), m_macros.end());
            job.argv.insert(job.argv.end(), { (m_work.path() / "kernel.cpp").string(), "-o", (m_work.path() / "out").string() });
            job.argv.insert(job.argv.end(), options.begin(), options.end());
        }
        const double begin = processorMs();
        const auto process = emulator::runSandboxed(job, {});
        const double ms = processorMs() - begin;
        if (!process)
            return process.error();
        if (!process->ok())
            return Error { Errc::Internal, "a stage of the compiler failed: " + process->err, {}, {} };
        return ms;
    }
    std::vector<std::string> linking() const { return emulator::kernelLinking(m_prepared); }

private:
    Stages(emulator::Toolchain tools, TempDir work, const chip::ChipFacts& chip)
        : m_tools(std::move(tools))
        , m_work(std::move(work))
        , m_macros(emulator::generationMacros(&chip))
    {
    }
    emulator::Toolchain m_tools;
    TempDir m_work;
    std::vector<std::string> m_macros;
    emulator::PreparedHeaders::Use m_prepared;
};

Result<std::vector<Measurement>> shares(const chip::ChipFacts& chip, int runs)
{
    auto stages = Stages::create(chip);
    if (!stages)
        return stages.error();
    struct Stage {
        const char* name;
        std::vector<std::string> options;
    };
    const std::vector<Stage> list { { "sandbox", {} }, { "headers and syntax", { "-fsyntax-only" } }, { "code", { "-S" } },
        { "assembler", { "-c" } }, { "linker", stages->linking() } };
    std::vector<Measurement> all;
    for (const Stage& stage : list)
        all.push_back({ std::string("compile share: ") + stage.name, "ms", {}, 0, {}, "what this stage adds" });
    for (int i = -1; i < runs; ++i) {
        double before = 0;
        for (std::size_t s = 0; s < list.size(); ++s) {
            const auto ms = stages->time(list[s].options);
            if (!ms)
                return ms.error();
            if (i >= 0)
                all[s].samples.push_back(std::max(*ms - before, 0.0));
            before = *ms;
        }
    }
    return all;
}

} // namespace

Result<std::vector<Measurement>> compileBenchmark(int runs)
{
    const auto cache = TempDir::create("hawk-perf-");
    if (!cache)
        return cache.error();
    const auto chips = chip::ChipCatalog::loadDefault();
    if (!chips)
        return chips.error();
    const auto facts = chips->find(chip::kDefaultChip);
    if (!facts)
        return facts.error();
    Compiler compiler(cache->path(), *facts);
    struct Case {
        Measurement figure;
        std::string before; ///< in front of the source
        std::string source;
        std::string entry;
    };
    const auto operators = vectorOperators();
    const std::string empty = "#include \"kernel_operator.h\"\nextern \"C\" __global__ __aicore__ void none(GM_ADDR x) {}\n";
    // The compiler takes a precompiled header only where nothing stands before its #include.
    std::vector<Case> cases {
        { { "compile: add", "ms", {}, 150, {}, "build cache cold, header precompiled; processor time" }, {}, addKernel(0), "add_custom" },
        { { "compile: layer_norm", "ms", {}, 150, {}, "" }, {}, operators.back().source, operators.back().entry },
        { { "compile: an empty kernel", "ms", {}, 0, {}, "" }, {}, empty, "none" },
        { { "compile: add, no precompiled header", "ms", {}, 400, {}, "a declaration before the first #include" }, "extern int before;\n",
            addKernel(0), "add_custom" },
        { { "compile: layer_norm, no precompiled header", "ms", {}, 400, {}, "" }, "extern int before;\n", operators.back().source,
            operators.back().entry },
    };
    Measurement first { "compile: the very first", "ms", {}, 0, {}, "compiler probed, headers hashed and precompiled" };
    const auto cold = compiler.build(empty + "// first\n", "none");
    if (!cold)
        return cold.error();
    first.samples.push_back(*cold);
    std::vector<Measurement> all { first };
    for (Case& one : cases) {
        for (int i = -1; i < runs; ++i) { // the first warms the file system and is not counted
            const auto ms = compiler.build(one.before + one.source + "// variant " + std::to_string(i) + "\n", one.entry);
            if (!ms)
                return ms.error();
            if (i >= 0)
                one.figure.samples.push_back(*ms);
        }
        all.push_back(one.figure);
    }
    const auto stages = shares(**facts, runs);
    if (!stages)
        return stages.error();
    all.insert(all.end(), stages->begin(), stages->end());
    return all;
}

} // namespace hawk::perf
