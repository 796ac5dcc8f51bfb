#pragma once

#include "store/database.h"
#include "store/records.h"

namespace hawk::store {

/// Published engine events, and small named values of the workspace.
class EventRepository {
public:
    explicit EventRepository(Database& db)
        : m_db(db)
    {
    }
    Result<std::int64_t> add(const EventRecord& event);
    Result<std::vector<EventRecord>> after(RunId run, std::int64_t afterId) const;
    Status setMeta(std::string_view key, std::string_view value);
    Result<std::optional<std::string>> meta(std::string_view key) const;

private:
    Database& m_db;
};

} // namespace hawk::store
