#pragma once

#include "store/artifact_store.h"
#include "store/database.h"

#include <atomic>
#include <map>
#include <mutex>

namespace hawk::store {

/// Artifact files and the rows that know of them. A put writes the file at once; its sync and its row wait for the next
/// commit, so that a step with many artifacts pays for one. Thread-safe; putting never waits for a transaction.
class ArtifactRepository final : public CommitHook {
public:
    ArtifactRepository(Database& db, const std::filesystem::path& folder);

    Result<std::string> put(std::string_view data, std::string_view kind);
    Result<std::string> read(std::string_view hash) const;
    /// Makes durable what still waits; for closing.
    Status settle();

    bool pending() const override { return m_waiting.load() > 0; }
    Status beforeCommit() override;
    void afterCommit() override;

private:
    struct Waiting {
        ArtifactStore::Stored stored;
        std::string kind;
        bool inCommit = false; ///< its row is part of the transaction that is committing
    };
    Result<std::uint64_t> sizeOf(std::string_view hash) const;

    Database& m_db;
    ArtifactStore m_files;
    mutable std::mutex m_mutex;
    std::map<std::string, Waiting, std::less<>> m_pending;
    std::atomic<std::size_t> m_waiting { 0 };
};

} // namespace hawk::store
