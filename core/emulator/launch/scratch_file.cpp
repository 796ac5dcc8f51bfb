#include "emulator/launch/scratch_file.h"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace hawk::emulator {
namespace {

Error ioError(const std::filesystem::path& path)
{
    const int code = errno;
    return { Errc::Io, "cannot write " + path.string() + ": " + std::strerror(code), path.string(),
        code == ENOSPC ? "the disk is full: free some space and try again" : "" };
}

} // namespace

Status writeScratchFile(const std::filesystem::path& path, std::string_view data)
{
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return ioError(path);
    while (!data.empty()) {
        const ssize_t written = ::write(fd, data.data(), data.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            const Error error = ioError(path);
            ::close(fd);
            return error;
        }
        data.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::close(fd) == 0 ? Status {} : Status(ioError(path));
}

Status publishScratchFile(const std::filesystem::path& path, std::string_view data)
{
    static std::atomic<unsigned> counter = 0;
    const std::string staged
        = path.string() + "." + std::to_string(::getpid()) + "." + std::to_string(++counter);
    Status written = writeScratchFile(staged, data);
    if (written && ::rename(staged.c_str(), path.c_str()) != 0)
        written = ioError(path);
    if (!written)
        ::unlink(staged.c_str());
    return written;
}

} // namespace hawk::emulator
