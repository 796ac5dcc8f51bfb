#pragma once

#include "base/result.h"
#include "spec/operator_spec.h"
#include "synth/graph.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::synth {

/// The reference as traced for every public case. All graphs have the same structure (same operators on the
/// same operands); constants and shapes may differ.
struct TracedReference {
    std::vector<OpGraph> graphs; ///< one per case, `graphs.front()` stands for the structure
    std::vector<const spec::Case*> cases;
    std::vector<spec::ResolvedCase> resolved;
};
/// InvalidInput when two cases lead to different operators: one kernel text could not serve both.
Status checkSameStructure(const TracedReference& reference);

/// How a kernel walks over the data. Consecutive dimensions that are treated alike are merged into one of at
/// most three groups, outermost first: outer, axis, inner.
enum class Schedule : std::uint8_t {
    Flat, ///< one group: every tensor has all elements, or one
    Rows, ///< outer x axis: the axis is contiguous; reductions run along it, vectors of its length broadcast
          ///< over rows
    Columns ///< outer x axis x inner: reductions run over the middle, vector instructions along `inner`
};
std::string_view name(Schedule schedule);

/// Which groups a value extends over, as a bit set.
using Extent = std::uint8_t;
inline constexpr Extent kOuter = 1;
inline constexpr Extent kAxis = 2;
inline constexpr Extent kInner = 4;

struct Geometry {
    Schedule schedule = Schedule::Flat;
    bool reduces = false;
    bool broadcasts = false; ///< some input extends over fewer groups than the whole, and is no scalar
    Extent whole = kAxis; ///< of a full-size value: flat kernels use only `axis`
    std::map<std::string, Extent> extents; ///< of every input and node
    // Element counts of the groups as launch-plan expressions ("dim_x_0*dim_x_1"); "1" when a group is empty.
    std::string outer = "1", axis = "1", inner = "1";
};

/// Derives the walk from the shapes of all cases. InvalidInput, with the operator named, when the reference
/// reduces over separated dimensions, mixes different reduced dimensions, changes layout, or broadcasts in
/// more than three groups: the built-in synthesizer does not reach it.
Result<Geometry> analyseGeometry(const TracedReference& reference, const spec::OperatorSpec& spec);

/// Dimensions a node reduces or normalises over, non-negative; empty for everything else.
Result<std::vector<int>> reducedDims(const GraphNode& node, std::size_t operandRank);
bool keepsDims(const GraphNode& node);
bool isReduction(std::string_view op); ///< sum, mean, amax, ...: fewer elements out than in
bool isNormalisation(std::string_view op); ///< softmax, log_softmax, layer_norm, ...: same shape out as in

} // namespace hawk::synth
