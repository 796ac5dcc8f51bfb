#include "emulator/exec/span_variant.h"

namespace hawk::emulator::exec {
namespace {

bool hasV3()
{
#if defined(HAWK_EXEC_V3)
    return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0
        && __builtin_cpu_supports("f16c") != 0 && __builtin_cpu_supports("bmi2") != 0;
#else
    return false;
#endif
}

const SpanTable& table()
{
#if defined(HAWK_EXEC_V3)
    static const SpanTable chosen = hasV3() ? v3Table() : baselineTable();
#else
    static const SpanTable chosen = baselineTable();
#endif
    return chosen;
}

} // namespace

SpanFunction spanFunction(Fn fn, DType type) { return table().span(fn, type); }
SpanFunction mixedFunction(Fn fn) { return table().mixed(fn); }
CastFunction castFunction(DType dst, DType src) { return table().cast(dst, src); }
CompareFunction compareFunction(DType type) { return table().compare(type); }
void widenHalf(float* dst, const std::uint16_t* src, std::size_t count) { table().widenHalf(dst, src, count); }
void narrowHalf(std::uint16_t* dst, const float* src, std::size_t count) { table().narrowHalf(dst, src, count); }
RowSumFunction rowSumFunction(DType type) { return table().rowSum(type); }
RowExtremeFunction rowExtremeFunction(DType type, bool largest) { return table().rowExtreme(type, largest); }
const char* spanVariant() { return hasV3() ? "x86-64-v3" : "baseline"; }

} // namespace hawk::emulator::exec
