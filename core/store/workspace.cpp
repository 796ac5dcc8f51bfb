#include "store/workspace.h"

#include "store/artifact_repository.h"
#include "store/candidate_repository.h"
#include "store/decision_repository.h"
#include "store/entry_repository.h"
#include "store/event_repository.h"
#include "store/exchange_repository.h"
#include "store/lock_file.h"
#include "store/migrations.h"
#include "store/retrieval_repository.h"
#include "store/run_repository.h"
#include "store/spec_repository.h"
#include "store/verdict_repository.h"
#include "store/workspace_files.h"

namespace hawk::store {
namespace fs = std::filesystem;

struct Workspace::Impl {
    Impl(fs::path where, std::optional<LockFile> held, std::unique_ptr<Database> database)
        : folder(std::move(where))
        , lock(std::move(held))
        , db(std::move(database))
        , artifacts(*db, WorkspaceFiles(folder).artifacts)
    {
        db->setCommitHook(&artifacts);
    }
    ~Impl()
    {
        // What still waits is referred to by no row: losing it would lose nothing that was promised.
        (void)artifacts.settle().has_value();
        db->setCommitHook(nullptr);
    }
    fs::path folder;
    std::optional<LockFile> lock; // outlives the connection: the last checkpoint still belongs to us
    std::unique_ptr<Database> db;
    ArtifactRepository artifacts;
    int version = 0;
    SpecRepository specs { *db };
    RunRepository runs { *db };
    CandidateRepository candidates { *db };
    VerdictRepository verdicts { *db };
    EntryRepository entries { *db };
    RetrievalRepository retrievals { *db };
    DecisionRepository decisions { *db };
    EventRepository events { *db };
    ExchangeRepository exchanges { *db };
};

namespace {

Result<std::unique_ptr<Database>> openDatabase(const fs::path& file, OpenMode mode)
{
    using Access = Database::Access;
    const Access access = mode == OpenMode::Create ? Access::Create
        : mode == OpenMode::ReadWrite              ? Access::ReadWrite
                                                   : Access::ReadOnly;
    Result<std::unique_ptr<Database>> db = Database::open(file, access);
    if (!db)
        return db;
    const Result<int> version = (*db)->userVersion();
    if (!version)
        return version.error();
    if (*version > newestSchemaVersion()) {
        (*db)->keepLogOnClose();
        return newerSchema(file, *version);
    }
    if (mode == OpenMode::ReadOnly && *version < newestSchemaVersion())
        return Error { Errc::Conflict,
            "this workspace has the older schema version " + std::to_string(*version) + ", and reading alone cannot bring "
                "it to version " + std::to_string(newestSchemaVersion()),
            file.string(), "open it once for writing" };
    if (mode != OpenMode::ReadOnly) {
        if (Status s = migrate(**db); !s)
            return s.error();
    }
    return db;
}

} // namespace

Workspace::Workspace(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}
Workspace::~Workspace() = default;

Result<std::unique_ptr<Workspace>> Workspace::open(const fs::path& folder, OpenMode mode)
{
    bool madeFolder = false;
    if (mode == OpenMode::Create) {
        const Result<bool> made = prepareNewFolder(folder);
        if (!made)
            return made.error();
        madeFolder = *made;
    } else if (Status s = inspectExisting(folder); !s) {
        return s.error();
    }
    const WorkspaceFiles files(folder);
    std::optional<LockFile> lock;
    if (mode != OpenMode::ReadOnly) {
        Result<LockFile> held = LockFile::acquire(files.lock);
        if (!held)
            return held.error();
        lock = std::move(*held);
    }
    Result<std::unique_ptr<Database>> db = openDatabase(files.database, mode);
    if (!db) {
        if (mode == OpenMode::Create)
            discardNewFolder(folder, madeFolder);
        return db.error();
    }
    auto impl = std::make_unique<Impl>(folder, std::move(lock), std::move(*db));
    const Result<int> version = impl->db->userVersion();
    if (!version)
        return version.error();
    impl->version = *version;
    return std::unique_ptr<Workspace>(new Workspace(std::move(impl)));
}

const fs::path& Workspace::folder() const { return m_impl->folder; }
bool Workspace::writable() const { return m_impl->db->writable(); }
int Workspace::schemaVersion() const { return m_impl->version; }
int Workspace::newestSchemaVersion() { return store::newestSchemaVersion(); }
Status Workspace::transaction(const std::function<Status()>& body) { return m_impl->db->transaction(body); }
std::uint64_t Workspace::rollbacks() const { return m_impl->db->rollbacks(); }

Result<std::string> Workspace::putArtifact(std::string_view data, std::string_view kind)
{
    return m_impl->artifacts.put(data, kind);
}
Result<std::string> Workspace::artifact(std::string_view hash) const { return m_impl->artifacts.read(hash); }

Result<SpecId> Workspace::addSpec(const SpecRecord& spec) { return m_impl->specs.add(spec); }
Result<SpecRecord> Workspace::spec(SpecId id) const { return m_impl->specs.byId(id); }
Result<std::optional<SpecRecord>> Workspace::specByName(std::string_view name) const
{
    return m_impl->specs.newestByName(name);
}
Result<std::vector<SpecRecord>> Workspace::specs() const { return m_impl->specs.newest(); }

Result<RunId> Workspace::addRun(const RunRecord& run) { return m_impl->runs.add(run); }
Status Workspace::updateRun(const RunRecord& run) { return m_impl->runs.update(run); }
Result<RunRecord> Workspace::run(RunId id) const { return m_impl->runs.byId(id); }
Result<std::vector<RunRecord>> Workspace::runs() const { return m_impl->runs.all(); }
Result<TaskId> Workspace::addTask(const TaskRecord& task) { return m_impl->runs.addTask(task); }
Status Workspace::updateTask(const TaskRecord& task) { return m_impl->runs.updateTask(task); }
Result<std::vector<TaskRecord>> Workspace::tasks(RunId run) const { return m_impl->runs.tasks(run); }

Result<CandidateId> Workspace::addCandidate(const CandidateRecord& candidate)
{
    return m_impl->candidates.add(candidate);
}
Result<CandidateRecord> Workspace::candidate(CandidateId id) const { return m_impl->candidates.byId(id); }
Result<std::vector<CandidateRecord>> Workspace::candidates(const CandidateFilter& filter) const
{
    return m_impl->candidates.matching(filter);
}
Result<VerdictId> Workspace::addVerdict(const VerdictRecord& verdict, const std::vector<FindingRecord>& findings,
    const std::vector<ProfileRecord>& profiles)
{
    return m_impl->verdicts.add(verdict, findings, profiles);
}
Result<std::optional<VerdictRecord>> Workspace::verdict(CandidateId candidate) const
{
    return m_impl->verdicts.newest(candidate);
}
Result<std::vector<FindingRecord>> Workspace::findings(CandidateId candidate) const
{
    return m_impl->verdicts.findings(candidate);
}
Result<std::vector<ProfileRecord>> Workspace::profiles(CandidateId candidate) const
{
    return m_impl->verdicts.profiles(candidate);
}

Result<EntryId> Workspace::addEntry(const EntryRecord& entry) { return m_impl->entries.add(entry); }
Status Workspace::updateEntry(const EntryRecord& entry) { return m_impl->entries.update(entry); }
Result<EntryRecord> Workspace::entry(EntryId id) const { return m_impl->entries.byId(id); }
Result<std::optional<EntryRecord>> Workspace::entryByKey(std::string_view key) const
{
    return m_impl->entries.byKey(key);
}
Result<std::vector<EntryRecord>> Workspace::entries(std::string_view state) const { return m_impl->entries.all(state); }
Result<std::vector<EntryRecord>> Workspace::entriesChangedSince(std::int64_t revision) const
{
    return m_impl->entries.changedSince(revision);
}
Result<std::vector<Workspace::TextHit>> Workspace::searchEntries(
    const std::vector<std::string>& terms, std::size_t limit) const
{
    return m_impl->entries.search(terms, limit);
}
Result<LedgerRecord> Workspace::ledger(EntryId entry, std::string_view stage) const
{
    return m_impl->entries.ledger(entry, stage);
}
Result<std::vector<LedgerRecord>> Workspace::ledgers() const { return m_impl->entries.ledgers(); }
Status Workspace::setLedger(const LedgerRecord& ledger) { return m_impl->entries.setLedger(ledger); }

Result<RetrievalId> Workspace::addRetrieval(const RetrievalRecord& retrieval)
{
    return m_impl->retrievals.add(retrieval);
}
Status Workspace::setRetrievalCandidate(RetrievalId retrieval, CandidateId candidate)
{
    return m_impl->retrievals.setCandidate(retrieval, candidate);
}
Result<std::vector<RetrievalRecord>> Workspace::retrievals(CandidateId candidate) const
{
    return m_impl->retrievals.ofCandidate(candidate);
}
Status Workspace::addValue(const ValueRecord& value) { return m_impl->retrievals.addValue(value); }
Result<std::vector<ValueRecord>> Workspace::values(EntryId entry) const { return m_impl->retrievals.values(entry); }

Result<std::int64_t> Workspace::addDecision(const DecisionRecord& decision) { return m_impl->decisions.add(decision); }
Status Workspace::markUndone(std::int64_t decision, std::int64_t by)
{
    return m_impl->decisions.markUndone(decision, by);
}
Result<std::vector<DecisionRecord>> Workspace::decisions(std::string_view subject, std::int64_t subjectId) const
{
    return m_impl->decisions.of(subject, subjectId);
}
Result<std::optional<DecisionRecord>> Workspace::newestStandingDecision() const
{
    return m_impl->decisions.newestStanding();
}
Result<std::optional<DecisionRecord>> Workspace::newestStandingUndo() const
{
    return m_impl->decisions.newestStandingUndo();
}

Result<std::int64_t> Workspace::addEvent(const EventRecord& event) { return m_impl->events.add(event); }
Result<std::vector<EventRecord>> Workspace::events(RunId run, std::int64_t afterId) const
{
    return m_impl->events.after(run, afterId);
}

Result<std::int64_t> Workspace::addExchange(const ExchangeRecord& exchange)
{
    return m_impl->exchanges.add(exchange);
}
Status Workspace::setExchangeCandidate(std::int64_t exchange, CandidateId candidate)
{
    return m_impl->exchanges.setCandidate(exchange, candidate);
}
Result<std::vector<ExchangeRecord>> Workspace::exchanges(const ExchangeFilter& filter) const
{
    return m_impl->exchanges.list(filter);
}
Result<std::optional<ExchangeRecord>> Workspace::repliedExchange(RunId run, std::string_view key, int occurrence) const
{
    return m_impl->exchanges.reply(run, key, occurrence);
}
Status Workspace::setMeta(std::string_view key, std::string_view value) { return m_impl->events.setMeta(key, value); }
Result<std::optional<std::string>> Workspace::meta(std::string_view key) const { return m_impl->events.meta(key); }

} // namespace hawk::store
