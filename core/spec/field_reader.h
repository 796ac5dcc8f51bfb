#pragma once

#include "base/json.h"
#include "base/result.h"

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hawk::spec {

/// Typed access to one JSON object of a located document that reports instead of stopping: every wrong or unknown
/// field becomes a problem with its place, and reading goes on with a default.
class FieldReader {
public:
    FieldReader(const LocatedJson& document, std::string pointer, std::vector<Error>& problems);

    const std::string& pointer() const { return m_pointer; }
    const Json& json() const { return m_json; }
    bool has(const std::string& key) const;
    std::string pointerTo(const std::string& key) const;
    std::string pointerTo(const std::string& key, std::size_t index) const;

    /// Reports each field that is not in the list, with the nearest one that is.
    void allowOnly(std::initializer_list<const char*> keys);
    std::string text(const std::string& key, bool required = false);
    std::optional<double> number(const std::string& key);
    std::optional<std::int64_t> integer(const std::string& key);
    std::vector<std::string> texts(const std::string& key);
    /// The list under `key`, or an empty one; a value of another type is reported.
    const Json& list(const std::string& key);
    const Json& object(const std::string& key);
    FieldReader child(const std::string& key) const;
    FieldReader child(const std::string& key, std::size_t index) const;

    void problem(const std::string& at, std::string message, std::string hint = {});

private:
    const Json* field(const std::string& key, const char* wanted, bool (Json::*is)() const noexcept, bool required);

    const LocatedJson& m_document;
    std::string m_pointer;
    std::vector<Error>& m_problems;
    const Json& m_json;
};

} // namespace hawk::spec
