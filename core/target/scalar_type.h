#pragma once

#include "base/json.h"
#include "base/result.h"
#include "spec/expression.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hawk::target {

/// A C type that a tiling field or a scalar argument may have.
struct ScalarType {
    enum class Kind : std::uint8_t { Signed, Unsigned, Float, Bool };
    std::string_view name;
    Kind kind = Kind::Signed;
    std::size_t bytes = 0; ///< also its alignment
};

/// nullptr for a type we do not know.
const ScalarType* findScalarType(std::string_view name);
/// "int8_t, int16_t, ...", for messages.
std::string scalarTypeNames();

/// What expressions and attribute names refer to in one case.
struct ValueScope {
    spec::Symbols symbols;
    Json attributes = Json::object();
};

/// Appends the little-endian bytes of `value` as `type`. A value is a number, a bool, an expression, or the
/// name of an attribute. Errors quote the value: it does not fit the type, it is not whole, the expression is
/// wrong.
Status appendValue(
    const ScalarType& type, const Json& value, const ValueScope& scope, std::vector<std::byte>& bytes);

} // namespace hawk::target
