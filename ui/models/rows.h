#pragma once

#include "format/words.h"

#include <QMetaType>
#include <QString>
#include <QStringList>
#include <memory>
#include <vector>

/// What the window shows, as plain values in Qt types. The bridge fills them from the workspace on a worker thread;
/// models and widgets know nothing of the store. Ids are the workspace's row ids, 0 means none. Times are
/// microseconds, stamps milliseconds since the Unix epoch, lines 1-based.
namespace hawk::ui {

struct OperatorRow {
    qint64 spec = 0;
    qint64 task = 0; ///< of the shown run
    QString name;
    QString family;
    QString description;
    QString state; ///< task state, empty when it has not run
    QString note;
    int attempts = 0;
    int cases = 0;
    double firstCorrectUs = 0;
    double bestUs = 0;
    qint64 best = 0; ///< candidate
    qint64 firstCorrect = 0;
};

struct CandidateRow {
    qint64 id = 0;
    qint64 parent = 0;
    qint64 run = 0;
    qint64 task = 0;
    QString specName;
    int attempt = 0; ///< 0-based in its task
    QString origin;
    QString model; ///< that wrote it, as the user calls it; empty for other origins
    QString stage;
    QString note;
    QString summary;
    Outcome outcome = Outcome::NotJudged;
    double modelledUs = 0;
    double speedup = 0; ///< first correct of its operator / this; 0 when unknown
    qint64 createdAt = 0;
    bool best = false;
};

struct FindingRow {
    Severity severity = Severity::Error;
    QString rule; ///< constraint id; "compiler" for a message of the compiler
    QString message;
    QString fix;
    QString api;
    QString operand;
    int line = 0;
    int core = -1; ///< block, -1 when it does not apply
    qint64 seq = -1; ///< op in that core's trace, -1 when there is none
    qint64 count = 1;
    int otherLine = 0; ///< the other party of a conflict
};

/// A gate with its evidence, or what one could not decide and why: a gate may have one row of each.
struct GateRow {
    enum class Result { Passed, Failed, Undecided };
    QString gate;
    Result result = Result::Failed;
    QString observed; ///< of an undecided one: why
    QString expected;
    double wallMs = 0; ///< 0 when it is not known
};

struct CaseRow {
    QString name;
    bool hidden = false;
    Outcome outcome = Outcome::NotJudged;
    QString detail;
    double us = 0;
    double tHwUs = 0;
    bool trusted = true;
    bool hasTrace = false;
};

struct PipeRow {
    QString pipe; ///< "MTE2"
    double busy = 0; ///< share of the total time, 0..1
    double wait = 0;
    quint64 instructions = 0;
    quint64 bytes = 0;
};

/// The profile of one case in the form the summary shows.
struct ProfileView {
    QString caseName;
    double totalUs = 0;
    double tHwUs = 0;
    QString bound;
    bool trusted = true;
    QString untrustedReason;
    QStringList bottlenecks;
    QString bottleneckText;
    QString confidence;
    int blockDim = 0;
    int coresUsed = 0;
    int coresAvailable = 0;
    quint64 ubPeakBytes = 0;
    quint64 gmReadBytes = 0;
    quint64 gmWriteBytes = 0;
    double meanDmaBytes = 0;
    std::vector<PipeRow> pipes;
};

/// One retrieved entry with its place on both axes.
struct HitRow {
    qint64 entry = 0;
    QString key;
    QString title;
    QString state;
    int rank = 0;
    int syntacticRank = 0; ///< 0: not in that list
    int denseRank = 0;
    double syntacticScore = 0;
    double denseScore = 0;
    double fusedScore = 0;
    bool shown = false;
    bool used = false;
    QString explanation;
};

struct EntryRow {
    qint64 id = 0;
    QString key;
    QString title;
    QString state;
    QString stage;
    QString source; ///< document, run, repair-pair, speedup-pair
    int version = 1;
    qint64 shown = 0;
    qint64 used = 0;
    qint64 succeeded = 0;
    qint64 failed = 0;
    double value = 0; ///< mean Q over stages that have one
    double meanSpeedup = 0; ///< geometric, over feasible refinements that used it; 0 when none
    qint64 changedAt = 0;
};

struct LedgerLine {
    QString stage;
    qint64 shown = 0;
    qint64 used = 0;
    qint64 succeeded = 0;
    qint64 failed = 0;
    double value = 0;
    double meanSpeedup = 0;
};

struct DecisionLine {
    qint64 at = 0;
    QString who;
    QString action;
    QString reason;
    bool undone = false;
};

/// Everything about one entry: the three parts, its evidence and its ledger.
struct EntryDetail {
    EntryRow row;
    QStringList families, apis, constraints, errorSignatures, bottlenecks, dtypes, chips;
    QString symptom, cause, constraint, consequence, whenNotToApply;
    QString artifactKind;
    QString artifactText;
    QString sourceText; ///< where it comes from, readable
    qint64 beforeCandidate = 0; ///< of a learned pair
    qint64 afterCandidate = 0;
    QString evidence; ///< how it was replayed and what came of it
    std::vector<LedgerLine> ledger;
    std::vector<DecisionLine> decisions;
};

/// Everything about one candidate except its timeline. Immutable, shared between threads.
struct CandidateDetail {
    CandidateRow row;
    QString source;
    QString launchPlan;
    QString chip;
    QString target;
    Badge badge = Badge::Modelled;
    double judgeMs = 0;
    QString buildLog;
    std::vector<FindingRow> findings;
    std::vector<GateRow> gates;
    std::vector<CaseRow> cases;
    std::vector<ProfileView> profiles;
    std::vector<HitRow> hits;
    QString parentSource;
    qint64 firstCorrect = 0; ///< of its operator; 0 when there is none
    double firstCorrectUs = 0;
};

struct SegmentRow {
    int core = 0;
    QString pipe;
    QString api;
    int line = 0;
    qint64 seq = 0;
    double start = 0; ///< cycles from kernel start
    double end = 0;
    double stall = 0; ///< cycles it waited for its inputs although its pipe was free
    quint64 bytes = 0;
};

/// The timeline of one case of one candidate. Segments are sorted by core, pipe, start.
struct Timeline {
    qint64 candidate = 0;
    QString caseName;
    double totalCycles = 0;
    double clockMhz = 0;
    int cores = 0;
    bool trusted = true;
    QString note; ///< why it is partial or untrusted
    std::vector<SegmentRow> segments;
};

struct EventRow {
    qint64 at = 0;
    QString kind;
    QString spec;
    QString text;
    qint64 candidate = 0;
    qint64 entry = 0;
    Outcome outcome = Outcome::NotJudged;
};

struct RunProgressView {
    int attemptsDone = 0;
    int attemptsBudget = 0;
    double secondsDone = 0;
    double secondsBudget = 0;
    int tasksDone = 0;
    int tasksTotal = 0;
    QString activity;
    qint64 tokensDone = 0; ///< of language models, prompts and replies
    qint64 tokensBudget = 0; ///< 0: none
    double moneyDone = 0;
    double moneyBudget = 0; ///< 0: none
    QString currency; ///< empty: no price known yet
};

struct RunSettings {
    QString chip;
    int attempts = 30;
    quint64 seed = 1;
    QStringList specs; ///< empty: all
    QString model; ///< language model that writes the candidates; empty: the built-in synthesizer
    qint64 tokenBudget = 0; ///< 0: none
    double moneyBudget = 0; ///< 0: none
};

/// A failure as the user reads it.
struct UiError {
    enum class Kind { Other, Locked, Newer, NotFound, Environment, Cancelled };
    Kind kind = Kind::Other;
    QString symptom; ///< what did not work
    QString cause;
    QString action; ///< what to do
    QString details; ///< everything, for a report
};

using CandidateDetailPtr = std::shared_ptr<const CandidateDetail>;
using EntryDetailPtr = std::shared_ptr<const EntryDetail>;
using TimelinePtr = std::shared_ptr<const Timeline>;

} // namespace hawk::ui

Q_DECLARE_METATYPE(hawk::ui::CandidateDetailPtr)
Q_DECLARE_METATYPE(hawk::ui::EntryDetailPtr)
Q_DECLARE_METATYPE(hawk::ui::TimelinePtr)
Q_DECLARE_METATYPE(hawk::ui::UiError)
