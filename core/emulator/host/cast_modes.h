#pragma once

#include "base/dtype.h"
#include "chip/chip_facts.h"
#include "emulator/exec/span_ops.h"

namespace hawk::emulator {

/// Whether Cast from `src` to `dst` takes a rounding mode on a generation (Cast.md).
bool castTakes(chip::Generation generation, DType dst, DType src, exec::Rounding mode);

} // namespace hawk::emulator
