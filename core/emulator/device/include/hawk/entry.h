#pragma once

#include "hawk/types.h"

/// How a kernel function of any signature becomes callable by the host: HAWK_EXPORT_ENTRY(name) after the source.
namespace hawkabi {

template <class T>
struct Plain {
    using Type = T;
};
template <class T>
struct Plain<const T> {
    using Type = T;
};
template <class T>
inline constexpr bool isPointer = false;
template <class T>
inline constexpr bool isPointer<T*> = true;
template <class T>
inline constexpr bool isReference = false;
template <class T>
inline constexpr bool isReference<T&> = true;
template <class T>
inline constexpr bool isReference<T&&> = true;

template <size_t... I>
struct Indices { };
template <size_t N, size_t... I>
struct MakeIndices : MakeIndices<N - 1, N - 1, I...> { };
template <size_t... I>
struct MakeIndices<0, I...> {
    using Type = Indices<I...>;
};

template <class F>
struct Entry;
template <class R, class... A>
struct Entry<R (*)(A...)> {
    static_assert(same<R, void>, "a kernel function returns void [kernel-parameter-types]");
    static_assert(!(isReference<A> || ...), "kernel parameters may not be references [kernel-parameter-types]");
    static constexpr uint32_t arity = sizeof...(A);
    static constexpr uint32_t sizes[sizeof...(A) + 1] = { sizeof(A)..., 0 };
    static constexpr uint8_t pointers[sizeof...(A) + 1] = { isPointer<typename Plain<A>::Type>..., 0 };
    template <size_t... I>
    static void call(R (*function)(A...), void** args, Indices<I...>)
    {
        (void)args;
        function(*static_cast<typename Plain<A>::Type*>(args[I])...);
    }
};

} // namespace hawkabi

#define HAWK_EXPORT_ENTRY(...) \
    extern "C" __attribute__((visibility("default"))) void hawk_launch(void** args) \
    { \
        using Function = decltype(&::__VA_ARGS__); \
        using E = ::hawkabi::Entry<Function>; \
        E::call(&::__VA_ARGS__, args, typename ::hawkabi::MakeIndices<E::arity>::Type {}); \
    } \
    extern "C" __attribute__((visibility("default"))) const ::hawkabi::EntryInfo* hawk_entry_info() \
    { \
        using E = ::hawkabi::Entry<decltype(&::__VA_ARGS__)>; \
        static constexpr ::hawkabi::EntryInfo info { ::hawkabi::kVersion, E::arity, E::sizes, E::pointers, #__VA_ARGS__ }; \
        return &info; \
    }
