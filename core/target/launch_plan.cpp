#include "target/launch_plan.h"

#include "base/text.h"
#include "spec/field_reader.h"
#include "target/scalar_type.h"

#include <algorithm>
#include <array>
#include <set>

namespace hawk::target {
namespace {

using Kind = emulator::Argument::Kind;

constexpr std::int64_t kMaxArrayLength = 4096;

struct KindKey {
    const char* key;
    Kind kind;
};
constexpr std::array<KindKey, 5> kKinds { { { "input", Kind::Input }, { "output", Kind::Output },
    { "workspace", Kind::Workspace }, { "tiling", Kind::Tiling }, { "scalar", Kind::Scalar } } };

const char* keyOf(Kind kind) { return std::ranges::find(kKinds, kind, &KindKey::kind)->key; }

std::vector<std::string> namesOf(const std::vector<spec::TensorSpec>& tensors)
{
    std::vector<std::string> names;
    for (const spec::TensorSpec& tensor : tensors)
        names.push_back(tensor.name);
    return names;
}

/// Reads the document into a plan, noting every problem with its place.
class PlanReader {
public:
    PlanReader(const LocatedJson& document, const spec::OperatorSpec& spec, std::vector<Error>& problems)
        : m_spec(spec)
        , m_problems(problems)
        , m_root(document, "", problems)
        , m_document(document)
    {
    }

    LaunchPlan read()
    {
        m_root.allowOnly({ "entry", "blockDim", "arguments", "let", "tiling" });
        m_plan.entry = m_root.text("entry", true);
        if (!m_plan.entry.empty() && !isIdentifier(m_plan.entry))
            m_root.problem("/entry", "the entry " + hawk::quoted(m_plan.entry) + " is not a function name");
        if (m_root.has("blockDim"))
            m_plan.blockDim = expression("/blockDim", m_root.json()["blockDim"]);
        else
            m_root.problem(
                "", "field 'blockDim' is missing", "how many cores run the kernel, e.g. \"coreCount\"");
        readArguments();
        readLet();
        readTiling();
        checkTensors();
        return std::move(m_plan);
    }

private:
    void problem(const std::string& at, std::string message, std::string hint = {})
    {
        m_problems.push_back(m_document.errorAt(at, std::move(message), std::move(hint)));
    }

    /// An expression as text; a plain whole number is one too.
    std::string expression(const std::string& at, const Json& value)
    {
        if (value.is_string() && !value.get_ref<const std::string&>().empty())
            return value.get<std::string>();
        if (value.is_number_integer())
            return value.dump();
        problem(at, "an expression (text or whole number) expected, found " + value.dump());
        return "0";
    }

    void readArguments()
    {
        const Json& list = m_root.list("arguments");
        if (list.empty())
            problem("/arguments", "the plan needs the kernel's arguments in parameter order",
                R"([{"input": "x"}, {"output": "y"}])");
        for (std::size_t i = 0; i < list.size(); ++i)
            readArgument(i, list[i]);
    }

    void readArgument(std::size_t index, const Json& json)
    {
        const std::string at = m_root.pointerTo("arguments", index);
        spec::FieldReader reader = m_root.child("arguments", index);
        if (!json.is_object())
            return;
        const KindKey* kind = nullptr;
        for (const KindKey& one : kKinds)
            if (json.contains(one.key)) {
                if (kind)
                    problem(at,
                        std::string("an argument is one thing, not both '") + kind->key + "' and '" + one.key
                            + "'");
                kind = &one;
            }
        if (!kind) {
            problem(at, "what the argument is cannot be told from " + json.dump(),
                "one of input, output, workspace, tiling, scalar");
            return;
        }
        LaunchPlan::Argument argument { .kind = kind->kind };
        if (kind->kind == Kind::Workspace) {
            reader.allowOnly({ "workspace" });
            argument.name = "workspace";
            argument.value = expression(at + "/workspace", json["workspace"]);
        } else {
            if (kind->kind == Kind::Scalar)
                reader.allowOnly({ "scalar", "type", "value" });
            else
                reader.allowOnly({ kind->key });
            argument.name = reader.text(kind->key, true);
        }
        if (kind->kind == Kind::Scalar)
            readScalar(reader, argument);
        m_plan.arguments.push_back(std::move(argument));
    }

    void readScalar(spec::FieldReader& reader, LaunchPlan::Argument& argument)
    {
        argument.type = reader.text("type", true);
        checkType(reader, argument.type);
        if (reader.has("value"))
            argument.value = value(reader.pointerTo("value"), reader.json()["value"]);
        else
            problem(reader.pointer(), "field 'value' is missing");
    }

    void checkType(spec::FieldReader& reader, const std::string& type)
    {
        if (!type.empty() && !findScalarType(type))
            problem(reader.pointerTo("type"), "unknown type " + hawk::quoted(type),
                "one of " + scalarTypeNames());
    }

    Json value(const std::string& at, const Json& json)
    {
        if (!json.is_number() && !json.is_boolean() && !json.is_string())
            problem(at,
                "a number, true, false, an expression or an attribute name expected, found " + json.dump());
        return json;
    }

    void readLet()
    {
        const Json& list = m_root.list("let");
        std::set<std::string> names;
        for (std::size_t i = 0; i < list.size(); ++i) {
            const std::string at = m_root.pointerTo("let", i);
            const Json& pair = list[i];
            if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string()) {
                problem(at, "a pair [name, expression] expected, found " + pair.dump());
                continue;
            }
            const auto name = pair[0].get<std::string>();
            if (!isIdentifier(name))
                problem(at + "/0", hawk::quoted(name) + " is not a name");
            else if (!names.insert(name).second)
                problem(at + "/0", hawk::quoted(name) + " is defined twice");
            m_plan.let.emplace_back(name, expression(at + "/1", pair[1]));
        }
    }

