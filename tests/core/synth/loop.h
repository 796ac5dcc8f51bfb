#pragma once

#include "chip/chip_catalog.h"
#include "knowledge/knowledge_base.h"
#include "synth/synthesizer.h"
#include "target/target.h"

#include <string>
#include <vector>

namespace hawk::synth::test {

/// One attempt of a task.
struct Attempt {
    std::string stage;
    std::string note;
    std::string outcome;
    std::string summary;
    double modelledUs = 0;
    std::vector<std::string> shownKeys; ///< retrieved, by rank
    std::vector<std::string> usedKeys;
    target::Candidate candidate;
};

struct TaskResult {
    bool correct = false;
    int drafts = 0; ///< up to and with the first correct one
    std::vector<std::string> repairedBy; ///< entries used by drafts that followed a failure
    double firstUs = 0;
    double bestUs = 0;
    std::vector<Attempt> attempts;
};

/// The synthesize-judge-retrieve loop without the engine: drafts until correct, then refines from the best.
/// Starts everything it needs in `folder`.
class Loop {
public:
    static Result<std::unique_ptr<Loop>> start(const std::filesystem::path& folder);
    ~Loop();
    Result<TaskResult> run(std::shared_ptr<const spec::OperatorSpec> spec, int maxDrafts, int maxRefinements);

private:
    struct Impl;
    explicit Loop(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace hawk::synth::test
