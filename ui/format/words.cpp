#include "format/words.h"

#include <QCoreApplication>
#include <iterator>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

struct Name {
    const char* stored;
    const char* shown; // translated in the context "Words"
};

template <std::size_t N>
QString look(const Name (&table)[N], const QString& stored)
{
    for (const Name& name : table)
        if (stored == QLatin1StringView(name.stored))
            return QCoreApplication::translate("Words", name.shown);
    return stored;
}

} // namespace

QString outcomeWord(Outcome outcome)
{
    switch (outcome) {
    case Outcome::NotJudged: return Words::tr("Not judged");
    case Outcome::Rejected: return Words::tr("Rejected");
    case Outcome::BuildFailed: return Words::tr("Build failed");
    case Outcome::Crashed: return Words::tr("Crashed");
    case Outcome::Mismatch: return Words::tr("Wrong values");
    case Outcome::RuleBroken: return Words::tr("Rule broken");
    case Outcome::Correct: return Words::tr("Correct");
    }
    return {};
}

QString outcomeMeaning(Outcome outcome)
{
    switch (outcome) {
    case Outcome::NotJudged: return Words::tr("This candidate has not been judged yet.");
    case Outcome::Rejected: return Words::tr("The static check refused it: forbidden construct or bad launch plan.");
    case Outcome::BuildFailed: return Words::tr("The kernel does not compile.");
    case Outcome::Crashed: return Words::tr("The run ended early: crash, time-out, limit or deadlock.");
    case Outcome::Mismatch: return Words::tr("It ran, but the output differs from the reference.");
    case Outcome::RuleBroken: return Words::tr("The values are right, but a hardware rule is broken: it would fail on the chip.");
    case Outcome::Correct: return Words::tr("It passed every gate on every case.");
    }
    return {};
}

QString severityWord(Severity severity)
{
    switch (severity) {
    case Severity::Fatal: return Words::tr("Fatal");
    case Severity::Error: return Words::tr("Error");
    case Severity::Warning: return Words::tr("Warning");
    case Severity::Advice: return Words::tr("Advice");
    }
    return {};
}

QString badgeWord(Badge badge)
{
    switch (badge) {
    case Badge::None: return {};
    case Badge::Modelled: return Words::tr("modelled");
    case Badge::Measured: return Words::tr("measured");
    case Badge::Replayed: return Words::tr("replayed");
    }
    return {};
}

QString badgeMeaning(Badge badge)
{
    switch (badge) {
    case Badge::None: return {};
    case Badge::Modelled: return Words::tr("From the emulator's cost model, not from a device.");
    case Badge::Measured: return Words::tr("Measured on a device.");
    case Badge::Replayed: return Words::tr("From a recorded run.");
    }
    return {};
}

Badge badgeFromTimeKind(const QString& timeKind)
{
    if (timeKind == "measured"_L1)
        return Badge::Measured;
    if (timeKind == "replayed"_L1)
        return Badge::Replayed;
    return Badge::Modelled;
}

QString runStateWord(RunState state)
{
    switch (state) {
    case RunState::NoWorkspace: return Words::tr("No workspace");
    case RunState::Idle: return Words::tr("Ready");
    case RunState::Running: return Words::tr("Running");
    case RunState::Pausing: return Words::tr("Pausing after this step");
    case RunState::Stopping: return Words::tr("Stopping");
    case RunState::Paused: return Words::tr("Paused");
    case RunState::Stopped: return Words::tr("Stopped");
    case RunState::Finished: return Words::tr("Finished");
    case RunState::Failed: return Words::tr("Failed");
    }
    return {};
}

QString stageWord(const QString& stage)
{
    static constexpr Name kNames[] = {
        { "draft", QT_TRANSLATE_NOOP("Words", "Draft") },
        { "refine", QT_TRANSLATE_NOOP("Words", "Refine") },
        { "edit", QT_TRANSLATE_NOOP("Words", "Edit") },
    };
    return look(kNames, stage);
}

QString originWord(const QString& origin)
{
    static constexpr Name kNames[] = {
        { "builtin", QT_TRANSLATE_NOOP("Words", "Built-in") },
        { "human", QT_TRANSLATE_NOOP("Words", "Hand edit") },
        { "llm", QT_TRANSLATE_NOOP("Words", "Language model") },
        { "replay", QT_TRANSLATE_NOOP("Words", "Replay") },
    };
    return look(kNames, origin);
}

