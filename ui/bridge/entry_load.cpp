#include "bridge/entry_load.h"

#include "bridge/json_fields.h"
#include "bridge/verdict_view.h"
#include "format/core_text.h"
#include "format/numbers.h"
#include "knowledge/entry.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <map>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

struct Convert {
    Q_DECLARE_TR_FUNCTIONS(Convert)
};

double meanSpeedup(double sumLog, qint64 count)
{
    return count > 0 && sumLog != 0 ? std::exp(sumLog / static_cast<double>(count)) : 0;
}

EntryRow entryRow(const store::EntryRecord& record, const std::vector<store::LedgerRecord>& ledgers)
{
    EntryRow row;
    row.id = record.id.value;
    row.key = toQt(record.key);
    row.title = toQt(record.title);
    row.state = toQt(record.state);
    row.stage = toQt(record.stage);
    row.version = record.version;
    row.changedAt = record.changedAt;
    if (record.body.is_object() && record.body.contains("source"))
        row.source = jsonText(record.body.at("source"), "kind");
    int valued = 0;
    double sumLog = 0;
    qint64 refined = 0;
    for (const store::LedgerRecord& ledger : ledgers) {
        row.shown += ledger.shown;
        row.used += ledger.used;
        row.succeeded += ledger.succeeded;
        row.failed += ledger.failed;
        if (ledger.valueUpdates > 0) {
            row.value += ledger.value;
            ++valued;
        }
        sumLog += ledger.sumLogSpeedup;
        refined += ledger.stage == "refine" ? ledger.succeeded : 0;
    }
    if (valued > 0)
        row.value /= valued;
    row.meanSpeedup = meanSpeedup(sumLog, refined);
    return row;
}

QString describeSource(const Json& source)
{
    const QString kind = jsonText(source, "kind");
    const QString uri = jsonText(source, "uri");
    if (kind == "repair-pair"_L1)
        return Convert::tr("Learned from a repair: candidate #%1 failed, #%2 passed")
            .arg(jsonNumber(source, "parent"))
            .arg(jsonNumber(source, "candidate"));
    if (kind == "speedup-pair"_L1)
        return Convert::tr("Learned from a speed-up: candidate #%1 was slower than #%2")
            .arg(jsonNumber(source, "parent"))
            .arg(jsonNumber(source, "candidate"));
    return uri.isEmpty() ? kind : uri;
}

// One side of a replay: "Wrong values: case fp16_tail: y: 3 of 6 elements wrong", "Correct (12.4 µs modelled)".
QString describeSide(const Json& side)
{
    const Outcome outcome = outcomeFromName(jsonText(side, "outcome").toStdString());
    QString text = outcomeWord(outcome);
    const QString summary = coreText(jsonText(side, "summary"));
    if (!summary.isEmpty() && outcome != Outcome::Correct) // which says no more than the time behind it
        text += u": "_s + summary;
    const double us = jsonReal(side, "modelledUs");
    if (us > 0)
        text += u" ("_s + withBadge(microseconds(us), Badge::Modelled) + u')';
    return text;
}

QString describeVerification(const Json& verification)
{
    if (!verification.is_object() || verification.empty())
        return {};
    QStringList lines;
    if (verification.contains("reproduced") && verification.at("reproduced").is_boolean()) {
        const QString place = jsonText(verification, "target") + u", "_s + jsonText(verification, "chip");
        lines.append(verification.at("reproduced").get<bool>()
                ? Convert::tr("Replayed with fresh inputs on %1: the effect was reproduced.").arg(place)
                : Convert::tr("Replayed with fresh inputs on %1: the effect was not reproduced.").arg(place));
    }
    if (verification.contains("before"))
        lines.append(Convert::tr("Before: %1").arg(describeSide(verification.at("before"))));
    if (verification.contains("after"))
        lines.append(Convert::tr("After: %1").arg(describeSide(verification.at("after"))));
    if (const double gain = jsonReal(verification, "speedUp"); gain > 0)
        lines.append(Convert::tr("Gain: %1").arg(speedup(gain)));
    for (const char* key : { "reason", "eligibility" })
        if (const QString text = jsonText(verification, key); !text.isEmpty())
            lines.append(text);
    // A form this version does not know is shown as it is.
    return lines.isEmpty() ? toQt(verification.dump(2)) : lines.join(u'\n');
}

