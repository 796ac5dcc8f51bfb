#pragma once

#include "base/files.h"
#include "base/process.h"
#include "chip/chip_catalog.h"
#include "emulator/emulator.h"
#include "perf/report.h"
#include "perf/vector_operators.h"

namespace hawk::perf {

/// Runs the vector operators on the emulator, with every check, and the same in numpy on one thread, turn and turn about.
/// Samples of one operator are taken in one go, so that a ratio compares neighbours in time. One thread.
class ExecutionBenchmark {
public:
    static Result<ExecutionBenchmark> create();
    /// Times, ratios and memory of one operator. Fails when a run raises a finding or numpy disagrees with its result.
    Result<std::vector<Measurement>> measure(const VectorOperator& op, int runs);

private:
    /// What one run took, in processor time: on one thread that is wall time without what else the machine does.
    struct Sample {
        double executeMs = 0; ///< first block's begin to last block's end, all issue rules and the trace included
        double historyMs = 0; ///< reading the trace, the happens-before rules, the replay and the report
        double wholeMs = 0; ///< process, inputs, execution, outputs, and the above
        double peakMb = 0; ///< resident set of the kernel's process
    };
    struct NumpySample {
        double ms = 0;
        double wholeMs = 0;
    };

    ExecutionBenchmark(TempDir folder, LineProcess numpy, std::shared_ptr<const chip::ChipFacts> chip);
    Result<emulator::BuildResult> build(const VectorOperator& op);
    emulator::Launch launch(const VectorOperator& op, std::uint32_t blocks) const;
    Result<Sample> run(const emulator::BuildResult& built, const VectorOperator& op, std::uint32_t blocks, bool check);
    Result<Json> ask(const std::string& question);
    Status compare(const VectorOperator& op, const std::filesystem::path& output);
    Result<NumpySample> numpy(const VectorOperator& op);

    TempDir m_folder;
    LineProcess m_numpy;
    std::shared_ptr<const chip::ChipFacts> m_chip;
    std::unique_ptr<emulator::Emulator> m_emulator;
};

} // namespace hawk::perf
