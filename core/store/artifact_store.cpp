#include "store/artifact_store.h"

#include "base/files.h"
#include "base/hash.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <zstd.h>

namespace hawk::store {
namespace fs = std::filesystem;
namespace {

// zstd's default: traces shrink about tenfold at several hundred MB/s.
constexpr int kCompressionLevel = 3;

Status syncFolder(const fs::path& folder)
{
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool ok = fd >= 0 && ::fsync(fd) == 0;
    const int code = errno;
    if (fd >= 0)
        ::close(fd);
    if (!ok)
        return Error { Errc::Io, "cannot make the folder durable: " + std::string(std::strerror(code)), folder.string(),
            {} };
    return {};
}

Result<std::string> compress(std::string_view data)
{
    std::string out(ZSTD_compressBound(data.size()), '\0');
    const std::size_t n = ZSTD_compress(out.data(), out.size(), data.data(), data.size(), kCompressionLevel);
    if (ZSTD_isError(n) != 0)
        return Error { Errc::Internal, std::string("cannot compress an artifact: ") + ZSTD_getErrorName(n), {}, {} };
    out.resize(n);
    return out;
}

Error damaged(const fs::path& file, const std::string& why)
{
    return { Errc::Io, "an artifact of the workspace is damaged: " + why, file.string(),
        "restore the file from a copy, or judge the candidate again" };
}

} // namespace

ArtifactStore::ArtifactStore(fs::path root)
    : m_root(std::move(root))
{
}

bool ArtifactStore::isHash(std::string_view text)
{
    return text.size() == 64 && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    });
}

fs::path ArtifactStore::pathOf(std::string_view hash) const
{
    return m_root / hash.substr(0, 2) / (std::string(hash.substr(2)) + ".zst");
}

Result<ArtifactStore::Stored> ArtifactStore::put(std::string_view data) const
{
    Stored stored { sha256Hex(data), data.size(), 0 };
    const fs::path file = pathOf(stored.hash);
    std::error_code ec;
    if (const auto size = fs::file_size(file, ec); !ec) {
        // Written once before. Trust it only when it still reads back: a damaged copy is replaced.
        if (read(stored.hash, stored.size)) {
            stored.storedSize = size;
            return stored;
        }
    }
    Result<std::string> packed = compress(data);
    if (!packed)
        return packed.error();
    const bool newFolder = fs::create_directories(file.parent_path(), ec);
    if (ec)
        return Error { Errc::Io, "cannot store an artifact: " + ec.message(), file.parent_path().string(),
            "check the disk and its permissions" };
    if (Status s = writeFileAtomically(file, *packed); !s)
        return s.error();
    if (Status s = syncFolder(file.parent_path()); !s)
        return s.error();
    if (newFolder) {
        if (Status s = syncFolder(m_root); !s)
            return s.error();
    }
    stored.storedSize = packed->size();
    return stored;
}

Result<std::string> ArtifactStore::read(std::string_view hash, std::uint64_t size) const
{
    const fs::path file = pathOf(hash);
    Result<std::string> packed = readFile(file);
    if (!packed) {
        Error error = packed.error();
        error.message = "an artifact of the workspace is missing: " + error.message;
        return error;
    }
    if (ZSTD_getFrameContentSize(packed->data(), packed->size()) != size)
        return damaged(file, "its header does not announce the " + std::to_string(size) + " bytes it should hold");
    std::string out(size, '\0');
    const std::size_t n = ZSTD_decompress(out.data(), out.size(), packed->data(), packed->size());
    if (ZSTD_isError(n) != 0)
        return damaged(file, ZSTD_getErrorName(n));
    if (n != size || sha256Hex(out) != hash)
        return damaged(file, "its contents do not match its name");
    return out;
}

} // namespace hawk::store
