#include "cli/verdict_report.h"

#include "emulator/report/finding_groups.h"
#include "target/case_facts.h"

#include <ostream>

namespace hawk::cli {
namespace {

constexpr std::size_t kMostFindings = 20;

std::string sourceLine(std::string_view source, int line)
{
    std::size_t begin = 0;
    for (int i = 1; i < line; ++i) {
        const std::size_t end = source.find('\n', begin);
        if (end == std::string_view::npos)
            return {};
        begin = end + 1;
    }
    return line > 0 ? std::string(source.substr(begin, source.find('\n', begin) - begin)) : std::string();
}

void printExcerpt(Context& context, std::string_view source, int line)
{
    if (const std::string text = sourceLine(source, line); !text.empty())
        context.out << styled("    " + std::to_string(line) + " | ", Style::Dim, context.outColour) << text
                    << '\n';
}

/// "kernel.cpp:12:3: ", as far as it is known.
std::string place(const std::string& file, int line, int column)
{
    std::string text = file;
    for (const int number : { line, column })
        if (number > 0)
            text.append(text.empty() ? "" : ":").append(std::to_string(number));
    return text.empty() ? text : text.append(": ");
}

void printDiagnostic(Context& context, const emulator::Diagnostic& diagnostic, const target::Candidate& candidate)
{
    using Level = emulator::Diagnostic::Level;
    const bool error = diagnostic.level == Level::Error;
    context.out << "  " << place(diagnostic.file, diagnostic.line, diagnostic.column)
                << styled(error                                 ? "error: "
                           : diagnostic.level == Level::Warning ? "warning: "
                                                                : "note: ",
                       error ? Style::Red : Style::Yellow, context.outColour)
                << emulator::headline(diagnostic) << '\n';
    emulator::Diagnostic shown = diagnostic;
    if (shown.excerpt.empty())
        shown.excerpt = sourceLine(target::textOfFile(candidate, diagnostic.file), diagnostic.line);
    context.out << emulator::details(shown, "    ");
}

std::string blocksText(const std::vector<int>& blocks)
{
    if (blocks.size() < 2)
        return ", block " + std::to_string(blocks.empty() ? 0 : blocks.front());
    return ", blocks " + std::to_string(blocks.front()) + " to " + std::to_string(blocks.back());
}

void printGroup(Context& context, const emulator::FindingGroup& group, const target::Verdict& verdict, const target::Candidate& candidate)
{
    constexpr std::size_t kLines = 3;
    const emulator::Finding& first = verdict.findings[group.members.front()];
    const std::string source = target::textOfFile(candidate, first.file);
    const bool error = first.severity <= emulator::Severity::Error;
    const std::string cases = target::casesOf(verdict, first.constraint);
    context.out << "  " << place(first.file, first.line, 0)
                << styled(emulator::name(first.severity), error ? Style::Red : Style::Yellow, context.outColour) << " [" << first.constraint
                << "] " << placeText(group, verdict.findings) << ": " << first.message << blocksText(group.blocks)
                << (cases.empty() ? "" : ", in " + cases) << '\n';
    printExcerpt(context, source, first.line);
    std::size_t shown = 1;
    for (const int line : group.lines)
        if (line != first.line && line != first.otherLine && shown++ < kLines)
            printExcerpt(context, source, line);
    if (first.otherLine > 0)
        printExcerpt(context, source, first.otherLine);
    if (!group.follows.empty())
        context.out << "    this may only follow from [" << group.follows << "] above\n";
    if (!first.fix.empty())
        context.out << "    fix: " << first.fix << '\n';
}

void printCases(Context& context, const target::Verdict& verdict)
{
    if (verdict.cases.empty())
        return;
    using enum Table::Align;
    Table table({ { "case" }, { "outcome" }, { "modelled time", Right }, { "bound", Right },
        { "cores", Right }, { "bottleneck" }, { "detail", Left, 90 } });
    for (const target::CaseVerdict& each : verdict.cases) {
        const auto& profile = each.profile;
        table.row({ each.name + (each.hidden ? " (hidden)" : ""), std::string(target::name(each.outcome)),
            profile ? formatUs(profile->totalUs) + (profile->trusted ? "" : " ?") : "-",
            profile ? formatUs(profile->tHwUs) : "-",
            profile ? std::to_string(profile->coresUsed) + "/" + std::to_string(profile->coresAvailable)
                    : "-",
            profile ? join(profile->bottlenecks, " ") : "", each.detail });
    }
    context.out << '\n';
    table.print(context.out, context.outColour);
    if (verdict.cases.size() < verdict.casesTotal)
        context.out << verdict.casesTotal - verdict.cases.size()
                    << " further cases were not run after the failure\n";
    if (const std::string pattern = target::casePattern(verdict); !pattern.empty())
        context.out << pattern << '\n';
}

} // namespace

void printVerdict(Context& context, const target::Verdict& verdict, const target::Candidate& candidate)
{
    const bool correct = verdict.outcome == target::Outcome::Correct;
    // A summary often begins with the outcome; it is said once.
    const std::string_view outcome = target::name(verdict.outcome);
    const bool said = verdict.summary.starts_with(outcome);
    context.out << styled(outcome, correct ? Style::Green : Style::Red, context.outColour)
                << (said ? "" : ": ") << std::string_view(verdict.summary).substr(said ? outcome.size() : 0)
                << "\n"
                << verdict.target << ", " << verdict.chip << ", judged in " << formatMs(verdict.judgeMs);
    if (correct)
        context.out << ", " << formatUs(verdict.modelledUs) << ' ' << verdict.timeKind << " over "
                    << verdict.cases.size() << " cases";
    context.out << '\n';
    for (const target::GateRecord& gate : verdict.gates)
        if (!gate.passed)
            context.out << "gate " << gate.gate << ": " << gate.observed
                        << (gate.expected.empty() ? "" : "; expected " + gate.expected) << '\n';
    for (const target::UndecidedGate& gate : verdict.undecided)
        context.out << "gate " << gate.gate << " was not decided: " << gate.why << '\n';
    printCases(context, verdict);
    if (!verdict.diagnostics.empty())
        context.out << "\ncompiler\n";
    for (const emulator::Diagnostic& diagnostic : verdict.diagnostics)
        printDiagnostic(context, diagnostic, candidate);
    if (!verdict.findings.empty())
        context.out << "\nfindings\n";
    const std::vector<emulator::FindingGroup> groups = emulator::groupFindings(verdict.findings);
    for (std::size_t i = 0; i < groups.size() && i < kMostFindings; ++i)
        printGroup(context, groups[i], verdict, candidate);
    if (groups.size() > kMostFindings)
        context.out << "  and " << groups.size() - kMostFindings << " more; --json lists all\n";
}

} // namespace hawk::cli
