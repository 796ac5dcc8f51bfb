#include "perf/execution_benchmark.h"

#include "perf/benchmarks.h"
#include "perf/processor_time.h"

#include <chrono>
#include <cstring>

namespace hawk::perf {
namespace {

namespace fs = std::filesystem;
using emulator::Argument;

constexpr std::uint32_t kManyBlocks = 48; ///< one per vector core of the chip
constexpr double kMb = 1024.0 * 1024.0;
constexpr double kTimesNumpy = 4; ///< bar
constexpr double kTimesOneBlock = 1.3; ///< bar

/// One thread, whatever the caller's settings for numerical libraries are.
std::map<std::string, std::string> numpyEnvironment()
{
    return { { "PATH", "/usr/bin:/bin" }, { "LC_ALL", "C.UTF-8" }, { "OMP_NUM_THREADS", "1" }, { "OPENBLAS_NUM_THREADS", "1" },
        { "MKL_NUM_THREADS", "1" } };
}

ProcessSpec numpyProcess(const char* verb, const fs::path& folder)
{
    ProcessSpec spec;
    spec.argv = { "/usr/bin/python3", HAWK_NUMPY_TIMES, verb, folder.string(), std::to_string(kRows), std::to_string(kColumns) };
    spec.environment = numpyEnvironment();
    return spec;
}

Argument tensor(Argument::Kind kind, const std::string& name, std::uint64_t elements)
{
    Argument argument;
    argument.kind = kind;
    argument.name = name;
    argument.dtype = DType::Float32;
    argument.shape = { static_cast<std::int64_t>(elements) };
    argument.bytes = elements * sizeof(float);
    return argument;
}

/// Names of the files numpy_times.py makes, by operator.
std::vector<std::string> inputNames(const VectorOperator& op)
{
    if (op.inputElements.size() == 1)
        return { "x" };
    return op.inputElements.size() == 2 ? std::vector<std::string> { "x", "y" }
                                        : std::vector<std::string> { "x", "gamma", "beta" };
}

/// First block's begin to last block's end, as the kernel's process measured it.
Result<double> executeMs(const fs::path& workDir)
{
    const auto text = readFile(workDir / "result.json");
    if (!text)
        return text.error();
    const auto report = parseJson(*text, "result.json");
    if (!report)
        return report.error();
    return report->value("executeCpuMs", 0.0);
}

double tensorMb(const VectorOperator& op)
{
    std::uint64_t elements = op.inputElements.front(); // the output
    for (const std::uint64_t count : op.inputElements)
        elements += count;
    return static_cast<double>(elements * sizeof(float)) / kMb;
}

} // namespace

ExecutionBenchmark::ExecutionBenchmark(TempDir folder, LineProcess numpy, std::shared_ptr<const chip::ChipFacts> chip)
    : m_folder(std::move(folder))
    , m_numpy(std::move(numpy))
    , m_chip(std::move(chip))
{
    emulator::Emulator::Options options;
    options.cacheDir = m_folder.path() / "cache";
    m_emulator = std::make_unique<emulator::Emulator>(options);
}

Result<ExecutionBenchmark> ExecutionBenchmark::create()
{
    auto folder = TempDir::create("hawk-perf-");
    if (!folder)
        return folder.error();
    const auto chips = chip::ChipCatalog::loadDefault();
    if (!chips)
        return chips.error();
    const auto facts = chips->find(chip::kDefaultChip);
    if (!facts)
        return facts.error();
    const auto made = runProcess(numpyProcess("make", folder->path()));
    if (!made)
        return made.error();
    if (!made->ok())
        return Error { Errc::Environment, "numpy cannot be measured: " + made->err, HAWK_NUMPY_TIMES,
            "install it: apt-get install python3-numpy" };
    auto numpy = LineProcess::start(numpyProcess("serve", folder->path()));
    if (!numpy)
        return numpy.error();
    return ExecutionBenchmark(*std::move(folder), *std::move(numpy), *facts);
}

Result<emulator::BuildResult> ExecutionBenchmark::build(const VectorOperator& op)
{
    emulator::BuildRequest request;
    request.source = op.source;
    request.entry = op.entry;
    request.chip = m_chip;
    auto built = m_emulator->build(request);
    if (built && !built->ok)
        return Error { Errc::Internal, "the benchmark's kernel for " + op.name + " does not compile:\n" + built->log, {}, {} };
    return built;
}

emulator::Launch ExecutionBenchmark::launch(const VectorOperator& op, std::uint32_t blocks) const
{
    emulator::Launch launch;
    launch.entry = op.entry;
    launch.blockDim = blocks;
    launch.chip = m_chip;
    const std::vector<std::string> names = inputNames(op);
    for (std::size_t i = 0; i < names.size(); ++i) {
        launch.arguments.push_back(tensor(Argument::Kind::Input, names[i], op.inputElements[i]));
        launch.arguments.back().data = m_folder.path() / (names[i] + ".bin");
    }
    launch.arguments.push_back(tensor(Argument::Kind::Output, "out", op.inputElements.front()));
    Argument tiling;
    tiling.kind = Argument::Kind::Tiling;
    tiling.name = "tiling";
    tiling.value.resize(sizeof(VectorTiling));
    const VectorTiling plan;
    std::memcpy(tiling.value.data(), &plan, sizeof plan);
    launch.arguments.push_back(tiling);
    return launch;
}

Result<ExecutionBenchmark::Sample> ExecutionBenchmark::run(
    const emulator::BuildResult& built, const VectorOperator& op, std::uint32_t blocks, bool check)
{
    const auto work = TempDir::create("hawk-perf-run-");
    if (!work)
        return work.error();
    const emulator::Launch launch = this->launch(op, blocks);
    const double begin = processorMs();
    const auto result = m_emulator->run(built, launch, {}, work->path());
    if (!result)
        return result.error();
    const double ran = processorMs();
    const auto analysis = emulator::analyse(result->trace, launch);
    if (!analysis)
        return analysis.error();
    const double historyMs = processorMs() - ran;
    const double wholeMs = processorMs() - begin;
    const auto executed = executeMs(work->path());
    if (!executed)
        return executed.error();
    const Sample sample { *executed, historyMs, wholeMs, static_cast<double>(result->maxRssBytes) / kMb };
    std::vector<emulator::Finding> findings = result->findings;
    findings.insert(findings.end(), analysis->findings.begin(), analysis->findings.end());
    for (const emulator::Finding& finding : findings) {
        if (finding.severity == emulator::Severity::Error || finding.severity == emulator::Severity::Fatal)
            return Error { Errc::Internal, op.name + ": " + finding.constraint + ": " + finding.message, {}, {} };
    }
    if (result->outcome != emulator::RunOutcome::Finished || result->outputs.size() != 1)
        return Error { Errc::Internal, op.name + " did not finish: " + result->detail, {}, {} };
    if (check) {
        if (const Status same = compare(op, result->outputs.front()); !same)
            return same.error();
    }
    return sample;
}

Result<Json> ExecutionBenchmark::ask(const std::string& question)
{
    if (const Status sent = m_numpy.send(question); !sent)
        return sent.error();
    const auto line = m_numpy.receive(std::chrono::minutes(2));
    if (!line)
        return line.error();
    return parseJson(*line, "numpy_times.py");
}

Status ExecutionBenchmark::compare(const VectorOperator& op, const fs::path& output)
{
    constexpr double kTolerance = 1e-5;
    const auto answer = ask("check " + op.name + " " + output.string());
    if (!answer)
        return answer.error();
    const double worst = answer->value("worst", 1.0);
    if (worst < kTolerance)
        return {};
    return Error { Errc::Internal, op.name + " differs from numpy by " + std::to_string(worst), {}, {} };
}

Result<ExecutionBenchmark::NumpySample> ExecutionBenchmark::numpy(const VectorOperator& op)
{
    const auto answer = ask("time " + op.name);
    if (!answer)
        return answer.error();
    return NumpySample { answer->value("ms", 0.0), answer->value("wholeMs", 0.0) };
}

Result<std::vector<Measurement>> ExecutionBenchmark::measure(const VectorOperator& op, int runs)
{
    const auto built = build(op);
    if (!built)
        return built.error();
    Measurement numpyMs { op.name + ": numpy", "ms", {}, 0, {}, "one thread, the call alone; all times here are processor time" };
    Measurement executeMs { op.name + ": execution, 48 blocks", "ms", {}, 0, {}, "issue rules and trace included" };
    Measurement historyMs { op.name + ": history rules and replay", "ms", {}, 0, {}, "trace read and analysed" };
    Measurement times { op.name + ": execution / numpy", "x", {}, kTimesNumpy, {}, "pairs of neighbours in time" };
    Measurement allChecks { op.name + ": (execution + history) / numpy", "x", {}, 0, {}, "" };
    Measurement whole { op.name + ": whole run / numpy with files", "x", {}, 0, {},
        "process, sandbox, files, checks, replay; against fromfile, call, tofile" };
    Measurement blocks { op.name + ": 48 blocks / 1 block", "x", {}, kTimesOneBlock, {}, "execution" };
    Measurement memory { op.name + ": peak memory of the run", "MB", {}, 0, {}, "the kernel's process" };
    memory.bar = 2 * tensorMb(op) + kManyBlocks * static_cast<double>(m_chip->ub.value.n) / kMb + 100;
    for (int i = -1; i < runs; ++i) { // the first round warms caches, and is checked instead of counted
        const auto other = numpy(op);
        if (!other)
            return other.error();
        const auto many = run(*built, op, kManyBlocks, i < 0);
        if (!many)
            return many.error();
        const auto one = run(*built, op, 1, i < 0);
        if (!one)
            return one.error();
        if (i < 0)
            continue;
        numpyMs.samples.push_back(other->ms);
        executeMs.samples.push_back(many->executeMs);
        historyMs.samples.push_back(many->historyMs);
        times.samples.push_back(many->executeMs / other->ms);
        allChecks.samples.push_back((many->executeMs + many->historyMs) / other->ms);
        whole.samples.push_back(many->wholeMs / other->wholeMs);
        blocks.samples.push_back(many->executeMs / one->executeMs);
        memory.samples.push_back(many->peakMb);
    }
    return std::vector { numpyMs, executeMs, historyMs, times, allChecks, whole, blocks, memory };
}

Result<std::vector<Measurement>> executionBenchmark(int runs)
{
    auto benchmark = ExecutionBenchmark::create();
    if (!benchmark)
        return benchmark.error();
    std::vector<Measurement> all;
    for (const VectorOperator& op : vectorOperators()) {
        const auto some = benchmark->measure(op, runs);
        if (!some)
            return some.error();
        all.insert(all.end(), some->begin(), some->end());
    }
    return all;
}

} // namespace hawk::perf
