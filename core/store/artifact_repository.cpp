#include "store/artifact_repository.h"

#include "store/query.h"

namespace hawk::store {
namespace {

constexpr std::string_view kInsert
    = "insert into artifact (hash, kind, size, stored_size) values (?1, ?2, ?3, ?4) on conflict (hash) do nothing";
constexpr std::string_view kSize = "select size from artifact where hash = ?1";

} // namespace

ArtifactRepository::ArtifactRepository(Database& db, const std::filesystem::path& folder)
    : m_db(db)
    , m_files(folder)
{
}

Result<std::string> ArtifactRepository::put(std::string_view data, std::string_view kind)
{
    if (!m_db.writable())
        return Error { Errc::Conflict, "cannot store an artifact: the workspace is open for reading only",
            m_db.file().string(), {} };
    Result<ArtifactStore::Stored> stored = m_files.put(data);
    if (!stored)
        return stored.error();
    const std::scoped_lock lock(m_mutex);
    const std::string hash = stored->hash;
    m_pending.insert_or_assign(hash, Waiting { std::move(*stored), std::string(kind) });
    m_waiting = m_pending.size();
    return hash;
}

Status ArtifactRepository::beforeCommit()
{
    std::vector<ArtifactStore::Stored> files;
    std::vector<std::string> kinds;
    {
        const std::scoped_lock lock(m_mutex);
        for (auto& [hash, waiting] : m_pending) {
            waiting.inCommit = true;
            files.push_back(waiting.stored);
            kinds.push_back(waiting.kind);
        }
    }
    std::string lost;
    if (Status s = m_files.sync(files, lost); !s) {
        const std::scoped_lock lock(m_mutex);
        m_pending.erase(lost); // it is gone: nothing may refer to it, and later commits must not fail for it
        m_waiting = m_pending.size();
        return s;
    }
    for (std::size_t i = 0; i < files.size(); ++i) {
        Query q(m_db, kInsert);
        q.bind(files[i].hash).bind(kinds[i]).bind(static_cast<std::int64_t>(files[i].size));
        if (Status s = q.bind(static_cast<std::int64_t>(files[i].storedSize)).run(); !s)
            return s;
    }
    return {};
}

void ArtifactRepository::afterCommit()
{
    const std::scoped_lock lock(m_mutex);
    std::erase_if(m_pending, [](const auto& item) { return item.second.inCommit; });
    m_waiting = m_pending.size();
}

Status ArtifactRepository::settle()
{
    if (!pending())
        return {};
    return m_db.transaction([] { return Status {}; });
}

Result<std::uint64_t> ArtifactRepository::sizeOf(std::string_view hash) const
{
    {
        const std::scoped_lock lock(m_mutex);
        if (const auto it = m_pending.find(hash); it != m_pending.end())
            return it->second.stored.size;
    }
    Query q(m_db, kSize);
    q.bind(hash);
    const Result<bool> row = q.next();
    if (!row)
        return row.error();
    if (!*row)
        return Error { Errc::NotFound, "the workspace has no artifact " + std::string(hash), m_db.file().string(), {} };
    return static_cast<std::uint64_t>(q.integer(0));
}

Result<std::string> ArtifactRepository::read(std::string_view hash) const
{
    if (!ArtifactStore::isHash(hash))
        return Error { Errc::NotFound, "no artifact is named " + std::string(hash), m_db.file().string(), {} };
    const Result<std::uint64_t> size = sizeOf(hash);
    if (!size)
        return size.error();
    return m_files.read(hash, *size);
}

} // namespace hawk::store
