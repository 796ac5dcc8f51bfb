#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace hawk {

/// Whole file as bytes. The error names the path and the system's reason.
Result<std::string> readFile(const std::filesystem::path& path);

/// Writes beside the target and renames, so that a reader sees the old file or the new one, never half of it.
Status writeFileAtomically(const std::filesystem::path& path, std::string_view data);

/// Read-only data of the product. HAWK_RESOURCES wins, then ../share/hawk beside the executable, then the source
/// tree the binary was built from.
std::filesystem::path resourceDir();
/// Folder of the running executable; companion programs (hawk-emu-host) are looked for here. HAWK_BIN wins.
std::filesystem::path binaryDir();
/// Per-user cache: $XDG_CACHE_HOME/hawk or ~/.cache/hawk; HAWK_CACHE wins. Created when missing.
std::filesystem::path cacheDir();

/// A private folder (mode 0700) that is removed with its contents on destruction. Movable, not copyable.
class TempDir {
public:
    static Result<TempDir> create(std::string_view prefix);
    TempDir(TempDir&& other) noexcept;
    TempDir& operator=(TempDir&& other) noexcept;
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    ~TempDir();
    const std::filesystem::path& path() const { return m_path; }

private:
    explicit TempDir(std::filesystem::path path);
    std::filesystem::path m_path;
};

} // namespace hawk
