#pragma once

#include "hawk_host/ge_types.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <vector>

/// Run-time shapes and tensors as tiling functions see them (public exe_graph/runtime reference).
namespace gert {

class Shape {
public:
    static constexpr std::size_t kMaxDimNum = 25;
    static constexpr std::int64_t kInvalidDimValue = INT64_MIN;
    Shape() = default;
    Shape(std::initializer_list<std::int64_t> dims)
    {
        for (const std::int64_t dim : dims)
            AppendDim(dim);
    }
    std::size_t GetDimNum() const { return m_count; }
    void SetDimNum(std::size_t count) { m_count = count < kMaxDimNum ? count : kMaxDimNum; }
    std::int64_t GetDim(std::size_t i) const { return i < m_count ? m_dims[i] : kInvalidDimValue; }
    void SetDim(std::size_t i, std::int64_t value)
    {
        if (i < kMaxDimNum)
            m_dims[i] = value;
    }
    Shape& AppendDim(std::int64_t value)
    {
        if (m_count < kMaxDimNum)
            m_dims[m_count++] = value;
        return *this;
    }
    const std::int64_t& operator[](std::size_t i) const { return m_dims[i]; }
    std::int64_t& operator[](std::size_t i) { return m_dims[i]; }
    /// Product of the dimensions; 1 for a scalar.
    std::int64_t GetShapeSize() const
    {
        std::int64_t size = 1;
        for (std::size_t i = 0; i < m_count; ++i)
            size *= m_dims[i];
        return size;
    }
    bool IsScalar() const { return m_count == 0; }
    void SetScalar() { m_count = 0; }
    bool operator==(const Shape& other) const
    {
        if (m_count != other.m_count)
            return false;
        for (std::size_t i = 0; i < m_count; ++i)
            if (m_dims[i] != other.m_dims[i])
                return false;
        return true;
    }
    bool operator!=(const Shape& other) const { return !(*this == other); }

private:
    std::size_t m_count = 0;
    std::array<std::int64_t, kMaxDimNum> m_dims {};
};

class StorageShape {
public:
    StorageShape() = default;
    explicit StorageShape(const Shape& shape)
        : m_origin(shape)
        , m_storage(shape)
    {
    }
    const Shape& GetOriginShape() const { return m_origin; }
    const Shape& GetStorageShape() const { return m_storage; }
    Shape& MutableOriginShape() { return m_origin; }
    Shape& MutableStorageShape() { return m_storage; }
    bool operator==(const StorageShape& other) const
    {
        return m_origin == other.m_origin && m_storage == other.m_storage;
    }
    bool operator!=(const StorageShape& other) const { return !(*this == other); }

private:
    Shape m_origin;
    Shape m_storage;
};

/// Distances between neighbours of each dimension, in elements.
class Stride {
public:
    std::size_t GetDimNum() const { return m_strides.size(); }
    std::int64_t GetStride(std::size_t i) const { return i < m_strides.size() ? m_strides[i] : Shape::kInvalidDimValue; }
    std::int64_t operator[](std::size_t i) const { return GetStride(i); }

private:
    std::vector<std::int64_t> m_strides;
};

class StorageFormat {
public:
    explicit StorageFormat(ge::Format format = ge::FORMAT_ND)
        : m_format(format)
    {
    }
    ge::Format GetOriginFormat() const { return m_format; }
    ge::Format GetStorageFormat() const { return m_format; }

private:
    ge::Format m_format;
};

class CompileTimeTensorDesc {
public:
    CompileTimeTensorDesc() = default;
    CompileTimeTensorDesc(ge::DataType type, ge::Format format)
        : m_type(type)
        , m_format(format)
    {
    }
    ge::DataType GetDataType() const { return m_type; }
    ge::Format GetOriginFormat() const { return m_format; }
    ge::Format GetStorageFormat() const { return m_format; }
    StorageFormat GetFormat() const { return StorageFormat(m_format); }

private:
    ge::DataType m_type = ge::DT_UNDEFINED;
    ge::Format m_format = ge::FORMAT_ND;
};

/// A tensor with optional host data (inputs a tiling function may look into: "value depend").
class Tensor {
public:
    Tensor() = default;
    Tensor(const Shape& shape, ge::DataType type, const void* data)
        : m_shape(shape)
        , m_type(type)
        , m_data(data)
    {
    }
    const Shape& GetStorageShape() const { return m_shape.GetStorageShape(); }
    const Shape& GetOriginShape() const { return m_shape.GetOriginShape(); }
    const StorageShape& GetShape() const { return m_shape; }
    std::int64_t GetShapeSize() const { return m_shape.GetStorageShape().GetShapeSize(); }
    ge::DataType GetDataType() const { return m_type; }
    std::size_t GetSize() const
    {
        const int size = ge::GetSizeByDataType(m_type);
        return static_cast<std::size_t>(GetShapeSize()) * static_cast<std::size_t>(size > 0 && size < 1000 ? size : 1);
    }
    ge::Format GetOriginFormat() const { return ge::FORMAT_ND; }
    ge::Format GetStorageFormat() const { return ge::FORMAT_ND; }
    const void* GetAddr() const { return m_data; }
    template <class T>
    const T* GetData() const
    {
        return static_cast<const T*>(m_data);
    }

private:
    StorageShape m_shape;
    ge::DataType m_type = ge::DT_UNDEFINED;
    const void* m_data = nullptr;
};

/// A list whose element type its reader knows.
class ContinuousVector {
public:
    /// The reference's lists begin with their capacity, which code that takes a list for a number reads.
    const std::int64_t* header() const { return &m_header; }
    std::size_t GetSize() const { return static_cast<std::size_t>(m_header); }
    std::size_t GetCapacity() const { return GetSize(); }
    const void* GetData() const { return m_data; }

protected:
    void hold(const void* data, std::size_t size)
    {
        m_header = static_cast<std::int64_t>(size);
        m_data = data;
    }

private:
    std::int64_t m_header = 0;
    const void* m_data = nullptr;
};

template <class T>
class TypedContinuousVector : public ContinuousVector {
public:
    explicit TypedContinuousVector(const std::vector<T>& values = {})
        : m_size(values.size())
        , m_values(std::make_unique<T[]>(values.size()))
    {
        for (std::size_t i = 0; i < m_size; ++i)
            m_values[i] = values[i];
        hold(m_values.get(), m_size);
    }
    TypedContinuousVector(const TypedContinuousVector& other)
        : TypedContinuousVector(std::vector<T>(other.GetData(), other.GetData() + other.m_size))
    {
    }
    TypedContinuousVector& operator=(const TypedContinuousVector& other)
    {
        if (this != &other) {
            TypedContinuousVector copy(other);
            m_size = copy.m_size;
            m_values = std::move(copy.m_values);
            hold(m_values.get(), m_size);
        }
        return *this;
    }
    ~TypedContinuousVector() = default;
    const T* GetData() const { return m_values.get(); }

private:
    std::size_t m_size;
    std::unique_ptr<T[]> m_values;
};

/// Bounds of a shape at compile time. The emulator knows every shape, so none is ever given.
template <class T>
class Range {
public:
    const T* GetMin() const { return m_min; }
    const T* GetMax() const { return m_max; }
    T* GetMin() { return m_min; }
    T* GetMax() { return m_max; }
    void SetMin(T* value) { m_min = value; }
    void SetMax(T* value) { m_max = value; }

private:
    T* m_min = nullptr;
    T* m_max = nullptr;
};

} // namespace gert
