#include "store/artifact_repository.h"

#include "store/query.h"

namespace hawk::store {
namespace {

constexpr std::string_view kInsert
    = "insert into artifact (hash, kind, size, stored_size) values (?1, ?2, ?3, ?4) on conflict (hash) do nothing";
constexpr std::string_view kSize = "select size from artifact where hash = ?1";

} // namespace

Status ArtifactRepository::add(const ArtifactStore::Stored& stored, std::string_view kind)
{
    Query q(m_db, kInsert);
    q.bind(stored.hash).bind(kind).bind(static_cast<std::int64_t>(stored.size));
    return q.bind(static_cast<std::int64_t>(stored.storedSize)).run();
}

Result<std::optional<std::uint64_t>> ArtifactRepository::size(std::string_view hash) const
{
    Query q(m_db, kSize);
    q.bind(hash);
    return readFirst<std::uint64_t>(
        q, [](const Query& row) -> Result<std::uint64_t> { return static_cast<std::uint64_t>(row.integer(0)); });
}

} // namespace hawk::store
