#include "emulator/runner/overload.h"

#include "emulator/runner/type_text.h"

#include <algorithm>
#include <array>

namespace hawk::emulator {
namespace {

constexpr std::array<std::string_view, 17> kArithmetic { "bool", "char", "int8_t", "uint8_t", "int16_t", "uint16_t", "int", "int32_t",
    "uint32_t", "int64_t", "uint64_t", "half", "bfloat16_t", "float", "double", "size_t", "unsigned" };

/// "Name<a, b>": the name, and the arguments.
struct Pattern {
    std::string name;
    std::vector<std::string> arguments;
};

Pattern patternOf(const std::string& type)
{
    const std::size_t open = type.find('<');
    if (open == std::string::npos || !type.ends_with('>'))
        return { type, {} };
    return { type.substr(0, open), splitArguments(std::string_view(type).substr(open + 1, type.size() - open - 2)) };
}

/// Where a bracketed list that begins at `open` ends.
std::size_t closing(std::string_view text, std::size_t open, char opens, char closes)
{
    int depth = 0;
    for (std::size_t at = open; at < text.size(); ++at) {
        depth += text[at] == opens ? 1 : text[at] == closes ? -1 : 0;
        if (depth == 0)
            return at;
    }
    return text.size();
}

Parameter parameterFrom(std::string text)
{
    Parameter out;
    if (const std::size_t equals = text.find('='); equals != std::string::npos) {
        out.optional = true;
        text.resize(equals);
    }
    while (text.ends_with(' '))
        text.pop_back();
    bool array = false;
    if (const std::size_t bracket = text.find('['); bracket != std::string::npos) {
        array = true;
        text.resize(bracket);
    }
    std::size_t begin = text.size();
    while (begin > 0 && isNameChar(text[begin - 1]))
        --begin;
    const std::string last = text.substr(begin);
    const std::string before = plainType(text.substr(0, begin));
    // "const int32_t" has a type and no name; "const int32_t& count" has both.
    const bool named = !before.empty() && before != "unsigned" && before != "typename";
    out.type = named ? text.substr(0, begin) : text;
    out.name = named ? last : std::string();
    while (out.type.ends_with(' '))
        out.type.pop_back();
    if (array)
        out.type += "*";
    return out;
}

/// "typename T", "bool isSetMask = true", "class... Args".
Overload::TemplateParameter templateParameterFrom(const std::string& text)
{
    const std::size_t equals = text.find('=');
    std::string name = text.substr(0, equals);
    while (name.ends_with(' '))
        name.pop_back();
    std::size_t begin = name.size();
    while (begin > 0 && isNameChar(name[begin - 1]))
        --begin;
    const bool type = text.starts_with("typename") || text.starts_with("class");
    const bool pack = text.find("...") != std::string::npos;
    return { .name = name.substr(begin), .type = type, .optional = equals != std::string::npos || pack };
}

class Unifier {
public:
    Unifier(const Overload& overload, const std::vector<std::string>& given)
        : m_overload(overload)
    {
        for (std::size_t i = 0; i < std::min(given.size(), overload.templateParameters.size()); ++i)
            if (overload.templateParameters[i].type)
                m_bound.emplace(overload.templateParameters[i].name, Binding { plainType(given[i]), "the template argument" });
    }

    /// "" when the argument can be passed; "type" or "conflict" otherwise.
    std::string pass(const Parameter& parameter, const std::string& argument)
    {
        m_conflict.clear();
        const std::string wanted = plainType(parameter.type);
        const std::string given = plainType(argument);
        if (isTypeParameter(wanted))
            return bind(wanted, given, parameter.name) ? "" : "conflict";
        if (given.find("brace-enclosed") != std::string::npos || given.find("overloaded function") != std::string::npos)
            return "";
        if (isArithmetic(wanted)) // enumerations of the raw intrinsics (event_t) convert
            return isArithmetic(given) || given.ends_with("_t") ? "" : "type";
        if (wanted.ends_with('*') || given.ends_with('*'))
            return pointers(wanted, given) ? "" : "type";
        const Pattern p = patternOf(wanted);
        const Pattern g = patternOf(given);
        if (p.name.find("typename") != std::string::npos || p.name.find("::") != std::string::npos)
            return ""; // a type that depends on others: not ours to judge
        if (p.name != g.name)
            return isQueue(p.name) && isQueue(g.name) ? "" : "type";
        for (std::size_t i = 0; i < std::min(p.arguments.size(), g.arguments.size()); ++i)
            if (isTypeParameter(p.arguments[i]) && !bind(p.arguments[i], g.arguments[i], parameter.name))
                return "conflict";
        return "";
    }

