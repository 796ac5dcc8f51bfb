#pragma once

#include "knowledge/entry.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::knowledge {

/// The dense, hardware-aligned axis. One layout for entries and queries:
///
///   dims      block        value (before normalisation)
///   0..22     bottleneck   1 per tag of bottleneckTags()
///   23..39    category     0.8 per category of the constraint catalogue the triggers fall into
///   40..59    family       0.6 per operator family (spec/operator_spec.h order)
///   60..79    dtype        0.4 per element type (base/dtype.h order)
///   80..87    generation   0.3 per chip generation
///   88..91    stage        0.7 compile, runtime, accuracy, performance
///   92..107   resource     0.5 per resource-use hint found in tags or words (double buffer, tail, many cores ...)
///   108..127  reserved     0
///   128..383  words        signed feature hashing of the words of the situation or rationale, together 1.0
///
/// The vector is L2-normalised; two are compared by their dot product. A block weight says how much of the hardware
/// picture it carries: the diagnosed bottleneck most, the element type least.
inline constexpr std::size_t kDimensions = 384;
inline constexpr std::size_t kFirstWordDimension = 128;

struct FeatureSource {
    std::optional<Stage> stage;
    std::vector<std::string> families, dtypes, chips, constraints, bottlenecks;
    std::string text; ///< situation or rationale
};
FeatureSource sourceOf(const Entry& entry);

std::vector<float> featureVector(const FeatureSource& source);
/// What a structured dimension means: "bottleneck MTE2_BOUND"; empty for a word dimension.
std::string featureName(std::size_t dimension);

/// Words of a text as the word block sees them: lower case, without stop words, crudely stemmed.
std::vector<std::string> contentWords(std::string_view text);
std::size_t wordDimension(std::string_view word);

/// Bottleneck tag a constraint category stands for; empty when none does.
std::string_view tagOfCategory(std::string_view category);
/// Performance rules of the catalogue that a bottleneck tag points to, so that a profile speaks on the code axis too.
std::vector<std::string_view> rulesOfTag(std::string_view tag);
/// Instruction-set generation of a SoC name ("Ascend910B2" -> "2201"); the text itself when it already is one or when
/// the SoC is unknown.
std::string generationOf(std::string_view chip);
/// Whether an entry with these chip triggers applies to a chip; both empty lists and an empty chip mean "any".
bool chipInScope(const std::vector<std::string>& chips, std::string_view chip);

} // namespace hawk::knowledge
