#include "synth/prompt/feedback.h"

#include "emulator/report/finding_groups.h"
#include "target/case_facts.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <vector>

namespace hawk::synth {
namespace {

constexpr std::size_t kShownErrors = 6; ///< later messages of a compiler mostly follow from the first
constexpr std::size_t kShownFindings = 6;
constexpr std::size_t kShownCases = 4;
constexpr std::size_t kShownDifferences = 3;

/// Lines of a candidate's files, by the names that messages use.
class Source {
public:
    explicit Source(const target::Candidate& candidate)
        : m_candidate(candidate)
    {
    }
    /// Empty when there is no such line.
    std::string line(const std::string& file, int number)
    {
        const auto known = m_files.find(file);
        const std::string& text = known != m_files.end() ? known->second : m_files.emplace(file, target::textOfFile(m_candidate, file)).first->second;
        std::size_t begin = 0;
        for (int i = 1; i < number && begin != std::string::npos; ++i)
            begin = text.find('\n', begin) == std::string::npos ? std::string::npos : text.find('\n', begin) + 1;
        return number < 1 || begin == std::string::npos ? std::string() : text.substr(begin, text.find('\n', begin) - begin);
    }
    /// "   31 | code", or nothing when there is no such line.
    std::string excerpt(const std::string& file, int number)
    {
        const std::string code = line(file, number);
        return code.empty() ? code : "    " + std::to_string(number) + " | " + code + "\n";
    }
    /// "line 31", of a project's file "op_host/add.cpp, line 31".
    std::string place(const std::string& file, int number) const
    {
        const bool several = m_candidate.form == target::Candidate::Form::OperatorProject && !file.empty();
        return (several ? file + ", line " : "line ") + std::to_string(number);
    }

private:
    const target::Candidate& m_candidate;
    std::map<std::string, std::string> m_files;
};

std::string number(double value)
{
    std::array<char, 48> text {};
    std::snprintf(text.data(), text.size(), "%.4g", value);
    return text.data();
}

std::string percent(double share) { return number(share * 100) + " %"; }

/// Whether a text of the judge names a hidden case.
bool tellsHidden(std::string_view text, const target::Verdict& verdict)
{
    return std::any_of(verdict.cases.begin(), verdict.cases.end(), [&](const target::CaseVerdict& each) {
        return each.hidden && !each.name.empty() && text.find(each.name) != std::string_view::npos;
    });
}

/// Whether what went wrong went wrong on hidden cases alone: then its numbers are theirs.
bool onlyHiddenFail(const target::Verdict& verdict)
{
    bool hidden = false;
    for (const target::CaseVerdict& each : verdict.cases) {
        if (each.outcome != target::Outcome::Correct && !each.hidden)
            return false;
        hidden = hidden || each.outcome != target::Outcome::Correct;
    }
    return hidden;
}

std::string compilerText(const target::Verdict& verdict, Source& source)
{
    std::string out;
    std::size_t count = 0;
    for (emulator::Diagnostic each : verdict.diagnostics) {
        if (each.level != emulator::Diagnostic::Level::Error || count++ >= kShownErrors)
            continue;
        if (each.excerpt.empty())
            each.excerpt = source.line(each.file, each.line);
        out += "- " + (each.line > 0 ? source.place(each.file, each.line) + ": " : std::string()) + headline(each) + "\n" + details(each, "    ");
    }
    if (count > kShownErrors)
        out += "- and " + std::to_string(count - kShownErrors) + " more\n";
    return out.empty() ? out : "Compiler errors, first causes first:\n" + out;
}

/// The lines of a group, at most a few.
std::string excerpts(const emulator::FindingGroup& group, const emulator::Finding& first, Source& source)
{
    constexpr std::size_t kLines = 3;
    std::string out = source.excerpt(first.file, first.line);
    std::size_t shown = 1;
    for (const int line : group.lines)
        if (line != first.line && line != first.otherLine && shown++ < kLines)
            out += source.excerpt(first.file, line);
    return out;
}

std::string groupText(const emulator::FindingGroup& group, const target::Verdict& verdict, Source& source)
{
    const emulator::Finding& first = verdict.findings[group.members.front()];
    const std::string cases = target::casesOf(verdict, first.constraint);
    const bool secret = onlyHiddenFail(verdict);
    std::string out = "- [" + first.constraint + "] " + placeText(group, verdict.findings)
        + (secret ? std::string(": on a hidden case") : (cases.empty() ? "" : ", in " + cases) + ": " + first.message) + "\n"
        + excerpts(group, first, source);
    if (first.otherLine > 0)
        out += "  in conflict with line " + std::to_string(first.otherLine) + "\n" + source.excerpt(first.file, first.otherLine);
    if (!group.follows.empty())
        out += "  this may only follow from [" + group.follows + "] above\n";
    if (!first.fix.empty())
        out += "  fix: " + first.fix + "\n";
    return out;
}

std::string findingsText(const target::Verdict& verdict, Source& source)
{
    std::string out;
    std::string more;
    std::size_t count = 0;
    for (const emulator::FindingGroup& group : emulator::groupFindings(verdict.findings)) {
        const emulator::Finding& first = verdict.findings[group.members.front()];
        if (first.severity > emulator::Severity::Error)
            continue;
        if (count++ < kShownFindings)
            out += groupText(group, verdict, source);
        else
            more += (more.empty() ? "" : ", ") + first.constraint;
    }
    if (!more.empty())
        out += "- and " + std::to_string(count - kShownFindings) + " more: " + more + "\n";
    return out.empty() ? out : "Hardware rules that were broken, causes first:\n" + out;
}

/// Where an element stands: "element 4097 [1, 1]".
std::string elementText(const reference::Mismatch& one)
{
    std::string out = "element " + std::to_string(one.index);
    if (one.coordinates.size() < 2)
        return out;
    std::string list;
    for (const std::int64_t each : one.coordinates)
        list += (list.empty() ? "" : ", ") + std::to_string(each);
    return out + " [" + list + "]";
}

std::string caseText(const target::CaseVerdict& each)
{
    std::string out = "- " + (each.hidden ? "a hidden case" : each.name) + ": " + std::string(target::name(each.outcome));
    if (each.hidden)
        return out + "\n";
    // What a finding or the comparison says is said there.
    if (!each.detail.empty() && each.broken.empty() && (!each.comparison || each.comparison->pass))
        out += ", " + each.detail;
    out += "\n";
    if (!each.comparison || each.comparison->pass)
        return out;
    const reference::ComparisonReport& report = *each.comparison;
    out += "  " + std::to_string(report.failing) + " of " + std::to_string(report.elements) + " elements differ";
    if (!report.pattern.empty())
        out += "; pattern: " + report.pattern;
    out += "; largest relative error " + number(report.maxRelativeError) + ", allowed " + number(report.tau) + "\n";
    for (std::size_t i = 0; i < std::min(report.worst.size(), kShownDifferences); ++i)
        out += "  " + elementText(report.worst[i]) + ": got " + number(report.worst[i].actual) + ", expected "
            + number(report.worst[i].expected) + "\n";
    return out;
}

std::string casesText(const target::Verdict& verdict)
{
    std::string out;
    std::size_t count = 0;
    for (const target::CaseVerdict& each : verdict.cases)
        if (each.outcome != target::Outcome::Correct && count++ < kShownCases)
            out += caseText(each);
    if (count > kShownCases)
        out += "- and " + std::to_string(count - kShownCases) + " more\n";
    const std::string pattern = target::casePattern(verdict);
    return out.empty() ? out : "Cases" + (pattern.empty() ? std::string() : " (" + pattern + ")") + ":\n" + out;
}

} // namespace

std::string publicSummary(const target::Verdict& verdict)
{
    if (onlyHiddenFail(verdict))
        return "Right on every public case, wrong on a hidden one: think of other lengths, shapes and values.";
    return tellsHidden(verdict.summary, verdict) ? "Wrong on public and on hidden cases." : verdict.summary;
}

std::string failureText(const target::Verdict& verdict, const target::Candidate& candidate)
{
    Source source(candidate);
    std::string out = "Outcome: " + std::string(target::name(verdict.outcome)) + ". " + publicSummary(verdict) + "\n";
    for (const target::GateRecord& gate : verdict.gates)
        if (!gate.passed && !onlyHiddenFail(verdict) && !tellsHidden(gate.observed + gate.expected, verdict))
            out += "Gate " + gate.gate + ": expected " + gate.expected + "; observed " + gate.observed + "\n";
    return out + compilerText(verdict, source) + findingsText(verdict, source) + casesText(verdict);
}

std::string profileText(const target::Verdict& verdict)
{
    const emulator::Profile* worst = nullptr;
    std::string caseName;
    for (const target::CaseVerdict& each : verdict.cases)
        if (!each.hidden && each.profile && each.profile->trusted && (worst == nullptr || each.profile->totalUs > worst->totalUs)) {
            worst = &*each.profile;
            caseName = each.name;
        }
    if (worst == nullptr)
        return {};
    std::string out = verdict.timeKind + " time of the longest case, " + caseName + ": " + number(worst->totalUs) + " us; bound of the hardware "
        + number(worst->tHwUs) + " us (" + worst->bound + ")\n";
    out += "cores used: " + std::to_string(worst->coresUsed) + " of " + std::to_string(worst->coresAvailable) + "; mean GM transfer: "
        + number(worst->meanDmaBytes) + " B; UB peak: " + std::to_string(worst->ubPeakBytes) + " B; load imbalance: " + percent(worst->loadImbalance) + "\n";
    const std::array<std::pair<emulator::Pipe, const char*>, 4> pipes { { { emulator::Pipe::Mte2, "GM to UB (MTE2)" },
        { emulator::Pipe::V, "vector" }, { emulator::Pipe::Mte3, "UB to GM (MTE3)" }, { emulator::Pipe::S, "scalar" } } };
    for (const auto& [pipe, label] : pipes)
        out += std::string("busy ") + label + ": " + percent(worst->pipes.at(static_cast<std::size_t>(pipe)).ratio) + "\n";
    for (const std::string& tag : worst->bottlenecks)
        out += "diagnosis: " + tag + "\n";
    return worst->bottleneckText.empty() ? out : out + worst->bottleneckText + "\n";
}

} // namespace hawk::synth
