#include "knowledge/features.h"

#include "base/dtype.h"
#include "emulator/check/issue_rules.h"
#include "spec/operator_spec.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>

namespace hawk::knowledge {
namespace {

constexpr std::size_t kCategoryAt = 23, kFamilyAt = 40, kDTypeAt = 60, kGenerationAt = 80, kStageAt = 88, kHintAt = 92;
constexpr float kTagWeight = 1.0F, kCategoryWeight = 0.8F, kFamilyWeight = 0.6F, kDTypeWeight = 0.4F,
                kGenerationWeight = 0.3F, kStageWeight = 0.7F, kHintWeight = 0.5F, kWordsWeight = 1.0F;

// Categories of the constraint catalogue, and the tag each stands for. Order is the layout: append only.
struct Category {
    std::string_view name, tag;
};
constexpr std::array<Category, 13> kCategories { {
    { "memory capacity", "UB_OVERFLOW" },
    { "alignment", "UNALIGNED_32B" },
    { "addressing", "TAIL_HANDLING" },
    { "vector instruction limits", "REPEAT_LIMIT" },
    { "queue and buffer lifecycle", "QUEUE_MISUSE" },
    { "synchronisation and hazards", "MISSING_SYNC" },
    { "dtype support", "DTYPE_UNSUPPORTED" },
    { "tiling and multicore", "TILING_MISMATCH" },
    { "numerics", "PRECISION_MODE" },
    { "performance", "" },
    { "cube and L0 layout", "" },
    { "scalar and control", "" },
    { "launch and workspace", "" },
} };

constexpr std::array<std::string_view, 4> kGenerations { "2201", "3510", "2002", "1001" };

// A hint is on when any of its tags is among the bottlenecks or any of its words in the text. Append only.
struct Hint {
    std::string_view name;
    std::array<std::string_view, 2> tags;
    std::array<std::string_view, 4> words; ///< as contentWords() gives them
};
constexpr std::array<Hint, 16> kHints { {
    { "double buffering", { "NO_DOUBLE_BUFFER" }, { "doubl", "overlap", "pingpong" } },
    { "core use", { "LOW_CORE_USE", "LOAD_IMBALANCE" }, { "core", "block", "multicore" } },
    { "transfer size", { "SMALL_TRANSFERS" }, { "transfer", "burst", "dma" } },
    { "UB budget", { "UB_OVERFLOW" }, { "capacity", "budget", "initbuffer", "overflow" } },
    { "tail", { "TAIL_HANDLING" }, { "tail", "remainder", "last", "multiple" } },
    { "alignment", { "UNALIGNED_32B" }, { "align", "unalign", "32b" } },
    { "row reduction", {}, { "reduce", "reduction", "row", "sum" } },
    { "broadcast", {}, { "broadcast", "brcb", "repeat" } },
    { "scalar access", { "GM_SCALAR_ACCESS", "SCALAR_BOUND" }, { "scalar", "getvalue", "setvalue" } },
    { "event synchronisation", { "MISSING_SYNC" }, { "event", "flag", "barrier", "hazard" } },
    { "queue discipline", { "QUEUE_MISUSE" }, { "queue", "enque", "alloctensor", "freetensor" } },
    { "conversion", { "DTYPE_UNSUPPORTED" }, { "cast", "convert", "bfloat16", "promot" } },
    { "precision", { "PRECISION_MODE" }, { "precision", "accumulat", "cancellation", "round" } },
    { "vector bound", { "VEC_BOUND" }, { "repeat", "mask", "instruction" } },
    { "memory bound", { "MTE2_BOUND", "MTE3_BOUND" }, { "bandwidth", "hbm", "mte2", "mte3" } },
    { "bank conflict", { "BANK_CONFLICT" }, { "bank", "conflict" } },
} };

// Words that say nothing about hardware.
constexpr std::array<std::string_view, 71> kStopWords { "a", "about", "after", "all", "also", "an", "and", "any", "are",
    "as", "at", "be", "because", "been", "before", "but", "by", "can", "cannot", "do", "does", "each", "every", "for",
    "from", "has", "have", "if", "in", "into", "is", "it", "its", "may", "more", "must", "never", "no", "not", "of",
    "on", "one", "only", "or", "other", "out", "over", "per", "so", "some", "such", "than", "that", "the", "their",
    "them", "then", "there", "they", "this", "to", "too", "two", "use", "was", "when", "where", "which", "while",
    "with", "without" };

std::uint32_t hashWord(std::string_view word)
{
    std::uint32_t h = 2166136261U; // FNV-1a
    for (const char c : word)
        h = (h ^ static_cast<unsigned char>(c)) * 16777619U;
    h ^= h >> 16U;
    h *= 0x85ebca6bU; // murmur3 finaliser: FNV alone leaves the low bits weak
    return h ^ (h >> 13U);
}

/// Cuts the commonest endings, so that "aligned", "alignment" and "align" meet. Crude on purpose: both sides go
/// through it.
std::string stem(std::string word)
{
    for (const std::string_view ending : { "ations", "ation", "ments", "ment", "ings", "ing", "ed", "es", "s", "e" })
        if (word.size() >= ending.size() + 4 && word.ends_with(ending))
            return word.substr(0, word.size() - ending.size());
    return word;
}

void setFamilies(const FeatureSource& source, std::vector<float>& v)
{
    for (const std::string& text : source.families)
        if (const Result<spec::Family> family = spec::familyFromName(text))
            v[kFamilyAt + static_cast<std::size_t>(*family)] = kFamilyWeight;
    for (const std::string& text : source.dtypes)
        if (const Result<DType> type = dtypeFromName(text))
            v[kDTypeAt + static_cast<std::size_t>(*type)] = kDTypeWeight;
    for (const std::string& chip : source.chips) {
        const auto it = std::ranges::find(kGenerations, std::string_view(generationOf(chip)));
        if (it != kGenerations.end())
            v[kGenerationAt + static_cast<std::size_t>(it - kGenerations.begin())] = kGenerationWeight;
    }
    if (source.stage)
        v[kStageAt + static_cast<std::size_t>(*source.stage)] = kStageWeight;
}

void setTags(const FeatureSource& source, std::vector<float>& v)
{
    const auto setTag = [&](std::string_view tag) {
        const auto it = std::ranges::find(bottleneckTags(), tag);
        if (it != bottleneckTags().end())
            v[static_cast<std::size_t>(it - bottleneckTags().begin())] = kTagWeight;
    };
    for (const std::string& tag : source.bottlenecks)
        setTag(tag);
    for (const std::string& id : source.constraints) {
        const std::string& category = emulator::constraintInfo(id).category;
        const auto it = std::ranges::find(kCategories, category, &Category::name);
        if (it != kCategories.end())
            v[kCategoryAt + static_cast<std::size_t>(it - kCategories.begin())] = kCategoryWeight;
    }
}

void setHints(const FeatureSource& source, const std::vector<std::string>& words, std::vector<float>& v)
{
    const auto has = [](const auto& list, std::string_view text) {
        return !text.empty() && std::ranges::find(list, text) != list.end();
    };
    for (std::size_t i = 0; i < kHints.size(); ++i) {
        const Hint& hint = kHints[i];
        const bool byTag = std::ranges::any_of(hint.tags, [&](auto tag) { return has(source.bottlenecks, tag); });
        const bool byWord = std::ranges::any_of(hint.words, [&](auto word) { return has(words, word); });
        if (byTag || byWord)
            v[kHintAt + i] = kHintWeight;
    }
}

void setWords(const std::vector<std::string>& words, std::vector<float>& v)
{
    std::map<std::string, int> counts;
    for (const std::string& word : words)
        ++counts[word];
    double square = 0;
    for (const auto& [word, count] : counts) {
        const float sign = (hashWord(word) & 0x80000000U) != 0 ? -1.0F : 1.0F;
        v[wordDimension(word)] += sign * (1.0F + std::log(static_cast<float>(count)));
    }
    for (std::size_t i = kFirstWordDimension; i < kDimensions; ++i)
        square += static_cast<double>(v[i]) * static_cast<double>(v[i]);
    if (square <= 0)
        return;
    const float scale = kWordsWeight / static_cast<float>(std::sqrt(square));
    for (std::size_t i = kFirstWordDimension; i < kDimensions; ++i)
        v[i] *= scale;
}

} // namespace

std::size_t wordDimension(std::string_view word)
{
    return kFirstWordDimension + hashWord(word) % (kDimensions - kFirstWordDimension);
}

std::vector<std::string> contentWords(std::string_view text)
{
    std::vector<std::string> out;
    std::string word;
    const auto flush = [&] {
        const bool number = std::ranges::all_of(word, [](unsigned char c) { return std::isdigit(c) != 0; });
        if (word.size() >= 2 && !number && !std::ranges::binary_search(kStopWords, std::string_view(word)))
            out.push_back(stem(word));
        word.clear();
    };
    for (const char c : text) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0)
            word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        else
            flush();
    }
    flush();
    return out;
}

