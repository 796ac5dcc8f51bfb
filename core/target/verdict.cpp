#include "target/verdict.h"

#include "emulator/report/finding_groups.h"
#include "target/case_facts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace hawk::target {
namespace {

using reference::ComparisonReport;
using Level = emulator::Diagnostic::Level;

// In the order of Outcome and of Diagnostic::Level.
constexpr std::array<std::string_view, 6> kOutcomes { "rejected", "build-failed", "crashed", "mismatch",
    "rule-broken", "correct" };
constexpr std::array<std::string_view, 3> kLevels { "error", "warning", "note" };

Json toJson(const emulator::Diagnostic& diagnostic)
{
    return { { "level", kLevels.at(static_cast<std::size_t>(diagnostic.level)) }, { "file", diagnostic.file },
        { "line", diagnostic.line }, { "column", diagnostic.column }, { "message", diagnostic.message },
        { "constraint", diagnostic.constraint }, { "fix", diagnostic.fix }, { "excerpt", diagnostic.excerpt },
        { "signatures", diagnostic.signatures }, { "alsoAt", diagnostic.alsoAt }, { "variant", diagnostic.variant } };
}

emulator::Diagnostic diagnosticFromJson(const Json& json)
{
    const auto level = std::ranges::find(kLevels, json.value("level", "error"));
    return { .level = level == kLevels.end() ? Level::Error : static_cast<Level>(level - kLevels.begin()),
        .file = json.value("file", ""),
        .line = json.value("line", 0),
        .column = json.value("column", 0),
        .message = json.value("message", ""),
        .constraint = json.value("constraint", ""),
        .fix = json.value("fix", ""),
        .excerpt = json.value("excerpt", ""),
        .signatures = json.value("signatures", std::vector<std::string>()),
        .alsoAt = json.value("alsoAt", std::vector<int>()),
        .variant = json.value("variant", "") };
}

Json toJson(const GateRecord& gate)
{
    return { { "gate", gate.gate }, { "passed", gate.passed }, { "observed", gate.observed },
        { "expected", gate.expected }, { "wallMs", gate.wallMs } };
}

Json toJson(const UndecidedGate& gate) { return { { "gate", gate.gate }, { "why", gate.why } }; }

GateRecord gateFromJson(const Json& json)
{
    return { .gate = json.value("gate", ""),
        .passed = json.value("passed", false),
        .observed = json.value("observed", ""),
        .expected = json.value("expected", ""),
        .wallMs = json.value("wallMs", 0.0) };
}

/// JSON has no NaN and no infinity; the comparison writes them as text.
double number(const Json& json, const char* key)
{
    if (!json.contains(key))
        return 0;
    const Json& value = json[key];
    if (value.is_number())
        return value.get<double>();
    if (value == "inf" || value == "-inf")
        return (value == "inf" ? 1 : -1) * std::numeric_limits<double>::infinity();
    return value == "nan" ? std::numeric_limits<double>::quiet_NaN() : 0;
}

ComparisonReport comparisonFromJson(const Json& json)
{
    ComparisonReport report { .pass = json.value("pass", false),
        .elements = json.value("elements", std::int64_t { 0 }),
        .failing = json.value("failing", std::int64_t { 0 }),
        .excusedSmall = json.value("excusedSmall", std::int64_t { 0 }),
        .excusedCancellation = json.value("excusedCancellation", std::int64_t { 0 }),
        .nanMismatches = json.value("nanMismatches", std::int64_t { 0 }),
        .untouched = json.value("untouched", std::int64_t { 0 }),
        .meanRelativeError = number(json, "meanRelativeError"),
        .maxRelativeError = number(json, "maxRelativeError"),
        .meanErrorSamePrecision = number(json, "meanErrorSamePrecision"),
        .tau = number(json, "tau"),
        .pattern = json.value("pattern", ""),
        .summary = json.value("summary", "") };
    for (const Json& one : json.value("worst", Json::array()))
        report.worst.push_back({ .index = one.value("index", std::int64_t { 0 }),
            .coordinates = one.value("coordinates", std::vector<std::int64_t>()),
            .expected = number(one, "expected"),
            .actual = number(one, "actual"),
            .relativeError = number(one, "relativeError") });
    return report;
}

Json toJson(const CaseVerdict& verdict)
{
    Json json = { { "name", verdict.name }, { "hidden", verdict.hidden }, { "tags", verdict.tags }, { "types", verdict.types },
        { "outcome", name(verdict.outcome) }, { "detail", verdict.detail }, { "broken", verdict.broken },
        { "traceHash", verdict.traceHash }, { "printed", verdict.printed } };
    if (verdict.comparison)
        json["comparison"] = reference::toJson(*verdict.comparison);
    if (verdict.profile)
        json["profile"] = emulator::toJson(*verdict.profile);
    return json;
}

Result<CaseVerdict> caseFromJson(const Json& json)
{
    const auto outcome = outcomeFromName(json.value("outcome", ""));
    if (!outcome)
        return outcome.error();
    CaseVerdict verdict { .name = json.value("name", ""),
        .hidden = json.value("hidden", false),
        .tags = json.value("tags", std::vector<std::string>()),
        .types = json.value("types", ""),
        .outcome = *outcome,
        .detail = json.value("detail", ""),
        .broken = json.value("broken", std::vector<std::string>()),
        .comparison = {},
        .profile = {},
        .traceHash = json.value("traceHash", ""),
        .printed = json.value("printed", "") };
    if (json.contains("comparison"))
        verdict.comparison = comparisonFromJson(json["comparison"]);
    if (json.contains("profile")) {
        auto profile = emulator::profileFromJson(json["profile"]);
        if (!profile)
            return profile.error();
        verdict.profile = *std::move(profile);
    }
    return verdict;
}

template <class T> Json listToJson(const std::vector<T>& values)
{
    Json list = Json::array();
    for (const T& value : values)
        list.push_back(toJson(value));
    return list;
}

Result<Verdict> readVerdict(const Json& json)
{
    const auto outcome = outcomeFromName(json.at("outcome").get<std::string>());
    if (!outcome)
        return outcome.error();
    Verdict verdict { .outcome = *outcome,
        .summary = json.value("summary", ""),
        .target = json.value("target", ""),
        .chip = json.value("chip", ""),
        .timeKind = json.value("timeKind", "modelled"),
        .buildLog = json.value("buildLog", ""),
        .casesTotal = json.value("casesTotal", std::size_t { 0 }),
        .modelledUs = json.value("modelledUs", 0.0),
        .judgeMs = json.value("judgeMs", 0.0),
        .seed = json.value("seed", std::uint64_t { 0 }),
        .environment = json.value("environment", Json::object()) };
    for (const Json& gate : json.value("gates", Json::array()))
        verdict.gates.push_back(gateFromJson(gate));
    for (const Json& gate : json.value("undecided", Json::array()))
        verdict.undecided.push_back({ gate.value("gate", ""), gate.value("why", "") });
    for (const Json& diagnostic : json.value("diagnostics", Json::array()))
        verdict.diagnostics.push_back(diagnosticFromJson(diagnostic));
    for (const Json& one : json.value("cases", Json::array())) {
        auto parsed = caseFromJson(one);
        if (!parsed)
            return parsed.error();
        verdict.cases.push_back(*std::move(parsed));
    }
    for (const Json& one : json.value("findings", Json::array())) {
        auto finding = emulator::findingFromJson(one);
        if (!finding)
            return finding.error();
        verdict.findings.push_back(*std::move(finding));
    }
    return verdict;
}

} // namespace

