#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace hawk {

/// SHA-256 as 64 lower-case hex digits; the content address of sources, artifacts and cache keys.
std::string sha256Hex(std::string_view data);
std::string sha256Hex(std::span<const std::byte> data);

/// Joins parts with length prefixes before hashing, so that ("ab","c") and ("a","bc") differ.
class HashBuilder {
public:
    HashBuilder& add(std::string_view part);
    std::string hex() const;

private:
    std::string m_text;
};

} // namespace hawk
