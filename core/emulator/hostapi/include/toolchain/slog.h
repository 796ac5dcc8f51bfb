#pragma once

#include <cstdio>

/// Logging of host code (public slog interface). Errors are printed, the rest is not.
#define DLOG_DEBUG 0x0
#define DLOG_INFO 0x1
#define DLOG_WARN 0x2
#define DLOG_ERROR 0x3
#define DLOG_EVENT 0x10
enum { SLOG = 0, GE = 45, OP = 63 };

inline int CheckLogLevel(int, int level) { return level == DLOG_ERROR ? 1 : 0; }
#define DlogRecord(module, level, format, ...) \
    do { \
        if ((level) == DLOG_ERROR) \
            std::printf(format "\n", ##__VA_ARGS__); \
    } while (false)
#define dlog_error(module, format, ...) DlogRecord(module, DLOG_ERROR, format, ##__VA_ARGS__)
#define dlog_warn(module, format, ...) DlogRecord(module, DLOG_WARN, format, ##__VA_ARGS__)
#define dlog_info(module, format, ...) DlogRecord(module, DLOG_INFO, format, ##__VA_ARGS__)
#define dlog_debug(module, format, ...) DlogRecord(module, DLOG_DEBUG, format, ##__VA_ARGS__)
#define dlog_event(module, format, ...) DlogRecord(module, DLOG_EVENT, format, ##__VA_ARGS__)

inline void DlogSub(int, const char* module, int level, const char* format, ...)
{
    if (level == DLOG_ERROR)
        std::printf("[%s] %s\n", module, format);
}
// The build of the public operator library names itself with these.
#ifndef OPS_UTILS_LOG_SUB_MOD_NAME
#define OPS_UTILS_LOG_SUB_MOD_NAME "OP"
#endif
#ifndef OPS_UTILS_LOG_PACKAGE_TYPE
#define OPS_UTILS_LOG_PACKAGE_TYPE ""
#endif
