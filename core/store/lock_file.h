#pragma once

#include "base/result.h"

#include <filesystem>

namespace hawk::store {

/// Exclusive right to write a workspace folder, held by an open file (flock), so that it ends with the process however
/// that ends. The file names the holder for whoever is refused.
class LockFile {
public:
    /// Conflict with pid and program of the holder when it is taken.
    static Result<LockFile> acquire(const std::filesystem::path& file);
    LockFile(LockFile&& other) noexcept;
    LockFile& operator=(LockFile&& other) noexcept;
    LockFile(const LockFile&) = delete;
    LockFile& operator=(const LockFile&) = delete;
    ~LockFile();

private:
    explicit LockFile(int fd);
    int m_fd = -1;
};

} // namespace hawk::store
