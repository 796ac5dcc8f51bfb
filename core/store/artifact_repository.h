#pragma once

#include "store/artifact_store.h"
#include "store/database.h"

#include <optional>

namespace hawk::store {

/// What the database knows of each artifact file.
class ArtifactRepository {
public:
    explicit ArtifactRepository(Database& db)
        : m_db(db)
    {
    }
    Status add(const ArtifactStore::Stored& stored, std::string_view kind);
    Result<std::optional<std::uint64_t>> size(std::string_view hash) const; ///< uncompressed bytes

private:
    Database& m_db;
};

} // namespace hawk::store
