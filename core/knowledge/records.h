#pragma once

#include "knowledge/entry.h"
#include "store/records.h"

namespace hawk::knowledge {

/// What the syntactic axis indexes of an entry: API names, constraint ids, error signatures, artifact text.
std::string syntacticText(const Entry& entry);

/// Row of an entry with both axes computed; times are left to the caller.
store::EntryRecord toRecord(const Entry& entry);
Result<Entry> fromRecord(const store::EntryRecord& record);

} // namespace hawk::knowledge
