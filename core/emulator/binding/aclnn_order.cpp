#include "emulator/binding/aclnn_order.h"

#include "base/files.h"
#include "emulator/project/cpp_text.h"

#include <algorithm>
#include <regex>

namespace hawk::emulator {
namespace fs = std::filesystem;
namespace {

using Names = std::vector<std::string>;

std::string hostText(const OperatorProject& project)
{
    std::string text;
    for (const auto* sources : { &project.hostSources, &project.helperSources })
        for (const fs::path& source : *sources)
            text += withoutComments(readFile(source).value_or("")) + "\n";
    return text;
}

struct Function {
    Names parameters;
    std::string body;
};

/// The definition of the function called `name` whose body holds `mark`.
std::optional<Function> functionWith(const std::string& text, const std::string& name, const std::string& mark)
{
    const std::regex pattern("\\b" + name + "\\s*\\(");
    for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) {
        const auto open = static_cast<std::size_t>(it->position() + it->length() - 1);
        const std::string list = bracketed(text, open);
        const std::size_t next = text.find_first_not_of(" \t\r\n", open + list.size() + 2);
        if (next == std::string::npos || text[next] != '{')
            continue; // a declaration or a call
        Function found { parameterNames(list), bracketed(text, next) };
        if (found.body.find(mark) != std::string::npos)
            return found;
    }
    return std::nullopt;
}

/// Arguments of the first call of `name` in `text`.
Names argumentsOf(const std::string& text, const std::string& name)
{
    const std::size_t at = text.find(name);
    const std::size_t open = at == std::string::npos ? at : text.find('(', at);
    return open == std::string::npos ? Names() : parameterNames(bracketed(text, open));
}

/// The parameter of `function` that the variable `name` holds: itself, or what it was made from by l0op:: functions, which
/// return their first argument in another layout or type.
std::optional<std::size_t> parameterBehind(const Function& function, std::string name)
{
    constexpr int kSteps = 8;
    for (int step = 0; step < kSteps; ++step) {
        const auto found = std::ranges::find(function.parameters, name);
        if (found != function.parameters.end())
            return static_cast<std::size_t>(found - function.parameters.begin());
        const std::regex assigned("\\b" + name + "\\s*=\\s*l0op::\\w+\\s*\\(");
        std::smatch match;
        if (name.empty() || !std::regex_search(function.body, match, assigned))
            return std::nullopt;
        const auto open = static_cast<std::size_t>(match.position() + match.length() - 1);
        const Names arguments = parameterNames(bracketed(function.body, open));
        if (arguments.empty())
            return std::nullopt;
        name = arguments.front();
    }
    return std::nullopt;
}

} // namespace

std::optional<std::vector<std::size_t>> operandOfInput(
    const OperatorProject& project, const std::string& command, const std::string& operatorName)
{
    const std::string text = hostText(project);
    const std::string call = "l0op::" + operatorName;
    const auto outer = functionWith(text, command + "GetWorkspaceSize", call);
    const auto inner = functionWith(text, operatorName, "OP_INPUT");
    if (!outer || !inner)
        return std::nullopt;
    const Names passed = argumentsOf(outer->body, call);
    std::vector<std::size_t> order;
    for (const std::string& input : argumentsOf(inner->body, "OP_INPUT")) {
        const auto at = static_cast<std::size_t>(std::ranges::find(inner->parameters, input) - inner->parameters.begin());
        if (at >= passed.size())
            return std::nullopt;
        const auto operand = parameterBehind(*outer, passed[at]);
        if (!operand || std::ranges::find(order, *operand) != order.end())
            return std::nullopt;
        order.push_back(*operand);
    }
    return order.empty() ? std::nullopt : std::optional(order);
}

Json inOrderOfInputs(const Json& operands, const std::vector<std::size_t>& operandOfInput)
{
    Json ordered = Json::array();
    for (const std::size_t operand : operandOfInput)
        if (operand < operands.size())
            ordered.push_back(operands[operand]);
    for (std::size_t i = 0; i < operands.size(); ++i)
        if (std::ranges::find(operandOfInput, i) == operandOfInput.end())
            ordered.push_back(operands[i]);
    return ordered;
}

} // namespace hawk::emulator
