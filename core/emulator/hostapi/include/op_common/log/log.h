#pragma once

#include <cstdio>

/// Log and check macros of the public operator base library (opbase docs/zh/op_common). Errors are printed, so that they
/// stand beside the tiling function's result; the rest is not.
namespace hawk_host {

inline const char* loggedName(const char* name) { return name != nullptr ? name : "nil"; }
template <class Text>
auto loggedName(const Text& name) -> decltype(name.c_str())
{
    return name.c_str();
}
template <class Context>
auto loggedName(const Context* context) -> decltype(context->GetNodeName())
{
    return context != nullptr ? context->GetNodeName() : "nil";
}

} // namespace hawk_host

#define OP_LOGE_WITHOUT_REPORT(op, format, ...) std::printf("[%s] " format "\n", ::hawk_host::loggedName(op), ##__VA_ARGS__)
#define OP_LOGE(op, format, ...) OP_LOGE_WITHOUT_REPORT(op, format, ##__VA_ARGS__)
#define OP_LOGW(op, ...) static_cast<void>(op)
#define OP_LOGI(op, ...) static_cast<void>(op)
#define OP_LOGD(op, ...) static_cast<void>(op)
#define OP_LOGE_IF(condition, result, op, format, ...) \
    do { \
        if (condition) { \
            OP_LOGE(op, format, ##__VA_ARGS__); \
            return result; \
        } \
    } while (false)
/// When the condition holds: the log, then the return.
#define OP_CHECK_IF(condition, log, ...) \
    do { \
        if (condition) { \
            log; \
            __VA_ARGS__; \
        } \
    } while (false)
#define OP_CHECK_NULL_WITH_CONTEXT_RET(context, pointer, result) \
    OP_CHECK_IF((pointer) == nullptr, OP_LOGE(context, "%s is nullptr!", #pointer), return result)
#define OP_CHECK_NULL_WITH_CONTEXT(context, pointer) OP_CHECK_NULL_WITH_CONTEXT_RET(context, pointer, ge::GRAPH_FAILED)
