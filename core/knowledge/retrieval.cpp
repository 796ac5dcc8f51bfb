#include "knowledge/entry_index.h"
#include "knowledge/knowledge_base.h"
#include "knowledge/records.h"
#include "knowledge/retrieval_words.h"

#include <algorithm>
#include <map>
#include <set>

namespace hawk::knowledge {
namespace {

constexpr double kRrfConstant = 60; // algorithms.md 1.4
/// What a value of 1 is worth in fused score: one rank near the top of one list is 1/61 - 1/62 = 0.00026, so values
/// (clipped to +-1) reorder neighbours and never beat relevance.
constexpr double kValueNudge = 0.0005;

using List = std::vector<EntryIndex::Scored>;
using Eligible = std::function<bool(const EntryIndex::Row&)>;

/// BM25 knows no scope: ask for more until enough of what came is eligible.
Result<List> syntacticList(const store::Workspace& workspace, const EntryIndex& index,
    const std::vector<std::string>& terms, const Eligible& eligible, std::size_t pool)
{
    for (std::size_t limit = pool * 4;; limit *= 4) {
        const Result<std::vector<store::Workspace::TextHit>> found = workspace.searchEntries(terms, limit);
        if (!found)
            return found.error();
        List list;
        for (const store::Workspace::TextHit& hit : *found) {
            const std::optional<EntryIndex::Row> row = index.find(hit.entry);
            if (row && eligible(*row) && list.size() < pool)
                list.push_back({ hit.entry, hit.score });
        }
        if (list.size() == pool || found->size() < limit)
            return list;
    }
}

/// Ranks from 1; equal scores share a rank, so that chance (the id) decides nothing that a value could.
std::vector<int> ranksOf(const List& list)
{
    std::vector<int> ranks;
    for (std::size_t i = 0; i < list.size(); ++i)
        ranks.push_back(i > 0 && list[i].score == list[i - 1].score ? ranks.back() : static_cast<int>(i) + 1);
    return ranks;
}

std::vector<Hit> fuse(const List& syntactic, const List& dense)
{
    std::map<EntryId, Hit> all;
    const std::vector<int> syntacticRanks = ranksOf(syntactic);
    const std::vector<int> denseRanks = ranksOf(dense);
    for (std::size_t i = 0; i < syntactic.size(); ++i) {
        Hit& hit = all[syntactic[i].id];
        hit.syntacticRank = syntacticRanks[i];
        hit.syntacticScore = syntactic[i].score;
        hit.fusedScore += 1.0 / (kRrfConstant + hit.syntacticRank);
    }
    for (std::size_t i = 0; i < dense.size(); ++i) {
        Hit& hit = all[dense[i].id];
        hit.denseRank = denseRanks[i];
        hit.denseScore = dense[i].score;
        hit.fusedScore += 1.0 / (kRrfConstant + hit.denseRank);
    }
    std::vector<Hit> out;
    for (auto& [id, hit] : all) {
        hit.entry.id = id;
        out.push_back(std::move(hit));
    }
    return out;
}

double placed(const Hit& hit) { return hit.fusedScore + kValueNudge * std::clamp(hit.value, -1.0, 1.0); }

Status order(const store::Workspace& workspace, const std::string& stage, std::vector<Hit>& hits)
{
    for (Hit& hit : hits) {
        const Result<store::LedgerRecord> ledger = workspace.ledger(hit.entry.id, stage);
        if (!ledger)
            return ledger.error();
        hit.value = ledger->value;
    }
    std::ranges::sort(hits, [](const Hit& a, const Hit& b) {
        return placed(a) != placed(b) ? placed(a) > placed(b) : a.entry.id < b.entry.id;
    });
    return {};
}

/// At most one quarantined entry: the best one keeps its place, or takes the last slot so that it gets its chance.
void limitQuarantined(const EntryIndex& index, std::size_t count, std::vector<Hit>& hits)
{
    const auto quarantined
        = [&](const Hit& hit) { return index.find(hit.entry.id)->state == EntryState::Quarantined; };
    const auto first = std::ranges::find_if(hits, quarantined);
    if (first == hits.end())
        return;
    const auto at = static_cast<std::size_t>(first - hits.begin());
    hits.erase(std::remove_if(first + 1, hits.end(), quarantined), hits.end());
    if (count > 0 && at >= count)
        std::rotate(hits.begin() + static_cast<std::ptrdiff_t>(count) - 1, hits.begin() + static_cast<std::ptrdiff_t>(at),
            hits.begin() + static_cast<std::ptrdiff_t>(at) + 1);
}

} // namespace

Result<std::vector<Hit>> KnowledgeBase::retrieve(const Query& query, const RetrieveOptions& options, Rng& rng) const
{
    // Drawn always, so that the random stream does not depend on what the store holds.
    const bool quarantineTurn = rng.uniform() < options.quarantineRate;
    const bool withQuarantined = options.includeQuarantined && quarantineTurn;
    if (Status s = m_index->synchronise(m_workspace); !s)
        return s.error();
    const Eligible eligible = [&](const EntryIndex::Row& row) {
        const bool state = row.state == EntryState::Approved
            || (withQuarantined && row.state == EntryState::Quarantined);
        // A kernel that is right already needs no repair: only what makes it faster.
        const bool stage = query.problem != Stage::Performance || row.stage == Stage::Performance;
        const bool kind = options.kinds.empty() || std::ranges::find(options.kinds, row.kind) != options.kinds.end();
        return state && stage && kind && chipInScope(row.chips, query.chip);
    };
    const std::vector<std::string> terms = syntacticTerms(query);
    const Result<List> syntactic = syntacticList(m_workspace, *m_index, terms, eligible, options.pool);
    if (!syntactic)
        return syntactic.error();
    const std::vector<float> vector = m_index->emphasiseRare(featureVector(sourceOf(query)));
    const List dense = m_index->nearest(vector, eligible, options.pool);

    std::vector<Hit> hits = fuse(*syntactic, dense);
    if (Status s = order(m_workspace, query.stage, hits); !s)
        return s.error();
    limitQuarantined(*m_index, options.count, hits);
    hits.resize(std::min(hits.size(), options.count));
    for (std::size_t i = 0; i < hits.size(); ++i) {
        Hit& hit = hits[i];
        Result<Entry> full = entry(hit.entry.id);
        if (!full)
            return full.error();
        hit.entry = std::move(*full);
        hit.rank = static_cast<int>(i) + 1;
        hit.matchedTerms = matchedTerms(terms, hit.entry);
        hit.matchedFeatures = matchedFeatures(query, vector, m_index->vectorOf(hit.entry.id), hit.entry);
        hit.explanation = explain(hit, query.stage);
    }
    return hits;
}

} // namespace hawk::knowledge
