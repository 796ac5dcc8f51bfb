#pragma once

#include "engine/planning.h"
#include "engine/step.h"

#include <vector>

namespace hawk::engine {

/// Stores one step: candidate, verdict, findings, profiles, retrieval, effect of the shown entries, new
/// knowledge, task state, bookkeeping, events and working time, in one transaction. `state` changes only when
/// that commits. Returns the stored events, in order.
Result<std::vector<Event>> commitStep(
    Session& session, RunState& state, const StepPlan& plan, const StepResult& step, double activeSeconds);

/// Ends every open task with a note (a spent budget) in one transaction.
Result<std::vector<Event>> closeTasks(Session& session, RunState& state, const std::string& note);

/// Sets the run's state and stores the event that says so, in one transaction.
Result<std::vector<Event>> endRun(Session& session, RunState& state, const std::string& runState,
    const std::string& message, double activeSeconds);

/// Stores events; inside the caller's transaction.
Status storeEvents(Session& session, const std::vector<Event>& events);

} // namespace hawk::engine
