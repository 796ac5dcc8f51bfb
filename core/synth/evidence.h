#pragma once

#include "knowledge/entry.h"
#include "target/verdict.h"

#include <set>
#include <string>
#include <vector>

namespace hawk::synth {

/// What a verdict tells that an entry's triggers can be matched with.
struct Evidence {
    std::set<std::string> constraints; ///< ids of error-level findings and diagnostics
    std::set<std::string> bottlenecks; ///< tags of the profiles, for refining
    std::string text; ///< lower-case: diagnostics, mismatch patterns and words for them
    std::string headline; ///< the one thing to quote in a note
};

/// Words for mismatches: "mismatch", the place ("last 13 elements (tail)"), "untouched", "nan", "infinity",
/// "precision".
Evidence gather(const target::Verdict& verdict);

/// Why an entry fits the evidence ("constraint ub-capacity-2201"), empty when none of its triggers match.
/// `performance` matches bottleneck tags, otherwise constraints and error signatures.
std::string relevance(const knowledge::Entry& entry, const Evidence& evidence, bool performance);

} // namespace hawk::synth
