#pragma once

#include "hawk/pipe.h"

/// Stores from UB that combine with what is in global memory.
namespace AscendC {

#define HAWK_ATOMIC_TYPES(NAME) \
    static_assert(hawkabi::among<T>(hawkabi::kI16 | hawkabi::kF16 | hawkabi::kF32 \
                      | (hawkabi::kIs2002 ? 0U : hawkabi::kI8 | hawkabi::kBf16 | hawkabi::kI32)), \
        NAME " takes int8_t, int16_t, half, bfloat16_t, int32_t, float on generation 2201, int16_t, half, float on 2002 " \
             "[atomic-dtype]")

template <typename T>
__aicore__ inline void SetAtomicAdd(HAWK_SITE)
{
    HAWK_ATOMIC_TYPES("SetAtomicAdd");
    hawkdetail::control(hawkabi::Api::SetAtomicAdd, site, static_cast<int64_t>(hawkabi::TypeOf<T>::value));
}
template <typename T>
__aicore__ inline void SetAtomicMax(HAWK_SITE)
{
    HAWK_NOT_ON_2002("SetAtomicMax", T(), "only SetAtomicAdd does");
    HAWK_ATOMIC_TYPES("SetAtomicMax");
    hawkdetail::control(hawkabi::Api::SetAtomicMax, site, static_cast<int64_t>(hawkabi::TypeOf<T>::value));
}
template <typename T>
__aicore__ inline void SetAtomicMin(HAWK_SITE)
{
    HAWK_NOT_ON_2002("SetAtomicMin", T(), "only SetAtomicAdd does");
    HAWK_ATOMIC_TYPES("SetAtomicMin");
    hawkdetail::control(hawkabi::Api::SetAtomicMin, site, static_cast<int64_t>(hawkabi::TypeOf<T>::value));
}
inline void SetAtomicNone(HAWK_SITE) { hawkdetail::control(hawkabi::Api::SetAtomicNone, site); }
inline void DisableDmaAtomic(HAWK_SITE) { hawkdetail::control(hawkabi::Api::SetAtomicNone, site); }

/// Only the element type; the operation stays what it was, a sum at first.
template <typename T>
__aicore__ inline void SetAtomicType(HAWK_SITE)
{
    HAWK_ATOMIC_TYPES("SetAtomicType");
    hawkdetail::control(hawkabi::Api::SetAtomicType, site, static_cast<int64_t>(hawkabi::TypeOf<T>::value));
}
namespace hawkdetail {
constexpr hawkabi::Type atomicTypes[] = { hawkabi::Type::None, hawkabi::Type::Float32, hawkabi::Type::Float16,
    hawkabi::Type::Int16, hawkabi::Type::Int32, hawkabi::Type::Int8, hawkabi::Type::BFloat16 };
}
template <AtomicDtype type, AtomicOp op>
__aicore__ inline void SetStoreAtomicConfig(HAWK_SITE)
{
    if constexpr (type == AtomicDtype::ATOMIC_NONE)
        hawkdetail::control(hawkabi::Api::SetAtomicNone, site);
    else
        hawkdetail::control(hawkabi::Api::SetAtomicAdd, site, static_cast<int64_t>(hawkdetail::atomicTypes[static_cast<int>(type)]));
}
inline void GetStoreAtomicConfig(uint16_t& atomicType, uint16_t& atomicOp, HAWK_SITE)
{
    const auto type = static_cast<hawkabi::Type>(hawkdetail::control(hawkabi::Api::GetStoreAtomicConfig, site));
    atomicOp = 0;
    atomicType = 0;
    for (uint16_t i = 0; i < 7; ++i)
        if (hawkdetail::atomicTypes[i] == type)
            atomicType = i;
}

} // namespace AscendC
