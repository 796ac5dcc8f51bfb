#include "synth/graph.h"

#include <algorithm>
#include <set>

namespace hawk::synth {

namespace {

Error broken(const std::string& what)
{
    return Error { Errc::InvalidInput, "the traced operator graph cannot be read: " + what, "operator graph",
        {} };
}

Result<GraphNode::Operand> operandFromJson(const Json& json, const std::string& node)
{
    if (json.is_object() && json.contains("node") && json["node"].is_string())
        return GraphNode::Operand(json["node"].get<std::string>());
    if (json.is_object() && json.contains("const"))
        return GraphNode::Operand(json["const"]);
    if (json.is_object() && json.contains("list"))
        return GraphNode::Operand(json["list"]);
    return broken(
        "node '" + node + "' has an argument that is neither a node nor a constant: " + json.dump());
}

Result<std::vector<std::string>> names(const Json& json, const char* key)
{
    std::vector<std::string> result;
    if (!json.contains(key))
        return result;
    if (!json[key].is_array())
        return broken(std::string("\"") + key + "\" is not a list");
    for (const Json& item : json[key]) {
        if (item.is_string())
            result.push_back(item.get<std::string>());
        else if (item.is_object() && item.contains("name") && item["name"].is_string())
            result.push_back(item["name"].get<std::string>());
        else
            return broken(std::string("\"") + key + "\" holds something that is not a name: " + item.dump());
    }
    return result;
}

Result<GraphNode> nodeFromJson(const Json& json)
{
    if (!json.is_object() || !json.contains("id") || !json["id"].is_string())
        return broken("a node has no id: " + json.dump());
    GraphNode node;
    node.id = json["id"].get<std::string>();
    if (!json.contains("op") || !json["op"].is_string())
        return broken("node '" + node.id + "' has no op");
    node.op = json["op"].get<std::string>();
    for (const Json& arg : json.value("args", Json::array())) {
        auto operand = operandFromJson(arg, node.id);
        if (!operand)
            return operand.error();
        node.args.push_back(std::move(*operand));
    }
    const Json kwargs = json.value("kwargs", Json::object());
    for (const auto& [key, value] : kwargs.items()) {
        // Keyword arguments are plain constants unless they name a node.
        if (value.is_object() && (value.contains("node") || value.contains("const"))) {
            auto operand = operandFromJson(value, node.id);
            if (!operand)
                return operand.error();
            node.kwargs.emplace(key, std::move(*operand));
        } else {
            node.kwargs.emplace(key, value);
        }
    }
    for (const Json& dim : json.value("shape", Json::array())) {
        if (!dim.is_number_integer())
            return broken("node '" + node.id + "' has a shape that is not made of integers");
        node.shape.push_back(dim.get<std::int64_t>());
    }
    // An operation with several results ("shapes") has no shape of its own; nothing here reaches it.
    const auto dtype = dtypeFromName(json.value("dtype", std::string("float32")));
    if (!dtype)
        return broken("node '" + node.id + "': " + dtype.error().message);
    node.dtype = *dtype;
    return node;
}

Status checkReferences(const OpGraph& graph)
{
    std::set<std::string> known(graph.inputs.begin(), graph.inputs.end());
    for (const GraphNode& node : graph.nodes) {
        const auto check = [&](const GraphNode::Operand& operand) -> Status {
            const auto* name = std::get_if<std::string>(&operand);
            if (name != nullptr && !known.contains(*name))
                return broken("node '" + node.id + "' uses '" + *name + "' before it is defined");
            return {};
        };
        for (const auto& operand : node.args)
            if (auto status = check(operand); !status)
                return status;
        for (const auto& [key, operand] : node.kwargs)
            if (auto status = check(operand); !status)
                return status;
        known.insert(node.id);
    }
    for (const std::string& output : graph.outputs)
        if (!known.contains(output))
            return broken("output '" + output + "' is not defined");
    if (graph.outputs.empty())
        return broken("it has no outputs");
    return {};
}

} // namespace

const GraphNode* OpGraph::find(std::string_view id) const
{
    const auto it = std::find_if(nodes.begin(), nodes.end(), [&](const GraphNode& n) { return n.id == id; });
    return it == nodes.end() ? nullptr : &*it;
}

bool OpGraph::hasOp(std::string_view op) const
{
    return std::any_of(nodes.begin(), nodes.end(), [&](const GraphNode& n) { return n.op == op; });
}

std::vector<std::string> OpGraph::ops() const
{
    std::vector<std::string> result;
    for (const GraphNode& node : nodes)
        if (std::find(result.begin(), result.end(), node.op) == result.end())
            result.push_back(node.op);
    return result;
}

Result<OpGraph> graphFromJson(const Json& json)
{
    if (!json.is_object() || !json.contains("nodes") || !json["nodes"].is_array())
        return broken("it has no list of nodes");
    OpGraph graph;
    for (const char* key : { "inputs", "parameters" }) {
        auto list = names(json, key);
        if (!list)
            return list.error();
        for (std::string& name : *list)
            if (std::find(graph.inputs.begin(), graph.inputs.end(), name) == graph.inputs.end())
                graph.inputs.push_back(std::move(name));
    }
    for (const Json& item : json["nodes"]) {
        auto node = nodeFromJson(item);
        if (!node)
            return node.error();
        graph.nodes.push_back(std::move(*node));
    }
    auto outputs = names(json, "outputs");
    if (!outputs)
        return outputs.error();
    graph.outputs = std::move(*outputs);
    if (auto status = checkReferences(graph); !status)
        return status.error();
    return graph;
}

const GraphNode::Operand* argument(const GraphNode& node, std::size_t position, std::string_view keyword)
{
    if (position < node.args.size())
        return &node.args[position];
    const auto it = node.kwargs.find(std::string(keyword));
    return it == node.kwargs.end() ? nullptr : &it->second;
}

} // namespace hawk::synth
