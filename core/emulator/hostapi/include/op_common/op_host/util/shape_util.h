#pragma once

#include "hawk_host/gert_shape.h"

/// Shapes that are not known at compile time (public operator base library, opbase include/op_common/op_host/util/shape_util.h).
namespace Ops::Base {

/// Whether `axis`, which may count from the end, names a dimension.
template <class Count, class Axis>
bool CheckAxisBounds(Count dimensions, Axis axis)
{
    const auto count = static_cast<std::int64_t>(dimensions);
    const auto at = static_cast<std::int64_t>(axis);
    return count == 0 ? at == 0 : at >= -count && at < count;
}
inline void SetUnknownRank(gert::Shape& shape)
{
    shape.SetDimNum(0);
    shape.AppendDim(ge::UNKNOWN_DIM_NUM);
}
inline bool IsUnknownRank(const gert::Shape& shape)
{
    return shape.GetDimNum() == 1 && shape.GetDim(0) == ge::UNKNOWN_DIM_NUM;
}
inline void SetUnknownShape(std::int64_t rank, gert::Shape& shape)
{
    shape.SetDimNum(0);
    for (std::int64_t i = 0; i < rank; ++i)
        shape.AppendDim(ge::UNKNOWN_DIM);
}
inline bool IsUnknownShape(const gert::Shape& shape)
{
    for (std::size_t i = 0; i < shape.GetDimNum(); ++i)
        if (shape.GetDim(i) == ge::UNKNOWN_DIM)
            return true;
    return false;
}

} // namespace Ops::Base
