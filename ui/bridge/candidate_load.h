#pragma once

#ifndef Q_MOC_RUN // moc 6.4 stumbles over <concepts>, which the JSON library includes
#include "chip/chip_catalog.h"
#include "store/workspace.h"
#endif
#include "models/rows.h"

/// One candidate out of an open workspace, as the window shows it; called on worker threads.
namespace hawk::ui {

Result<CandidateDetail> loadCandidate(store::Workspace& workspace, CandidateId id);
/// Reads the kept trace of one case and replays it into a timeline.
Result<Timeline> loadTimeline(
    store::Workspace& workspace, const chip::ChipCatalog& chips, CandidateId id, const std::string& caseName);

} // namespace hawk::ui
