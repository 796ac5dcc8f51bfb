#pragma once

#include "engine/rewards.h"
#include "engine/runner.h"
#include "llm/meter.h"
#include "store/workspace.h"
#include "synth/synthesizer.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

/// What the loop knows about a run. Everything here is either a row of the workspace or part of the run's
/// bookkeeping (a named value written in the same transaction as each step), so a run is continued from the
/// workspace alone.
namespace hawk::engine {

/// A correct candidate that a refinement may start from (EvoKernel's P(x)).
struct StartPoint {
    CandidateId candidate;
    double value = 0; ///< Q of the refining stage
    int emptyAnswers = 0; ///< times the synthesizer had nothing better to offer from here
    /// The second question was already asked with a wider retrieval.
    bool exhausted() const { return emptyAnswers >= 2; }
};

struct TaskProgress {
    store::TaskRecord record;
    std::shared_ptr<const spec::OperatorSpec> spec;
    std::vector<std::string> dtypes; ///< element types of all cases, for retrieval

    // Bookkeeping, stored with each step.
    int steps = 0; ///< attempts and answers without a candidate: what randomness is derived from
    int lastRound = -1; ///< newest round this task has committed
    int withoutGain = 0; ///< refinements in a row without gain
    int emptyDrafts = 0; ///< times the synthesizer had no draft to offer
    bool restart = false; ///< the next draft leaves the failing lineage
    std::map<std::string, int> failures; ///< failure signature -> how often
    std::vector<StartPoint> startPoints; ///< oldest first

    // From rows.
    std::vector<store::CandidateRecord> candidates; ///< oldest first, all judged
    bool open() const;
    bool correct() const { return static_cast<bool>(record.firstCorrect); }
    const store::CandidateRecord* find(CandidateId id) const;
    int childrenOf(CandidateId id) const;
    /// Content of every candidate tried, to recognise a repeated one.
    std::set<std::string> triedContents() const;
};

struct RunState {
    store::RunRecord record;
    RunOptions options;
    std::shared_ptr<const chip::ChipFacts> chip;
    int round = 0;
    RewardStatistics refineRewards;
    llm::Spending spent; ///< on the model, by committed steps
    std::string currency; ///< of spent.money; empty until a reply had a price
    std::vector<TaskProgress> tasks; ///< by position

    int attemptsDone() const;
    int tasksDone() const;
    bool allDone() const;
};

/// Content identity of a candidate, from its texts or from its row.
std::string contentOf(const target::Candidate& candidate);
std::string contentOf(const store::CandidateRecord& row);

/// What a failure is recognised by when it comes again: outcome, broken constraints, normalised message.
std::string failureSignature(const target::Verdict& verdict);

class ModelRun;

/// Creates run and task rows for these options and returns the state; one transaction. `model` is what the options ask
/// for, null without one; its setup is kept with the run.
Result<RunState> createRun(Session& session, const RunOptions& options, const ModelRun* model = nullptr);
/// Rebuilds the state of a stored run.
Result<RunState> loadRun(Session& session, RunId run);
/// Writes the bookkeeping; inside the caller's transaction.
Status saveBookkeeping(store::Workspace& workspace, const RunState& state);

Json toJson(const RunOptions& options);
Result<RunOptions> runOptionsFromJson(const Json& json);

} // namespace hawk::engine
