#include "knowledge/distiller.h"

#include "base/hash.h"
#include "emulator/check/issue_rules.h"
#include "knowledge/features.h"
#include "knowledge/knowledge_base.h"
#include "knowledge/line_diff.h"

#include <algorithm>
#include <cstdio>

namespace hawk::knowledge {
namespace {

/// A difference beyond this many changed lines is another kernel, not a lesson.
constexpr std::size_t kMaxChangedLines = 60;
constexpr std::size_t kMaxSymptoms = 3;

void addOnce(std::vector<std::string>& list, const std::string& text)
{
    if (!text.empty() && std::ranges::find(list, text) == list.end())
        list.push_back(text);
}

std::string listed(const std::vector<std::string>& items)
{
    std::string out;
    for (const std::string& item : items)
        out.append(out.empty() ? "" : ", ").append(item);
    return out;
}

/// Fields of `after` that differ from `before`, with the new values.
Json planDifference(const Json& before, const Json& after)
{
    Json set = Json::object();
    for (const auto& [field, value] : after.items())
        if (!before.contains(field) || before.at(field) != value)
            set[field] = value;
    return set;
}

bool explainsAll(const Entry& entry, const Json& set)
{
    if (entry.artifact.kind != Artifact::Kind::PlanRule || !entry.artifact.rule.is_object())
        return false;
    const Json known = entry.artifact.rule.value("set", Json::object());
    return std::ranges::all_of(set.items(), [&](const auto& item) {
        return known.contains(item.key()) && known.at(item.key()) == item.value();
    });
}

bool known(const Pair& pair, const Json& set)
{
    if (pair.shown.empty()) // nothing to compare with: a change that cites one entry is that entry's doing
        return pair.usedEntries.size() == 1;
    return std::ranges::any_of(pair.shown, [&](const Entry& entry) { return explainsAll(entry, set); });
}

std::optional<Artifact> sourceArtifact(const Pair& pair)
{
    const auto part = [](std::string_view before, std::string_view after, std::string_view name, std::size_t& changed) {
        const std::vector<Hunk> hunks = withoutCosmetics(diffLines(before, after));
        for (const Hunk& hunk : hunks)
            changed += hunk.removed.size() + hunk.added.size();
        return unifiedDiff(before, hunks, name);
    };
    std::size_t changed = 0;
    const std::string text
        = part(pair.beforeSource.source, pair.afterSource.source, pair.afterSource.fileName, changed)
        + part(pair.beforeSource.launchPlan, pair.afterSource.launchPlan, "launch.json", changed);
    if (changed == 0 || changed > kMaxChangedLines)
        return {};
    return Artifact { .kind = Artifact::Kind::Diff, .text = text };
}

std::optional<Artifact> artifactOf(const Pair& pair)
{
    if (!pair.beforePlan.is_object() || !pair.afterPlan.is_object())
        return sourceArtifact(pair);
    Json set = planDifference(pair.beforePlan, pair.afterPlan);
    if (set.empty() || known(pair, set))
        return {};
    return Artifact { .kind = Artifact::Kind::PlanRule, .rule = { { "set", std::move(set) } } };
}

Stage stageOf(const Pair& pair)
{
    if (pair.kind == Pair::Kind::SpeedUp)
        return Stage::Performance;
    switch (pair.beforeVerdict->outcome) {
    case target::Outcome::Rejected:
    case target::Outcome::BuildFailed:
        return Stage::Compile;
    case target::Outcome::Mismatch:
        return Stage::Accuracy;
    default:
        return Stage::Runtime;
    }
}

/// What the failing verdict had and the passing one has no more. The same reading of a verdict as a query's, so that
/// the entry is found by the failure it came from.
Triggers triggersOf(const Pair& pair)
{
    const Query query = buildQuery(pair.kind == Pair::Kind::Repair ? "draft" : "refine", pair.specName, pair.family, {},
        pair.chip, pair.beforeVerdict);
    Triggers out { .stage = stageOf(pair), .families = { pair.family }, .apis = query.apis };
    const auto& after = pair.afterVerdict->findings;
    for (const std::string& id : query.constraints)
        if (std::ranges::none_of(after, [&](const emulator::Finding& f) { return f.constraint == id; }))
            addOnce(out.constraints, id);
    for (const std::string& tag : query.bottlenecks)
        if (std::ranges::find(bottleneckTags(), tag) != bottleneckTags().end())
            addOnce(out.bottlenecks, tag);
    addOnce(out.errorSignatures, normaliseError(query.errorText));
    addOnce(out.chips, generationOf(pair.chip));
    return out;
}

std::string microseconds(double us)
{
    char buffer[48];
    std::snprintf(buffer, sizeof buffer, "%.2f us", us);
    return buffer;
}

Rationale rationaleOf(const Pair& pair, const Triggers& triggers, const std::string& change)
{
    Rationale out;
    const target::Verdict& before = *pair.beforeVerdict;
    std::size_t told = 0;
    for (const emulator::Finding& finding : before.findings)
        if (std::ranges::find(triggers.constraints, finding.constraint) != triggers.constraints.end()
            && told++ < kMaxSymptoms)
            out.symptom.append(out.symptom.empty() ? "" : " ").append(finding.message).append(".");
    if (out.symptom.empty())
        out.symptom = before.summary.empty() ? "the candidate before the change failed" : before.summary;
    for (const std::string& id : triggers.constraints) {
        const emulator::ConstraintInfo& info = emulator::constraintInfo(id);
        out.constraint.append(out.constraint.empty() ? "" : " ").append(info.rule);
    }
    if (pair.kind == Pair::Kind::SpeedUp) {
        out.cause = triggers.bottlenecks.empty() ? "the slower plan" : "bottleneck: " + listed(triggers.bottlenecks);
        out.consequence = "Modelled time of " + pair.specName + ": " + microseconds(before.modelledUs) + " before, "
            + microseconds(pair.afterVerdict->modelledUs) + " after.";
    } else {
        out.cause = triggers.constraints.empty() ? "what the change replaced: " + change
                                                 : "broken rule: " + listed(triggers.constraints);
        out.consequence = "Before: " + before.summary + ". After: " + pair.afterVerdict->summary + ".";
    }
    out.whenNotToApply = "Seen on " + pair.specName + " only (family " + pair.family
        + "); elsewhere it is a guess until its ledger says otherwise.";
    return out;
}

std::string describe(const Artifact& artifact)
{
    if (artifact.kind != Artifact::Kind::PlanRule)
        return "a source change";
    std::string out;
    for (const auto& [field, value] : artifact.rule.at("set").items())
        out.append(out.empty() ? "" : ", ").append(field).append(" = ").append(
            value.is_string() ? value.get<std::string>() : value.dump());
    return out;
}

std::string keyOf(const Entry& entry)
{
    // Without the wording: the same triggers and the same artifact are the same lesson.
    const Json all = toJson(entry);
    HashBuilder hash;
    hash.add(all.at("triggers").dump()).add(all.at("artifact").dump());
    return "learned/" + hash.hex().substr(0, 16);
}

} // namespace

std::optional<Entry> propose(const Pair& pair)
{
    if (!pair.beforeVerdict || !pair.afterVerdict)
        return {};
    std::optional<Artifact> artifact = artifactOf(pair);
    if (!artifact)
        return {};
    Entry entry;
    entry.state = EntryState::Proposed;
    entry.artifact = std::move(*artifact);
    entry.triggers = triggersOf(pair);
    const std::string change = describe(entry.artifact);
    entry.rationale = rationaleOf(pair, entry.triggers, change);
    std::string title = change;
    if (pair.kind == Pair::Kind::SpeedUp)
        title.append(" makes ").append(pair.specName).append(" faster");
    else
        title.append(" repairs ").append(
            entry.triggers.constraints.empty() ? std::string(name(entry.triggers.stage)) + " failure of " + pair.specName
                                               : listed(entry.triggers.constraints));
    entry.title = std::move(title);
    Json used = Json::array();
    for (const EntryId id : pair.usedEntries)
        used.push_back(id.value);
    entry.source = { { "kind", pair.kind == Pair::Kind::Repair ? "repair-pair" : "speedup-pair" },
        { "spec", pair.specName }, { "chip", pair.chip }, { "candidate", pair.after.value },
        { "parent", pair.before.value }, { "used", std::move(used) } };
    entry.key = keyOf(entry);
    return entry;
}

} // namespace hawk::knowledge
