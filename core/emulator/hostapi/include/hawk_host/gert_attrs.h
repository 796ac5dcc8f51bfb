#pragma once

#include "hawk_host/gert_shape.h"

#include <string>
#include <variant>
#include <vector>

namespace gert {

/// Attributes in declaration order. Pointers stay valid as long as the context.
class RuntimeAttrs {
public:
    using ListInt = TypedContinuousVector<std::int64_t>;
    using ListFloat = TypedContinuousVector<float>;
    using ListBool = TypedContinuousVector<bool>;
    using Value = std::variant<std::int64_t, float, bool, std::string, ListInt, ListFloat, ListBool>;

    void add(Value value) { m_values.push_back(std::move(value)); }

    std::size_t GetAttrNum() const { return m_values.size(); }
    /// The reference hands out a raw pointer to the value; so do we, null when the index is out of range.
    template <class T>
    const T* GetAttrPointer(std::size_t i) const
    {
        if (i >= m_values.size())
            return nullptr;
        return std::visit([](const auto& value) { return asPointer<T>(value); }, m_values[i]);
    }
    const std::int64_t* GetInt(std::size_t i) const { return GetAttrPointer<std::int64_t>(i); }
    const float* GetFloat(std::size_t i) const { return GetAttrPointer<float>(i); }
    const bool* GetBool(std::size_t i) const { return GetAttrPointer<bool>(i); }
    const char* GetStr(std::size_t i) const { return GetAttrPointer<char>(i); }
    const ListInt* GetListInt(std::size_t i) const { return GetAttrPointer<ListInt>(i); }
    const ListBool* GetListBool(std::size_t i) const { return GetAttrPointer<ListBool>(i); }
    const ListFloat* GetListFloat(std::size_t i) const { return GetAttrPointer<ListFloat>(i); }

private:
    template <class T, class V>
    static const T* asPointer(const V& value)
    {
        if constexpr (std::is_same_v<T, V>)
            return &value;
        else if constexpr (std::is_same_v<T, ContinuousVector> && std::is_base_of_v<ContinuousVector, V>)
            return &value;
        else if constexpr (std::is_same_v<V, std::string> && std::is_same_v<T, char>)
            return value.c_str();
        else if constexpr (std::is_base_of_v<ContinuousVector, V> && std::is_same_v<T, std::int64_t>)
            return value.header(); // a list begins with its capacity
        else if constexpr (!std::is_base_of_v<ContinuousVector, V> && !std::is_same_v<V, std::string> && std::is_trivially_copyable_v<V>
            && std::is_trivially_copyable_v<T> && sizeof(T) <= sizeof(V))
            return reinterpret_cast<const T*>(&value); // what host code gets there: the bytes behind the pointer
        else
            return nullptr;
    }
    std::vector<Value> m_values;
};

} // namespace gert
