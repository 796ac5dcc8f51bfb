#include "store/lock_file.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace hawk::store {
namespace fs = std::filesystem;
namespace {

std::string programName()
{
    std::error_code ec;
    const std::string name = fs::read_symlink("/proc/self/exe", ec).filename().string();
    return name.empty() ? "hawk" : name;
}

/// "4711 hawk-workbench" -> "hawk-workbench (process 4711)".
std::string holder(int fd)
{
    std::array<char, 256> buffer {};
    const ssize_t n = ::pread(fd, buffer.data(), buffer.size() - 1, 0);
    const std::string text(buffer.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
    const std::size_t space = text.find(' ');
    if (space == std::string::npos)
        return "another program";
    return text.substr(space + 1, text.find('\n') - space - 1) + " (process " + text.substr(0, space) + ")";
}

} // namespace

LockFile::LockFile(int fd)
    : m_fd(fd)
{
}
LockFile::LockFile(LockFile&& other) noexcept
    : m_fd(std::exchange(other.m_fd, -1))
{
}
LockFile& LockFile::operator=(LockFile&& other) noexcept
{
    std::swap(m_fd, other.m_fd);
    return *this;
}
LockFile::~LockFile()
{
    if (m_fd >= 0)
        ::close(m_fd); // the lock goes with it; the file stays, because removing it would race with the next holder
}

Result<LockFile> LockFile::acquire(const fs::path& file)
{
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0)
        return Error { Errc::Io, std::string("cannot lock the workspace for writing: ") + std::strerror(errno),
            file.string(), "check the permissions of the folder, or open it read-only" };
    LockFile lock(fd);
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return Error { Errc::Io, std::string("cannot lock the workspace for writing: ") + std::strerror(errno),
                file.string(), "put the workspace on a file system that supports locks" };
        const std::string who = holder(fd);
        return Error { Errc::Conflict, "the workspace is already open for writing in " + who, file.string(),
            "close it there, or open it read-only here" };
    }
    const std::string text = std::to_string(::getpid()) + " " + programName() + "\n";
    if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
        return Error { Errc::Io, std::string("cannot write the workspace lock: ") + std::strerror(errno), file.string(),
            "is the disk full?" };
    return lock;
}

} // namespace hawk::store
