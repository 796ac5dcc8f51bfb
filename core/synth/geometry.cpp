#include "synth/geometry.h"

#include <algorithm>
#include <optional>
#include <set>

namespace hawk::synth {

namespace {

using AxisSet = std::uint32_t; ///< bit per dimension of the iteration space

/// A value's place in the iteration space: which of its axes each dimension runs along.
struct Placement {
    std::vector<int> axes;
    AxisSet extent = 0; ///< axes the value really varies over
    bool data = false; ///< derived from a tensor of more than one element
    bool reduced = false; ///< constant along the reduced axes
};

class Analysis {
public:
    Analysis(const TracedReference& reference, const spec::OperatorSpec& spec)
        : m_reference(reference)
        , m_graph(reference.graphs.front())
        , m_spec(spec)
    {
    }

    Result<Geometry> run()
    {
        if (auto status = measure(); !status)
            return status.error();
        for (const std::string& input : m_graph.inputs)
            placeInput(input);
        for (const GraphNode& node : m_graph.nodes)
            if (auto status = placeNode(node); !status)
                return status.error();
        return group();
    }

private:
    Error outside(const std::string& why) const
    {
        return Error { Errc::InvalidInput,
            "the built-in synthesizer does not reach operator '" + m_spec.name + "': " + why, m_spec.name,
            "write this kernel by hand or with a model" };
    }

    const std::vector<std::int64_t>* shapeOf(std::size_t which, const std::string& name) const
    {
        if (const GraphNode* node = m_reference.graphs[which].find(name))
            return &node->shape;
        for (const spec::ResolvedTensor& tensor : m_reference.resolved[which].inputs)
            if (tensor.name == name)
                return &tensor.shape;
        return nullptr;
    }

    /// Rank and sizes of the iteration space: the largest extent met at each right-aligned dimension.
    Status measure()
    {
        const auto visit = [&](const std::string& name) -> Status {
            for (std::size_t i = 0; i < m_reference.graphs.size(); ++i) {
                const auto* shape = shapeOf(i, name);
                if (shape == nullptr)
                    return outside("the graph's input '" + name + "' is no tensor of the specification");
                m_rank = std::max(m_rank, shape->size());
            }
            return {};
        };
        for (const std::string& input : m_graph.inputs)
            if (auto status = visit(input); !status)
                return status;
        for (const GraphNode& node : m_graph.nodes)
            if (auto status = visit(node.id); !status)
                return status;
        if (m_rank > 16)
            return outside("it has tensors of more than 16 dimensions");
        m_sizes.assign(m_reference.graphs.size(), std::vector<std::int64_t>(m_rank, 1));
        for (std::size_t i = 0; i < m_sizes.size(); ++i)
            for (const std::string& input : m_graph.inputs) {
                const auto& shape = *shapeOf(i, input);
                for (std::size_t d = 0; d < shape.size(); ++d) {
                    auto& size = m_sizes[i][m_rank - shape.size() + d];
                    size = std::max(size, shape[d]);
                }
            }
        return {};
    }

    bool everLarge(int axis) const
    {
        return std::any_of(m_sizes.begin(), m_sizes.end(),
            [&](const auto& sizes) { return sizes[static_cast<std::size_t>(axis)] > 1; });
    }

    void placeInput(const std::string& input)
    {
        Placement place;
        const std::size_t rank = shapeOf(0, input)->size();
        for (std::size_t d = 0; d < rank; ++d) {
            const int axis = static_cast<int>(m_rank - rank + d);
            place.axes.push_back(axis);
            bool full = true;
            for (std::size_t i = 0; i < m_sizes.size(); ++i)
                full = full && (*shapeOf(i, input))[d] == m_sizes[i][static_cast<std::size_t>(axis)];
            if (full)
                place.extent |= 1U << static_cast<unsigned>(axis);
            if (full && everLarge(axis))
                place.data = true;
        }
        // Every case may be tiny; a tensor that spans the whole space is data even then.
        place.data = place.data || rank == m_rank;
        m_places[input] = place;
    }

    std::vector<std::string> tensorOperands(const GraphNode& node) const
    {
        std::vector<std::string> result;
        const auto take = [&](const GraphNode::Operand& operand) {
            if (const auto* name = std::get_if<std::string>(&operand))
                result.push_back(*name);
        };
        for (const auto& operand : node.args)
            take(operand);
        for (const auto& [key, operand] : node.kwargs)
            take(operand);
        return result;
    }

    Status placeNode(const GraphNode& node)
    {
        const auto operands = tensorOperands(node);
        if (operands.empty()) {
            m_places[node.id] = {};
            return {};
        }
        if (isReduction(node.op) || isNormalisation(node.op))
            return placeReduction(node, m_places[operands.front()]);
        if (node.op == "unsqueeze" || node.op == "squeeze")
            return placeReshaped(node, m_places[operands.front()]);
        return placeElementwise(node, operands);
    }

