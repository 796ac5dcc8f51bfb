#pragma once

#include "base/json.h"
#include "bridge/error_text.h"

/// Members of a stored JSON object as Qt values. A missing member, or one of another type, gives nothing.
namespace hawk::ui {

inline QString jsonText(const Json& json, const char* key)
{
    if (!json.is_object() || !json.contains(key))
        return {};
    const Json& value = json.at(key);
    return value.is_string() ? toQt(value.get_ref<const std::string&>()) : toQt(value.dump());
}

inline qint64 jsonNumber(const Json& json, const char* key)
{
    if (!json.is_object() || !json.contains(key) || !json.at(key).is_number())
        return 0;
    return json.at(key).get<qint64>();
}

inline double jsonReal(const Json& json, const char* key)
{
    if (!json.is_object() || !json.contains(key) || !json.at(key).is_number())
        return 0;
    return json.at(key).get<double>();
}

inline QStringList toList(const std::vector<std::string>& texts)
{
    QStringList list;
    for (const std::string& text : texts)
        list.append(toQt(text));
    return list;
}

} // namespace hawk::ui