    void readTiling()
    {
        const Json& list = m_root.list("tiling");
        std::set<std::string> names;
        for (std::size_t i = 0; i < list.size(); ++i) {
            spec::FieldReader reader = m_root.child("tiling", i);
            if (!list[i].is_object())
                continue;
            reader.allowOnly({ "name", "type", "value", "count" });
            LaunchPlan::Field field { .name = reader.text("name", true), .type = reader.text("type", true) };
            checkType(reader, field.type);
            if (!field.name.empty() && !names.insert(field.name).second)
                problem(
                    reader.pointerTo("name"), "the field " + hawk::quoted(field.name) + " is there twice");
            field.count = reader.integer("count").value_or(1);
            if (field.count < 1 || field.count > kMaxArrayLength)
                problem(reader.pointerTo("count"),
                    "an array length of 1 to " + std::to_string(kMaxArrayLength) + " expected, found "
                        + std::to_string(field.count));
            readFieldValue(reader, field);
            m_plan.tiling.push_back(std::move(field));
        }
        const auto structs = std::ranges::count(m_plan.arguments, Kind::Tiling, &LaunchPlan::Argument::kind);
        if (structs > 1)
            problem(
                "/arguments", "a kernel takes one tiling struct, the plan passes " + std::to_string(structs));
        if (structs == 0 && !m_plan.tiling.empty())
            problem("/tiling", "the plan has tiling fields, but no {\"tiling\": NAME} argument passes them");
        if (structs == 1 && m_plan.tiling.empty())
            problem("/arguments", "the plan passes a tiling struct, but 'tiling' lists no fields");
    }

    void readFieldValue(spec::FieldReader& reader, LaunchPlan::Field& field)
    {
        if (!reader.has("value")) {
            problem(reader.pointer(), "field 'value' is missing");
            return;
        }
        const Json& given = reader.json()["value"];
        const std::string at = reader.pointerTo("value");
        field.value = given;
        if (!reader.has("count")) {
            value(at, given);
            return;
        }
        if (!given.is_array() || static_cast<std::int64_t>(given.size()) != field.count) {
            problem(
                at, "a list of " + std::to_string(field.count) + " values expected, found " + given.dump());
            return;
        }
        for (std::size_t i = 0; i < given.size(); ++i)
            value(at + "/" + std::to_string(i), given[i]);
    }

    void checkTensors()
    {
        checkTensors(Kind::Input, namesOf(m_spec.inputs));
        checkTensors(Kind::Output, namesOf(m_spec.outputs));
        for (const spec::TensorSpec& output : m_spec.outputs) {
            const bool passed = std::ranges::any_of(m_plan.arguments, [&](const LaunchPlan::Argument& one) {
                return one.kind == Kind::Output && one.name == output.name;
            });
            if (!passed)
                problem("/arguments",
                    "the output " + hawk::quoted(output.name) + " of " + m_spec.name + " is not passed");
        }
    }

    void checkTensors(Kind kind, const std::vector<std::string>& known)
    {
        std::set<std::string> seen;
        for (std::size_t i = 0; i < m_plan.arguments.size(); ++i) {
            const LaunchPlan::Argument& one = m_plan.arguments[i];
            if (one.kind != kind || one.name.empty())
                continue;
            const std::string at = m_root.pointerTo("arguments", i) + "/" + keyOf(kind);
            if (std::ranges::find(known, one.name) == known.end()) {
                std::string all;
                for (const std::string& name : known)
                    all += (all.empty() ? "" : ", ") + name;
                problem(at, m_spec.name + " has no " + keyOf(kind) + " " + hawk::quoted(one.name),
                    "it has " + all);
            } else if (!seen.insert(one.name).second) {
                problem(at,
                    std::string("the ") + keyOf(kind) + " " + hawk::quoted(one.name) + " is passed twice");
            }
        }
    }

    const spec::OperatorSpec& m_spec;
    std::vector<Error>& m_problems;
    spec::FieldReader m_root;
    const LocatedJson& m_document;
    LaunchPlan m_plan;
};

} // namespace

Result<LaunchPlan> parseLaunchPlan(std::string_view text, std::string origin, const spec::OperatorSpec& spec)
{
    const auto document = LocatedJson::parse(text, std::move(origin));
    if (!document)
        return document.error();
    std::vector<Error> problems;
    LaunchPlan plan = PlanReader(*document, spec, problems).read();
    if (problems.empty())
        return plan;
    Error first = std::move(problems.front());
    if (problems.size() > 1)
        first.message += " (and " + std::to_string(problems.size() - 1) + " more)";
    return first;
}

Json toJson(const LaunchPlan& plan)
{
    Json json = { { "entry", plan.entry }, { "blockDim", plan.blockDim }, { "arguments", Json::array() } };
    for (const LaunchPlan::Argument& argument : plan.arguments) {
        Json one = Json::object();
        one[keyOf(argument.kind)] = argument.kind == Kind::Workspace ? argument.value : Json(argument.name);
        if (argument.kind == Kind::Scalar) {
            one["type"] = argument.type;
            one["value"] = argument.value;
        }
        json["arguments"].push_back(std::move(one));
    }
    for (const auto& [name, value] : plan.let)
        json["let"].push_back({ name, value });
    for (const LaunchPlan::Field& field : plan.tiling) {
        Json one = { { "name", field.name }, { "type", field.type }, { "value", field.value } };
        if (field.value.is_array())
            one["count"] = field.count;
        json["tiling"].push_back(std::move(one));
    }
    return json;
}

} // namespace hawk::target
