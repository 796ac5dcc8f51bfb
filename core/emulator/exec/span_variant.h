#pragma once

#include "emulator/exec/span_ops.h"

/// The two compiled variants of the span operations. Private to exec/.
namespace hawk::emulator::exec {

struct SpanTable {
    SpanFunction (*span)(Fn, DType);
    SpanFunction (*mixed)(Fn);
    CastFunction (*cast)(DType dst, DType src);
    CompareFunction (*compare)(DType);
    void (*widenHalf)(float*, const std::uint16_t*, std::size_t);
    void (*narrowHalf)(std::uint16_t*, const float*, std::size_t);
    RowSumFunction (*rowSum)(DType);
    RowExtremeFunction (*rowExtreme)(DType, bool largest);
};

SpanTable baselineTable();
SpanTable v3Table(); ///< only to be called where the CPU has AVX2, FMA and F16C

} // namespace hawk::emulator::exec
