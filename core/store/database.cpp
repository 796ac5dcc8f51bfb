#include "store/database.h"

#include "store/query.h"

#include <cstring>
#include <exception>
#include <sqlite3.h>
#include <unistd.h>

namespace hawk::store {
namespace fs = std::filesystem;
namespace {

constexpr int kBusyTimeoutMs = 5000;

/// Everything a connection needs before its first statement. trusted_schema stays on: with it off SQLite refuses the
/// triggers that keep the FTS5 table in step ("unsafe use of virtual table").
constexpr std::string_view kConnectionSetup
    = "pragma foreign_keys = on; pragma cell_size_check = on;"
      "pragma synchronous = normal; pragma temp_store = memory; pragma journal_size_limit = 67108864;";
constexpr std::string_view kWal = "pragma journal_mode = wal";
constexpr std::string_view kUserVersion = "pragma user_version";

Errc kindOf(int code)
{
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return Errc::Conflict;
    case SQLITE_CONSTRAINT:
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
        return Errc::InvalidInput;
    case SQLITE_NOMEM:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
    case SQLITE_ERROR:
        return Errc::Internal;
    default:
        return Errc::Io;
    }
}

std::string hintFor(int code, int systemErrno)
{
    switch (code & 0xFF) {
    case SQLITE_FULL:
        return "the disk is full: free some space and repeat the step; nothing of it was written";
    case SQLITE_IOERR:
        if (systemErrno == ENOSPC || systemErrno == EFBIG || systemErrno == EDQUOT)
            return "no more can be written there (disk, quota or file size limit): free some space and repeat the step; "
                   "nothing of it was written";
        return "check the disk and its permissions; nothing of this step was written";
    case SQLITE_READONLY:
        return "the workspace is open for reading only, or its files may not be written";
    case SQLITE_CORRUPT:
        return "the file is damaged: restore it from a copy, or `sqlite3 workspace.db .recover` into a new one";
    case SQLITE_NOTADB:
        return "this is not a Hawk workspace";
    case SQLITE_CANTOPEN:
        return "check that the file exists and may be read";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "another program holds the workspace; close it and try again";
    default:
        return {};
    }
}

Status guarded(const std::function<Status()>& body)
{
    try {
        return body();
    } catch (const std::exception& e) {
        return Error { Errc::Internal, std::string("an exception ended a workspace transaction: ") + e.what(), {}, {} };
    } catch (...) {
        return Error { Errc::Internal, "an unknown exception ended a workspace transaction", {}, {} };
    }
}

} // namespace

Database::Database(fs::path file, bool writable)
    : m_file(std::move(file))
    , m_writable(writable)
{
}

Database::~Database()
{
    m_statements.clear();
    sqlite3_close_v2(m_connection);
}

Result<std::unique_ptr<Database>> Database::open(const fs::path& file, Access access)
{
    std::unique_ptr<Database> db(new Database(file, access != Access::ReadOnly));
    if (Status s = db->connect(access); !s)
        return s.error();
    if (Status s = db->configure(access); !s)
        return s.error();
    return db;
}

