#pragma once

#include "knowledge/entry.h"
#include "target/target.h"

#include <optional>
#include <string>

namespace hawk::knowledge {

/// Two candidates of one lineage, the second of which passed what the first failed, or is faster by more than the
/// noise band.
struct Pair {
    enum class Kind : std::uint8_t { Repair, SpeedUp };
    Kind kind = Kind::Repair;
    std::string specName;
    std::string family;
    std::string chip;
    CandidateId before, after;
    target::Candidate beforeSource, afterSource;
    Json beforePlan, afterPlan; ///< kernel plans, null when there are none
    const target::Verdict* beforeVerdict = nullptr;
    const target::Verdict* afterVerdict = nullptr;
    std::vector<EntryId> usedEntries; ///< entries behind the change
    std::vector<Entry> shown; ///< what was retrieved for the change; lets propose() see what is known already
};

/// Writes a proposed entry from a pair: triggers from the failing verdict, rationale from its findings, artifact the
/// plan difference (when both have plans) or the source diff. Nothing when the pair teaches nothing: no difference, a
/// rewrite too large to say what helped, or one shown entry's rule that explains all of it. The key is a hash of
/// triggers and artifact, so that the same lesson learned twice has the same key.
std::optional<Entry> propose(const Pair& pair);

/// Replays a proposal: the before-candidate must still fail (or be slower) and the after-candidate pass (be faster)
/// with fresh inputs. A diff is replayed itself: what is judged is the before-candidate with it applied. Fills `entry.verification`. True when the effect reproduced; then the entry may be quarantined.
Result<bool> replay(Entry& entry, const Pair& pair, const target::JudgeRequest& frame, target::Target& target,
    std::stop_token stop);

} // namespace hawk::knowledge
