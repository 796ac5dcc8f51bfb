#pragma once

#include "knowledge/knowledge_base.h"
#include "store/workspace.h"
#include "synth/synthesizer.h"
#include "target/target.h"

#include <memory>
#include <string>
#include <vector>

/// The one place where values of the modules above the store become rows, and rows become values again.
namespace hawk::engine {

/// Artifact kinds of a candidate's texts.
inline constexpr std::string_view kSourceKind = "source";
inline constexpr std::string_view kLaunchPlanKind = "launch-plan";

struct VerdictRows {
    store::VerdictRecord verdict;
    std::vector<store::FindingRecord> findings;
    std::vector<store::ProfileRecord> profiles;
};
/// Rows of a verdict on a stored candidate.
VerdictRows toRows(const target::Verdict& verdict, CandidateId candidate, std::int64_t judgedAt);

/// Keeps a candidate's texts and fills the hashes of its row. Outside the transaction that adds the row.
Status keepTexts(
    store::Workspace& workspace, const target::Candidate& candidate, store::CandidateRecord& row);

/// A stored candidate as a synthesizer may see it: hidden cases keep their outcome and lose their contents,
/// and the input seed is gone. The same value no matter whether the candidate was judged a moment ago or in
/// an earlier session.
Result<std::shared_ptr<const synth::Prior>> loadPrior(const store::Workspace& workspace, CandidateId id);

/// The newest stored verdict of a candidate. NotFound when it was never judged.
Result<target::Verdict> loadVerdict(const store::Workspace& workspace, CandidateId id);
Result<target::Candidate> loadCandidate(const store::Workspace& workspace, const store::CandidateRecord& row);
/// The specification of a row, loaded through the same validation as a file.
Result<std::shared_ptr<const spec::OperatorSpec>> loadSpec(const store::SpecRecord& row);
/// Names of all element types the inputs of the cases have, sorted: an axis of retrieval.
std::vector<std::string> elementTypes(const spec::OperatorSpec& spec);
/// NotFound for an operator the workspace does not have, with the nearest name.
Error unknownSpec(const store::Workspace& workspace, std::string_view name);
store::SpecRecord toRow(const spec::OperatorSpec& spec, std::int64_t addedAt);

/// A retrieval as it was shown, and back for a round that was interrupted. Entries travel by id.
Json toJson(const knowledge::Query& query);
Json toJson(const std::vector<knowledge::Hit>& hits);
Result<std::vector<knowledge::Hit>> hitsFromJson(const Json& json, const knowledge::KnowledgeBase& knowledge);
store::RetrievalRecord toRow(
    const Json& query, const std::vector<knowledge::Hit>& hits, const std::vector<EntryId>& used);

} // namespace hawk::engine
