#include "reference/element_values.h"

#include "base/float_formats.h"

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
    case DType::Float16: return loadNarrow<halfToFloat>(data, out);
    case DType::BFloat16: return loadNarrow<bfloat16ToFloat>(data, out);
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
            value = static_cast<double>(halfToFloat(floatToHalf(static_cast<float>(value))));
    else if (type == DType::BFloat16)
        for (double& value : values)
            value = static_cast<double>(bfloat16ToFloat(floatToBfloat16(static_cast<float>(value))));
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
