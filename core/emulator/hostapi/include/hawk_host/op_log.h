#pragma once

#include "hawk_host/gert_context.h"
#include "toolchain/slog.h"

#include <cinttypes>
#include <cstdio>
#include <memory>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

/// Log and check macros of the public operator base library (opbase include/op_common/log, docs/zh/op_common). Errors are
/// printed, so that they stand beside the tiling function's result; the rest is not.
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
    return context != nullptr ? loggedName(context->GetNodeName()) : "nil";
}
/// What an author passes for a text: a string, a null pointer.
inline std::string loggedText(const char* text) { return loggedName(text); }
inline std::string loggedText(const std::string& text) { return text; }
template <class Number>
auto loggedText(Number number) -> std::enable_if_t<std::is_arithmetic_v<Number>, std::string>
{
    return std::to_string(number);
}

/// "[op] parameter x: incorrect shape [3, 4]; it should be [4]"
template <class Entity, class Names, class Value, class Reason>
void reportRefused(const char* what, const Entity& entity, const Names& names, const Value& value, const char* tie, const Reason& reason)
{
    std::printf("[%s] %s: incorrect %s %s; %s%s\n", loggedText(entity).c_str(), loggedText(names).c_str(), what, loggedText(value).c_str(),
        tie, loggedText(reason).c_str());
}

} // namespace hawk_host

namespace Ops::Base {

inline const char* GetSafeStr(const char* text) { return text; }
inline const char* GetSafeStr(const std::string& text) { return text.c_str(); }
inline const char* GetOpInfo(const char* name) { return ::hawk_host::loggedName(name); }
inline const std::string& GetOpInfo(const std::string& name) { return name; }
/// "Type:name" of the node a context belongs to.
template <class Context>
auto GetOpInfo(const Context* context) -> std::enable_if_t<!std::is_same_v<Context, char>, std::string>
{
    if (context == nullptr)
        return "nil:nil";
    return std::string(::hawk_host::loggedName(context->GetNodeType())) + ":" + ::hawk_host::loggedName(context->GetNodeName());
}

inline std::string ToString(ge::DataType type) { return ge::TypeUtils::DataTypeToSerialString(type); }
inline std::string ToString(ge::Format format) { return ge::TypeUtils::FormatToSerialString(format); }
inline std::string ToString(const gert::Shape& shape)
{
    std::string text = "[";
    for (std::size_t i = 0; i < shape.GetDimNum(); ++i)
        text += (i == 0 ? "" : ", ") + std::to_string(shape.GetDim(i));
    return text + "]";
}
inline std::string ToString(const std::vector<const gert::Shape*>& shapes)
{
    std::string text = "[";
    for (std::size_t i = 0; i < shapes.size(); ++i)
        text += (i == 0 ? "" : ", ") + (shapes[i] != nullptr ? ToString(*shapes[i]) : std::string("nil"));
    return text + "]";
}

} // namespace Ops::Base

#ifndef unlikely
#define unlikely(condition) __builtin_expect(static_cast<bool>(condition), 0)
#endif
#ifndef likely
#define likely(condition) __builtin_expect(static_cast<bool>(condition), 1)
#endif

#define OP_LOGE_WITHOUT_REPORT(op, format, ...) std::printf("[%s] " format "\n", ::hawk_host::loggedName(op), ##__VA_ARGS__)
#define OP_LOGE(op, format, ...) OP_LOGE_WITHOUT_REPORT(op, format, ##__VA_ARGS__)
#define OP_LOGE_LIBOPAPI_REPORT(op, format, ...) OP_LOGE_WITHOUT_REPORT(op, format, ##__VA_ARGS__)
#define D_OP_LOGE(op, format, ...) OP_LOGE_WITHOUT_REPORT(op, format, ##__VA_ARGS__)
#define OP_LOGW(op, ...) static_cast<void>(op)
#define OP_LOGI(op, ...) static_cast<void>(op)
#define OP_LOGD(op, ...) static_cast<void>(op)
#define D_OP_LOGW(op, ...) static_cast<void>(op)
#define D_OP_LOGI(op, ...) static_cast<void>(op)
#define D_OP_LOGD(op, ...) static_cast<void>(op)

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

// Refusals of a parameter, in one form: what is wrong with it, whose it is, its value, and what it should be or why.
#define HAWK_REFUSED(what, entity, names, value, expected) \
    ::hawk_host::reportRefused(what, entity, names, value, "it should be ", expected)
#define HAWK_REFUSED_WHY(what, entity, names, value, reason) ::hawk_host::reportRefused(what, entity, names, value, "", reason)
#define OP_LOGE_FOR_INVALID_SHAPE(entity, name, value, expected) HAWK_REFUSED("shape", entity, name, value, expected)
#define OP_LOGE_FOR_INVALID_SHAPE_WITH_REASON(entity, name, value, reason) HAWK_REFUSED_WHY("shape", entity, name, value, reason)
#define OP_LOGE_FOR_INVALID_SHAPES_WITH_REASON(entity, names, values, reason) HAWK_REFUSED_WHY("shapes", entity, names, values, reason)
#define OP_LOGE_FOR_INVALID_SHAPEDIM(entity, name, value, expected) HAWK_REFUSED("number of dimensions", entity, name, value, expected)
#define OP_LOGE_FOR_INVALID_SHAPEDIM_WITH_REASON(entity, name, value, reason) \
    HAWK_REFUSED_WHY("number of dimensions", entity, name, value, reason)
