#include "emulator/program/sample_program.h"

#include <algorithm>

namespace hawk::emulator {
namespace {

bool isError(const Finding& finding) { return finding.severity == Severity::Error || finding.severity == Severity::Fatal; }

Json listOf(const std::vector<Finding>& findings)
{
    Json list = Json::array();
    for (const Finding& finding : findings)
        list.push_back(toJson(finding));
    return list;
}

Json toJson(const LaunchReport& launch)
{
    return { { "kernel", launch.kernel }, { "file", launch.file }, { "line", launch.line }, { "blocks", launch.blocks },
        { "outcome", name(launch.outcome) }, { "detail", launch.detail }, { "findings", listOf(launch.findings) },
        { "profile", launch.profile ? toJson(*launch.profile) : Json() }, { "opsTotal", launch.opsTotal } };
}

Json toJson(const Diagnostic& one)
{
    constexpr const char* kLevels[] { "error", "warning", "note" };
    return { { "level", kLevels[static_cast<std::size_t>(one.level)] }, { "file", one.file }, { "line", one.line },
        { "column", one.column }, { "message", one.message }, { "constraint", one.constraint } };
}

} // namespace

bool ProgramReport::hasErrors() const
{
    return std::ranges::any_of(findings, isError)
        || std::ranges::any_of(launches, [](const LaunchReport& launch) { return std::ranges::any_of(launch.findings, isError); });
}

bool ProgramReport::correct() const { return built && ran && verified.value_or(true) && !hasErrors(); }

Json toJson(const ProgramReport& report)
{
    Json launches = Json::array();
    for (const LaunchReport& launch : report.launches)
        launches.push_back(toJson(launch));
    Json diagnostics = Json::array();
    for (const Diagnostic& one : report.diagnostics)
        diagnostics.push_back(toJson(one));
    return { { "scenario", report.scenario }, { "refused", report.refused }, { "built", report.built }, { "ran", report.ran },
        { "preparing", report.preparing }, { "missing", report.missing }, { "verified", report.verified ? Json(*report.verified) : Json() }, { "correct", report.correct() },
        { "outcome", name(report.outcome) }, { "exitStatus", report.exitStatus ? Json(*report.exitStatus) : Json() },
        { "reason", report.reason }, { "diagnostics", diagnostics }, { "findings", listOf(report.findings) }, { "launches", launches },
        { "launchesTotal", report.launchesTotal }, { "modelledUs", report.modelledUs }, { "printed", report.printed },
        { "errors", report.errors }, { "scriptOutput", report.scriptOutput }, { "buildMs", report.buildMs }, { "runMs", report.runMs },
        { "maxRssBytes", report.maxRssBytes } };
}

} // namespace hawk::emulator
