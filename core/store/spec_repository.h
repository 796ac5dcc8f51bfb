#pragma once

#include "store/database.h"
#include "store/records.h"

namespace hawk::store {

/// Operator specifications, every version ever added.
class SpecRepository {
public:
    explicit SpecRepository(Database& db)
        : m_db(db)
    {
    }
    Result<SpecId> add(const SpecRecord& spec);
    Result<SpecRecord> byId(SpecId id) const;
    Result<std::optional<SpecRecord>> newestByName(std::string_view name) const;
    Result<std::vector<SpecRecord>> newest() const;

private:
    Database& m_db;
};

} // namespace hawk::store
