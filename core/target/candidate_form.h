#pragma once

#include "emulator/emulator.h"
#include "reference/tensor_data.h"
#include "spec/operator_spec.h"
#include "target/target.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace hawk::target {

/// How one form of candidate becomes something that runs, case by case. Used by one judgement: check(), prepare() and build()
/// in this order by its thread, then run() and analyse() by any thread, several at once. Errors are of the environment;
/// whatever the candidate does wrong is in the values.
class CandidateForm {
public:
    /// Does the candidate say how it is called on every case? A launch plan that resolves, a tiling function that returns.
    struct Prepared {
        std::string gate; ///< "launch-plan", "tiling", "program"
        bool passed = true;
        Outcome outcome = Outcome::Rejected; ///< when it did not pass
        std::string observed, expected;
        std::vector<emulator::Diagnostic> diagnostics;
    };
    struct Built {
        bool ok = true;
        bool cached = true;
        std::size_t count = 0;
        std::vector<emulator::Diagnostic> diagnostics; ///< of every build, each once
        std::string log; ///< of the first that failed
    };
    struct RunSettings {
        std::uint64_t seed = 1; ///< order of blocks, addresses, poison
        emulator::RunLimits limits;
    };
    struct Ran {
        emulator::Launch launch; ///< its Output arguments are in the order of result.outputs
        emulator::RunResult result;
        std::optional<emulator::Analysis> analysis; ///< when running has given it already
        std::filesystem::path handovers; ///< record of what host code and device handed over; empty for a form without host code in the run
    };

    virtual ~CandidateForm() = default;
    /// What the sources hold that such a candidate cannot contain; nothing is compiled.
    virtual std::vector<emulator::Diagnostic> check() const = 0;
    /// Names of Ascend C that no device header declares; nothing is compiled.
    virtual std::vector<emulator::Diagnostic> unknownApis() const = 0;
    virtual Result<Prepared> prepare(std::span<const spec::Case* const> cases, std::stop_token stop) = 0;
    virtual Result<Built> build(std::stop_token stop) = 0;
    virtual Result<Ran> run(const spec::Case& which, const reference::CaseData& data, const RunSettings& settings,
        const std::filesystem::path& folder, std::stop_token stop) const = 0;
    virtual Result<emulator::Analysis> analyse(const Ran& ran) const;
};

/// `request` and `emulator` must outlive it.
std::unique_ptr<CandidateForm> makeForm(const JudgeRequest& request, emulator::Emulator& emulator);

/// A launch as far as the analysis of a kept trace needs it: the operator's tensors with their sizes, no contents.
Result<emulator::Launch> launchShape(const Candidate& candidate, const spec::OperatorSpec& spec, const spec::Case& which,
    std::shared_ptr<const chip::ChipFacts> chip);

} // namespace hawk::target
