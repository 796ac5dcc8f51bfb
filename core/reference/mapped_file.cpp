#include "reference/mapped_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace hawk::reference {

Result<MappedFile> MappedFile::open(const std::filesystem::path& path)
{
    const auto failed = [&](int code) {
        return Error { code == ENOENT ? Errc::NotFound : Errc::Io,
            "cannot read " + path.string() + ": " + std::strerror(code), {}, {} };
    };
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return failed(errno);
    struct stat info {};
    MappedFile file;
    int problem = ::fstat(fd, &info) == 0 ? 0 : errno;
    file.m_size = problem == 0 ? static_cast<std::size_t>(info.st_size) : 0;
    if (file.m_size > 0) {
        void* data = ::mmap(nullptr, file.m_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
        if (data == MAP_FAILED) {
            problem = errno;
            file.m_size = 0;
        } else {
            file.m_data = static_cast<const std::byte*>(data);
        }
    }
    ::close(fd);
    if (problem != 0)
        return failed(problem);
    return file;
}

MappedFile::MappedFile(MappedFile&& other) noexcept { *this = std::move(other); }

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept
{
    std::swap(m_data, other.m_data);
    std::swap(m_size, other.m_size);
    return *this;
}

MappedFile::~MappedFile()
{
    if (m_data)
        ::munmap(const_cast<std::byte*>(m_data), m_size);
}

} // namespace hawk::reference
