#pragma once

#include "hawk/types.h"

/// How a kernel reads its tiling struct and its tiling key. The build of an operator project redefines HAWK_DEFAULT_TILING
/// (the struct its host code registered) and HAWK_TILING_KEY; every key is a build of its own, so the key is a constant.
namespace AscendC::hawkdetail {
/// Tiling structs are read by the scalar unit from GM.
template <class S>
inline void readTiling(S& target, const __gm__ uint8_t* address, size_t offset = 0)
{
    __builtin_memcpy(static_cast<void*>(&target), address + offset, sizeof(S));
}
} // namespace AscendC::hawkdetail

#define HAWK_DEFAULT_TILING HawkTilingStruct
#define HAWK_TILING_KEY 0
#define TILING_KEY_VAR (static_cast<uint64_t>(HAWK_TILING_KEY))
#define TILING_KEY_IS(key) ((static_cast<uint64_t>(key)) == TILING_KEY_VAR)
#define TILING_KEY_LIST(...)

#define GET_TILING_DATA_WITH_STRUCT(type, name, address) \
    type name; \
    ::AscendC::hawkdetail::readTiling(name, reinterpret_cast<const __gm__ uint8_t*>(address))
#define GET_TILING_DATA_PTR_WITH_STRUCT(type, name, address) \
    const __gm__ type* name = reinterpret_cast<const __gm__ type*>(address)
#define GET_TILING_DATA_MEMBER(type, member, name, address) \
    decltype(type::member) name; \
    ::AscendC::hawkdetail::readTiling( \
        name, reinterpret_cast<const __gm__ uint8_t*>(address), __builtin_offsetof(type, member))
#define COPY_TILING_WITH_STRUCT(type, source, target) \
    type target; \
    ::AscendC::hawkdetail::readTiling(target, reinterpret_cast<const __gm__ uint8_t*>(source))
#define CONVERT_TILING_DATA(type, name, address) const __gm__ type* name = reinterpret_cast<const __gm__ type*>(address)
#define INIT_TILING_DATA(type, name, address) GET_TILING_DATA_PTR_WITH_STRUCT(type, name, address)
/// The struct of a kernel that registers it itself instead of in host code.
#define REGISTER_TILING_DEFAULT(type) using HawkTilingStruct = type
#define REGISTER_TILING_FOR_TILINGKEY(condition, type)
#define REGISTER_NONE_TILING
#define GET_TILING_DATA(name, address) GET_TILING_DATA_WITH_STRUCT(HAWK_DEFAULT_TILING, name, address)
