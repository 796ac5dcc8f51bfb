#pragma once

#include "hawk_host/platform.h"

/// Small questions of tiling functions (public operator base library, opbase include/op_common/op_host/tiling_base_util.h).
namespace Ops::Base {

/// Whether the chip runs register-based vector code (generation 3510 and its like).
template <class Context>
bool IsRegbaseSocVersion(const Context* context)
{
    const NpuArch arch = platform_ascendc::PlatformAscendC(context->GetPlatformInfo()).GetCurNpuArch();
    return arch == NpuArch::DAV_3510 || arch == NpuArch::DAV_5102;
}
/// The shape, or [1] in place of a scalar's.
inline const gert::Shape& EnsureNotScalar(const gert::Shape& shape)
{
    static const gert::Shape kOne { 1 };
    return shape.IsScalar() ? kOne : shape;
}

} // namespace Ops::Base
