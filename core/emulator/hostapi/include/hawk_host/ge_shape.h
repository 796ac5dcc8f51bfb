#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ge {

/// A shape as the tiling functions of the high-level library take it (public graph/tensor reference).
class Shape {
public:
    Shape() = default;
    explicit Shape(const std::vector<std::int64_t>& dims)
        : m_dims(dims)
    {
    }
    std::size_t GetDimNum() const { return m_dims.size(); }
    std::int64_t GetDim(std::size_t i) const { return i < m_dims.size() ? m_dims[i] : 0; }
    std::int64_t SetDim(std::size_t i, std::int64_t value)
    {
        if (i >= m_dims.size())
            return -1;
        m_dims[i] = value;
        return 0;
    }
    std::vector<std::int64_t> GetDims() const { return m_dims; }
    /// Product of the dimensions; 0 for a shape without any, as the reference has it.
    std::int64_t GetShapeSize() const
    {
        std::int64_t size = m_dims.empty() ? 0 : 1;
        for (const std::int64_t dim : m_dims)
            size *= dim;
        return size;
    }

private:
    std::vector<std::int64_t> m_dims;
};

} // namespace ge
