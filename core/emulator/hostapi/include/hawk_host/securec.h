#pragma once

#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>

#ifndef EOK
#define EOK 0
#endif
using errno_t = int;

/// Bounded copies as host code of operators uses them: nothing is copied, and an error returned, when it does not fit.
inline int memcpy_s(void* to, std::size_t capacity, const void* from, std::size_t count)
{
    if (to == nullptr || from == nullptr || count > capacity)
        return 22; // EINVAL
    std::memcpy(to, from, count);
    return 0;
}
inline int memmove_s(void* to, std::size_t capacity, const void* from, std::size_t count)
{
    if (to == nullptr || from == nullptr || count > capacity)
        return 22;
    std::memmove(to, from, count);
    return 0;
}
/// Texts with their end; what stood there stays when it does not fit.
inline int strncpy_s(char* to, std::size_t capacity, const char* from, std::size_t count)
{
    const std::size_t length = from != nullptr ? strnlen(from, count) : 0;
    if (to == nullptr || from == nullptr || length >= capacity)
        return 22;
    std::memcpy(to, from, length);
    to[length] = '\0';
    return 0;
}
inline int strcpy_s(char* to, std::size_t capacity, const char* from) { return strncpy_s(to, capacity, from, SIZE_MAX); }
inline int strncat_s(char* to, std::size_t capacity, const char* from, std::size_t count)
{
    const std::size_t used = to != nullptr ? strnlen(to, capacity) : capacity;
    return used < capacity ? strncpy_s(to + used, capacity - used, from, count) : 22;
}
inline int strcat_s(char* to, std::size_t capacity, const char* from) { return strncat_s(to, capacity, from, SIZE_MAX); }
/// Length of the text, -1 when it does not fit.
__attribute__((format(printf, 4, 5))) inline int snprintf_s(char* to, std::size_t capacity, std::size_t count, const char* format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int length = std::vsnprintf(to, count < capacity ? count + 1 : capacity, format, arguments);
    va_end(arguments);
    return length < 0 || static_cast<std::size_t>(length) >= capacity || static_cast<std::size_t>(length) > count ? -1 : length;
}
__attribute__((format(printf, 3, 4))) inline int sprintf_s(char* to, std::size_t capacity, const char* format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int length = std::vsnprintf(to, capacity, format, arguments);
    va_end(arguments);
    return length < 0 || static_cast<std::size_t>(length) >= capacity ? -1 : length;
}
inline int memset_s(void* to, std::size_t capacity, int value, std::size_t count)
{
    if (to == nullptr || count > capacity)
        return 22;
    std::memset(to, value, count);
    return 0;
}
