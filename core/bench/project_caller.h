#pragma once

#include "bench/operator_caller.h"
#include "emulator/binding/operator_binding.h"
#include "emulator/project/operator_runner.h"

#include <memory>

namespace hawk::bench {

/// The registered operator that the binding calls, empty when the project registers only one. InvalidInput names them all when
/// the binding does not decide: it calls none of them, or several.
Result<std::string> operatorCalledBy(
    const std::filesystem::path& binding, const emulator::OperatorHost& host, std::stop_token stop);

/// Calls an operator project through its binding: the binding decides operands and outputs, the emulator runs the kernel.
class ProjectCaller : public OperatorCaller {
public:
    /// Host code and binding are built here. `binding` is the C++ file that defines the Python function. Null when one of them
    /// does not compile; `problem` says why then. Errors with InvalidInput or NotFound say which part is missing.
    static Result<std::unique_ptr<ProjectCaller>> open(const emulator::OperatorProject& project, const std::filesystem::path& binding,
        emulator::Emulator& emulator, const ConformanceOptions& options, std::string& problem, std::stop_token stop);

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
