#pragma once

#include "base/result.h"
#include "store/workspace.h"

#include <filesystem>

namespace hawk::store {

/// Names inside a workspace folder, and the checks that come before anything in it is opened.
struct WorkspaceFiles {
    explicit WorkspaceFiles(const std::filesystem::path& folder)
        : database(folder / "workspace.db")
        , lock(folder / "workspace.lock")
        , artifacts(folder / "artifacts")
    {
    }
    std::filesystem::path database, lock, artifacts;
};

/// Makes the folder; InvalidInput when it holds anything. True when the folder itself was made here.
Result<bool> prepareNewFolder(const std::filesystem::path& folder);
/// NotFound with the command that makes one, InvalidInput when the file is no workspace, Conflict when its header
/// already shows a newer version. Touches nothing.
Status inspectExisting(const std::filesystem::path& folder);
/// Removes what a failed creation left.
void discardNewFolder(const std::filesystem::path& folder, bool folderToo);

} // namespace hawk::store
