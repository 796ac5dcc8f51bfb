#pragma once

#include "base/ids.h"
#include "base/json.h"
#include "base/result.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::knowledge {

enum class EntryState : std::uint8_t { Proposed, Quarantined, Approved, Rejected, Retired };
std::string_view name(EntryState state);
Result<EntryState> entryStateFromName(std::string_view text);

enum class Stage : std::uint8_t { Compile, Runtime, Accuracy, Performance };
std::string_view name(Stage stage);
Result<Stage> stageFromName(std::string_view text);

/// Part 1: when the entry applies (Hawk's metadata layer; algorithms.md 1.2).
struct Triggers {
    Stage stage = Stage::Runtime;
    std::vector<std::string> families; ///< spec::name(Family); empty means any
    std::vector<std::string> apis; ///< exact names: DataCopyPad
    std::vector<std::string> constraints; ///< finding ids: datacopy-length-32b
    std::vector<std::string> errorSignatures; ///< normalised compiler and run-time messages
    std::vector<std::string> bottlenecks; ///< tags of algorithms.md 1.5
    std::vector<std::string> dtypes;
    std::vector<std::string> chips; ///< SoC or generation ("2201"); empty means any
};

/// Part 2: why.
struct Rationale {
    std::string symptom;
    std::string cause;
    std::string constraint; ///< the rule or formula
    std::string consequence;
    std::string whenNotToApply;
};

/// Part 3: what to do, executable.
struct Artifact {
    enum class Kind : std::uint8_t { Template, Diff, PlanRule };
    Kind kind = Kind::Template;
    std::string text; ///< Template: Ascend C with named holes "${TILE}"; Diff: unified diff
    /// Template: what goes into each hole, {"T": {"means": "element type", "example": "half"}}. With the examples filled
    /// in, the text compiles at namespace scope after kernel_operator.h.
    Json holes = Json::object();
    Json rule; ///< PlanRule: synth/plan_rule.h
};
std::string_view name(Artifact::Kind kind);
Result<Artifact::Kind> artifactKindFromName(std::string_view text);
/// The template with every hole's example in it: what is compiled to verify an entry.
std::string filledTemplate(const Artifact& artifact);

/// The fixed list of bottleneck tags (algorithms.md 1.5), the hardware axis' vocabulary.
std::span<const std::string_view> bottleneckTags();

/// A triple-part entry. Value; the store keeps it as EntryRecord::body.
struct Entry {
    EntryId id;
    std::string key; ///< stable: "seed/datacopy-length-32b"
    int version = 1;
    EntryState state = EntryState::Approved;
    std::string title;
    Triggers triggers;
    Rationale rationale;
    Artifact artifact;
    Json source = Json::object(); ///< {"kind": "document|run|repair-pair|speedup-pair", "uri", "candidate", "parent", ...}
    Json verification = Json::object(); ///< how it was replayed and what came of it
};

/// {"key", "version", "title", "triggers": {"stage", "families", "apis", "constraints", "errors", "bottlenecks", "dtypes",
/// "chips"}, "rationale": {"symptom", "cause", "constraint", "consequence", "whenNotToApply"}, "artifact": {"kind",
/// "text" (a string, or a list of lines), "holes", "rule"}, "source", "verification"}; everything except id and state.
Json toJson(const Entry& entry);
Result<Entry> entryFromJson(const Json& json);

} // namespace hawk::knowledge