void fillEntry(EntryDetail& detail, const knowledge::Entry& entry)
{
    detail.families = toList(entry.triggers.families);
    detail.apis = toList(entry.triggers.apis);
    detail.constraints = toList(entry.triggers.constraints);
    detail.errorSignatures = toList(entry.triggers.errorSignatures);
    detail.bottlenecks = toList(entry.triggers.bottlenecks);
    detail.dtypes = toList(entry.triggers.dtypes);
    detail.chips = toList(entry.triggers.chips);
    detail.symptom = toQt(entry.rationale.symptom);
    detail.cause = toQt(entry.rationale.cause);
    detail.constraint = toQt(entry.rationale.constraint);
    detail.consequence = toQt(entry.rationale.consequence);
    detail.whenNotToApply = toQt(entry.rationale.whenNotToApply);
    detail.artifactKind = toQt(knowledge::name(entry.artifact.kind));
    detail.artifactText = toQt(entry.artifact.text);
    if (entry.artifact.kind == knowledge::Artifact::Kind::PlanRule && !entry.artifact.rule.is_null())
        detail.artifactText += (detail.artifactText.isEmpty() ? QString() : u"\n"_s) + toQt(entry.artifact.rule.dump(2));
    detail.sourceText = describeSource(entry.source);
    detail.beforeCandidate = jsonNumber(entry.source, "parent");
    detail.afterCandidate = jsonNumber(entry.source, "candidate");
    detail.evidence = describeVerification(entry.verification);
}

std::vector<store::LedgerRecord> ledgersOf(const std::vector<store::LedgerRecord>& all, EntryId id)
{
    std::vector<store::LedgerRecord> mine;
    std::copy_if(all.begin(), all.end(), std::back_inserter(mine),
        [id](const store::LedgerRecord& ledger) { return ledger.entry == id; });
    return mine;
}

} // namespace

Result<std::vector<EntryRow>> loadEntries(store::Workspace& workspace)
{
    const auto records = workspace.entries();
    if (!records)
        return records.error();
    const auto ledgers = workspace.ledgers();
    if (!ledgers)
        return ledgers.error();
    std::map<EntryId, std::vector<store::LedgerRecord>> byEntry;
    for (const store::LedgerRecord& ledger : *ledgers)
        byEntry[ledger.entry].push_back(ledger);
    std::vector<EntryRow> rows;
    rows.reserve(records->size());
    for (const store::EntryRecord& record : *records)
        rows.push_back(entryRow(record, byEntry[record.id]));
    return rows;
}

Result<EntryDetail> loadEntry(store::Workspace& workspace, EntryId id)
{
    const auto record = workspace.entry(id);
    if (!record)
        return record.error();
    const auto entry = knowledge::entryFromJson(record->body);
    if (!entry)
        return entry.error();
    const auto all = workspace.ledgers();
    if (!all)
        return all.error();
    const std::vector<store::LedgerRecord> ledgers = ledgersOf(*all, id);
    EntryDetail detail;
    detail.row = entryRow(*record, ledgers);
    fillEntry(detail, *entry);
    for (const store::LedgerRecord& ledger : ledgers)
        detail.ledger.push_back({ toQt(ledger.stage), ledger.shown, ledger.used, ledger.succeeded, ledger.failed,
            ledger.value, meanSpeedup(ledger.sumLogSpeedup, ledger.succeeded) });
    if (const auto decisions = workspace.decisions("entry", id.value))
        for (const store::DecisionRecord& decision : *decisions)
            detail.decisions.push_back({ decision.at, toQt(decision.who), toQt(decision.action), toQt(decision.reason),
                decision.undoneBy != 0 });
    return detail;
}

} // namespace hawk::ui