std::string_view name(Outcome outcome) { return kOutcomes.at(static_cast<std::size_t>(outcome)); }

Result<Outcome> outcomeFromName(std::string_view text)
{
    const auto found = std::ranges::find(kOutcomes, text);
    if (found == kOutcomes.end())
        return Error { Errc::InvalidInput, "unknown outcome '" + std::string(text) + "'", {},
            "one of rejected, build-failed, crashed, mismatch, rule-broken, correct" };
    return static_cast<Outcome>(found - kOutcomes.begin());
}

Json toJson(const Verdict& verdict)
{
    Json findings = Json::array();
    for (const emulator::Finding& finding : verdict.findings)
        findings.push_back(emulator::toJson(finding));
    // As terminal and prompts show them; written for readers of the JSON, computed anew when a verdict is read.
    Json groups = Json::array();
    for (const emulator::FindingGroup& group : emulator::groupFindings(verdict.findings))
        groups.push_back(emulator::toJson(group));
    return { { "outcome", name(verdict.outcome) }, { "summary", verdict.summary },
        { "target", verdict.target }, { "chip", verdict.chip }, { "timeKind", verdict.timeKind },
        { "gates", listToJson(verdict.gates) }, { "undecided", listToJson(verdict.undecided) }, { "diagnostics", listToJson(verdict.diagnostics) },
        { "buildLog", verdict.buildLog }, { "cases", listToJson(verdict.cases) },
        { "casesTotal", verdict.casesTotal }, { "findings", findings },
        { "findingGroups", groups }, { "casePattern", casePattern(verdict) }, { "modelledUs", verdict.modelledUs },
        { "judgeMs", verdict.judgeMs }, { "seed", verdict.seed }, { "environment", verdict.environment } };
}

Result<Verdict> verdictFromJson(const Json& json)
{
    try {
        return readVerdict(json);
    } catch (const Json::exception& failure) {
        return Error { Errc::InvalidInput, std::string("not a verdict: ") + failure.what(), {}, {} };
    }
}

} // namespace hawk::target
