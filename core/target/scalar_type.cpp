#include "target/scalar_type.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

namespace hawk::target {
namespace {

using Kind = ScalarType::Kind;

constexpr std::array<ScalarType, 13> kTypes { {
    { "int8_t", Kind::Signed, 1 },
    { "int16_t", Kind::Signed, 2 },
    { "int32_t", Kind::Signed, 4 },
    { "int64_t", Kind::Signed, 8 },
    { "uint8_t", Kind::Unsigned, 1 },
    { "uint16_t", Kind::Unsigned, 2 },
    { "uint32_t", Kind::Unsigned, 4 },
    { "uint64_t", Kind::Unsigned, 8 },
    { "int", Kind::Signed, 4 },
    { "unsigned", Kind::Unsigned, 4 },
    { "float", Kind::Float, 4 },
    { "double", Kind::Float, 8 },
    { "bool", Kind::Bool, 1 },
} };

void appendBits(std::uint64_t bits, std::size_t count, std::vector<std::byte>& bytes)
{
    for (std::size_t i = 0; i < count; ++i)
        bytes.push_back(static_cast<std::byte>(bits >> (8 * i)));
}

/// A text that names an attribute stands for the attribute's value.
const Json& dereference(const Json& value, const ValueScope& scope)
{
    if (!value.is_string())
        return value;
    const auto found = scope.attributes.find(value.get_ref<const std::string&>());
    return found == scope.attributes.end() ? value : *found;
}

Error wrong(const ScalarType& type, const Json& value, const std::string& why)
{
    return { Errc::InvalidInput,
        "the value " + value.dump() + " cannot be a " + std::string(type.name) + ": " + why, {}, {} };
}

Result<std::int64_t> integerOf(const ScalarType& type, const Json& value, const ValueScope& scope)
{
    if (value.is_string())
        return spec::evaluate(value.get<std::string>(), scope.symbols);
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max())
        return wrong(type, value, "it is larger than 64-bit expressions reach");
    if (value.is_number_integer())
        return value.get<std::int64_t>();
    if (value.is_boolean())
        return value.get<bool>() ? 1 : 0;
    return wrong(type, value, "it is not a whole number");
}

Status appendInteger(
    const ScalarType& type, const Json& value, const ValueScope& scope, std::vector<std::byte>& bytes)
{
    const auto number = integerOf(type, value, scope);
    if (!number)
        return number.error();
    const int bits = static_cast<int>(type.bytes) * 8;
    const bool isUnsigned = type.kind == Kind::Unsigned;
    const std::int64_t highest = bits == 64 ? std::numeric_limits<std::int64_t>::max()
                                            : (std::int64_t { 1 } << (isUnsigned ? bits : bits - 1)) - 1;
    const std::int64_t lowest = isUnsigned ? 0 : -highest - 1;
    if (*number < lowest || *number > highest)
        return wrong(type, value,
            std::to_string(*number) + " is outside " + std::to_string(lowest) + " to "
                + std::to_string(highest));
    appendBits(static_cast<std::uint64_t>(*number), type.bytes, bytes);
    return {};
}

Result<double> floatOf(const ScalarType& type, const Json& value, const ValueScope& scope)
{
    if (value.is_number())
        return value.get<double>();
    if (value.is_boolean())
        return value.get<bool>() ? 1.0 : 0.0;
    if (!value.is_string())
        return wrong(type, value, "a number or the name of an attribute expected");
    const auto& text = value.get_ref<const std::string&>();
    // Expressions are integer expressions: "1/N" would silently be 0.
    if (text.find('/') != std::string::npos)
        return wrong(type, value, "expressions divide whole numbers; divide in the kernel, or pass a number");
    const auto number = spec::evaluate(text, scope.symbols);
    if (!number)
        return number.error();
    return static_cast<double>(*number);
}

Status appendFloat(
    const ScalarType& type, const Json& value, const ValueScope& scope, std::vector<std::byte>& bytes)
{
    const auto number = floatOf(type, value, scope);
    if (!number)
        return number.error();
    if (type.bytes == 8) {
        appendBits(std::bit_cast<std::uint64_t>(*number), 8, bytes);
        return {};
    }
    if (std::isfinite(*number) && std::abs(*number) > static_cast<double>(std::numeric_limits<float>::max()))
        return wrong(type, value, "it is too large");
    appendBits(std::bit_cast<std::uint32_t>(static_cast<float>(*number)), 4, bytes);
    return {};
}

} // namespace

const ScalarType* findScalarType(std::string_view name)
{
    const auto found = std::ranges::find(kTypes, name, &ScalarType::name);
    return found == kTypes.end() ? nullptr : &*found;
}

std::string scalarTypeNames()
{
    std::string list;
    for (const ScalarType& type : kTypes)
        list += (list.empty() ? "" : ", ") + std::string(type.name);
    return list;
}

Status appendValue(
    const ScalarType& type, const Json& given, const ValueScope& scope, std::vector<std::byte>& bytes)
{
    const Json& value = dereference(given, scope);
    if (type.kind == Kind::Float)
        return appendFloat(type, value, scope, bytes);
    if (type.kind != Kind::Bool)
        return appendInteger(type, value, scope, bytes);
    const auto number = integerOf(type, value, scope);
    if (!number)
        return number.error();
    appendBits(*number != 0 ? 1 : 0, 1, bytes);
    return {};
}

} // namespace hawk::target
