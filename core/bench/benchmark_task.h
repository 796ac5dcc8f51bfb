#pragma once

#include "bench/conformance.h"
#include "reference/worker.h"

#include <chrono>
#include <filesystem>
#include <optional>

namespace hawk::bench {

/// A benchmark task on disk: validation/{module.py,prepare_inputs.py,test_cases.csv,pybind.cpp} and answer/0 with the
/// operator project (NPUKernelBench layout).
struct BenchmarkTask {
    std::filesystem::path root, module, inputs, table, binding, answer;
};
/// A folder with at least one of the files in validation/; run() says which parts are missing.
std::optional<BenchmarkTask> benchmarkTaskAt(const std::filesystem::path& folder);

/// Runs every case of a task: inputs and goldens from its Python, operands from its binding, the answer on the emulator,
/// comparison by the region-aware rule or the task's own check. One thread.
class BenchmarkTaskRun {
public:
    /// `worker` may write to `scratch`; both outlive this.
    BenchmarkTaskRun(const ConformanceItem& item, const ConformanceOptions& options, emulator::Emulator& emulator,
        reference::Worker& worker, std::filesystem::path scratch);
    Result<ConformanceReport> run(std::stop_token stop);

private:
    struct Parts;
    Result<ConformanceCase> runCase(const Parts& parts, const Json& row, const std::string& name, std::stop_token stop);

    /// What is left of the item's time, within a second and `limit`.
    std::chrono::milliseconds atMost(std::chrono::milliseconds limit) const;

    const ConformanceItem& m_item;
    const ConformanceOptions& m_options;
    emulator::Emulator& m_emulator;
    reference::Worker& m_worker;
    std::filesystem::path m_scratch;
    std::chrono::steady_clock::time_point m_end;
};

} // namespace hawk::bench
