#pragma once

#include "hawk/library/tiling_fields.h"

#include <stdint.h>

/// The library's tiling structs as kernels see them.
namespace AscendC {
namespace tiling {
#define HAWK_TILING_FIELD(type, name) type name;
#define HAWK_TILING_STRUCT(name, fields) \
    struct name { \
        fields(HAWK_TILING_FIELD) \
    };
HAWK_LIBRARY_TILINGS(HAWK_TILING_STRUCT)
#undef HAWK_TILING_STRUCT
#undef HAWK_TILING_FIELD
} // namespace tiling
using namespace tiling;
} // namespace AscendC
using namespace AscendC::tiling; // kernels name them without a namespace
