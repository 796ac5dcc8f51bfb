#include "bridge/convert.h"

#include "base/files.h"
#include "emulator/isa/table.h"
#include "format/numbers.h"
#include "knowledge/entry.h"
#include "target/verdict.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cmath>
#include <map>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

struct Convert {
    Q_DECLARE_TR_FUNCTIONS(Convert)
};

// What the parts of a learned record are called in `source`; missing keys give nothing.
QString jsonText(const Json& json, const char* key)
{
    if (!json.is_object() || !json.contains(key))
        return {};
    const Json& value = json.at(key);
    return value.is_string() ? toQt(value.get_ref<const std::string&>()) : toQt(value.dump());
}

qint64 jsonNumber(const Json& json, const char* key)
{
    if (!json.is_object() || !json.contains(key) || !json.at(key).is_number())
        return 0;
    return json.at(key).get<qint64>();
}

double jsonReal(const Json& json, const char* key)
{
    if (!json.is_object() || !json.contains(key) || !json.at(key).is_number())
        return 0;
    return json.at(key).get<double>();
}

QStringList toList(const std::vector<std::string>& texts)
{
    QStringList list;
    for (const std::string& text : texts)
        list.append(toQt(text));
    return list;
}

Outcome toUi(target::Outcome outcome)
{
    switch (outcome) {
    case target::Outcome::Rejected: return Outcome::Rejected;
    case target::Outcome::BuildFailed: return Outcome::BuildFailed;
    case target::Outcome::Crashed: return Outcome::Crashed;
    case target::Outcome::Mismatch: return Outcome::Mismatch;
    case target::Outcome::RuleBroken: return Outcome::RuleBroken;
    case target::Outcome::Correct: return Outcome::Correct;
    }
    return Outcome::NotJudged;
}

Severity toUi(emulator::Severity severity)
{
    switch (severity) {
    case emulator::Severity::Fatal: return Severity::Fatal;
    case emulator::Severity::Error: return Severity::Error;
    case emulator::Severity::Warning: return Severity::Warning;
    case emulator::Severity::Advice: return Severity::Advice;
    }
    return Severity::Error;
}

constexpr std::array<const char*, static_cast<std::size_t>(emulator::Pipe::Count)> kPipeNames { "S", "V", "M", "MTE1",
    "MTE2", "MTE3", "FIX", "ALL" };

QString pipeName(std::size_t pipe)
{
    return pipe < kPipeNames.size() ? QString::fromLatin1(kPipeNames[pipe]) : u"?"_s;
}

FindingRow diagnosticRow(const emulator::Diagnostic& diagnostic)
{
    FindingRow row;
    switch (diagnostic.level) {
    case emulator::Diagnostic::Level::Error: row.severity = Severity::Error; break;
    case emulator::Diagnostic::Level::Warning: row.severity = Severity::Warning; break;
    case emulator::Diagnostic::Level::Note: row.severity = Severity::Advice; break;
    }
    row.rule = diagnostic.constraint.empty() ? u"compiler"_s : toQt(diagnostic.constraint);
    row.message = toQt(diagnostic.message);
    row.line = diagnostic.line;
    return row;
}

ProfileView profileView(const std::string& caseName, const emulator::Profile& profile)
{
    ProfileView view;
    view.caseName = toQt(caseName);
    view.totalUs = profile.totalUs;
    view.tHwUs = profile.tHwUs;
    view.bound = toQt(profile.bound);
    view.trusted = profile.trusted;
    view.untrustedReason = toQt(profile.untrustedReason);
    view.bottlenecks = toList(profile.bottlenecks);
    view.bottleneckText = toQt(profile.bottleneckText);
    view.confidence = toQt(profile.confidence);
    view.blockDim = static_cast<int>(profile.blockDim);
    view.coresUsed = profile.coresUsed;
    view.coresAvailable = profile.coresAvailable;
    view.ubPeakBytes = profile.ubPeakBytes;
    view.gmReadBytes = profile.gmReadBytes;
    view.gmWriteBytes = profile.gmWriteBytes;
    view.meanDmaBytes = profile.meanDmaBytes;
    for (std::size_t i = 0; i < profile.pipes.size(); ++i) {
        const emulator::PipeUse& use = profile.pipes[i];
        if (use.instructions == 0 && use.busyCycles <= 0)
            continue;
        const double wait = profile.totalCycles > 0 ? use.waitCycles / profile.totalCycles : 0;
        view.pipes.push_back({ pipeName(i), use.ratio, wait, use.instructions, use.bytes });
    }
    return view;
}

