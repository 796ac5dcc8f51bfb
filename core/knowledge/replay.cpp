#include "knowledge/distiller.h"

#include "knowledge/line_diff.h"

#include <map>

namespace hawk::knowledge {
namespace {

/// Below this share a change of the modelled time is noise (algorithms.md 7.5).
constexpr double kNoiseBand = 0.03;

std::map<std::string, double> trustedTimes(const target::Verdict& verdict)
{
    std::map<std::string, double> out;
    for (const target::CaseVerdict& c : verdict.cases)
        if (c.outcome == target::Outcome::Correct && c.profile && c.profile->trusted)
            out[c.name] = c.profile->totalUs;
    return out;
}

/// Time before over time after, over the cases both have; 0 without a common case.
double speedUp(const target::Verdict& before, const target::Verdict& after)
{
    const std::map<std::string, double> fast = trustedTimes(after);
    double slowUs = 0, fastUs = 0;
    for (const auto& [name, us] : trustedTimes(before)) {
        if (const auto it = fast.find(name); it != fast.end()) {
            slowUs += us;
            fastUs += it->second;
        }
    }
    return fastUs > 0 ? slowUs / fastUs : 0;
}

/// The failure must be the one the entry is about, not just any.
bool sameFailure(const Entry& entry, const target::Verdict& before, target::Outcome seen)
{
    if (entry.triggers.constraints.empty())
        return before.outcome == seen;
    for (const emulator::Finding& finding : before.findings)
        for (const std::string& id : entry.triggers.constraints)
            if (finding.constraint == id)
                return true;
    for (const emulator::Diagnostic& diagnostic : before.diagnostics)
        for (const std::string& id : entry.triggers.constraints)
            if (diagnostic.constraint == id)
                return true;
    return false;
}

/// The before-candidate with the entry's change. A plan rule cannot be applied to a text: its after-candidate stands for it.
Result<target::Candidate> changedBy(const Entry& entry, const Pair& pair)
{
    if (entry.artifact.kind != Artifact::Kind::Diff)
        return pair.afterSource;
    target::Candidate out = pair.afterSource;
    Result<std::string> source = applyUnifiedDiff(pair.beforeSource.source, entry.artifact.text, pair.afterSource.fileName);
    if (!source)
        return source.error();
    Result<std::string> plan = applyUnifiedDiff(pair.beforeSource.launchPlan, entry.artifact.text, "launch.json");
    if (!plan)
        return plan.error();
    out.source = *std::move(source);
    out.launchPlan = *std::move(plan);
    return out;
}

Json evidence(const target::Verdict& verdict)
{
    return { { "outcome", target::name(verdict.outcome) }, { "summary", verdict.summary },
        { "modelledUs", verdict.modelledUs }, { "cases", verdict.cases.size() } };
}

} // namespace

Result<bool> replay(Entry& entry, const Pair& pair, const target::JudgeRequest& frame, target::Target& target,
    std::stop_token stop)
{
    target::JudgeRequest request = frame;
    request.candidate = pair.beforeSource;
    const Result<target::Verdict> before = target.judge(request, stop);
    if (!before)
        return before.error();
    const Result<target::Candidate> changed = changedBy(entry, pair);
    if (!changed) {
        entry.verification = { { "state", "not reproduced" }, { "reproduced", false }, { "reason", changed.error().message } };
        return false;
    }
    request.candidate = *changed;
    const Result<target::Verdict> after = target.judge(request, stop);
    if (!after)
        return after.error();

    bool reproduced = after->outcome == target::Outcome::Correct;
    std::string why = reproduced ? "" : "the changed candidate failed: " + after->summary;
    const double gain = speedUp(*before, *after);
    if (reproduced && pair.kind == Pair::Kind::Repair) {
        reproduced = before->outcome != target::Outcome::Correct
            && sameFailure(entry, *before, pair.beforeVerdict->outcome);
        if (!reproduced)
            why = "the candidate before the change did not fail in the same way: " + before->summary;
    } else if (reproduced) {
        reproduced = gain > 1.0 + kNoiseBand;
        if (!reproduced)
            why = "the gain is within the noise band or no case has trusted times on both sides";
    }
    entry.verification = { { "state", reproduced ? "replayed" : "not reproduced" }, { "reproduced", reproduced },
        { "target", after->target }, { "chip", after->chip }, { "timeKind", after->timeKind },
        { "freshInputs", true }, { "before", evidence(*before) }, { "after", evidence(*after) } };
    if (gain > 0)
        entry.verification["speedUp"] = gain;
    if (!why.empty())
        entry.verification["reason"] = why;
    return reproduced;
}

} // namespace hawk::knowledge
