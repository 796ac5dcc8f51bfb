#pragma once

#include "base/ids.h"
#include "base/json.h"
#include "base/result.h"

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
    std::string text; ///< Template: Ascend C with named holes; Diff: unified diff
    Json rule; ///< PlanRule: synth/plan_rule.h
};
std::string_view name(Artifact::Kind kind);

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

Json toJson(const Entry& entry); ///< everything except id and state
Result<Entry> entryFromJson(const Json& json);

} // namespace hawk::knowledge
