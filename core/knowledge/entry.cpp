#include "knowledge/entry.h"

#include "knowledge/entry_reader.h"

#include <algorithm>
#include <array>

namespace hawk::knowledge {
namespace {

constexpr std::array<std::string_view, 5> kStates { "proposed", "quarantined", "approved", "rejected", "retired" };
constexpr std::array<std::string_view, 4> kStages { "compile", "runtime", "accuracy", "performance" };
constexpr std::array<std::string_view, 3> kKinds { "template", "diff", "plan-rule" };
constexpr std::array<std::string_view, 23> kTags { "UB_OVERFLOW", "UNALIGNED_32B", "TAIL_HANDLING", "REPEAT_LIMIT",
    "QUEUE_MISUSE", "MISSING_SYNC", "API_SIGNATURE", "DTYPE_UNSUPPORTED", "TILING_MISMATCH", "GM_SCALAR_ACCESS",
    "MTE2_BOUND", "MTE3_BOUND", "VEC_BOUND", "CUBE_BOUND", "SCALAR_BOUND", "NO_DOUBLE_BUFFER", "LOW_CORE_USE",
    "LOAD_IMBALANCE", "SMALL_TRANSFERS", "REDUNDANT_GM_TRIPS", "PRECISION_MODE", "BANK_CONFLICT", "L2_THRASH" };

template <class E, std::size_t N>
Result<E> fromName(const std::array<std::string_view, N>& names, std::string_view text, std::string_view what)
{
    for (std::size_t i = 0; i < N; ++i)
        if (names[i] == text)
            return static_cast<E>(i);
    std::string known;
    for (const std::string_view name : names)
        known.append(known.empty() ? "one of: " : ", ").append(name);
    std::string message = "'";
    message.append(text).append("' is no ").append(what);
    return Error { Errc::InvalidInput, std::move(message), {}, std::move(known) };
}

} // namespace

std::string_view name(EntryState state) { return kStates[static_cast<std::size_t>(state)]; }
Result<EntryState> entryStateFromName(std::string_view text)
{
    return fromName<EntryState>(kStates, text, "state of a knowledge entry");
}
std::string_view name(Stage stage) { return kStages[static_cast<std::size_t>(stage)]; }
Result<Stage> stageFromName(std::string_view text) { return fromName<Stage>(kStages, text, "knowledge stage"); }
std::string_view name(Artifact::Kind kind) { return kKinds[static_cast<std::size_t>(kind)]; }
Result<Artifact::Kind> artifactKindFromName(std::string_view text)
{
    return fromName<Artifact::Kind>(kKinds, text, "kind of artifact");
}
std::span<const std::string_view> bottleneckTags() { return kTags; }

std::string filledTemplate(const Artifact& artifact)
{
    std::string text = artifact.text;
    for (const auto& [hole, description] : artifact.holes.items()) {
        const std::string mark = std::string("${").append(hole).append("}");
        const std::string example = description.value("example", std::string());
        for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + example.size()))
            text.replace(at, mark.size(), example);
    }
    return text;
}

Json toJson(const Entry& entry)
{
    const Triggers& t = entry.triggers;
    const Rationale& r = entry.rationale;
    Json artifact = { { "kind", name(entry.artifact.kind) } };
    if (entry.artifact.kind == Artifact::Kind::PlanRule)
        artifact["rule"] = entry.artifact.rule;
    else
        artifact["text"] = entry.artifact.text;
    if (!entry.artifact.holes.empty())
        artifact["holes"] = entry.artifact.holes;
    return { { "key", entry.key }, { "version", entry.version }, { "title", entry.title },
        { "triggers",
            { { "stage", name(t.stage) }, { "families", t.families }, { "apis", t.apis },
                { "constraints", t.constraints }, { "errors", t.errorSignatures }, { "bottlenecks", t.bottlenecks },
                { "dtypes", t.dtypes }, { "chips", t.chips } } },
        { "rationale",
            { { "symptom", r.symptom }, { "cause", r.cause }, { "constraint", r.constraint },
                { "consequence", r.consequence }, { "whenNotToApply", r.whenNotToApply } } },
        { "artifact", std::move(artifact) }, { "source", entry.source }, { "verification", entry.verification } };
}

Result<Entry> entryFromJson(const Json& json)
{
    return readEntry(json, "", [](const std::string& pointer, std::string message, std::string hint) {
        std::string where = "knowledge entry";
        if (!pointer.empty())
            where.append(", ").append(pointer);
        return Error { Errc::InvalidInput, where + ": " + message, {}, std::move(hint) };
    });
}

} // namespace hawk::knowledge
