#pragma once

#include "emulator/emulator.h"
#include "emulator/project/operator_host.h"
#include "emulator/project/operator_kernel.h"
#include "emulator/project/tiling_check.h"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace hawk::emulator {

/// One call of an operator with concrete tensors, as the generated aclnn interface gets it.
struct OperatorCall {
    struct Tensor {
        DType dtype = DType::None;
        std::vector<std::int64_t> shape;
        std::filesystem::path data; ///< contents; for an output only when it is updated in place
        std::int64_t sameAs = -1; ///< output: index of the input tensor (counted over all inputs) whose memory it is
    };
    /// Per declared parameter its tensors: one, none (optional and not given), or many (dynamic).
    std::vector<std::vector<Tensor>> inputs, outputs;
    Json attributes = Json::object();
};

/// What came of a call. `problem` is set when it did not get as far as running; the phases tell how far it came.
struct OperatorRun {
    enum class Phase : std::uint8_t { Tiling, Build, Run, Done };
    Phase phase = Phase::Tiling;
    std::string problem;
    TilingResult tiling;
    BuildResult build;
    Launch launch;
    RunResult run;
    std::vector<std::filesystem::path> outputs; ///< one file per output tensor, in order; empty path when there is none
};

/// A call made ready: tiling done, the kernel variant and the launch known, nothing compiled or run.
struct OperatorPlan {
    OperatorRun::Phase phase = OperatorRun::Phase::Tiling; ///< how far it came
    std::string problem; ///< why no further; empty when it is ready
    TilingResult tiling;
    BuildRequest build;
    Launch launch;
};

/// An operator project ready to be called: host code built, kernel found. Thread-safe.
class OperatorRunner {
public:
    /// Errors say which part of the project is missing or does not build.
    static Result<std::unique_ptr<OperatorRunner>> open(const OperatorProject& project, const std::string& operatorName,
        Emulator& emulator, const OperatorHost::Options& options, std::stop_token stop = {});

    const OperatorDefinition& definition() const { return m_definition; }
    const KernelEntry& entry() const { return m_entry; }

    /// The kernel for the first declared combination of element types and the first key of its tiling template, else 0: whether it
    /// compiles at all.
    Result<BuildResult> build(std::shared_ptr<const chip::ChipFacts> chip, std::stop_token stop = {}) const;
    /// Runs the tiling function and lays out the launch. Errors are of the environment.
    Result<OperatorPlan> plan(const OperatorCall& call, std::shared_ptr<const chip::ChipFacts> chip, std::uint64_t seed,
        std::stop_token stop = {}) const;
    /// Errors are of the environment; whatever the operator does is in the OperatorRun. Output files are in `workDir`, which
    /// the caller made and owns.
    Result<OperatorRun> call(const OperatorCall& call, std::shared_ptr<const chip::ChipFacts> chip, std::uint64_t seed,
        const RunLimits& limits, const std::filesystem::path& workDir, std::stop_token stop = {}) const;

private:
    OperatorRunner(OperatorProject project, OperatorHost host, OperatorDefinition definition, KernelEntry entry, Emulator& emulator);
    std::map<std::string, DType> declaredTypes(std::size_t combination) const;
    Result<std::map<std::string, DType>> variantTypes(const OperatorCall& call) const;
    Result<Launch> makeLaunch(const OperatorCall& call, const TilingResult& tiling) const;

    OperatorProject m_project;
    OperatorHost m_host;
    OperatorDefinition m_definition;
    KernelEntry m_entry;
    TilingNeeds m_needs;
    Emulator& m_emulator;
};

} // namespace hawk::emulator
