#include "synth/geometry.h"

#include <algorithm>
#include <set>

namespace hawk::synth {

std::string_view name(Schedule schedule)
{
    switch (schedule) {
    case Schedule::Flat:
        return "flat";
    case Schedule::Rows:
        return "rows";
    case Schedule::Columns:
        return "columns";
    }
    return "flat";
}

bool isReduction(std::string_view op)
{
    static const std::set<std::string_view> ops { "sum", "mean", "amax", "amin", "var", "std", "norm",
        "logsumexp" };
    return ops.contains(op);
}

bool isNormalisation(std::string_view op)
{
    static const std::set<std::string_view> ops { "softmax", "log_softmax", "softmin", "layer_norm",
        "rms_norm" };
    return ops.contains(op);
}

bool keepsDims(const GraphNode& node)
{
    const std::size_t position = node.op == "var" || node.op == "std" ? 3 : node.op == "norm" ? 3 : 2;
    const auto* operand = argument(node, position, "keepdim");
    const auto* json = operand == nullptr ? nullptr : std::get_if<Json>(operand);
    return json != nullptr && json->is_boolean() && json->get<bool>();
}

Result<std::vector<int>> reducedDims(const GraphNode& node, std::size_t operandRank)
{
    const int rank = static_cast<int>(operandRank);
    std::vector<int> dims;
    if (node.op == "layer_norm" || node.op == "rms_norm") {
        const auto* operand = argument(node, 1, "normalized_shape");
        const auto* json = operand == nullptr ? nullptr : std::get_if<Json>(operand);
        const int count = json == nullptr ? 0 : json->is_array() ? static_cast<int>(json->size()) : 1;
        if (count == 0 || count > rank)
            return Error { Errc::InvalidInput, "'" + node.id + "' has no usable normalized_shape" };
        for (int d = rank - count; d < rank; ++d)
            dims.push_back(d);
        return dims;
    }
    const std::size_t position = node.op == "norm" ? 2 : 1;
    const auto* operand = argument(node, position, "dim");
    const auto* json = operand == nullptr ? nullptr : std::get_if<Json>(operand);
    if (json == nullptr || json->is_null()) {
        for (int d = 0; d < rank; ++d)
            dims.push_back(d);
        return dims;
    }
    const Json list = json->is_array() ? *json : Json::array({ *json });
    for (const Json& item : list) {
        const int dim = item.is_number_integer() ? item.get<int>() : rank;
        if (dim < -rank || dim >= rank)
            return Error { Errc::InvalidInput,
                "'" + node.id + "' reduces over dimension " + item.dump() + " of a tensor with "
                    + std::to_string(rank) };
        dims.push_back(dim < 0 ? dim + rank : dim);
    }
    std::sort(dims.begin(), dims.end());
    return dims;
}

Status checkSameStructure(const TracedReference& reference)
{
    const OpGraph& first = reference.graphs.front();
    for (std::size_t i = 1; i < reference.graphs.size(); ++i) {
        const OpGraph& other = reference.graphs[i];
        bool same = first.nodes.size() == other.nodes.size() && first.outputs == other.outputs;
        for (std::size_t n = 0; same && n < first.nodes.size(); ++n) {
            const GraphNode& a = first.nodes[n];
            const GraphNode& b = other.nodes[n];
            same = a.op == b.op && a.id == b.id && a.args.size() == b.args.size()
                && a.kwargs.size() == b.kwargs.size() && a.shape.size() == b.shape.size();
            for (std::size_t k = 0; same && k < a.args.size(); ++k)
                same = a.args[k].index() == b.args[k].index()
                    && (a.args[k].index() == 1 || std::get<0>(a.args[k]) == std::get<0>(b.args[k]));
        }
        if (!same)
            return Error { Errc::InvalidInput,
                "cases '" + reference.cases.front()->name + "' and '" + reference.cases[i]->name
                    + "' trace to different operators, so one kernel cannot serve both",
                {}, "split the specification" };
    }
    return {};
}

} // namespace hawk::synth
