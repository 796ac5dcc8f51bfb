#pragma once

#include "hawk_host/platform.h"
#include "op_common/log/log.h"

#include <cstdint>

/// Sizes of the chip that tiling functions ask for (public operator base library, opbase
/// include/op_common/op_host/util/platform_util.h). UB is addressed in blocks of 32 B and one vector repeat takes 256 B on
/// generations 2201 and 2002 alike (architecture guide); what is about caches and SIMT is constant there.
namespace Ops::Base {

template <class Context>
std::uint32_t GetAivCoreNum(const Context* context)
{
    return context == nullptr ? 0 : platform_ascendc::PlatformAscendC(context->GetPlatformInfo()).GetCoreNumAiv();
}
template <class Context>
std::uint32_t GetAicCoreNum(const Context* context)
{
    return context == nullptr ? 0 : platform_ascendc::PlatformAscendC(context->GetPlatformInfo()).GetCoreNumAic();
}
template <class Context>
std::uint32_t GetUbSize(const Context* context)
{
    std::uint64_t bytes = 0;
    if (context != nullptr)
        platform_ascendc::PlatformAscendC(context->GetPlatformInfo()).GetCoreMemSize(platform_ascendc::CoreMemType::UB, bytes);
    return static_cast<std::uint32_t>(bytes);
}
template <class Context>
std::uint32_t GetWorkspaceSize(const Context* context)
{
    return context == nullptr ? 0 : platform_ascendc::PlatformAscendC(context->GetPlatformInfo()).GetLibApiWorkSpaceSize();
}
template <class Context>
constexpr std::uint32_t GetUbBlockSize(const Context*)
{
    return 32;
}
template <class Context>
constexpr std::uint32_t GetVRegSize(const Context*)
{
    return 256;
}
template <class Context>
constexpr std::uint32_t GetCacheLineSize(const Context*)
{
    return 256;
}
template <class Context>
constexpr std::uint32_t GetSectorCacheLineSize(const Context*)
{
    return 128;
}
template <class Context>
constexpr std::uint32_t GetSimtMaxThreadNum(const Context*)
{
    return 2048;
}
template <class Context>
constexpr std::uint32_t GetSimtMaxDCacheSize(const Context*)
{
    return 131072;
}
template <class Context>
constexpr std::uint32_t GetNddmaDcacheSize(const Context*)
{
    return 8192;
}

} // namespace Ops::Base