    std::string filled(std::string type) const
    {
        for (const auto& [name, bound] : m_bound)
            type = replaceWord(std::move(type), name, bound.type);
        return type;
    }
    const std::string& conflictWith() const { return m_conflict; }

private:
    struct Binding {
        std::string type;
        std::string by;
    };

    bool isTypeParameter(const std::string& name) const
    {
        return std::ranges::any_of(m_overload.templateParameters, [&](const auto& one) { return one.type && one.name == name; });
    }
    static bool isQueue(const std::string& name) { return name == "TQue" || name == "TQueBind"; }
    static bool pointers(const std::string& wanted, const std::string& given)
    {
        return wanted.ends_with('*') && (given.ends_with('*') || given.ends_with(']') || given == "GM_ADDR" || given == "std::nullptr_t");
    }

    bool bind(const std::string& name, const std::string& type, const std::string& by)
    {
        const auto [at, fresh] = m_bound.emplace(name, Binding { type, by });
        if (fresh || at->second.type == type || (at->second.type == "int32_t" && type == "int"))
            return true;
        m_conflict = at->second.by;
        return false;
    }

    const Overload& m_overload;
    std::map<std::string, Binding> m_bound;
    std::string m_conflict;
};

} // namespace

bool isArithmetic(std::string_view type)
{
    return std::ranges::find(kArithmetic, type) != kArithmetic.end();
}

std::size_t Overload::required() const
{
    return static_cast<std::size_t>(std::ranges::count(parameters, false, &Parameter::optional));
}

std::vector<std::string> Overload::undeduced() const
{
    std::vector<std::string> out;
    for (const TemplateParameter& mine : templateParameters)
        if (!mine.optional && std::ranges::none_of(parameters, [&](const Parameter& one) { return !wordPlaces(one.type, mine.name).empty(); }))
            out.push_back(mine.name);
    return out;
}

Overload overloadFrom(const std::string& signature)
{
    Overload out { .signature = signature, .result = {}, .name = {}, .templateParameters = {}, .parameters = {} };
    std::string_view text = signature;
    if (text.starts_with("template")) {
        const std::size_t open = text.find('<');
        const std::size_t close = open == std::string_view::npos ? text.size() : closing(text, open, '<', '>');
        for (const std::string& one : splitArguments(text.substr(open + 1, close - open - 1)))
            out.templateParameters.push_back(templateParameterFrom(one));
        text = text.substr(std::min(close + 1, text.size()));
    }
    const std::size_t open = text.find('(');
    if (open == std::string_view::npos)
        return out;
    std::size_t begin = open;
    while (begin > 0 && isNameChar(text[begin - 1]))
        --begin;
    out.name = text.substr(begin, open - begin);
    const std::string before = plainType(text.substr(0, begin));
    out.result = before == "void" ? std::string() : before;
    const std::size_t close = closing(text, open, '(', ')');
    for (const std::string& one : splitArguments(text.substr(open + 1, close - open - 1)))
        if (!one.empty())
            out.parameters.push_back(parameterFrom(one));
    return out;
}

std::string callForm(const Overload& overload)
{
    std::string out = overload.result.empty() ? overload.name : overload.result + " " + overload.name;
    std::string types;
    for (const std::string& type : overload.undeduced())
        types += (types.empty() ? "" : ", ") + type;
    out += types.empty() ? "(" : "<" + types + ">(";
    bool first = true;
    for (const Parameter& parameter : overload.parameters) {
        std::string type = plainType(parameter.type);
        if (type.starts_with("TQueBind<"))
            type = "TQue"; // what authors have
        out += (first ? "" : ", ") + type + (parameter.name.empty() ? "" : " " + parameter.name)
            + (parameter.optional ? " (optional)" : "");
        first = false;
    }
    return out + ")";
}

Fit fitOf(const Overload& overload, const std::vector<std::string>& given, const std::vector<std::string>& arguments)
{
    Unifier unifier(overload, given);
    for (std::size_t i = 0; i < std::min(arguments.size(), overload.parameters.size()); ++i) {
        const std::string problem = unifier.pass(overload.parameters[i], arguments[i]);
        if (problem.empty())
            continue;
        return { .fits = false,
            .argument = i,
            .wanted = unifier.filled(plainType(overload.parameters[i].type)),
            .conflict = problem == "conflict",
            .decidedBy = unifier.conflictWith() };
    }
    return { .fits = true, .argument = arguments.size(), .wanted = {}, .conflict = false, .decidedBy = {} };
}

} // namespace hawk::emulator