CaseRow caseRow(const target::CaseVerdict& verdict)
{
    CaseRow row;
    row.name = toQt(verdict.name);
    row.hidden = verdict.hidden;
    row.outcome = toUi(verdict.outcome);
    row.detail = toQt(verdict.detail);
    row.hasTrace = !verdict.traceHash.empty();
    if (verdict.profile) {
        row.us = verdict.profile->totalUs;
        row.tHwUs = verdict.profile->tHwUs;
        row.trusted = verdict.profile->trusted;
    }
    return row;
}

void fillVerdict(CandidateDetail& detail, const target::Verdict& verdict)
{
    detail.chip = toQt(verdict.chip);
    detail.target = toQt(verdict.target);
    detail.badge = badgeFromTimeKind(toQt(verdict.timeKind));
    detail.judgeMs = verdict.judgeMs;
    detail.buildLog = toQt(verdict.buildLog);
    for (const target::GateRecord& gate : verdict.gates)
        detail.gates.push_back({ toQt(gate.gate), gate.passed, toQt(gate.observed), toQt(gate.expected), gate.wallMs });
    for (const emulator::Diagnostic& diagnostic : verdict.diagnostics)
        detail.findings.push_back(diagnosticRow(diagnostic));
    for (const emulator::Finding& finding : verdict.findings)
        detail.findings.push_back(toRow(finding));
    std::stable_sort(detail.findings.begin(), detail.findings.end(),
        [](const FindingRow& a, const FindingRow& b) { return a.severity < b.severity; });
    for (const target::CaseVerdict& one : verdict.cases) {
        detail.cases.push_back(caseRow(one));
        if (one.profile)
            detail.profiles.push_back(profileView(one.name, *one.profile));
    }
}

std::vector<HitRow> loadHits(store::Workspace& workspace, CandidateId id)
{
    std::vector<HitRow> rows;
    const auto retrievals = workspace.retrievals(id);
    if (!retrievals)
        return rows;
    for (const store::RetrievalRecord& retrieval : *retrievals)
        for (const store::RetrievalRecord::Hit& hit : retrieval.hits) {
            HitRow row;
            row.entry = hit.entry.value;
            if (const auto entry = workspace.entry(hit.entry)) {
                row.key = toQt(entry->key);
                row.title = toQt(entry->title);
                row.state = toQt(entry->state);
            }
            row.rank = hit.rank;
            row.syntacticRank = hit.syntacticRank;
            row.denseRank = hit.denseRank;
            row.syntacticScore = hit.syntacticScore;
            row.denseScore = hit.denseScore;
            row.fusedScore = hit.fusedScore;
            row.shown = hit.shown;
            row.used = hit.used;
            row.explanation = toQt(hit.explanation);
            rows.push_back(std::move(row));
        }
    return rows;
}

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