QString taskStateWord(const QString& state)
{
    static constexpr Name kNames[] = {
        { "", QT_TRANSLATE_NOOP("Words", "Not started") },
        { "pending", QT_TRANSLATE_NOOP("Words", "Waiting") },
        { "drafting", QT_TRANSLATE_NOOP("Words", "Drafting") },
        { "refining", QT_TRANSLATE_NOOP("Words", "Refining") },
        { "done", QT_TRANSLATE_NOOP("Words", "Done") },
        { "exhausted", QT_TRANSLATE_NOOP("Words", "Attempts used up") },
        { "unsupported", QT_TRANSLATE_NOOP("Words", "Out of reach") },
    };
    return look(kNames, state);
}

QString entryStateWord(const QString& state)
{
    static constexpr Name kNames[] = {
        { "proposed", QT_TRANSLATE_NOOP("Words", "Proposed") },
        { "quarantined", QT_TRANSLATE_NOOP("Words", "Quarantined") },
        { "approved", QT_TRANSLATE_NOOP("Words", "Approved") },
        { "rejected", QT_TRANSLATE_NOOP("Words", "Rejected") },
        { "retired", QT_TRANSLATE_NOOP("Words", "Retired") },
    };
    return look(kNames, state);
}

QString entryStageWord(const QString& stage)
{
    static constexpr Name kNames[] = {
        { "compile", QT_TRANSLATE_NOOP("Words", "Compile") },
        { "runtime", QT_TRANSLATE_NOOP("Words", "Run time") },
        { "accuracy", QT_TRANSLATE_NOOP("Words", "Accuracy") },
        { "performance", QT_TRANSLATE_NOOP("Words", "Performance") },
    };
    return look(kNames, stage);
}

QString gateWord(const QString& gate)
{
    static constexpr Name kNames[] = {
        { "static", QT_TRANSLATE_NOOP("Words", "Static check") },
        { "launch-plan", QT_TRANSLATE_NOOP("Words", "Launch plan") },
        { "build", QT_TRANSLATE_NOOP("Words", "Build") },
        { "run", QT_TRANSLATE_NOOP("Words", "Run") },
        { "compare", QT_TRANSLATE_NOOP("Words", "Compare with reference") },
        { "findings", QT_TRANSLATE_NOOP("Words", "Hardware rules") },
        { "determinism", QT_TRANSLATE_NOOP("Words", "Determinism") },
        { "contract", QT_TRANSLATE_NOOP("Words", "Form of the reply") },
        { "api", QT_TRANSLATE_NOOP("Words", "API names") },
        { "signature", QT_TRANSLATE_NOOP("Words", "API signatures") },
        { "hygiene", QT_TRANSLATE_NOOP("Words", "Task hygiene") },
        { "task-hygiene", QT_TRANSLATE_NOOP("Words", "Task hygiene") },
        { "inputs", QT_TRANSLATE_NOOP("Words", "Inputs unchanged") },
        { "guards", QT_TRANSLATE_NOOP("Words", "Guard bands") },
        { "poison", QT_TRANSLATE_NOOP("Words", "Poisoned memory") },
        { "precision", QT_TRANSLATE_NOOP("Words", "Precision") },
        { "metamorphic", QT_TRANSLATE_NOOP("Words", "Metamorphic checks") },
        { "plausibility", QT_TRANSLATE_NOOP("Words", "Plausibility") },
        { "profile", QT_TRANSLATE_NOOP("Words", "Profile") },
        { "traffic", QT_TRANSLATE_NOOP("Words", "Memory traffic") },
        { "relations", QT_TRANSLATE_NOOP("Words", "Changed inputs") },
        { "handover", QT_TRANSLATE_NOOP("Words", "Host code only hands on") },
        { "harness", QT_TRANSLATE_NOOP("Words", "Judging programs") },
        { "program", QT_TRANSLATE_NOOP("Words", "Program") },
        { "tiling", QT_TRANSLATE_NOOP("Words", "Tiling") },
    };
    const QString known = look(kNames, gate);
    if (known != gate || gate.isEmpty())
        return known;
    // A gate this version does not know yet: its name as words, "output-region" -> "Output region".
    QString words = gate;
    words.replace(u'-', u' ').replace(u'_', u' ');
    words[0] = words[0].toUpper();
    return words;
}

QString decisionWord(const QString& action)
{
    static constexpr Name kNames[] = {
        { "approve", QT_TRANSLATE_NOOP("Words", "approved it") },
        { "reject", QT_TRANSLATE_NOOP("Words", "rejected it") },
        { "retire", QT_TRANSLATE_NOOP("Words", "retired it") },
        { "quarantine", QT_TRANSLATE_NOOP("Words", "put it into quarantine") },
        { "propose", QT_TRANSLATE_NOOP("Words", "proposed it") },
        { "edit", QT_TRANSLATE_NOOP("Words", "edited it") },
        { "undo", QT_TRANSLATE_NOOP("Words", "undid a decision") },
        { "redo", QT_TRANSLATE_NOOP("Words", "decided again") },
    };
    return look(kNames, action);
}

