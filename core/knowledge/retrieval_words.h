#pragma once

#include "knowledge/features.h"
#include "knowledge/knowledge_base.h"

namespace hawk::knowledge {

/// The query's words on the syntactic axis: API names, constraint ids, words of the normalised error; before anything was tried,
/// the operator's name.
std::vector<std::string> syntacticTerms(const Query& query);
/// The query on the hardware axis.
FeatureSource sourceOf(const Query& query);

/// Terms of the query that the entry's indexed text holds, whole names before parts of names; at most 8.
std::vector<std::string> matchedTerms(const std::vector<std::string>& terms, const Entry& entry);
/// The features with the largest share of the dot product, in words; at most 4. `query` and `entryVector` as compared.
std::vector<std::string> matchedFeatures(
    const Query& query, std::span<const float> queryVector, std::span<const float> entryVector, const Entry& entry);
/// Both axes in words, from the numbers in `hit`.
std::string explain(const Hit& hit, const std::string& stage);

} // namespace hawk::knowledge
