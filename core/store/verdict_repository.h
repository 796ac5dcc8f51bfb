#pragma once

#include "store/database.h"
#include "store/records.h"

namespace hawk::store {

/// Verdicts with their findings and profiles. A candidate may be judged again; readers see the newest judgement.
class VerdictRepository {
public:
    explicit VerdictRepository(Database& db)
        : m_db(db)
    {
    }
    /// Also copies outcome, time and summary to the candidate. All or nothing.
    Result<VerdictId> add(const VerdictRecord& verdict, const std::vector<FindingRecord>& findings,
        const std::vector<ProfileRecord>& profiles);
    Result<std::optional<VerdictRecord>> newest(CandidateId candidate) const;
    Result<std::vector<FindingRecord>> findings(CandidateId candidate) const;
    Result<std::vector<ProfileRecord>> profiles(CandidateId candidate) const;

private:
    Status addRows(VerdictId id, const VerdictRecord& verdict, const std::vector<FindingRecord>& findings,
        const std::vector<ProfileRecord>& profiles);
    Database& m_db;
};

} // namespace hawk::store