// One side of a replay: "Wrong values: 3 of 6 cases differ (12.4 µs modelled)".
QString describeSide(const Json& side)
{
    QString text = outcomeWord(outcomeFromName(jsonText(side, "outcome").toStdString()));
    const QString summary = jsonText(side, "summary");
    if (!summary.isEmpty())
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

Outcome outcomeFromName(const std::string& stored)
{
    if (stored.empty())
        return Outcome::NotJudged;
    const auto outcome = target::outcomeFromName(stored);
    return outcome ? toUi(*outcome) : Outcome::NotJudged;
}

CandidateRow toRow(const store::CandidateRecord& record)
{
    CandidateRow row;
    row.id = record.id.value;
    row.parent = record.parent.value;
    row.run = record.run.value;
    row.task = record.task.value;
    row.attempt = record.attempt;
    row.origin = toQt(record.origin);
    row.stage = toQt(record.stage);
    row.note = toQt(record.note);
    row.summary = toQt(record.summary);
    row.outcome = outcomeFromName(record.outcome);
    row.modelledUs = record.modelledUs;
    row.createdAt = record.createdAt;
    return row;
}

OperatorRow toRow(const store::SpecRecord& spec, const store::TaskRecord* task)
{
    OperatorRow row;
    row.spec = spec.id.value;
    row.name = toQt(spec.name);
    row.family = toQt(spec.family);
    row.description = jsonText(spec.body, "description");
    if (spec.body.is_object() && spec.body.contains("cases"))
        row.cases = static_cast<int>(spec.body.at("cases").size());
    if (task) {
        row.task = task->id.value;
        row.state = toQt(task->state);
        row.note = toQt(task->note);
        row.attempts = task->attempts;
        row.best = task->best.value;
        row.firstCorrect = task->firstCorrect.value;
    }
    return row;
}

FindingRow toRow(const emulator::Finding& finding)
{
    FindingRow row;
    row.severity = toUi(finding.severity);
    row.rule = toQt(finding.constraint);
    row.message = toQt(finding.message);
    row.fix = toQt(finding.fix);
    row.api = toQt(finding.api);
    row.operand = toQt(finding.operand);
    row.line = finding.line;
    row.core = finding.core;
    row.seq = static_cast<qint64>(finding.seq);
    row.count = static_cast<qint64>(finding.count);
    row.otherLine = finding.otherLine;
    return row;
}

RunProgressView toView(const engine::RunProgress& progress)
{
    return { progress.attemptsDone, progress.attemptsBudget, progress.secondsDone, progress.secondsBudget,
        progress.tasksDone, progress.tasksTotal, toQt(progress.activity), progress.tokensDone, progress.tokensBudget,
        progress.moneyDone, progress.moneyBudget, toQt(progress.currency) };
}

EventRow toRow(const engine::Event& event, qint64 at)
{
    if (const auto* sent = std::get_if<engine::PromptSent>(&event); sent && !sent->messages.empty()) {
        engine::PromptSent slim = *sent; // a line of the log needs no prompt
        slim.messages.clear();
        return toRow(engine::Event(std::move(slim)), at);
    }
    store::EventRecord record;
    record.kind = std::string(engine::kindOf(event));
    record.body = engine::toJson(event);
    record.at = at;
    return toRow(record);
}

EventRow toRow(const store::EventRecord& record)
{
    const Json& body = record.body;
    EventRow row;
    row.at = record.at;
    row.kind = toQt(record.kind);
    row.spec = jsonText(body, "spec");
    row.candidate = jsonNumber(body, "candidate");
    row.entry = jsonNumber(body, "entry");
    if (record.kind == "candidate-judged") {
        row.outcome = outcomeFromName(jsonText(body, "outcome").toStdString());
        const double us = jsonReal(body, "modelledUs");
        row.text = u"#%1 %2"_s.arg(row.candidate).arg(jsonText(body, "summary"));
        if (us > 0)
            row.text += u" ("_s + withBadge(microseconds(us), Badge::Modelled) + u')';
    } else if (record.kind == "candidate-created") {
        row.text = u"#%1 %2"_s.arg(row.candidate).arg(jsonText(body, "note"));
    } else if (record.kind == "knowledge-retrieved") {
        QStringList keys;
        if (body.is_object() && body.contains("keys") && body.at("keys").is_array())
            for (const Json& key : body.at("keys"))
                keys.append(key.is_string() ? toQt(key.get<std::string>()) : QString());
        row.text = keys.join(u", "_s);
    } else if (record.kind == "prompt-sent") {
        row.text = Convert::tr("%1 to %2, about %3 tokens")
                       .arg(jsonText(body, "label"), jsonText(body, "model"), wholeNumber(jsonNumber(body, "promptTokens")));
    } else if (record.kind == "reply-received") {
        row.text = Convert::tr("%1 tokens in, %2 out").arg(wholeNumber(jsonNumber(body, "promptTokens")), wholeNumber(jsonNumber(body, "completionTokens")));
        if (body.contains("cost") && body.at("cost").is_number())
            row.text += u", "_s + money(jsonReal(body, "cost"), jsonText(body, "currency"));
        if (body.value("replayed", false))
            row.text += u", "_s + badgeWord(Badge::Replayed);
    } else if (record.kind == "entry-proposed") {
        row.text = jsonText(body, "title");
    } else if (record.kind == "task-finished") {
        const double best = jsonReal(body, "bestUs");
        row.text = taskStateWord(jsonText(body, "state"));
        if (best > 0)
            row.text += u", "_s + withBadge(microseconds(best), Badge::Modelled);
        const QString note = jsonText(body, "note");
        if (!note.isEmpty())
            row.text += u", "_s + note;
    } else if (record.kind == "run-started") {
        row.text = jsonText(body, "chip");
    } else if (record.kind == "run-finished") {
        row.text = jsonText(body, "message");
        if (row.text.isEmpty())
            row.text = jsonText(body, "state");
    } else if (record.kind == "run-progress") {
        row.text = jsonText(body, "activity");
    }
    return row;
}

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

Result<CandidateDetail> loadCandidate(store::Workspace& workspace, CandidateId id)
{
    const auto record = workspace.candidate(id);
    if (!record)
        return record.error();
    CandidateDetail detail;
    detail.row = toRow(*record);
    if (const auto spec = workspace.spec(record->spec))
        detail.row.specName = toQt(spec->name);
    const auto source = workspace.artifact(record->sourceHash);
    if (!source)
        return source.error();
    detail.source = toQt(*source);
    if (!record->launchPlanHash.empty()) {
        const auto plan = workspace.artifact(record->launchPlanHash);
        if (!plan)
            return plan.error();
        detail.launchPlan = toQt(*plan);
    }
    const auto verdict = workspace.verdict(id);
    if (!verdict)
        return verdict.error();
    if (verdict->has_value()) {
        const auto parsed = target::verdictFromJson((*verdict)->body);
        if (!parsed)
            return parsed.error();
        fillVerdict(detail, *parsed);
    }
    detail.hits = loadHits(workspace, id);
    if (record->parent) {
        if (const auto parent = workspace.candidate(record->parent))
            if (const auto text = workspace.artifact(parent->sourceHash))
                detail.parentSource = toQt(*text);
    }
    return detail;
}

Result<Timeline> loadTimeline(
    store::Workspace& workspace, const chip::ChipCatalog& chips, CandidateId id, const std::string& caseName)
{
    const auto verdict = workspace.verdict(id);
    if (!verdict)
        return verdict.error();
    if (!verdict->has_value())
        return Error { Errc::NotFound, "the candidate has not been judged" };
    const auto parsed = target::verdictFromJson((*verdict)->body);
    if (!parsed)
        return parsed.error();
    const auto found = std::find_if(parsed->cases.begin(), parsed->cases.end(),
        [&caseName](const target::CaseVerdict& one) { return one.name == caseName; });
    if (found == parsed->cases.end() || found->traceHash.empty())
        return Error { Errc::NotFound, "no trace was kept for case " + caseName };
    const auto bytes = workspace.artifact(found->traceHash);
    if (!bytes)
        return bytes.error();
    const auto folder = TempDir::create("hawk-timeline");
    if (!folder)
        return folder.error();
    const auto file = folder->path() / "trace.bin";
    if (const auto written = writeFileAtomically(file, *bytes); !written)
        return written.error();
    emulator::Launch launch;
    const auto chip = chips.find(parsed->chip);
    if (!chip)
        return chip.error();
    launch.chip = *chip;
    const auto analysis = emulator::analyse(file, launch);
    if (!analysis)
        return analysis.error();
    Timeline timeline;
    timeline.candidate = id.value;
    timeline.caseName = toQt(caseName);
    timeline.totalCycles = analysis->profile.totalCycles;
    timeline.clockMhz = analysis->profile.clockMhz;
    timeline.trusted = found->profile ? found->profile->trusted : analysis->profile.trusted;
    timeline.note = toQt(found->profile ? found->profile->untrustedReason : analysis->profile.untrustedReason);
    timeline.segments.reserve(analysis->timeline.size());
    for (const emulator::Segment& segment : analysis->timeline) {
        const auto api = emulator::apiRow(segment.api).name;
        timeline.cores = std::max(timeline.cores, segment.core + 1);
        timeline.segments.push_back({ segment.core, pipeName(static_cast<std::size_t>(segment.pipe)), toQt(api),
            static_cast<int>(segment.line), static_cast<qint64>(segment.seq), segment.start, segment.end, segment.stall,
            segment.bytes });
    }
    std::stable_sort(timeline.segments.begin(), timeline.segments.end(), [](const SegmentRow& a, const SegmentRow& b) {
        return std::tie(a.core, a.pipe, a.start) < std::tie(b.core, b.pipe, b.start);
    });
    return timeline;
}

} // namespace hawk::ui
