#pragma once

#include "store/database.h"
#include "store/records.h"

namespace hawk::store {

/// Runs and their tasks.
class RunRepository {
public:
    explicit RunRepository(Database& db)
        : m_db(db)
    {
    }
    Result<RunId> add(const RunRecord& run);
    Status update(const RunRecord& run);
    Result<RunRecord> byId(RunId id) const;
    Result<std::vector<RunRecord>> all() const; ///< newest first
    Result<TaskId> addTask(const TaskRecord& task);
    Status updateTask(const TaskRecord& task);
    Result<std::vector<TaskRecord>> tasks(RunId run) const; ///< by position

private:
    Database& m_db;
};

} // namespace hawk::store
