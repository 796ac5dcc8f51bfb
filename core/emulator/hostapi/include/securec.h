#pragma once

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>

/// Bounds-checked C functions that host code includes (public bounds-checking function interface).
using errno_t = int;
#ifndef EOK
#define EOK 0
#endif

inline errno_t memset_s(void* target, std::size_t capacity, int value, std::size_t count)
{
    if (!target || count > capacity)
        return ERANGE;
    std::memset(target, value, count);
    return EOK;
}
inline errno_t memcpy_s(void* target, std::size_t capacity, const void* source, std::size_t count)
{
    if (!target || !source || count > capacity)
        return ERANGE;
    std::memcpy(target, source, count);
    return EOK;
}
inline errno_t strcpy_s(char* target, std::size_t capacity, const char* source)
{
    return memcpy_s(target, capacity, source, source ? std::strlen(source) + 1 : 0);
}
inline int vsnprintf_s(char* target, std::size_t capacity, std::size_t, const char* format, std::va_list arguments)
{
    const int written = std::vsnprintf(target, capacity, format, arguments);
    return written < 0 || static_cast<std::size_t>(written) >= capacity ? -1 : written;
}
inline int snprintf_s(char* target, std::size_t capacity, std::size_t most, const char* format, ...)
{
    std::va_list arguments;
    va_start(arguments, format);
    const int written = vsnprintf_s(target, capacity, most, format, arguments);
    va_end(arguments);
    return written;
}
inline int sprintf_s(char* target, std::size_t capacity, const char* format, ...)
{
    std::va_list arguments;
    va_start(arguments, format);
    const int written = vsnprintf_s(target, capacity, capacity, format, arguments);
    va_end(arguments);
    return written;
}
