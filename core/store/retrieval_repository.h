#pragma once

#include "store/database.h"
#include "store/records.h"

namespace hawk::store {

/// Retrievals with both ranks of every hit, and the value updates that followed.
class RetrievalRepository {
public:
    explicit RetrievalRepository(Database& db)
        : m_db(db)
    {
    }
    Result<RetrievalId> add(const RetrievalRecord& retrieval);
    Status setCandidate(RetrievalId retrieval, CandidateId candidate);
    Result<std::vector<RetrievalRecord>> ofCandidate(CandidateId candidate) const;
    Status addValue(const ValueRecord& value);
    Result<std::vector<ValueRecord>> values(EntryId entry) const;

private:
    Status addHits(RetrievalId id, const std::vector<RetrievalRecord::Hit>& hits);
    Result<std::vector<RetrievalRecord::Hit>> hits(RetrievalId id) const;
    Database& m_db;
};

} // namespace hawk::store
