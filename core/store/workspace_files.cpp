#include "store/workspace_files.h"

#include "store/migrations.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>

namespace hawk::store {
namespace fs = std::filesystem;
namespace {

// SQLite file format, section 1.3: header string at 0, user version at 60, application id at 68, big endian.
constexpr std::string_view kMagic("SQLite format 3\0", 16);
constexpr std::size_t kHeaderSize = 100;
constexpr std::size_t kUserVersionAt = 60;
constexpr std::size_t kApplicationIdAt = 68;
constexpr std::uint32_t kApplicationId = 0x4841574B; // "HAWK"

std::uint32_t bigEndian(const char* bytes)
{
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i)
        value = value << 8U | static_cast<unsigned char>(bytes[i]);
    return value;
}

Error notAWorkspace(const fs::path& file, const std::string& why)
{
    return { Errc::InvalidInput, "this is not a Hawk workspace: " + why, file.string(),
        "name a folder that `hawk new` made" };
}

} // namespace

Result<bool> prepareNewFolder(const fs::path& folder)
{
    std::error_code ec;
    const bool existed = fs::exists(folder, ec);
    if (existed && !fs::is_directory(folder, ec))
        return Error { Errc::InvalidInput, "cannot make a workspace there: it is a file", folder.string(),
            "name a folder" };
    if (existed) {
        const bool empty = fs::is_empty(folder, ec);
        if (ec)
            return Error { Errc::Io, "cannot look into the folder: " + ec.message(), folder.string(), {} };
        if (!empty)
            return Error { Errc::InvalidInput, "cannot make a workspace there: the folder is not empty", folder.string(),
                "name a new folder; an existing workspace is opened, not made" };
    }
    fs::create_directories(folder / "artifacts", ec);
    if (ec)
        return Error { Errc::Io, "cannot make the workspace folder: " + ec.message(), folder.string(),
            "check the path, the permissions and the disk" };
    return !existed;
}

Status inspectExisting(const fs::path& folder)
{
    const fs::path file = WorkspaceFiles(folder).database;
    std::error_code ec;
    if (!fs::exists(file, ec))
        return Error { Errc::NotFound, "there is no workspace in " + folder.string(), folder.string(),
            "make one with `hawk new " + folder.string() + "`" };
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return Error { Errc::Io, std::string("cannot read the workspace database: ") + std::strerror(errno), file.string(),
            "check its permissions" };
    std::array<char, kHeaderSize> header {};
    in.read(header.data(), header.size());
    if (in.gcount() == 0)
        return {}; // interrupted before the first write: an empty database, which migrations fill
    if (static_cast<std::size_t>(in.gcount()) < kHeaderSize
        || std::string_view(header.data(), kMagic.size()) != kMagic)
        return notAWorkspace(file, "the file is no SQLite database");
    // Both numbers may still be in the write-ahead log and 0 here; the open connection checks again.
    const std::uint32_t application = bigEndian(&header[kApplicationIdAt]);
    if (application != 0 && application != kApplicationId)
        return notAWorkspace(file, "the database belongs to another program");
    if (const std::uint32_t version = bigEndian(&header[kUserVersionAt]);
        version > static_cast<std::uint32_t>(newestSchemaVersion()))
        return newerSchema(file, static_cast<int>(version));
    return {};
}

void discardNewFolder(const fs::path& folder, bool folderToo)
{
    const WorkspaceFiles files(folder);
    std::error_code ec;
    for (const char* suffix : { "", "-wal", "-shm" })
        fs::remove(files.database.string() + suffix, ec);
    fs::remove(files.lock, ec);
    fs::remove(files.artifacts, ec); // only when empty: nothing was stored yet
    if (folderToo)
        fs::remove(folder, ec);
}

} // namespace hawk::store
