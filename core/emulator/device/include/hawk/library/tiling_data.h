#pragma once

#include "hawk/library/tiling_fields.h"

#include <stdint.h>

/// The library's tiling structs as kernels see them.
namespace AscendC {
namespace tiling {
#define HAWK_PLAIN_FIELD(type, name) type name;
#define HAWK_PLAIN_STRUCT(name, fields) \
    struct name { \
        fields(HAWK_PLAIN_FIELD) \
    };
HAWK_LIBRARY_TILINGS(HAWK_PLAIN_STRUCT)
#undef HAWK_PLAIN_STRUCT
#undef HAWK_PLAIN_FIELD
} // namespace tiling
using namespace tiling;
} // namespace AscendC
using namespace AscendC::tiling; // kernels name them without a namespace
