#pragma once

#include "base/clock.h"
#include "base/rng.h"
#include "knowledge/entry.h"
#include "store/workspace.h"
#include "target/verdict.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hawk::knowledge {

/// What is asked of the store: both axes of Hawk's 2D retrieval.
struct Query {
    std::string stage = "draft"; ///< draft or refine: which value decides between equals
    std::string specName;
    std::string family;
    std::vector<std::string> dtypes;
    std::string chip;
    // syntactic axis
    std::vector<std::string> apis; ///< at the failing or slow place
    std::vector<std::string> constraints; ///< finding ids
    std::string errorText; ///< normalised before use
    // hardware axis
    std::vector<std::string> bottlenecks;
    std::string situation; ///< one paragraph: family, dtype, plan, symptom, suspected unit
    std::optional<Stage> problem; ///< what kind of help is needed; unset when nothing was tried yet
};

/// Builds the query a failed or slow candidate deserves. `verdict` may be null (nothing tried yet).
Query buildQuery(const std::string& stage, const std::string& specName, const std::string& family,
    const std::vector<std::string>& dtypes, const std::string& chip, const target::Verdict* verdict);

/// One retrieved entry with its place on both axes.
struct Hit {
    Entry entry;
    int rank = 0; ///< fused, from 1
    int syntacticRank = 0; ///< 0: not in that list
    int denseRank = 0;
    double syntacticScore = 0;
    double denseScore = 0;
    double fusedScore = 0;
    double value = 0; ///< Q of the query's stage
    std::vector<std::string> matchedTerms; ///< syntactic axis: words that matched
    std::vector<std::string> matchedFeatures; ///< hardware axis: features with the largest share
    std::string explanation; ///< both axes in words
};

struct RetrieveOptions {
    std::size_t count = 6; ///< Hawk's K
    std::size_t pool = 24; ///< from each list before fusion
    bool includeQuarantined = true; ///< at most one per answer, and only in a share of answers (algorithms.md 1.6)
    double quarantineRate = 0.15;
    std::vector<Artifact::Kind> kinds; ///< only entries whose artifact is one of these; empty: any
};

class EntryIndex;

/// The knowledge of one workspace. Thread-safe as the workspace is. The dense vectors are kept in memory and catch up
/// with the store before every retrieval, whoever changed it.
class KnowledgeBase {
public:
    KnowledgeBase(store::Workspace& workspace, const Clock& clock);
    ~KnowledgeBase();
    KnowledgeBase(const KnowledgeBase&) = delete;
    KnowledgeBase& operator=(const KnowledgeBase&) = delete;

    /// Adds the curated entries of all *.json below `folder` that the workspace does not have yet (by key and version);
    /// a newer version replaces an older one unless a person decided on it. Returns how many were added or replaced.
    /// All or nothing: a broken file changes nothing, and its error names file, line and column.
    Result<int> seed(const std::filesystem::path& folder);

    /// InvalidInput for an entry that was learned from a run and claims to be approved: only a person approves.
    Result<EntryId> add(Entry entry);
    Result<Entry> entry(EntryId id) const;
    Result<Entry> entryByKey(std::string_view key) const; ///< accepts an id number too
    Result<std::vector<Entry>> entries(std::optional<EntryState> state = {}) const;

    /// RRF of BM25 over API symbols, signatures and artifact text, and of a hardware-aligned dense vector. Entries out
    /// of scope (chip, state, kind; for a correct candidate: every stage but performance) never appear. The learned value of the query's stage orders what is about equally
    /// near: it moves an entry by at most two ranks of one list. Deterministic for (store contents, query, rng state).
    Result<std::vector<Hit>> retrieve(const Query& query, const RetrieveOptions& options, Rng& rng) const;

    /// Decisions: recorded with who and why, undoable.
    Status decide(EntryId id, EntryState to, const std::string& who, const std::string& reason);
    Status edit(EntryId id, Entry changed, const std::string& who, const std::string& reason);
    /// Undoes the newest decision that stands; returns what it was. Repeated, it goes further back. NotFound when
    /// there is none, Conflict when the entry was changed since by something that is no decision.
    Result<store::DecisionRecord> undo(const std::string& who);
    /// Takes back the newest undo, as long as no other decision followed it; returns the decision that stands again.
    Result<store::DecisionRecord> redo(const std::string& who);

    /// Effect ledger and value update Q += alpha (r - Q) for the entries shown with a candidate. `used` is the subset
    /// the synthesizer cited; uncited ones get the smaller weight of algorithms.md 7.3.
    Status credit(const std::vector<EntryId>& shown, const std::vector<EntryId>& used, CandidateId candidate,
        const std::string& stage, double reward, bool succeeded, double logSpeedup);
    Result<store::LedgerRecord> ledger(EntryId id, const std::string& stage) const;

private:
    Result<EntryId> insert(const Entry& entry);
    Status write(const Entry& entry);
    Result<bool> seedOne(const Entry& entry);
    Status record(const Entry& before, const Entry& after, std::string_view action, const std::string& who,
        const std::string& reason);
    Status restore(EntryId id, const Json& snapshot, const Json& expected);
    Status creditOne(EntryId id, bool used, CandidateId candidate, const std::string& stage, double reward,
        bool succeeded, double logSpeedup);
    Status noteEligibility(EntryId id);

    store::Workspace& m_workspace;
    const Clock& m_clock;
    std::unique_ptr<EntryIndex> m_index;
};

/// Compiler and run-time text without paths, numbers of lines, addresses and template noise: the same mistake gives
/// the same text. Used as error signature on both sides of the match.
std::string normaliseError(std::string_view text);

} // namespace hawk::knowledge
