#pragma once

#include "hawk/library/data_format.h"
#include "hawk_host/library_tiling.h"

namespace AscendC {

/// Temporary memory of TransData for the shapes of its Layout objects; false when they do not fit the formats.
inline bool GetTransDataMaxMinTmpSize(const platform_ascendc::PlatformAscendC&, const TensorShape& srcShape,
    const TensorShape& dstShape, const TensorDataType dataType, const TransDataConfig& config, uint32_t& maxValue, uint32_t& minValue)
{
    const std::int64_t kind = hawklib::transDataKind(config);
    const bool twoBytes = ge::GetSizeByDataType(dataType) == 2;
    const bool toPlain = kind == 1 || kind == 3;
    const auto plain = (toPlain ? dstShape : srcShape).GetDims(), grouped = (toPlain ? srcShape : dstShape).GetDims();
    if (kind < 0 || !twoBytes || plain.size() != 5 || grouped.size() != (kind < 2 ? 6U : 7U))
        return false;
    const auto n = static_cast<std::uint64_t>(plain[0]), c = static_cast<std::uint64_t>(plain[1]);
    const auto size = hawklib::transData(
        kind, n, c, static_cast<std::uint64_t>(plain[2]), static_cast<std::uint64_t>(plain[3] * plain[4]));
    maxValue = static_cast<std::uint32_t>(size.max);
    minValue = static_cast<std::uint32_t>(size.min);
    return true;
}

} // namespace AscendC
