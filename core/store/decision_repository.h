#pragma once

#include "store/database.h"
#include "store/records.h"

namespace hawk::store {

/// Human decisions, append only; undoing one is another.
class DecisionRepository {
public:
    explicit DecisionRepository(Database& db)
        : m_db(db)
    {
    }
    Result<std::int64_t> add(const DecisionRecord& decision);
    Status markUndone(std::int64_t decision, std::int64_t by);
    Result<std::vector<DecisionRecord>> of(std::string_view subject, std::int64_t subjectId) const; ///< oldest first
    Result<std::optional<DecisionRecord>> newestStanding() const; ///< undo and redo records aside
    Result<std::optional<DecisionRecord>> newestStandingUndo() const; ///< nothing once another decision followed

private:
    Database& m_db;
};

} // namespace hawk::store
