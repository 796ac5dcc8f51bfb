#pragma once

#include "bridge/error_text.h"
#include "emulator/emulator.h"
#include "engine/events.h"
#include "engine/runner.h"
#include "models/rows.h"
#include "store/workspace.h"

/// Core values to what the window shows. Pure functions over an open workspace; called on worker threads.
namespace hawk::ui {

Outcome outcomeFromName(const std::string& stored);
CandidateRow toRow(const store::CandidateRecord& record);
OperatorRow toRow(const store::SpecRecord& spec, const store::TaskRecord* task);
FindingRow toRow(const emulator::Finding& finding);
EventRow toRow(const engine::Event& event, qint64 at);
/// A stored event; the text is rebuilt from its JSON.
EventRow toRow(const store::EventRecord& record);
RunProgressView toView(const engine::RunProgress& progress);

/// All entries with their ledgers folded in, or one.
Result<std::vector<EntryRow>> loadEntries(store::Workspace& workspace);
Result<EntryDetail> loadEntry(store::Workspace& workspace, EntryId id);
Result<CandidateDetail> loadCandidate(store::Workspace& workspace, CandidateId id);
/// Reads the kept trace of one case and replays it into a timeline.
Result<Timeline> loadTimeline(
    store::Workspace& workspace, const chip::ChipCatalog& chips, CandidateId id, const std::string& caseName);

} // namespace hawk::ui
