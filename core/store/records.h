#pragma once

#include "base/ids.h"
#include "base/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Rows of the workspace as plain values. `store` knows nothing of the modules above it: structured parts travel as
/// JSON that their owner writes and reads. Times are milliseconds since the Unix epoch, UTC.
namespace hawk::store {

struct SpecRecord {
    SpecId id;
    std::string name;
    std::string contentHash;
    std::string family;
    std::string origin;
    Json body; ///< spec::toJson
    std::int64_t addedAt = 0;
};

struct RunRecord {
    RunId id;
    std::string state; ///< created, running, paused, stopped, finished, failed
    std::string chip;
    std::string target;
    std::string synthesizer;
    std::uint64_t seed = 0;
    Json options; ///< engine's RunOptions
    Json toolchain; ///< versions, for the audit
    std::int64_t startedAt = 0;
    std::int64_t endedAt = 0; ///< 0 while open
    std::string message; ///< why it failed
    double activeSeconds = 0; ///< time spent working, over all sessions: the seconds budget
};

/// One operator in one run.
struct TaskRecord {
    TaskId id;
    RunId run;
    SpecId spec;
    std::string specName;
    int position = 0; ///< order in the run
    std::string state; ///< pending, drafting, refining, done, exhausted, unsupported
    int attempts = 0;
    CandidateId best; ///< fastest correct candidate
    CandidateId firstCorrect;
    std::string note;
};

struct CandidateRecord {
    CandidateId id;
    RunId run; ///< 0 for a hand edit outside a run
    TaskId task;
    SpecId spec;
    CandidateId parent;
    int attempt = 0; ///< 0-based inside its task
    std::string origin; ///< builtin, human, llm, replay
    std::string stage; ///< draft, refine, edit
    std::string form = "kernel"; ///< kernel, project, program: target::name(Candidate::Form)
    std::string fileName = "kernel.cpp"; ///< how messages call the source
    std::string sourceHash; ///< artifact; of a project all its files in one text
    std::string launchPlanHash; ///< artifact
    Json plan; ///< the built-in synthesizer's kernel plan, or null
    std::string note; ///< what was changed and why, one line
    std::vector<EntryId> usedEntries;
    std::int64_t createdAt = 0;
    // Copied from the verdict when there is one, so that tables need no join.
    std::string outcome; ///< target::name(Outcome), empty until judged
    double modelledUs = 0;
    std::string summary;
};

struct VerdictRecord {
    VerdictId id;
    CandidateId candidate;
    std::string outcome;
    std::string summary;
    std::string target;
    std::string chip;
    double modelledUs = 0;
    double judgeMs = 0;
    Json body; ///< target::toJson(Verdict); findings and profiles are also rows of their own
    std::int64_t judgedAt = 0;
};

struct FindingRecord {
    std::int64_t id = 0;
    CandidateId candidate;
    VerdictId verdict;
    std::string constraint;
    std::string severity;
    int line = 0;
    Json body; ///< emulator::toJson(Finding)
};

struct ProfileRecord {
    std::int64_t id = 0;
    CandidateId candidate;
    VerdictId verdict;
    std::string caseName;
    double totalUs = 0;
    bool trusted = true;
    std::string traceHash; ///< artifact
    Json body; ///< emulator::toJson(Profile)
};

struct EntryRecord {
    EntryId id;
    std::string key; ///< stable name: "seed/ub-capacity-2201", "learned/<hash>"
    int version = 1;
    std::string state; ///< proposed, quarantined, approved, rejected, retired
    std::string title;
    std::string stage; ///< compile, runtime, accuracy, performance
    Json body; ///< knowledge::toJson(Entry) without state and ledger
    std::string syntacticText; ///< what BM25 indexes: API symbols, error signatures, artifact text
    std::vector<float> vector; ///< the dense axis, L2-normalised
    std::int64_t createdAt = 0;
    std::int64_t changedAt = 0;
    std::int64_t revision = 0; ///< set by the store: grows with every change of any entry
};

/// Effect of an entry, per stage ("draft", "refine").
struct LedgerRecord {
    EntryId entry;
    std::string stage;
    std::int64_t shown = 0;
    std::int64_t used = 0;
    std::int64_t succeeded = 0; ///< used, and the candidate passed the gate it had failed (draft) or was feasible
    std::int64_t failed = 0;
    double sumLogSpeedup = 0; ///< of ln(parent/child) over feasible refinements that used it
    double value = 0; ///< Q of this stage
    std::int64_t valueUpdates = 0;
};

/// One retrieval with both ranks of everything shown.
struct RetrievalRecord {
    struct Hit {
        EntryId entry;
        int rank = 0; ///< fused, from 1
        int syntacticRank = 0; ///< 0: absent from that list
        int denseRank = 0;
        double syntacticScore = 0;
        double denseScore = 0;
        double fusedScore = 0;
        bool shown = false;
        bool used = false;
        std::string explanation;
    };
    RetrievalId id;
    RunId run;
    TaskId task;
    CandidateId candidate; ///< the candidate made with it
    Json query;
    std::vector<Hit> hits;
    std::int64_t at = 0;
};

/// A value update of one entry (algorithms.md 2.4), kept for the audit.
struct ValueRecord {
    std::int64_t id = 0;
    EntryId entry;
    CandidateId candidate;
    std::string stage;
    double reward = 0;
    double before = 0;
    double after = 0;
    std::int64_t at = 0;
};

/// A human decision: approve, reject, edit, undo, retire. Undo restores `before` and is itself a decision.
struct DecisionRecord {
    std::int64_t id = 0;
    std::string subject; ///< "entry"
    std::int64_t subjectId = 0;
    std::string action;
    std::string who; ///< user name
    std::string reason;
    Json before;
    Json after;
    std::int64_t undoneBy = 0; ///< decision that undid this one, 0 when it stands
    std::int64_t at = 0;
};

/// One exchange with a language model. Request and reply are artifacts; neither holds a key.
struct ExchangeRecord {
    std::int64_t id = 0;
    RunId run; ///< 0 outside a run
    TaskId task;
    CandidateId candidate; ///< made from the reply; set when it is known
    std::string key; ///< hash of what was asked: model, parameters, messages
    int occurrence = 0; ///< which of equal requests of the run, from 0
    std::string model; ///< as the user calls it
    std::string label; ///< for people: "relu, attempt 3"
    std::string requestHash; ///< artifact
    std::string replyHash; ///< artifact; empty when it failed
    std::string failureKind; ///< empty when there is a reply
    std::string failure;
    std::string finishReason;
    std::int64_t promptTokens = 0;
    std::int64_t cachedTokens = 0; ///< part of promptTokens
    std::int64_t completionTokens = 0;
    std::optional<double> cost; ///< empty: no price was known
    std::string currency;
    double firstByteMs = 0;
    double totalMs = 0;
    std::int64_t at = 0;
};

/// Which exchanges; an id of 0 means any.
struct ExchangeFilter {
    std::int64_t id = 0;
    RunId run;
    TaskId task;
    CandidateId candidate;
    bool repliesOnly = false;
};

/// One engine event as it was published, so that a window opened later shows the same history.
struct EventRecord {
    std::int64_t id = 0;
    RunId run;
    std::string kind;
    Json body;
    std::int64_t at = 0;
};

} // namespace hawk::store
