#pragma once

#include "hawk_binding/tensor.h"

#include <sstream>

/// TORCH_CHECK and its relatives: a refusal is an exception with the binding's own words.
namespace c10 {

inline const char* toString(ScalarType type)
{
    constexpr const char* kNames[] { "Byte", "Char", "Short", "Int", "Long", "Half", "Float", "Double", "ComplexHalf", "ComplexFloat",
        "ComplexDouble", "Bool", "QInt8", "QUInt8", "QInt32", "BFloat16", "Undefined" };
    return kNames[static_cast<std::size_t>(type)];
}
inline std::ostream& operator<<(std::ostream& out, ScalarType type) { return out << toString(type); }
inline std::ostream& operator<<(std::ostream& out, const Device&) { return out << "npu:0"; }
inline std::ostream& operator<<(std::ostream& out, DeviceType type)
{
    return out << (type == DeviceType::CPU ? "cpu" : type == DeviceType::CUDA ? "cuda" : "npu");
}
template <class T>
std::ostream& operator<<(std::ostream& out, const ArrayRef<T>& list)
{
    out << '[';
    for (std::size_t i = 0; i < list.size(); ++i)
        out << (i == 0 ? "" : ", ") << list[i];
    return out << ']';
}
template <class... A>
std::string str(const A&... parts)
{
    std::ostringstream out;
    (void)(out << ... << parts);
    return out.str();
}

} // namespace c10

namespace at {
using c10::toString;
}

namespace hawkdetail {
template <class... A>
[[noreturn]] void refuse(const char* condition, const A&... message)
{
    const std::string words = c10::str(message...);
    throw std::runtime_error("the binding refuses its arguments: " + (words.empty() ? std::string(condition) : words));
}
} // namespace hawkdetail

#define TORCH_CHECK(condition, ...) \
    do { \
        if (!(condition)) \
            ::hawkdetail::refuse(#condition, ##__VA_ARGS__); \
    } while (false)
#define TORCH_INTERNAL_ASSERT(condition, ...) TORCH_CHECK(condition, ##__VA_ARGS__)
#define TORCH_CHECK_EQ(a, b) TORCH_CHECK((a) == (b))
#define TORCH_CHECK_VALUE(condition, ...) TORCH_CHECK(condition, ##__VA_ARGS__)
#define TORCH_CHECK_TYPE(condition, ...) TORCH_CHECK(condition, ##__VA_ARGS__)
#define TORCH_WARN(...) static_cast<void>(0)
#define AT_ASSERTM(condition, ...) TORCH_CHECK(condition, ##__VA_ARGS__)
#define AT_ASSERT(condition) TORCH_CHECK(condition)
#define AT_ERROR(...) ::hawkdetail::refuse("", ##__VA_ARGS__)