    Status placeReduction(const GraphNode& node, const Placement& from)
    {
        auto dims = reducedDims(node, from.axes.size());
        if (!dims)
            return outside(dims.error().message);
        AxisSet axes = 0;
        for (const int dim : *dims)
            axes |= 1U << static_cast<unsigned>(from.axes[static_cast<std::size_t>(dim)]);
        if (m_reduced != 0 && m_reduced != axes)
            return outside("it reduces over different dimensions in different places ('" + node.id + "')");
        if ((from.extent & axes) == 0 && axes != 0)
            return outside("'" + node.id + "' reduces a value that is already reduced over that dimension");
        m_reduced = axes;
        Placement place = from;
        if (isReduction(node.op)) {
            place.extent &= ~axes;
            place.reduced = true;
            if (!keepsDims(node)) {
                place.axes.clear();
                for (const int axis : from.axes)
                    if ((axes >> static_cast<unsigned>(axis) & 1U) == 0)
                        place.axes.push_back(axis);
            }
        } else {
            // Weights of a normalisation are further operands along the normalised dimensions.
            for (const std::string& operand : tensorOperands(node))
                place.extent |= m_places[operand].extent;
            place.reduced = false;
        }
        m_places[node.id] = place;
        return {};
    }

    /// squeeze and unsqueeze only rename dimensions: the new ones lie between their neighbours.
    Status placeReshaped(const GraphNode& node, const Placement& from)
    {
        Placement place = from;
        const auto* dimOperand = argument(node, 1, "dim");
        const auto* dimJson = dimOperand == nullptr ? nullptr : std::get_if<Json>(dimOperand);
        if (dimJson == nullptr || !dimJson->is_number_integer())
            return outside("'" + node.op + "' without one fixed dimension is not supported");
        int dim = dimJson->get<int>();
        const int rank = static_cast<int>(from.axes.size());
        if (node.op == "unsqueeze") {
            if (dim < 0)
                dim += rank + 1;
            place.axes = from.axes;
            const int before = dim == 0 ? -1 : from.axes[static_cast<std::size_t>(dim) - 1];
            const int after
                = dim == rank ? static_cast<int>(m_rank) : from.axes[static_cast<std::size_t>(dim)];
            if (after - before != 2)
                return outside("'unsqueeze' here has no dimension of the iteration space to stand for");
            place.axes.insert(place.axes.begin() + dim, before + 1);
        } else {
            if (dim < 0)
                dim += rank;
            place.axes = from.axes;
            if (dim < 0 || dim >= rank
                || (place.extent >> static_cast<unsigned>(place.axes[static_cast<std::size_t>(dim)]) & 1U)
                    != 0)
                return outside("'squeeze' of a dimension that is not of size one");
            place.axes.erase(place.axes.begin() + dim);
        }
        m_places[node.id] = place;
        return {};
    }

    Status placeElementwise(const GraphNode& node, const std::vector<std::string>& operands)
    {
        std::size_t rank = 0;
        for (const std::string& operand : operands)
            rank = std::max(rank, m_places[operand].axes.size());
        if (rank != node.shape.size())
            return outside("'" + node.op + "' changes the layout of its operand ('" + node.id + "')");
        Placement place;
        place.axes.assign(rank, -1);
        bool reduced = true;
        for (const std::string& operand : operands) {
            const Placement& from = m_places[operand];
            place.extent |= from.extent;
            place.data = place.data || from.data;
            reduced = reduced && from.reduced;
            for (std::size_t d = 0; d < from.axes.size(); ++d) {
                int& axis = place.axes[rank - from.axes.size() + d];
                if (axis != -1 && axis != from.axes[d])
                    return outside(
                        "'" + node.op + "' aligns different dimensions of its operands ('" + node.id + "')");
                axis = from.axes[d];
            }
        }
        place.reduced = reduced;
        m_places[node.id] = place;
        return {};
    }

    /// Merges neighbouring axes that every value treats alike.
    Result<Geometry> group()
    {
        std::vector<std::vector<int>> groups;
        std::vector<std::pair<bool, std::vector<bool>>> signatures;
        for (int axis = 0; axis < static_cast<int>(m_rank); ++axis) {
            if (!everLarge(axis))
                continue; // size one in every case: belongs to whatever is beside it
            const AxisSet bit = 1U << static_cast<unsigned>(axis);
            std::vector<bool> present;
            for (const auto& [id, place] : m_places)
                if (place.extent != 0)
                    present.push_back((place.extent & bit) != 0);
            const auto signature = std::make_pair((m_reduced & bit) != 0, present);
            if (groups.empty() || signature != signatures.back()) {
                groups.emplace_back();
                signatures.push_back(signature);
            }
            groups.back().push_back(axis);
        }
        const auto reducedGroups
            = std::count_if(signatures.begin(), signatures.end(), [](const auto& s) { return s.first; });
        if (reducedGroups > 1)
            return outside(
                "it reduces over dimensions that are not neighbours, or that its operands treat differently");
        return assign(groups, signatures);
    }

