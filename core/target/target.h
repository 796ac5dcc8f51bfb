#pragma once

#include "base/result.h"
#include "chip/chip_facts.h"
#include "emulator/emulator.h"
#include "reference/reference_service.h"
#include "spec/operator_spec.h"
#include "target/candidate.h"
#include "target/verdict.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace hawk::target {

struct JudgeRequest {
    std::shared_ptr<const spec::OperatorSpec> spec;
    std::shared_ptr<const chip::ChipFacts> chip;
    Candidate candidate;
    std::uint64_t seed = 1; ///< of the inputs
    /// How many sets of inputs `seed` stands for. The set is chosen when the build is fixed, by the seed and the candidate's
    /// contents: a candidate cannot know it, the same candidate always meets the same, and goldens of few sets are cached.
    std::uint32_t inputSets = 1;
    std::vector<std::string> cases; ///< names; empty means all
    bool stopAtFirstFailure = false; ///< cheap mode of the loop: cases after a failing one are skipped
    bool checkDeterminism = true; ///< second runs must be bitwise equal
    bool checkRelations = true; ///< runs for the declared metamorphic relations
    /// Modelled time of the best correct kernel known before, over all cases of the specification: a candidate over ten times
    /// faster is noted for review. 0: none is known.
    double baselineUs = 0;
};

/// Progress of a judgement, called from the judging thread.
struct JudgeProgress {
    std::string step; ///< "build", "case fp16_tail"
    std::size_t done = 0;
    std::size_t total = 0;
};

/// Stores a file under its content hash and returns the hash; implemented by the workspace. Thread-safe.
using KeepArtifact = std::function<Result<std::string>(const std::filesystem::path& file, std::string_view kind)>;

/// Where a candidate is judged. Implementations: the emulator here; a local toolkit and a remote machine later.
/// judge() is thread-safe. It returns an Error only when no judgement was possible (environment, cancelled, broken
/// reference); whatever the candidate did wrong is a Verdict.
class Target {
public:
    virtual ~Target() = default;
    virtual std::string name() const = 0;
    virtual Result<Verdict> judge(const JudgeRequest& request, std::stop_token stop = {},
        const std::function<void(const JudgeProgress&)>& progress = {}) = 0;
};

/// The built-in emulator as a target. `reference` and `emulator` must outlive it. `keep` may be empty: then traces are
/// not kept.
std::unique_ptr<Target> makeEmulatorTarget(
    emulator::Emulator& emulator, reference::ReferenceService& reference, KeepArtifact keep = {});

} // namespace hawk::target
