#include "reference/element_values.h"

#include "base/float_formats.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>

namespace hawk::reference {
namespace {

template <class T>
void loadPlain(const std::byte* raw, std::span<double> out)
{
    for (std::size_t i = 0; i < out.size(); ++i) {
        T value;
        std::memcpy(&value, raw + i * sizeof(T), sizeof(T));
        out[i] = static_cast<double>(value);
    }
}

/// Branch-free forms of base/float_formats.h, so that the loops over a tensor vectorise.
float widenHalf(std::uint16_t h)
{
    const std::uint32_t magnitude = (h & 0x7FFFU) << 13U;
    // The exponent's bias differs by 112; subnormals come out right because the product is exact.
    const auto scaled = std::bit_cast<std::uint32_t>(std::bit_cast<float>(magnitude) * 0x1p112F);
    const std::uint32_t special = (h & 0x7C00U) == 0x7C00U ? magnitude | 0x7F800000U : scaled;
    return std::bit_cast<float>(special | (static_cast<std::uint32_t>(h & 0x8000U) << 16U));
}

float widenBfloat16(std::uint16_t b) { return bfloat16ToFloat(b); }

float roundToHalf(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t sign = bits & 0x80000000U;
    const std::uint32_t magnitude = bits & 0x7FFFFFFFU;
    const std::uint32_t normal = (magnitude + 0xFFFU + ((magnitude >> 13U) & 1U)) & ~0x1FFFU;
    // Below 2^-14 a half steps by 2^-24, which is the step of floats in [0.5, 1).
    const auto small = std::bit_cast<std::uint32_t>((std::bit_cast<float>(magnitude) + 0.5F) - 0.5F);
    std::uint32_t rounded = magnitude < 0x38800000U ? small : normal;
    rounded = magnitude >= 0x477FF000U ? 0x7F800000U : rounded; // 65520 and above
    rounded = magnitude > 0x7F800000U ? magnitude : rounded; // NaN
    return std::bit_cast<float>(rounded | sign);
}

float roundToBfloat16(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t rounded = (bits + 0x7FFFU + ((bits >> 16U) & 1U)) & 0xFFFF0000U;
    return std::bit_cast<float>((bits & 0x7FFFFFFFU) > 0x7F800000U ? bits : rounded);
}

template <float (*Convert)(std::uint16_t)>
void loadNarrow(const std::byte* raw, std::span<double> out)
{
    for (std::size_t i = 0; i < out.size(); ++i) {
        std::uint16_t bits = 0;
        std::memcpy(&bits, raw + i * 2, 2);
        out[i] = static_cast<double>(Convert(bits));
    }
}

} // namespace

void loadAsDouble(std::span<const std::byte> raw, DType type, std::size_t first, std::span<double> out)
{
    const std::byte* data = raw.data() + first * sizeOf(type);
    switch (type) {
    case DType::Float16: return loadNarrow<widenHalf>(data, out);
    case DType::BFloat16: return loadNarrow<widenBfloat16>(data, out);
    case DType::Float32: return loadPlain<float>(data, out);
    case DType::Float64: return loadPlain<double>(data, out);
    case DType::Int8: return loadPlain<std::int8_t>(data, out);
    case DType::UInt8:
    case DType::Bool: return loadPlain<std::uint8_t>(data, out);
    case DType::Int16: return loadPlain<std::int16_t>(data, out);
    case DType::UInt16: return loadPlain<std::uint16_t>(data, out);
    case DType::Int32: return loadPlain<std::int32_t>(data, out);
    case DType::UInt32: return loadPlain<std::uint32_t>(data, out);
    case DType::Int64: return loadPlain<std::int64_t>(data, out);
    case DType::UInt64: return loadPlain<std::uint64_t>(data, out);
    default: break;
    }
    for (double& value : out)
        value = std::numeric_limits<double>::quiet_NaN(); // compare() refuses such types before it comes here
}

void roundThrough(DType type, std::span<double> values)
{
    if (type == DType::Float32)
        for (double& value : values)
            value = static_cast<double>(static_cast<float>(value));
    else if (type == DType::Float16)
        for (double& value : values)
            value = static_cast<double>(roundToHalf(static_cast<float>(value)));
    else if (type == DType::BFloat16)
        for (double& value : values)
            value = static_cast<double>(roundToBfloat16(static_cast<float>(value)));
}

double largestFinite(DType type)
{
    switch (type) {
    case DType::Float16: return 65504.0;
    case DType::BFloat16: return 0x1.FEp127;
    case DType::Float32: return static_cast<double>(std::numeric_limits<float>::max());
    default: return std::numeric_limits<double>::max();
    }
}

} // namespace hawk::reference
