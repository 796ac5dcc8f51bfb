#include "knowledge/entry_index.h"

#include <algorithm>
#include <cmath>

namespace hawk::knowledge {
namespace {

/// Four sums that do not wait for each other; the order of additions is fixed, so the result is the same everywhere.
float dot(const float* a, const float* b)
{
    float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    for (std::size_t i = 0; i < kDimensions; i += 4) {
        s0 += a[i] * b[i];
        s1 += a[i + 1] * b[i + 1];
        s2 += a[i + 2] * b[i + 2];
        s3 += a[i + 3] * b[i + 3];
    }
    return (s0 + s1) + (s2 + s3);
}

} // namespace

Status EntryIndex::synchronise(const store::Workspace& workspace)
{
    std::int64_t known = 0;
    {
        const std::scoped_lock lock(m_mutex);
        // Rows of a transaction that was rolled back may be here, and their revisions are given out again.
        if (const std::uint64_t now = workspace.rollbacks(); now != m_rollbacks) {
            clear();
            m_rollbacks = now;
        }
        known = m_revision;
    }
    const Result<std::vector<store::EntryRecord>> changed = workspace.entriesChangedSince(known);
    if (!changed)
        return changed.error();
    for (const store::EntryRecord& record : *changed) {
        const Result<Entry> entry = entryFromJson(record.body);
        const Result<EntryState> state = entryStateFromName(record.state);
        if (!entry)
            return entry.error();
        if (!state)
            return state.error();
        // A vector of another layout (an older program) is computed anew.
        std::vector<float> vector
            = record.vector.size() == kDimensions ? record.vector : featureVector(sourceOf(*entry));
        put({ record.id, *state, entry->artifact.kind, entry->triggers.stage, entry->triggers.chips, record.revision },
            std::move(vector));
    }
    return {};
}

void EntryIndex::clear()
{
    m_revision = 0;
    m_rows.clear();
    m_vectors.clear();
    m_byId.clear();
    std::ranges::fill(m_frequency, 0);
}

void EntryIndex::put(Row row, std::vector<float> vector)
{
    const std::scoped_lock lock(m_mutex);
    const auto [it, isNew] = m_byId.try_emplace(row.id, m_rows.size());
    const std::size_t at = it->second;
    if (!isNew && m_rows[at].revision >= row.revision)
        return; // another thread was faster
    m_revision = std::max(m_revision, row.revision);
    if (isNew) {
        m_rows.push_back(std::move(row));
        m_vectors.insert(m_vectors.end(), vector.begin(), vector.end());
    } else {
        count(at, -1);
        m_rows[at] = std::move(row);
        std::ranges::copy(vector, m_vectors.begin() + static_cast<std::ptrdiff_t>(at * kDimensions));
    }
    count(at, +1);
}

void EntryIndex::count(std::size_t row, int by)
{
    for (std::size_t i = 0; i < kDimensions; ++i)
        if (m_vectors[row * kDimensions + i] != 0.0F)
            m_frequency[i] += by;
}

std::optional<EntryIndex::Row> EntryIndex::find(EntryId id) const
{
    const std::scoped_lock lock(m_mutex);
    const auto it = m_byId.find(id);
    return it == m_byId.end() ? std::nullopt : std::optional(m_rows[it->second]);
}

std::vector<float> EntryIndex::vectorOf(EntryId id) const
{
    const std::scoped_lock lock(m_mutex);
    const auto it = m_byId.find(id);
    if (it == m_byId.end())
        return {};
    const auto begin = m_vectors.begin() + static_cast<std::ptrdiff_t>(it->second * kDimensions);
    return { begin, begin + static_cast<std::ptrdiff_t>(kDimensions) };
}

std::vector<float> EntryIndex::emphasiseRare(std::vector<float> query) const
{
    const std::scoped_lock lock(m_mutex);
    const double n = static_cast<double>(m_rows.size());
    double square = 0;
    for (std::size_t i = 0; i < kDimensions; ++i) {
        // The inverse document frequency of BM25: smooth, positive, about 0.7 for a feature half of all entries have.
        const double frequency = m_frequency[i];
        const double rarity = std::log(1.0 + (n - frequency + 0.5) / (frequency + 0.5));
        query[i] = static_cast<float>(static_cast<double>(query[i]) * rarity);
        square += static_cast<double>(query[i]) * static_cast<double>(query[i]);
    }
    if (square > 0)
        for (float& x : query)
            x = static_cast<float>(static_cast<double>(x) / std::sqrt(square));
    return query;
}

std::vector<EntryIndex::Scored> EntryIndex::nearest(
    const std::vector<float>& query, const std::function<bool(const Row&)>& eligible, std::size_t limit) const
{
    const std::scoped_lock lock(m_mutex);
    std::vector<Scored> all;
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        const auto score = static_cast<double>(dot(query.data(), &m_vectors[row * kDimensions]));
        if (score > kLeastSimilarity && eligible(m_rows[row]))
            all.push_back({ m_rows[row].id, score });
    }
    const auto better = [](const Scored& a, const Scored& b) {
        return a.score != b.score ? a.score > b.score : a.id < b.id;
    };
    const std::size_t keep = std::min(limit, all.size());
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(keep), all.end(), better);
    all.resize(keep);
    return all;
}

} // namespace hawk::knowledge
