#include "store/artifact_store.h"

#include "base/files.h"
#include "base/hash.h"
#include "base/parallel.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <set>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

namespace hawk::store {
namespace fs = std::filesystem;
namespace {

// zstd's default: traces shrink about tenfold at several hundred MB/s.
constexpr int kCompressionLevel = 3;
constexpr std::size_t kParallelSyncs = 16;

Status syncPath(const fs::path& path)
{
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool ok = fd >= 0 && ::fsync(fd) == 0;
    const int code = errno;
    if (fd >= 0)
        ::close(fd);
    if (!ok)
        return Error { Errc::Io, std::string("cannot make an artifact durable: ") + std::strerror(code), path.string(),
            "check the disk; nothing that refers to the artifact was written" };
    return {};
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

/// Beside the target, then renamed: nobody sees half a file under its name unless the power fails before sync(), and
/// then nothing refers to it and a later put() replaces it.
Status writeWhole(const fs::path& path, std::string_view data)
{
    std::string pattern = path.string() + ".XXXXXX";
    const int fd = ::mkostemp(pattern.data(), O_CLOEXEC);
    bool ok = fd >= 0 && writeAll(fd, data) && ::fchmod(fd, 0644) == 0;
    int code = errno;
    if (fd >= 0 && ::close(fd) != 0 && ok) {
        ok = false;
        code = errno;
    }
    if (ok && ::rename(pattern.c_str(), path.c_str()) != 0) {
        ok = false;
        code = errno;
    }
    if (ok)
        return {};
    if (fd >= 0)
        ::unlink(pattern.c_str());
    return Error { Errc::Io, std::string("cannot store an artifact: ") + std::strerror(code), path.string(),
        "is the disk full, or may the folder not be written?" };
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
    fs::create_directories(file.parent_path(), ec);
    if (ec)
        return Error { Errc::Io, "cannot store an artifact: " + ec.message(), file.parent_path().string(),
            "check the disk and its permissions" };
    if (Status s = writeWhole(file, *packed); !s)
        return s.error();
    stored.storedSize = packed->size();
    return stored;
}

Status ArtifactStore::sync(const std::vector<Stored>& files, std::string& lost) const
{
    std::vector<fs::path> paths; // the files in order, then their folders
    std::set<fs::path> folders { m_root };
    for (const Stored& stored : files) {
        paths.push_back(pathOf(stored.hash));
        folders.insert(paths.back().parent_path());
    }
    paths.insert(paths.end(), folders.begin(), folders.end());
    std::vector<Status> outcomes(paths.size());
    // Each fsync waits for the disk; side by side they share one journal commit and one flush.
    parallelFor(paths.size(), kParallelSyncs, [&](std::size_t i) { outcomes[i] = syncPath(paths[i]); });
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (outcomes[i])
            continue;
        if (i < files.size()) {
            std::error_code ec;
            fs::remove(paths[i], ec);
            lost = files[i].hash;
        }
        return outcomes[i];
    }
    return {};
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
