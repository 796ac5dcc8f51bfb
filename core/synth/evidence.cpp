#include "synth/evidence.h"

#include <algorithm>
#include <cctype>

namespace hawk::synth {

namespace {

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
        [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    return text;
}

/// The place of the wrong elements: the part of the pattern before what they hold instead.
std::string placeOf(const std::string& pattern) { return pattern.substr(0, pattern.find(", ")); }

/// A mismatch in the words that triggers use. Elements that were never written hold the poison, which reads
/// as NaN: they say something about addressing, nothing about arithmetic.
std::string wordsFor(const reference::ComparisonReport& report)
{
    const std::string place = placeOf(report.pattern);
    std::string words = "mismatch " + place;
    if (report.untouched > 0)
        words += " untouched never written";
    if (report.nanMismatches > report.untouched)
        words += " nan infinity overflow";
    const bool everywhere = place.find("scattered") != std::string::npos
        || place.find("all elements") != std::string::npos || place.find("every") == 0;
    // Close values spread over the tensor: rounding, not a wrong place.
    if (everywhere && report.nanMismatches == 0 && report.untouched == 0 && report.meanRelativeError < 0.25)
        words += " precision";
    return words;
}

} // namespace

Evidence gather(const target::Verdict& verdict)
{
    Evidence evidence;
    const auto add = [&](const std::string& text) { evidence.text += lower(text) + "\n"; };
    for (const emulator::Finding& finding : verdict.findings)
        if (finding.severity == emulator::Severity::Fatal || finding.severity == emulator::Severity::Error) {
            evidence.constraints.insert(finding.constraint);
            add(finding.api + " " + finding.message);
            if (evidence.headline.empty())
                evidence.headline = finding.constraint;
        }
    for (const emulator::Diagnostic& diagnostic : verdict.diagnostics)
        if (diagnostic.level == emulator::Diagnostic::Level::Error) {
            if (!diagnostic.constraint.empty())
                evidence.constraints.insert(diagnostic.constraint);
            add(diagnostic.message);
            if (evidence.headline.empty())
                evidence.headline
                    = diagnostic.constraint.empty() ? diagnostic.message : diagnostic.constraint;
        }
    for (const target::CaseVerdict& which : verdict.cases) {
        if (which.hidden)
            continue; // its values are not for a synthesizer to see
        if (which.profile)
            evidence.bottlenecks.insert(which.profile->bottlenecks.begin(), which.profile->bottlenecks.end());
        if (which.outcome == target::Outcome::Correct)
            continue;
        if (!which.comparison || which.comparison->pass) {
            add(which.detail);
        } else {
            add(wordsFor(*which.comparison));
            if (evidence.headline.empty())
                evidence.headline = "mismatch in " + which.name + ": " + which.comparison->pattern;
        }
    }
    if (evidence.headline.empty())
        evidence.headline = verdict.summary;
    return evidence;
}

std::string relevance(const knowledge::Entry& entry, const Evidence& evidence, bool performance)
{
    if (performance) {
        for (const std::string& tag : entry.triggers.bottlenecks)
            if (evidence.bottlenecks.contains(tag))
                return "bottleneck " + tag;
        return {};
    }
    for (const std::string& constraint : entry.triggers.constraints)
        if (evidence.constraints.contains(constraint))
            return "constraint " + constraint;
    for (const std::string& signature : entry.triggers.errorSignatures)
        if (!signature.empty() && evidence.text.find(lower(signature)) != std::string::npos)
            return "signature '" + signature + "'";
    return {};
}

} // namespace hawk::synth
