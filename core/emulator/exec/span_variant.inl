// One variant of the span operations; HAWK_EXEC_VARIANT names its namespace. Everything sits in an anonymous namespace,
// so that the linker never merges code of the two variants.
#include "base/float_formats.h"
#include "emulator/exec/span_variant.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#if defined(__F16C__)
#include <immintrin.h>
#endif

namespace hawk::emulator::exec {
namespace HAWK_EXEC_VARIANT {
namespace {

#include "emulator/exec/formats.inl"

#include "emulator/exec/arithmetic.inl"

#include "emulator/exec/cast.inl"

#include "emulator/exec/reduce.inl"

} // namespace
} // namespace HAWK_EXEC_VARIANT

SpanTable HAWK_EXEC_TABLE()
{
    return { HAWK_EXEC_VARIANT::lookUp, HAWK_EXEC_VARIANT::lookUpMixed, HAWK_EXEC_VARIANT::lookUpCast,
        HAWK_EXEC_VARIANT::lookUpCompare, HAWK_EXEC_VARIANT::widen, HAWK_EXEC_VARIANT::narrow,
        HAWK_EXEC_VARIANT::lookUpRowSum, HAWK_EXEC_VARIANT::lookUpRowExtreme };
}

} // namespace hawk::emulator::exec
