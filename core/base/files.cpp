#include "base/files.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace hawk {
namespace fs = std::filesystem;
namespace {

Error ioError(std::string_view verb, const fs::path& path)
{
    const int code = errno;
    Error error { code == ENOENT ? Errc::NotFound : Errc::Io,
        "cannot " + std::string(verb) + " " + path.string() + ": " + std::strerror(code), path.string(), {} };
    if (code == ENOSPC)
        error.hint = "the disk is full: free some space and try again";
    return error;
}

bool writeAll(int fd, std::string_view data)
{
    while (!data.empty()) {
        const ssize_t n = ::write(fd, data.data(), data.size());
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        data.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

/// To the end of the file, whatever `expected` says: files of /proc have no size. Nothing when the system refuses.
std::optional<std::string> readAll(int fd, std::size_t expected)
{
    constexpr std::size_t kStep = std::size_t { 64 } << 10U;
    std::string data(expected + 1, '\0'); // one more, to meet the end without growing
    std::size_t used = 0;
    for (;;) {
        if (used == data.size())
            data.resize(used + std::max(kStep, used / 2));
        const ssize_t n = ::read(fd, data.data() + used, data.size() - used);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return std::nullopt;
        if (n == 0)
            break;
        used += static_cast<std::size_t>(n);
    }
    data.resize(used);
    return data;
}

} // namespace

Result<std::string> readFile(const fs::path& path)
{
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return ioError("read", path);
    struct stat info {};
    if (::fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
        ::close(fd);
        return Error { Errc::Io, "cannot read " + path.string() + ": it is a folder", path.string(), {} };
    }
    auto data = readAll(fd, static_cast<std::size_t>(info.st_size));
    const Error failure = data ? Error {} : ioError("read", path);
    ::close(fd);
    if (!data)
        return failure;
    return *std::move(data);
}

Status writeFileAtomically(const fs::path& path, std::string_view data)
{
    std::string pattern = path.string() + ".XXXXXX";
    const int fd = ::mkstemp(pattern.data());
    if (fd < 0)
        return ioError("write", path);
    const bool ok = writeAll(fd, data) && ::fchmod(fd, 0644) == 0 && ::fsync(fd) == 0;
    const Error failure = ok ? Error {} : ioError("write", path);
    ::close(fd);
    if (ok && ::rename(pattern.c_str(), path.c_str()) == 0)
        return {};
    const Error renameFailure = ok ? ioError("write", path) : failure;
    ::unlink(pattern.c_str());
    return renameFailure;
}

fs::path binaryDir()
{
    if (const char* value = std::getenv("HAWK_BIN"); value && *value)
        return value;
    std::error_code ec;
    return fs::read_symlink("/proc/self/exe", ec).parent_path();
}

fs::path resourceDir()
{
    if (const char* value = std::getenv("HAWK_RESOURCES"); value && *value)
        return value;
    std::error_code ec;
    const fs::path installed = fs::read_symlink("/proc/self/exe", ec).parent_path().parent_path() / "share" / "hawk";
    if (fs::is_directory(installed, ec))
        return installed;
    return HAWK_SOURCE_RESOURCES;
}

fs::path cacheDir()
{
    fs::path dir;
    if (const char* own = std::getenv("HAWK_CACHE"); own && *own)
        dir = own;
    else if (const char* xdg = std::getenv("XDG_CACHE_HOME"); xdg && *xdg)
        dir = fs::path(xdg) / "hawk";
    else if (const char* home = std::getenv("HOME"); home && *home)
        dir = fs::path(home) / ".cache" / "hawk";
    else
        dir = fs::temp_directory_path() / ("hawk-" + std::to_string(::getuid()));
    std::error_code ec;
    fs::create_directories(dir, ec);
    return dir;
}

Result<TempDir> TempDir::create(std::string_view prefix)
{
    std::string pattern = (fs::temp_directory_path() / (std::string(prefix) + "XXXXXX")).string();
    if (!::mkdtemp(pattern.data()))
        return ioError("create a temporary folder", pattern);
    return TempDir(fs::path(pattern));
}

TempDir::TempDir(fs::path path)
    : m_path(std::move(path))
{
}
TempDir::TempDir(TempDir&& other) noexcept
    : m_path(std::exchange(other.m_path, {}))
{
}
TempDir& TempDir::operator=(TempDir&& other) noexcept
{
    std::swap(m_path, other.m_path);
    return *this;
}
TempDir::~TempDir()
{
    if (m_path.empty())
        return;
    std::error_code ec;
    fs::remove_all(m_path, ec);
}

} // namespace hawk
