#include "emulator/check/issue_rules.h"
#include "knowledge/features.h"
#include "knowledge/knowledge_base.h"

#include <algorithm>

namespace hawk::knowledge {
namespace {

constexpr std::size_t kMaxDiagnostics = 3; // later ones are mostly consequences of the first
constexpr double kRoundingError = 0.25; // relative; above it a value is in the wrong place rather than badly rounded
constexpr double kMeanRoundingError = 1e-3; // results near zero have large relative errors, but their mean stays small
constexpr std::size_t kMaxFindings = 4; // named in the situation; all of them go into the id list

void addOnce(std::vector<std::string>& list, std::string_view text)
{
    if (!text.empty() && std::ranges::find(list, text) == list.end())
        list.emplace_back(text);
}

std::string joined(const std::vector<std::string>& list, std::string_view with)
{
    std::string out;
    for (const std::string& item : list)
        out += (out.empty() ? "" : std::string(with)) + item;
    return out;
}

bool isError(const emulator::Finding& finding)
{
    return finding.severity == emulator::Severity::Fatal || finding.severity == emulator::Severity::Error;
}

/// API names the compiler's message quotes: 'DataCopyPad', 'AscendC::Cast<float, half>(...)'.
void addQuotedNames(const std::string& message, std::vector<std::string>& apis)
{
    const std::string text = normaliseError(message);
    for (std::size_t at = text.find('\''); at != std::string::npos; at = text.find('\'', at + 1)) {
        std::size_t end = at + 1;
        while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_'))
            ++end;
        // An API begins with a capital; types and variables of the kernel mostly do not.
        if (end - at > 3 && std::isupper(static_cast<unsigned char>(text[at + 1])) != 0)
            addOnce(apis, text.substr(at + 1, end - at - 1));
    }
}

void addConstraint(Query& query, const std::string& id)
{
    addOnce(query.constraints, id);
    addOnce(query.bottlenecks, tagOfCategory(emulator::constraintInfo(id).category));
}

void readDiagnostics(const target::Verdict& verdict, Query& query, std::string& symptom)
{
    std::size_t taken = 0;
    for (const emulator::Diagnostic& d : verdict.diagnostics) {
        if (d.level != emulator::Diagnostic::Level::Error || taken == kMaxDiagnostics)
            continue;
        ++taken;
        query.errorText += (query.errorText.empty() ? "" : "\n") + d.message;
        addQuotedNames(d.message, query.apis);
        if (!d.constraint.empty())
            addConstraint(query, d.constraint);
        symptom += " Compiler: " + normaliseError(d.message) + ".";
    }
    if (taken == 0) {
        query.errorText = verdict.buildLog.empty() ? verdict.summary : verdict.buildLog;
        symptom += " It did not build: " + normaliseError(query.errorText) + ".";
    }
    if (query.constraints.empty())
        addOnce(query.bottlenecks, "API_SIGNATURE");
}

void readFindings(const target::Verdict& verdict, bool errorsOnly, Query& query, std::string& symptom)
{
    std::size_t told = 0;
    for (const emulator::Finding& f : verdict.findings) {
        if (errorsOnly && !isError(f))
            continue;
        addConstraint(query, f.constraint);
        addOnce(query.apis, f.api);
        if (told++ < kMaxFindings)
            symptom += " " + f.api + ": " + f.message + ".";
    }
}

/// What a comparison shows, in the words entries use for it.
std::string signatureOf(const reference::ComparisonReport& report)
{
    std::string words = "mismatch: " + report.pattern;
    if (report.nanMismatches > 0)
        words += ", nan or infinity, overflow";
    if (report.untouched > 0)
        words += ", untouched, never written";
    // Small but too large everywhere: the arithmetic, not the addressing.
    const bool small
        = report.maxRelativeError < kRoundingError || report.meanRelativeError < kMeanRoundingError;
    if (report.nanMismatches == 0 && report.untouched == 0 && small)
        words += ", precision";
    return words;
}

void readMismatch(const target::Verdict& verdict, Query& query, std::string& symptom)
{
    for (const target::CaseVerdict& c : verdict.cases) {
        if (c.hidden || c.outcome != target::Outcome::Mismatch || !c.comparison)
            continue;
        const reference::ComparisonReport& report = *c.comparison;
        const std::string signature = signatureOf(report);
        query.errorText += (query.errorText.empty() ? "" : "\n") + signature;
        symptom += " Case " + c.name + ", " + signature + ".";
        if (report.pattern.find("tail") != std::string::npos || report.untouched > 0)
            addOnce(query.bottlenecks, "TAIL_HANDLING");
        if (signature.ends_with("precision"))
            addOnce(query.bottlenecks, "PRECISION_MODE");
        return; // the first failing case is what the next attempt answers to
    }
}

const emulator::Profile* slowestProfile(const target::Verdict& verdict)
{
    const emulator::Profile* slowest = nullptr;
    for (const target::CaseVerdict& c : verdict.cases)
        if (c.profile && c.profile->trusted && (!slowest || c.profile->totalUs > slowest->totalUs))
            slowest = &*c.profile;
    return slowest;
}

void readProfile(const target::Verdict& verdict, Query& query, std::string& symptom)
{
    const emulator::Profile* profile = slowestProfile(verdict);
    if (!profile)
        return;
    for (const std::string& tag : profile->bottlenecks) {
        addOnce(query.bottlenecks, tag);
        for (const std::string_view rule : rulesOfTag(tag))
            addOnce(query.constraints, rule);
    }
    symptom += " " + profile->bottleneckText;
    if (!profile->bound.empty())
        symptom += " Bound by " + profile->bound + ".";
}

void readVerdict(const target::Verdict& verdict, Query& query, std::string& symptom)
{
    using target::Outcome;
    switch (verdict.outcome) {
    case Outcome::Rejected:
    case Outcome::BuildFailed:
        query.problem = Stage::Compile;
        readDiagnostics(verdict, query, symptom);
        break;
    case Outcome::Crashed:
    case Outcome::RuleBroken:
        query.problem = Stage::Runtime;
        readFindings(verdict, true, query, symptom);
        if (query.constraints.empty())
            query.errorText = verdict.summary;
        break;
    case Outcome::Mismatch:
        query.problem = Stage::Accuracy;
        readFindings(verdict, true, query, symptom); // a broken rule is the likeliest cause of wrong values
        readMismatch(verdict, query, symptom);
        break;
    case Outcome::Correct:
        query.problem = Stage::Performance;
        readFindings(verdict, false, query, symptom);
        readProfile(verdict, query, symptom);
        break;
    }
}

} // namespace

Query buildQuery(const std::string& stage, const std::string& specName, const std::string& family,
    const std::vector<std::string>& dtypes, const std::string& chip, const target::Verdict* verdict)
{
    Query query { .stage = stage, .specName = specName, .family = family, .dtypes = dtypes, .chip = chip };
    std::string symptom;
    if (verdict)
        readVerdict(*verdict, query, symptom);
    query.situation = "A " + family + " operator, " + specName + ", on " + joined(dtypes, ", ") + " for " + chip + "."
        + (verdict ? symptom : " Nothing was tried yet.");
    return query;
}

} // namespace hawk::knowledge
