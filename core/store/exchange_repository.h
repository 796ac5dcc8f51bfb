#pragma once

#include "store/database.h"
#include "store/records.h"

namespace hawk::store {

/// Exchanges with language models: the index over what was asked and answered; the texts are artifacts.
class ExchangeRepository {
public:
    explicit ExchangeRepository(Database& db)
        : m_db(db)
    {
    }
    Result<std::int64_t> add(const ExchangeRecord& exchange);
    Status setCandidate(std::int64_t exchange, CandidateId candidate);
    Result<std::vector<ExchangeRecord>> list(const ExchangeFilter& filter) const;
    Result<std::optional<ExchangeRecord>> reply(RunId run, std::string_view key, int occurrence) const;

private:
    Database& m_db;
};

} // namespace hawk::store
