#pragma once

#include "store/database.h"
#include "store/records.h"
#include "store/workspace.h"

namespace hawk::store {

/// Knowledge entries, their text index and their effect ledger.
class EntryRepository {
public:
    explicit EntryRepository(Database& db)
        : m_db(db)
    {
    }
    Result<EntryId> add(const EntryRecord& entry);
    Status update(const EntryRecord& entry);
    Result<EntryRecord> byId(EntryId id) const;
    Result<std::optional<EntryRecord>> byKey(std::string_view key) const;
    Result<std::vector<EntryRecord>> all(std::string_view state) const; ///< by id; empty state: all
    Result<std::vector<EntryRecord>> changedSince(std::int64_t revision) const;
    Result<std::vector<Workspace::TextHit>> search(const std::vector<std::string>& terms, std::size_t limit) const;
    Result<LedgerRecord> ledger(EntryId entry, std::string_view stage) const;
    Result<std::vector<LedgerRecord>> ledgers() const;
    Status setLedger(const LedgerRecord& ledger);

private:
    Database& m_db;
};

} // namespace hawk::store
