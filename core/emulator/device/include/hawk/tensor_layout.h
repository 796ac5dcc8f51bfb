#pragma once

#include "hawk/std.h"

/// Shapes, strides and coordinates as tuples (reference: 基础API, 辅助数据结构/Layout and Coordinate).
namespace AscendC {

template <typename... Shapes>
using Shape = Std::tuple<Shapes...>;
template <typename... Strides>
using Stride = Std::tuple<Strides...>;
template <typename... Coords>
using Coord = Std::tuple<Coords...>;

template <typename... Ts>
__aicore__ constexpr Shape<Ts...> MakeShape(const Ts&... t)
{
    return { t... };
}
template <typename... Ts>
__aicore__ constexpr Stride<Ts...> MakeStride(const Ts&... t)
{
    return { t... };
}
template <typename... Ts>
__aicore__ constexpr Coord<Ts...> MakeCoord(const Ts&... t)
{
    return { t... };
}

namespace hawkdetail {
template <class CoordT, class StrideT, size_t... I>
constexpr auto dot(const CoordT& coord, const StrideT& stride, std::index_sequence<I...>)
{
    return ((static_cast<int64_t>(std::get<I>(coord)) * static_cast<int64_t>(std::get<I>(stride))) + ... + int64_t { 0 });
}
/// The dimensions of a shape as numbers.
template <class ShapeT, size_t... I>
constexpr void extents(const ShapeT& shape, int64_t* out, std::index_sequence<I...>)
{
    ((out[I] = static_cast<int64_t>(std::get<I>(shape))), ...);
}
} // namespace hawkdetail

template <typename ShapeType, typename StrideType>
struct Layout {
    __aicore__ constexpr Layout(const ShapeType& shape = {}, const StrideType& stride = {})
        : m_shape(shape)
        , m_stride(stride)
    {
    }
    constexpr Layout& layout() { return *this; }
    constexpr const Layout& layout() const { return *this; }
    constexpr ShapeType& GetShape() { return m_shape; }
    constexpr const ShapeType& GetShape() const { return m_shape; }
    constexpr StrideType& GetStride() { return m_stride; }
    constexpr const StrideType& GetStride() const { return m_stride; }
    template <typename CoordType>
    constexpr auto operator()(const CoordType& coord) const
    {
        return hawkdetail::dot(coord, m_stride, std::make_index_sequence<std::tuple_size_v<StrideType>> {});
    }

private:
    ShapeType m_shape;
    StrideType m_stride;
};
template <typename ShapeType, typename StrideType>
__aicore__ constexpr auto MakeLayout(const ShapeType& shape, const StrideType& stride)
{
    return Layout<ShapeType, StrideType>(shape, stride);
}

template <typename T>
struct is_layout : Std::false_type { };
template <typename ShapeType, typename StrideType>
struct is_layout<Layout<ShapeType, StrideType>> : Std::true_type { };
template <typename T>
inline constexpr bool is_layout_v = is_layout<T>::value;

/// Place of an element, by its coordinate and the strides.
template <typename CoordType, typename ShapeType, typename StrideType>
__aicore__ constexpr auto Crd2Idx(const CoordType& coord, const Layout<ShapeType, StrideType>& layout)
{
    return layout(coord);
}
template <typename CoordType, typename ShapeType, typename StrideType>
__aicore__ constexpr auto Crd2Idx(const CoordType& coord, const ShapeType&, const StrideType& stride)
{
    return hawkdetail::dot(coord, stride, std::make_index_sequence<std::tuple_size_v<StrideType>> {});
}

} // namespace AscendC
