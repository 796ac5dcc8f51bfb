#include "emulator/host/library_job.h"

#include "base/float_formats.h"
#include "emulator/exec/span_ops.h"

#include <algorithm>
#include <cmath>

namespace hawk::emulator {
namespace {

template <class To, class From>
void convert(const std::byte* from, std::span<To> to)
{
    for (std::size_t i = 0; i < to.size(); ++i) {
        From value;
        std::memcpy(&value, from + i * sizeof(From), sizeof value);
        to[i] = static_cast<To>(value);
    }
}

template <class To, class From>
void save(std::byte* to, std::span<const From> from)
{
    for (std::size_t i = 0; i < from.size(); ++i) {
        const To value = static_cast<To>(from[i]);
        std::memcpy(to + i * sizeof(To), &value, sizeof value);
    }
}

/// Integers read from memory of any integer type.
template <class To>
bool readIntegers(DType type, const std::byte* from, std::span<To> to)
{
    switch (type) {
    case DType::Int8: convert<To, std::int8_t>(from, to); return true;
    case DType::UInt8:
    case DType::Bool: convert<To, std::uint8_t>(from, to); return true;
    case DType::Int16: convert<To, std::int16_t>(from, to); return true;
    case DType::UInt16: convert<To, std::uint16_t>(from, to); return true;
    case DType::Int32: convert<To, std::int32_t>(from, to); return true;
    case DType::UInt32: convert<To, std::uint32_t>(from, to); return true;
    case DType::Int64: convert<To, std::int64_t>(from, to); return true;
    case DType::UInt64: convert<To, std::uint64_t>(from, to); return true;
    default: return false;
    }
}

} // namespace

std::vector<float> LibraryJob::floats(std::size_t i, std::uint64_t count) const
{
    std::vector<float> values(count);
    const std::byte* from = bytes(i);
    switch (type(i)) {
    case DType::Float32:
        std::memcpy(values.data(), from, count * sizeof(float));
        break;
    case DType::Float16: {
        std::vector<std::uint16_t> half(count);
        std::memcpy(half.data(), from, count * 2);
        exec::widenHalf(values.data(), half.data(), count);
        break;
    }
    case DType::BFloat16:
        for (std::size_t k = 0; k < count; ++k) {
            std::uint16_t bits = 0;
            std::memcpy(&bits, from + k * 2, 2);
            values[k] = bfloat16ToFloat(bits);
        }
        break;
    case DType::Int4: // the first of a pair lies in the low half of its byte
        for (std::size_t k = 0; k < count; ++k) {
            const auto bits = static_cast<int>(std::to_integer<unsigned>(from[k / 2]) >> (k % 2 == 0 ? 0U : 4U) & 15U);
            values[k] = static_cast<float>(bits >= 8 ? bits - 16 : bits);
        }
        break;
    default:
        readIntegers<float>(type(i), from, values);
        break;
    }
    return values;
}

void LibraryJob::store(std::size_t i, std::span<const float> values) const
{
    std::byte* to = bytes(i);
    switch (type(i)) {
    case DType::Float32:
        std::memcpy(to, values.data(), values.size() * sizeof(float));
        break;
    case DType::Float16: {
        std::vector<std::uint16_t> half(values.size());
        exec::narrowHalf(half.data(), values.data(), values.size());
        std::memcpy(to, half.data(), half.size() * 2);
        break;
    }
    case DType::BFloat16:
        for (std::size_t k = 0; k < values.size(); ++k) {
            const std::uint16_t bits = floatToBfloat16(values[k]);
            std::memcpy(to + k * 2, &bits, 2);
        }
        break;
    default: {
        std::vector<std::int64_t> whole(values.size());
        std::ranges::transform(values, whole.begin(), [](float v) { return static_cast<std::int64_t>(v); });
        store(i, whole);
        break;
    }
    }
}

float LibraryJob::roundTo(DType to, float value) const
{
    if (to == DType::Float16)
        return halfToFloat(floatToHalf(value));
    return to == DType::BFloat16 ? bfloat16ToFloat(floatToBfloat16(value)) : value;
}

std::vector<std::int64_t> LibraryJob::integers(std::size_t i) const
{
    std::vector<std::int64_t> values(call.elements[i]);
    readIntegers<std::int64_t>(type(i), bytes(i), values);
    return values;
}

void LibraryJob::store(std::size_t i, std::span<const std::int64_t> values) const
{
    std::byte* to = bytes(i);
    switch (sizeOf(type(i))) {
    case 1: save<std::int8_t>(to, values); break;
    case 2: save<std::int16_t>(to, values); break;
    case 4: save<std::int32_t>(to, values); break;
    default: save<std::int64_t>(to, values); break;
    }
}

hawklib::TemporarySize noTemporary(const hawkabi::LibraryCall&) { return {}; }

} // namespace hawk::emulator
