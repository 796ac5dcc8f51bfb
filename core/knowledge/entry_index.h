#pragma once

#include "knowledge/features.h"
#include "store/workspace.h"

#include <functional>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace hawk::knowledge {

/// What retrieval must know of every entry, in memory: scope and dense vector. Catches up with the store by revision,
/// so that one change costs one row. Exact search. Thread-safe; never reads the store while it holds its own lock, so
/// that a caller inside a transaction cannot block one outside.
class EntryIndex {
public:
    struct Row {
        EntryId id;
        EntryState state = EntryState::Proposed;
        Artifact::Kind kind = Artifact::Kind::Template;
        Stage stage = Stage::Runtime;
        std::vector<std::string> chips;
        std::int64_t revision = 0;
    };
    Status synchronise(const store::Workspace& workspace);
    std::optional<Row> find(EntryId id) const;

    struct Scored {
        EntryId id;
        double score = 0;
    };
    /// The nearest rows that `eligible` accepts, best first, ties by id; only scores above kLeastSimilarity.
    std::vector<Scored> nearest(
        const std::vector<float>& query, const std::function<bool(const Row&)>& eligible, std::size_t limit) const;
    /// Multiplies each component by how rare its feature is among the entries, and normalises.
    std::vector<float> emphasiseRare(std::vector<float> query) const;
    std::vector<float> vectorOf(EntryId id) const; ///< empty for an unknown one

private:
    void put(Row row, std::vector<float> vector);
    void clear();
    void count(std::size_t row, int by);

    mutable std::mutex m_mutex;
    std::int64_t m_revision = 0;
    std::uint64_t m_rollbacks = 0; // of the store when m_revision was read
    std::vector<Row> m_rows;
    std::vector<float> m_vectors; // rows x kDimensions
    std::unordered_map<EntryId, std::size_t> m_byId;
    std::vector<int> m_frequency = std::vector<int>(kDimensions, 0); // rows with a non-zero component
};

/// Below this, two vectors share no more than chance does.
inline constexpr double kLeastSimilarity = 0.05;

} // namespace hawk::knowledge
