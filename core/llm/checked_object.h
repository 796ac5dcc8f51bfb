#pragma once

#include "base/json.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hawk::llm {

/// Reads the members of one JSON object and keeps the first thing that is wrong with it, with its line. A member that was
/// not asked for is wrong too: done() names the nearest known one. Refers to the document.
class CheckedObject {
public:
    CheckedObject(const LocatedJson& document, std::string pointer);

    bool has(const std::string& key);
    std::string text(const std::string& key, std::string fallback = {});
    std::vector<std::string> texts(const std::string& key);
    bool flag(const std::string& key, bool fallback);
    std::int64_t integer(const std::string& key, std::int64_t fallback, std::int64_t low, std::int64_t high);
    std::optional<std::int64_t> optionalInteger(const std::string& key, std::int64_t low, std::int64_t high);
    std::optional<double> optionalNumber(const std::string& key, double low, double high);
    /// Given in seconds, fractions allowed.
    std::chrono::milliseconds seconds(const std::string& key, std::chrono::milliseconds fallback);
    /// The value as it is; an object when `object`.
    Json json(const std::string& key, bool object);
    /// Where a member stands.
    std::string at(const std::string& key) const;

    void fail(const std::string& pointer, std::string message, std::string hint = {});
    void fail(Error error);
    bool failed() const { return m_error.has_value(); }
    /// The first error, or none. Reports members nobody asked for.
    Status done();

private:
    const Json* member(const std::string& key);

    const LocatedJson& m_document;
    std::string m_pointer;
    const Json* m_object = nullptr;
    std::vector<std::string> m_known;
    std::optional<Error> m_error;
};

} // namespace hawk::llm
