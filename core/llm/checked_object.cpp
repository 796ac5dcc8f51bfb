#include "llm/checked_object.h"

#include "base/text.h"

#include <algorithm>

namespace hawk::llm {
namespace {

std::string rangeText(const std::string& low, const std::string& high) { return "from " + low + " to " + high; }

std::string shortNumber(double value)
{
    const std::string text = Json(value).dump();
    return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

} // namespace

CheckedObject::CheckedObject(const LocatedJson& document, std::string pointer)
    : m_document(document)
    , m_pointer(std::move(pointer))
{
    const Json& value = m_document.root().at(Json::json_pointer(m_pointer));
    if (value.is_object())
        m_object = &value;
    else
        fail(m_pointer, "must be an object {...}");
}

std::string CheckedObject::at(const std::string& key) const { return m_pointer + "/" + key; }

void CheckedObject::fail(const std::string& pointer, std::string message, std::string hint)
{
    fail(m_document.errorAt(pointer, std::move(message), std::move(hint)));
}

void CheckedObject::fail(Error error)
{
    if (!m_error)
        m_error = std::move(error);
}

const Json* CheckedObject::member(const std::string& key)
{
    m_known.push_back(key);
    if (m_object == nullptr)
        return nullptr;
    const auto found = m_object->find(key);
    return found == m_object->end() ? nullptr : &*found;
}

bool CheckedObject::has(const std::string& key) { return member(key) != nullptr; }

std::string CheckedObject::text(const std::string& key, std::string fallback)
{
    const Json* value = member(key);
    if (value == nullptr)
        return fallback;
    if (value->is_string())
        return value->get<std::string>();
    fail(at(key), "must be a text \"...\"");
    return fallback;
}

std::vector<std::string> CheckedObject::texts(const std::string& key)
{
    const Json* value = member(key);
    std::vector<std::string> out;
    if (value == nullptr)
        return out;
    if (!value->is_array()) {
        fail(at(key), "must be a list of texts [\"...\"]");
        return out;
    }
    for (std::size_t i = 0; i < value->size(); ++i) {
        if ((*value)[i].is_string())
            out.push_back((*value)[i].get<std::string>());
        else
            fail(at(key) + "/" + std::to_string(i), "must be a text \"...\"");
    }
    return out;
}

bool CheckedObject::flag(const std::string& key, bool fallback)
{
    const Json* value = member(key);
    if (value == nullptr)
        return fallback;
    if (value->is_boolean())
        return value->get<bool>();
    fail(at(key), "must be true or false");
    return fallback;
}

std::optional<std::int64_t> CheckedObject::optionalInteger(const std::string& key, std::int64_t low, std::int64_t high)
{
    const Json* value = member(key);
    if (value == nullptr)
        return {};
    if (value->is_number_integer() && value->get<std::int64_t>() >= low && value->get<std::int64_t>() <= high)
        return value->get<std::int64_t>();
    fail(at(key), "must be a whole number " + rangeText(std::to_string(low), std::to_string(high)));
    return {};
}

std::int64_t CheckedObject::integer(const std::string& key, std::int64_t fallback, std::int64_t low, std::int64_t high)
{
    return optionalInteger(key, low, high).value_or(fallback);
}

std::optional<double> CheckedObject::optionalNumber(const std::string& key, double low, double high)
{
    const Json* value = member(key);
    if (value == nullptr)
        return {};
    if (value->is_number() && value->get<double>() >= low && value->get<double>() <= high)
        return value->get<double>();
    fail(at(key), "must be a number " + rangeText(shortNumber(low), shortNumber(high)));
    return {};
}

std::chrono::milliseconds CheckedObject::seconds(const std::string& key, std::chrono::milliseconds fallback)
{
    constexpr double kLongestSeconds = 24.0 * 3600;
    const std::optional<double> value = optionalNumber(key, 0.001, kLongestSeconds);
    return value ? std::chrono::milliseconds(static_cast<std::int64_t>(*value * 1000 + 0.5)) : fallback;
}

Json CheckedObject::json(const std::string& key, bool object)
{
    const Json* value = member(key);
    if (value == nullptr)
        return object ? Json::object() : Json();
    if (object && !value->is_object())
        fail(at(key), "must be an object {...}");
    return object && !value->is_object() ? Json::object() : *value;
}

Status CheckedObject::done()
{
    if (m_object != nullptr)
        for (const auto& [key, value] : m_object->items())
            if (std::find(m_known.begin(), m_known.end(), key) == m_known.end()) {
                const std::string near = nearestName(key, m_known);
                fail(at(key), "unknown member", near.empty() ? std::string() : "did you mean " + hawk::quoted(near) + "?");
            }
    return m_error ? Status(*m_error) : Status();
}

} // namespace hawk::llm
