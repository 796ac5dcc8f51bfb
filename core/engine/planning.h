#pragma once

#include "engine/run_state.h"
#include "knowledge/knowledge_base.h"
#include "synth/synthesizer.h"

#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

/// What one round will do, decided for all open tasks before any of them is judged. So the plan depends on
/// the state at the start of the round only, and not on which judge was faster; it is stored, so that a run
/// killed in the middle of a round goes on with the same plan.
namespace hawk::engine {

struct StepPlan {
    std::size_t task = 0; ///< index in RunState::tasks
    RunId run;
    TaskId taskId;
    int step = 0; ///< TaskProgress::steps at planning time
    synth::SynthRequest request; ///< everything the synthesizer sees
    std::uint64_t inputSeed = 0; ///< of the judge
    double baselineUs = 0; ///< modelled time of the task's best kernel so far; 0 when there is none
    Json query; ///< null when nothing was retrieved
    std::set<std::string> tried; ///< contents (contentOf) of the task's candidates
};

/// Candidates as synthesizers see them, read once per session of a run. Not thread-safe; the values are
/// shared freely.
class PriorCache {
public:
    explicit PriorCache(const store::Workspace& workspace)
        : m_workspace(workspace)
    {
    }
    Result<std::shared_ptr<const synth::Prior>> at(CandidateId id);

private:
    const store::Workspace& m_workspace;
    std::unordered_map<CandidateId, std::shared_ptr<const synth::Prior>> m_priors;
};

/// Picks the start point of a refinement (algorithms.md 2.7): with probability 1 - epsilon the highest value,
/// ties by modelled time; else drawn by Shinka's weight, which prefers fast points with few children. -1 when
/// every point is exhausted. `round` sets epsilon = max(0.05, 0.3 * 0.9^round).
int chooseStartPoint(const TaskProgress& task, int round, Rng& rng);

/// Plans the round `state.round` for every open task and stores it; or, when a plan of this round is stored
/// already, reads it and returns what is not committed yet. A run with a model keeps every plan, with the entries as
/// they were shown; a replay of a run of the same workspace takes its plans from there, and its end is NotFound.
Result<std::vector<StepPlan>> planRound(Session& session, const RunState& state, PriorCache& priors);

/// The first verdict-bearing failure a draft answers to: the newest candidate, unless the lineage was left.
CandidateId lastFailure(const TaskProgress& task);

} // namespace hawk::engine
