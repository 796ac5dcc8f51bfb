#pragma once

#include "base/dtype.h"
#include "base/json.h"
#include "base/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hawk::synth {

/// The reference's operator graph for one case, as ReferenceService::traceGraph returns it:
/// {"inputs":["x",...],
///  "nodes":[{"id":"n1","op":"sum","args":[{"node":"x"}],"kwargs":{"dim":-1,"keepdim":true},"shape":[8,1],"dtype":"float16"}],
///  "outputs":["n1"], "parameters":["weight",...]}
/// `op` is torch's name in lower case without underscores at its ends. Nodes are in topological order; an
/// operand names an input, a parameter or an earlier node. Immutable value.
struct GraphNode {
    /// Operand: the name of another node or input, or a constant (number, bool, null, list).
    using Operand = std::variant<std::string, Json>;
    std::string id;
    std::string op;
    std::vector<Operand> args;
    std::map<std::string, Operand> kwargs;
    std::vector<std::int64_t> shape;
    DType dtype = DType::None;
};

struct OpGraph {
    std::vector<std::string> inputs; ///< ordinary inputs, then module parameters
    std::vector<GraphNode> nodes;
    std::vector<std::string> outputs;

    const GraphNode* find(std::string_view id) const;
    bool hasOp(std::string_view op) const;
    std::vector<std::string> ops() const; ///< distinct, in order of first use
};

/// InvalidInput names the node and the field that is wrong.
Result<OpGraph> graphFromJson(const Json& json);

/// Argument `position` of a node, or the keyword of that name; null when neither is given.
const GraphNode::Operand* argument(const GraphNode& node, std::size_t position, std::string_view keyword);

} // namespace hawk::synth