#define OP_LOGE_FOR_INVALID_SHAPEDIMS_WITH_REASON(entity, names, values, reason) \
    HAWK_REFUSED_WHY("numbers of dimensions", entity, names, values, reason)
#define OP_LOGE_FOR_INVALID_SHAPESIZE(entity, name, value, expected) HAWK_REFUSED("shape size", entity, name, value, expected)
#define OP_LOGE_FOR_INVALID_SHAPESIZE_WITH_REASON(entity, name, value, reason) HAWK_REFUSED_WHY("shape size", entity, name, value, reason)
#define OP_LOGE_FOR_INVALID_SHAPESIZES_WITH_REASON(entity, names, values, reason) \
    HAWK_REFUSED_WHY("shape sizes", entity, names, values, reason)
#define OP_LOGE_FOR_INVALID_FORMAT(entity, name, value, expected) HAWK_REFUSED("format", entity, name, value, expected)
#define OP_LOGE_FOR_INVALID_FORMAT_WITH_REASON(entity, name, value, reason) HAWK_REFUSED_WHY("format", entity, name, value, reason)
#define OP_LOGE_FOR_INVALID_FORMATS_WITH_REASON(entity, names, values, reason) HAWK_REFUSED_WHY("formats", entity, names, values, reason)
#define OP_LOGE_FOR_INVALID_DTYPE(entity, name, value, expected) HAWK_REFUSED("data type", entity, name, value, expected)
#define OP_LOGE_FOR_INVALID_DTYPE_WITH_REASON(entity, name, value, reason) HAWK_REFUSED_WHY("data type", entity, name, value, reason)
#define OP_LOGE_FOR_INVALID_DTYPES_WITH_REASON(entity, names, values, reason) HAWK_REFUSED_WHY("data types", entity, names, values, reason)
#define OP_LOGE_FOR_INVALID_TENSORNUM(entity, name, value, expected) \
    HAWK_REFUSED("number of tensors", entity, name, value, expected)
#define OP_LOGE_FOR_INVALID_TENSORNUMS_WITH_REASON(entity, names, values, reason) \
    HAWK_REFUSED_WHY("numbers of tensors", entity, names, values, reason)
#define OP_LOGE_FOR_INVALID_VALUE(entity, name, value, expected) HAWK_REFUSED("value", entity, name, value, expected)
#define OP_LOGE_FOR_INVALID_VALUE_WITH_REASON(entity, name, value, reason) HAWK_REFUSED_WHY("value", entity, name, value, reason)
#define OP_LOGE_FOR_INVALID_VALUES_WITH_REASON(entity, names, values, reason) HAWK_REFUSED_WHY("values", entity, names, values, reason)
#define OP_LOGE_FOR_INVALID_STRIDE(entity, name, value, expected) HAWK_REFUSED("stride", entity, name, value, expected)
#define OP_LOGE_FOR_INVALID_LISTSIZE(entity, name, value, expected) HAWK_REFUSED("list size", entity, name, value, expected)
#define OP_LOGE_FOR_INVALID_LISTSIZE_WITH_REASON(entity, name, value, reason) HAWK_REFUSED_WHY("list size", entity, name, value, reason)
#define OP_LOGE_FOR_INVALID_ARGUMENT_WITH_REASON(entity, name, reason) HAWK_REFUSED_WHY("argument", entity, name, "", reason)
#define OP_LOGE_WITH_INVALID_ATTR(entity, name, value, expected) HAWK_REFUSED("value of the attribute", entity, name, value, expected)
#define OP_LOGE_WITH_INVALID_ATTR_SIZE(entity, name, value, expected) HAWK_REFUSED("size of the attribute", entity, name, value, expected)
#define OP_LOGE_WITH_INVALID_INPUT(entity, name) HAWK_REFUSED_WHY("input", entity, name, "", "it is required, and empty")
#define OP_LOGE_WITH_INVALID_INPUT_SHAPE(entity, index, value, expected) \
    HAWK_REFUSED("shape", entity, "input " + std::to_string(index), value, expected)
#define OP_LOGE_WITH_INVALID_INPUT_SHAPESIZE(entity, index, value, expected) \
    HAWK_REFUSED("shape size", entity, "input " + std::to_string(index), value, expected)
#define OP_LOGE_WITH_INVALID_INPUT_FORMAT(entity, name, value, expected) HAWK_REFUSED("format", entity, name, value, expected)
#define OP_LOGE_WITH_INVALID_INPUT_DTYPE(entity, name, value, expected) HAWK_REFUSED("data type", entity, name, value, expected)
