#include "bench/conformance.h"

#include <algorithm>
#include <array>

namespace hawk::bench {
namespace {

constexpr std::array<std::string_view, 7> kKinds { "benchmark-task", "program", "operator-project", "six-part-package",
    "direct-launch-package", "extension-operator", "other-language" };

Json caseToJson(const ConformanceCase& c)
{
    return { { "name", c.name }, { "ran", c.ran }, { "matched", c.matched }, { "stage", c.stage }, { "reason", c.reason },
        { "scaled", c.scaled }, { "unchecked", c.unchecked }, { "lacking", c.lacking }, { "errors", c.errors }, { "details", c.details }, { "modelledUs", c.modelledUs },
        { "compileMs", c.compileMs }, { "wallMs", c.wallMs } };
}

ConformanceCase caseFromJson(const Json& json)
{
    ConformanceCase c;
    c.name = json.at("name").get<std::string>();
    c.ran = json.at("ran").get<bool>();
    c.matched = json.at("matched").get<bool>();
    c.stage = json.at("stage").get<std::string>();
    c.reason = json.at("reason").get<std::string>();
    c.scaled = json.at("scaled").get<std::string>();
    c.unchecked = json.at("unchecked").get<std::string>();
    c.lacking = json.value("lacking", false);
    c.errors = json.at("errors").get<std::vector<std::string>>();
    c.details = json.value("details", std::vector<std::string>()); // absent in journals of before
    c.modelledUs = json.at("modelledUs").get<double>();
    c.compileMs = json.value("compileMs", 0.0); // absent in journals of before
    c.wallMs = json.at("wallMs").get<double>();
    return c;
}

} // namespace

std::string_view name(ConformanceItem::Kind kind) { return kKinds.at(static_cast<std::size_t>(kind)); }

bool ConformanceReport::clean() const
{
    return matched && std::ranges::all_of(cases, [](const ConformanceCase& c) { return c.errors.empty(); });
}

bool ConformanceReport::unchecked() const
{
    return !matched && !leftOut && !cases.empty()
        && std::ranges::all_of(cases, [](const ConformanceCase& c) { return !c.unchecked.empty(); });
}

bool ConformanceReport::explained() const
{
    return built && !matched && std::ranges::any_of(cases, [](const ConformanceCase& c) {
        return !c.matched && c.unchecked.empty() && !c.errors.empty();
    });
}

Json toJson(const ConformanceReport& report)
{
    Json cases = Json::array();
    for (const ConformanceCase& c : report.cases)
        cases.push_back(caseToJson(c));
    return { { "kind", name(report.item.kind) }, { "name", report.item.name }, { "folder", report.item.folder.string() },
        { "built", report.built }, { "ran", report.ran }, { "matched", report.matched }, { "clean", report.clean() },
        { "leftOut", report.leftOut }, { "badInput", report.badInput }, { "unchecked", report.unchecked() }, { "explained", report.explained() },
        { "reason", report.reason }, { "wallMs", report.wallMs }, { "cases", cases } };
}

Result<ConformanceReport> conformanceFromJson(const Json& json)
{
    try {
        ConformanceReport report;
        const auto kind = std::ranges::find(kKinds, json.at("kind").get<std::string>());
        if (kind == kKinds.end())
            return Error { Errc::InvalidInput, "unknown kind of item", {}, {} };
        report.item.kind = static_cast<ConformanceItem::Kind>(kind - kKinds.begin());
        report.item.name = json.at("name").get<std::string>();
        report.item.folder = json.at("folder").get<std::string>();
        report.built = json.at("built").get<bool>();
        report.ran = json.at("ran").get<bool>();
        report.matched = json.at("matched").get<bool>();
        report.leftOut = json.at("leftOut").get<bool>();
        report.badInput = json.value("badInput", false);
        report.reason = json.at("reason").get<std::string>();
        report.wallMs = json.at("wallMs").get<double>();
        for (const Json& c : json.at("cases"))
            report.cases.push_back(caseFromJson(c));
        return report;
    } catch (const Json::exception& failure) {
        return Error { Errc::InvalidInput, std::string("not a conformance report: ") + failure.what(), {}, {} };
    }
}

} // namespace hawk::bench