QString eventWord(const QString& kind)
{
    static constexpr Name kNames[] = {
        { "run-started", QT_TRANSLATE_NOOP("Words", "Run started") },
        { "task-started", QT_TRANSLATE_NOOP("Words", "Operator started") },
        { "knowledge-retrieved", QT_TRANSLATE_NOOP("Words", "Knowledge retrieved") },
        { "prompt-sent", QT_TRANSLATE_NOOP("Words", "Model asked") },
        { "reply-received", QT_TRANSLATE_NOOP("Words", "Reply received") },
        { "candidate-created", QT_TRANSLATE_NOOP("Words", "Candidate written") },
        { "candidate-judged", QT_TRANSLATE_NOOP("Words", "Candidate judged") },
        { "entry-proposed", QT_TRANSLATE_NOOP("Words", "Entry proposed") },
        { "task-finished", QT_TRANSLATE_NOOP("Words", "Operator finished") },
        { "run-progress", QT_TRANSLATE_NOOP("Words", "Progress") },
        { "run-finished", QT_TRANSLATE_NOOP("Words", "Run ended") },
    };
    return look(kNames, kind);
}

QString confidenceWord(const QString& confidence)
{
    static constexpr Name kNames[] = {
        { "measured", QT_TRANSLATE_NOOP("Words", "measured") },
        { "document", QT_TRANSLATE_NOOP("Words", "from a document") },
        { "source", QT_TRANSLATE_NOOP("Words", "from public sources") },
        { "fitted", QT_TRANSLATE_NOOP("Words", "fitted") },
        { "guess", QT_TRANSLATE_NOOP("Words", "a guess") },
    };
    return look(kNames, confidence);
}

QString targetWord(const QString& target)
{
    static constexpr Name kNames[] = {
        { "emulator", QT_TRANSLATE_NOOP("Words", "emulator") },
    };
    return look(kNames, target);
}

QString storedRunStateWord(const QString& state)
{
    static constexpr Name kNames[] = {
        { "created", QT_TRANSLATE_NOOP("Words", "Not started") },
        { "running", QT_TRANSLATE_NOOP("Words", "Running") },
        { "paused", QT_TRANSLATE_NOOP("Words", "Paused") },
        { "stopped", QT_TRANSLATE_NOOP("Words", "Stopped") },
        { "finished", QT_TRANSLATE_NOOP("Words", "Finished") },
        { "failed", QT_TRANSLATE_NOOP("Words", "Failed") },
    };
    return look(kNames, state);
}

QString promptPartWord(const QString& heading)
{
    static constexpr Name kNames[] = {
        { "Answer format", QT_TRANSLATE_NOOP("Words", "Answer format") },
        { "Hardware", QT_TRANSLATE_NOOP("Words", "Hardware") },
        { "Operator", QT_TRANSLATE_NOOP("Words", "Operator") },
        { "Plan", QT_TRANSLATE_NOOP("Words", "Plan") },
        { "API", QT_TRANSLATE_NOOP("Words", "API") },
        { "Knowledge", QT_TRANSLATE_NOOP("Words", "Knowledge") },
        { "What failed before", QT_TRANSLATE_NOOP("Words", "What failed before") },
        { "Parent", QT_TRANSLATE_NOOP("Words", "Parent") },
        { "Profile of the parent", QT_TRANSLATE_NOOP("Words", "Profile of the parent") },
        { "Already tried from this parent", QT_TRANSLATE_NOOP("Words", "Already tried from this parent") },
        { "Request", QT_TRANSLATE_NOOP("Words", "Request") },
    };
    return look(kNames, heading);
}

QString pipeWord(const QString& pipe)
{
    static constexpr Name kNames[] = {
        { "S", QT_TRANSLATE_NOOP("Words", "Scalar") },
        { "V", QT_TRANSLATE_NOOP("Words", "Vector") },
        { "M", QT_TRANSLATE_NOOP("Words", "Cube") },
        { "MTE1", QT_TRANSLATE_NOOP("Words", "MTE1 (L1 out)") },
        { "MTE2", QT_TRANSLATE_NOOP("Words", "MTE2 (copy in)") },
        { "MTE3", QT_TRANSLATE_NOOP("Words", "MTE3 (copy out)") },
        { "FIX", QT_TRANSLATE_NOOP("Words", "FixPipe") },
    };
    return look(kNames, pipe);
}

} // namespace hawk::ui
