#pragma once

#include "hawk_program/launch.h"

/// Kernels that are started by name: aclrtlaunch_name(blocks, stream, args). The file of the kernel defines an entry that
/// takes the raw values; the header beside it declares a function template that passes them.
namespace hawkprogram {

/// Values of a launch by name, in the caller's types.
struct RawArgument {
    uint64_t bits; ///< of values up to 8 bytes
    const void* value; ///< of larger ones
    uint32_t bytes;
};

template <class T>
RawArgument rawOf(const T& value)
{
    RawArgument raw { 0, &value, static_cast<uint32_t>(sizeof(T)) };
    if constexpr (std::is_integral_v<T> || std::is_enum_v<T>)
        raw.bits = static_cast<uint64_t>(value);
    else
        __builtin_memcpy(&raw.bits, &value, sizeof(T) < sizeof raw.bits ? sizeof(T) : sizeof raw.bits);
    return raw;
}

template <class T>
T parameterFrom(const RawArgument& raw)
{
    if constexpr (std::is_pointer_v<T>) {
        return reinterpret_cast<T>(raw.bits);
    } else if constexpr (std::is_integral_v<T>) {
        return static_cast<T>(raw.bits);
    } else {
        T value {};
        __builtin_memcpy(&value, raw.value, raw.bytes < sizeof(T) ? raw.bytes : sizeof(T));
        return value;
    }
}

template <class... P, size_t... I>
uint32_t launchRaw(const char* name, void (*kernel)(P...), int64_t blocks, void* stream, const RawArgument* raw, std::index_sequence<I...>)
{
    return Launcher(name, "", name, 0, blocks, 0, stream)([kernel](auto... values) { kernel(values...); },
        parameterFrom<std::remove_cv_t<P>>(raw[I])...);
}

template <class... P>
uint32_t launchNamed(const char* name, void (*kernel)(P...), int64_t blocks, void* stream, const RawArgument* raw, uint32_t count)
{
    return count == sizeof...(P) ? launchRaw(name, kernel, blocks, stream, raw, std::index_sequence_for<P...> {}) : 107000U;
}

} // namespace hawkprogram

#define HAWK_DECLARE_NAMED_LAUNCH(name) \
    extern "C" uint32_t hawk_named_launch_##name(int64_t blocks, void* stream, const ::hawkprogram::RawArgument* raw, uint32_t count); \
    template <class... A> \
    uint32_t aclrtlaunch_##name(uint32_t blocks, void* stream, A... arguments) \
    { \
        const ::hawkprogram::RawArgument raw[sizeof...(A) + 1] = { ::hawkprogram::rawOf(arguments)... }; \
        return hawk_named_launch_##name(blocks, stream, raw, static_cast<uint32_t>(sizeof...(A))); \
    }

#define HAWK_DEFINE_NAMED_LAUNCH(name) \
    extern "C" uint32_t hawk_named_launch_##name(int64_t blocks, void* stream, const ::hawkprogram::RawArgument* raw, uint32_t count) \
    { \
        return ::hawkprogram::launchNamed(#name, &name, blocks, stream, raw, count); \
    }
