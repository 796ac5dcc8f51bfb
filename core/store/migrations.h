#pragma once

#include "base/result.h"

#include <filesystem>

namespace hawk::store {

class Database;

/// Schema version this program writes.
int newestSchemaVersion();

/// Brings the schema up to `target`, one transaction per step. A failing step leaves the version before it. Conflict
/// when the file is newer than this program.
Status migrate(Database& db, int target = newestSchemaVersion());

/// Conflict naming both versions.
Error newerSchema(const std::filesystem::path& file, int found);

} // namespace hawk::store
