#pragma once

#include <cstddef>
#include <cstring>

#ifndef EOK
#define EOK 0
#endif

/// Bounded copies as host code of operators uses them: nothing is copied, and an error returned, when it does not fit.
inline int memcpy_s(void* to, std::size_t capacity, const void* from, std::size_t count)
{
    if (to == nullptr || from == nullptr || count > capacity)
        return 22; // EINVAL
    std::memcpy(to, from, count);
    return 0;
}
inline int memset_s(void* to, std::size_t capacity, int value, std::size_t count)
{
    if (to == nullptr || count > capacity)
        return 22;
    std::memset(to, value, count);
    return 0;
}
