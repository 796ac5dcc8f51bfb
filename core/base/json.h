#pragma once

#include "base/result.h"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <unordered_map>

namespace hawk {

using Json = nlohmann::json;

/// Parses without throwing; the error carries "origin:line:column". `origin` is a file name or "<argument>".
Result<Json> parseJson(std::string_view text, std::string_view origin);

/// A parsed document that still knows where each value stood, for line-exact validation messages.
class LocatedJson {
public:
    struct Position {
        int line = 1; ///< 1-based
        int column = 1; ///< 1-based, in bytes
    };
    static Result<LocatedJson> parse(std::string_view text, std::string origin);

    const Json& root() const { return m_root; }
    const std::string& origin() const { return m_origin; }
    /// Position of the value at a JSON pointer ("/cases/2/symbols/N"); the nearest ancestor when it is absent.
    Position position(const std::string& pointer) const;
    /// InvalidInput with context "origin:line:column" for the value at `pointer`.
    Error errorAt(const std::string& pointer, std::string message, std::string hint = {}) const;

private:
    Json m_root;
    std::string m_origin;
    std::unordered_map<std::string, Position> m_positions;
};

} // namespace hawk
