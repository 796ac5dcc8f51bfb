#pragma once

#include "bench/operator_caller.h"
#include "emulator/binding/operator_binding.h"
#include "emulator/project/operator_runner.h"

#include <memory>

namespace hawk::bench {

/// Calls an operator project through its binding: the binding decides operands and outputs, the emulator runs the kernel.
class ProjectCaller : public OperatorCaller {
public:
    /// Host code and binding are built here. `binding` is the C++ file that defines the Python function.
    static Result<std::unique_ptr<ProjectCaller>> open(const emulator::OperatorProject& project, const std::filesystem::path& binding,
        emulator::Emulator& emulator, const ConformanceOptions& options, std::stop_token stop);

    Result<std::string> build(std::stop_token stop) override;
    Result<FunctionOutcome> call(const FunctionCall& call, ConformanceCase& into, std::stop_token stop) override;

private:
    ProjectCaller(emulator::OperatorProject project, std::unique_ptr<emulator::OperatorRunner> runner, emulator::OperatorBinding binding,
        const ConformanceOptions& options);
    struct Recorded;
    Result<Recorded> record(const FunctionCall& call, ConformanceCase& into, std::stop_token stop);
    Result<std::string> runCommand(Json command, const FunctionCall& call, std::chrono::steady_clock::time_point end,
        FunctionOutcome& outcome, ConformanceCase& into, std::stop_token stop);

    emulator::OperatorProject m_project;
    std::unique_ptr<emulator::OperatorRunner> m_runner;
    emulator::OperatorBinding m_binding;
    const ConformanceOptions& m_options;
};

} // namespace hawk::bench
