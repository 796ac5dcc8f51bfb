#include "spec/field_reader.h"

#include "base/text.h"

#include <algorithm>

namespace hawk::spec {
namespace {

const Json& at(const LocatedJson& document, const std::string& pointer)
{
    static const Json kEmpty = Json::object();
    const Json::json_pointer path(pointer);
    return document.root().contains(path) ? document.root().at(path) : kEmpty;
}

std::string escape(const std::string& key)
{
    std::string out;
    for (const char c : key)
        out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return out;
}

std::string kindOf(const Json& json)
{
    std::string value = json.dump();
    if (value.size() > 40)
        value = value.substr(0, 37) + "...";
    return std::string(json.type_name()) + " " + value;
}

} // namespace

FieldReader::FieldReader(const LocatedJson& document, std::string pointer, std::vector<Error>& problems)
    : m_document(document)
    , m_pointer(std::move(pointer))
    , m_problems(problems)
    , m_json(at(document, m_pointer))
{
    if (!m_json.is_object())
        problem(m_pointer, "an object expected, found " + kindOf(m_json));
}

bool FieldReader::has(const std::string& key) const { return m_json.is_object() && m_json.contains(key); }
std::string FieldReader::pointerTo(const std::string& key) const { return m_pointer + "/" + escape(key); }
std::string FieldReader::pointerTo(const std::string& key, std::size_t index) const
{
    return pointerTo(key) + "/" + std::to_string(index);
}

void FieldReader::problem(const std::string& where, std::string message, std::string hint)
{
    m_problems.push_back(m_document.errorAt(where, std::move(message), std::move(hint)));
}

void FieldReader::allowOnly(std::initializer_list<const char*> keys)
{
    if (!m_json.is_object())
        return;
    const std::vector<std::string> known(keys.begin(), keys.end());
    for (const auto& [key, value] : m_json.items()) {
        if (std::ranges::find(known, key) != known.end())
            continue;
        const std::string nearest = nearestName(key, known);
        std::string all;
        for (const std::string& name : known)
            all += (all.empty() ? "" : ", ") + name;
        problem(pointerTo(key), "unknown field '" + key + "'",
            nearest.empty() ? "known fields: " + all : "did you mean '" + nearest + "'?");
    }
}

const Json* FieldReader::field(
    const std::string& key, const char* wanted, bool (Json::*is)() const noexcept, bool required)
{
    if (!has(key)) {
        if (required)
            problem(m_pointer, "field '" + key + "' is missing");
        return nullptr;
    }
    const Json& value = m_json[key];
    if ((value.*is)())
        return &value;
    problem(pointerTo(key), "'" + key + "' must be " + wanted + ", found " + kindOf(value));
    return nullptr;
}

std::string FieldReader::text(const std::string& key, bool required)
{
    const Json* value = field(key, "a text", &Json::is_string, required);
    if (required && value && value->get_ref<const std::string&>().empty())
        problem(pointerTo(key), "'" + key + "' is empty");
    return value ? value->get<std::string>() : std::string();
}

std::optional<double> FieldReader::number(const std::string& key)
{
    const Json* value = field(key, "a number", &Json::is_number, false);
    return value ? std::optional(value->get<double>()) : std::nullopt;
}

std::optional<std::int64_t> FieldReader::integer(const std::string& key)
{
    const Json* value = field(key, "an integer", &Json::is_number_integer, false);
    return value ? std::optional(value->get<std::int64_t>()) : std::nullopt;
}

std::vector<std::string> FieldReader::texts(const std::string& key)
{
    std::vector<std::string> out;
    const Json& values = list(key);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i].is_string())
            out.push_back(values[i].get<std::string>());
        else if (values[i].is_number_integer())
            out.push_back(values[i].dump()); // a dimension written as a plain number
        else
            problem(pointerTo(key, i), "a text expected in '" + key + "', found " + kindOf(values[i]));
    }
    return out;
}

const Json& FieldReader::list(const std::string& key)
{
    static const Json kEmpty = Json::array();
    const Json* value = field(key, "a list", &Json::is_array, false);
    return value ? *value : kEmpty;
}

const Json& FieldReader::object(const std::string& key)
{
    static const Json kEmpty = Json::object();
    const Json* value = field(key, "an object", &Json::is_object, false);
    return value ? *value : kEmpty;
}

FieldReader FieldReader::child(const std::string& key) const { return { m_document, pointerTo(key), m_problems }; }
FieldReader FieldReader::child(const std::string& key, std::size_t index) const
{
    return { m_document, pointerTo(key, index), m_problems };
}

} // namespace hawk::spec