Status Database::connect(Access access)
{
    int flags = SQLITE_OPEN_FULLMUTEX;
    flags |= access == Access::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (access == Access::Create)
        flags |= SQLITE_OPEN_CREATE;
    std::string name = m_file.string();
    // A reader normally joins the writer's shared memory file. On a medium that cannot be written there is no writer
    // either, and only an "immutable" connection opens.
    if (access == Access::ReadOnly && ::access(m_file.parent_path().c_str(), W_OK) != 0
        && !fs::exists(fs::path(name + "-wal"))) {
        std::string uri = "file:";
        for (const char c : fs::absolute(m_file).string())
            uri += c == '%' ? "%25" : c == '?' ? "%3f" : c == '#' ? "%23" : std::string(1, c);
        name = uri + "?immutable=1";
        flags |= SQLITE_OPEN_URI;
    }
    const int code = sqlite3_open_v2(name.c_str(), &m_connection, flags, nullptr);
    if (code != SQLITE_OK)
        return failure(code, "open the workspace database");
    sqlite3_extended_result_codes(m_connection, 1);
    sqlite3_busy_timeout(m_connection, kBusyTimeoutMs);
    // A crafted file must not reach functions with side effects.
    sqlite3_db_config(m_connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    return {};
}

Status Database::configure(Access access)
{
    if (Status s = execute(kConnectionSetup); !s)
        return s;
    if (access == Access::ReadOnly)
        return {};
    Query mode(*this, kWal);
    const Result<bool> row = mode.next();
    if (!row)
        return row.error();
    if (const std::string got = mode.text(0); got != "wal")
        return Error { Errc::Environment,
            "cannot switch the workspace database to write-ahead logging (it stays in mode '" + got + "')", m_file.string(),
            "put the workspace on a local disk: network file systems lack the shared memory it needs" };
    return {};
}

Error Database::failure(int code, std::string_view doing) const
{
    const char* words = m_connection ? sqlite3_errmsg(m_connection) : sqlite3_errstr(code);
    const int systemErrno = m_connection ? sqlite3_system_errno(m_connection) : 0;
    std::string message = "cannot " + std::string(doing) + ": " + words;
    const int primary = code & 0xFF;
    if ((primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN) && systemErrno != 0)
        message += std::string(" (") + std::strerror(systemErrno) + ")";
    return { kindOf(code), std::move(message), m_file.string(), hintFor(code, systemErrno) };
}

Status Database::execute(std::string_view script)
{
    const std::scoped_lock lock(m_mutex);
    if (m_depth > 0 && m_doom)
        return *m_doom;
    const int code = sqlite3_exec(m_connection, std::string(script).c_str(), nullptr, nullptr, nullptr);
    if (code == SQLITE_OK)
        return {};
    Error error = failure(code, "change the workspace database");
    doom(error);
    return error;
}

void Database::doom(const Error& error)
{
    if (m_depth > 0 && !m_doom)
        m_doom = error;
}

Status Database::transaction(const std::function<Status()>& body)
{
    const std::scoped_lock lock(m_mutex);
    if (m_depth > 0) {
        if (m_doom)
            return *m_doom;
        ++m_depth;
        Status outcome = guarded(body);
        if (!outcome)
            doom(outcome.error());
        --m_depth;
        return outcome;
    }
    // IMMEDIATE takes the write lock now: a later upgrade could fail after work was done.
    if (Status s = execute(m_writable ? "begin immediate" : "begin"); !s)
        return s;
    m_depth = 1;
    m_doom.reset();
    return finishTransaction(guarded(body));
}

Status Database::settleHook()
{
    if (m_depth > 0 || !m_hook || !m_hook->pending())
        return {};
    return transaction([] { return Status {}; });
}

Status Database::finishTransaction(Status outcome)
{
    if (outcome && m_doom)
        outcome = *m_doom;
    if (outcome && m_hook && m_hook->pending())
        outcome = guarded([this] { return m_hook->beforeCommit(); });
    m_depth = 0;
    m_doom.reset();
    if (outcome)
        outcome = execute("commit");
    if (outcome && m_hook)
        m_hook->afterCommit();
    if (!outcome)
        ++m_rollbacks;
    // SQLite may have rolled back by itself (disk full); a second rollback would only be noise.
    if (!outcome && sqlite3_get_autocommit(m_connection) == 0)
        sqlite3_exec(m_connection, "rollback", nullptr, nullptr, nullptr);
    return outcome;
}

Result<int> Database::userVersion()
{
    Query q(*this, kUserVersion);
    const Result<bool> row = q.next();
    if (!row)
        return row.error();
    return static_cast<int>(q.integer(0));
}

void Database::keepLogOnClose() { sqlite3_db_config(m_connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr); }

Result<Database::Statement> Database::prepare(std::string_view sql, bool keep)
{
    sqlite3_stmt* raw = nullptr;
    const unsigned flags = keep ? SQLITE_PREPARE_PERSISTENT : 0U;
    const int code
        = sqlite3_prepare_v3(m_connection, sql.data(), static_cast<int>(sql.size()), flags, &raw, nullptr);
    Statement statement(raw, [](sqlite3_stmt* s) { sqlite3_finalize(s); });
    if (code != SQLITE_OK)
        return failure(code, "prepare a statement on the workspace database");
    return statement;
}

Result<sqlite3_stmt*> Database::cached(std::string_view sql)
{
    if (const auto it = m_statements.find(sql); it != m_statements.end())
        return it->second.get();
    Result<Statement> made = prepare(sql, true);
    if (!made)
        return made.error();
    sqlite3_stmt* raw = made->get();
    m_statements.emplace(std::string(sql), std::move(*made));
    return raw;
}

} // namespace hawk::store
