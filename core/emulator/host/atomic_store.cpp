#include "emulator/host/atomic_store.h"

#include "base/float_formats.h"

#include <algorithm>
#include <cstring>

namespace hawk::emulator {
namespace {

template <class T>
T combine(CoreRegisters::Atomic operation, T old, T value)
{
    if (operation == CoreRegisters::Atomic::Max)
        return std::max(old, value);
    if (operation == CoreRegisters::Atomic::Min)
        return std::min(old, value);
    if constexpr (std::is_integral_v<T>)
        return static_cast<T>(static_cast<std::uint32_t>(old) + static_cast<std::uint32_t>(value));
    else
        return old + value;
}

/// Load and store convert between memory and the type that is computed with.
template <class Memory, class Load, class Store>
void each(CoreRegisters::Atomic operation, std::byte* dst, const std::byte* src, std::uint64_t bytes, Load load, Store store)
{
    for (std::uint64_t at = 0; at + sizeof(Memory) <= bytes; at += sizeof(Memory)) {
        Memory old;
        Memory value;
        std::memcpy(&old, dst + at, sizeof old);
        std::memcpy(&value, src + at, sizeof value);
        const Memory result = store(combine(operation, load(old), load(value)));
        std::memcpy(dst + at, &result, sizeof result);
    }
}

template <class T>
void plain(CoreRegisters::Atomic operation, std::byte* dst, const std::byte* src, std::uint64_t bytes)
{
    const auto same = [](T v) { return v; };
    each<T>(operation, dst, src, bytes, same, same);
}

} // namespace

void atomicStore(CoreRegisters::Atomic operation, DType type, std::byte* dst, const std::byte* src, std::uint64_t bytes)
{
    switch (type) {
    case DType::Float32:
        plain<float>(operation, dst, src, bytes);
        break;
    case DType::Float16:
        each<std::uint16_t>(operation, dst, src, bytes, [](std::uint16_t v) { return halfToFloat(v); },
            [](float v) { return floatToHalf(v); });
        break;
    case DType::BFloat16:
        each<std::uint16_t>(operation, dst, src, bytes, [](std::uint16_t v) { return bfloat16ToFloat(v); },
            [](float v) { return floatToBfloat16(v); });
        break;
    case DType::Int32:
        plain<std::int32_t>(operation, dst, src, bytes);
        break;
    case DType::Int16:
        plain<std::int16_t>(operation, dst, src, bytes);
        break;
    case DType::Int8:
        plain<std::int8_t>(operation, dst, src, bytes);
        break;
    default:
        std::memmove(dst, src, bytes);
        break;
    }
}

} // namespace hawk::emulator
