#pragma once

#include "base/ids.h"
#include "base/json.h"
#include "store/database.h"

#include <concepts>
#include <span>
#include <vector>

namespace hawk::store {

/// One use of a prepared statement: bind in order, then read rows. Holds the connection's lock for its life. A failure
/// while preparing or binding is kept and reported by the first next(), run() or insert().
class Query {
public:
    Query(Database& db, std::string_view sql);
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    Query& bind(std::int64_t value);
    Query& bind(int value) { return bind(static_cast<std::int64_t>(value)); }
    Query& bind(bool value) { return bind(static_cast<std::int64_t>(value ? 1 : 0)); }
    Query& bind(double value);
    Query& bind(std::string_view value);
    Query& bind(const char* value) { return bind(std::string_view(value)); }
    Query& bind(const std::string& value) { return bind(std::string_view(value)); } ///< before Json, which takes anything
    Query& bind(const Json& value);
    Query& bind(std::span<const float> value); ///< 4-byte floats, the machine's byte order (little endian)
    Query& bindNull();
    /// 0 means "none" and becomes null, so that foreign keys hold.
    template <class Tag>
    Query& bind(Id<Tag> id)
    {
        return id ? bind(id.value) : bindNull();
    }

    /// True when there is a row to read.
    Result<bool> next();
    /// For statements without rows.
    Status run();
    /// Row id of the inserted row.
    Result<std::int64_t> insert();
    /// Rows the last run() changed.
    std::int64_t changes() const;

    std::int64_t integer(int column) const;
    int smallInteger(int column) const { return static_cast<int>(integer(column)); }
    double number(int column) const;
    std::string text(int column) const;
    std::vector<float> floats(int column) const;
    Result<Json> json(int column) const;
    template <class IdType>
    IdType id(int column) const
    {
        return IdType { integer(column) }; // null reads as 0
    }

private:
    void fail(int code, std::string_view doing);

    std::unique_lock<std::recursive_mutex> m_lock;
    Database& m_db;
    sqlite3_stmt* m_statement = nullptr;
    Database::Statement m_own; ///< set when the cached statement was busy
    std::optional<Error> m_error;
    int m_bound = 0;
};

/// Reads every row through `read` (Query& -> Result<T>).
template <class T>
Result<std::vector<T>> readAll(Query& query, const std::invocable<const Query&> auto& read)
{
    std::vector<T> all;
    for (;;) {
        const Result<bool> row = query.next();
        if (!row)
            return row.error();
        if (!*row)
            return all;
        Result<T> one = read(query);
        if (!one)
            return one.error();
        all.push_back(std::move(*one));
    }
}

/// The first row, or nothing.
template <class T>
Result<std::optional<T>> readFirst(Query& query, const std::invocable<const Query&> auto& read)
{
    const Result<bool> row = query.next();
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<T> {};
    Result<T> one = read(query);
    if (!one)
        return one.error();
    return std::optional<T>(std::move(*one));
}

/// The first row; NotFound with "`what` `id` is not in this workspace" when there is none.
template <class T>
Result<T> readOne(Query& query, std::string_view what, std::int64_t id, const std::invocable<const Query&> auto& read)
{
    Result<std::optional<T>> found = readFirst<T>(query, read);
    if (!found)
        return found.error();
    if (!*found)
        return Error { Errc::NotFound, std::string(what) + " " + std::to_string(id) + " is not in this workspace", {}, {} };
    return std::move(**found);
}

/// Runs an update that must hit a row; NotFound otherwise.
Status runOnExisting(Query& query, std::string_view what, std::int64_t id);

} // namespace hawk::store
