#include "store/event_repository.h"

#include "store/query.h"

namespace hawk::store {
namespace {

constexpr std::string_view kInsert = "insert into event (run, kind, body, at) values (?1, ?2, ?3, ?4)";
constexpr std::string_view kAfter = "select id, run, kind, body, at from event where run = ?1 and id > ?2 order by id";
constexpr std::string_view kSetMeta = "insert into meta (key, value) values (?1, ?2) "
                                      "on conflict (key) do update set value = excluded.value";
constexpr std::string_view kMeta = "select value from meta where key = ?1";

Result<EventRecord> read(const Query& q)
{
    Result<Json> body = q.json(3);
    if (!body)
        return body.error();
    return EventRecord { .id = q.integer(0),
        .run = q.id<RunId>(1),
        .kind = q.text(2),
        .body = std::move(*body),
        .at = q.integer(4) };
}

} // namespace

Result<std::int64_t> EventRepository::add(const EventRecord& event)
{
    Query q(m_db, kInsert);
    return q.bind(event.run).bind(event.kind).bind(event.body).bind(event.at).insert();
}

Result<std::vector<EventRecord>> EventRepository::after(RunId run, std::int64_t afterId) const
{
    Query q(m_db, kAfter);
    q.bind(run).bind(afterId);
    return readAll<EventRecord>(q, read);
}

Status EventRepository::setMeta(std::string_view key, std::string_view value)
{
    Query q(m_db, kSetMeta);
    return q.bind(key).bind(value).run();
}

Result<std::optional<std::string>> EventRepository::meta(std::string_view key) const
{
    Query q(m_db, kMeta);
    q.bind(key);
    return readFirst<std::string>(q, [](const Query& row) -> Result<std::string> { return row.text(0); });
}

} // namespace hawk::store
