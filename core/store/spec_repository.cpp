#include "store/spec_repository.h"

#include "store/query.h"

namespace hawk::store {
namespace {

constexpr std::string_view kFind = "select id from spec where name = ?1 and content_hash = ?2";
constexpr std::string_view kInsert = "insert into spec (name, content_hash, family, origin, body, added_at) "
                                     "values (?1, ?2, ?3, ?4, ?5, ?6)";
constexpr std::string_view kSetHead = "insert into spec_head (name, spec) values (?1, ?2) "
                                      "on conflict (name) do update set spec = excluded.spec";
constexpr std::string_view kById
    = "select id, name, content_hash, family, origin, body, added_at from spec where id = ?1";
constexpr std::string_view kByName = "select s.id, s.name, s.content_hash, s.family, s.origin, s.body, s.added_at "
                                     "from spec_head h join spec s on s.id = h.spec where h.name = ?1";
constexpr std::string_view kNewest = "select s.id, s.name, s.content_hash, s.family, s.origin, s.body, s.added_at "
                                     "from spec_head h join spec s on s.id = h.spec order by h.name";

Result<SpecRecord> read(const Query& q)
{
    Result<Json> body = q.json(5);
    if (!body)
        return body.error();
    return SpecRecord { .id = q.id<SpecId>(0),
        .name = q.text(1),
        .contentHash = q.text(2),
        .family = q.text(3),
        .origin = q.text(4),
        .body = std::move(*body),
        .addedAt = q.integer(6) };
}

Result<std::int64_t> findOrInsert(Database& db, const SpecRecord& spec)
{
    {
        Query find(db, kFind);
        find.bind(spec.name).bind(spec.contentHash);
        const Result<bool> row = find.next();
        if (!row)
            return row.error();
        if (*row)
            return find.integer(0);
    }
    Query insert(db, kInsert);
    insert.bind(spec.name).bind(spec.contentHash).bind(spec.family).bind(spec.origin).bind(spec.body).bind(spec.addedAt);
    return insert.insert();
}

} // namespace

Result<SpecId> SpecRepository::add(const SpecRecord& spec)
{
    SpecId id;
    const Status done = m_db.transaction([&]() -> Status {
        const Result<std::int64_t> row = findOrInsert(m_db, spec);
        if (!row)
            return row.error();
        id.value = *row;
        Query head(m_db, kSetHead);
        return head.bind(spec.name).bind(id).run();
    });
    if (!done)
        return done.error();
    return id;
}

Result<SpecRecord> SpecRepository::byId(SpecId id) const
{
    Query q(m_db, kById);
    q.bind(id.value);
    return readOne<SpecRecord>(q, "operator specification", id.value, read);
}

Result<std::optional<SpecRecord>> SpecRepository::newestByName(std::string_view name) const
{
    Query q(m_db, kByName);
    q.bind(name);
    return readFirst<SpecRecord>(q, read);
}

Result<std::vector<SpecRecord>> SpecRepository::newest() const
{
    Query q(m_db, kNewest);
    return readAll<SpecRecord>(q, read);
}

} // namespace hawk::store
