#pragma once

#include "base/result.h"
#include "store/records.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::store {

enum class OpenMode : std::uint8_t {
    ReadOnly, ///< any number, also beside a writer
    ReadWrite, ///< one at a time, guarded by a lock file; a second is refused with the holder's pid and program
    Create ///< ReadWrite; the folder must be absent or empty
};

/// A workspace folder: workspace.db (SQLite, WAL, foreign keys, migrations) and artifacts/ (content-addressed,
/// zstd). Thread-safe: one connection per object guarded by a mutex; open a second ReadOnly object for reading from
/// another thread without waiting. Every write outside transaction() is its own transaction. After kill -9 the
/// database holds exactly the committed transactions.
/// Errors: NotFound (no workspace there, hint names `hawk new`), Conflict (locked, or a newer version: refused and left
/// untouched), Io (disk full: nothing half written).
class Workspace {
public:
    static Result<std::unique_ptr<Workspace>> open(const std::filesystem::path& folder, OpenMode mode);
    ~Workspace();
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    const std::filesystem::path& folder() const;
    bool writable() const;
    int schemaVersion() const;
    static int newestSchemaVersion();

    /// Runs `body` in one transaction (nested calls join it). An error from `body` rolls everything back.
    Status transaction(const std::function<Status()>& body);
    /// Transactions of this object that were rolled back. Whoever keeps what it read inside one must start anew when
    /// this grows.
    std::uint64_t rollbacks() const;

    // Artifacts: any bytes, addressed by sha256 of the uncompressed contents. Readable here at once; durable, and known
    // to other readers, with the next commit of this object, before anything in it. Putting waits for no transaction.
    Result<std::string> putArtifact(std::string_view data, std::string_view kind);
    Result<std::string> artifact(std::string_view hash) const;

    // Specs. Adding the same content again returns the existing id.
    Result<SpecId> addSpec(const SpecRecord& spec);
    Result<SpecRecord> spec(SpecId id) const;
    Result<std::optional<SpecRecord>> specByName(std::string_view name) const; ///< newest version
    Result<std::vector<SpecRecord>> specs() const; ///< newest version of each name

    Result<RunId> addRun(const RunRecord& run);
    Status updateRun(const RunRecord& run);
    Result<RunRecord> run(RunId id) const;
    Result<std::vector<RunRecord>> runs() const; ///< newest first
    Result<TaskId> addTask(const TaskRecord& task);
    Status updateTask(const TaskRecord& task);
    Result<std::vector<TaskRecord>> tasks(RunId run) const;

    struct CandidateFilter {
        RunId run;
        TaskId task;
        SpecId spec;
        std::string specName;
        CandidateId parent;
    };
    Result<CandidateId> addCandidate(const CandidateRecord& candidate);
    Result<CandidateRecord> candidate(CandidateId id) const;
    Result<std::vector<CandidateRecord>> candidates(const CandidateFilter& filter = {}) const; ///< oldest first
    /// Stores the verdict with its finding and profile rows and copies outcome, time and summary to the candidate.
    Result<VerdictId> addVerdict(const VerdictRecord& verdict, const std::vector<FindingRecord>& findings,
        const std::vector<ProfileRecord>& profiles);
    Result<std::optional<VerdictRecord>> verdict(CandidateId candidate) const; ///< newest
    Result<std::vector<FindingRecord>> findings(CandidateId candidate) const;
    Result<std::vector<ProfileRecord>> profiles(CandidateId candidate) const;

    // Knowledge.
    Result<EntryId> addEntry(const EntryRecord& entry);
    Status updateEntry(const EntryRecord& entry);
    Result<EntryRecord> entry(EntryId id) const;
    Result<std::optional<EntryRecord>> entryByKey(std::string_view key) const;
    Result<std::vector<EntryRecord>> entries(std::string_view state = {}) const;
    /// Entries added or changed after a revision, by revision: how an index in memory keeps up. 0 gives all.
    Result<std::vector<EntryRecord>> entriesChangedSince(std::int64_t revision) const;
    struct TextHit {
        EntryId entry;
        double score = 0; ///< BM25, larger is better
    };
    /// FTS5 over syntacticText with the identifier tokeniser (algorithms.md 1.4). `terms` are plain words, or-ed;
    /// quoting is done here.
    Result<std::vector<TextHit>> searchEntries(const std::vector<std::string>& terms, std::size_t limit) const;
    Result<LedgerRecord> ledger(EntryId entry, std::string_view stage) const;
    Result<std::vector<LedgerRecord>> ledgers() const;
    Status setLedger(const LedgerRecord& ledger);

    Result<RetrievalId> addRetrieval(const RetrievalRecord& retrieval);
    Status setRetrievalCandidate(RetrievalId retrieval, CandidateId candidate);
    Result<std::vector<RetrievalRecord>> retrievals(CandidateId candidate) const;
    Status addValue(const ValueRecord& value);
    Result<std::vector<ValueRecord>> values(EntryId entry) const;
    Result<std::int64_t> addDecision(const DecisionRecord& decision);
    Status markUndone(std::int64_t decision, std::int64_t by); ///< by 0: it stands again
    Result<std::vector<DecisionRecord>> decisions(std::string_view subject, std::int64_t subjectId) const;
    /// Newest decision that stands, undo and redo records aside: what "undo" would take back.
    Result<std::optional<DecisionRecord>> newestStandingDecision() const;
    /// Newest undo that stands and was followed by no other decision: what "redo" would take back.
    Result<std::optional<DecisionRecord>> newestStandingUndo() const;

    Result<std::int64_t> addEvent(const EventRecord& event);
    Result<std::vector<EventRecord>> events(RunId run, std::int64_t afterId = 0) const;

    // Exchanges with language models.
    Result<std::int64_t> addExchange(const ExchangeRecord& exchange);
    Status setExchangeCandidate(std::int64_t exchange, CandidateId candidate);
    Result<std::vector<ExchangeRecord>> exchanges(const ExchangeFilter& filter = {}) const; ///< oldest first
    /// The reply to occurrence `occurrence` of a request, in that run, or in any when `run` is 0 (the newest then).
    Result<std::optional<ExchangeRecord>> repliedExchange(RunId run, std::string_view key, int occurrence) const;

    /// Small named values (last run, demo marker); never secrets.
    Status setMeta(std::string_view key, std::string_view value);
    Result<std::optional<std::string>> meta(std::string_view key) const;

private:
    struct Impl;
    explicit Workspace(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace hawk::store
