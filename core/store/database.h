#pragma once

#include "base/result.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace hawk::store {

/// What must happen around every commit; the artifact files that rows refer to.
class CommitHook {
public:
    virtual ~CommitHook() = default;
    /// True when beforeCommit() has something to do. Called before every write outside a transaction.
    virtual bool pending() const = 0;
    /// Inside the outermost transaction, just before it commits. An error rolls back.
    virtual Status beforeCommit() = 0;
    virtual void afterCommit() = 0;
};

/// One SQLite connection with its transactions and prepared statements. Thread-safe: a recursive mutex is held by every
/// Query and for the whole of a transaction. Known limit: a long transaction makes other threads wait.
///
/// Durability: WAL with synchronous=NORMAL. A commit is in the operating system's hands before it returns, so a killed
/// process loses nothing it committed; a power cut may lose the last commits but never leaves half of one.
class Database {
public:
    enum class Access : std::uint8_t { ReadOnly, ReadWrite, Create };
    static Result<std::unique_ptr<Database>> open(const std::filesystem::path& file, Access access);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    const std::filesystem::path& file() const { return m_file; }
    bool writable() const { return m_writable; }

    /// Runs a whole script (several statements, triggers included).
    Status execute(std::string_view script);
    /// Nested calls join. An error of any level rolls all of it back and is what the outermost call returns, also when
    /// the level between dropped it.
    Status transaction(const std::function<Status()>& body);

    /// The hook must outlive the connection's writes.
    void setCommitHook(CommitHook* hook) { m_hook = hook; }
    /// Transactions that were rolled back so far.
    std::uint64_t rollbacks() const { return m_rollbacks.load(); }
    Result<int> userVersion();
    /// Closing leaves the write-ahead log as it is: for a file that is only looked at.
    void keepLogOnClose();
    /// Ends the transaction's chance to commit; later statements in it are refused with this error.
    void doom(const Error& error);
    /// The newest failure of this connection in words. `doing` completes "cannot ...".
    Error failure(int code, std::string_view doing) const;

private:
    friend class Query;
    using Statement = std::unique_ptr<sqlite3_stmt, void (*)(sqlite3_stmt*)>;

    Database(std::filesystem::path file, bool writable);
    Status connect(Access access);
    Status configure(Access access);
    Status finishTransaction(Status outcome);
    Status settleHook(); ///< before a write outside a transaction
    Result<Statement> prepare(std::string_view sql, bool keep);
    Result<sqlite3_stmt*> cached(std::string_view sql);

    std::filesystem::path m_file;
    bool m_writable = false;
    sqlite3* m_connection = nullptr;
    std::recursive_mutex m_mutex;
    int m_depth = 0;
    std::optional<Error> m_doom;
    CommitHook* m_hook = nullptr;
    std::atomic<std::uint64_t> m_rollbacks { 0 };
    std::map<std::string, Statement, std::less<>> m_statements;
};

} // namespace hawk::store
