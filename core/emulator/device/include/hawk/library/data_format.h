#pragma once

#include <stdint.h>

/// Layouts of tensors, as kernels and host code name them alike.
namespace AscendC {

enum class DataFormat : uint8_t { ND = 0, NZ, NCHW, NC1HWC0, NHWC, NCDHW, NDC1HWC0, FRACTAL_Z_3D };

/// Which conversion TransData makes.
struct TransDataConfig {
    DataFormat srcFormat;
    DataFormat dstFormat;
};

} // namespace AscendC

namespace hawklib {
/// A conversion's number, -1 for one that TransData does not make.
constexpr int64_t transDataKind(const AscendC::TransDataConfig& config)
{
    using AscendC::DataFormat;
    const bool fromPlain = config.srcFormat == DataFormat::NCDHW, toPlain = config.dstFormat == DataFormat::NCDHW;
    if (fromPlain && config.dstFormat == DataFormat::NDC1HWC0)
        return 0;
    if (toPlain && config.srcFormat == DataFormat::NDC1HWC0)
        return 1;
    if (fromPlain && config.dstFormat == DataFormat::FRACTAL_Z_3D)
        return 2;
    return toPlain && config.srcFormat == DataFormat::FRACTAL_Z_3D ? 3 : -1;
}
} // namespace hawklib