FeatureSource sourceOf(const Entry& entry)
{
    const Triggers& t = entry.triggers;
    const Rationale& r = entry.rationale;
    // "When not to apply" stays out: its words describe the opposite situation.
    return { .stage = t.stage,
        .families = t.families,
        .dtypes = t.dtypes,
        .chips = t.chips,
        .constraints = t.constraints,
        .bottlenecks = t.bottlenecks,
        .text = entry.title + ". " + r.symptom + " " + r.cause + " " + r.constraint + " " + r.consequence };
}

std::vector<float> featureVector(const FeatureSource& source)
{
    std::vector<float> v(kDimensions, 0.0F);
    const std::vector<std::string> words = contentWords(source.text);
    setTags(source, v);
    setFamilies(source, v);
    setHints(source, words, v);
    setWords(words, v);
    double square = 0;
    for (const float x : v)
        square += static_cast<double>(x) * static_cast<double>(x);
    if (square > 0)
        for (float& x : v)
            x = static_cast<float>(static_cast<double>(x) / std::sqrt(square));
    return v;
}

std::string featureName(std::size_t i)
{
    if (i < bottleneckTags().size())
        return "bottleneck " + std::string(bottleneckTags()[i]);
    if (i >= kCategoryAt && i < kCategoryAt + kCategories.size())
        return "rule category " + std::string(kCategories[i - kCategoryAt].name);
    if (i >= kFamilyAt && i <= kFamilyAt + static_cast<std::size_t>(spec::Family::Other))
        return "family " + std::string(spec::name(static_cast<spec::Family>(i - kFamilyAt)));
    if (i > kDTypeAt && i <= kDTypeAt + static_cast<std::size_t>(DType::Complex64))
        return "element type " + std::string(name(static_cast<DType>(i - kDTypeAt)));
    if (i >= kGenerationAt && i < kGenerationAt + kGenerations.size())
        return "chip generation " + std::string(kGenerations[i - kGenerationAt]);
    if (i >= kStageAt && i < kStageAt + 4)
        return "stage " + std::string(name(static_cast<Stage>(i - kStageAt)));
    if (i >= kHintAt && i < kHintAt + kHints.size())
        return std::string(kHints[i - kHintAt].name);
    return {};
}