    Result<Geometry> assign(std::vector<std::vector<int>>& groups,
        const std::vector<std::pair<bool, std::vector<bool>>>& signatures)
    {
        std::size_t reduced = groups.size();
        for (std::size_t i = 0; i < signatures.size(); ++i)
            if (signatures[i].first)
                reduced = i;
        // Slots: outer, axis, inner. A reduction fixes which group is the axis.
        std::vector<int> slots[3];
        const bool reduces = m_reduced != 0;
        if (reduces && reduced == groups.size()) { // the reduced dimension has size one in every case
            if (groups.size() > 1)
                return outside("it reduces over a dimension of size one and broadcasts as well");
            if (groups.size() == 1)
                slots[0] = groups[0];
        } else if (reduces) {
            if (reduced > 1 || groups.size() - reduced > 2)
                return outside("it broadcasts in more groups of dimensions than outer, reduced and inner");
            if (reduced == 1)
                slots[0] = groups[0];
            slots[1] = groups[reduced];
            if (reduced + 1 < groups.size())
                slots[2] = groups[reduced + 1];
        } else {
            if (groups.size() > 3)
                return outside("it broadcasts in more than three groups of dimensions");
            const std::size_t first = groups.size() <= 1 ? 1 : 0;
            for (std::size_t i = 0; i < groups.size(); ++i)
                slots[first + i] = groups[i];
        }
        Geometry geometry;
        geometry.reduces = reduces;
        geometry.schedule = !slots[2].empty() ? Schedule::Columns
            : reduces || !slots[0].empty()    ? Schedule::Rows
                                              : Schedule::Flat;
        std::string* expressions[3] = { &geometry.outer, &geometry.axis, &geometry.inner };
        for (int slot = 0; slot < 3; ++slot)
            for (const int axis : slots[slot]) {
                const auto dim = dimExpression(axis);
                if (!dim)
                    return outside("no tensor of the specification has dimension " + std::to_string(axis));
                std::string& text = *expressions[slot];
                text = text == "1" ? *dim : text + "*" + *dim;
            }
        geometry.whole = geometry.schedule == Schedule::Flat ? kAxis
            : geometry.schedule == Schedule::Rows            ? Extent(kOuter | kAxis)
                                                             : Extent(kOuter | kAxis | kInner);
        for (const auto& [id, place] : m_places)
            geometry.extents[id] = extentOf(place, slots, geometry.schedule);
        for (const std::string& input : m_graph.inputs) {
            const Extent extent = geometry.extents[input];
            geometry.broadcasts = geometry.broadcasts || (extent != 0 && extent != geometry.whole);
        }
        return geometry;
    }

    Extent extentOf(const Placement& place, const std::vector<int> (&slots)[3], Schedule schedule) const
    {
        if (schedule == Schedule::Flat)
            return place.data ? kAxis : Extent(0);
        Extent extent = 0;
        for (unsigned slot = 0; slot < 3; ++slot)
            for (const int axis : slots[slot])
                if ((place.extent >> static_cast<unsigned>(axis) & 1U) != 0)
                    extent = static_cast<Extent>(extent | (1U << slot));
        // A group without axes has one element: data varies over it trivially.
        if (slots[0].empty() && place.data)
            extent |= kOuter;
        if (slots[1].empty() && place.data && !place.reduced)
            extent |= kAxis;
        return extent;
    }

    /// "dim_x_1": the first input or output that has this axis in full.
    std::optional<std::string> dimExpression(int axis) const
    {
        const AxisSet bit = 1U << static_cast<unsigned>(axis);
        const auto from
            = [&](const std::string& tensor, const Placement& place) -> std::optional<std::string> {
            if ((place.extent & bit) == 0)
                return std::nullopt;
            for (std::size_t d = 0; d < place.axes.size(); ++d)
                if (place.axes[d] == axis)
                    return "dim_" + tensor + "_" + std::to_string(d);
            return std::nullopt;
        };
        for (const std::string& input : m_graph.inputs)
            if (auto text = from(input, m_places.at(input)))
                return text;
        return std::nullopt;
    }

    const TracedReference& m_reference;
    const OpGraph& m_graph;
    const spec::OperatorSpec& m_spec;
    std::size_t m_rank = 0;
    std::vector<std::vector<std::int64_t>> m_sizes; ///< per case and axis
    std::map<std::string, Placement> m_places;
    AxisSet m_reduced = 0;
};

} // namespace

Result<Geometry> analyseGeometry(const TracedReference& reference, const spec::OperatorSpec& spec)
{
    if (auto status = checkSameStructure(reference); !status)
        return status.error();
    return Analysis(reference, spec).run();
}

} // namespace hawk::synth
