#include "store/query.h"

#include <cstring>
#include <sqlite3.h>

namespace hawk::store {

Query::Query(Database& db, std::string_view sql)
    : m_lock(db.m_mutex)
    , m_db(db)
    , m_own(nullptr, [](sqlite3_stmt* s) { sqlite3_finalize(s); })
{
    if (db.m_depth > 0 && db.m_doom) {
        m_error = db.m_doom;
        return;
    }
    const Result<sqlite3_stmt*> cached = db.cached(sql);
    if (!cached) {
        m_error = cached.error();
        return;
    }
    m_statement = *cached;
    if (sqlite3_stmt_busy(m_statement) == 0)
        return;
    // The same statement is being read further up this thread's stack: use a copy.
    Result<Database::Statement> copy = db.prepare(sql, false);
    if (!copy) {
        m_error = copy.error();
        m_statement = nullptr;
        return;
    }
    m_own = std::move(*copy);
    m_statement = m_own.get();
}

Query::~Query()
{
    if (m_statement) {
        sqlite3_reset(m_statement);
        sqlite3_clear_bindings(m_statement);
    }
}

void Query::fail(int code, std::string_view doing)
{
    if (code != SQLITE_OK && !m_error)
        m_error = m_db.failure(code, doing);
}

Query& Query::bind(std::int64_t value)
{
    if (m_statement)
        fail(sqlite3_bind_int64(m_statement, ++m_bound, value), "bind a value");
    return *this;
}

Query& Query::bind(double value)
{
    if (m_statement)
        fail(sqlite3_bind_double(m_statement, ++m_bound, value), "bind a value");
    return *this;
}

Query& Query::bind(std::string_view value)
{
    // Copied: callers often bind temporaries. An empty view may carry a null pointer, which would bind NULL.
    const char* data = value.empty() ? "" : value.data();
    if (m_statement)
        fail(sqlite3_bind_text64(m_statement, ++m_bound, data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8),
            "bind a text");
    return *this;
}

Query& Query::bind(const Json& value)
{
    if (value.is_null())
        return bindNull();
    // Compiler output may hold bytes that are no UTF-8: replaced, never thrown at.
    return bind(std::string_view(value.dump(-1, ' ', false, Json::error_handler_t::replace)));
}

Query& Query::bind(std::span<const float> value)
{
    const void* data = value.empty() ? static_cast<const void*>("") : value.data();
    if (m_statement)
        fail(sqlite3_bind_blob64(m_statement, ++m_bound, data, value.size_bytes(), SQLITE_TRANSIENT), "bind a vector");
    return *this;
}

Query& Query::bindNull()
{
    if (m_statement)
        fail(sqlite3_bind_null(m_statement, ++m_bound), "bind a value");
    return *this;
}

Result<bool> Query::next()
{
    if (m_error)
        return *m_error;
    if (sqlite3_stmt_readonly(m_statement) == 0) {
        if (Status s = m_db.settleHook(); !s) {
            m_error = s.error();
            return *m_error;
        }
    }
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    const bool writes = sqlite3_stmt_readonly(m_statement) == 0;
    m_error = m_db.failure(code, writes ? "write to the workspace" : "read the workspace");
    // Some failures (disk full) roll the whole transaction back inside SQLite. What follows would then be committed
    // alone, so the transaction is closed for everything else.
    if (sqlite3_get_autocommit(m_db.m_connection) != 0)
        m_db.doom(*m_error);
    return *m_error;
}

Status Query::run()
{
    const Result<bool> row = next();
    if (!row)
        return row.error();
    return {};
}

Result<std::int64_t> Query::insert()
{
    if (const Result<bool> row = next(); !row)
        return row.error();
    return std::int64_t { sqlite3_last_insert_rowid(m_db.m_connection) };
}

std::int64_t Query::changes() const { return sqlite3_changes64(m_db.m_connection); }

std::int64_t Query::integer(int column) const { return sqlite3_column_int64(m_statement, column); }
double Query::number(int column) const { return sqlite3_column_double(m_statement, column); }

std::string Query::text(int column) const
{
    const auto* data = sqlite3_column_text(m_statement, column);
    if (!data)
        return {};
    return { reinterpret_cast<const char*>(data), static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)) };
}

std::vector<float> Query::floats(int column) const
{
    const void* data = sqlite3_column_blob(m_statement, column);
    const auto bytes = static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column));
    std::vector<float> out(data ? bytes / sizeof(float) : 0);
    if (!out.empty())
        std::memcpy(out.data(), data, out.size() * sizeof(float));
    return out;
}

Result<Json> Query::json(int column) const
{
    if (sqlite3_column_type(m_statement, column) == SQLITE_NULL)
        return Json();
    const char* name = sqlite3_column_name(m_statement, column);
    return parseJson(text(column), m_db.file().string() + ", column " + (name ? name : "?"));
}

Status runOnExisting(Query& query, std::string_view what, std::int64_t id)
{
    if (Status s = query.run(); !s)
        return s;
    if (query.changes() == 0)
        return Error { Errc::NotFound, std::string(what) + " " + std::to_string(id) + " is not in this workspace", {}, {} };
    return {};
}

} // namespace hawk::store
