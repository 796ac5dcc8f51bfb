#pragma once

#include "bench/operator_caller.h"
#include "emulator/program/sample_program.h"

#include <memory>

namespace hawk::bench {

/// Calls a PyTorch extension that launches its kernels itself (<<<>>>): its sources and a main of ours become one program, which
/// runs on an emulated device with the operands in device memory.
class ExtensionCaller : public OperatorCaller {
public:
    /// `folder` holds the extension's sources and is this caller's own: files are added to it and it must outlive the caller.
    /// `sources` are the files to compile, relative to it.
    static Result<std::unique_ptr<ExtensionCaller>> open(
        const std::filesystem::path& folder, std::vector<std::filesystem::path> sources, const ConformanceOptions& options);

    Result<std::string> build(std::stop_token stop) override;
    Result<FunctionOutcome> call(const FunctionCall& call, ConformanceCase& into, std::stop_token stop) override;

private:
    ExtensionCaller(emulator::ProgramSample sample, const ConformanceOptions& options);
    emulator::ProgramOptions programOptions() const;
    Result<FunctionOutcome> read(const std::filesystem::path& runFolder) const;

    emulator::ProgramSample m_sample;
    const ConformanceOptions& m_options;
};

} // namespace hawk::bench
