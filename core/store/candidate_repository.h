#pragma once

#include "store/database.h"
#include "store/records.h"
#include "store/workspace.h"

namespace hawk::store {

/// Candidates with their lineage.
class CandidateRepository {
public:
    explicit CandidateRepository(Database& db)
        : m_db(db)
    {
    }
    Result<CandidateId> add(const CandidateRecord& candidate);
    Result<CandidateRecord> byId(CandidateId id) const;
    Result<std::vector<CandidateRecord>> matching(const Workspace::CandidateFilter& filter) const; ///< oldest first

private:
    Database& m_db;
};

} // namespace hawk::store
