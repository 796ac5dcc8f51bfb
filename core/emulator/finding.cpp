#include "emulator/finding.h"

#include <array>

namespace hawk::emulator {
namespace {

constexpr std::array<std::string_view, 4> kSeverityNames { "fatal", "error", "warning", "advice" };

Error badFinding(std::string message)
{
    return Error { Errc::InvalidInput, "cannot read a finding: " + std::move(message), {}, {} };
}

Result<Severity> severityFromName(std::string_view text)
{
    for (std::size_t i = 0; i < kSeverityNames.size(); ++i) {
        if (kSeverityNames[i] == text)
            return static_cast<Severity>(i);
    }
    return badFinding("unknown severity \"" + std::string(text) + "\"; known: fatal, error, warning, advice");
}

} // namespace

std::string_view name(Severity severity)
{
    const auto i = static_cast<std::size_t>(severity);
    return i < kSeverityNames.size() ? kSeverityNames[i] : std::string_view("error");
}

Json toJson(const Finding& finding)
{
    Json json { { "constraint", finding.constraint }, { "severity", std::string(name(finding.severity)) },
        { "api", finding.api }, { "operand", finding.operand }, { "message", finding.message },
        { "fix", finding.fix }, { "file", finding.file }, { "line", finding.line }, { "core", finding.core },
        { "seq", finding.seq }, { "count", finding.count }, { "numbers", finding.numbers } };
    if (finding.otherLine != 0) {
        json["otherLine"] = finding.otherLine;
        json["otherSeq"] = finding.otherSeq;
        json["otherCore"] = finding.otherCore;
    }
    return json;
}

Result<Finding> findingFromJson(const Json& json)
{
    if (!json.is_object())
        return badFinding("expected an object");
    try {
        Finding finding;
        finding.constraint = json.at("constraint").get<std::string>();
        auto severity = severityFromName(json.at("severity").get<std::string>());
        if (!severity)
            return severity.error();
        finding.severity = *severity;
        finding.api = json.value("api", std::string());
        finding.operand = json.value("operand", std::string());
        finding.message = json.value("message", std::string());
        finding.fix = json.value("fix", std::string());
        finding.file = json.value("file", std::string());
        finding.line = json.value("line", 0);
        finding.core = json.value("core", 0);
        finding.seq = json.value("seq", std::uint64_t { 0 });
        finding.count = json.value("count", std::uint64_t { 1 });
        finding.numbers = json.value("numbers", Json::object());
        finding.otherLine = json.value("otherLine", 0);
        finding.otherSeq = json.value("otherSeq", std::uint64_t { 0 });
        finding.otherCore = json.value("otherCore", 0);
        return finding;
    } catch (const Json::exception& e) {
        return badFinding(e.what());
    }
}

} // namespace hawk::emulator
