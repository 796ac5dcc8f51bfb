#pragma once

#include <QString>
#include <cstdint>

/// The words of the product, translated: one place, so that a table, a tooltip and a dialog say the same.
namespace hawk::ui {

/// How far a candidate got, as the window distinguishes it. Ordered: larger is better.
enum class Outcome : std::uint8_t { NotJudged, Rejected, BuildFailed, Crashed, Mismatch, RuleBroken, Correct };
enum class Severity : std::uint8_t { Fatal, Error, Warning, Advice };
/// Where a number comes from.
enum class Badge : std::uint8_t { None, Modelled, Measured, Replayed };
enum class RunState : std::uint8_t { NoWorkspace, Idle, Running, Pausing, Stopping, Paused, Stopped, Finished, Failed };

QString outcomeWord(Outcome outcome); ///< "Correct"
QString outcomeMeaning(Outcome outcome); ///< one sentence
QString severityWord(Severity severity);
QString badgeWord(Badge badge);
QString badgeMeaning(Badge badge);
Badge badgeFromTimeKind(const QString& timeKind); ///< verdict's "modelled", "measured"
QString runStateWord(RunState state);
// The stored names of the core, in the user's language; an unknown one is shown as it is.
QString stageWord(const QString& stage); ///< draft, refine, edit
QString originWord(const QString& origin); ///< builtin, human, llm, replay
QString taskStateWord(const QString& state); ///< pending, drafting, refining, done, exhausted, unsupported
QString entryStateWord(const QString& state); ///< proposed, quarantined, approved, rejected, retired
QString entryStageWord(const QString& stage); ///< compile, runtime, accuracy, performance
QString gateWord(const QString& gate); ///< static, launch-plan, build, run, compare, findings, ...
QString decisionWord(const QString& action); ///< approve, reject, edit, undo, ...
QString eventWord(const QString& kind); ///< run-started, ...
QString confidenceWord(const QString& confidence); ///< of costs: measured, document, source, fitted, guess
QString targetWord(const QString& target); ///< where a candidate was judged: emulator
QString storedRunStateWord(const QString& state); ///< created, running, paused, stopped, finished, failed
QString promptPartWord(const QString& heading); ///< "Answer format": a part of the prompts the synthesizer writes
QString pipeWord(const QString& pipe); ///< "MTE2 (copy in)"

} // namespace hawk::ui
