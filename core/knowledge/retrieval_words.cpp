#include "knowledge/retrieval_words.h"

#include "knowledge/records.h"
#include "store/tokens.h"

#include <algorithm>
#include <cstdio>
#include <set>

namespace hawk::knowledge {
namespace {

constexpr std::size_t kMaxTerms = 8;
constexpr std::size_t kMaxFeatures = 4;
constexpr double kLeastShare = 0.05; // of the whole dot product; smaller ones explain nothing

std::string fixed(double value, int digits)
{
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.*f", digits, value);
    return buffer;
}

std::string listed(const std::vector<std::string>& items)
{
    std::string out;
    for (const std::string& item : items)
        out += (out.empty() ? "" : ", ") + item;
    return out;
}

/// Words of the query in one hashed dimension that the entry has too.
std::string sharedWords(std::size_t dimension, const std::set<std::string>& ofQuery, const std::set<std::string>& ofEntry)
{
    std::vector<std::string> shared;
    for (const std::string& word : ofQuery)
        if (wordDimension(word) == dimension && ofEntry.contains(word))
            shared.push_back(word);
    return shared.empty() ? std::string() : "word " + listed(shared);
}

std::set<std::string> wordSet(const std::string& text)
{
    const std::vector<std::string> words = contentWords(text);
    return { words.begin(), words.end() };
}

} // namespace

std::vector<std::string> syntacticTerms(const Query& query)
{
    std::vector<std::string> terms = query.apis;
    terms.insert(terms.end(), query.constraints.begin(), query.constraints.end());
    for (std::string& token : store::identifierTokens(normaliseError(query.errorText)))
        terms.push_back(std::move(token));
    // The operator's name is the only word there is before anything was tried; later it would only dilute.
    if (terms.empty() && !query.problem && !query.specName.empty())
        terms.push_back(query.specName);
    return terms;
}

FeatureSource sourceOf(const Query& query)
{
    FeatureSource source { .stage = query.problem,
        .families = { query.family },
        .dtypes = query.dtypes,
        .chips = { query.chip },
        .constraints = query.constraints,
        .bottlenecks = query.bottlenecks,
        .text = query.situation };
    return source;
}

std::vector<std::string> matchedTerms(const std::vector<std::string>& terms, const Entry& entry)
{
    const std::vector<std::string> tokens = store::identifierTokens(syntacticText(entry));
    const std::set<std::string> present(tokens.begin(), tokens.end());
    std::vector<std::string> whole;
    std::vector<std::string> parts;
    std::set<std::string> seen;
    for (const std::string& term : terms) {
        const std::vector<std::string> ofTerm = store::identifierTokens(term);
        for (std::size_t i = 0; i < ofTerm.size(); ++i)
            if (present.contains(ofTerm[i]) && seen.insert(ofTerm[i]).second)
                (i == 0 ? whole : parts).push_back(i == 0 ? term : ofTerm[i]);
    }
    whole.insert(whole.end(), parts.begin(), parts.end());
    whole.resize(std::min(whole.size(), kMaxTerms));
    return whole;
}

std::vector<std::string> matchedFeatures(
    const Query& query, std::span<const float> queryVector, std::span<const float> entryVector, const Entry& entry)
{
    std::vector<std::pair<double, std::size_t>> shares;
    double total = 0;
    for (std::size_t i = 0; i < std::min(queryVector.size(), entryVector.size()); ++i) {
        const double share = static_cast<double>(queryVector[i]) * static_cast<double>(entryVector[i]);
        total += share;
        if (share > 0)
            shares.emplace_back(share, i);
    }
    std::ranges::sort(shares, [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    const std::set<std::string> ofQuery = wordSet(query.situation);
    const std::set<std::string> ofEntry = wordSet(sourceOf(entry).text);
    std::vector<std::string> out;
    for (const auto& [share, dimension] : shares) {
        if (out.size() == kMaxFeatures || share < kLeastShare * total)
            break;
        std::string name = featureName(dimension);
        if (name.empty())
            name = sharedWords(dimension, ofQuery, ofEntry); // empty for a chance collision of two words
        if (!name.empty())
            out.push_back(std::move(name));
    }
    return out;
}

std::string explain(const Hit& hit, const std::string& stage)
{
    std::string out = "Code axis: ";
    if (hit.syntacticRank > 0)
        out += "rank " + std::to_string(hit.syntacticRank) + " (BM25 " + fixed(hit.syntacticScore, 2) + "), matches "
            + (hit.matchedTerms.empty() ? "parts of names" : listed(hit.matchedTerms));
    else
        out += "not found";
    out += ". Hardware axis: ";
    if (hit.denseRank > 0)
        out += "rank " + std::to_string(hit.denseRank) + " (similarity " + fixed(hit.denseScore, 2) + "), shares "
            + (hit.matchedFeatures.empty() ? "many weak features" : listed(hit.matchedFeatures));
    else
        out += "not among the nearest";
    out += ". Fused rank " + std::to_string(hit.rank) + ".";
    if (hit.value != 0)
        out += " Learned value in " + stage + ": " + fixed(hit.value, 2) + ".";
    return out;
}

} // namespace hawk::knowledge
