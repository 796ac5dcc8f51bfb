#include "bridge/verdict_view.h"

#include "bridge/json_fields.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace hawk::ui {

namespace {

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

FindingRow findingRow(const emulator::Finding& finding)
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

// In the order the gates ran; what one left undecided stands behind its own row, and at the end when it has none.
std::vector<GateRow> gateRows(const target::Verdict& verdict)
{
    std::vector<GateRow> rows;
    for (const target::GateRecord& gate : verdict.gates)
        rows.push_back({ toQt(gate.gate), gate.passed ? GateRow::Result::Passed : GateRow::Result::Failed, toQt(gate.observed),
            toQt(gate.expected), gate.wallMs });
    for (const target::UndecidedGate& gate : verdict.undecided) {
        const QString name = toQt(gate.gate);
        const auto last = std::find_if(rows.rbegin(), rows.rend(), [&](const GateRow& row) { return row.gate == name; });
        rows.insert(last == rows.rend() ? rows.end() : last.base(), { name, GateRow::Result::Undecided, toQt(gate.why), {}, 0 });
    }
    return rows;
}

} // namespace

Outcome outcomeFromName(const std::string& stored)
{
    if (stored.empty())
        return Outcome::NotJudged;
    const auto outcome = target::outcomeFromName(stored);
    return outcome ? toUi(*outcome) : Outcome::NotJudged;
}

QString pipeName(std::size_t pipe)
{
    return pipe < kPipeNames.size() ? QString::fromLatin1(kPipeNames[pipe]) : u"?"_s;
}

void fillVerdict(CandidateDetail& detail, const target::Verdict& verdict)
{
    detail.chip = toQt(verdict.chip);
    detail.target = toQt(verdict.target);
    detail.badge = badgeFromTimeKind(toQt(verdict.timeKind));
    detail.judgeMs = verdict.judgeMs;
    detail.buildLog = toQt(verdict.buildLog);
    detail.gates = gateRows(verdict);
    for (const emulator::Diagnostic& diagnostic : verdict.diagnostics)
        detail.findings.push_back(diagnosticRow(diagnostic));
    for (const emulator::Finding& finding : verdict.findings)
        detail.findings.push_back(findingRow(finding));
    std::stable_sort(detail.findings.begin(), detail.findings.end(),
        [](const FindingRow& a, const FindingRow& b) { return a.severity < b.severity; });
    for (const target::CaseVerdict& one : verdict.cases) {
        detail.cases.push_back(caseRow(one));
        if (one.profile)
            detail.profiles.push_back(profileView(one.name, *one.profile));
    }
}

} // namespace hawk::ui