std::string_view tagOfCategory(std::string_view category)
{
    const auto it = std::ranges::find(kCategories, category, &Category::name);
    return it == kCategories.end() ? std::string_view() : it->tag;
}

std::vector<std::string_view> rulesOfTag(std::string_view tag)
{
    struct Row {
        std::string_view tag;
        std::array<std::string_view, 3> rules;
    };
    constexpr std::array<Row, 9> kRules { {
        { "NO_DOUBLE_BUFFER", { "perf-double-buffering" } },
        { "SMALL_TRANSFERS", { "perf-transfer-16k", "perf-strided-copy-not-loop" } },
        { "LOW_CORE_USE", { "perf-core-utilisation" } },
        { "LOAD_IMBALANCE", { "perf-load-balance" } },
        { "GM_SCALAR_ACCESS", { "perf-gm-scalar-access", "perf-scalar-element-loop" } },
        { "SCALAR_BOUND", { "perf-scalar-element-loop", "perf-tiny-vector-ops" } },
        { "VEC_BOUND", { "perf-repeat-stride-not-loop", "perf-fused-vector-ops", "perf-tiny-vector-ops" } },
        { "REDUNDANT_GM_TRIPS", { "perf-hoist-constants", "perf-ub-fusion" } },
        { "BANK_CONFLICT", { "perf-bank-conflict-rr", "perf-bank-conflict-rw" } },
    } };
    std::vector<std::string_view> out;
    const auto it = std::ranges::find(kRules, tag, &Row::tag);
    if (it != kRules.end())
        std::ranges::copy_if(it->rules, std::back_inserter(out), [](std::string_view rule) { return !rule.empty(); });
    return out;
}

std::string generationOf(std::string_view chip)
{
    // Families of resources/chips/soc.json; longest prefix first.
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kPrefixes { { { "Ascend910B", "2201" },
        { "Ascend910_93", "2201" }, { "Ascend950", "3510" }, { "Ascend310P", "2002" }, { "Ascend910", "1001" } } };
    if (chip.starts_with("dav-"))
        chip.remove_prefix(4);
    for (const auto& [prefix, generation] : kPrefixes)
        if (chip.starts_with(prefix))
            return std::string(generation);
    return std::string(chip);
}

bool chipInScope(const std::vector<std::string>& chips, std::string_view chip)
{
    if (chips.empty() || chip.empty())
        return true;
    return std::ranges::any_of(chips, [&](const std::string& wanted) {
        return wanted == chip || (wanted == generationOf(wanted) && wanted == generationOf(chip))
            || (wanted.starts_with("dav-") && generationOf(wanted) == generationOf(chip));
    });
}

} // namespace hawk::knowledge
