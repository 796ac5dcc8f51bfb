#pragma once

#include "bridge/error_text.h"
#include "engine/events.h"
#include "engine/runner.h"
#include "models/rows.h"
#include "store/workspace.h"

/// Rows of the store and events of the engine as the window shows them. Pure functions.
namespace hawk::ui {

CandidateRow toRow(const store::CandidateRecord& record);
OperatorRow toRow(const store::SpecRecord& spec, const store::TaskRecord* task);
EventRow toRow(const engine::Event& event, qint64 at);
/// A stored event; the text is rebuilt from its JSON.
EventRow toRow(const store::EventRecord& record);
RunProgressView toView(const engine::RunProgress& progress);

} // namespace hawk::ui
