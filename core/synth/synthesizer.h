#pragma once

#include "base/result.h"
#include "base/rng.h"
#include "knowledge/knowledge_base.h"
#include "target/target.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace hawk::synth {

/// An earlier candidate of the task, as far as a synthesizer may see it (never hidden cases' contents or
/// seeds).
struct Prior {
    CandidateId id;
    target::Candidate candidate;
    Json plan; ///< kernel plan, or null
    std::shared_ptr<const target::Verdict> verdict;
    /// What a prompt calls it: "attempt 3". The same in every run that does the same, which a row number is not;
    /// empty: "candidate 12", by its id.
    std::string label;
};
/// The label, or what stands for it.
std::string nameOf(const Prior& prior);

struct SynthRequest {
    enum class Stage : std::uint8_t { Draft, Refine };
    Stage stage = Stage::Draft;
    std::shared_ptr<const spec::OperatorSpec> spec;
    std::shared_ptr<const chip::ChipFacts> chip;
    int attempt = 0; ///< 0-based in the task
    std::optional<Prior> parent; ///< Draft: last failure of the task; Refine: start point
    /// Refine: children of the start point and their outcomes. Draft: failures before the last one, for those who can
    /// read them. Oldest first.
    std::vector<Prior> tried;
    std::vector<knowledge::Hit>
        knowledge; ///< retrieved for this attempt; empty for the first, uninformed draft
    std::uint64_t seed = 0; ///< for every random choice of this attempt
    int step = 0; ///< of the task: attempts and answers without a candidate before this one
    int sample = 0; ///< 1 when the first answer to this request repeated an earlier candidate
};

struct Draft {
    target::Candidate candidate;
    Json plan; ///< kernel plan, or null when the synthesizer has none
    std::vector<EntryId> usedEntries; ///< entries whose artifact shaped this candidate
    std::string note; ///< what was done and why, one line
    /// The synthesizer has nothing better to offer from this parent; the engine stops or picks another start
    /// point.
    bool exhausted = false;
    /// Why there is no candidate in the answer although there should be one (a reply that breaks its contract); empty
    /// otherwise. That is a verdict on the attempt; `candidate` then holds the parent's texts, for the next one.
    std::string broken;
    std::string brokenContract; ///< what the answer had to be
};

/// Writes candidates. Thread-safe unless an implementation says otherwise. Errors: InvalidInput (Errc) when
/// the operator is outside its reach, with the operator named; Environment and Cancelled as everywhere.
class Synthesizer {
public:
    virtual ~Synthesizer() = default;
    virtual std::string name() const = 0;
    /// Kinds of artifact it can put to use: what to ask retrieval for (RetrieveOptions::kinds). Empty: all.
    virtual std::vector<knowledge::Artifact::Kind> usableArtifacts() const { return {}; }
    virtual Result<Draft> synthesize(const SynthRequest& request, std::stop_token stop = {}) = 0;
};

/// The embedded default: traces the reference, plans, checks the plan, emits Ascend C. Needs no model.
std::unique_ptr<Synthesizer> makeBuiltinSynthesizer(reference::ReferenceService& reference);

} // namespace hawk::synth
