#pragma once

#ifndef Q_MOC_RUN // moc 6.4 stumbles over <concepts>, which the JSON library includes
#include "store/workspace.h"
#endif
#include "models/rows.h"

/// Knowledge entries out of an open workspace, as the window shows them; called on worker threads.
namespace hawk::ui {

/// All entries with their ledgers folded in, or one.
Result<std::vector<EntryRow>> loadEntries(store::Workspace& workspace);
Result<EntryDetail> loadEntry(store::Workspace& workspace, EntryId id);

} // namespace hawk::ui
