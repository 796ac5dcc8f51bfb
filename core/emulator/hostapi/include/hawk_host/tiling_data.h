#pragma once

#include "hawk_host/registry.h"

#include <cstdint>
#include <cstring>
#include <type_traits>

/// The tiling-data macro family on the host side (public register/tilingdata_base reference): a class whose only data are
/// the fields, with a setter and a getter each, and SaveToBuffer. The kernel side of the same macros declares a plain struct
/// with the same members, so both agree on the layout. The base is empty and differs per class, so it takes no room even
/// when one tiling class is the first field of another.
namespace hawk_host {

/// Notes one field while the library loads; members of a class are initialised in their order of definition.
template <class T>
struct FieldRegistrar {
    FieldRegistrar(const char* structName, const char* type, const char* name, std::size_t count, bool isStruct)
    {
        Registry::TilingClass& known = registry().tilingStruct(structName);
        for (const Registry::TilingField& field : known.fields)
            if (field.name == name)
                return; // the same header in another source of the library
        known.fields.push_back({ type, name, count, isStruct });
    }
};

template <class Derived>
class TilingBase {
public:
    using HawkSelf = Derived;
    std::size_t GetDataSize() const { return sizeof(Derived); }
    void SaveToBuffer(void* buffer, std::size_t capacity) const
    {
        if (buffer && capacity >= sizeof(Derived))
            std::memcpy(buffer, static_cast<const void*>(static_cast<const Derived*>(this)), sizeof(Derived));
    }
    const char* GetTilingClassName() const { return ""; }
};

template <class T>
struct TilingClassRegistrar {
    TilingClassRegistrar(const char* op, const char* structName)
    {
        registry().tilingClasses[op] = structName;
        registry().tilingStruct(structName).bytes = T().GetDataSize();
    }
};

} // namespace hawk_host

#define BEGIN_TILING_DATA_DEF(className)                                                                               \
    class className : public ::hawk_host::TilingBase<className> {                                                      \
    public:                                                                                                            \
        static constexpr const char* kHawkName = #className;

#define HAWK_TILING_FIELD(type, name, count, isStruct)                                                                 \
    inline static const ::hawk_host::FieldRegistrar<HawkSelf> hawkField_##name { kHawkName, #type, #name, count, isStruct };

#define TILING_DATA_FIELD_DEF(type, name)                                                                              \
    HAWK_TILING_FIELD(type, name, 0, false)                                                                            \
    type name = {};                                                                                                    \
    void set_##name(type value) { name = value; }                                                                      \
    type get_##name() const { return name; }

#define TILING_DATA_FIELD_DEF_ARR(type, size, name)                                                                    \
    HAWK_TILING_FIELD(type, name, size, false)                                                                         \
    type name[size] = {};                                                                                              \
    void set_##name(const type* value) { std::memcpy(name, value, sizeof(name)); }                                     \
    type* get_##name() { return name; }                                                                                \
    const type* get_##name() const { return name; }

#define TILING_DATA_FIELD_DEF_STRUCT(structType, name)                                                                 \
    HAWK_TILING_FIELD(structType, name, 0, true)                                                                       \
    structType name;

#define END_TILING_DATA_DEF };

#define REGISTER_TILING_DATA_CLASS(opName, className)                                                                  \
    [[maybe_unused]] static const ::hawk_host::TilingClassRegistrar<className> hawkTiling##opName##className(#opName, #className);
